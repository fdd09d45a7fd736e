import { modelOfOptima } from './alternatives.ts'
import { dropWiderLists } from './cover-reduce.ts'
import { gapOf } from './gap.ts'
import type { SitingInstance } from './instance.ts'
import { measure } from './measure.ts'
import { withRow } from './mip-rows.ts'
import { buildCoverProgram, type SiteLimit } from './models/cover-program.ts'
import { buildRadiusModel, radiusModelSize } from './models/radius.ts'
import { chooseAmong, mostFaceEntries } from './prefer.ts'
import { unsolved, type PlanAnswer, type PlanTask } from './plan-task.ts'
import { coverRows, keepServed, medianRows, sitesInOrder, type ServiceRows } from './rows.ts'
import { largestCost } from './solve-centre.ts'
import { solveLocation } from './solve-location.ts'
import { marksOf, sitesOf } from './solve-rows.ts'
import { isLate, type SolveTools } from './tools.ts'

const mostModelEntries = 12e6

/**
 * p-median and p-centre: exactly as many sites as asked for; within budgets at most so many. Of all optima the preferred
 * one: for p-centre of all choices that cover everyone within the radius proven to be the smallest.
 */
export function solveDistancePlan(instance: SitingInstance, task: PlanTask, tools: SolveTools): PlanAnswer {
  const problem = task.problem as 'p-median' | 'p-centre'
  const openCount = Math.min(task.mostSites!, instance.siteCount)
  const answer = solveLocation(instance, { problem, openCount: task.mostSites, fixed: task.fixed, method: task.method }, tools)
  if (answer.outcome !== 'solved') return unsolved(answer.outcome, answer.infeasibility)
  const plain: PlanAnswer = { ...pick(answer), outcome: 'solved', alternatives: [], alternativesComplete: false }
  const best = task.limits.every((limit) => keepsLimit(limit, answer.open)) ? plain : solveWithinBudget(instance, task, openCount, tools)
  if (best.outcome !== 'solved' || !best.isOptimal || task.method !== 'exact') return best
  return problem === 'p-median' ? chooseMedian(instance, best, task, openCount, tools) : chooseCentre(instance, best, task, openCount, tools)
}

function pick({ open, objective, bound, gap, isOptimal }: Pick<PlanAnswer, 'open' | 'objective' | 'bound' | 'gap' | 'isOptimal'>) {
  return { open, objective, bound, gap, isOptimal }
}

function keepsLimit({ need, most }: SiteLimit, open: readonly number[]): boolean {
  return open.reduce((sum, site) => sum + need[site], 0) <= most
}

function chooseMedian(instance: SitingInstance, best: PlanAnswer, task: PlanTask, openCount: number, tools: SolveTools): PlanAnswer {
  const { mip } = tools
  const isAtMost = task.limits.length > 0
  const model = mip && !isLate(tools) ? modelOfOptima(instance, { problem: 'p-median', fixed: task.fixed, open: best.open, openCount, isAtMost }, { ...tools, mip }) : undefined
  const face = model && { siteCount: instance.siteCount, model: withLimits({ ...model, columnCost: new Float64Array(model.columnCost.length), offset: 0 }, task.limits) }
  const most = best.objective! * (1 + (instance.integral ? 0 : 2e-9))
  const isAsGood = (open: number[]) => {
    const { weightedSum, coveredCount } = measure(instance, open)
    return keepsCount(open, openCount, isAtMost) && coveredCount === servedCount(instance) && weightedSum <= most && task.limits.every((limit) => keepsLimit(limit, open))
  }
  return chooseAmong(best, face, task, isAsGood, tools)
}

/** All choices of so many sites that cover everyone within the smallest largest walk are as good. */
function chooseCentre(instance: SitingInstance, best: PlanAnswer, task: PlanTask, openCount: number, tools: SolveTools): PlanAnswer {
  const radius = largestCost(instance, best.open)
  const isAtMost = task.limits.length > 0
  const { lists } = keepServed(instance, sitesInOrder(instance, radius))
  const isAsGood = (open: number[]) => keepsCount(open, openCount, isAtMost) && largestCost(instance, open) <= radius && task.limits.every((limit) => keepsLimit(limit, open))
  const narrow = dropWiderLists(lists, instance.siteCount)
  if (narrow.site.length > mostFaceEntries) return chooseAmong(best, undefined, task, isAsGood, tools)
  const rows: ServiceRows = { ...rowsWithin(instance, radius), ...narrow, rowCount: narrow.start.length - 1 }
  const model = buildCoverProgram(rows, { kind: 'all', cost: new Float64Array(rows.siteCount) }, task.limits, marksOf(task.fixed, rows.siteCount))
  const sites = Array.from({ length: rows.siteCount }, (_, site) => site)
  const face = { siteCount: rows.siteCount, model: withRow(model, sites, sites.map(() => 1), isAtMost ? -Infinity : openCount, openCount) }
  return chooseAmong(best, face, task, isAsGood, tools)
}

function keepsCount(open: readonly number[], openCount: number, isAtMost: boolean): boolean {
  return isAtMost ? open.length <= openCount : open.length === openCount
}

function servedCount({ demandCount, demandStart }: SitingInstance): number {
  let count = 0
  for (let demand = 0; demand < demandCount; demand++) if (demandStart[demand] < demandStart[demand + 1]) count++
  return count
}

function rowsWithin(instance: SitingInstance, mostCost: number): ServiceRows {
  const { lists, weight } = keepServed(instance, sitesInOrder(instance, mostCost))
  const rowCount = weight.length
  return { rowCount, siteCount: instance.siteCount, ...lists, value: new Float64Array(lists.site.length), penalty: new Float64Array(rowCount).fill(1), mustServe: false, step: 1 }
}

function solveWithinBudget(instance: SitingInstance, task: PlanTask, openCount: number, tools: SolveTools): PlanAnswer {
  if (task.method !== 'exact' || !tools.mip || isLate(tools)) return unsolved('undecided')
  return task.problem === 'p-median' ? medianWithinBudget(instance, task, openCount, { ...tools, mip: tools.mip }) : centreWithinBudget(instance, task, openCount, { ...tools, mip: tools.mip })
}

type ExactTools = SolveTools & Required<Pick<SolveTools, 'mip'>>

/** The radius model with budget rows; as many sites as asked for at most, since so many may not be affordable. */
function medianWithinBudget(instance: SitingInstance, task: PlanTask, openCount: number, tools: ExactTools): PlanAnswer {
  const rows = medianRows(instance)
  if (radiusModelSize(rows) > mostModelEntries) return unsolved('undecided')
  const built = buildRadiusModel({ ...rows, penalty: new Float64Array(rows.rowCount).fill(Infinity) }, marksOf(task.fixed, rows.siteCount), new Uint8Array(rows.siteCount), openCount)
  built.model.rowLower[0] = 0
  const scale = Math.max(1, built.model.columnCost.reduce((most, cost) => Math.max(most, cost), 0) / 1e4)
  const limited = withLimits({ ...built.model, columnCost: built.model.columnCost.map((cost) => cost / scale), offset: built.model.offset / scale }, task.limits)
  const answer = tools.mip(limited, { timeLimitSeconds: tools.deadline - tools.now(), absoluteGap: (0.999 * rows.step) / scale })
  if (answer.status === 'infeasible') return outOfBudget(instance, task, openCount, tools)
  if (!answer.values) return unsolved('undecided')
  const open = sitesOf(Uint8Array.from(answer.values.subarray(0, rows.siteCount), Math.round))
  const objective = measure(instance, open).weightedSum
  const unit = instance.costScale * instance.weightScale
  const bound = answer.status === 'optimal' ? objective : Math.min(objective, (answer.bound * scale) / unit)
  return { outcome: 'solved', open, objective, ...gapOf(objective, bound), alternatives: [], alternativesComplete: false }
}

/** Bisection over the walks: within how far can everyone be covered for the money? */
function centreWithinBudget(instance: SitingInstance, task: PlanTask, openCount: number, tools: ExactTools): PlanAnswer {
  const walks = [...new Set(instance.pairCost)].sort((a, b) => a - b)
  const reachable = keepServed(instance, sitesInOrder(instance)).weight.length
  const count: SiteLimit = { kind: 'sites', need: new Float64Array(instance.siteCount).fill(1), most: openCount }
  const cost = new Float64Array(instance.siteCount)
  let [low, high] = [0, walks.length - 1]
  let best: number[] | undefined
  let isSure = true
  const tryWithin = (walk: number) => {
    const rows = rowsWithin(instance, walk)
    if (rows.rowCount < reachable) return 'infeasible' as const
    const model = buildCoverProgram(rows, { kind: 'all', cost }, [...task.limits, count], marksOf(task.fixed, rows.siteCount))
    const answer = tools.mip(model, { timeLimitSeconds: tools.deadline - tools.now(), absoluteGap: 0.5 })
    if (answer.status === 'infeasible') return 'infeasible' as const
    return answer.values ? sitesOf(Uint8Array.from(answer.values.subarray(0, rows.siteCount), Math.round)) : ('undecided' as const)
  }
  const widest = walks.length === 0 ? [...task.fixed] : tryWithin(walks[high])
  if (widest === 'infeasible') return outOfBudget(instance, task, openCount, tools)
  if (widest === 'undecided') return unsolved('undecided')
  best = widest
  while (low < high && !isLate(tools)) {
    const middle = (low + high) >> 1
    const found = tryWithin(walks[middle])
    if (found === 'undecided') {
      isSure = false
      break
    }
    if (found === 'infeasible') low = middle + 1
    else [best, high] = [found, middle]
  }
  const objective = best.length === 0 ? 0 : largestCost(instance, best) / instance.costScale
  const bound = isSure && low >= high ? objective : walks[low] / instance.costScale
  return { outcome: 'solved', open: best, objective, ...gapOf(objective, bound), alternatives: [], alternativesComplete: false }
}

function withLimits(model: Parameters<typeof withRow>[0], limits: readonly SiteLimit[]) {
  return limits.reduce((one, { need, most }) => {
    const sites = Array.from(need.keys()).filter((site) => need[site] > 0)
    return withRow(one, sites, sites.map((site) => need[site]), -Infinity, most)
  }, model)
}

/** The most people that the budget can serve at all. */
function outOfBudget(instance: SitingInstance, task: PlanTask, openCount: number, tools: ExactTools): PlanAnswer {
  const rows = coverRows({ ...instance, weight: new Float64Array(instance.demandCount).fill(1), integral: true })
  const count: SiteLimit = { kind: 'sites', need: new Float64Array(instance.siteCount).fill(1), most: openCount }
  const model = buildCoverProgram(rows, { kind: 'most' }, [...task.limits, count], marksOf(task.fixed, rows.siteCount))
  const answer = tools.mip(model, { timeLimitSeconds: tools.deadline - tools.now(), absoluteGap: 0.5 })
  const open = answer.values ? sitesOf(Uint8Array.from(answer.values.subarray(0, rows.siteCount), Math.round)) : [...task.fixed]
  const total = rows.penalty.reduce((sum, one) => sum + one, 0)
  return unsolved('infeasible', { reason: 'target-out-of-reach', targetWeight: total, mostWeight: measure({ ...instance, weight: new Float64Array(instance.demandCount).fill(1), weightScale: 1 }, open).coveredWeight }, open)
}
