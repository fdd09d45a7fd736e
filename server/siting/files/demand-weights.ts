import { refuse } from '../../core/problems.ts'
import { createProblemList } from '../../network/files/road-report.ts'
import { badNumber, doubledRow, findColumns, missingId, readCsv, readNumber, surplusCells } from './csv-lines.ts'

/** Reads rows of demand, weight: the weight of each demand, in the order of the file. */
export async function readDemandWeights(path: string): Promise<Map<string, number>> {
  const weights = new Map<string, number>()
  const rowOf = new Map<string, number>()
  const problems = createProblemList()
  let columns: number[] | undefined
  let columnCount = 0
  for await (const rows of readCsv(path)) {
    for (const csvRow of rows) {
      if (!columns) {
        columns = findColumns(path, csvRow, ['demand', 'weight'])
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
      const weight = readNumber(cells[columns[1]] ?? '')
      if (demand === '') problems.add(missingId(row, 'demand'))
      if (Number.isNaN(weight)) problems.add(badNumber(row, 'weight', cells[columns[1]] ?? ''))
      const before = rowOf.get(demand)
      if (before !== undefined && demand !== '') throw doubledRow(row, before, 'demand', demand)
      rowOf.set(demand, row)
      weights.set(demand, weight)
    }
  }
  if (!columns) findColumns(path, undefined, ['demand', 'weight'])
  problems.throwIfAny()
  if (weights.size === 0) throw refuse('WEIGHTS_EMPTY', '需求表没有任何一行数据', 'The demand table has no rows', { value: path })
  return weights
}
