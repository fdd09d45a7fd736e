import Flatbush from 'flatbush'
import { degreeScaleAt } from '../geodesic.ts'
import { allocateNearest, type Allocation, type AllocationInput } from './allocate.ts'
import type { CatchmentPairs } from './pairs.ts'

/*
 *   own county      │  neighbour          X serves p and q: both stand in its demand, or its ratio would be too high.
 *       p ──── X ───┼──── q ──── Y        Results are shown for p alone; Y is known only where it lies near the border,
 *                   │                     so that q may really be served by Y.
 */

export interface AllocationWithOutsiders extends Allocation {
  /** One entry a place of one's own: served if nobody from outside took a place. `served` is with them: never more. */
  servedAlone: Uint32Array
}

/**
 * Who is left over once capacity is used up, the nearest first, wherever they live: places from `ownCount` on stand
 * outside. Facilities deep in the neighbour's land are not known here, and could only take outsiders away; everybody in
 * reach of a facility that counts is here. So what is really left over of one's own lies between the two answers:
 * need − servedAlone ≤ left over ≤ need − served: more people never leave others better off, more beds never worse.
 */
export function allocateWithOutsiders(input: AllocationInput, ownCount: number): AllocationWithOutsiders {
  const allocation = allocateNearest(input)
  if (ownCount === input.need.length) return { ...allocation, servedAlone: allocation.served }
  const alone = { ...input, pairs: pairsOfFirst(input.pairs, ownCount), need: input.need.slice(0, ownCount), placeIds: input.placeIds.slice(0, ownCount) }
  return { ...allocation, servedAlone: allocateNearest(alone).served }
}

/** The pairs of the first places alone, in the same order. */
export function pairsOfFirst({ count, place, facility, metres }: CatchmentPairs, placeCount: number): CatchmentPairs {
  const kept = Array.from({ length: count }, (_, k) => k).filter((k) => place[k] < placeCount)
  return {
    count: kept.length,
    place: Int32Array.from(kept, (k) => place[k]),
    facility: Int32Array.from(kept, (k) => facility[k]),
    metres: Float64Array.from(kept, (k) => metres[k]),
  }
}

type LonLat = readonly [lon: number, lat: number]

/**
 * Those of the places one of whose points lies in a box of `metres` each way around some facility: all that can be within
 * that distance, and a few more. It spares the search those who stand far off; the walk itself decides.
 */
export function withinBoxes<Place extends { points: readonly LonLat[] }>(places: readonly Place[], facilities: { lon: ArrayLike<number>; lat: ArrayLike<number> }, metres: number): Place[] {
  if (facilities.lon.length === 0) return []
  const index = new Flatbush(facilities.lon.length)
  for (let f = 0; f < facilities.lon.length; f++) {
    const { lonMetres, latMetres } = degreeScaleAt(facilities.lat[f])
    // A degree of longitude is shorter nearer the pole: 2 % is far above that difference over a walk's length.
    const [dx, dy] = [(metres / lonMetres) * 1.02, (metres / latMetres) * 1.02]
    index.add(facilities.lon[f] - dx, facilities.lat[f] - dy, facilities.lon[f] + dx, facilities.lat[f] + dy)
  }
  index.finish()
  return places.filter(({ points }) => points.some(([lon, lat]) => index.search(lon, lat, lon, lat).length > 0))
}
