import type { ServiceRows } from './rows.ts'

/**
 * A lower bound by Lagrangian relaxation of “each row is served once” (Cornuéjols, Fisher and Nemhauser 1977; Beasley
 * 1985). With a price u per row, site j is worth Σ min(0, value − u); the cheapest set of sites is then found by
 * sorting, and u is moved by the subgradient. It gives, besides the bound, what every better answer must look like:
 *
 * - a site whose opening (or closing) alone lifts the bound to the best known sum cannot be part of (missing from) it;
 * - a row cannot be served at a value so far above its price that the bound reaches the best known sum.
 */
export interface LagrangeOptions {
  /** Open in every answer; sites with `closed` are in none. */
  isFixed: Uint8Array
  isClosed: Uint8Array
  openCount: number
  /** Sum of the best known answer. */
  bestSum: number
  /** Its open sites: nothing they need is ruled out. Without them, all is ruled out that is not better. */
  bestOpen?: Uint8Array
  iterations: number
  shouldStop(): boolean
}

export interface LagrangeResult {
  /** No sum is below. Rounded up to the next possible sum where sums have a step. */
  bound: number
  price: Float64Array
  /** What the best bound was made of: the worth of each site and the plain bound before rounding. */
  worth: Float64Array
  plainBound: number
  /** How often each site was among the cheapest, later times counting more: near its share in the linear relaxation. */
  usage: Float64Array
  /** The cheapest set at the best bound. */
  chosen: Uint8Array
}

export function boundByPrices(rows: ServiceRows, options: LagrangeOptions, prices?: Float64Array): LagrangeResult {
  const { rowCount, siteCount, start, site: siteOf, value, penalty } = rows
  const { isFixed, isClosed, bestSum } = options
  const price = prices?.slice() ?? firstPrices(rows, options.bestOpen ?? isFixed)
  const worth = new Float64Array(siteCount)
  const slope = new Float64Array(rowCount)
  const isChosen = new Uint8Array(siteCount)
  const free = Int32Array.from({ length: siteCount }, (_, one) => one).filter((one) => !isFixed[one] && !isClosed[one])
  const wanted = options.openCount - isFixed.reduce((sum, one) => sum + one, 0)
  const usage = new Float64Array(siteCount)
  const result: LagrangeResult = {
    bound: -Infinity,
    plainBound: -Infinity,
    price: price.slice(),
    worth: worth.slice(),
    usage,
    chosen: isFixed.slice(),
  }
  let stretch = 1.5
  let sinceBetter = 0
  for (let iteration = 0; iteration < options.iterations && !options.shouldStop(); iteration++) {
    worth.fill(0)
    let bound = 0
    for (let row = 0; row < rowCount; row++) {
      const u = price[row]
      bound += u
      const end = start[row + 1]
      for (let k = start[row]; k < end && value[k] < u; k++) worth[siteOf[k]] += value[k] - u
    }
    isChosen.set(isFixed)
    for (let one = 0; one < siteCount; one++) if (isFixed[one]) bound += worth[one]
    for (const one of cheapest(free, worth, wanted)) {
      isChosen[one] = 1
      bound += worth[one]
    }
    for (let one = 0; one < siteCount; one++) usage[one] += 0.05 * (isChosen[one] - usage[one])
    if (bound > result.plainBound) {
      if (bound - result.plainBound > 1e-5 * Math.abs(bound)) sinceBetter = 0
      result.plainBound = bound
      result.price.set(price)
      result.worth.set(worth)
      result.chosen.set(isChosen)
      if (roundUp(bound, rows.step, bestSum) >= bestSum) break
    } else if (++sinceBetter >= 20) {
      stretch *= 0.7
      sinceBetter = 0
      if (stretch < 1e-4) break
    }
    let length = 0
    for (let row = 0; row < rowCount; row++) {
      const u = price[row]
      const end = start[row + 1]
      let times = 0
      for (let k = start[row]; k < end && value[k] < u; k++) times += isChosen[siteOf[k]]
      // Smoothed with the direction before (Crowder 1976): plain subgradients zigzag.
      slope[row] = 1 - times + 0.5 * slope[row]
      length += slope[row] * slope[row]
    }
    if (length === 0) break
    const step = (stretch * Math.max(bestSum - bound, 1e-6 * Math.abs(bestSum))) / length
    for (let row = 0; row < rowCount; row++) {
      const moved = price[row] + step * slope[row]
      price[row] = moved < 0 ? 0 : moved > penalty[row] ? penalty[row] : moved
    }
  }
  result.bound = Math.min(roundUp(result.plainBound, rows.step, bestSum), bestSum)
  return result
}

/** Half-way between the best and the second-best open site: near what the row is worth to its site. */
function firstPrices({ rowCount, start, site, value, penalty }: ServiceRows, isOpen: Uint8Array): Float64Array {
  const price = new Float64Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    let found = 0
    let sum = 0
    for (let k = start[row]; k < start[row + 1] && found < 2; k++) {
      if (!isOpen[site[k]]) continue
      sum += value[k]
      found++
    }
    const most = start[row + 1] > start[row] ? value[start[row + 1] - 1] : 0
    price[row] = found === 2 ? sum / 2 : Math.min(penalty[row], Math.max(most, sum))
  }
  return price
}

/** The `count` sites of least worth; ties to the first. */
function cheapest(sites: Int32Array, worth: Float64Array, count: number): Int32Array {
  if (count <= 0) return new Int32Array(0)
  if (count >= sites.length) return sites
  const values = Float64Array.from(sites, (one) => worth[one]).sort()
  const threshold = values[count - 1]
  const chosen = new Int32Array(count)
  let found = 0
  for (const one of sites) if (worth[one] < threshold) chosen[found++] = one
  for (const one of sites) if (found < count && worth[one] === threshold) chosen[found++] = one
  return chosen
}

/** The least possible sum that is not below the bound, rounding errors of the bound allowed for. */
export function roundUp(bound: number, step: number, scale: number): number {
  const slack = 1e-9 * Math.abs(scale)
  if (step > 2 * slack) return Math.ceil((bound - Math.min(slack * 100, step / 100)) / step) * step
  return bound - slack / 1000
}

/** Above this bound there is nothing better than the best known sum, or nothing by more than 10⁻⁹ of it. */
export function cutoffOf(bestSum: number, step: number): number {
  const slack = 1e-9 * Math.abs(bestSum)
  return step > 2 * slack ? bestSum - step + Math.min(100 * slack, step / 100) : bestSum - slack
}

/** Marks sites that every better answer leaves closed or opens. Returns how many are newly known. */
export function fixSites(rows: ServiceRows, options: LagrangeOptions, { plainBound, worth }: LagrangeResult): number {
  const { isFixed, isClosed, bestOpen } = options
  const cutoff = cutoffOf(options.bestSum, rows.step)
  const free: number[] = []
  for (let one = 0; one < rows.siteCount; one++) if (!isFixed[one] && !isClosed[one]) free.push(one)
  const wanted = options.openCount - isFixed.reduce((sum, one) => sum + one, 0)
  const sorted = Float64Array.from(free, (one) => worth[one]).sort()
  if (wanted <= 0 || wanted >= sorted.length) return 0
  const lastIn = sorted[wanted - 1]
  const firstOut = sorted[wanted]
  let known = 0
  for (const one of free) {
    if (worth[one] > lastIn && plainBound + worth[one] - lastIn > cutoff && !bestOpen?.[one]) {
      isClosed[one] = 1
      known++
    } else if (worth[one] < firstOut && plainBound + firstOut - worth[one] > cutoff && (!bestOpen || bestOpen[one])) {
      isFixed[one] = 1
      known++
    }
  }
  return known
}

/**
 * The rows without closed sites, without entries behind the first site that is surely open, and without those that
 * every better answer leaves unused. A row that can no longer go unserved has a penalty of Infinity.
 */
export function shrinkRows(
  rows: ServiceRows,
  options: LagrangeOptions,
  { plainBound, price }: Pick<LagrangeResult, 'plainBound' | 'price'>,
): ServiceRows {
  const { rowCount, start, site, value, penalty } = rows
  const { isFixed, isClosed, bestOpen } = options
  const cutoff = cutoffOf(options.bestSum, rows.step)
  const newStart = new Int32Array(rowCount + 1)
  const newSite = new Int32Array(start[rowCount])
  const newValue = new Float64Array(start[rowCount])
  const newPenalty = penalty.slice()
  let end = 0
  for (let row = 0; row < rowCount; row++) {
    const dearest = cutoff - plainBound + price[row]
    let bestIsServed = !bestOpen
    for (let k = start[row]; k < start[row + 1]; k++) {
      // Entries are cheapest first: all that follow are too dear as well, and the best answer has what it needs.
      if (value[k] > dearest && bestIsServed) break
      if (isClosed[site[k]]) continue
      bestIsServed ||= bestOpen?.[site[k]] === 1
      newSite[end] = site[k]
      newValue[end++] = value[k]
      if (isFixed[site[k]]) break
    }
    if (rows.mustServe || (newPenalty[row] > dearest && bestIsServed)) newPenalty[row] = Infinity
    newStart[row + 1] = end
  }
  return { ...rows, start: newStart, site: newSite.slice(0, end), value: newValue.slice(0, end), penalty: newPenalty }
}
