import type { SiteLists } from './rows.ts'

export interface CoverBoundOptions {
  siteCount: number
  /** Size of the best known cover. */
  bestCount: number
  iterations: number
  shouldStop(): boolean
}

export interface CoverBound {
  /** No cover is smaller. */
  bound: number
  plainBound: number
  /** What a site still costs at the best prices: 1 − the prices it earns. */
  rest: Float64Array
}

/**
 * A lower bound for covering all lists with fewest sites, by prices on lists and the subgradient (Fisher and Kedia
 * 1990; Caprara, Fischetti and Toth 1999). A site whose `rest` lifts the bound to the best known size is in no better
 * cover; one whose negative `rest` does so when left out is in all of them.
 */
export function boundCover({ start, site }: SiteLists, options: CoverBoundOptions): CoverBound {
  const rowCount = start.length - 1
  const perSite = new Int32Array(options.siteCount)
  for (const one of site) perSite[one]++
  const price = new Float64Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    let most = 1
    for (let k = start[row]; k < start[row + 1]; k++) most = Math.max(most, perSite[site[k]])
    price[row] = 1 / most
  }
  const rest = new Float64Array(options.siteCount)
  const slope = new Float64Array(rowCount)
  const result: CoverBound = { bound: 0, plainBound: -Infinity, rest: rest.slice() }
  let stretch = 1
  let sinceBetter = 0
  for (let iteration = 0; iteration < options.iterations && !options.shouldStop(); iteration++) {
    rest.fill(1)
    let bound = 0
    for (let row = 0; row < rowCount; row++) {
      bound += price[row]
      for (let k = start[row]; k < start[row + 1]; k++) rest[site[k]] -= price[row]
    }
    for (let one = 0; one < options.siteCount; one++) if (rest[one] < 0) bound += rest[one]
    if (bound > result.plainBound) {
      if (bound > result.plainBound + 1e-4) sinceBetter = 0
      result.plainBound = bound
      result.rest.set(rest)
      if (Math.ceil(bound - 1e-6) >= options.bestCount) break
    } else if (++sinceBetter >= 20) {
      stretch *= 0.6
      sinceBetter = 0
      if (stretch < 1e-3) break
    }
    let length = 0
    for (let row = 0; row < rowCount; row++) {
      let times = 0
      for (let k = start[row]; k < start[row + 1]; k++) if (rest[site[k]] < 0) times++
      slope[row] = 1 - times + 0.5 * slope[row]
      length += slope[row] * slope[row]
    }
    if (length === 0) break
    const step = (stretch * Math.max(options.bestCount - bound, 1e-3)) / length
    for (let row = 0; row < rowCount; row++) price[row] = Math.max(0, price[row] + step * slope[row])
  }
  result.bound = Math.max(0, Math.ceil(result.plainBound - 1e-6))
  return result
}
