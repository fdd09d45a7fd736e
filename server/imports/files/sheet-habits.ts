import type { RawCell, RawRow, RawTable } from '../../core/imports/raw-table.ts'
import type { Problem } from '../../core/problems.ts'
import { columnLetters, problem } from './limits.ts'

export type Merge = RawTable['merges'][number]

/**
 * Gives every covered cell of a merged block the block's value, as the eye reads it. Values hidden beneath a block
 * are named and not used. Blocks are cut to the rows and columns that exist: a block may claim a million rows.
 */
export function fillMerges(rows: RawRow[], merges: Merge[], problems: Problem[]): Merge[] {
  if (merges.length === 0 || rows.length === 0) return []
  const lastRow = rows[rows.length - 1].number
  const lastColumn = rows.reduce((widest, row) => Math.max(widest, row.cells.length), 0) - 1
  const kept: Merge[] = []
  for (const whole of merges) {
    const merge = { ...whole, toRow: Math.min(whole.toRow, lastRow), toColumn: Math.min(whole.toColumn, lastColumn) }
    const first = firstAtOrAfter(rows, merge.fromRow)
    if (merge.fromColumn > merge.toColumn || first >= rows.length || rows[first].number > merge.toRow) continue
    kept.push(merge)
    const top = rows[first].number === merge.fromRow ? (rows[first].cells[merge.fromColumn] ?? null) : null
    for (let i = first; i < rows.length && rows[i].number <= merge.toRow; i++) fillRow(rows[i], merge, top, problems)
  }
  return kept
}

function fillRow(row: RawRow, merge: Merge, value: RawCell, problems: Problem[]): void {
  for (let column = merge.fromColumn; column <= merge.toColumn; column++) {
    while (row.cells.length <= column) row.cells.push(null)
    const beneath = row.cells[column]
    const isAnchor = row.number === merge.fromRow && column === merge.fromColumn
    if (!isAnchor && beneath !== null && beneath !== value) {
      const at = `${columnLetters(column)}${row.number}`
      problems.push(
        problem(
          'warning',
          'MERGE_HIDDEN_VALUE',
          `合并单元格 ${at} 下面藏有另一个值，未采用`,
          `A different value lies hidden beneath the merged cell ${at}; it is not used`,
          {
            row: row.number,
            column: columnLetters(column),
            value: String(beneath).slice(0, 100),
          },
        ),
      )
    }
    row.cells[column] = value
  }
}

function firstAtOrAfter(rows: RawRow[], number: number): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (rows[middle].number < number) low = middle + 1
    else high = middle
  }
  return low
}

/** Data in hidden sheets is neither dropped nor imported unasked. */
export function hiddenSheets(hidden: RawTable[]): Problem {
  const names = hidden.map(({ name }) => name)
  return problem(
    'question',
    'SHEET_CHOICE',
    `有隐藏的工作表：${names.join('、')}，请选择要导入的工作表`,
    `Some sheets are hidden (${names.join(', ')}): choose the sheet to import`,
    { value: names.join('、').slice(0, 200) },
  )
}

/** Hidden rows and columns are data like any other; whoever hid them may not have meant them to go out. */
export function sayHidden(rowCount: number, columns: readonly number[]): Problem[] {
  const problems: Problem[] = []
  if (rowCount > 0)
    problems.push(
      problem('warning', 'ROWS_HIDDEN', `有 ${rowCount} 行被隐藏或筛选掉，一并读取`, `${rowCount} rows are hidden or filtered; they are read too`),
    )
  if (columns.length > 0) {
    const letters = columns.map(columnLetters)
    problems.push(
      problem('warning', 'COLUMNS_HIDDEN', `有隐藏的列：${letters.join('、')}，一并读取`, `Hidden columns are read too: ${letters.join(', ')}`, {
        fix: { zh: '不需要的列请删除后再导入', en: 'Delete those that are not meant and import again' },
      }),
    )
  }
  return problems
}
