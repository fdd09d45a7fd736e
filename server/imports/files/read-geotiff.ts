import { fromArrayBuffer } from 'geotiff'
import type { RawCrs, RawFile, RawRaster } from '../../core/imports/raw-table.ts'
import { refuse, type InputRefused, type Problem } from '../../core/problems.ts'
import { problem, type ReadContext } from './limits.ts'

type Image = Awaited<ReturnType<Awaited<ReturnType<typeof fromArrayBuffer>>['getImage']>>

/** Reads the first band of a GeoTIFF whole (OGC 19-008r4), row 0 at the north, NaN where there is no data. */
export async function readGeotiff(bytes: Buffer, context: ReadContext): Promise<RawFile> {
  const problems: Problem[] = []
  try {
    const tiff = await fromArrayBuffer(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer)
    const image = await tiff.getImage(0)
    const raster = await readImage(image, context, problems)
    return { format: 'geotiff', tables: [], raster, problems }
  } catch (error) {
    if (error instanceof Error && error.name === 'InputRefused') throw error
    throw tifFault(
      'TIF_CORRUPT',
      'GeoTIFF 已损坏、不完整，或压缩方式不受支持',
      'The GeoTIFF is damaged, cut short, or compressed in a way that is not supported',
    )
  }
}

async function readImage(image: Image, context: ReadContext, problems: Problem[]): Promise<RawRaster> {
  const width = image.getWidth()
  const height = image.getHeight()
  if (!(width > 0 && height > 0)) throw tifFault('TIF_CORRUPT', 'GeoTIFF 已损坏：没有图像', 'The GeoTIFF is damaged: it holds no image')
  refusePicture(image)
  if (width * height > context.limits.maxRasterPixels) {
    throw tifFault(
      'TIF_DIM',
      `栅格 ${width}×${height} 超过上限`,
      `A raster of ${width} × ${height} exceeds the limit of ${context.limits.maxRasterPixels} pixels`,
    )
  }
  if (image.getSamplesPerPixel() > 1)
    problems.push(
      problem(
        'warning',
        'TIF_BANDS',
        `有 ${image.getSamplesPerPixel()} 个波段，只读第一个`,
        `${image.getSamplesPerPixel()} bands: only the first is read`,
      ),
    )
  const { bounds, southUp } = placeOf(image, width, height)
  const bits = image.getBitsPerSample()
  const values =
    bits > 24 && image.getSampleFormat() !== 3
      ? new Float64Array(width * height)
      : bits > 32
        ? new Float64Array(width * height)
        : new Float32Array(width * height)
  const [band] = (await image.readRasters({ samples: [0] })) as unknown as [ArrayLike<number>]
  if (band.length !== values.length) throw tifFault('TIF_CORRUPT', '栅格数据不完整', 'The raster is cut short')
  const noData = image.getGDALNoData()
  // A float raster's no-data text (-3.4028234663852886e+38) must meet the value as a float.
  const missing = noData === null ? NaN : values instanceof Float32Array ? Math.fround(noData) : noData
  for (let row = 0; row < height; row++) {
    const from = (southUp ? height - 1 - row : row) * width
    for (let column = 0; column < width; column++) {
      const value = band[from + column]
      values[row * width + column] = value === missing || value === noData || !Number.isFinite(value) ? NaN : value
    }
  }
  if (noData === null)
    problems.push(
      problem(
        'warning',
        'TIF_NO_NODATA',
        '没有说明无数据值，所有像元都作数据',
        'No value is declared as missing: every pixel counts as data',
      ),
    )
  return { width, height, bounds, crs: crsOf(image), values }
}

/** TIFF 6.0, tag 262: 2 RGB, 3 palette, 5 CMYK, 6 YCbCr, 8 CIELab. What they hold are colours of a drawing, no people and no metres. */
function refusePicture(image: Image): void {
  const directory = image.fileDirectory as unknown as { getValue?(tag: string): unknown } & Record<string, unknown>
  const photometric = Number(directory.getValue ? directory.getValue('PhotometricInterpretation') : directory.PhotometricInterpretation)
  if (![2, 3, 5, 6, 8].includes(photometric)) return
  throw tifFault('TIF_PICTURE', '栅格是彩色图片，像元是颜色，不是数值', 'The raster is a picture: its pixels are colours, not figures', {
    zh: '请导出原始数值的单波段 GeoTIFF（不要导出渲染后的图片）',
    en: 'Export the raw values as a GeoTIFF of one band, not the rendered picture',
  })
}

/** Affine without rotation only: anything else must be warped by whoever knows how. */
function placeOf(image: Image, width: number, height: number): { bounds: [number, number, number, number]; southUp: boolean } {
  const directory = image.fileDirectory as unknown as { getValue?(tag: string): ArrayLike<number> | undefined } & Record<
    string,
    ArrayLike<number> | undefined
  >
  const matrix = directory.getValue ? directory.getValue('ModelTransformation') : directory.ModelTransformation
  if (matrix && (matrix[1] !== 0 || matrix[4] !== 0)) {
    throw tifFault('TIF_ROTATED', '栅格有旋转，不能使用', 'The raster is rotated and cannot be used', {
      zh: '请用 GIS 软件重采样为正北方向后再导入',
      en: 'Resample it north-up with GIS software and import',
    })
  }
  let origin: number[]
  let resolution: number[]
  try {
    origin = image.getOrigin()
    resolution = image.getResolution()
  } catch {
    throw tifFault('TIF_NO_PLACE', '栅格没有地理坐标', 'The raster has no place on the map', {
      zh: '请用 GIS 软件配准并导出为 GeoTIFF',
      en: 'Georeference it with GIS software and export a GeoTIFF',
    })
  }
  const [stepX, stepY] = resolution
  if (!(stepX > 0) || stepY === 0 || ![...origin, ...resolution].every(Number.isFinite))
    throw tifFault('TIF_NO_PLACE', '栅格的像元大小无效', 'The pixel size of the raster is impossible')
  // Where pixels are points the origin is the centre of the first (GTRasterTypeGeoKey = 2).
  const half = image.getGeoKeys()?.GTRasterTypeGeoKey === 2 ? 0.5 : 0
  const west = origin[0] - half * stepX
  const edge = origin[1] - half * stepY
  const otherEdge = edge + height * stepY
  return { bounds: [west, Math.min(edge, otherEdge), west + width * stepX, Math.max(edge, otherEdge)], southUp: stepY > 0 }
}

const userDefined = 32767

function crsOf(image: Image): RawCrs | null {
  const keys = (image.getGeoKeys() ?? {}) as Record<string, unknown>
  const code = Number(keys.ProjectedCSTypeGeoKey ?? keys.GeographicTypeGeoKey ?? NaN)
  const names = [keys.GTCitationGeoKey, keys.PCSCitationGeoKey, keys.GeogCitationGeoKey].filter((name) => typeof name === 'string')
  if (!Number.isFinite(code) && names.length === 0) return null
  const epsg = code > 1023 && code < userDefined ? code : null
  return { epsg, text: names.join(' ').replaceAll('\0', '').slice(0, 500) || `EPSG:${code}`, from: 'tif' }
}

function tifFault(
  code: string,
  zh: string,
  en: string,
  fix = { zh: '请用 GIS 软件重新导出为 GeoTIFF', en: 'Export it again as GeoTIFF with GIS software' },
): InputRefused {
  return refuse(code, zh, en, { fix })
}
