import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { openHighs } from '../../server/siting/highs.ts'
import {
  solveBackupCover,
  solveCapacitatedCover,
  solveCoverage,
  spentBy,
  type ExactTools,
} from '../../server/core/siting/solve-variants.ts'
import { choices, instanceOf, smallWorlds, tally, type SmallWorld } from '../siting-world.ts'

let tools: ExactTools
beforeAll(async () => {
  const now = () => performance.now() / 1000
  tools = { mip: await openHighs(), now, deadline: now() + 1e6, seed: 1 }
})

const runs = { numRuns: 150 }
const close = (got: number | undefined, wanted: number) =>
  expect(Math.abs((got ?? NaN) - wanted)).toBeLessThanOrEqual(1e-6 * Math.max(1, wanted))
const most = (values: number[]) => (values.length === 0 ? undefined : Math.max(...values))
const least = (values: number[]) => (values.length === 0 ? undefined : Math.min(...values))

function coveredTwice({ costs, weights }: SmallWorld, open: number[]): number {
  return costs.reduce((sum, row, demand) => sum + (open.filter((site) => row[site] !== undefined).length >= 2 ? weights[demand] : 0), 0)
}

describe('backup covering', () => {
  it('covers everyone once and most weight twice, as trying every choice does', () => {
    fc.assert(
      fc.property(smallWorlds, (world) => {
        fc.pre(world.fixed.length <= world.openCount)
        const values = [...choices(world)]
          .filter((open) => open.length === world.openCount && tally(world, open).servesAll)
          .map((open) => coveredTwice(world, open))
        const answer = solveBackupCover(instanceOf(world), world, tools)
        const best = most(values)
        expect(answer.outcome).toBe(best === undefined ? 'infeasible' : 'solved')
        if (best === undefined) return
        close(answer.objective, best)
        close(coveredTwice(world, answer.open), best)
        expect(answer.isOptimal).toBe(true)
      }),
      runs,
    )
  })
})

describe('covering within a budget', () => {
  const money = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 8, maxLength: 8 })
  const budgets = fc.record({
    mostSites: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
    mostYuan: fc.integer({ min: 0, max: 60 }),
    mostAreaM2: fc.integer({ min: 0, max: 60 }),
  })
  const cases = fc.tuple(smallWorlds, money, money, budgets, fc.double({ min: 0, max: 1, noNaN: true }))

  function affordable(
    world: SmallWorld,
    needs: { costYuan: Float64Array; areaM2: Float64Array },
    budget: { mostSites?: number; mostYuan: number; mostAreaM2: number },
  ) {
    return [...choices(world)].filter((open) => {
      const { costYuan, areaM2 } = spentBy(open, needs)
      return open.length <= (budget.mostSites ?? Infinity) && costYuan <= budget.mostYuan && areaM2 <= budget.mostAreaM2
    })
  }

  it('covers most weight for the money and the floor area there are', () => {
    fc.assert(
      fc.property(cases, ([world, yuan, area, budget]) => {
        const needs = { costYuan: Float64Array.from(yuan), areaM2: Float64Array.from(area) }
        const best = most(affordable(world, needs, budget).map((open) => tally(world, open).covered))
        const answer = solveCoverage(instanceOf(world), { goal: { kind: 'most-weight' }, needs, budget, fixed: world.fixed }, tools)
        expect(answer.outcome).toBe(best === undefined ? 'infeasible' : 'solved')
        if (best === undefined) {
          expect(answer.infeasibility?.reason).toMatch(/^fixed-exceed/)
          return
        }
        close(answer.objective, best)
        expect(affordable(world, needs, budget)).toContainEqual(answer.open)
        expect(answer.isOptimal).toBe(true)
      }),
      runs,
    )
  })

  it('reaches a target with fewest sites or least money, or says how far it can get', () => {
    fc.assert(
      fc.property(cases, ([world, yuan, area, budget, share]) => {
        const needs = { costYuan: Float64Array.from(yuan), areaM2: Float64Array.from(area) }
        const targetWeight = Math.ceil(share * world.weights.reduce((sum, weight) => sum + weight, 0))
        const within = affordable(world, needs, budget)
        fc.pre(within.length > 0)
        const reaching = within.filter((open) => tally(world, open).covered >= targetWeight)
        for (const kind of ['fewest-sites', 'least-yuan'] as const) {
          const value = (open: number[]) => (kind === 'fewest-sites' ? open.length : spentBy(open, needs).costYuan)
          const answer = solveCoverage(instanceOf(world), { goal: { kind, targetWeight }, needs, budget, fixed: world.fixed }, tools)
          const best = least(reaching.map(value))
          if (best === undefined) {
            const mostWeight = most(within.map((open) => tally(world, open).covered))
            expect(answer.infeasibility).toEqual({ reason: 'target-out-of-reach', targetWeight, mostWeight })
            continue
          }
          close(answer.objective, best)
          expect(tally(world, answer.open).covered).toBeGreaterThanOrEqual(targetWeight)
          expect(answer.isOptimal).toBe(true)
        }
      }),
      runs,
    )
  })
})

describe('capacitated covering', () => {
  /** The most whole demands that fit, by trying every place for each in turn. */
  function mostWhole({ costs, weights }: SmallWorld, open: number[], room: number[], demand = 0): number {
    if (demand === costs.length) return 0
    let best = mostWhole({ costs, weights } as SmallWorld, open, room, demand + 1)
    for (const site of open) {
      if (costs[demand][site] === undefined || room[site] < weights[demand]) continue
      room[site] -= weights[demand]
      best = Math.max(best, weights[demand] + mostWhole({ costs, weights } as SmallWorld, open, room, demand + 1))
      room[site] += weights[demand]
    }
    return best
  }

  const smaller = smallWorlds.map((world) => ({ ...world, costs: world.costs.slice(0, 5), weights: world.weights.slice(0, 5) }))
  const rooms = fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 8, maxLength: 8 })

  it('serves most weight by whole demands, as trying every place for each does', () => {
    fc.assert(
      fc.property(smaller, rooms, (world, room) => {
        fc.pre(world.fixed.length <= world.openCount)
        const task = {
          mostSites: world.openCount,
          fixed: world.fixed,
          capacity: Float64Array.from(room.slice(0, world.siteCount)),
          isWhole: true,
        }
        const answer = solveCapacitatedCover(instanceOf(world), task, tools)
        close(
          answer.objective,
          most([...choices(world)].filter((open) => open.length <= world.openCount).map((open) => mostWhole(world, open, [...room])))!,
        )
        expect(answer.isOptimal).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('serves as much as any set of demands lets through where demands may be shared', () => {
    // Most flow is least cut (Ford and Fulkerson 1956): over all sets of demands, those outside plus the room around those inside.
    fc.assert(
      fc.property(smaller, rooms, (world, room) => {
        fc.pre(world.fixed.length <= world.openCount)
        const flow = (open: number[]) => {
          const cuts = Array.from({ length: 1 << world.costs.length }, (_, inside) => {
            const outside = world.weights.reduce((sum, weight, demand) => sum + (inside & (1 << demand) ? 0 : weight), 0)
            const around = open.filter((site) => world.costs.some((row, demand) => inside & (1 << demand) && row[site] !== undefined))
            return outside + around.reduce((sum, site) => sum + room[site], 0)
          })
          return Math.min(...cuts)
        }
        const task = {
          mostSites: world.openCount,
          fixed: world.fixed,
          capacity: Float64Array.from(room.slice(0, world.siteCount)),
          isWhole: false,
        }
        const answer = solveCapacitatedCover(instanceOf(world), task, tools)
        close(answer.objective, most([...choices(world)].filter((open) => open.length <= world.openCount).map(flow))!)
        expect(answer.isOptimal).toBe(true)
      }),
      { numRuns: 100 },
    )
  })
})
