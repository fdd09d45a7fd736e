import type { RawCrs, RawFile, RawRow, RawTable } from '../../core/imports/raw-table.ts'
import { InputRefused, refuse, type Problem } from '../../core/problems.ts'
import { crsOfWkt } from './crs-of-text.ts'
import { exportShp } from './dbf-layout.ts'
import { readDbf, type DbfTable } from './dbf.ts'
import { problem, type ReadContext } from './limits.ts'
import { readShp, type ShpRecord } from './shp-records.ts'
import { tryDecode } from './text-encoding.ts'

/** The files of one layer, by extension. */
export interface ShapefileParts {
  name: string
  shp: Buffer
  dbf?: Buffer
  shx?: Buffer
  prj?: Buffer
  cpg?: Buffer
  /** In an archive everything should be there; a loose .shp may have lost its siblings on the way. */
  loose: boolean
  /**
   * Packed again by hand (in a folder, or without its index): whoever did may have dropped the .cpg as well, so that its
   * absence says nothing; the encoding found in the bytes is then noted, not asked.
   */
  repacked?: boolean
}

/** Reads shapefile layers. The faults of all files are found before any is refused. */
export function readShapefiles(layers: ShapefileParts[], context: ReadContext): RawFile {
  const tables: RawTable[] = []
  const problems: Problem[] = []
  const refusals: Problem[] = []
  for (const layer of layers) {
    if (context.layer !== undefined && layer.name !== context.layer && layers.some(({ name }) => name === context.layer)) continue
    try {
      tables.push(readLayer(layer, context, problems))
    } catch (error) {
      if (!(error instanceof InputRefused)) throw error
      refusals.push(...error.problems)
    }
  }
  if (refusals.length > 0) throw new InputRefused([...refusals, ...problems])
  return { format: 'shapefile', tables, raster: null, problems }
}

/** A .dbf alone: a table without places. */
export function readLooseDbf(name: string, dbf: Buffer, cpg: Buffer | undefined, context: ReadContext): RawFile {
  const { headers, records, encoding, problems } = readDbf(dbf, context, cpg?.toString('latin1'))
  const rows = pairRows(
    records.map(() => null),
    records,
    headers.length,
    problems,
  )
  return { format: 'dbf', tables: [{ name, headers, rows, merges: [], spatial: false, crs: null, encoding }], raster: null, problems }
}

function readLayer(layer: ShapefileParts, context: ReadContext, problems: Problem[]): RawTable {
  const refusals: Problem[] = []
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof InputRefused)) throw error
      refusals.push(...error.problems)
      return undefined
    }
  }
  const shapes = attempt(() => readShp(layer.shp, context.limits.maxRows))
  const cpg = layer.cpg?.toString('latin1')
  const { dbf } = layer
  const attributes = dbf ? attempt(() => readDbf(dbf, context, cpg, shapes?.length)) : undefined
  if (!dbf) {
    const missing = noDbf(layer.name, layer.loose)
    if (layer.loose) problems.push(missing)
    else refusals.push(missing)
  }
  if (refusals.length > 0 || !shapes) throw new InputRefused(refusals)
  noteIndex(layer, shapes, problems)
  problems.push(...(attributes?.problems ?? []).map((one) => (layer.repacked && one.code === 'ENC_DETECTED' ? { ...one, severity: 'warning' as const } : one)))
  const rows = pairRows(shapes, attributes?.records, attributes?.headers.length ?? 0, problems)
  if (rows.length === 0) throw refuse('EMPTY', `图层“${layer.name}”没有图形`, `The layer “${layer.name}” holds no shape`)
  return {
    name: layer.name,
    headers: attributes?.headers ?? [],
    rows,
    merges: [],
    spatial: true,
    crs: readPrj(layer.prj),
    encoding: attributes?.encoding ?? null,
  }
}

function pairRows(shapes: (ShpRecord | null)[], records: DbfTable['records'] | undefined, width: number, problems: Problem[]): RawRow[] {
  const rows: RawRow[] = []
  shapes.forEach((shape, index) => {
    const number = index + 1
    const cells = records ? records[index] : Array.from({ length: width }, () => null)
    if (cells === null) return
    const geometry = shape?.geometry ?? null
    if (geometry === 'fault') {
      problems.push(
        problem(
          'error',
          'GEOM_PARSE',
          `第 ${number} 个图形的坐标不是有效的数`,
          `The coordinates of shape ${number} are not finite numbers`,
          { row: number },
        ),
      )
    }
    rows.push({ number, cells, geometry: geometry === 'fault' ? null : geometry })
  })
  return rows
}

function noteIndex({ name, shx }: ShapefileParts, shapes: ShpRecord[], problems: Problem[]): void {
  if (!shx)
    problems.push(
      problem('warning', 'SHP_NO_SHX', `“${name}”缺少 .shx，已逐条扫描 .shp`, `“${name}” lacks its .shx; the .shp was scanned instead`),
    )
  else if (shx.length < 100 || Math.floor((shx.length - 100) / 8) !== shapes.length) {
    const indexed = Math.max(0, Math.floor((shx.length - 100) / 8))
    throw refuse(
      'SHP_COUNT',
      `.shp 有 ${shapes.length} 个图形，.shx 索引了 ${indexed} 个`,
      `${shapes.length} shapes in the .shp, ${indexed} in the .shx`,
      { fix: exportShp },
    )
  }
  if (shapes.some(({ recordNumber }, i) => recordNumber !== i + 1)) {
    problems.push(
      problem(
        'warning',
        'SHP_RECNO',
        '.shp 的记录编号不连续，按次序读取',
        'The record numbers of the .shp are out of order; records were read in the order they stand',
      ),
    )
  }
}

function noDbf(name: string, loose: boolean): Problem {
  return problem(
    loose ? 'question' : 'error',
    'SHP_NO_DBF',
    `“${name}”缺少 .dbf，名称、床位等属性会全部丢失`,
    `“${name}” lacks its .dbf: names, beds and all other attributes would be lost`,
    {
      fix: { zh: '请把 .shp、.shx、.dbf、.prj、.cpg 一起压缩后导入', en: 'Pack .shp, .shx, .dbf, .prj and .cpg together and import' },
    },
  )
}

function readPrj(prj: Buffer | undefined): RawCrs | null {
  if (!prj) return null
  const text = (tryDecode(prj, 'utf-8') ?? tryDecode(prj, 'gb18030') ?? prj.toString('latin1')).replaceAll('\0', '').trim()
  return text === '' ? null : { epsg: crsOfWkt(text), text: text.slice(0, 5000), from: 'prj' }
}
