import { faceOf } from './face.ts'
import { gapOf } from './gap.ts'
import type { SitingInstance } from './instance.ts'
import { withRow } from './mip-rows.ts'
import { buildBackupModel } from './models/backup-cover.ts'
import { buildCapacitatedModel } from './models/capacitated-cover.ts'
import type { MipModel } from './mip.ts'
import { chooseAmong } from './prefer.ts'
import { unsolved, type PlanAnswer, type PlanTask } from './plan-task.ts'
import { keepServed, sitesInOrder, type SiteLists } from './rows.ts'
import { shareOut } from './share-out.ts'
import { solveCover } from './solve-cover.ts'
import { marksOf, sitesOf } from './solve-rows.ts'
import { isLate, type SolveTools } from './tools.ts'

/** Backup and capacitated covering: greedy for an answer, the model of each for the proof. */
export function solveModelPlan(instance: SitingInstance, task: PlanTask, tools: SolveTools): PlanAnswer {
  const world = task.problem === 'backup' ? backupWorld(instance, task) : capacityWorld(instance, task)
  const scale = instance.weightScale
  const start = world.begin(tools)
  if (start === 'infeasible') return tooFew(instance, task, tools)
  const heuristic = start && { open: start, weight: world.weightOf(start) }
  const wrap = (open: number[], weight: number, bound: number): PlanAnswer => ({
    outcome: 'solved',
    open,
    objective: weight / scale,
    ...gapOf(weight / scale, Math.max(weight, bound) / scale, world.total / scale),
    alternatives: [],
    alternativesComplete: false,
  })
  if (task.method !== 'exact' || !tools.mip || isLate(tools)) return heuristic ? wrap(heuristic.open, heuristic.weight, world.bound) : unsolved('undecided')
  const model = withLimits(world.model(), task)
  const size = Math.max(1, model.columnCost.reduce((most, cost) => Math.max(most, Math.abs(cost)), 0) / 1e4)
  const answer = tools.mip(
    { ...model, columnCost: model.columnCost.map((cost) => cost / size) },
    { timeLimitSeconds: tools.deadline - tools.now(), absoluteGap: instance.integral ? 0.999 / size : 0 },
  )
  if (answer.status === 'infeasible') return heuristic ? wrap(heuristic.open, heuristic.weight, heuristic.weight) : tooFew(instance, task, tools)
  const found = answer.values && sitesOf(Uint8Array.from(answer.values.subarray(0, instance.siteCount), Math.round))
  const exact = found && { open: found, weight: world.weightOf(found) }
  const best = exact && (!heuristic || exact.weight >= heuristic.weight) ? exact : heuristic
  if (!best) return unsolved('undecided')
  const proven = answer.status === 'failed' ? world.bound : world.sumless - roundUp(answer.bound * size, instance.integral)
  const done = wrap(best.open, best.weight, Math.min(proven, world.bound))
  if (!done.isOptimal || isLate(tools)) return done
  const tolerance = instance.integral ? 0.5 : 1e-9 * world.total
  const isAsGood = (open: number[]) => world.weightOf(open) >= best.weight - tolerance && world.keepsCount(open) && keepsLimits(task, open)
  return chooseAmong(done, faceOf(model, instance.siteCount, world.sumless - best.weight, tolerance), task, isAsGood, tools)
}

interface World {
  /** Weight served by open sites, in the instance's unit. */
  weightOf(open: readonly number[]): number
  keepsCount(open: readonly number[]): boolean
  model(): MipModel
  /** The model minimises `sumless` − weight. */
  sumless: number
  total: number
  bound: number
  begin(tools: SolveTools): number[] | 'infeasible' | undefined
}

function backupWorld(instance: SitingInstance, task: PlanTask): World {
  const { lists, weight } = keepServed(instance, sitesInOrder(instance))
  const openCount = Math.min(task.mostSites!, instance.siteCount)
  const total = weight.reduce((sum, one) => sum + one, 0)
  const weightOf = (open: readonly number[]) => twice(lists, weight, marksOf(open, instance.siteCount))
  return {
    weightOf,
    keepsCount: ({ length }) => (task.limits.length === 0 ? length === openCount : length <= openCount),
    total,
    sumless: total,
    bound: weightOf(Array.from({ length: instance.siteCount }, (_, site) => site)),
    model: () => buildBackupModel(lists, weight, instance.siteCount, openCount, marksOf(task.fixed, instance.siteCount)),
    begin(tools) {
      const cover = solveCover(lists, instance.siteCount, { fixed: task.fixed, method: 'heuristic', enough: openCount }, tools)
      if (cover.bound > openCount) return 'infeasible'
      if (cover.open.length > openCount) return undefined
      const open = fillGreedily(cover.open, openCount, instance.siteCount, weightOf)
      return keepsLimits(task, open) ? open : undefined
    },
  }
}

function twice({ start, site }: SiteLists, weight: Float64Array, isOpen: Uint8Array): number {
  let sum = 0
  for (let row = 0; row < weight.length; row++) {
    let times = 0
    for (let k = start[row]; k < start[row + 1]; k++) times += isOpen[site[k]]
    if (times >= 2) sum += weight[row]
  }
  return sum
}

/** Small steps of the heuristic only: it asks for every site each time. */
function fillGreedily(open: readonly number[], count: number, siteCount: number, weightOf: (open: readonly number[]) => number): number[] {
  const chosen = [...open]
  while (chosen.length < Math.min(count, siteCount)) {
    let best = -1
    let most = -1
    for (let site = 0; site < siteCount; site++) {
      if (chosen.includes(site)) continue
      const weight = weightOf([...chosen, site])
      if (weight > most) [best, most] = [site, weight]
    }
    chosen.push(best)
  }
  return chosen.sort((a, b) => a - b)
}

function capacityWorld(instance: SitingInstance, task: PlanTask): World {
  const lists = sitesInOrder(instance)
  const capacity = task.capacity!.map((one) => one * instance.weightScale)
  const reachable = keepServed(instance, lists).weight.reduce((sum, one) => sum + one, 0)
  const mostSites = Math.min(task.mostSites!, instance.siteCount)
  const weightOf = (open: readonly number[]) => shareOut(lists, instance.weight, capacity, marksOf(open, instance.siteCount))
  const isFixed = new Set(task.fixed)
  const room = (sites: number[]) => sites.reduce((sum, site) => sum + capacity[site], 0)
  const others = Array.from(capacity.keys()).filter((site) => !isFixed.has(site)).sort((a, b) => capacity[b] - capacity[a])
  return {
    weightOf,
    keepsCount: ({ length }) => length <= mostSites,
    total: reachable,
    sumless: 0,
    bound: Math.min(reachable, room([...task.fixed]) + room(others.slice(0, mostSites - task.fixed.length))),
    model: () => buildCapacitatedModel(instance, lists, capacity, mostSites, marksOf(task.fixed, instance.siteCount), false),
    begin() {
      if (!keepsLimits(task, task.fixed)) return undefined
      const open = [...task.fixed]
      for (const site of rankByWeight(instance, lists)) {
        if (open.length >= mostSites) break
        if (!isFixed.has(site) && keepsLimits(task, [...open, site])) open.push(site)
      }
      return open.sort((a, b) => a - b)
    },
  }
}

function rankByWeight({ siteCount, weight, demandCount }: SitingInstance, { start, site }: SiteLists): number[] {
  const inReach = new Float64Array(siteCount)
  for (let demand = 0; demand < demandCount; demand++) for (let k = start[demand]; k < start[demand + 1]; k++) inReach[site[k]] += weight[demand] / (start[demand + 1] - start[demand])
  return Array.from(inReach.keys()).sort((a, b) => inReach[b] - inReach[a] || a - b)
}

function keepsLimits({ limits }: PlanTask, open: readonly number[]): boolean {
  return limits.every(({ need, most }) => open.reduce((sum, site) => sum + need[site], 0) <= most)
}

/** Budgets may not allow as many sites as asked for: then fewer may open. */
function withLimits(model: MipModel, { limits }: PlanTask): MipModel {
  if (limits.length === 0) return model
  const last = model.rowLower.length - 1
  const rowLower = model.rowLower.slice()
  rowLower[last] = -Infinity
  return limits.reduce<MipModel>((one, { need, most }) => {
    const sites = Array.from(need.keys()).filter((site) => need[site] > 0)
    return withRow(one, sites, sites.map((site) => need[site]), -Infinity, most)
  }, { ...model, rowLower })
}

function roundUp(value: number, integral: boolean): number {
  return integral ? Math.ceil(value - 1e-6 * Math.max(1, Math.abs(value) * 1e-3)) : value
}

function tooFew(instance: SitingInstance, task: PlanTask, tools: SolveTools): PlanAnswer {
  const { lists } = keepServed(instance, sitesInOrder(instance))
  const needed = solveCover(lists, instance.siteCount, { fixed: task.fixed, method: task.method }, tools)
  return unsolved('infeasible', { reason: 'too-few-sites', openCount: task.mostSites!, neededCount: needed.bound, isExact: needed.bound === needed.open.length })
}
