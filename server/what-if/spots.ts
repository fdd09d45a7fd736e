import { insideTester } from '../core/population/locate.ts'
import type { MultiPolygonCoordinates } from '../core/coverage/places.ts'
import type { Spot } from '../core/scenarios/apply-changes.ts'

export interface SpotFinder {
  /** Whether a spot lies in the county, and the smallest of its units whose boundary is around it. */
  spotOf(lon: number, lat: number): Spot
  /** False for a unit without a boundary. */
  isInUnit(unitId: string, lon: number, lat: number): boolean
}

/** Boundaries made ready for very many questions, without a database. */
export function createSpotFinder(
  isInCounty: (lon: number, lat: number) => boolean,
  unitBoundaries: readonly { id: string; boundary: MultiPolygonCoordinates }[],
): SpotFinder {
  const bySize = unitBoundaries
    .map(({ id, boundary }) => ({ id, size: sizeOf(boundary), isInside: insideTester(boundary) }))
    .sort((a, b) => a.size - b.size || (a.id < b.id ? -1 : 1))
  const byId = new Map(bySize.map(({ id, isInside }) => [id, isInside]))
  return {
    spotOf: (lon, lat) => ({ inCounty: isInCounty(lon, lat), unitId: bySize.find(({ isInside }) => isInside(lon, lat))?.id ?? null }),
    isInUnit: (unitId, lon, lat) => byId.get(unitId)?.(lon, lat) === true,
  }
}

/** In squared degrees, for comparing neighbours only. */
function sizeOf(boundary: MultiPolygonCoordinates): number {
  return boundary.reduce((sum, [outer, ...holes]) => sum + holes.reduce((left, hole) => left - ringSize(hole), ringSize(outer)), 0)
}

function ringSize(ring: readonly number[][]): number {
  let sum = 0
  const [x0, y0] = ring[0]
  for (let i = 0; i + 1 < ring.length; i++) sum += (ring[i][0] - x0) * (ring[i + 1][1] - y0) - (ring[i + 1][0] - x0) * (ring[i][1] - y0)
  return Math.abs(sum) / 2
}
