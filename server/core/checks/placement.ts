import type { MultiPolygonCoordinates } from '../coverage/places.ts'
import type { LonLat } from '../lonlat.ts'

export interface Placement {
  /** `ask`: too few points stand where they should, and only the user can say why. `no_data`: there is no point. */
  verdict: 'fits' | 'ask' | 'no_data'
  inside: number
  total: number
  /** Points that would stand inside with their two numbers exchanged. */
  insideSwapped: number
  /** What the user is asked about first. */
  likely: 'swapped_axes' | 'elsewhere' | undefined
}

/** Fewer than this share of the points inside the region asks the user (promises.md, Silent wrong numbers). */
const insidePercent = 99

/**
 * Whether a layer stands in its region, before anything is stored. Nothing is repaired: swapped axes are named, and the
 * user decides. Points are taken as longitude, latitude; those of no finite number stand nowhere.
 */
export function judgePlacement(points: readonly LonLat[], region: MultiPolygonCoordinates): Placement {
  const total = points.length
  const inside = points.filter(([lon, lat]) => isInside(lon, lat, region)).length
  const insideSwapped = points.filter(([lon, lat]) => isInside(lat, lon, region)).length
  const fits = inside * 100 >= total * insidePercent
  return {
    verdict: total === 0 ? 'no_data' : fits ? 'fits' : 'ask',
    inside,
    total,
    insideSwapped,
    likely: fits ? undefined : insideSwapped > 0 ? 'swapped_axes' : 'elsewhere',
  }
}

/** Even–odd rule over all rings, so that holes are outside. */
export function isInside(lon: number, lat: number, region: MultiPolygonCoordinates): boolean {
  let inside = false
  for (const ring of region.flat()) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [x1, y1] = ring[i]
      const [x2, y2] = ring[j]
      if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside
    }
  }
  return inside
}
