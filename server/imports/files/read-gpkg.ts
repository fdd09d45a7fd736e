import type { Geometry } from 'geojson'
import type { RawCell, RawCrs, RawFile, RawRow, RawTable } from '../../core/imports/raw-table.ts'
import { InputRefused, refuse, type Problem } from '../../core/problems.ts'
import { crsOfWkt } from './crs-of-text.ts'
import { createCellBudget, problem, type ReadContext } from './limits.ts'
import { columnsOfCreateTable, type SqlColumn } from './sql-columns.ts'
import { openSqlite, type SchemaEntry, type SqliteFile, type SqliteValue } from './sqlite-file.ts'
import { readWkb, WkbFault } from './wkb.ts'

/** Reads the feature and attribute tables of a GeoPackage (OGC 12-128r18). Views are refused: they are programs. */
export function readGpkg(bytes: Buffer, context: ReadContext): RawFile {
  const file = openSqlite(bytes)
  const contents = readContents(file)
  const problems: Problem[] = []
  const refusals: Problem[] = []
  const tables: RawTable[] = []
  for (const layer of contents) {
    if (context.layer !== undefined && layer.name !== context.layer && contents.some(({ name }) => name === context.layer)) continue
    try {
      const table = readLayer(file, layer, context, problems)
      if (table.rows.length > 0) tables.push(table)
    } catch (error) {
      if (!(error instanceof InputRefused)) throw error
      refusals.push(...error.problems)
    }
  }
  if (refusals.length > 0) throw new InputRefused([...refusals, ...problems])
  if (tables.length === 0) throw refuse('EMPTY', 'GeoPackage 里没有要素', 'The GeoPackage holds no feature')
  return { format: 'gpkg', tables, raster: null, problems }
}

interface Layer {
  name: string
  geometryColumn: string | undefined
  srsId: number
  crs: RawCrs | null
}

function readContents(file: SqliteFile): Layer[] {
  const entries = readNamed(file, 'gpkg_contents')
  if (!entries) {
    throw refuse(
      'GPKG_NONCONFORM',
      '是 SQLite 数据库，但没有 GeoPackage 目录（gpkg_contents）',
      'An SQLite database without the GeoPackage directory (gpkg_contents)',
      {
        fix: { zh: '请用 GIS 软件导出为 GeoPackage', en: 'Export it as GeoPackage with GIS software' },
      },
    )
  }
  const geometryColumns = readNamed(file, 'gpkg_geometry_columns') ?? []
  const systems = readNamed(file, 'gpkg_spatial_ref_sys') ?? []
  return entries
    .filter((entry) => ['features', 'attributes'].includes(String(entry.get('data_type'))))
    .map((entry) => {
      const name = String(entry.get('table_name'))
      const geometry = geometryColumns.find((row) => sameName(String(row.get('table_name')), name))
      const srsId = Number(geometry?.get('srs_id') ?? entry.get('srs_id') ?? -1)
      const crs = geometry
        ? crsOf(
            srsId,
            systems.find((row) => Number(row.get('srs_id')) === srsId),
          )
        : null
      return { name, geometryColumn: geometry && String(geometry.get('column_name')), srsId, crs }
    })
}

/** −1 and 0 are the undefined systems of the standard; a code without a definition says nothing either. */
function crsOf(srsId: number, system: Map<string, SqliteValue> | undefined): RawCrs {
  if (!system) return { epsg: null, text: `srs_id ${srsId}`, from: 'gpkg' }
  const definition = String(system.get('definition') ?? '')
  const text =
    definition === '' || definition === 'undefined'
      ? `${String(system.get('srs_name') ?? '')} (srs_id ${srsId})`
      : definition.slice(0, 5000)
  const code = Number(system.get('organization_coordsys_id'))
  const isEpsg = String(system.get('organization')).toUpperCase() === 'EPSG' && srsId > 0 && code > 0
  const isLocal = /^(LOCAL_CS|ENGCRS|ENGINEERINGCRS)/i.test(definition.trim())
  return { epsg: isLocal || srsId <= 0 ? null : isEpsg ? code : crsOfWkt(definition), text, from: 'gpkg' }
}

function readNamed(file: SqliteFile, name: string): Map<string, SqliteValue>[] | undefined {
  const entry = file.schema.find((candidate) => candidate.type === 'table' && sameName(candidate.name, name))
  const columns = entry && columnsOfCreateTable(entry.sql)
  if (!entry || !columns || entry.rootPage === 0) return undefined
  const rows: Map<string, SqliteValue>[] = []
  for (const { rowid, values } of file.rows(entry.rootPage)) {
    rows.push(new Map(columns.map((column, i) => [column.name.toLowerCase(), column.isRowid ? Number(rowid) : (values[i] ?? null)])))
    if (rows.length > 20_000) throw refuse('GPKG_CORRUPT', `表 ${name} 过大`, `The table ${name} is too large`)
  }
  return rows
}

function readLayer(file: SqliteFile, layer: Layer, context: ReadContext, problems: Problem[]): RawTable {
  const { entry, columns } = findTable(file, layer.name)
  if (!columns.some(({ isRowid }) => isRowid)) {
    problems.push(
      problem(
        'question',
        'GPKG_NONCONFORM',
        `表“${layer.name}”没有整数主键，不符合 GeoPackage 标准，请核对预览`,
        `The table “${layer.name}” has no integer primary key as the standard asks: check the preview`,
        { value: layer.name },
      ),
    )
  }
  const geometryAt = columns.findIndex(({ name }) => layer.geometryColumn !== undefined && sameName(name, layer.geometryColumn))
  if (layer.geometryColumn !== undefined && geometryAt < 0)
    throw refuse(
      'GPKG_CORRUPT',
      `表“${layer.name}”没有几何列 ${layer.geometryColumn}`,
      `The table “${layer.name}” lacks its geometry column ${layer.geometryColumn}`,
    )
  const attributes = columns.map((column, index) => ({ ...column, index })).filter(({ index }) => index !== geometryAt)
  const budget = createCellBudget(context.limits, 'TABLE_DIM')
  const rows: RawRow[] = []
  const foreign = { count: 0, srsId: 0, row: 0 }
  let blobs = 0
  for (const { rowid, values } of file.rows(entry.rootPage)) {
    budget.row(attributes.length)
    const number = rows.length + 1
    const cells = attributes.map(({ index, isRowid, type }): RawCell => {
      if (isRowid) return toCell(rowid)
      const value = values[index] ?? null
      if (Buffer.isBuffer(value)) {
        blobs++
        return null
      }
      return type === 'BOOLEAN' && (value === 0 || value === 1) ? value === 1 : toCell(value)
    })
    const read = geometryAt < 0 ? null : readBlob(values[geometryAt] ?? null, number, problems)
    if (read && read.srsId !== layer.srsId && foreign.count++ === 0) Object.assign(foreign, { srsId: read.srsId, row: number })
    rows.push({ number, cells, geometry: read?.geometry ?? null })
  }
  if (foreign.count > 0) problems.push(srsConflict(layer, foreign))
  if (blobs > 0)
    problems.push(
      problem(
        'warning',
        'BLOB_DROPPED',
        `表“${layer.name}”有 ${blobs} 个二进制值未读取`,
        `${blobs} binary values of the table “${layer.name}” were not read`,
      ),
    )
  return {
    name: layer.name,
    headers: attributes.map(({ name }) => name),
    rows,
    merges: [],
    spatial: geometryAt >= 0,
    crs: layer.crs,
    encoding: null,
  }
}

function findTable(file: SqliteFile, name: string): { entry: SchemaEntry; columns: SqlColumn[] } {
  const entry = file.schema.find((candidate) => sameName(candidate.name, name) && (candidate.type === 'table' || candidate.type === 'view'))
  if (!entry) throw refuse('GPKG_CORRUPT', `目录中的图层“${name}”不存在`, `The layer “${name}” of the directory is not there`)
  const columns = entry.type === 'table' && entry.rootPage > 0 ? columnsOfCreateTable(entry.sql) : undefined
  if (columns) return { entry, columns }
  throw refuse(
    'GPKG_VIEW',
    `图层“${name}”不是实体表（是视图或虚拟表），不予读取`,
    `The layer “${name}” is no real table but a view or virtual table, which is refused`,
    {
      value: name,
      fix: { zh: '请将视图导出为普通图层后再导入', en: 'Export the view as an ordinary layer and import that' },
    },
  )
}

const envelopeBytes = [0, 32, 48, 48, 64]

/** The blob's own header (OGC 12-128r18, 2.1.3): magic GP, version 0, flags, srs_id, envelope, then WKB. */
function readBlob(value: SqliteValue, row: number, problems: Problem[]): { geometry: Geometry | null; srsId: number } | null {
  if (value === null) return null
  try {
    if (!Buffer.isBuffer(value) || value.length < 8 || value.toString('latin1', 0, 2) !== 'GP') throw new WkbFault('no GeoPackage geometry')
    const flags = value[3]
    const envelope = envelopeBytes[(flags >> 1) & 7]
    if (envelope === undefined || (flags & 0x20) !== 0) throw new WkbFault('an extended or invalid header')
    const srsId = (flags & 1) === 1 ? value.readInt32LE(4) : value.readInt32BE(4)
    const geometry = (flags & 0x10) !== 0 ? null : readWkb(value.subarray(8 + envelope))
    return { geometry, srsId }
  } catch (error) {
    if (!(error instanceof WkbFault)) throw error
    problems.push(
      problem(
        'error',
        'GEOM_PARSE',
        `第 ${row} 个要素的几何数据已损坏，无法读取`,
        `The geometry of feature ${row} is damaged: ${error.message}`,
        { row, value: error.message },
      ),
    )
    return null
  }
}

function srsConflict({ name, srsId }: Layer, { count, srsId: other, row }: { count: number; srsId: number; row: number }): Problem {
  return problem(
    'question',
    'CRS_MISMATCH',
    `图层“${name}”声明坐标系 ${srsId}，但有 ${count} 个几何自称 ${other}，请选择坐标系`,
    `The layer “${name}” declares CRS ${srsId}, ${count} of its geometries say ${other}: choose the CRS`,
    { row, value: `${other}` },
  )
}

function toCell(value: SqliteValue | bigint): RawCell {
  if (typeof value === 'bigint') return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value.toString()
  if (typeof value === 'string') return value === '' ? null : value.replaceAll('\0', '␀')
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  return null
}

/** SQLite compares names without regard to the case of ASCII letters. */
function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
