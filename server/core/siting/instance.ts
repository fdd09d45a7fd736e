/**
 * Who can be served from where, packed: for each demand its sites, cheapest first, ties in the order of the sites.
 * A pair that is missing cannot be used. Costs and weights are whole multiples of a decimal unit where the data allow it
 * (`integral`), so that sums are exact and a bound may be rounded to the next whole unit; else they are as given.
 *
 *     demandStart  0      2   3            pairs of demand d: demandStart[d] … demandStart[d + 1]
 *     pairSite     4  1   4   0 …
 *     pairCost     3  8   0   …            cost = pairCost ÷ costScale
 */
export interface SitingInstance {
  demandCount: number
  siteCount: number
  demandStart: Int32Array
  pairSite: Int32Array
  pairCost: Float64Array
  weight: Float64Array
  costScale: number
  weightScale: number
  integral: boolean
  /** The cheapest pair of each demand before the limit cut any, for explanations; −1 where it had none at all. */
  nearestSite: Int32Array
  nearestCost: Float64Array
}

/** Pairs as they come: the k-th says that site[k] serves demand[k] at cost[k]. Only the first `count` are read. */
export interface PairList {
  count: number
  demand: Int32Array
  site: Int32Array
  cost: Float64Array
}

export interface InstanceInput {
  demandCount: number
  siteCount: number
  pairs: PairList
  /** At least 0, one a demand. */
  weight: Float64Array
  /** Pairs dearer than this are cut; a pair that costs exactly as much stays. Infinity cuts none. */
  limit: number
}

export type PackedInstance = { instance: SitingInstance } | { duplicate: { first: number; second: number } }

/** Packs pairs, or names the first two that speak of the same demand and site. Throws on indices and numbers out of range. */
export function packInstance(input: InstanceInput): PackedInstance {
  checkInput(input)
  const order = sortByDemandAndSite(input)
  const duplicate = findDuplicate(input.pairs, order)
  if (duplicate) return { duplicate }
  return { instance: buildInstance(input, order) }
}

function checkInput({ demandCount, siteCount, pairs, weight }: InstanceInput): void {
  if (weight.length !== demandCount) throw new Error(`expected ${demandCount} weights, got ${weight.length}`)
  if (!weight.every((value) => value >= 0 && value < Infinity)) throw new Error('expected weights of at least 0')
  for (let k = 0; k < pairs.count; k++) {
    if (!(pairs.demand[k] >= 0 && pairs.demand[k] < demandCount))
      throw new Error(`expected a demand below ${demandCount}, got ${pairs.demand[k]}`)
    if (!(pairs.site[k] >= 0 && pairs.site[k] < siteCount)) throw new Error(`expected a site below ${siteCount}, got ${pairs.site[k]}`)
    if (!(pairs.cost[k] >= 0 && pairs.cost[k] < Infinity)) throw new Error(`expected a cost of at least 0, got ${pairs.cost[k]}`)
  }
}

/** Two stable counting sorts: first by site, then by demand. */
function sortByDemandAndSite({ demandCount, siteCount, pairs }: InstanceInput): Int32Array {
  const identity = Int32Array.from({ length: pairs.count }, (_, k) => k)
  return countingSort(countingSort(identity, pairs.site, siteCount), pairs.demand, demandCount)
}

function countingSort(order: Int32Array, key: Int32Array, keyCount: number): Int32Array {
  const next = new Int32Array(keyCount + 1)
  for (let k = 0; k < order.length; k++) next[key[order[k]] + 1]++
  for (let value = 0; value < keyCount; value++) next[value + 1] += next[value]
  const sorted = new Int32Array(order.length)
  for (let k = 0; k < order.length; k++) sorted[next[key[order[k]]]++] = order[k]
  return sorted
}

function findDuplicate(pairs: PairList, order: Int32Array): { first: number; second: number } | undefined {
  let found: { first: number; second: number } | undefined
  for (let k = 1; k < order.length; k++) {
    const first = order[k - 1]
    const second = order[k]
    if (pairs.demand[first] === pairs.demand[second] && pairs.site[first] === pairs.site[second]) {
      if (!found || second < found.second) found = { first, second }
    }
  }
  return found
}

function buildInstance({ demandCount, siteCount, pairs, weight, limit }: InstanceInput, order: Int32Array): SitingInstance {
  const { costScale, weightScale, integral } = findScales(pairs, weight)
  const kept = pairs.cost.subarray(0, pairs.count).reduce((sum, cost) => sum + (cost <= limit ? 1 : 0), 0)
  const demandStart = new Int32Array(demandCount + 1)
  const pairSite = new Int32Array(kept)
  const pairCost = new Float64Array(kept)
  const nearestSite = new Int32Array(demandCount).fill(-1)
  const nearestCost = new Float64Array(demandCount).fill(Infinity)
  const sorter = createRowSorter(siteCount)
  let k = 0
  let end = 0
  for (let demand = 0; demand < demandCount; demand++) {
    const begin = end
    for (; k < order.length && pairs.demand[order[k]] === demand; k++) {
      const cost = pairs.cost[order[k]]
      const site = pairs.site[order[k]]
      if (cost < nearestCost[demand]) {
        nearestCost[demand] = cost
        nearestSite[demand] = site
      }
      if (cost > limit) continue
      pairSite[end] = site
      pairCost[end++] = integral ? Math.round(cost * costScale) : cost
    }
    demandStart[demand + 1] = end
    sorter(pairSite, pairCost, begin, end)
  }
  const scaledWeight = integral ? weight.map((value) => Math.round(value * weightScale)) : weight
  return {
    demandCount,
    siteCount,
    demandStart,
    pairSite,
    pairCost,
    weight: scaledWeight,
    costScale,
    weightScale,
    integral,
    nearestSite,
    nearestCost,
  }
}

/** Sums stay below 2⁵² with room to spare, so that every one is exact. */
const largestExactSum = 2 ** 51
const mostDecimals = 6

function findScales(pairs: PairList, weight: Float64Array): { costScale: number; weightScale: number; integral: boolean } {
  const costScale = decimalScale(pairs.cost, pairs.count)
  const weightScale = decimalScale(weight, weight.length)
  const none = { costScale: 1, weightScale: 1, integral: false }
  if (costScale === undefined || weightScale === undefined) return none
  let dearest = 0
  for (let k = 0; k < pairs.count; k++) if (pairs.cost[k] > dearest) dearest = pairs.cost[k]
  const total = weight.reduce((sum, value) => sum + value, 0)
  const largest = (total * weightScale + 1) * (dearest * costScale + 1)
  return largest <= largestExactSum ? { costScale, weightScale, integral: true } : none
}

/** The least power of ten that makes every value whole; undefined where six decimals are not enough. */
function decimalScale(values: Float64Array, count: number): number | undefined {
  let scale = 1
  for (let k = 0; k < count; k++) {
    const value = values[k]
    while (Math.round(value * scale) / scale !== value) {
      scale *= 10
      if (scale > 10 ** mostDecimals) return undefined
    }
  }
  return scale
}

/** A stable merge sort by cost of one stretch of both arrays; stretches are at most `longest` long. */
function createRowSorter(longest: number): (site: Int32Array, cost: Float64Array, begin: number, end: number) => void {
  const otherSite = new Int32Array(longest)
  const otherCost = new Float64Array(longest)
  return (site, cost, begin, end) => {
    for (let width = 1; width < end - begin; width *= 2) {
      for (let low = begin; low + width < end; low += 2 * width) {
        const middle = low + width
        const high = Math.min(middle + width, end)
        if (cost[middle - 1] <= cost[middle]) continue
        const length = middle - low
        for (let k = 0; k < length; k++) {
          otherSite[k] = site[low + k]
          otherCost[k] = cost[low + k]
        }
        let left = 0
        let right = middle
        for (let to = low; left < length; to++) {
          const fromRight = right < high && cost[right] < otherCost[left]
          site[to] = fromRight ? site[right] : otherSite[left]
          cost[to] = fromRight ? cost[right++] : otherCost[left++]
        }
      }
    }
  }
}
