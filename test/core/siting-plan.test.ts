import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { MipSolver } from '../../server/core/siting/mip.ts'
import { solvePlan } from '../../server/core/siting/plan.ts'
import type { PlanAnswer, PlanProblem, PlanTask } from '../../server/core/siting/plan-task.ts'
import { openHighs } from '../../server/siting/highs.ts'
import { planWorlds, taskOf, worth, type PlanWorld } from '../siting-plan-world.ts'
import { choices, instanceOf } from '../siting-world.ts'

let mip: MipSolver
beforeAll(async () => {
  mip = await openHighs()
})

function solve(one: PlanWorld, problem: PlanProblem, method: PlanTask['method'] = 'exact'): PlanAnswer {
  const now = () => performance.now() / 1000
  return solvePlan(instanceOf(one.world), taskOf(one, problem, method), { mip: method === 'exact' ? mip : undefined, now, deadline: now() + 20, seed: 1 })
}

const problems: PlanProblem[] = ['lscp', 'mclp', 'p-median', 'p-centre', 'backup', 'capacitated', 'coverage-target']

describe('a plan with costs, budgets and a target', () => {
  it.each(problems)('%s is what trying all choices finds, or is infeasible where they find none', (problem) => {
    fc.assert(
      fc.property(planWorlds, (one) => {
        const task = taskOf(one, problem)
        const answer = solve(one, problem)
        const values = [...choices(one.world)].map((open) => worth(one, task, open)).filter((value) => value !== undefined)
        if (values.length === 0) {
          expect(answer.outcome).toBe('infeasible')
          return
        }
        const best = Math.min(...values)
        expect(answer.outcome).toBe('solved')
        expect(worth(one, task, answer.open)).toBeCloseTo(best, 7)
        expect(Math.abs(answer.objective!)).toBeCloseTo(Math.abs(best), 7)
        expect(answer.isOptimal).toBe(true)
        for (const other of answer.alternatives) expect(worth(one, task, other)).toBeCloseTo(best, 7)
        expect(new Set([answer.open, ...answer.alternatives].map((open) => open.join())).size).toBe(answer.alternatives.length + 1)
      }),
      { numRuns: 120 },
    )
  })

  it.each(problems)('%s: the heuristic keeps the conditions, is never better than the optimum, and its bound holds', (problem) => {
    fc.assert(
      fc.property(planWorlds, (one) => {
        const task = taskOf(one, problem)
        const answer = solve(one, problem, 'heuristic')
        if (answer.outcome !== 'solved') return
        const value = worth(one, task, answer.open)
        expect(value).toBeDefined()
        const best = Math.min(...[...choices(one.world)].map((open) => worth(one, task, open)).filter((v) => v !== undefined))
        expect(value!).toBeGreaterThanOrEqual(best - 1e-7)
        if (answer.bound === undefined) return
        const sign = ['mclp', 'backup', 'capacitated'].includes(problem) ? -1 : 1
        expect(sign * answer.bound).toBeLessThanOrEqual(best + 1e-7)
      }),
      { numRuns: 100 },
    )
  })
})
