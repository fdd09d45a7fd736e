import type { RawCrs, RawFile, RawTable } from '../../core/imports/raw-table.ts'
import { refuse, type InputRefused, type Problem } from '../../core/problems.ts'
import { crsOfWkt } from './crs-of-text.ts'
import { problem, type ReadContext } from './limits.ts'
import { loadGdal } from './load-gdal.ts'
import { createFeatureRows } from './read-geojson.ts'
import { parseJsonAt } from './strict-json.ts'

interface GdalDataset {
  pointer: number
}

interface OgrLayer {
  name: string
  featureCount?: number
  geometryFields?: { coordinateSystem?: { wkt?: string } }[]
  fields?: { name: string }[]
}

/** What we use of gdal3.js: GDAL 3.8 in WebAssembly, which sees only the files laid into its own memory. */
interface Gdal {
  open(path: string): Promise<{ datasets: GdalDataset[]; errors: unknown[] }>
  ogrinfo(dataset: GdalDataset, options: string[]): Promise<{ layers?: OgrLayer[] }>
  ogr2ogr(dataset: GdalDataset, options: string[], name: string): Promise<{ local: string }>
  close(dataset: GdalDataset): Promise<void>
  Module: {
    FS: {
      mkdir(path: string): void
      writeFile(path: string, bytes: Uint8Array): void
      readFile(path: string): Uint8Array
      unlink(path: string): void
    }
  }
}

let filesOpened = 0

/**
 * Reads a vector format of GDAL's: for those whose structure is too large to check by hand. Runs only in the process
 * set apart for one file, whose memory and time are bounded.
 *
 * @param files by path below the dataset's folder; `entry` names the one to open, or the folder itself
 */
export async function readWithGdal(
  files: Map<string, Buffer>,
  entry: string,
  format: 'gdb' | 'fgb',
  context: ReadContext,
): Promise<RawFile> {
  const complaints: string[] = []
  const gdal = await loadGdal<Gdal>(complaints, { GDAL_DISABLE_READDIR_ON_OPEN: 'FALSE' })
  // A folder of its own: the library lives as long as the process, and so do the files laid into it.
  const folder = `file${++filesOpened}`
  layOut(gdal, folder, files)
  const dataset = await openDataset(gdal, `${folder}/${entry}`, format, complaints)
  const info = await gdal.ogrinfo(dataset, [])
  const layers = info.layers ?? []
  const problems: Problem[] = []
  const tables: RawTable[] = []
  for (const [index, layer] of layers.entries()) {
    if (context.layer !== undefined && layer.name !== context.layer && layers.some(({ name }) => name === context.layer)) continue
    if ((layer.featureCount ?? 0) > context.limits.maxRows)
      throw refuse(
        'TABLE_DIM',
        `图层“${layer.name}”超过 ${context.limits.maxRows} 个要素`,
        `The layer “${layer.name}” has more than ${context.limits.maxRows} features`,
      )
    const table = await readLayer(gdal, dataset, layer, index, format, context, problems)
    if (table.rows.length > 0) tables.push(table)
    if (layer.featureCount !== undefined && layer.featureCount >= 0 && table.rows.length !== layer.featureCount) {
      throw unreadable(
        format,
        `图层“${layer.name}”声明 ${layer.featureCount} 个要素，只读到 ${table.rows.length} 个`,
        `the layer “${layer.name}” declares ${layer.featureCount} features, ${table.rows.length} could be read`,
      )
    }
  }
  if (tables.length === 0) throw refuse('EMPTY', '文件里没有要素', 'The file holds no feature')
  return { format, tables, raster: null, problems }
}

function layOut({ Module: { FS } }: Gdal, folder: string, files: Map<string, Buffer>): void {
  const made = new Set<string>()
  for (const [name, bytes] of files) {
    const path = `${folder}/${name}`
    const steps = path.split('/')
    for (let i = 1; i < steps.length; i++) {
      const parent = steps.slice(0, i).join('/')
      if (!made.has(parent)) FS.mkdir(`/input/${parent}`)
      made.add(parent)
    }
    FS.writeFile(`/input/${path}`, bytes)
  }
}

async function openDataset(gdal: Gdal, entry: string, format: string, complaints: string[]): Promise<GdalDataset> {
  const { datasets } = await gdal.open(`/input/${entry}`)
  if (datasets.length === 1) return datasets[0]
  throw unreadable(format, '文件已损坏或版本不受支持', complaints[0] ?? 'damaged, or of a version that is not supported')
}

async function readLayer(
  gdal: Gdal,
  dataset: GdalDataset,
  layer: OgrLayer,
  index: number,
  format: 'gdb' | 'fgb',
  context: ReadContext,
  problems: Problem[],
): Promise<RawTable> {
  const options = ['-f', 'GeoJSON', '-lco', 'COORDINATE_PRECISION=15', '-lco', 'RFC7946=NO', '-preserve_fid', layer.name]
  const output = await gdal.ogr2ogr(dataset, options, `layer${index}`).catch((error: unknown) => {
    throw unreadable(format, `图层“${layer.name}”无法读取`, error instanceof Error ? error.message : String(error))
  })
  const text = Buffer.from(gdal.Module.FS.readFile(output.local)).toString('utf8')
  gdal.Module.FS.unlink(output.local)
  const { features } = parseJsonAt(text, 0).value as { features: { id?: unknown }[] }
  const table = createFeatureRows(context, problems, layer.fields?.map(({ name }) => name) ?? [])
  for (const feature of features) {
    // The writer's own number of the feature, not a member of the source.
    delete feature.id
    table.add(feature)
  }
  const { rows, headers } = table.finish()
  const geometryField = layer.geometryFields?.[0]
  const wkt = geometryField?.coordinateSystem?.wkt
  const crs: RawCrs | null = wkt ? { epsg: crsOfWkt(wkt), text: wkt.slice(0, 5000), from: format } : null
  if (rows.some(({ cells }) => cells.some((cell) => typeof cell === 'string' && cell.includes('\ufffd')))) {
    problems.push(
      problem(
        'warning',
        'TEXT_DAMAGED',
        `图层“${layer.name}”有无法辨认的字符（�）`,
        `The layer “${layer.name}” holds characters lost in an earlier conversion (�)`,
      ),
    )
  }
  return { name: layer.name, headers, rows, merges: [], spatial: geometryField !== undefined, crs, encoding: null }
}

function unreadable(format: string, zh: string, en: string): InputRefused {
  const code = format === 'gdb' ? 'GDB_CORRUPT' : 'FGB_CORRUPT'
  return refuse(
    code,
    `${format === 'gdb' ? 'FileGDB' : 'FlatGeobuf'} 无法读取：${zh}`,
    `The ${format === 'gdb' ? 'file geodatabase' : 'FlatGeobuf'} cannot be read: ${en.slice(0, 300)}`,
    {
      fix: { zh: '请重新导出，或改用 GeoPackage', en: 'Export it again, or use GeoPackage' },
    },
  )
}
