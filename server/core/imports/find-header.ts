import { isBlankCell, plainText } from './plain-text.ts'
import type { RawCell, RawRow, RawTable } from './raw-table.ts'

export interface Header {
  /** Row numbers of the header, ends included. */
  fromRow: number
  toRow: number
  /** Per column what stands in the header above it, top first, each word once; empty where nothing does. */
  columns: string[][]
  /** Rows of a title above it. */
  titles: number
  /** More than one row, or words that span columns: the user is shown what was made of it. */
  merged: boolean
  /** The first row of data: an index into the table's rows. */
  dataIndex: number
}

/** A header stands within this many filled rows of the top, titles and remarks above it. */
const searchRows = 15
const mostHeaderRows = 3

/**
 * Where the header of a sheet stands: the row that bears most of the known column names, with the rows that merged cells
 * or blanks tie to it. Without a known name the first row of words above rows that hold something else. Undefined where
 * nothing looks like a header. `isKnown` is asked for every cell that is text.
 */
export function findHeader(table: Pick<RawTable, 'rows' | 'merges'>, isKnown: (words: string) => boolean): Header | undefined {
  const rows = table.rows.filter((row) => filled(row) > 0)
  const head = rows.slice(0, searchRows)
  if (head.length === 0) return undefined
  const known = head.map(
    (row) => new Set(row.cells.filter((cell) => typeof cell === 'string' && isKnown(cell)).map((cell) => plainText(String(cell)))).size,
  )
  const most = Math.max(...known)
  const width = Math.max(...rows.slice(0, 200).map((row) => lastFilled(row) + 1))
  const best = most >= Math.min(2, width) ? known.indexOf(most) : firstWords(rows, width)
  if (best < 0) return undefined
  let [from, to] = [best, best]
  while (from > 0 && to - from + 1 < mostHeaderRows && belongsAbove(table.merges, rows[from - 1], rows[from], width)) from--
  while (to + 1 < rows.length && to - from + 1 < mostHeaderRows && belongsBelow(table.merges, rows[to], rows[to + 1], isKnown)) to++
  return createHeader(table, rows, from, to, width)
}

/** A header that the user has pointed out, by its row numbers. */
export function takeHeader(table: Pick<RawTable, 'rows' | 'merges'>, fromRow: number, toRow: number): Header | undefined {
  const rows = table.rows.filter((row) => filled(row) > 0)
  const from = rows.findIndex(({ number }) => number >= fromRow)
  const to = rows.findLastIndex(({ number }) => number <= toRow)
  if (from < 0 || to < from) return undefined
  return createHeader(
    table,
    rows,
    from,
    to,
    rows.reduce((most, row) => Math.max(most, lastFilled(row) + 1), 0),
  )
}

function createHeader(table: Pick<RawTable, 'rows' | 'merges'>, rows: RawRow[], from: number, to: number, width: number): Header {
  const lines = rows.slice(from, to + 1)
  const upper = lines.slice(0, -1).map((row) => spread(row, width, table.merges))
  const all = [...upper, lines.at(-1)!.cells]
  const columns = Array.from({ length: width }, (_, column) => [
    ...new Set(
      all
        .map((cells) => cells[column] ?? null)
        .filter((cell) => cell !== null && !isEmpty(cell))
        .map((cell) => String(cell).trim()),
    ),
  ])
  const spans = table.merges.some(
    ({ fromRow, toRow, fromColumn, toColumn }) => fromRow <= lines.at(-1)!.number && toRow >= lines[0].number && toColumn > fromColumn,
  )
  return {
    fromRow: lines[0].number,
    toRow: lines.at(-1)!.number,
    columns,
    titles: from,
    merged: to > from || spans,
    dataIndex: table.rows.indexOf(lines.at(-1)!) + 1,
  }
}

/** Words all along, something else below: `名称, 备注` over data; never a row of numbers, dates or addresses. */
function firstWords(rows: RawRow[], width: number): number {
  const index = rows.findIndex((row) => filled(row) >= Math.max(1, Math.min(2, width)) || rows.length === 1)
  if (index < 0) return -1
  const words = rows[index].cells.filter((cell) => cell !== null && !isEmpty(cell))
  return words.some(looksLikeName) && words.every((cell) => looksLikeName(cell) || isYearOrOrdinal(cell)) ? index : -1
}

/** Columns may be called 2020 or 1; a cell that says 50 is data. */
function isYearOrOrdinal(cell: RawCell): boolean {
  return /^(\d|(19|20)\d{2})$/.test(String(cell).trim())
}

function looksLikeName(cell: RawCell): boolean {
  return typeof cell === 'string' && cell.length <= 60 && !/^[\d.,\-/:%°\s]+$/.test(cell) && !/^[a-z]+:\/\//i.test(cell)
}

/** The row above is part of the header where a merge reaches down from it, or where it names groups of columns. */
function belongsAbove(merges: RawTable['merges'], above: RawRow, below: RawRow, width: number): boolean {
  if (merges.some(({ fromRow, toRow }) => fromRow <= above.number && toRow >= below.number)) return true
  const values = distinct(above)
  if (values.length < 2 || above.cells.some((cell) => typeof cell === 'number')) return false
  const groups = merges.some(
    ({ fromRow, toRow, fromColumn, toColumn }) =>
      fromRow === above.number && toRow === above.number && toColumn > fromColumn && toColumn - fromColumn + 1 < width,
  )
  const completes = below.cells.some((cell, i) => isEmpty(cell) && !isEmpty(above.cells[i] ?? null))
  return groups || completes
}

function belongsBelow(merges: RawTable['merges'], above: RawRow, below: RawRow, isKnown: (words: string) => boolean): boolean {
  if (merges.some(({ fromRow, toRow }) => fromRow <= above.number && toRow >= below.number)) return true
  const words = below.cells.filter((cell) => !isEmpty(cell))
  if (words.length === 0 || words.some((cell) => typeof cell !== 'string')) return false
  if (words.every((cell) => isUnit(String(cell)))) return true
  const grouped = merges.some(
    ({ fromRow, toRow, fromColumn, toColumn }) => fromRow <= above.number && toRow >= above.number && toColumn > fromColumn,
  )
  const completes = below.cells.every((cell, i) => isEmpty(cell) || isEmpty(above.cells[i] ?? null) || hasRoom(above, i))
  return (grouped || completes) && words.some((cell) => isKnown(String(cell))) && isEmpty(below.cells[0] ?? null)
}

/** A word that stands above blanks may name the group that the row below divides. */
function hasRoom(row: RawRow, column: number): boolean {
  return isEmpty(row.cells[column + 1] ?? null) || row.cells[column + 1] === row.cells[column]
}

function isUnit(words: string): boolean {
  return /^[（(]?(单位[:：])?(万|千)?(㎡|m2|m²|平方米|亩|公顷|张|户|人|个|处|床|元|万元|%|米|年|月|日)[)）]?$/.test(words.trim())
}

/** In a sheet without merges a group's name is written once, above the first of its columns. */
function spread(row: RawRow, width: number, merges: RawTable['merges']): RawCell[] {
  const hasMerges = merges.some(({ fromRow, toRow }) => fromRow <= row.number && toRow >= row.number)
  const cells = Array.from({ length: width }, (_, i) => row.cells[i] ?? null)
  if (hasMerges) return cells
  for (let i = 1; i < width; i++) if (isEmpty(cells[i])) cells[i] = cells[i - 1]
  return cells
}

function isEmpty(cell: RawCell): boolean {
  return cell === null || (typeof cell === 'string' && plainText(cell) === '')
}

function filled(row: RawRow): number {
  return row.cells.filter((cell) => !isEmpty(cell)).length
}

function lastFilled(row: RawRow): number {
  return row.cells.findLastIndex((cell) => !isEmpty(cell))
}

function distinct(row: RawRow): string[] {
  return [...new Set(row.cells.filter((cell) => !isBlankCell(cell)).map((cell) => String(cell)))]
}
