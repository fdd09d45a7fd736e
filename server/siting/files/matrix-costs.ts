import { InputRefused, refuse } from '../../core/problems.ts'
import { createProblemList } from '../../network/files/road-report.ts'
import { createPairCollector, type Costs } from './costs.ts'
import { badCost, badNumber, doubledRow, readCsv, readNumber, type CsvRow } from './csv-lines.ts'

/**
 * Reads a matrix of costs, a row for each demand and a column for each site:
 *
 *     ,s1,s2            s1,s2,s3          0,4,9
 *     d1,3,8            0,4,9             4,0,inf
 *     d2,7,inf          4,0,2             9,inf,0
 *     ids in the first  ids of a square   bare and square:
 *     row and column    in its first row  ids are 1 … n
 *
 * `inf` says that the pair cannot be used; an empty cell is refused.
 */
export async function readMatrixCosts(path: string): Promise<Costs> {
  const rows: CsvRow[] = []
  for await (const batch of readCsv(path)) for (const one of batch) rows.push(one)
  if (rows.length === 0) throw refuse('COSTS_EMPTY', '成本矩阵是空的', 'The cost matrix is empty', { value: path })
  const layout = findLayout(rows)
  const problems = createProblemList()
  const pairs = createPairCollector()
  layout.rows.forEach(({ cells, row }, demand) => {
    if (cells.length !== layout.firstCell + layout.siteIds.length) {
      problems.add({
        code: 'MATRIX_RAGGED',
        severity: 'error',
        row,
        value: String(cells.length),
        message: {
          zh: `应有 ${layout.firstCell + layout.siteIds.length} 格，实有 ${cells.length} 格`,
          en: `Expected ${layout.firstCell + layout.siteIds.length} cells, got ${cells.length}`,
        },
      })
      return
    }
    for (let site = 0; site < layout.siteIds.length; site++) {
      const text = cells[layout.firstCell + site]
      if (isInfinite(text)) continue
      const cost = readNumber(text)
      if (Number.isNaN(cost)) problems.add(badCost(row, layout.siteIds[site], text))
      else pairs.add(demand, site, cost, row)
    }
  })
  problems.throwIfAny()
  return { demandIds: layout.demandIds, siteIds: layout.siteIds, ...pairs.finish() }
}

interface Layout {
  demandIds: string[]
  siteIds: string[]
  rows: CsvRow[]
  /** 1 where the first column holds ids. */
  firstCell: 0 | 1
}

function findLayout(rows: CsvRow[]): Layout {
  const [first, ...rest] = rows
  const isHeader = !first.cells.every(isCost)
  if (!isHeader) {
    const count = first.cells.length
    if (rows.length !== count) {
      throw refuse(
        'MATRIX_NOT_SQUARE',
        `没有编号的矩阵应为方阵，实为 ${rows.length} 行 ${count} 列`,
        `A matrix without ids must be square, got ${rows.length} rows of ${count}`,
        {
          fix: {
            zh: '请加上首行（站点编号）和首列（需求编号），左上角留空',
            en: 'Add a first row of site ids and a first column of demand ids, the corner left empty',
          },
        },
      )
    }
    const ids = first.cells.map((_, i) => String(i + 1))
    return { demandIds: ids, siteIds: ids, rows, firstCell: 0 }
  }
  refuseBrokenSquare(rows)
  const hasColumn = hasIdColumn(first, rest)
  const siteIds = uniqueIds(hasColumn ? first.cells.slice(1) : first.cells, () => first.row, 'site')
  const demandIds = hasColumn
    ? uniqueIds(
        rest.map(({ cells }) => cells[0]),
        (i) => rest[i].row,
        'demand',
      )
    : siteIds
  return { demandIds, siteIds, rows: rest, firstCell: hasColumn ? 1 : 0 }
}

/**
 * A first row that begins with a number and holds others is a row of costs with something wrong in it, unless ids stand
 * above a square: read as a header it would give another matrix, silently.
 */
function refuseBrokenSquare([first, ...rest]: CsvRow[]): void {
  const isSquareBelow = rest.length === first.cells.length
  if (isSquareBelow || !isCost(first.cells[0]) || !first.cells.slice(1).some(isCost)) return
  throw new InputRefused(first.cells.flatMap((text, i) => (isCost(text) ? [] : [badCost(first.row, String(i + 1), text)])))
}

const cornerFix = { zh: '请在首列写需求编号，并把左上角留空', en: 'Put the ids of the demands in the first column and leave the corner empty' }

/** An empty corner or its label marks a column of ids, and so do ids that are no numbers; else a square below its header has none. */
function hasIdColumn(first: CsvRow, rest: CsvRow[]): boolean {
  const [corner, ...others] = first.cells
  if (corner === '' || rest.length !== first.cells.length) return true
  if (isCornerLabel(corner)) return true
  if (others.length > 0 && others.every(isCost)) {
    throw refuse('MATRIX_AMBIGUOUS', `「${corner}」是左上角的名称还是站点编号，无法判断`, `Whether ${corner} names the corner or a site cannot be told`, { row: first.row, column: corner, fix: cornerFix })
  }
  const odd = rest.filter(({ cells }) => !isCost(cells[0]))
  if (odd.length === 0 || odd.length === rest.length) return odd.length > 0
  // Either a column of ids of which some look like numbers, or a column of costs with something wrong in it.
  throw new InputRefused(odd.map(({ cells, row }) => ({ ...badNumber(row, corner, cells[0]), fix: cornerFix })))
}

function isCornerLabel(text: string): boolean {
  return /[\\/]/.test(text) || /^(id|ids|demand|demands|site|sites|from|to|node|name|需求|需求点|站点|编号|名称)$/i.test(text)
}

function uniqueIds(ids: string[], rowOf: (index: number) => number, column: string): string[] {
  const seen = new Map<string, number>()
  ids.forEach((id, i) => {
    if (id === '') throw refuse('ID_MISSING', '没有编号', 'The id is missing', { row: rowOf(i), column, value: '' })
    if (seen.has(id)) throw doubledRow(rowOf(i), rowOf(seen.get(id)!), column, id)
    seen.set(id, i)
  })
  return ids
}

function isInfinite(text: string): boolean {
  return /^\+?inf(inity)?$/i.test(text)
}

function isCost(text: string): boolean {
  return isInfinite(text) || !Number.isNaN(Number(text === '' ? 'x' : text))
}
