import { chooseTables, type DoctorOptions } from './doctor.ts'
import type { ImportKind } from './field.ts'
import { nameColumns } from './guess-columns.ts'
import { findPersonalColumns } from './personal-data.ts'
import { plainText } from './plain-text.ts'
import type { RawFile, RawRow, RawTable } from './raw-table.ts'
import { readHeader } from './table-header.ts'

/** The table of a file that the doctor looks at, as its reader sees it: named columns over numbered rows. */
export interface TableView {
  table: RawTable
  /** In the order of the cells, each name once; what edits and mappings call them. */
  columns: string[]
  /** The header's words as they stand, by column: by them an office's table is known again. */
  headers: readonly (readonly string[])[]
  /** Null where the format declares its columns, or there is no header. */
  headerRows: { fromRow: number; toRow: number } | null
  rows: RawRow[]
  /** Indices of columns that hold people's names or numbers: never shown, never stored. */
  personal: ReadonlySet<number>
}

/** Undefined where the file holds no table that the kind could be read from. */
export function viewTable(file: RawFile, kind: ImportKind, options: DoctorOptions): TableView | undefined {
  if (file.tables.length === 0) return undefined
  const chosen = chooseTables(file, kind, options)
  if ('rejected' in chosen) return undefined
  const [table] = chosen.tables
  const head = readHeader(table, kind, options)
  if ('rejected' in head) return undefined
  const rows = table.rows
    .slice(head.dataIndex)
    .filter(({ cells, geometry }) => table.spatial || geometry !== null || cells.some((cell) => cell !== null && plainText(String(cell)) !== ''))
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), head.columns.length)
  const headers = Array.from({ length: width }, (_, i) => head.columns[i] ?? [])
  const columns = nameColumns(headers)
  const names = headers.map((parts) => parts.join(' '))
  const isGiven = (name: string) => options.map.some(({ column, field }) => column === name && field !== '-')
  const found = findPersonalColumns(names, rows.map(({ cells }) => cells))
  const personal = new Set(found.map(({ index }) => index).filter((index) => !isGiven(columns[index])))
  return { table, columns, headers, headerRows: head.rows, rows, personal }
}

/** Which column a problem speaks of: it names the header, or the field that the header was taken for; -1 where none. */
export function findProblemColumn(view: TableView, mapping: readonly { column: string; field: string | null }[], kind: ImportKind, column: string): number {
  const byName = view.columns.indexOf(column)
  if (byName >= 0) return byName
  const byHeader = view.headers.findIndex((parts) => parts.join(' ') === column)
  if (byHeader >= 0) return byHeader
  const field = kind.fields.find(({ name, label }) => name === column || label.zh === column)
  const mapped = field && mapping.find((one) => one.field === field.name)
  return mapped ? findProblemColumn(view, [], kind, mapped.column) : -1
}
