import type { Geometry, Position } from 'geojson'
import type { Bilingual } from './field.ts'
import { judgeCrossings, judgeOverlaps, signedArea, type CrossedPolygon } from './self-crossings.ts'

/** One thing found in a geometry; `refuses` the row, or is listed beside it. */
export interface GeometryFinding {
  code: string
  refuses: boolean
  words: Bilingual
  value?: string
  fix?: Bilingual
}

export interface CheckedShape {
  /** Undefined where the row is refused. Two dimensions, positions as the file has them. */
  geometry: Geometry | undefined
  findings: GeometryFinding[]
}

const depth: Readonly<Record<string, number>> = { Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 }

/** A ring of a million corners is an attack or a raster; both are refused before anything is allocated for them. */
const mostPositions = 2_000_000

/**
 * The shape of a geometry, before its numbers mean a place: types, dimensions, numbers that are numbers, rings that are
 * closed and enclose something. Nothing is mended but what changes nothing: a third dimension and repeated corners fall away.
 */
export function checkShape(geometry: Geometry): CheckedShape {
  const findings: GeometryFinding[] = []
  const refuse = (code: string, zh: string, en: string, value?: string, fix?: Bilingual) => {
    findings.push({ code, refuses: true, words: { zh, en }, value, fix })
    return { geometry: undefined, findings }
  }
  const given = geometry as { type?: unknown; coordinates?: unknown }
  if (given.type === 'GeometryCollection')
    return refuse(
      'GEOM_TYPE',
      '几何集合（GeometryCollection）不能作为一个对象导入',
      'A geometry collection is no single feature',
      undefined,
      { zh: '请按点、线、面分别保存', en: 'Save points, lines and polygons apart' },
    )
  if (typeof given.type !== 'string' || depth[given.type] === undefined)
    return refuse('GEOM_SHAPE', '几何类型无法识别', 'Not a geometry type', String(given.type))
  const shape = readPositions(given.coordinates, depth[given.type])
  if ('fault' in shape)
    return refuse('GEOM_SHAPE', `坐标结构有误：${shape.fault.zh}`, `Malformed coordinates: ${shape.fault.en}`, shape.value)
  const { coordinates, count, extra } = shape
  if (count > mostPositions) return refuse('GEOM_TOO_BIG', `折点超过 ${mostPositions} 个`, `More than ${mostPositions} positions`)
  if (count === 0) return refuse('GEOM_DEGENERATE', '几何为空，没有任何坐标', 'The geometry holds no position')
  if (extra)
    findings.push({
      code: 'GEOM_DIM',
      refuses: false,
      words: { zh: '坐标多于三维，只保留平面坐标', en: 'More than three dimensions: only the first two are kept' },
    })
  const lines = linesOf(given.type, coordinates)
  const isRing = given.type.endsWith('Polygon')
  for (const line of lines) {
    if (isRing && !isClosed(line)) {
      return refuse('GEOM_UNCLOSED', '面的边界没有闭合（首尾坐标不同）', 'A ring is not closed', undefined, {
        zh: '请在原软件中闭合后重新导出',
        en: 'Close the ring in the source and export again',
      })
    }
  }
  const tidy = lines.map(withoutRepeats)
  if (tidy.some((line, i) => line.length < lines[i].length) && lines.length > 0) {
    findings.push({
      code: 'GEOM_DUPNODE',
      refuses: false,
      words: { zh: '有连续重复的折点，已去除，形状不变', en: 'Repeated corners were dropped; the shape is the same' },
    })
  }
  if (tidy.some((line) => line.length < (isRing ? 4 : 2))) {
    return refuse(
      'GEOM_DEGENERATE',
      isRing ? '面的边界不足三个不同的点' : '线不足两个不同的点',
      isRing ? 'A ring has fewer than three different corners' : 'A line has fewer than two different points',
    )
  }
  if (isRing && tidy.some((ring) => signedArea(ring) === 0 && !judgeCrossings([ring])))
    return refuse('GEOM_DEGENERATE', '面没有面积', 'A ring encloses nothing')
  return { geometry: rebuild(given.type, coordinates, tidy), findings }
}

/** Checks that need degrees: after the conversion to longitude and latitude. */
export function checkPlace(geometry: Geometry): GeometryFinding[] {
  const positions = positionsOf(geometry)
  const outside = positions.find(([lon, lat]) => !(Math.abs(lon) <= 180 && Math.abs(lat) <= 90))
  if (outside) {
    const value = outside.map((one) => (Number.isFinite(one) ? String(one) : '—')).join(', ')
    return [
      {
        code: 'COORD_RANGE',
        refuses: true,
        words: { zh: '坐标超出经度 ±180°、纬度 ±90°', en: 'Outside longitude ±180°, latitude ±90°' },
        value,
        fix: { zh: '请核对坐标系与坐标值', en: 'Check the coordinate system and the numbers' },
      },
    ]
  }
  if (positions.some(([lon, lat]) => lon === 0 && lat === 0)) {
    return [
      {
        code: 'COORD_OUT_OF_REGION',
        refuses: true,
        words: { zh: '坐标为 0, 0，等于没有位置', en: '0, 0 is no place' },
        value: '0, 0',
        fix: { zh: '请补充坐标', en: 'Enter the coordinates' },
      },
    ]
  }
  const lons = positions.map(([lon]) => lon)
  if (spread(lons) > 180) {
    return [
      {
        code: 'COORD_OUT_OF_REGION',
        refuses: true,
        words: { zh: '图形跨越 180° 经线，超出本系统的范围', en: 'Crosses the 180° meridian' },
      },
    ]
  }
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : []
  const crossed = polygons.flatMap((rings) => sayCrossed(judgeCrossings(rings), rings.length > 1 ? 'hole' : 'self'))
  return crossed.length > 0 || polygons.length < 2 ? crossed : sayCrossed(judgeOverlaps(polygons), 'parts')
}

const faults = {
  self: { zh: '边界自相交', en: 'Crosses itself' },
  hole: { zh: '内环（孔）超出外边界或互相重叠', en: 'A hole reaches outside its shell, or another hole' },
  parts: { zh: '各部分互相重叠，重叠处会计算两次', en: 'Its parts lie over each other and would count twice' },
}

function sayCrossed(crossed: CrossedPolygon | undefined, where: keyof typeof faults): GeometryFinding[] {
  if (!crossed) return []
  const isCrossed = where !== 'parts' && crossed.crossings > 0
  const fault = faults[isCrossed ? 'self' : where]
  const before = crossed.beforeM2.toFixed(1)
  const mended = Number.isFinite(crossed.afterM2)
  const after = mended ? crossed.afterM2.toFixed(1) : '—'
  const value = `${before} → ${after} m²`
  if (crossed.verdict === 'kept') {
    return [
      {
        code: 'GEOM_REPAIRED',
        refuses: false,
        words: { zh: `${fault.zh}，可修复：面积 ${before} → ${after} ㎡`, en: `${fault.en}; repaired: ${value}` },
        value,
      },
    ]
  }
  return [
    {
      code: 'GEOM_SELFX',
      refuses: true,
      words: {
        zh: `${fault.zh}${isCrossed ? ` ${crossed.crossings} 处` : ''}，${mended ? `修复会使面积由 ${before} 变为 ${after} ㎡（超过 1 %）` : '无法自动修复'}`,
        en: `${fault.en}; ${mended ? `a repair would change its area by more than 1 %: ${value}` : 'no repair can tell what was meant'}`,
      },
      value,
      fix: { zh: '请在原软件中修正边界后重新导出', en: 'Mend the outline in the source and export again' },
    },
  ]
}

/** RFC 7946, 3.1.6: outer rings run counter-clockwise, holes clockwise. Other formats have other habits. */
export function hasWrongWinding(geometry: Geometry): boolean {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : []
  return polygons.some((rings) => rings.some((ring, i) => (i === 0 ? signedArea(ring) < 0 : signedArea(ring) > 0)))
}

export function positionsOf(geometry: Geometry): Position[] {
  if (geometry.type === 'GeometryCollection') return geometry.geometries.flatMap(positionsOf)
  let list = geometry.coordinates as unknown[]
  for (let level = depth[geometry.type]; level > 1; level--) list = (list as unknown[][]).flat()
  return geometry.type === 'Point' ? [geometry.coordinates] : (list as Position[])
}

/** The same geometry with every position moved. */
export function mapPositions(geometry: Geometry, move: (x: number, y: number) => [number, number]): Geometry {
  if (geometry.type === 'GeometryCollection')
    return { type: 'GeometryCollection', geometries: geometry.geometries.map((one) => mapPositions(one, move)) }
  const walk = (node: unknown, level: number): unknown =>
    level === 0 ? move((node as number[])[0], (node as number[])[1]) : (node as unknown[]).map((one) => walk(one, level - 1))
  return { type: geometry.type, coordinates: walk(geometry.coordinates, depth[geometry.type]) } as Geometry
}

type Read = { coordinates: unknown; count: number; extra: boolean } | { fault: Bilingual; value?: string }

function readPositions(node: unknown, level: number): Read {
  if (level === 0) {
    if (!Array.isArray(node) || node.length < 2)
      return { fault: { zh: '一个位置应有经度和纬度', en: 'a position has two numbers' }, value: showNode(node) }
    if (!node.slice(0, 2).every((one) => typeof one === 'number'))
      return { fault: { zh: '坐标必须是数', en: 'coordinates are numbers' }, value: showNode(node) }
    return { coordinates: node.slice(0, 2), count: 1, extra: node.length > 3 }
  }
  if (!Array.isArray(node)) return { fault: { zh: '坐标应为数组', en: 'coordinates are an array' }, value: showNode(node) }
  const read = node.map((one) => readPositions(one, level - 1))
  const fault = read.find((one) => 'fault' in one)
  if (fault) return fault
  const good = read as Exclude<Read, { fault: Bilingual }>[]
  return {
    coordinates: good.map(({ coordinates }) => coordinates),
    count: good.reduce((sum, { count }) => sum + count, 0),
    extra: good.some(({ extra }) => extra),
  }
}

function linesOf(type: string, coordinates: unknown): Position[][] {
  if (type === 'LineString') return [coordinates as Position[]]
  if (type === 'MultiLineString' || type === 'Polygon') return coordinates as Position[][]
  return type === 'MultiPolygon' ? (coordinates as Position[][][]).flat() : []
}

function rebuild(type: string, coordinates: unknown, lines: Position[][]): Geometry {
  if (type === 'LineString') return { type, coordinates: lines[0] }
  if (type === 'MultiLineString' || type === 'Polygon') return { type, coordinates: lines }
  if (type !== 'MultiPolygon') return { type, coordinates } as Geometry
  let next = 0
  return { type, coordinates: (coordinates as Position[][][]).map((rings) => rings.map(() => lines[next++])) }
}

function isClosed(ring: Position[]): boolean {
  const [first, last] = [ring[0], ring.at(-1)]
  return first !== undefined && last !== undefined && first[0] === last[0] && first[1] === last[1]
}

function withoutRepeats(line: Position[]): Position[] {
  return line.filter((position, i) => i === 0 || position[0] !== line[i - 1][0] || position[1] !== line[i - 1][1])
}

function spread(values: number[]): number {
  let [least, most] = [Infinity, -Infinity]
  for (const value of values) [least, most] = [Math.min(least, value), Math.max(most, value)]
  return most - least
}

function showNode(node: unknown): string {
  return (JSON.stringify(node) ?? String(node)).slice(0, 60)
}
