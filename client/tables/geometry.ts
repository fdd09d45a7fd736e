import type { Geometry, Position } from 'geojson'

export type Box = [west: number, south: number, east: number, north: number]

/** The box of a geometry in degrees; null where it has no position. */
export function boundsOfGeometry(geometry: { type: string; coordinates?: unknown }): Box | null {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity]
  visit((geometry as Exclude<Geometry, { type: 'GeometryCollection' }>).coordinates)
  return box[0] <= box[2] ? box : null

  function visit(part: Position | unknown): void {
    if (!Array.isArray(part)) return
    const [lon, lat]: unknown[] = part
    if (typeof lon === 'number' && typeof lat === 'number') {
      box[0] = Math.min(box[0], lon)
      box[1] = Math.min(box[1], lat)
      box[2] = Math.max(box[2], lon)
      box[3] = Math.max(box[3], lat)
    } else part.forEach(visit)
  }
}

export function centreOf([west, south, east, north]: Box): [number, number] {
  return [(west + east) / 2, (south + north) / 2]
}
