import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { judgePlace } from '../../server/core/coverage/places.ts'
import { farthestOf, travelOnNetwork, travelStraight, type FacilityArrays } from '../../server/core/coverage/travel.ts'
import type { MipSolver } from '../../server/core/siting/mip.ts'
import { prepareOptimisation, type OptimiseAnswer } from '../../server/core/siting/optimise.ts'
import { openHighs } from '../../server/siting/highs.ts'
import { townWork, type TownWish, type TownWork } from '../siting-work.ts'

let mip: MipSolver
beforeAll(async () => {
  mip = await openHighs()
})

function solve({ graph, work }: TownWork): OptimiseAnswer {
  const now = () => performance.now() / 1000
  return prepareOptimisation(graph, work, () => {}).solve({ mip, now, deadline: now() + 20, seed: 1 }, work.task.method)
}

function pick(sites: FacilityArrays, open: readonly number[], limitMetres?: number): FacilityArrays {
  const of = (values: Float64Array) => Float64Array.from(open, (site) => values[site])
  return { lon: of(sites.lon), lat: of(sites.lat), limitMetres: limitMetres === undefined ? of(sites.limitMetres) : new Float64Array(open.length).fill(limitMetres), maxAccessMetres: of(sites.maxAccessMetres) }
}

/** Which places are covered where just these sites are open, by the computation of a run; and how far each walks. */
function recount({ graph, work }: TownWork, open: readonly number[], limitMetres?: number) {
  const travel = travelOf({ graph, work }, pick(work.sites, open, limitMetres))
  const places = Array.from({ length: work.placeCount }, (_, place) => judgePlace(travel, place * 2, place * 2 + 2))
  return { covered: places.map(({ verdict }) => verdict === 'covered'), metres: places.map(({ travelMetres }) => travelMetres ?? Infinity) }
}

function travelOf({ graph, work }: TownWork, facilities: FacilityArrays) {
  return graph ? travelOnNetwork(graph, facilities, work.points) : travelStraight(facilities, work.points, work.detourFactor)
}

const wishes: fc.Arbitrary<{ seed: number; wish: Omit<TownWish, 'problem'> }> = fc.record({
  seed: fc.integer({ min: 1, max: 400 }),
  wish: fc.record({
    existingCount: fc.integer({ min: 0, max: 3 }),
    fixed: fc.boolean(),
    limitMetres: fc.constantFrom(200, 400, 700, 1200),
    p: fc.integer({ min: 1, max: 3 }),
    rate: fc.constantFrom(0.3, 0.6, 0.9),
    straight: fc.boolean(),
    weights: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 5, maxLength: 5 }),
  }),
})

function* openings({ work }: TownWork): Generator<number[]> {
  const count = work.sites.lon.length
  for (let mask = 0; mask < 1 << count; mask++) {
    const open = Array.from({ length: count }, (_, site) => site).filter((site) => mask & (1 << site))
    if (work.task.fixed.every((site) => open.includes(site)) && open.length <= (work.task.mostSites ?? count)) yield open
  }
}

const weightOf = ({ work }: TownWork, covered: readonly boolean[]) => (work.demand.kind === 'places' ? work.demand.weight.reduce((sum, weight, place) => sum + (covered[place] ? weight : 0), 0) : 0)

describe('an optimisation from points on a map to its answer', () => {
  it('covers most by trying every opening with the computation of a run', () => {
    fc.assert(
      fc.property(wishes, ({ seed, wish }) => {
        const town = townWork(seed, { ...wish, problem: 'mclp' })
        const best = Math.max(...[...openings(town)].map((open) => weightOf(town, recount(town, open).covered)))
        const { answer } = solve(town)
        expect(answer.objective).toBe(best)
        expect(weightOf(town, recount(town, answer.open).covered)).toBe(best)
      }),
      { numRuns: 60 },
    )
  })

  it('takes fewest sites for everyone who can be reached, and for a target, as trying every opening does', () => {
    fc.assert(
      fc.property(wishes, ({ seed, wish }) => {
        for (const problem of ['lscp', 'coverage-target'] as const) {
          const town = townWork(seed, { ...wish, problem })
          const { answer, isStranded } = solve(town)
          const usable = Array.from(isStranded.keys()).filter((site) => site < town.work.existingCount || !isStranded[site])
          const all = recount(town, usable).covered
          const enough = (open: number[]) => {
            const { covered } = recount(town, open)
            return problem === 'lscp' ? all.every((reachable, place) => !reachable || covered[place]) : weightOf(town, covered) >= town.work.task.targetWeight!
          }
          const counts = [...openings(town)].filter(enough).map((open) => open.length - town.work.task.fixed.length)
          if (counts.length === 0) expect(answer.outcome).toBe('infeasible')
          else expect([answer.objective, enough(answer.open), answer.isOptimal]).toEqual([Math.min(...counts), true, true])
        }
      }),
      { numRuns: 40 },
    )
  })

  it('shortens the mean and the longest walk as far as trying every opening does', () => {
    fc.assert(
      fc.property(wishes, ({ seed, wish }) => {
        for (const problem of ['p-median', 'p-centre'] as const) {
          const town = townWork(seed, { ...wish, problem })
          const { answer, isStranded } = solve(town)
          const usable = Array.from(isStranded.keys()).filter((site) => site < town.work.existingCount || !isStranded[site])
          const reachable = recount(town, usable, 50_000).covered
          const values = [...openings(town)]
            .map((open) => recount(town, open, 50_000))
            .filter(({ covered }) => reachable.every((one, place) => !one || covered[place]))
            .map(({ metres }) => {
              const walks = metres.map((one, place) => (reachable[place] ? one : 0))
              const { demand } = town.work
              return problem === 'p-centre' ? Math.max(0, ...walks) : walks.reduce((sum, one, place) => sum + one * (demand.kind === 'places' ? demand.weight[place] : 0), 0)
            })
          if (values.length === 0) expect(answer.outcome).toBe('infeasible')
          else expect(answer.objective).toBeCloseTo(Math.min(...values), 5)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('reports who is covered before and after, in each circle and by one site alone, as a run over the same sites counts them', () => {
    fc.assert(
      fc.property(wishes, fc.constantFrom('mclp' as const, 'lscp' as const, 'backup' as const, 'p-median' as const), ({ seed, wish }, problem) => {
        const town = townWork(seed, { ...wish, problem })
        const { answer, report } = solve(town)
        const marks = (values: Uint8Array) => Array.from(values, (value) => value === 1)
        const existing = Array.from({ length: town.work.existingCount }, (_, site) => site)
        expect(marks(report.coveredBefore)).toEqual(recount(town, existing).covered)
        const after = recount(town, answer.open).covered
        expect(marks(report.coveredAfter)).toEqual(after)
        answer.open.forEach((site, slot) => {
          const listed = (covered: readonly boolean[]) => covered.flatMap((one, place) => (one ? [place] : []))
          expect([...report.inCircle[slot]]).toEqual(listed(recount(town, [site]).covered))
          const others = recount(town, answer.open.filter((one) => one !== site)).covered
          expect([...report.onlyHere[slot]]).toEqual(listed(after.map((one, place) => one && !others[place])))
        })
      }),
      { numRuns: 60 },
    )
  })

  it('reaches most people, by the computation of a run, among the fewest sites that give every township one', () => {
    fc.assert(
      fc.property(wishes, fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 6, maxLength: 6 }), fc.boolean(), ({ seed, wish }, townshipOf, isEveryType) => {
        const limitMetres = wish.limitMetres
        const everyType = isEveryType ? [{ existing: [0], limitMetres }, { existing: [], limitMetres }] : null
        const town = townWork(seed, { ...wish, existingCount: 1, fixed: true, problem: 'lscp', everyType })
        const { work } = town
        if (work.demand.kind !== 'places') throw new Error('expected places')
        const candidates = Array.from({ length: work.sites.lon.length - 1 }, (_, i) => i + 1)
        const pairs = { count: candidates.length, demand: Int32Array.from(candidates, (site) => townshipOf[site]), site: Int32Array.from(candidates), cost: new Float64Array(candidates.length) }
        const demand = { kind: 'lists' as const, demandCount: 2, pairs, weight: Float64Array.of(1, 1), reachWeight: work.demand.weight }
        const { answer, isStranded, report } = solve({ ...town, work: { ...work, demand } })
        const usable = candidates.filter((site) => !isStranded[site])
        const townships = [...new Set(usable.map((site) => townshipOf[site]))]
        const covered = (open: number[]) => {
          if (!everyType) return recount(town, open).covered
          const travel = farthestOf(everyType.map(({ existing }) => travelOf(town, pick(work.sites, [...existing, ...open.filter((site) => site > 0)], limitMetres))))
          return Array.from({ length: work.placeCount }, (_, place) => judgePlace(travel, place * 2, place * 2 + 2).verdict === 'covered')
        }
        const worths = [...openings(town)]
          .filter((open) => open.every((site) => site === 0 || usable.includes(site)) && open.length - 1 === townships.length && townships.every((one) => open.some((site) => site > 0 && townshipOf[site] === one)))
          .map((open) => weightOf(town, covered(open)))
        expect([answer.outcome, answer.isPreferred, answer.objective]).toEqual(['solved', true, townships.length])
        expect(weightOf(town, covered(answer.open))).toBe(Math.max(...worths))
        expect(Array.from(report.coveredAfter, (value) => value === 1)).toEqual(covered(answer.open))
      }),
      { numRuns: 60 },
    )
  })

  it('asks of a circle of every type what a run asks: each type from one entrance', () => {
    fc.assert(
      fc.property(wishes, ({ seed, wish }) => {
        const existingCount = 3
        const everyType = [
          { existing: [0, 2], limitMetres: wish.limitMetres },
          { existing: [1], limitMetres: wish.limitMetres / 2 },
        ]
        const town = townWork(seed, { ...wish, existingCount, fixed: true, problem: 'mclp', everyType })
        const covered = (open: readonly number[]) => {
          const news = open.filter((site) => site >= existingCount)
          const travel = farthestOf(everyType.map(({ existing, limitMetres }) => travelOf(town, pick(town.work.sites, [...existing, ...news], limitMetres))))
          return Array.from({ length: town.work.placeCount }, (_, place) => judgePlace(travel, place * 2, place * 2 + 2).verdict === 'covered')
        }
        const { answer, report } = solve(town)
        expect(answer.objective).toBe(Math.max(...[...openings(town)].map((open) => weightOf(town, covered(open)))))
        expect(Array.from(report.coveredAfter, (value) => value === 1)).toEqual(covered(answer.open))
        expect(Array.from(report.coveredBefore, (value) => value === 1)).toEqual(covered([]))
      }),
      { numRuns: 50 },
    )
  })

  it('is never worse with one candidate more', () => {
    fc.assert(
      fc.property(wishes, ({ seed, wish }) => {
        const town = townWork(seed, { ...wish, problem: 'mclp' })
        const whole = solve(town).answer.objective!
        const count = town.work.sites.lon.length - 1
        const cut = (values: Float64Array) => values.subarray(0, count)
        const { work } = town
        const sites = { lon: cut(work.sites.lon), lat: cut(work.sites.lat), limitMetres: cut(work.sites.limitMetres), maxAccessMetres: cut(work.sites.maxAccessMetres) }
        const task = { ...work.task, cost: cut(work.task.cost), preference: cut(work.task.preference!), capacity: cut(work.task.capacity!) }
        expect(solve({ ...town, work: { ...work, sites, task } }).answer.objective!).toBeLessThanOrEqual(whole)
      }),
      { numRuns: 30 },
    )
  })

  it('names every place that nobody can serve, with what is nearest', () => {
    fc.assert(
      fc.property(wishes, ({ seed, wish }) => {
        const town = townWork(seed, { ...wish, problem: 'lscp' })
        const { unreachable, isStranded } = solve(town)
        const usable = Array.from(isStranded.keys()).filter((site) => site < town.work.existingCount || !isStranded[site])
        const { covered } = recount(town, usable)
        expect(unreachable.map(({ place }) => place)).toEqual(covered.flatMap((one, place) => (one ? [] : [place])))
        for (const { place, reason, site, walkMetres } of unreachable) {
          if (reason !== 'beyond_limit') expect(site).toBe(-1)
          else expect(walkMetres).toBe(recount(town, [site], 50_000).metres[place])
        }
      }),
      { numRuns: 50 },
    )
  })
})
