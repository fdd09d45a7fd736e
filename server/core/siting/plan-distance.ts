import { gapOf } from './gap.ts'
import { faceOf, listFace, withCount } from './face.ts'
import type { SitingInstance } from './instance.ts'
import { measure } from './measure.ts'
import { withRow } from './mip-rows.ts'
import { buildCoverProgram, type SiteLimit } from './models/cover-program.ts'
import { buildRadiusModel, radiusModelSize } from './models/radius.ts'
import { unsolved, type PlanAnswer, type PlanTask } from './plan-task.ts'
import { coverRows, keepServed, medianRows, sitesInOrder, type ServiceRows } from './rows.ts'
import { largestCost } from './solve-centre.ts'
import { solveLocation } from './solve-location.ts'
import { marksOf, sitesOf } from './solve-rows.ts'
import { isLate, type SolveTools } from './tools.ts'

const mostModelEntries = 12e6

/** p-median and p-centre: exactly as many sites as asked for; within budgets at most so many. */
export function solveDistancePlan(instance: SitingInstance, task: PlanTask, tools: SolveTools): PlanAnswer {
  const problem = task.problem as 'p-median' | 'p-centre'
  const openCount = Math.min(task.mostSites!, instance.siteCount)
  const isMedian = problem === 'p-median'
  // For p-median the listing of equal optima is the core's own; they are few, and the preferred one is picked from them.
  const listed = isMedian && tools.mip ? (task.preference ? Math.max(8, task.alternatives + 1) : task.alternatives + 1) : 0
  const asked = { problem, openCount: task.mostSites, fixed: task.fixed, method: task.method, alternatives: listed > 1 ? listed : undefined }
  const answer = solveLocation(instance, asked, tools)
  if (answer.outcome !== 'solved') return unsolved(answer.outcome, answer.infeasibility)
  const plain: PlanAnswer = { ...pick(answer), outcome: 'solved', alternatives: [], alternativesComplete: false }
  if (!task.limits.every((limit) => keepsLimit(limit, answer.open))) return solveWithinBudget(instance, task, openCount, tools)
  if (!answer.isOptimal) return plain
  if (isMedian) {
    const choices = answer.alternatives?.choices.filter((open) => task.limits.every((limit) => keepsLimit(limit, open))) ?? [answer.open]
    return choose(plain, choices, answer.alternatives?.isComplete ?? false, task)
  }
  return withOtherCentres(instance, plain, task, tools)
}

function pick({ open, objective, bound, gap, isOptimal }: Pick<PlanAnswer, 'open' | 'objective' | 'bound' | 'gap' | 'isOptimal'>) {
  return { open, objective, bound, gap, isOptimal }
}

function keepsLimit({ need, most }: SiteLimit, open: readonly number[]): boolean {
  return open.reduce((sum, site) => sum + need[site], 0) <= most
}

function choose(answer: PlanAnswer, choices: number[][], isComplete: boolean, { preference, alternatives }: PlanTask): PlanAnswer {
  const worth = (open: readonly number[]) => (preference ? open.reduce((sum, site) => sum + preference[site], 0) : 0)
  const sorted = choices.map((open, i) => ({ open, i })).sort((a, b) => worth(a.open) - worth(b.open) || a.i - b.i)
  const others = sorted.slice(1).map(({ open }) => open)
  return { ...answer, open: sorted[0].open, alternatives: others.slice(0, alternatives), alternativesComplete: isComplete && others.length <= alternatives }
}

/** All choices of so many sites that cover everyone within the smallest largest walk are as good. */
function withOtherCentres(instance: SitingInstance, answer: PlanAnswer, task: PlanTask, tools: SolveTools): PlanAnswer {
  if (!tools.mip || isLate(tools) || (!task.preference && task.alternatives === 0)) return answer
  const rows = rowsWithin(instance, largestCost(instance, answer.open))
  const limits = task.limits
  const model = buildCoverProgram(rows, { kind: 'all', cost: new Float64Array(rows.siteCount) }, limits, marksOf(task.fixed, rows.siteCount))
  const face = withCount(faceOf(model, rows.siteCount, 0, 0), answer.open.length)
  const asGood = (open: number[]) => limits.every((limit) => keepsLimit(limit, open)) && largestCost(instance, open) <= largestCost(instance, answer.open) && measure(instance, open).coveredCount === measure(instance, answer.open).coveredCount
  const { choices, isComplete } = listFace(face, task.preference ?? new Float64Array(rows.siteCount), task.alternatives + 2, asGood, { ...tools, mip: tools.mip })
  const isSame = (one: number[]) => one.join() === answer.open.join()
  return choices.length === 0 ? answer : choose(answer, [answer.open, ...choices.filter((one) => !isSame(one))], isComplete, task)
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
