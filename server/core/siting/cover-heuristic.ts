import type { CoverGoal, SiteLimit } from './models/cover-program.ts'
import { siteColumns } from './greedy.ts'
import type { ServiceRows } from './rows.ts'

export interface HeuristicCover {
  /** In the order of sites, fixed ones included. */
  open: number[]
  weight: number
  cost: number
  /** Whether everyone, or the target, is covered within the limits; true where the goal is the most. */
  reaches: boolean
}

/**
 * Greedy covering under limits (Khuller, Moss and Naor 1999): each time the site with the most new weight for its
 * means, ties to the first; then what is not needed is left out, dearest first.
 */
export function coverWithinLimits(rows: ServiceRows, goal: CoverGoal, limits: readonly SiteLimit[], fixed: readonly number[]): HeuristicCover {
  const { rowCount, siteCount, start, site, penalty } = rows
  const columns = siteColumns(rows)
  const gain = new Float64Array(siteCount)
  for (let row = 0; row < rowCount; row++) for (let k = start[row]; k < start[row + 1]; k++) gain[site[k]] += penalty[row]
  const times = new Int32Array(rowCount)
  const isOpen = new Uint8Array(siteCount)
  const used = limits.map(() => 0)
  const isFixed = new Uint8Array(siteCount)
  let weight = 0
  const change = (one: number, by: 1 | -1) => {
    isOpen[one] = by === 1 ? 1 : 0
    limits.forEach(({ need }, l) => (used[l] += by * need[one]))
    for (let c = columns.start[one]; c < columns.start[one + 1]; c++) {
      const row = columns.row[c]
      times[row] += by
      const turned = by === 1 ? times[row] === 1 : times[row] === 0
      if (!turned) continue
      weight += by * penalty[row]
      for (let k = start[row]; k < start[row + 1]; k++) gain[site[k]] -= by * penalty[row]
    }
  }
  for (const one of fixed) {
    isFixed[one] = 1
    change(one, 1)
  }
  const target = targetOf(rows, goal)
  const means = meansOf(goal, limits, siteCount)
  const slack = 1e-9 * Math.max(1, target === Infinity ? 0 : target)
  const opened: number[] = []
  while (weight < target - slack) {
    let best = -1
    for (let one = 0; one < siteCount; one++) {
      if (isOpen[one] || gain[one] <= slack || !limits.every(({ need, most }, l) => used[l] + need[one] <= most)) continue
      if (best < 0 || gain[one] * means[best] > gain[best] * means[one]) best = one
    }
    if (best < 0) break
    change(best, 1)
    opened.push(best)
  }
  for (const one of opened.sort((a, b) => means[b] - means[a])) {
    const before = weight
    change(one, -1)
    if (weight < (goal.kind === 'most' ? before : Math.min(before, target)) - slack) change(one, 1)
  }
  const open = Array.from(isOpen.keys()).filter((one) => isOpen[one])
  const cost = goal.kind === 'most' ? 0 : open.reduce((sum, one) => sum + goal.cost[one], 0)
  return { open, weight, cost, reaches: goal.kind === 'most' || weight >= target - slack }
}

/**
 * What no answer can beat, cheaply: sites as if their weights never overlapped, in part where that is enough (the
 * knapsack of Dantzig 1957). For the most it is weight, from above; for the others cost, from below.
 */
export function boundByKnapsack(rows: ServiceRows, goal: CoverGoal, limits: readonly SiteLimit[], fixed: readonly number[]): number {
  const { weight, gain, total } = gainsBeyond(rows, fixed)
  const isFixed = new Set(fixed)
  const free = Array.from(gain.keys()).filter((one) => gain[one] > 0 && !isFixed.has(one))
  if (goal.kind === 'most') {
    let least = total
    for (const { need, most } of limits) {
      let left = most - fixed.reduce((sum, one) => sum + need[one], 0)
      let sum = weight
      for (const one of [...free].sort((a, b) => need[a] * gain[b] - need[b] * gain[a] || a - b)) {
        const share = need[one] <= left ? 1 : Math.max(0, left / need[one])
        sum += share * gain[one]
        left -= share * need[one]
        if (share < 1) break
      }
      least = Math.min(least, sum)
    }
    return least
  }
  let cost = fixed.reduce((sum, one) => sum + goal.cost[one], 0)
  let missing = targetOf(rows, goal) - weight
  for (const one of free.sort((a, b) => goal.cost[a] * gain[b] - goal.cost[b] * gain[a] || a - b)) {
    if (missing <= 0) break
    cost += Math.min(1, missing / gain[one]) * goal.cost[one]
    missing -= gain[one]
  }
  return missing > 1e-9 ? Infinity : cost
}

export function targetOf({ penalty }: ServiceRows, goal: CoverGoal): number {
  if (goal.kind === 'most') return Infinity
  return goal.kind === 'target' ? goal.targetWeight : penalty.reduce((sum, weight) => sum + weight, 0)
}

/** Weight that the fixed sites cover, and what each other site adds to it alone. */
function gainsBeyond(rows: ServiceRows, fixed: readonly number[]) {
  const isFixed = new Uint8Array(rows.siteCount)
  for (const one of fixed) isFixed[one] = 1
  const gain = new Float64Array(rows.siteCount)
  let weight = 0
  let total = 0
  for (let row = 0; row < rows.rowCount; row++) {
    const sites = rows.site.subarray(rows.start[row], rows.start[row + 1])
    total += rows.penalty[row]
    if (sites.some((one) => isFixed[one] === 1)) weight += rows.penalty[row]
    else for (const one of sites) gain[one] += rows.penalty[row]
  }
  return { weight, gain, total }
}

/** What a site uses up, on one scale: its cost, or its share of the limits. */
function meansOf(goal: CoverGoal, limits: readonly SiteLimit[], siteCount: number): Float64Array {
  return Float64Array.from({ length: siteCount }, (_, one) => {
    const share = limits.reduce((sum, { need, most }) => sum + (most > 0 ? need[one] / most : 0), 0)
    const means = goal.kind === 'most' ? share : goal.cost[one]
    return means > 0 ? means : 1e-9
  })
}
