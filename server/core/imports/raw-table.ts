import type { Geometry } from 'geojson'
import type { LonLat } from '../lonlat.ts'
import type { Problem } from '../problems.ts'

/**
 * A cell as the file holds it: numbers stay numbers, text stays text (leading zeros, full-width digits and all), a date
 * cell is 'YYYY-MM-DD'. Null where it is empty. Where cells are merged every covered cell carries the value.
 */
export type RawCell = string | number | boolean | null

/** One row or feature. `number` is what the user sees: the line of a sheet or csv (from 1), else the feature's place (from 1). */
export interface RawRow {
  number: number
  cells: RawCell[]
  /** As the file has it, in the file's own CRS; null where the row has none. */
  geometry: Geometry | null
  /** Where the user has put the row on the map, in longitude and latitude whatever the file's CRS: beats what the file says. */
  placed?: LonLat
}

/** What the file says about its coordinates; `epsg` is null where the text names no CRS that we know. */
export interface RawCrs {
  epsg: number | null
  text: string
  from: 'prj' | 'gpkg' | 'tif' | 'geojson' | 'kml' | 'gdb' | 'fgb' | 'dxf'
}

/** What a reader hands to the doctor: one sheet or layer of a file, nothing interpreted. */
export interface RawTable {
  /** Sheet or layer; the file's own name where the format has only one. */
  name: string
  /** Column names where the format declares them; null where they stand somewhere in the rows (xlsx, csv). */
  headers: string[] | null
  rows: RawRow[]
  /** Blocks of merged cells: 0-based columns, row numbers as in `RawRow.number`, ends included. */
  merges: { fromRow: number; toRow: number; fromColumn: number; toColumn: number }[]
  /** True where the format carries geometries (a csv does not, whatever its columns say). */
  spatial: boolean
  crs: RawCrs | null
  /** The encoding that the text was read in; null where the format leaves no choice. */
  encoding: string | null
  /** True where a bare number in a date column counts days from 1904-01-01, not from 1899-12-30 (old Mac workbooks). */
  date1904?: boolean
}

/** A grid of values, row 0 at the north. */
export interface RawRaster {
  width: number
  height: number
  /** West, south, east, north in the raster's CRS. */
  bounds: [number, number, number, number]
  crs: RawCrs | null
  /** NaN where the file says there is no data. */
  values: Float32Array | Float64Array
}

/** Roads as a network reader found them: what the doctor shows before the network domain takes the file itself. */
export interface RawRoads {
  edges: number
  lengthMetres: number
  components: number
  /** West, south, east, north; null where the network has no coordinates (an edge list). */
  bounds: [number, number, number, number] | null
  report: {
    format: string
    ways: number
    walkableWays: number
    /** Reason → count of ways left out. */
    skipped: Record<string, number>
    assumptions: { zh: string; en: string }[]
    warnings: Problem[]
  }
}

/** One file as read. `problems` of severity `error` without a row mean that nothing of it can be used. */
export interface RawFile {
  format: string
  tables: RawTable[]
  raster: RawRaster | null
  /** Present where the file is a road network (OSM, GraphML, edge list), which has no tables. */
  roads?: RawRoads
  problems: Problem[]
}
