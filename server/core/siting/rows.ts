import type { SitingInstance } from './instance.ts'

/**
 * The common shape of p-median and maximal covering: each row is served by its cheapest open site, or left unserved at
 * its penalty; the sum is minimised. Entries of a row are cheapest first, and none costs as much as the penalty.
 *
 * - p-median: value = weight × cost; the penalty exceeds every possible sum, and exact methods forbid it (`mustServe`).
 * - maximal covering: value = 0; the penalty is the weight; the sum is the weight left uncovered.
 */
export interface ServiceRows {
  rowCount: number
  siteCount: number
  start: Int32Array
  site: Int32Array
  value: Float64Array
  penalty: Float64Array
  mustServe: boolean
  /** Two different sums differ by at least this; 0 where nothing is known. */
  step: number
}

/** Rows of p-median: every demand that some site reaches, whatever its weight. */
export function medianRows(instance: SitingInstance): ServiceRows {
  const { demandCount, siteCount, demandStart, pairSite, pairCost, weight } = instance
  const start = [0]
  const value = new Float64Array(pairCost.length)
  let dearestSum = 0
  for (let demand = 0; demand < demandCount; demand++) {
    const begin = demandStart[demand]
    const end = demandStart[demand + 1]
    if (begin === end) continue
    for (let k = begin; k < end; k++) value[k] = weight[demand] * pairCost[k]
    dearestSum += value[end - 1]
    start.push(end)
  }
  const rowCount = start.length - 1
  return {
    rowCount,
    siteCount,
    start: Int32Array.from(start),
    site: pairSite,
    value,
    penalty: new Float64Array(rowCount).fill(dearestSum + 1),
    mustServe: true,
    step: instance.integral ? commonDivisor(value) : 0,
  }
}

/** Rows of maximal covering: demands of the same sites are one row with the sum of their weights. */
export function coverRows(instance: SitingInstance): ServiceRows {
  const { siteCount, weight } = instance
  const merged = mergeEqualRows(sitesInOrder(instance), (demand) => weight[demand] > 0)
  const penalty = merged.members.map((demands) => demands.reduce((sum, demand) => sum + weight[demand], 0))
  return {
    rowCount: penalty.length,
    siteCount,
    start: merged.start,
    site: merged.site,
    value: new Float64Array(merged.site.length),
    penalty: Float64Array.from(penalty),
    mustServe: false,
    step: instance.integral ? commonDivisor(Float64Array.from(penalty)) : 0,
  }
}

export interface SiteLists {
  start: Int32Array
  site: Int32Array
}

/** The sites of each demand in their own order, those within `mostCost` (in the instance's unit) alone. */
export function sitesInOrder(instance: SitingInstance, mostCost = Infinity): SiteLists {
  const { demandCount, siteCount, demandStart, pairSite, pairCost } = instance
  const perSite = new Int32Array(siteCount + 1)
  const start = new Int32Array(demandCount + 1)
  for (let demand = 0; demand < demandCount; demand++) {
    let k = demandStart[demand]
    for (; k < demandStart[demand + 1] && pairCost[k] <= mostCost; k++) perSite[pairSite[k] + 1]++
    start[demand + 1] = start[demand] + k - demandStart[demand]
  }
  for (let site = 0; site < siteCount; site++) perSite[site + 1] += perSite[site]
  const demandOf = new Int32Array(start[demandCount])
  for (let demand = 0; demand < demandCount; demand++) {
    const first = demandStart[demand]
    for (let k = first; k < first + start[demand + 1] - start[demand]; k++) demandOf[perSite[pairSite[k]]++] = demand
  }
  // perSite[s] is now where site s ends, so the sites can be handed out in order.
  const next = start.slice()
  const site = new Int32Array(demandOf.length)
  for (let s = 0, k = 0; s < siteCount; s++) for (; k < perSite[s]; k++) site[next[demandOf[k]]++] = s
  return { start, site }
}

/** The lists that are not empty, with the weight of each. */
export function keepServed({ weight }: SitingInstance, { start, site }: SiteLists): { lists: SiteLists; weight: Float64Array } {
  const served = Array.from(weight.keys()).filter((demand) => start[demand] < start[demand + 1])
  // Empty lists take no room, so that leaving out their starts leaves all others where they are.
  const kept = Int32Array.from([0, ...served.map((demand) => start[demand + 1])])
  return { lists: { start: kept, site }, weight: Float64Array.from(served, (demand) => weight[demand]) }
}

/** One list for all equal lists, in the order of their first; empty lists and those not wanted are left out. */
export function mergeEqualRows(lists: SiteLists, wanted: (row: number) => boolean): SiteLists & { members: number[][] } {
  const { start, site } = lists
  const byHash = new Map<number, number[]>()
  const members: number[][] = []
  for (let row = 0; row + 1 < start.length; row++) {
    if (start[row] === start[row + 1] || !wanted(row)) continue
    const hash = hashOf(site, start[row], start[row + 1])
    const bucket = byHash.get(hash)
    const known = bucket?.find((one) => sameSites(lists, members[one][0], row))
    if (known !== undefined) {
      members[known].push(row)
      continue
    }
    if (bucket) bucket.push(members.length)
    else byHash.set(hash, [members.length])
    members.push([row])
  }
  const mergedStart = new Int32Array(members.length + 1)
  members.forEach(([row], one) => (mergedStart[one + 1] = mergedStart[one] + start[row + 1] - start[row]))
  const mergedSite = new Int32Array(mergedStart[members.length])
  members.forEach(([row], one) => mergedSite.set(site.subarray(start[row], start[row + 1]), mergedStart[one]))
  return { start: mergedStart, site: mergedSite, members }
}

function hashOf(site: Int32Array, begin: number, end: number): number {
  let hash = 0x811c9dc5
  for (let k = begin; k < end; k++) hash = Math.imul(hash ^ site[k], 0x01000193) ^ (hash >>> 13)
  return hash
}

function sameSites({ start, site }: SiteLists, a: number, b: number): boolean {
  const length = start[a + 1] - start[a]
  if (start[b + 1] - start[b] !== length) return false
  for (let k = 0; k < length; k++) if (site[start[a] + k] !== site[start[b] + k]) return false
  return true
}

/** Of whole numbers; 1 where all are zero. */
function commonDivisor(values: Float64Array): number {
  let divisor = 0
  for (let k = 0; k < values.length && divisor !== 1; k++) {
    let rest = values[k]
    while (rest !== 0) [divisor, rest] = [rest, divisor % rest]
  }
  return divisor || 1
}

/** What the open sites come to: the sum of all rows, and how many are left unserved. */
export function sumOfRows(rows: ServiceRows, isOpen: Uint8Array): { sum: number; unserved: number } {
  const { rowCount, start, site, value, penalty } = rows
  let sum = 0
  let unserved = 0
  for (let row = 0; row < rowCount; row++) {
    let k = start[row]
    while (k < start[row + 1] && !isOpen[site[k]]) k++
    if (k < start[row + 1]) sum += value[k]
    else {
      sum += penalty[row]
      unserved++
    }
  }
  return { sum, unserved }
}
