import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { MipSolver } from '../../server/core/siting/mip.ts'
import { solveAreas } from '../../server/core/siting/plan-areas.ts'
import { solvePlan } from '../../server/core/siting/plan.ts'
import type { PlanAnswer, PlanProblem, PlanTask } from '../../server/core/siting/plan-task.ts'
import { openHighs } from '../../server/siting/highs.ts'
import { planWorlds, sumOver, taskOf, worth, type PlanWorld } from '../siting-plan-world.ts'
import { choices, instanceOf, smallWorlds, tally, type SmallWorld } from '../siting-world.ts'

const now = () => performance.now() / 1000
let mip: MipSolver
beforeAll(async () => {
  mip = await openHighs()
})

const problems: PlanProblem[] = ['lscp', 'mclp', 'p-median', 'p-centre', 'backup', 'capacitated', 'coverage-target']

function solve(one: PlanWorld, task: PlanTask, seconds = 20): PlanAnswer {
  return solvePlan(instanceOf(one.world), task, { mip, now, deadline: now() + seconds, seed: 1 })
}

/** As few ties as possible are left to chance: whole costs, and few different ones. */
const tied = planWorlds.map((one) => ({ ...one, world: { ...one.world, costs: one.world.costs.map((row) => row.map((cost) => (cost === undefined ? undefined : Math.round(cost) % 4))) } }))

/** All choices that keep the conditions and are worth as much as the best: exactly so many sites, unless a budget forbids them. */
function rivalsOf(one: PlanWorld, task: PlanTask): number[][] {
  const isExact = ['p-median', 'p-centre', 'backup'].includes(task.problem) && task.limits.length === 0
  const count = Math.min(task.mostSites ?? Infinity, one.world.siteCount)
  const valued = [...choices(one.world)].flatMap((open) => {
    const value = isExact && open.length !== count ? undefined : worth(one, task, open)
    return value === undefined ? [] : [{ open, value }]
  })
  const best = Math.min(...valued.map(({ value }) => value))
  // The largest of some walks is one of them, digit for digit; a sum of walks depends on their order.
  const tolerance = task.problem === 'p-centre' ? 0 : 1e-9
  return valued.filter(({ value }) => value - best <= tolerance).map(({ open }) => open)
}

describe('of equally good answers', () => {
  it.each(problems)('%s takes the one that is liked most, among all there are, and says that it is proven', (problem) => {
    fc.assert(
      fc.property(fc.oneof(tied, planWorlds), (one) => {
        const task = taskOf(one, problem)
        const answer = solve(one, task)
        if (answer.outcome !== 'solved') return
        const rivals = rivalsOf(one, task)
        const least = Math.min(...rivals.map((open) => sumOver(open, task.preference!)))
        expect(rivals).toContainEqual(answer.open)
        expect([sumOver(answer.open, task.preference!), answer.isOptimal, answer.isPreferred]).toEqual([least, true, true])
        for (const other of answer.alternatives) expect(rivals).toContainEqual(other)
        if (answer.alternativesComplete) expect(answer.alternatives).toHaveLength(rivals.filter((open) => open.length === answer.open.length).length - 1)
      }),
      { numRuns: 120 },
    )
  })

  it('without a wish the proven answer stays as it is, whatever else is as good', () => {
    fc.assert(
      fc.property(tied, fc.constantFrom(...problems), (one, problem) => {
        const task = { ...taskOf(one, problem), preference: null, alternatives: 0 }
        const answer = solve(one, task)
        if (answer.outcome !== 'solved') return
        expect(rivalsOf(one, task).some((open) => answer.open.every((site) => open.includes(site)))).toBe(true)
        expect(answer.isPreferred).toBeUndefined()
      }),
      { numRuns: 60 },
    )
  })

  it.each(problems)('%s never claims to have compared them when time is up', (problem) => {
    fc.assert(
      fc.property(tied, (one) => {
        const answer = solve(one, taskOf(one, problem), 0)
        if (answer.isPreferred) expect(sumOver(answer.open, taskOf(one, problem).preference!)).toBe(0)
      }),
      { numRuns: 30 },
    )
  })
})

describe('a site in every township', () => {
  const reaches = smallWorlds.chain((world) =>
    fc.record({
      world: fc.constant(world),
      yuan: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: world.siteCount, maxLength: world.siteCount }),
      liked: fc.array(fc.boolean(), { minLength: world.siteCount, maxLength: world.siteCount }),
      hasWish: fc.boolean(),
      isByYuan: fc.boolean(),
      budget: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
      people: fc.array(fc.constantFrom(0, 1, 40, 125, 3017, 12.5), { minLength: 12, maxLength: 12 }),
      circles: fc.array(fc.array(fc.boolean(), { minLength: world.siteCount, maxLength: world.siteCount }), { minLength: 12, maxLength: 12 }),
    }),
  )

  it('is had at least means, then with idle premises first, then by reaching most people: as trying all choices does', () => {
    fc.assert(
      fc.property(reaches, ({ world, yuan, liked, hasWish, isByYuan, budget, people, circles }) => {
        const isFixed = (site: number) => world.fixed.includes(site)
        const free = (values: number[]) => Float64Array.from(values, (value, site) => (isFixed(site) ? 0 : value))
        const around: SmallWorld = { ...world, costs: circles.map((row) => row.map((isIn) => (isIn ? 0 : undefined))), weights: people }
        const cost = free(isByYuan ? yuan : yuan.map(() => 1))
        const preference = free(liked.map((one) => (hasWish && !one ? 100 : 1)))
        const limits = budget === undefined ? [] : [{ kind: 'yuan' as const, need: free(yuan), most: budget }]
        const task: PlanTask = { problem: 'lscp', fixed: world.fixed, cost, limits, preference: hasWish ? preference : null, method: 'exact', alternatives: 0, reach: instanceOf(around) }
        const answer = solvePlan(instanceOf(world), task, { mip, now, deadline: now() + 20, seed: 1 })
        const ranks = [...choices(world)]
          .filter((open) => tally(world, open).servesAll && limits.every(({ need, most }) => sumOver(open, need) <= most))
          .map((open) => [sumOver(open, cost), sumOver(open, preference), -tally(around, open).covered])
          .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2])
        if (ranks.length === 0) {
          expect(answer.outcome).toBe('infeasible')
          return
        }
        expect([sumOver(answer.open, cost), sumOver(answer.open, preference), -tally(around, answer.open).covered]).toEqual(ranks[0])
        expect(answer.isPreferred).toBe(true)
      }),
      { numRuns: 250 },
    )
  })
})

describe('missing floor area', () => {
  const siteCount = 6
  const areaWorlds = fc.record({
    missing: fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 4, maxLength: 4 }),
    floorArea: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: siteCount, maxLength: siteCount }),
    near: fc.array(fc.array(fc.boolean(), { minLength: siteCount, maxLength: siteCount }), { minLength: 4, maxLength: 4 }),
    yuan: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: siteCount, maxLength: siteCount }),
    liked: fc.array(fc.boolean(), { minLength: siteCount, maxLength: siteCount }),
    isByYuan: fc.boolean(),
    budget: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
  })

  it('is closed by least means, then with idle premises first: as trying all choices does', () => {
    fc.assert(
      fc.property(areaWorlds, ({ missing, floorArea, near, yuan, liked, isByYuan, budget }) => {
        const start = Int32Array.from([0, ...near.map((_, area) => near.slice(0, area + 1).flat().filter(Boolean).length)])
        const site = Int32Array.from(near.flatMap((row) => row.flatMap((isNear, one) => (isNear ? [one] : []))))
        const cost = Float64Array.from(yuan, (one) => (isByYuan ? one : 1))
        const preference = Float64Array.from(liked, (one) => (one ? 1 : 100))
        const limits = budget === undefined ? [] : [{ kind: 'yuan' as const, need: Float64Array.from(yuan), most: budget }]
        const task: PlanTask = { problem: 'lscp', fixed: [], cost, limits, preference, method: 'exact', alternatives: 2 }
        const areas = { missing: Float64Array.from(missing), floorArea: Float64Array.from(floorArea), lists: { start, site } }
        const answer = solveAreas(areas, task, { mip, now, deadline: now() + 20, seed: 1 })
        // Hall: no set of areas misses more than the open sites near any of them have.
        const closes = (open: number[]) =>
          Array.from({ length: 16 }, (_, mask) => missing.map((_, area) => area).filter((area) => mask & (1 << area))).every(
            (some) => sumOver(some, Float64Array.from(missing)) <= sumOver(open.filter((one) => some.some((area) => near[area][one])), Float64Array.from(floorArea)),
          )
        const ranks = [...choices({ siteCount, fixed: [] })]
          .filter((open) => closes(open) && limits.every(({ need, most }) => sumOver(open, need) <= most))
          .map((open) => [sumOver(open, cost), sumOver(open, preference)])
          .sort((a, b) => a[0] - b[0] || a[1] - b[1])
        expect(answer.outcome).toBe(ranks.length === 0 ? 'infeasible' : 'solved')
        if (ranks.length === 0) return
        expect([sumOver(answer.open, cost), sumOver(answer.open, preference), answer.isOptimal, answer.isPreferred]).toEqual([...ranks[0], true, true])
        for (const other of answer.alternatives) expect([closes(other), sumOver(other, cost)]).toEqual([true, ranks[0][0]])
      }),
      { numRuns: 200 },
    )
  })
})
