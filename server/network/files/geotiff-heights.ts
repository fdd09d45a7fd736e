import { readFile } from 'node:fs/promises'
import { fromArrayBuffer, type GeoTIFFImage } from 'geotiff'
import type { ElevationGrid } from '../../core/network/elevation-grid.ts'
import { InputRefused, refuse } from '../../core/problems.ts'

/** 8,000 × 8,000 cells: a county of 240 km at 30 m. Beyond it a file was not cut to the county. */
const maxCells = 64_000_000
const maxBytes = 1024 ** 3
/** Nothing walkable lies outside: such values are gaps that the file did not declare (−9999, −32768, 65535). */
const lowestMetres = -500
const highestMetres = 9000

/** EPSG codes whose coordinates are longitude and latitude in degrees of CGCS2000 or WGS 84. */
const geographicCodes = new Set([4326, 4490])
const geographicModel = 2
const pixelIsPoint = 2

/** Reads a digital elevation model: a GeoTIFF of one band, metres, in longitude and latitude. */
export async function readHeights(path: string): Promise<ElevationGrid> {
  let bytes: Buffer
  try {
    bytes = await readFile(path)
  } catch {
    throw refuse('FILE_NOT_READABLE', `无法读取文件 ${path}`, `Cannot read ${path}`, { value: path })
  }
  return readHeightsFromBytes(path, bytes)
}

/** The same for bytes already in memory. `name` is the file's, for messages. */
export async function readHeightsFromBytes(name: string, bytes: Uint8Array): Promise<ElevationGrid> {
  if (bytes.length > maxBytes) throw tooLarge(name)
  try {
    const tiff = await fromArrayBuffer(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer)
    return await readImage(name, await tiff.getImage())
  } catch (error) {
    if (error instanceof InputRefused) throw error
    throw refuse('DEM_NOT_READABLE', '高程文件不是可读取的 GeoTIFF', 'The elevation file is no readable GeoTIFF', {
      value: name,
      fix: { zh: '请用 GIS 软件另存为单波段 GeoTIFF', en: 'Save it as a GeoTIFF of one band' },
    })
  }
}

async function readImage(name: string, image: GeoTIFFImage): Promise<ElevationGrid> {
  const columns = image.getWidth()
  const rows = image.getHeight()
  if (columns * rows > maxCells) throw tooLarge(name)
  if (columns < 2 || rows < 2) throw refuse('DEM_EMPTY', '高程文件至少应有 2 × 2 个像元', 'The elevation file needs 2 × 2 cells or more', { value: name })
  if (image.getSamplesPerPixel() !== 1) {
    throw refuse('DEM_BANDS', '高程文件应只有一个波段', 'The elevation file must have one band', { value: String(image.getSamplesPerPixel()) })
  }
  const keys = image.getGeoKeys()
  requireDegrees(keys)
  const [west, north] = image.getOrigin()
  const [lonStep, southStep] = image.getResolution()
  const latStep = -southStep
  if (!(lonStep > 0 && latStep > 0)) {
    throw refuse('DEM_ORIENTATION', '高程文件应为北方朝上、未旋转的栅格', 'The elevation file must be north-up and not rotated', { value: name })
  }
  // A tie point is the corner of the first cell, unless the file says that cells are points.
  const half = keys?.GTRasterTypeGeoKey === pixelIsPoint ? 0 : 0.5
  const values = (await image.readRasters({ samples: [0] }))[0] as ArrayLike<number>
  const noData = image.getGDALNoData()
  const metres = Float32Array.from(values, (value) => (value === noData || !(value >= lowestMetres && value <= highestMetres) ? NaN : value))
  if (metres.every((value) => Number.isNaN(value))) throw refuse('DEM_EMPTY', '高程文件没有任何有效高程', 'The elevation file holds no valid height', { value: name })
  return { west: west + half * lonStep, north: north - half * latStep, lonStep, latStep, columns, rows, metres }
}

function requireDegrees(keys: ReturnType<GeoTIFFImage['getGeoKeys']>): void {
  const code = Number(keys?.GeographicTypeGeoKey)
  if (keys?.GTModelTypeGeoKey === geographicModel && geographicCodes.has(code)) return
  throw refuse('CRS_UNSUPPORTED', '高程文件的坐标系不是经纬度（EPSG:4326 或 EPSG:4490）', 'The elevation file is not in longitude and latitude (EPSG:4326 or EPSG:4490)', {
    value: String(keys?.ProjectedCSTypeGeoKey ?? keys?.GeographicTypeGeoKey ?? ''),
    fix: { zh: '请先投影转换为 EPSG:4326 或 EPSG:4490，再导入', en: 'Reproject it to EPSG:4326 or EPSG:4490 first' },
  })
}

function tooLarge(name: string): InputRefused {
  return refuse('FILE_TOO_LARGE', '高程文件超过 6400 万像元或 1 GB 的上限', 'The elevation file exceeds 64 million cells or 1 GB', {
    value: name,
    fix: { zh: '请裁剪到本县及周边范围', en: 'Cut it to the county and its surroundings' },
  })
}
