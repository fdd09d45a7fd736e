import type { Geometry } from 'geojson'
import type { FieldValue, ImportRecord } from '../../core/imports/report.ts'
import type { DataKind } from '../../db/schema.ts'
import type { VersionedTable } from '../../db/tables.ts'
import type { RecordColumns } from '../records.repository.ts'
import type { UnitFinder } from './unit-finder.ts'

/** What a row of a file becomes. */
export interface StatedRecord {
  /** What the file says; a column that it leaves open is undefined, and keeps what is stored. */
  columns: RecordColumns
  /** For a record that is new: columns that must not be open. */
  defaults: RecordColumns
  /** Columns of `defaults` that the reader should hear of, where they are used: what was assumed. */
  assumes: readonly { column: string; zh: string; en: string }[]
  /** Columns that hold something else than the file says, said wherever they are written: new, or changed. */
  makes?: readonly { column: string; zh: string; en: string }[]
}

/** How one kind of import is kept as records of one table. */
export interface TableStore {
  dataKind: DataKind
  table: VersionedTable
  /** Where the record's own key stands. */
  codeColumn: string
  /** The first that is filled tells where a record is. */
  geometryColumns: readonly string[]
  /** Fields of the catalogue that have a column; others are named as not kept. */
  fields: readonly string[]
  /** Where records are told apart by something else than a code of the office's own. */
  keyOf?(record: ImportRecord, units: UnitFinder): string
  storedKeyOf?(columns: RecordColumns): string
  state(record: ImportRecord, units: UnitFinder): StatedRecord
}

export function textOf(value: FieldValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function countOf(value: FieldValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined
}

/** Areas are kept in hundredths of a square metre, as decimal text. */
export function areaOf(value: FieldValue | undefined): string | undefined {
  return typeof value === 'number' ? value.toFixed(2) : undefined
}

export function dayOf(value: FieldValue | undefined): string | undefined {
  return value !== null && typeof value === 'object' && 'day' in value ? value.day : undefined
}

export function isSurface(geometry: Geometry | null): boolean {
  return geometry?.type === 'Polygon' || geometry?.type === 'MultiPolygon'
}
