import type { Geometry, Position } from 'geojson'
import { refuse, type InputRefused } from '../../core/problems.ts'
import { exportShp } from './dbf-layout.ts'
import { polygonsOfRings } from './ring-nesting.ts'

export interface ShpRecord {
  /** 'fault' where the numbers are no coordinates (NaN, infinity). */
  geometry: Geometry | null | 'fault'
  recordNumber: number
}

const headerBytes = 100
/** ESRI Shapefile Technical Description (1998): shape types, each plain, with Z (+10) and with M (+20). */
const typeName: Record<number, string> = { 0: 'Null', 1: 'Point', 3: 'PolyLine', 5: 'Polygon', 8: 'MultiPoint' }

/** Every record of a .shp. Each length and index is checked against the bytes that are there before it is used. */
export function readShp(bytes: Buffer, maxRows: number): ShpRecord[] {
  if (bytes.length < headerBytes) throw shpFault('SHP_TRUNC', '.shp 不完整', 'The .shp is cut short')
  const fileType = bytes.readInt32LE(32)
  if (bytes.readInt32BE(0) !== 9994 || bytes.readInt32LE(28) !== 1000)
    throw shpFault('SHP_CORRUPT', '.shp 文件头无效', 'The header of the .shp is not one')
  if (fileType === 31)
    throw shpFault('SHP_TYPE', '.shp 是三维多面体（MultiPatch），不能使用', 'The .shp holds multipatches, which cannot be used')
  if (typeName[plainType(fileType)] === undefined)
    throw shpFault('SHP_CORRUPT', `.shp 的图形类型 ${fileType} 不存在`, `There is no shape type ${fileType}`)
  const declared = bytes.readInt32BE(24) * 2
  if (declared > bytes.length)
    throw shpFault(
      'SHP_TRUNC',
      `.shp 不完整：应有 ${declared} 字节，实际 ${bytes.length} 字节`,
      `The .shp is cut short: ${bytes.length} of ${declared} bytes`,
    )
  const end = declared >= headerBytes ? declared : bytes.length
  const records: ShpRecord[] = []
  let at = headerBytes
  while (at < end) {
    const row = records.length + 1
    const contentBytes = at + 8 <= end ? bytes.readInt32BE(at + 4) * 2 : -1
    if (contentBytes < 4 || at + 8 + contentBytes > end)
      throw shpFault('SHP_TRUNC', `.shp 第 ${row} 条记录不完整`, `Record ${row} of the .shp is cut short or of an impossible length`)
    if (records.length >= maxRows) throw refuse('TABLE_DIM', `图形超过 ${maxRows} 个`, `More than ${maxRows} shapes`)
    const content = bytes.subarray(at + 8, at + 8 + contentBytes)
    const type = content.readInt32LE(0)
    if (type !== 0 && type !== fileType)
      throw shpFault('SHP_CORRUPT', `.shp 第 ${row} 条记录的类型与文件不符`, `Record ${row} of the .shp is of another type than the file`)
    records.push({ recordNumber: bytes.readInt32BE(at), geometry: readShape(content, type, row) })
    at += 8 + contentBytes
  }
  return records
}

function plainType(type: number): number {
  return type >= 21 ? type - 20 : type >= 11 ? type - 10 : type
}

function readShape(content: Buffer, type: number, row: number): Geometry | null | 'fault' {
  if (type === 0) return null
  const hasZ = type >= 11 && type <= 18
  const kind = plainType(type)
  if (kind === 1) return readPoint(content, hasZ, row)
  const isMulti = kind === 8
  const fixed = isMulti ? 40 : 44
  if (content.length < fixed) throw outOfBounds(row)
  const partCount = isMulti ? 0 : content.readInt32LE(36)
  const pointCount = content.readInt32LE(isMulti ? 36 : 40)
  const pointsAt = fixed + partCount * 4
  if (partCount < 0 || pointCount < 0 || pointsAt + pointCount * 16 > content.length) throw outOfBounds(row)
  const heightsAt = pointsAt + pointCount * 16 + 16
  if (hasZ && heightsAt + pointCount * 8 > content.length) throw outOfBounds(row)
  const points: Position[] = []
  for (let i = 0; i < pointCount; i++) {
    const x = content.readDoubleLE(pointsAt + i * 16)
    const y = content.readDoubleLE(pointsAt + i * 16 + 8)
    const point = hasZ ? [x, y, content.readDoubleLE(heightsAt + i * 8)] : [x, y]
    if (!point.every(Number.isFinite)) return 'fault'
    points.push(point)
  }
  if (isMulti) return { type: 'MultiPoint', coordinates: points }
  const parts = readParts(content, partCount, pointCount, row).map(([from, to]) => points.slice(from, to))
  if (kind === 3)
    return parts.length === 1
      ? { type: 'LineString', coordinates: parts[0] }
      : parts.length === 0
        ? { type: 'LineString', coordinates: [] }
        : { type: 'MultiLineString', coordinates: parts }
  const polygons = polygonsOfRings(parts)
  return polygons.length === 1
    ? { type: 'Polygon', coordinates: polygons[0] }
    : polygons.length === 0
      ? { type: 'Polygon', coordinates: [] }
      : { type: 'MultiPolygon', coordinates: polygons }
}

function readPoint(content: Buffer, hasZ: boolean, row: number): Geometry | 'fault' {
  if (content.length < (hasZ ? 28 : 20)) throw outOfBounds(row)
  const point = [content.readDoubleLE(4), content.readDoubleLE(12), ...(hasZ ? [content.readDoubleLE(20)] : [])]
  return point.every(Number.isFinite) ? { type: 'Point', coordinates: point } : 'fault'
}

function readParts(content: Buffer, partCount: number, pointCount: number, row: number): [from: number, to: number][] {
  const starts: number[] = []
  for (let i = 0; i < partCount; i++) {
    const start = content.readInt32LE(44 + i * 4)
    if (start < (starts[i - 1] ?? 0) || start > pointCount || (i === 0 && start !== 0)) throw outOfBounds(row)
    starts.push(start)
  }
  if (partCount === 0 && pointCount > 0) throw outOfBounds(row)
  return starts.map((start, i) => [start, starts[i + 1] ?? pointCount])
}

function outOfBounds(row: number): InputRefused {
  return shpFault(
    'SHP_CORRUPT',
    `.shp 第 ${row} 条记录的点数或部件超出其字节`,
    `Record ${row} of the .shp claims more points or parts than it has bytes for`,
  )
}

function shpFault(code: string, zh: string, en: string): InputRefused {
  return refuse(code, zh, en, { fix: exportShp })
}
