import fc from 'fast-check'
import type { PlanProblem, PlanTask } from '../server/core/siting/plan-task.ts'
import { smallWorlds, tally, type SmallWorld } from './siting-world.ts'

/** A small world with prices, budgets and a liking for some sites. */
export const planWorlds = smallWorlds.chain((world) =>
  fc.record({
    world: fc.constant(world),
    yuan: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: world.siteCount, maxLength: world.siteCount }),
    area: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: world.siteCount, maxLength: world.siteCount }),
    liked: fc.array(fc.boolean(), { minLength: world.siteCount, maxLength: world.siteCount }),
    budget: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
    areaBudget: fc.option(fc.integer({ min: 1, max: 25 }), { nil: undefined }),
    rate: fc.integer({ min: 0, max: 10 }),
    capacity: fc.integer({ min: 1, max: 20 }),
    minimise: fc.constantFrom('sites' as const, 'yuan' as const),
  }),
)
export type PlanWorld = typeof planWorlds extends fc.Arbitrary<infer T> ? T : never

export function taskOf(one: PlanWorld, problem: PlanProblem, method: PlanTask['method'] = 'exact'): PlanTask {
  const { world } = one
  const isFixed = (site: number) => world.fixed.includes(site)
  const free = (values: number[]) => Float64Array.from(values, (value, site) => (isFixed(site) ? 0 : value))
  const total = world.costs.reduce((sum, row, d) => sum + (row.some((cost) => cost !== undefined) ? world.weights[d] : 0), 0)
  const needsCount = ['mclp', 'p-median', 'p-centre', 'backup', 'capacitated'].includes(problem)
  return {
    problem,
    fixed: world.fixed,
    ...(needsCount ? { mostSites: Math.max(world.openCount, world.fixed.length) } : {}),
    cost: free(one.minimise === 'yuan' ? one.yuan : one.yuan.map(() => 1)),
    limits: [
      ...(one.budget === undefined ? [] : [{ kind: 'yuan' as const, need: free(one.yuan), most: one.budget }]),
      ...(one.areaBudget === undefined ? [] : [{ kind: 'm2' as const, need: free(one.area), most: one.areaBudget }]),
    ],
    targetWeight: Math.ceil((total * one.rate) / 10),
    capacity: new Float64Array(world.siteCount).fill(one.capacity),
    preference: Float64Array.from(one.liked, (liked, site) => (isFixed(site) ? 0 : liked ? 1 : 100)),
    method,
    alternatives: 3,
  }
}

export const sumOver = (open: readonly number[], values: Float64Array) => open.reduce((sum, site) => sum + values[site], 0)

/** Weight that has a second open site, everyone reachable having one; undefined where somebody has none. */
function twice({ costs, weights }: SmallWorld, open: readonly number[]): number | undefined {
  let sum = 0
  for (const [d, row] of costs.entries()) {
    if (row.every((cost) => cost === undefined)) continue
    const times = open.filter((site) => row[site] !== undefined).length
    if (times === 0) return undefined
    if (times >= 2) sum += weights[d]
  }
  return sum
}

/** Most weight that open sites can take: by the cuts of Hall and Ford–Fulkerson, over all sets of open sites. */
function served({ costs, weights }: SmallWorld, open: readonly number[], capacity: number): number {
  let least = Infinity
  for (let mask = 0; mask < 1 << open.length; mask++) {
    const cut = open.filter((_, i) => mask & (1 << i))
    const others = open.filter((_, i) => !(mask & (1 << i)))
    const free = costs.reduce((sum, row, d) => sum + (others.some((site) => row[site] !== undefined) ? weights[d] : 0), 0)
    least = Math.min(least, cut.length * capacity + free)
  }
  return least
}

/** Whether a choice keeps the conditions, and what it is worth, smaller being better. */
export function worth(one: PlanWorld, task: PlanTask, open: number[]): number | undefined {
  const { world } = one
  if (!task.limits.every(({ need, most }) => sumOver(open, need) <= most)) return undefined
  if (task.mostSites !== undefined && open.length > task.mostSites) return undefined
  const { sum, covered, largest, servesAll } = tally(world, open)
  switch (task.problem) {
    case 'lscp':
      return servesAll ? sumOver(open, task.cost) : undefined
    case 'coverage-target':
      return covered >= task.targetWeight! ? sumOver(open, task.cost) : undefined
    case 'mclp':
      return -covered
    case 'p-median':
      return servesAll ? sum : undefined
    case 'p-centre':
      return servesAll ? largest : undefined
    case 'backup': {
      const weight = twice(world, open)
      return weight === undefined ? undefined : -weight
    }
    case 'capacitated':
      return -served(world, open, one.capacity)
  }
}
