import { degreeScaleAt } from '../geodesic.ts'
import type { TravelArrays } from './travel.ts'

export type Verdict = 'covered' | 'not_covered' | 'unreached'
export type Reason = 'beyond_limit' | 'no_walkable_road'

export interface PlaceTravel {
  verdict: Verdict
  /** Undefined where covered. */
  reason: Reason | undefined
  travelMetres: number | undefined
  accessMetres: number | undefined
  /** Index into the facilities of the run. */
  facility: number | undefined
  /** Index of the point (entrance) that answers. */
  point: number
}

/**
 * The verdict of a place from the travel of its points (its entrances): the best of them counts. `from` to `to`
 * (exclusive) are its points, at least one. Unreached means that no walkable road is near any of them.
 */
export function judgePlace(travel: TravelArrays, from: number, to: number): PlaceTravel {
  let best = from
  for (let point = from + 1; point < to; point++) if (better(travel, point, best)) best = point
  const access = travel.accessMetres[best]
  const covered = travel.travelMetres[best] < Infinity
  const snapped = !Number.isNaN(access)
  return {
    verdict: covered ? 'covered' : snapped ? 'not_covered' : 'unreached',
    reason: covered ? undefined : snapped ? 'beyond_limit' : 'no_walkable_road',
    travelMetres: covered ? travel.travelMetres[best] : undefined,
    accessMetres: snapped ? access : undefined,
    facility: covered ? travel.facility[best] : undefined,
    point: best,
  }
}

function better(travel: TravelArrays, a: number, b: number): boolean {
  if (travel.travelMetres[a] !== travel.travelMetres[b]) return travel.travelMetres[a] < travel.travelMetres[b]
  if (Number.isNaN(travel.accessMetres[b])) return !Number.isNaN(travel.accessMetres[a])
  return travel.accessMetres[a] < travel.accessMetres[b]
}

/** Rings of polygons as GeoJSON has them: polygon → ring → [lon, lat]. */
export type MultiPolygonCoordinates = number[][][][]

export type Box = [west: number, south: number, east: number, north: number]

/** The box around all corners of a region, in its degrees; infinite and inside out where it has none. */
export function boxOfRegion(region: MultiPolygonCoordinates): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lon, lat] of region.flat(2)) {
    box[0] = Math.min(box[0], lon)
    box[1] = Math.min(box[1], lat)
    box[2] = Math.max(box[2], lon)
    box[3] = Math.max(box[3], lat)
  }
  return box
}

/**
 * Marks the points within `limitMetres` of the line where the road data stops: there a facility beyond it may be
 * missing from the answer (domain.md, Travel). Straight distance on the plane tangent at each point.
 */
export function markEdges(lon: Float64Array, lat: Float64Array, extent: MultiPolygonCoordinates, limitMetres: number): Uint8Array {
  const marks = new Uint8Array(lon.length)
  for (let p = 0; p < lon.length; p++) {
    const { lonMetres, latMetres } = degreeScaleAt(lat[p])
    marks[p] = extent.flat().some((ring) =>
      ring.some((end, i) => {
        if (i === 0) return false
        const ax = (ring[i - 1][0] - lon[p]) * lonMetres
        const ay = (ring[i - 1][1] - lat[p]) * latMetres
        const dx = (end[0] - ring[i - 1][0]) * lonMetres
        const dy = (end[1] - ring[i - 1][1]) * latMetres
        const length2 = dx * dx + dy * dy
        const t = length2 > 0 ? Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length2)) : 0
        return Math.hypot(ax + t * dx, ay + t * dy) <= limitMetres
      }),
    )
      ? 1
      : 0
  }
  return marks
}
