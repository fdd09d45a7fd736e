import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { MipSolver } from '../../server/core/siting/mip.ts'
import { solveLocation, type LocationProblem } from '../../server/core/siting/solve-location.ts'
import { openHighs } from '../../server/siting/highs.ts'
import { createRandom } from '../../server/core/siting/random.ts'
import { bruteForce, choices, instanceOf, smallWorlds, tally } from '../siting-world.ts'

const problems: LocationProblem[] = ['lscp', 'mclp', 'p-median', 'p-centre']
const now = () => performance.now() / 1000
let mip: MipSolver
beforeAll(async () => {
  mip = await openHighs()
})

describe('several optimal answers', () => {
  it.each(problems)('are all listed for %s, and no other choice is', (problem) => {
    fc.assert(
      fc.property(smallWorlds, (world) => {
        // Whole costs: ties of fractions are a matter of the last digit.
        const whole = { ...world, costs: world.costs.map((row) => row.map((cost) => (cost === undefined ? undefined : Math.round(cost)))) }
        const best = bruteForce(whole, problem)
        fc.pre(best !== undefined)
        const value = {
          lscp: (open: number[]) => open.length,
          mclp: (open: number[]) => tally(whole, open).covered,
          'p-median': (open: number[]) => tally(whole, open).sum,
          'p-centre': (open: number[]) => tally(whole, open).largest,
        }[problem]
        const wanted = [...choices(whole)].filter(
          (open) =>
            (problem === 'lscp' || open.length === whole.openCount) &&
            (problem === 'mclp' || tally(whole, open).servesAll) &&
            value(open) === best,
        )
        const task = {
          problem,
          openCount: problem === 'lscp' ? undefined : whole.openCount,
          fixed: whole.fixed,
          method: 'exact' as const,
          alternatives: 300,
        }
        const answer = solveLocation(instanceOf(whole), task, { mip, now, deadline: now() + 60, seed: 1 })
        expect(answer.alternatives?.isComplete).toBe(true)
        const inOrder = (lists: number[][]) => lists.map((list) => list.join(' ')).sort()
        expect(inOrder(answer.alternatives!.choices)).toEqual(inOrder(wanted))
        expect(answer.alternatives!.choices[0]).toEqual(answer.open)
      }),
      { numRuns: 25 },
    )
  })
})

describe('instances too large for trying every choice', () => {
  it('have the same optimum by branching alone as with the solver', () => {
    for (let seed = 1; seed <= 6; seed++) {
      const random = createRandom(seed)
      const points = (count: number) => Array.from({ length: count }, () => [random() * 100, random() * 100])
      const sites = points(25)
      const costs = points(80).map(([x, y]) =>
        sites.map(([sx, sy]) => {
          const cost = Math.round(Math.hypot(x - sx, y - sy))
          return cost <= 45 ? cost : undefined
        }),
      )
      const instance = instanceOf({ costs, weights: costs.map(() => 1 + Math.floor(random() * 9)), siteCount: 25 }, seed % 2 ? 45 : 30)
      for (const problem of ['mclp', 'p-median'] as const) {
        const task = { problem, openCount: problem === 'mclp' ? 5 : 12, fixed: [seed], method: 'exact' as const }
        const [withSolver, without] = [mip, undefined].map((solver) =>
          solveLocation(instance, task, { mip: solver, now, deadline: now() + 20, seed: 1 }),
        )
        expect(withSolver.isOptimal || withSolver.outcome === 'infeasible').toBe(true)
        if (withSolver.outcome === 'solved' && without.isOptimal) expect(without.objective).toBe(withSolver.objective)
        expect(without.bound === undefined || Math.sign(without.bound - withSolver.objective!) * (problem === 'mclp' ? -1 : 1) <= 0).toBe(
          true,
        )
      }
    }
  })
})
