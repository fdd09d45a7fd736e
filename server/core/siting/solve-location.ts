import { listOptima, type Alternatives } from './alternatives.ts'
import { findUnreachable, type Infeasibility, type Unreachable } from './explain.ts'
import { gapOf } from './gap.ts'
import type { SitingInstance } from './instance.ts'
import { openGreedily } from './greedy.ts'
import { measure, type Measures } from './measure.ts'
import { coverRows, medianRows, sitesInOrder } from './rows.ts'
import { largestCost, solveCentre } from './solve-centre.ts'
import { solveCover } from './solve-cover.ts'
import { solveRows } from './solve-rows.ts'
import type { SolveTools } from './tools.ts'

export type LocationProblem = 'lscp' | 'mclp' | 'p-median' | 'p-centre'

export interface LocationTask {
  problem: LocationProblem
  /** How many sites open, fixed ones included; not for lscp. */
  openCount?: number
  /** Open in every answer. */
  fixed: readonly number[]
  method: 'exact' | 'heuristic'
  /** List so many optimal choices, if there are that many; needs a solver and a proven optimum. */
  alternatives?: number
}

export interface LocationAnswer {
  /** `undecided`: time ran out before any choice was found that serves everyone reachable. */
  outcome: 'solved' | 'infeasible' | 'undecided'
  infeasibility?: Infeasibility
  /** In the order of sites; empty unless solved. */
  open: number[]
  /** Units of the input: weight × cost, weight, sites, cost. undefined unless solved. */
  objective?: number
  /** No answer is better than this; undefined where nothing is proven. */
  bound?: number
  /** |bound − objective| ÷ |objective|; undefined where that says nothing. */
  gap?: number
  isOptimal: boolean
  measures: Measures
  unreachable: Unreachable[]
  /** More sites were asked for than there are: all open. */
  openedAll: boolean
  /** Where they were asked for and the optimum is proven. */
  alternatives?: Alternatives
}

/** Solves one location problem. Demand that no site reaches is reported, and left out of all conditions. */
export function solveLocation(instance: SitingInstance, task: LocationTask, tools: SolveTools): LocationAnswer {
  const answer = solveOnce(instance, task, tools)
  const { mip } = tools
  if (!task.alternatives || !answer.isOptimal || !mip) return answer
  const most = task.alternatives
  const known = { problem: task.problem, fixed: task.fixed, open: answer.open, largestCost: largestCost(instance, answer.open), most }
  return { ...answer, alternatives: listOptima(instance, known, { ...tools, mip }) }
}

function solveOnce(instance: SitingInstance, task: LocationTask, tools: SolveTools): LocationAnswer {
  const fixed = [...new Set(task.fixed)].sort((a, b) => a - b)
  const asked = task.problem === 'lscp' ? instance.siteCount : (task.openCount ?? 0)
  const openCount = Math.min(asked, instance.siteCount)
  const finish = (found: Found): LocationAnswer => ({
    outcome: 'solved',
    isOptimal: false,
    measures: measure(instance, found.open),
    unreachable: findUnreachable(instance),
    openedAll: asked > instance.siteCount,
    ...found,
    ...(found.objective === undefined ? {} : gapOf(found.objective, found.bound, found.magnitude)),
  })
  if (fixed.length > openCount) {
    return finish({ outcome: 'infeasible', open: [], infeasibility: { reason: 'fixed-exceed-count', fixedCount: fixed.length, openCount } })
  }
  switch (task.problem) {
    case 'lscp': {
      const { open, bound } = solveCover(sitesInOrder(instance), instance.siteCount, { fixed, method: task.method }, tools)
      return finish({ open, objective: open.length, bound })
    }
    case 'mclp': {
      const rows = coverRows(instance)
      const { open, bound } = solveRows(rows, { fixed, openCount, method: task.method }, tools)
      const reachable = rows.penalty.reduce((sum, weight) => sum + weight, 0)
      const filled = fillUp(instance, open, openCount)
      return finish({
        open: filled,
        objective: measure(instance, filled).coveredWeight,
        bound: (reachable - bound) / instance.weightScale,
        magnitude: reachable / instance.weightScale,
      })
    }
    case 'p-median':
      return finish(solveMedian(instance, fixed, openCount, task.method, tools))
    case 'p-centre': {
      const start = serveEveryone(instance, fixed, openCount, task.method, tools)
      if ('outcome' in start) return finish(start)
      const { open, bound } = solveCentre(instance, start.open, { fixed, openCount, method: task.method }, tools)
      const objective = largestCost(instance, open) / instance.costScale
      return finish({ open: fillUp(instance, open, openCount), objective, bound: bound / instance.costScale })
    }
  }
}

interface Found extends Pick<LocationAnswer, 'open'>, Partial<Pick<LocationAnswer, 'outcome' | 'infeasibility' | 'objective' | 'bound'>> {
  /** How large the numbers were that objective and bound are differences of: their rounding is of that size. */
  magnitude?: number
}

function solveMedian(
  instance: SitingInstance,
  fixed: number[],
  openCount: number,
  method: LocationTask['method'],
  tools: SolveTools,
): Found {
  const rows = medianRows(instance)
  const unit = instance.costScale * instance.weightScale
  let answer = solveRows(rows, { fixed, openCount, method }, tools)
  if (answer.unserved > 0) {
    const start = serveEveryone(instance, fixed, openCount, method, tools)
    if ('outcome' in start) return start
    const chosen = start.open.filter((site) => !fixed.includes(site))
    answer = solveRows(rows, { fixed, openCount, method, begin: [...fixed, ...chosen] }, tools)
  }
  const objective = measure(instance, answer.open).weightedSum
  return { open: answer.open, objective, bound: answer.bound >= answer.sum ? objective : answer.bound / unit }
}

/** Exactly `openCount` sites, fixed ones among them, that serve every reachable demand; or why there are none. */
function serveEveryone(
  instance: SitingInstance,
  fixed: number[],
  openCount: number,
  method: LocationTask['method'],
  tools: SolveTools,
): { open: number[] } | (Found & { outcome: 'infeasible' | 'undecided' }) {
  const cover = solveCover(sitesInOrder(instance), instance.siteCount, { fixed, method, enough: openCount }, tools)
  if (cover.open.length <= openCount) return { open: fillUp(instance, cover.open, openCount) }
  if (cover.bound <= openCount) return { outcome: 'undecided', open: [] }
  // How many it takes is worth knowing as exactly as the time allows.
  const needed = solveCover(sitesInOrder(instance), instance.siteCount, { fixed, method }, tools)
  const isExact = needed.open.length === needed.bound
  const neededCount = Math.max(needed.bound, cover.bound)
  return { outcome: 'infeasible', open: [], infeasibility: { reason: 'too-few-sites', openCount, neededCount, isExact } }
}

/** Sites that an optimum can do without still open, where they lower the costs most: as many were asked for. */
function fillUp(instance: SitingInstance, open: readonly number[], openCount: number): number[] {
  if (open.length >= openCount) return [...open].sort((a, b) => a - b)
  return openGreedily(medianRows(instance), open, openCount).sort((a, b) => a - b)
}
