import type { LonLat } from '../lonlat.ts'
import type { Problem } from '../problems.ts'
import type { RawCell, RawFile, RawRow } from './raw-table.ts'
import type { TableView } from './table-view.ts'

/** What somebody has put right in a file before it is read: by the file's own row numbers and column names. */
export interface ImportEdits {
  cells: readonly { row: number; column: string; value: string | null }[]
  /** Longitude and latitude on CGCS2000, whatever the file's own system. */
  places: readonly { row: number; location: LonLat }[]
  /** Rows that are not to be read at all. */
  dropRows: readonly number[]
}

export interface EditedFile {
  file: RawFile
  /** Rows of data with the edits in them, those among them that are not to be read. */
  rows: readonly RawRow[]
  /** Row → indices of the cells that differ from the file. */
  cells: ReadonlyMap<number, ReadonlySet<number>>
  dropped: ReadonlySet<number>
}

/** An edit that names what the file has not, or cannot take: `what` is for people. */
export interface UnknownEdit {
  what: { zh: string; en: string }
}

export const noEdits: ImportEdits = { cells: [], places: [], dropRows: [] }

export function hasEdits({ cells, places, dropRows }: ImportEdits): boolean {
  return cells.length + places.length + dropRows.length > 0
}

/**
 * The file as it reads with the edits in it; the given one is left as it is. Each edit that changes something leaves a note
 * among the file's problems, so that the report accounts for it. `unknown` names every edit that fits nothing: then
 * nothing should be done with the file. The view must be of this file, read with the same options.
 */
export function applyEdits(file: RawFile, view: TableView | undefined, edits: ImportEdits): EditedFile & { unknown: UnknownEdit[] } {
  const unknown: UnknownEdit[] = []
  const none = { file, rows: view?.rows ?? [], cells: new Map<number, Set<number>>(), dropped: new Set<number>(), unknown }
  if (!hasEdits(edits)) return none
  if (!view) return { ...none, unknown: [{ what: { zh: '文件中没有可修改的表', en: 'the file has no table to edit' } }] }
  const changed = new Map(view.rows.map((row) => [row.number, row]))
  const notes: Problem[] = []
  const take = (row: number, use: (found: RawRow) => void) => {
    const found = changed.get(row)
    if (found) use(found)
    else unknown.push({ what: { zh: `没有第 ${row} 行数据`, en: `there is no row ${row}` } })
  }
  for (const { row, column, value } of edits.cells) {
    take(row, (found) => {
      const index = view.columns.indexOf(column)
      if (index < 0) unknown.push({ what: { zh: `第 ${row} 行：没有「${column}」列`, en: `row ${row}: there is no column ${column}` } })
      else changed.set(row, withCell(found, index, value))
    })
  }
  for (const { row, location } of edits.places) {
    take(row, (found) => {
      if (found.geometry && !isOnePoint(found)) unknown.push({ what: { zh: `第 ${row} 行是线或面，不能改为一个点`, en: `row ${row} is a line or an outline, which no point replaces` } })
      else changed.set(row, { ...found, placed: location })
    })
  }
  for (const row of edits.dropRows) take(row, () => undefined)
  const dropped = new Set(edits.dropRows)
  const cells = new Map<number, Set<number>>()
  for (const before of view.rows) {
    const after = changed.get(before.number)!
    if (after === before || dropped.has(before.number)) continue
    const differing = new Set(after.cells.flatMap((cell, i) => (cell === (before.cells[i] ?? null) ? [] : [i])))
    if (differing.size > 0) cells.set(before.number, differing)
    for (const index of differing) notes.push(cellEdited(before.number, view.columns[index]))
    if (after.placed) notes.push(placeEdited(before.number))
  }
  if (dropped.size > 0) notes.push(rowsDropped([...dropped]))
  const rows = view.table.rows.filter(({ number }) => !dropped.has(number)).map((row) => changed.get(row.number) ?? row)
  const tables = file.tables.map((table) => (table === view.table ? { ...table, rows } : table))
  const placed = new Set(edits.places.map(({ row }) => row))
  const problems = [...file.problems.filter(stillStands(view, cells, placed, dropped)), ...notes]
  return { file: { ...file, tables, problems }, rows: view.rows.map(({ number }) => changed.get(number)!), cells, dropped, unknown }
}

/** What a reader found is settled in a row that is not read, in a cell that is rewritten, in a shape that gave way to a place. */
function stillStands(view: TableView, cells: EditedFile['cells'], placed: ReadonlySet<number>, dropped: ReadonlySet<number>) {
  return ({ row, column, code }: Problem) => {
    if (row === undefined) return true
    if (dropped.has(row) || (placed.has(row) && code.startsWith('GEOM_'))) return false
    return column === undefined || !cells.get(row)?.has(view.columns.indexOf(column))
  }
}

/** The same text as the cell shows is no edit: a number stays a number. */
function withCell(row: RawRow, index: number, value: string | null): RawRow {
  const before = row.cells[index] ?? null
  if ((before === null ? null : String(before)) === value || (before === null && value === '')) return row
  const cells: RawCell[] = Array.from({ length: Math.max(row.cells.length, index + 1) }, (_, i) => row.cells[i] ?? null)
  cells[index] = value
  return { ...row, cells }
}

function isOnePoint({ geometry }: RawRow): boolean {
  return geometry?.type === 'Point' || (geometry?.type === 'MultiPoint' && geometry.coordinates.length === 1)
}

function cellEdited(row: number, column: string): Problem {
  return { code: 'CELL_EDITED', severity: 'warning', row, column, message: { zh: '按您的修改读取，与文件不同', en: 'Read as you have corrected it: it differs from the file' } }
}

function placeEdited(row: number): Problem {
  return { code: 'PLACE_EDITED', severity: 'warning', row, message: { zh: '位置按您在地图上的改动', en: 'Its place is where you have put it on the map' } }
}

function rowsDropped(rows: readonly number[]): Problem {
  const [first, more] = [rows.slice(0, 20).join('、'), rows.length > 20 ? ' …' : '']
  return {
    code: 'ROWS_DROPPED',
    severity: 'warning',
    value: `${first}${more}`,
    message: { zh: `按您的选择不读取 ${rows.length} 行：${first}${more}`, en: `${rows.length} rows are not read, as you have chosen: ${first}${more}` },
  }
}
