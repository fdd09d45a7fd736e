import fc from 'fast-check'
import { packInstance, type SitingInstance } from '../server/core/siting/instance.ts'
import type { LocationProblem } from '../server/core/siting/solve-location.ts'

/** A small location problem as a plain table; undefined where the site cannot serve the demand. */
export interface SmallWorld {
  costs: (number | undefined)[][]
  weights: number[]
  siteCount: number
  openCount: number
  fixed: number[]
}

/** Whole numbers, decimals and arbitrary fractions; sparse and full tables; weights of zero; fixed sites. */
export const smallWorlds: fc.Arbitrary<SmallWorld> = fc
  .record({
    siteCount: fc.integer({ min: 1, max: 8 }),
    demandCount: fc.integer({ min: 1, max: 10 }),
    cost: fc.constantFrom(
      fc.integer({ min: 0, max: 12 }),
      fc.integer({ min: 0, max: 999 }).map((hundredths) => hundredths / 100),
      // Finer than a millionth, optima are equal to whoever measures.
      fc.double({ min: 0, max: 10, noNaN: true }).map((value) => (value < 1e-6 ? 0 : value)),
    ),
    missing: fc.constantFrom(0, 0.3, 0.7),
  })
  .chain(({ siteCount, demandCount, cost, missing }) =>
    fc.record({
      costs: fc.array(
        fc.array(
          fc
            .tuple(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), cost)
            .map(([dice, value]) => (dice < missing ? undefined : value)),
          { minLength: siteCount, maxLength: siteCount },
        ),
        { minLength: demandCount, maxLength: demandCount },
      ),
      weights: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: demandCount, maxLength: demandCount }),
      siteCount: fc.constant(siteCount),
      openCount: fc.integer({ min: 1, max: siteCount }),
      fixed: fc.subarray(
        Array.from({ length: siteCount }, (_, site) => site),
        { maxLength: Math.min(2, siteCount) },
      ),
    }),
  )

export function instanceOf(world: Pick<SmallWorld, 'costs' | 'weights' | 'siteCount'>, limit = Infinity): SitingInstance {
  const pairs = world.costs.flatMap((row, demand) => row.flatMap((cost, site) => (cost === undefined ? [] : [{ demand, site, cost }])))
  const packed = packInstance({
    demandCount: world.costs.length,
    siteCount: world.siteCount,
    pairs: {
      count: pairs.length,
      demand: Int32Array.from(pairs, ({ demand }) => demand),
      site: Int32Array.from(pairs, ({ site }) => site),
      cost: Float64Array.from(pairs, ({ cost }) => cost),
    },
    weight: Float64Array.from(world.weights),
    limit,
  })
  if (!('instance' in packed)) throw new Error('expected no pair twice')
  return packed.instance
}

/** All choices of sites that hold the fixed ones, as lists. */
export function* choices({ siteCount, fixed }: Pick<SmallWorld, 'siteCount' | 'fixed'>): Generator<number[]> {
  for (let mask = 0; mask < 1 << siteCount; mask++) {
    const open = Array.from({ length: siteCount }, (_, site) => site).filter((site) => mask & (1 << site))
    if (fixed.every((site) => open.includes(site))) yield open
  }
}

export interface Tally {
  sum: number
  covered: number
  largest: number
  servesAll: boolean
}

/** What a choice comes to, straight from the table; demand that no site reaches is left out. */
export function tally({ costs, weights }: Pick<SmallWorld, 'costs' | 'weights'>, open: readonly number[]): Tally {
  const result: Tally = { sum: 0, covered: 0, largest: 0, servesAll: true }
  costs.forEach((row, demand) => {
    if (row.every((cost) => cost === undefined)) return
    const cheapest = Math.min(...open.map((site) => row[site] ?? Infinity))
    if (cheapest === Infinity) {
      result.servesAll = false
      return
    }
    result.sum += weights[demand] * cheapest
    result.covered += weights[demand]
    result.largest = Math.max(result.largest, cheapest)
  })
  return result
}

/** The best objective over all choices; undefined where no choice keeps the conditions. */
export function bruteForce(world: SmallWorld, problem: LocationProblem): number | undefined {
  const values: number[] = []
  for (const open of choices(world)) {
    const { sum, covered, largest, servesAll } = tally(world, open)
    if (problem === 'lscp') {
      if (servesAll) values.push(open.length)
    } else if (open.length === world.openCount) {
      if (problem === 'mclp') values.push(covered)
      else if (servesAll) values.push(problem === 'p-median' ? sum : largest)
    }
  }
  if (values.length === 0) return undefined
  return problem === 'mclp' ? Math.max(...values) : Math.min(...values)
}
