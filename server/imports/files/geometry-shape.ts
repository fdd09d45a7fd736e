import type { Geometry } from 'geojson'

const depthOfType: Record<string, number> = { Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 }

export interface ShapeFault {
  code: 'GEOM_SHAPE' | 'GEOM_TYPE'
  zh: string
  en: string
  value?: string
}

/**
 * Whether a value has the structure of a GeoJSON geometry: a known type, positions of two or more finite numbers.
 * Nothing is judged beyond that: empty lines, open rings and coordinates off the globe pass, for others to judge.
 */
export function findShapeFault(value: unknown): ShapeFault | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { code: 'GEOM_SHAPE', zh: 'geometry 不是对象', en: 'the geometry is no object', value: shown(value) }
  }
  const { type, coordinates, geometries } = value as Record<string, unknown>
  if (type === 'GeometryCollection') {
    if (!Array.isArray(geometries)) return { code: 'GEOM_SHAPE', zh: '缺少 geometries', en: 'its geometries are missing' }
    for (const part of geometries) {
      const fault = findShapeFault(part)
      if (fault) return fault
    }
    return undefined
  }
  const depth = typeof type === 'string' && Object.hasOwn(depthOfType, type) ? depthOfType[type] : undefined
  if (depth === undefined)
    return { code: 'GEOM_TYPE', zh: `几何类型“${shown(type)}”不存在`, en: `there is no geometry type “${shown(type)}”`, value: shown(type) }
  return findCoordinateFault(coordinates, depth)
}

/** A geometry found faultless, without the foreign members it may carry. */
export function asGeometry(value: unknown): Geometry {
  const { type, coordinates, geometries } = value as { type: string; coordinates: unknown; geometries?: unknown[] }
  if (type === 'GeometryCollection') return { type, geometries: geometries!.map(asGeometry) }
  return { type, coordinates } as Geometry
}

function findCoordinateFault(value: unknown, depth: number): ShapeFault | undefined {
  if (!Array.isArray(value))
    return { code: 'GEOM_SHAPE', zh: '坐标的层次不符合几何类型', en: 'its coordinates do not nest as the type asks', value: shown(value) }
  if (depth === 0) {
    if (value.length >= 2 && value.every((part) => typeof part === 'number' && Number.isFinite(part))) return undefined
    return { code: 'GEOM_SHAPE', zh: '坐标不是两个以上的数', en: 'a position is not two or more numbers', value: shown(value) }
  }
  for (const part of value) {
    const fault = findCoordinateFault(part, depth - 1)
    if (fault) return fault
  }
  return undefined
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 100)
}
