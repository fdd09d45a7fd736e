import { refuse } from '../../core/problems.ts'
import { createProblemList } from '../../network/files/road-report.ts'
import { createIdList, createPairCollector, type Costs } from './costs.ts'
import { badCost, findColumns, missingId, readCsv, readNumber, surplusCells } from './csv-lines.ts'

/** Reads rows of demand, site, cost; a pair that has no row cannot be used. */
export async function readLongCosts(path: string): Promise<Costs> {
  const demands = createIdList()
  const sites = createIdList()
  const pairs = createPairCollector()
  const problems = createProblemList()
  let columns: number[] | undefined
  let columnCount = 0
  for await (const rows of readCsv(path)) {
    for (const csvRow of rows) {
      if (!columns) {
        columns = findColumns(path, csvRow, ['demand', 'site', 'cost'])
        columnCount = csvRow.cells.length
        continue
      }
      const { cells, row } = csvRow
      const surplus = surplusCells(csvRow, columnCount)
      if (surplus) {
        problems.add(surplus)
        continue
      }
      const demand = cells[columns[0]] ?? ''
      const site = cells[columns[1]] ?? ''
      const costText = cells[columns[2]] ?? ''
      const cost = readNumber(costText)
      if (demand === '') problems.add(missingId(row, 'demand'))
      if (site === '') problems.add(missingId(row, 'site'))
      if (Number.isNaN(cost)) problems.add(badCost(row, 'cost', costText))
      else if (demand !== '' && site !== '') pairs.add(demands.add(demand), sites.add(site), cost, row)
    }
  }
  if (!columns) findColumns(path, undefined, ['demand', 'site', 'cost'])
  problems.throwIfAny()
  if (sites.ids.length === 0) throw refuse('COSTS_EMPTY', '成本表没有任何一行数据', 'The cost table has no rows', { value: path })
  return { demandIds: demands.ids, siteIds: sites.ids, ...pairs.finish() }
}
