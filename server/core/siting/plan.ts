import type { SitingInstance } from './instance.ts'
import { solveCoverPlan } from './plan-cover.ts'
import { solveDistancePlan } from './plan-distance.ts'
import { solveModelPlan } from './plan-model.ts'
import { unsolved, type PlanAnswer, type PlanTask } from './plan-task.ts'
import type { SolveTools } from './tools.ts'

/** Solves a plan; without a solver (`tools.mip`) by heuristics with their bounds. */
export function solvePlan(instance: SitingInstance, task: PlanTask, tools: SolveTools): PlanAnswer {
  const fixedCount = task.fixed.length
  if (task.mostSites !== undefined && fixedCount > task.mostSites) {
    return unsolved('infeasible', { reason: 'fixed-exceed-count', fixedCount, openCount: task.mostSites })
  }
  switch (task.problem) {
    case 'lscp':
    case 'mclp':
    case 'coverage-target':
      return solveCoverPlan(instance, task, tools)
    case 'p-median':
    case 'p-centre':
      return solveDistancePlan(instance, task, tools)
    case 'backup':
    case 'capacitated':
      return solveModelPlan(instance, task, tools)
  }
}
