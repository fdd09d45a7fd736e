import type { Infeasibility } from './explain.ts'
import { gapOf, type Proof } from './gap.ts'
import type { SitingInstance } from './instance.ts'
import type { MipAnswer, MipModel } from './mip.ts'
import { buildBackupModel } from './models/backup-cover.ts'
import { buildCapacitatedModel } from './models/capacitated-cover.ts'
import { buildCoverageModel, type Budget, type CoverageGoal, type SiteNeeds } from './models/coverage.ts'
import { coverRows, keepServed, sitesInOrder } from './rows.ts'
import { solveCover } from './solve-cover.ts'
import { marksOf, sitesOf } from './solve-rows.ts'
import type { SolveTools } from './tools.ts'

export interface VariantAnswer extends Proof {
  outcome: 'solved' | 'infeasible' | 'undecided'
  infeasibility?: Infeasibility
  open: number[]
  /** undefined unless solved. */
  objective?: number
}

/** The tools with a solver: these problems have no other method. */
export type ExactTools = SolveTools & Required<Pick<SolveTools, 'mip'>>

/** Everyone reachable is covered by exactly `openCount` sites; the objective is the weight that has a second one. */
export function solveBackupCover(
  instance: SitingInstance,
  task: { openCount: number; fixed: readonly number[] },
  tools: ExactTools,
): VariantAnswer {
  const { lists, weight } = keepServed(instance, sitesInOrder(instance))
  const openCount = Math.min(task.openCount, instance.siteCount)
  const isFixed = marksOf(task.fixed, instance.siteCount)
  const model = buildBackupModel(lists, weight, instance.siteCount, openCount, isFixed)
  const total = weight.reduce((sum, one) => sum + one, 0)
  const answer = ask(model, instance, tools)
  if (answer.status === 'infeasible') {
    const needed = solveCover(lists, instance.siteCount, { fixed: task.fixed, method: 'exact' }, tools)
    const isExact = needed.bound === needed.open.length
    return { ...unsolved('infeasible'), infeasibility: { reason: 'too-few-sites', openCount, neededCount: needed.bound, isExact } }
  }
  if (!answer.values) return unsolved('undecided')
  const open = sitesFrom(answer, instance.siteCount)
  const isOpen = marksOf(open, instance.siteCount)
  let twice = 0
  for (let row = 0; row < weight.length; row++) {
    let times = 0
    for (let k = lists.start[row]; k < lists.start[row + 1]; k++) times += isOpen[lists.site[k]]
    if (times >= 2) twice += weight[row]
  }
  return solved(open, twice / instance.weightScale, (total - boundFrom(answer, instance)) / instance.weightScale)
}

export interface CapacityTask {
  mostSites: number
  fixed: readonly number[]
  /** What each site can take, in the unit of the input's weights. */
  capacity: Float64Array
  /** A demand goes to one site as a whole; else it may be shared between several. */
  isWhole: boolean
}

/** The objective is the weight served by sites that have room for it. */
export function solveCapacitatedCover(
  instance: SitingInstance,
  task: CapacityTask,
  tools: ExactTools,
): VariantAnswer & { share?: Float64Array } {
  const isFixed = marksOf(task.fixed, instance.siteCount)
  if (task.fixed.length > task.mostSites) {
    return {
      ...unsolved('infeasible'),
      infeasibility: { reason: 'fixed-exceed-count', fixedCount: task.fixed.length, openCount: task.mostSites },
    }
  }
  const lists = sitesInOrder(instance)
  const capacity = task.capacity.map((one) => one * instance.weightScale)
  const answer = ask(buildCapacitatedModel(instance, lists, capacity, task.mostSites, isFixed, task.isWhole), instance, tools)
  if (!answer.values) return unsolved('undecided')
  const share = answer.values.slice(instance.siteCount)
  let served = 0
  for (let demand = 0; demand < instance.demandCount; demand++) {
    for (let k = lists.start[demand]; k < lists.start[demand + 1]; k++) served += share[k] * instance.weight[demand]
  }
  // Whole weights and whole capacities make whole sums: what is off is the solver's tolerance.
  const exact = instance.integral && capacity.every(Number.isInteger) ? Math.round(served) : served
  return {
    ...solved(sitesFrom(answer, instance.siteCount), exact / instance.weightScale, -boundFrom(answer, instance) / instance.weightScale),
    share,
  }
}

export interface CoverageTask {
  goal: CoverageGoal
  needs: SiteNeeds
  budget: Budget
  fixed: readonly number[]
}

/** The most weight within a budget, or the fewest sites or least money for a target weight; weights in the input's unit. */
export function solveCoverage(instance: SitingInstance, task: CoverageTask, tools: ExactTools): VariantAnswer {
  const rows = coverRows(instance)
  const reachable = rows.penalty.reduce((sum, weight) => sum + weight, 0)
  const isFixed = marksOf(task.fixed, instance.siteCount)
  const spent = spentBy(task.fixed, task.needs)
  const { mostSites = Infinity, mostYuan = Infinity, mostAreaM2 = Infinity } = task.budget
  if (task.fixed.length > mostSites) {
    return {
      ...unsolved('infeasible'),
      infeasibility: { reason: 'fixed-exceed-count', fixedCount: task.fixed.length, openCount: mostSites },
    }
  }
  if (spent.costYuan > mostYuan || spent.areaM2 > mostAreaM2) {
    return { ...unsolved('infeasible'), infeasibility: { reason: 'fixed-exceed-budget', ...spent } }
  }
  const goal = task.goal.kind === 'most-weight' ? task.goal : { ...task.goal, targetWeight: task.goal.targetWeight * instance.weightScale }
  const { model } = buildCoverageModel(rows, task.needs, goal, task.budget, isFixed)
  const answer = ask(model, instance, tools)
  if (answer.status === 'infeasible' && task.goal.kind !== 'most-weight') {
    const most = solveCoverage(instance, { ...task, goal: { kind: 'most-weight' } }, tools)
    const mostWeight = most.bound ?? reachable / instance.weightScale
    return { ...unsolved('infeasible'), infeasibility: { reason: 'target-out-of-reach', targetWeight: task.goal.targetWeight, mostWeight } }
  }
  if (!answer.values) return unsolved('undecided')
  const open = sitesFrom(answer, instance.siteCount)
  switch (task.goal.kind) {
    case 'most-weight': {
      const isOpen = marksOf(open, instance.siteCount)
      let covered = 0
      for (let row = 0; row < rows.rowCount; row++) {
        if (rows.site.subarray(rows.start[row], rows.start[row + 1]).some((site) => isOpen[site] === 1)) covered += rows.penalty[row]
      }
      return solved(open, covered / instance.weightScale, (reachable - boundFrom(answer, instance)) / instance.weightScale)
    }
    case 'fewest-sites':
      return solved(open, open.length, Math.ceil(answer.bound - 1e-6))
    case 'least-yuan':
      return solved(open, spentBy(open, task.needs).costYuan, answer.bound)
  }
}

/** Yuan and square metres that sites take together. */
export function spentBy(sites: readonly number[], { costYuan, areaM2 }: SiteNeeds): { costYuan: number; areaM2: number } {
  return { costYuan: sites.reduce((sum, site) => sum + costYuan[site], 0), areaM2: sites.reduce((sum, site) => sum + areaM2[site], 0) }
}

/** Coefficients of moderate size: the solver's tolerances are absolute. */
function ask(model: MipModel, instance: SitingInstance, tools: ExactTools): MipAnswer {
  const scale = Math.max(1, model.columnCost.reduce((most, cost) => Math.max(most, Math.abs(cost)), 0) / 1e4)
  const scaled = { ...model, columnCost: model.columnCost.map((cost) => cost / scale) }
  const answer = tools.mip(scaled, { timeLimitSeconds: tools.deadline - tools.now(), absoluteGap: instance.integral ? 1e-6 : 0 })
  return { ...answer, bound: answer.bound * scale, objective: answer.objective === undefined ? undefined : answer.objective * scale }
}

/** Sums of whole weights are whole. */
function boundFrom({ bound }: MipAnswer, { integral }: SitingInstance): number {
  return integral ? Math.ceil(bound - 1e-6 * Math.max(1, Math.abs(bound) * 1e-3)) : bound
}

function sitesFrom({ values }: MipAnswer, siteCount: number): number[] {
  return sitesOf(Uint8Array.from(values!.subarray(0, siteCount), Math.round))
}

function solved(open: number[], objective: number, bound: number): VariantAnswer {
  return { outcome: 'solved', open, objective, ...gapOf(objective, bound, 1e3 * Math.abs(objective)) }
}

function unsolved(outcome: 'infeasible' | 'undecided'): VariantAnswer {
  return { outcome, open: [], isOptimal: false }
}
