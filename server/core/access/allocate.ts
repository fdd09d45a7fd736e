import type { CatchmentPairs } from './pairs.ts'

export interface AllocationInput {
  pairs: CatchmentPairs
  /** Whole people who need a place, of each place. */
  need: Uint32Array
  /** Whole beds or places of each facility. */
  capacity: Uint32Array
  /** Settles equal walks; the order of their text. */
  placeIds: readonly string[]
  facilityIds: readonly string[]
}

export interface Allocation {
  /** People of each place who found a place; the others of its need are unserved. */
  served: Uint32Array
  /** Beds or places taken at each facility, never more than it has. */
  used: Uint32Array
}

/**
 * Who is left over once capacity is used up: the nearest pair is served first, and so on until nobody or nothing is left
 * (the question of AccessMod's “unserved population”; N. Ray and S. Ebener, Int. J. Health Geographics 7:63, 2008).
 * Equal walks are settled by place id, then facility id, so that the answer does not depend on the order of the data.
 * Laws: served ≤ need; used ≤ capacity; Σ served = Σ used; more capacity never leaves more people unserved, because both
 * sides rank pairs alike, so that this is the one stable matching of places and facilities.
 */
export function allocateNearest({ pairs, need, capacity, placeIds, facilityIds }: AllocationInput): Allocation {
  const served = new Uint32Array(need.length)
  const used = new Uint32Array(capacity.length)
  const placeRank = ranks(placeIds)
  const facilityRank = ranks(facilityIds)
  const { place, facility, metres } = pairs
  const order = Uint32Array.from({ length: pairs.count }, (_, k) => k).sort(
    (a, b) => metres[a] - metres[b] || placeRank[place[a]] - placeRank[place[b]] || facilityRank[facility[a]] - facilityRank[facility[b]],
  )
  for (const k of order) {
    const [p, f] = [place[k], facility[k]]
    const people = Math.min(need[p] - served[p], capacity[f] - used[f])
    served[p] += people
    used[f] += people
  }
  return { served, used }
}

function ranks(ids: readonly string[]): Uint32Array {
  const sorted = ids.map((_, i) => i).sort((a, b) => (ids[a] < ids[b] ? -1 : ids[a] > ids[b] ? 1 : a - b))
  const rank = new Uint32Array(ids.length)
  sorted.forEach((index, place) => (rank[index] = place))
  return rank
}
