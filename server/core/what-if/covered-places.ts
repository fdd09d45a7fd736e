import type { TravelArrays } from '../coverage/travel.ts'
import type { Counts } from '../coverage/summarise.ts'
import type { Walks } from './walks-from-site.ts'

/** Places by index; the points (entrances) of place i are points[firstPoint[i]] … points[firstPoint[i + 1] − 1]. */
export interface Places {
  readonly firstPoint: Uint32Array
  readonly placeOfPoint: Uint32Array
  readonly counts: readonly Counts[]
}

/** Who is reached: one array a group of the circle, one entry a point, and what follows of them for every place. */
export interface CoverState {
  readonly groups: readonly Float64Array[]
  /** Walk to the farthest type from the best entrance; Infinity where the place is not covered. */
  readonly placeMetres: Float64Array
}

/** A site under study: how far it reaches in each group of the circle (metres); null where its types do not count. */
export type GroupLimits = readonly (number | null)[]

export function packPlaces(places: readonly { points: readonly unknown[]; counts: Counts }[]): Places {
  const firstPoint = new Uint32Array(places.length + 1)
  places.forEach(({ points }, i) => (firstPoint[i + 1] = firstPoint[i] + points.length))
  const placeOfPoint = new Uint32Array(firstPoint[places.length])
  places.forEach((_, i) => placeOfPoint.fill(i, firstPoint[i], firstPoint[i + 1]))
  return { firstPoint, placeOfPoint, counts: places.map(({ counts }) => counts) }
}

export function coverState(places: Places, groups: readonly Pick<TravelArrays, 'travelMetres'>[]): CoverState {
  const metres = groups.map(({ travelMetres }) => travelMetres)
  const placeMetres = new Float64Array(places.counts.length)
  for (let place = 0; place < placeMetres.length; place++) placeMetres[place] = bestPoint(places, place, (point) => farthest(metres, point))
  return { groups: metres, placeMetres }
}

/**
 * The places a further site changes, with their walk afterwards: in each group a point is as near as the nearer of what it
 * had and the site, if that keeps the site's own limit. A site can only shorten walks.
 */
export function improvedPlaces(places: Places, state: CoverState, walks: Walks, limits: GroupLimits): Map<number, number> {
  const walkOf = new Map(walks.points.map((point, i) => [point, walks.metres[i]]))
  const withSite = (point: number) => {
    const walk = walkOf.get(point) ?? Infinity
    let metres = 0
    state.groups.forEach((group, g) => {
      const limit = limits[g]
      metres = Math.max(metres, limit !== null && walk <= limit ? Math.min(group[point], walk) : group[point])
    })
    return metres
  }
  const improved = new Map<number, number>()
  for (const point of walks.points) {
    const place = places.placeOfPoint[point]
    if (improved.has(place)) continue
    improved.set(place, bestPoint(places, place, withSite))
  }
  for (const [place, metres] of improved) if (!(metres < state.placeMetres[place])) improved.delete(place)
  return improved
}

function bestPoint({ firstPoint }: Places, place: number, metresOf: (point: number) => number): number {
  let best = Infinity
  for (let point = firstPoint[place]; point < firstPoint[place + 1]; point++) best = Math.min(best, metresOf(point))
  return best
}

function farthest(groups: readonly Float64Array[], point: number): number {
  let metres = 0
  for (const group of groups) metres = Math.max(metres, group[point])
  return metres
}
