import { faceOf } from './face.ts'
import { gapOf } from './gap.ts'
import { createMipBuilder, type MipModel } from './mip.ts'
import { withRow } from './mip-rows.ts'
import { chooseAmong } from './prefer.ts'
import { unsolved, type PlanAnswer, type PlanTask } from './plan-task.ts'
import type { SiteLists } from './rows.ts'
import { shareOut } from './share-out.ts'
import { marksOf, sitesOf } from './solve-rows.ts'
import { isLate, type SolveTools } from './tools.ts'

/**
 * Missing floor area to be closed by premises (domain.md, Floor area per 100 households): a site gives its floor area,
 * once, to the residential areas it may be allotted to.
 */
export interface AreaTask {
  /** Whole hundredths of a m², rounded up, one an area: what is closed is never less than what is missing. */
  missing: Float64Array
  /** Whole hundredths of a m², rounded down, one a site. */
  floorArea: Float64Array
  /** Which sites each area may be given; sites as `floorArea` counts them. */
  lists: SiteLists
}

/** Fewest, cheapest or smallest sites that close everything missing; or the most that can be closed. */
export function solveAreas(areas: AreaTask, task: PlanTask, tools: SolveTools): PlanAnswer {
  const { missing, floorArea, lists } = areas
  const siteCount = floorArea.length
  const total = missing.reduce((sum, one) => sum + one, 0)
  const closed = (open: readonly number[]) => shareOut(lists, missing, floorArea, marksOf(open, siteCount))
  const costOf = (open: readonly number[]) => open.reduce((sum, site) => sum + task.cost[site], 0)
  const keeps = (open: readonly number[]) => task.limits.every(({ need, most }) => open.reduce((sum, site) => sum + need[site], 0) <= most)
  const every = Array.from({ length: siteCount }, (_, site) => site)
  const greedy = closeGreedily(every, task, closed, costOf, keeps, total)
  const most = closed(every)
  if (most < total) return nearest(greedy, closed(greedy), total)
  const best = closed(greedy) >= total ? greedy : undefined
  const solved = (open: number[], bound: number): PlanAnswer => ({ outcome: 'solved', open, objective: costOf(open), ...gapOf(costOf(open), Math.min(bound, costOf(open))), alternatives: [], alternativesComplete: false })
  if (task.method !== 'exact' || !tools.mip || isLate(tools)) return best ? solved(best, 0) : unsolved('undecided')
  const whole = task.cost.every(Number.isInteger)
  const scale = Math.max(1, task.cost.reduce((largest, cost) => Math.max(largest, cost), 0) / 1e4)
  const model = areaModel(areas, task, scale)
  const answer = tools.mip(model, { timeLimitSeconds: tools.deadline - tools.now(), absoluteGap: (whole ? 0.999 : 0) / scale })
  if (answer.status === 'infeasible' && !best) return nearest(greedy, closed(greedy), total)
  const found = answer.values && sitesOf(Uint8Array.from(answer.values.subarray(0, siteCount), Math.round))
  // The solver is content with a hair too little; the flow over whole hundredths is not.
  const open = found && closed(found) >= total && keeps(found) ? found : undefined
  if (!open) return best ? solved(best, 0) : unsolved('undecided')
  const bound = whole ? Math.ceil(answer.bound * scale - 1e-6) : answer.bound * scale
  const first = best && costOf(best) < costOf(open) ? solved(best, bound) : solved(open, answer.status === 'optimal' ? costOf(open) : bound)
  if (!first.isOptimal) return first
  const tolerance = whole ? 0.5 : 1e-9 * first.objective!
  const isAsGood = (one: number[]) => costOf(one) <= first.objective! + tolerance && keeps(one) && closed(one) >= total
  return chooseAmong(first, faceOf(model, siteCount, first.objective! / scale, tolerance / scale), task, isAsGood, tools)
}

function nearest(open: number[], closed: number, total: number): PlanAnswer {
  return unsolved('infeasible', { reason: 'target-out-of-reach', targetWeight: total / 100, mostWeight: closed / 100 }, open)
}

/** Each time the site that closes most for its cost; then what is not needed is left out, dearest first. */
function closeGreedily(
  every: readonly number[],
  task: PlanTask,
  closed: (open: readonly number[]) => number,
  costOf: (open: readonly number[]) => number,
  keeps: (open: readonly number[]) => boolean,
  total: number,
): number[] {
  const open: number[] = []
  let before = 0
  // What a site adds only shrinks as others open (flows are submodular): a stale figure is an upper bound, and is
  // asked again only while it leads (Minoux 1978).
  const worthOf = (closes: number, site: number) => closes / Math.max(1e-9, task.cost[site])
  const stale = every.map((site) => ({ site, adds: closed([site]), at: 0 }))
  while (before < total) {
    let best: (typeof stale)[number] | undefined
    for (;;) {
      best = undefined
      for (const one of stale) if (one.adds > 0 && (!best || worthOf(one.adds, one.site) > worthOf(best.adds, best.site))) best = one
      if (!best || best.at === open.length) break
      best.adds = keeps([...open, best.site]) ? closed([...open, best.site]) - before : 0
      best.at = open.length
    }
    if (!best || !keeps([...open, best.site])) break
    open.push(best.site)
    before += best.adds
    best.adds = 0
  }
  let kept = open
  for (const site of [...open].sort((a, b) => costOf([b]) - costOf([a]))) {
    const without = kept.filter((one) => one !== site)
    if (closed(without) >= before) kept = without
  }
  return [...kept].sort((a, b) => a - b)
}

/** y: the site is taken; then one column a pair: the floor area that goes there, as a share of what the area misses. */
function areaModel({ missing, floorArea, lists: { start, site } }: AreaTask, task: PlanTask, scale: number): MipModel {
  const builder = createMipBuilder()
  const siteCount = floorArea.length
  for (let one = 0; one < siteCount; one++) builder.column(task.cost[one] / scale, 0, 1, true)
  const given = Array.from({ length: siteCount }, (): { column: number; area: number }[] => [])
  for (let area = 0; area < missing.length; area++) {
    if (missing[area] === 0) continue
    for (let k = start[area]; k < start[area + 1]; k++) {
      // A site without floor area closes nothing, though no row below says so.
      const column = builder.column(0, 0, floorArea[site[k]] > 0 ? 1 : 0, false)
      given[site[k]].push({ column, area })
      builder.entry(column, 1)
    }
    builder.endRow(1, Infinity)
  }
  for (let one = 0; one < siteCount; one++) {
    if (floorArea[one] === 0 || given[one].length === 0) continue
    for (const { column, area } of given[one]) builder.entry(column, missing[area] / floorArea[one])
    builder.entry(one, -1)
    builder.endRow(-Infinity, 0)
    for (const { column, area } of given[one]) {
      builder.entry(column, 1)
      builder.entry(one, -Math.min(1, floorArea[one] / missing[area]))
      builder.endRow(-Infinity, 0)
    }
  }
  return task.limits.reduce<MipModel>((model, { need, most }) => {
    const sites = Array.from(need.keys()).filter((one) => need[one] > 0)
    return withRow(model, sites, sites.map((one) => need[one]), -Infinity, most)
  }, builder.finish())
}
