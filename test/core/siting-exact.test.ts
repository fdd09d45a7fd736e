import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { MipSolver } from '../../server/core/siting/mip.ts'
import { solveLocation, type LocationProblem, type LocationTask } from '../../server/core/siting/solve-location.ts'
import { openHighs } from '../../server/siting/highs.ts'
import { bruteForce, instanceOf, smallWorlds, tally, type SmallWorld } from '../siting-world.ts'

const problems: LocationProblem[] = ['lscp', 'mclp', 'p-median', 'p-centre']
const runs = { numRuns: 150 }
let mip: MipSolver
beforeAll(async () => {
  mip = await openHighs()
})

function solve(world: SmallWorld, problem: LocationProblem, more: { method?: LocationTask['method']; solver?: MipSolver } = {}) {
  const now = () => performance.now() / 1000
  const { fixed } = world
  const openCount = problem === 'lscp' ? undefined : world.openCount
  const task = { problem, openCount, fixed, method: more.method ?? ('exact' as const) }
  return solveLocation(instanceOf(world), task, { mip: 'solver' in more ? more.solver : mip, now, deadline: now() + 20, seed: 1 })
}

function expectClose(got: number | undefined, wanted: number): void {
  expect(Math.abs((got ?? NaN) - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(wanted)))
}

describe.each(problems)('%s', (problem) => {
  it('is what trying every choice of sites gives, and is proven', () => {
    fc.assert(
      fc.property(smallWorlds, (world) => {
        const best = bruteForce(world, problem)
        const answer = solve(world, problem)
        expect(answer.outcome).toBe(best === undefined ? 'infeasible' : 'solved')
        if (best === undefined) return
        expectClose(answer.objective, best)
        expect({ isOptimal: answer.isOptimal, gap: answer.gap, bound: answer.bound }).toEqual({
          isOptimal: true,
          gap: 0,
          bound: answer.objective,
        })
      }),
      runs,
    )
  })

  it('opens sites that come to the objective, the fixed ones among them and as many as asked for', () => {
    fc.assert(
      fc.property(smallWorlds, (world) => {
        const answer = solve(world, problem)
        if (answer.outcome !== 'solved') return
        const { sum, covered, largest, servesAll } = tally(world, answer.open)
        expectClose(answer.objective, { lscp: answer.open.length, mclp: covered, 'p-median': sum, 'p-centre': largest }[problem])
        expect(answer.open).toEqual(expect.arrayContaining(world.fixed))
        expect(answer.open).toEqual([...new Set(answer.open)].sort((a, b) => a - b))
        if (problem !== 'lscp') expect(answer.open).toHaveLength(world.openCount)
        if (problem !== 'mclp') expect(servesAll).toBe(true)
      }),
      runs,
    )
  })

  it('never finds better by the heuristic, whose bound is never wrong', () => {
    fc.assert(
      fc.property(smallWorlds, (world) => {
        const best = bruteForce(world, problem)
        const quick = solve(world, problem, { method: 'heuristic', solver: undefined })
        if (best === undefined) {
          expect(quick.outcome).not.toBe('solved')
          return
        }
        expect(quick.outcome).not.toBe('infeasible')
        if (quick.outcome !== 'solved') return
        const sign = problem === 'mclp' ? -1 : 1
        const tolerance = 1e-9 * Math.max(1, Math.abs(best))
        expect(sign * (quick.objective! - best)).toBeGreaterThanOrEqual(-tolerance)
        if (quick.bound !== undefined) expect(sign * (best - quick.bound)).toBeGreaterThanOrEqual(-tolerance)
        if (quick.isOptimal) expectClose(quick.objective, best)
      }),
      runs,
    )
  })

  it('never gets worse by a further candidate', () => {
    fc.assert(
      fc.property(
        smallWorlds,
        fc.array(fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }), { minLength: 10, maxLength: 10 }),
        (world, column) => {
          // Demand that nobody reached before would be a new condition, not a better choice.
          const costs = world.costs.map((row, demand) => [...row, row.every((cost) => cost === undefined) ? undefined : column[demand]])
          const before = solve(world, problem)
          if (before.outcome !== 'solved') return
          const after = solve({ ...world, costs, siteCount: world.siteCount + 1 }, problem)
          expect(after.outcome).toBe('solved')
          const sign = problem === 'mclp' ? -1 : 1
          expect(sign * (after.objective! - before.objective!)).toBeLessThanOrEqual(1e-9 * Math.max(1, before.objective!))
        },
      ),
      runs,
    )
  })

  it('is the same answer each time', () => {
    fc.assert(
      fc.property(smallWorlds, (world) => {
        expect(solve(world, problem)).toEqual(solve(world, problem))
      }),
      { numRuns: 50 },
    )
  })
})

describe('what cannot be done is explained', () => {
  const line = {
    costs: [
      [0, 5, undefined],
      [5, 0, undefined],
      [undefined, undefined, 1],
    ],
    weights: [1, 1, 1],
    siteCount: 3,
  }

  it('says how many sites it takes where there are too few', () => {
    // The first two demands share sites 0 and 1, the third has only site 2: two sites are needed.
    for (const problem of ['p-median', 'p-centre'] as const) {
      const answer = solve({ ...line, openCount: 1, fixed: [] }, problem)
      expect(answer.infeasibility).toEqual({ reason: 'too-few-sites', openCount: 1, neededCount: 2, isExact: true })
    }
  })

  it('says so where more sites are fixed than may open', () => {
    const answer = solve({ ...line, openCount: 1, fixed: [0, 2] }, 'mclp')
    expect(answer.infeasibility).toEqual({ reason: 'fixed-exceed-count', fixedCount: 2, openCount: 1 })
  })

  it('tells demand that has no site from demand whose sites are beyond the limit, and names the nearest', () => {
    const instance = instanceOf(
      {
        costs: [
          [3, 4],
          [9, 7.5],
          [undefined, undefined],
        ],
        weights: [1, 1, 1],
        siteCount: 2,
      },
      4,
    )
    const answer = solveLocation(instance, { problem: 'lscp', fixed: [], method: 'exact' }, { mip, now: () => 0, deadline: 1, seed: 1 })
    expect(answer.unreachable).toEqual([
      { demand: 1, reason: 'beyond-limit', nearestSite: 1, nearestCost: 7.5 },
      { demand: 2, reason: 'no-pair' },
    ])
    expect(answer.open).toEqual([0])
  })
})

describe('a limit of time', () => {
  it('gives the answer at hand with an honest bound where there is no time at all', () => {
    fc.assert(
      fc.property(smallWorlds, fc.constantFrom(...problems), (world, problem) => {
        const task = { problem, openCount: problem === 'lscp' ? undefined : world.openCount, fixed: world.fixed, method: 'exact' as const }
        const answer = solveLocation(instanceOf(world), task, { mip, now: () => 1, deadline: 0, seed: 1 })
        const best = bruteForce(world, problem)
        if (best === undefined) {
          expect(answer.outcome).not.toBe('solved')
          return
        }
        expect(answer.outcome).not.toBe('infeasible')
        if (answer.isOptimal) expectClose(answer.objective, best)
        const sign = problem === 'mclp' ? -1 : 1
        if (answer.bound !== undefined) expect(sign * (best - answer.bound)).toBeGreaterThanOrEqual(-1e-9 * Math.max(1, best))
      }),
      runs,
    )
  })
})
