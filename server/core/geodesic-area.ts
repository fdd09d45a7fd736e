import geographiclib from 'geographiclib-geodesic'
import type { MultiPolygonCoordinates } from './coverage/places.ts'

/**
 * Area on the ellipsoid, m²: outer rings less their holes, whichever way round they are drawn. Sides are geodesics
 * (Karney, J. Geodesy 87, 2013, section 6). A ring that crosses itself has the difference of its lobes, not their sum:
 * callers repair first and compare (checks/repaired-area.ts). 0 for no ring.
 */
export function polygonAreaM2(polygons: MultiPolygonCoordinates): number {
  return polygons.reduce((sum, [outer, ...holes]) => sum + holes.reduce((left, hole) => left - ringAreaM2(hole), ringAreaM2(outer)), 0)
}

function ringAreaM2(ring: readonly number[][]): number {
  const polygon = geographiclib.Geodesic.WGS84.Polygon()
  for (const [lon, lat] of ring) polygon.AddPoint(lat, lon)
  return Math.abs(polygon.Compute(false, true).area ?? 0)
}
