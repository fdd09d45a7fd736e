import { boundByKnapsack, coverWithinLimits, targetOf } from './cover-heuristic.ts'
import { faceOf } from './face.ts'
import { gapOf } from './gap.ts'
import type { SitingInstance } from './instance.ts'
import { buildCoverProgram, type CoverGoal, type SiteLimit } from './models/cover-program.ts'
import { chooseAmong, mostFaceEntries } from './prefer.ts'
import { unsolved, type PlanAnswer, type PlanTask } from './plan-task.ts'
import { coverRows, sitesInOrder, type ServiceRows } from './rows.ts'
import { solveCover } from './solve-cover.ts'
import { marksOf, solveRows, sitesOf } from './solve-rows.ts'
import { isLate, type SolveTools } from './tools.ts'

interface Found {
  open: number[]
  /** Cost or weight, in the rows' unit. */
  objective: number
  bound: number | undefined
}

/** lscp, mclp and coverage-target, with or without limits. */
export function solveCoverPlan(instance: SitingInstance, task: PlanTask, tools: SolveTools): PlanAnswer {
  const rows = task.problem === 'lscp' ? everyoneRows(instance) : coverRows(instance)
  const unit = task.problem === 'lscp' ? 1 : instance.weightScale
  const goal = goalOf(task, unit)
  const limits = limitsOf(task, instance.siteCount)
  const overspent = limits.find(({ need, most }) => sumOver(task.fixed, need) > most)
  if (overspent) return unsolved('infeasible', { reason: 'fixed-exceed-budget', costYuan: spent(task, 'yuan'), areaM2: spent(task, 'm2') })
  const found = isPlain(task, limits) ? solvePlain(instance, rows, task, tools) : solveLimited(rows, goal, limits, task, tools)
  if (found === 'undecided') return unsolved('undecided')
  if (found === 'infeasible') return howFar(rows, goal, limits, task, tools, unit)
  const scale = goal.kind === 'most' ? unit : 1
  const total = rows.penalty.reduce((sum, weight) => sum + weight, 0)
  const proof = gapOf(found.objective / scale, found.bound === undefined ? undefined : found.bound / scale, goal.kind === 'most' ? total / scale : 0)
  const answer: PlanAnswer = { outcome: 'solved', open: trimmed(rows, goal, task, found.open), objective: found.objective / scale, ...proof, alternatives: [], alternativesComplete: false }
  return proof.isOptimal && task.method === 'exact' && !isLate(tools) ? chooseCover(answer, rows, goal, limits, task, tools) : answer
}

/** Every demand that some site reaches, whatever its weight: each counts one. */
function everyoneRows(instance: SitingInstance): ServiceRows {
  return coverRows({ ...instance, weight: new Float64Array(instance.demandCount).fill(1), integral: true })
}

function goalOf(task: PlanTask, unit: number): CoverGoal {
  switch (task.problem) {
    case 'mclp':
      return { kind: 'most' }
    case 'coverage-target':
      return { kind: 'target', cost: task.cost, targetWeight: task.targetWeight! * unit }
    default:
      return { kind: 'all', cost: task.cost }
  }
}

function limitsOf({ limits, mostSites }: PlanTask, siteCount: number): SiteLimit[] {
  if (mostSites === undefined) return [...limits]
  return [...limits, { kind: 'sites', need: new Float64Array(siteCount).fill(1), most: mostSites }]
}

/** The problems of the textbook, for which there are solvers of their own. */
function isPlain(task: PlanTask, limits: readonly SiteLimit[]): boolean {
  if (task.problem === 'mclp') return limits.length === 1 && limits[0].kind === 'sites'
  const isFixed = new Set(task.fixed)
  return task.problem === 'lscp' && limits.length === 0 && task.cost.every((cost, site) => cost === (isFixed.has(site) ? 0 : 1))
}

function solvePlain(instance: SitingInstance, rows: ServiceRows, task: PlanTask, tools: SolveTools): Found {
  if (task.problem === 'lscp') {
    const { open, bound } = solveCover(sitesInOrder(instance), instance.siteCount, task, tools)
    return { open, objective: open.length - task.fixed.length, bound: bound - task.fixed.length }
  }
  const openCount = Math.min(task.mostSites!, instance.siteCount)
  const total = rows.penalty.reduce((sum, weight) => sum + weight, 0)
  const { open, sum, bound } = solveRows(rows, { fixed: task.fixed, openCount, method: task.method }, tools)
  return { open, objective: total - sum, bound: total - bound }
}

function solveLimited(rows: ServiceRows, goal: CoverGoal, limits: readonly SiteLimit[], task: PlanTask, tools: SolveTools): Found | 'infeasible' | 'undecided' {
  if (goal.kind !== 'most' && weightWhereAllOpen(rows) < targetOf(rows, goal)) return 'infeasible'
  const greedy = coverWithinLimits(rows, goal, limits, task.fixed)
  const knapsack = boundByKnapsack(rows, goal, limits, task.fixed)
  if (goal.kind !== 'most' && knapsack === Infinity) return 'infeasible'
  const objectiveOf = (open: readonly number[]) => (goal.kind === 'most' ? weightOf(rows, open) : sumOver(open, goal.cost))
  const stepped = goal.kind === 'most' ? knapsack : roundedUp(knapsack, goal.cost)
  const best = greedy.reaches ? { open: greedy.open, objective: objectiveOf(greedy.open), bound: stepped } : undefined
  if (task.method !== 'exact' || !tools.mip || isLate(tools) || (best && best.objective === best.bound)) return best ?? 'undecided'
  const model = buildCoverProgram(rows, goal, limits, marksOf(task.fixed, rows.siteCount))
  const scale = Math.max(1, model.columnCost.reduce((most, cost) => Math.max(most, cost), 0) / 1e4)
  const answer = tools.mip(
    { ...model, columnCost: model.columnCost.map((cost) => cost / scale) },
    {
      timeLimitSeconds: tools.deadline - tools.now(),
      absoluteGap: (goal.kind === 'most' ? 0.999 * rows.step : isWhole(goal.cost) ? 0.999 : 0) / scale,
      ...(best ? { start: startOf(rows, goal, best.open, model.columnCost.length) } : {}),
    },
  )
  if (answer.status === 'infeasible') return best ?? 'infeasible'
  const total = rows.penalty.reduce((sum, weight) => sum + weight, 0)
  const raw = answer.bound * scale
  const proven = goal.kind === 'most' ? total - roundedUp(raw, Float64Array.of(rows.step)) : roundedUp(raw, goal.cost)
  const open = answer.values && sitesOf(Uint8Array.from(answer.values.subarray(0, rows.siteCount), Math.round))
  const other = open && keeps(rows, goal, limits, open) ? { open, objective: objectiveOf(open), bound: proven } : undefined
  const isBetter = other && (!best || (goal.kind === 'most' ? other.objective > best.objective : other.objective < best.objective))
  const chosen = isBetter ? other : best
  if (!chosen) return 'undecided'
  // A bound may be weaker than the other one, and rounding may carry it a hair past the answer.
  const bound = answer.status === 'failed' ? stepped : goal.kind === 'most' ? Math.min(proven, stepped) : Math.max(proven, stepped)
  return { ...chosen, bound: goal.kind === 'most' ? Math.max(bound, chosen.objective) : Math.min(bound, chosen.objective) }
}

/** Sums of whole numbers are whole. */
function roundedUp(value: number, parts: Float64Array): number {
  return Number.isFinite(value) && isWhole(parts) ? Math.ceil(value - 1e-6 * Math.max(1, Math.abs(value) * 1e-3)) : value
}

function isWhole(values: Float64Array): boolean {
  return values.every((value) => Number.isInteger(value) && value > -1) && values.some((value) => value > 0)
}

function startOf({ rowCount, siteCount, start, site }: ServiceRows, goal: CoverGoal, open: readonly number[], length: number): Float64Array {
  const values = new Float64Array(length)
  for (const one of open) values[one] = 1
  if (goal.kind === 'all') return values
  for (let row = 0; row < rowCount; row++) {
    let k = start[row]
    while (k < start[row + 1] && values[site[k]] === 0) k++
    values[siteCount + row] = k < start[row + 1] ? 0 : 1
  }
  return values
}

/** The solver's answer once more in exact numbers: its tolerances are not ours. */
function keeps(rows: ServiceRows, goal: CoverGoal, limits: readonly SiteLimit[], open: readonly number[]): boolean {
  if (!limits.every(({ need, most }) => sumOver(open, need) <= most * (1 + 1e-12))) return false
  return goal.kind === 'most' || weightOf(rows, open) >= targetOf(rows, goal)
}

export function weightOf({ rowCount, siteCount, start, site, penalty }: ServiceRows, open: readonly number[]): number {
  const isOpen = marksOf(open, siteCount)
  let weight = 0
  for (let row = 0; row < rowCount; row++) {
    let k = start[row]
    while (k < start[row + 1] && !isOpen[site[k]]) k++
    if (k < start[row + 1]) weight += penalty[row]
  }
  return weight
}

function weightWhereAllOpen({ penalty }: ServiceRows): number {
  return penalty.reduce((sum, weight) => sum + weight, 0)
}

/** The target cannot be reached: the most that can within the limits, and its sites. */
function howFar(rows: ServiceRows, goal: CoverGoal, limits: readonly SiteLimit[], task: PlanTask, tools: SolveTools, unit: number): PlanAnswer {
  const most: CoverGoal = { kind: 'most' }
  const found = solveLimited(rows, most, limits, task, tools)
  const target = targetOf(rows, goal) / unit
  const open = typeof found === 'string' ? [...task.fixed] : trimmed(rows, most, task, found.open)
  return unsolved('infeasible', { reason: 'target-out-of-reach', targetWeight: target, mostWeight: weightOf(rows, open) / unit }, open)
}

/** No site that only stands idle: where the most is asked for, those that add nothing stay closed. */
function trimmed({ rowCount, siteCount, start, site }: ServiceRows, goal: CoverGoal, task: PlanTask, open: readonly number[]): number[] {
  const sorted = [...open].sort((a, b) => a - b)
  if (goal.kind !== 'most') return sorted
  const isFixed = marksOf(task.fixed, siteCount)
  const isOpen = marksOf(open, siteCount)
  const times = new Int32Array(rowCount)
  const rowsOf = Array.from({ length: siteCount }, (): number[] => [])
  for (let row = 0; row < rowCount; row++) {
    for (let k = start[row]; k < start[row + 1]; k++) {
      if (!isOpen[site[k]]) continue
      times[row]++
      rowsOf[site[k]].push(row)
    }
  }
  const idle = (one: number) => !isFixed[one] && rowsOf[one].every((row) => times[row] > 1)
  // Those that are less preferred go first.
  const order = [...sorted].sort((a, b) => (task.preference ? task.preference[b] - task.preference[a] : 0) || b - a)
  for (const one of order) {
    if (!idle(one)) continue
    isOpen[one] = 0
    for (const row of rowsOf[one]) times[row]--
  }
  return sorted.filter((one) => isOpen[one])
}

function chooseCover(answer: PlanAnswer, rows: ServiceRows, goal: CoverGoal, limits: readonly SiteLimit[], task: PlanTask, tools: SolveTools): PlanAnswer {
  const best = goal.kind === 'most' ? weightOf(rows, answer.open) : sumOver(answer.open, goal.cost)
  const total = weightWhereAllOpen(rows)
  const tolerance = goal.kind === 'most' ? (rows.step > 0 ? rows.step / 2 : 1e-9 * total) : isWhole(goal.cost) ? 0.5 : 1e-9 * Math.abs(best)
  const isAsGood = (open: number[]) => keeps(rows, goal, limits, open) && (goal.kind === 'most' ? weightOf(rows, open) >= best - 1e-9 * total : sumOver(open, goal.cost) <= best + tolerance)
  const isTooLarge = rows.site.length > mostFaceEntries
  const face = isTooLarge ? undefined : faceOf(buildCoverProgram(rows, goal, limits, marksOf(task.fixed, rows.siteCount)), rows.siteCount, goal.kind === 'most' ? total - best : best, tolerance)
  return chooseAmong(answer, face, task, isAsGood, tools)
}

function sumOver(sites: readonly number[], values: Float64Array): number {
  return sites.reduce((sum, site) => sum + values[site], 0)
}

function spent(task: PlanTask, kind: SiteLimit['kind']): number {
  const limit = task.limits.find((one) => one.kind === kind)
  return limit ? sumOver(task.fixed, limit.need) : 0
}
