import type { SitingInstance } from './instance.ts'
import { sitesInOrder } from './rows.ts'
import { solveCover } from './solve-cover.ts'
import { isLate, type SolveTools } from './tools.ts'

export interface CentreTask {
  fixed: readonly number[]
  openCount: number
  method: 'exact' | 'heuristic'
}

export interface CentreAnswer {
  open: number[]
  /** No choice of so many sites has a smaller largest cost; in the instance's unit. */
  bound: number
}

/**
 * p-centre: the smallest cost within which `openCount` sites cover everyone, by bisection over the distinct costs, each
 * step one covering problem (Minieka 1970; Daskin 1995). `open` is an answer to begin with: it must serve every demand
 * that has a site at all.
 *
 *     distinct costs   3   4   7   9   12   15
 *                      ✗   ✗   ?   ?    ✓    ✓      ✗ proven too small, ✓ a cover is known
 */
export function solveCentre(instance: SitingInstance, open: readonly number[], task: CentreTask, tools: SolveTools): CentreAnswer {
  const costs = distinctCosts(instance)
  let best = [...open]
  let known = indexOfCost(costs, largestCost(instance, best))
  let proven = indexOfCost(costs, largestOfCheapest(instance)) - 1
  // Tried in vain, though not proven to be impossible: the search for answers goes on above, the proof below.
  let tried = proven
  while (tried + 1 < known && !isLate(tools)) {
    const radius = (tried + 1 + known) >> 1
    // Half of what is left to each step: none may eat the time of all that follow.
    const share = { ...tools, deadline: tools.now() + (tools.deadline - tools.now()) * 0.5 }
    const cover = solveCover(sitesInOrder(instance, costs[radius]), instance.siteCount, { ...task, enough: task.openCount }, share)
    if (cover.open.length <= task.openCount) {
      best = cover.open
      known = Math.min(radius, indexOfCost(costs, largestCost(instance, best)))
    } else {
      if (cover.bound > task.openCount && radius > proven) proven = radius
      tried = radius
    }
  }
  return { open: best, bound: known < 0 ? 0 : costs[Math.min(proven + 1, known)] }
}

/** Of each demand that has a site: the cost to its cheapest open one; the largest of all. Infinity where one has none open. */
export function largestCost({ demandCount, siteCount, demandStart, pairSite, pairCost }: SitingInstance, open: readonly number[]): number {
  const isOpen = new Uint8Array(siteCount)
  for (const site of open) isOpen[site] = 1
  let largest = 0
  for (let demand = 0; demand < demandCount; demand++) {
    const end = demandStart[demand + 1]
    let k = demandStart[demand]
    if (k === end) continue
    while (k < end && !isOpen[pairSite[k]]) k++
    largest = Math.max(largest, k < end ? pairCost[k] : Infinity)
  }
  return largest
}

function largestOfCheapest({ demandCount, demandStart, pairCost }: SitingInstance): number {
  let largest = 0
  for (let demand = 0; demand < demandCount; demand++) {
    if (demandStart[demand] < demandStart[demand + 1]) largest = Math.max(largest, pairCost[demandStart[demand]])
  }
  return largest
}

function distinctCosts({ pairCost }: SitingInstance): Float64Array {
  const sorted = pairCost.slice().sort()
  let end = 0
  for (let k = 0; k < sorted.length; k++) if (k === 0 || sorted[k] !== sorted[k - 1]) sorted[end++] = sorted[k]
  return sorted.slice(0, end)
}

/** The place of a cost among the distinct ones; −1 in front of them all. */
function indexOfCost(costs: Float64Array, cost: number): number {
  let low = 0
  let high = costs.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (costs[middle] < cost) low = middle + 1
    else high = middle
  }
  return costs.length === 0 ? -1 : low
}
