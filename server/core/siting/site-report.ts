import type { PairList } from './instance.ts'

export interface SiteReport {
  /** 1 for places covered by what is open today, and by what the answer opens. */
  coveredBefore: Uint8Array
  coveredAfter: Uint8Array
  /** One entry an open site, in their order. */
  inCircle: Int32Array[]
  /** Places that would not be covered without this one site. */
  onlyHere: Int32Array[]
}

export interface ReportedWorld {
  existingCount: number
  openToday: Uint8Array
  placeCount: number
  /** Walks within the circle of each site. */
  circlePairs: PairList
  /** Which site covers which place; the same but where every type must be reached. */
  coverPairs: PairList
  /** Where every type must be reached: places that what stands covers by itself, whatever is opened. */
  coveredByFixed: Uint8Array | undefined
}

/** Who is covered before and after, and by whom: recounted from the walks, whatever the solver summed. */
export function reportOn(world: ReportedWorld, open: readonly number[]): SiteReport {
  const { placeCount, circlePairs, coverPairs, coveredByFixed } = world
  const slotOf = new Map(open.map((site, slot) => [site, slot]))
  const coveredBefore = coveredByFixed?.slice() ?? new Uint8Array(placeCount)
  const times = Int32Array.from({ length: placeCount }, (_, place) => coveredByFixed?.[place] ?? 0)
  for (let k = 0; k < coverPairs.count; k++) {
    const site = coverPairs.site[k]
    if (site < world.existingCount && world.openToday[site]) coveredBefore[coverPairs.demand[k]] = 1
    if (slotOf.has(site)) times[coverPairs.demand[k]]++
  }
  const inCircle = open.map((): number[] => [])
  for (let k = 0; k < circlePairs.count; k++) {
    const slot = slotOf.get(circlePairs.site[k])
    if (slot !== undefined) inCircle[slot].push(circlePairs.demand[k])
  }
  const onlyHere = open.map((): number[] => [])
  for (let k = 0; k < coverPairs.count; k++) {
    const slot = slotOf.get(coverPairs.site[k])
    if (slot !== undefined && times[coverPairs.demand[k]] === 1) onlyHere[slot].push(coverPairs.demand[k])
  }
  return {
    coveredBefore,
    coveredAfter: Uint8Array.from(times, (count) => (count > 0 ? 1 : 0)),
    inCircle: inCircle.map((places) => Int32Array.from(places)),
    onlyHere: onlyHere.map((places) => Int32Array.from(places)),
  }
}
