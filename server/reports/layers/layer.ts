import type { Bilingual } from '../../contract/common.ts'

/** A layer as every format takes it: positions are longitude and latitude on CGCS2000; writers project and name. */
export interface VectorLayer {
  /** Of table, file and CAD layer alike: Latin, because not every desktop takes more. */
  name: string
  title: Bilingual
  geometry: 'Point' | 'MultiPolygon' | 'None'
  fields: Field[]
  features: Feature[]
}

export interface Field {
  key: string
  label: Bilingual
  /** At most ten bytes in UTF-8: a .dbf has room for no more. */
  short: Bilingual
  type: 'text' | 'integer' | 'real'
  about: Bilingual
}

export type Cell = string | number | null

export interface Feature {
  geometry: { type: 'Point'; coordinates: [number, number] } | { type: 'MultiPolygon'; coordinates: [number, number][][][] } | null
  cells: Cell[]
  /** What a drawing writes beside it. */
  label: string
}

/** A field and what it holds of a row. */
export interface Column<Row> extends Field {
  cell(row: Row): Cell
}

export function column<Row>(
  key: string,
  type: Field['type'],
  [zh, shortZh]: readonly [string, string],
  [en, shortEn]: readonly [string, string],
  cell: Column<Row>['cell'],
  about: Bilingual = { zh, en },
): Column<Row> {
  return { key, type, label: { zh, en }, short: { zh: shortZh, en: shortEn }, about, cell }
}

export function cellsOf<Row>(columns: readonly Column<Row>[], row: Row): Cell[] {
  return columns.map(({ cell }) => cell(row))
}
