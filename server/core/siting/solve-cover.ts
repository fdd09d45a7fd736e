import { boundCover } from './cover-bound.ts'
import { dropWiderLists, keepLists, markPoorerSites } from './cover-reduce.ts'
import { siteColumns } from './greedy.ts'
import { iterateSwaps } from './iterate.ts'
import { buildSetCoverModel } from './models/set-cover.ts'
import type { ServiceRows, SiteLists } from './rows.ts'
import { marksOf } from './solve-rows.ts'
import { isLate, stopAt, type SolveTools } from './tools.ts'

export interface CoverTask {
  fixed: readonly number[]
  method: 'exact' | 'heuristic'
  /** For the question “are so many enough?”: the search ends as soon as it is answered. */
  enough?: number
}

export interface CoverAnswer {
  /** In the order of sites, fixed ones included. */
  open: number[]
  /** No cover has fewer sites. */
  bound: number
}

/**
 * Fewest sites such that every list has an open one; fixed sites are open and count. Empty lists are left out: they can
 * never be covered. Reductions, greedy with one site fewer by swaps, prices, then the solver.
 */
export function solveCover(lists: SiteLists, siteCount: number, task: CoverTask, tools: SolveTools): CoverAnswer {
  const isFixed = marksOf(task.fixed, siteCount)
  const fixedCount = task.fixed.length
  const isClosed = new Uint8Array(siteCount)
  const rest = keepLists(lists, (row) => {
    for (let k = lists.start[row]; k < lists.start[row + 1]; k++) if (isFixed[lists.site[k]]) return false
    return lists.start[row + 1] > lists.start[row]
  })
  let small = dropWiderLists(rest, siteCount)
  for (let before = -1; before !== small.site.length && !isLate(tools);) {
    before = small.site.length
    markPoorerSites(small, isClosed, isFixed)
    small = dropWiderLists(withoutSites(small, isClosed), siteCount)
  }
  const goal = (task.enough ?? 0) - fixedCount
  const began = tools.now()
  const quick = { ...tools, deadline: began + (tools.deadline - began) * 0.4 }
  let cover = shorten(small, siteCount, coverGreedily(small, siteCount), goal, task.method, quick)
  const bounds = boundCover(small, {
    siteCount,
    bestCount: cover.length,
    iterations: priceIterations(small),
    shouldStop: stopAt(tools, tools.deadline),
  })
  let bound = Math.min(bounds.bound, cover.length)
  const isOpenQuestion = task.enough === undefined ? bound < cover.length : cover.length > goal && bound <= goal
  if (isOpenQuestion && task.method === 'exact' && tools.mip && !isLate(tools)) {
    const inCover = marksOf(cover, siteCount)
    const must = new Uint8Array(siteCount)
    for (let site = 0; site < siteCount; site++) {
      if (bounds.plainBound + bounds.rest[site] > cover.length - 1 + 1e-6 && !inCover[site]) isClosed[site] = 1
      else if (bounds.plainBound - bounds.rest[site] > cover.length - 1 + 1e-6 && inCover[site]) must[site] = 1
    }
    const { model, columnOfSite } = buildSetCoverModel(small, must, isClosed)
    const start = new Float64Array(model.columnCost.length)
    for (const site of cover) start[columnOfSite[site]] = 1
    const stopAround = task.enough === undefined ? undefined : goal + 0.5
    const answer = tools.mip(model, { timeLimitSeconds: tools.deadline - tools.now(), start, absoluteGap: 0.999, stopAround })
    if (answer.values) {
      const found: number[] = []
      columnOfSite.forEach((column, site) => column >= 0 && answer.values![column] > 0.5 && found.push(site))
      if (found.length < cover.length && isCover(small, marksOf(found, siteCount))) cover = found
    }
    if (answer.status !== 'failed') bound = Math.max(bound, Math.min(Math.ceil(answer.bound - 1e-6), cover.length))
  }
  return { open: [...task.fixed, ...cover].sort((a, b) => a - b), bound: fixedCount + Math.min(bound, cover.length) }
}

function priceIterations({ site }: SiteLists): number {
  return Math.max(100, Math.min(1000, Math.round(2e9 / (site.length + 1))))
}

function withoutSites({ start, site }: SiteLists, isClosed: Uint8Array): SiteLists {
  const newStart = start.slice()
  const newSite = new Int32Array(site.length)
  let end = 0
  for (let row = 0; row + 1 < start.length; row++) {
    for (let k = start[row]; k < start[row + 1]; k++) if (!isClosed[site[k]]) newSite[end++] = site[k]
    newStart[row + 1] = end
  }
  return { start: newStart, site: newSite.slice(0, end) }
}

/** Each time the site that covers most of what is not covered yet, ties to the first; then those not needed are left out. */
function coverGreedily(lists: SiteLists, siteCount: number): number[] {
  const { start, site } = lists
  const rowCount = start.length - 1
  const columns = siteColumns({ rowCount, siteCount, start, site })
  const gain = new Int32Array(siteCount)
  for (const one of site) gain[one]++
  const times = new Int32Array(rowCount)
  const chosen: number[] = []
  for (let left = rowCount; left > 0;) {
    let best = 0
    for (let one = 1; one < siteCount; one++) if (gain[one] > gain[best]) best = one
    chosen.push(best)
    for (let c = columns.start[best]; c < columns.start[best + 1]; c++) {
      const row = columns.row[c]
      if (times[row]++ > 0) continue
      left--
      for (let k = start[row]; k < start[row + 1]; k++) gain[site[k]]--
    }
  }
  const needed = chosen.filter((one) => {
    let isNeeded = false
    for (let c = columns.start[one]; c < columns.start[one + 1] && !isNeeded; c++) isNeeded = times[columns.row[c]] === 1
    if (!isNeeded) for (let c = columns.start[one]; c < columns.start[one + 1]; c++) times[columns.row[c]]--
    return isNeeded
  })
  return needed.sort((a, b) => a - b)
}

/** Tries with one site fewer, by swaps towards no list uncovered, as long as that succeeds or the goal is reached. */
function shorten(
  lists: SiteLists,
  siteCount: number,
  cover: number[],
  goal: number,
  method: CoverTask['method'],
  tools: SolveTools,
): number[] {
  const rowCount = lists.start.length - 1
  const value = new Float64Array(lists.site.length)
  const penalty = new Float64Array(rowCount).fill(1)
  const rows: ServiceRows = { rowCount, siteCount, ...lists, value, penalty, mustServe: false, step: 1 }
  const work = Math.min(method === 'exact' ? 2e7 : 2e8, 1000 * (lists.site.length + siteCount))
  while (cover.length > Math.max(goal, 1) && !isLate(tools)) {
    const options = { fixed: [], openCount: cover.length - 1, seed: tools.seed, work, bound: 0, shouldStop: stopAt(tools, tools.deadline) }
    const found = iterateSwaps(rows, options)
    if (found.sum > 0) break
    cover = found.open
  }
  return cover
}

function isCover({ start, site }: SiteLists, isOpen: Uint8Array): boolean {
  for (let row = 0; row + 1 < start.length; row++) {
    let k = start[row]
    while (k < start[row + 1] && !isOpen[site[k]]) k++
    if (k === start[row + 1]) return false
  }
  return true
}
