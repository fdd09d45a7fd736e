import { branchOnSites } from './branch.ts'
import { iterateSwaps, type OpenSites } from './iterate.ts'
import { boundByPrices, fixSites, roundUp, shrinkRows, type LagrangeOptions, type LagrangeResult } from './lagrange.ts'
import { buildRadiusModel, radiusModelSize } from './models/radius.ts'
import { sumOfRows, type ServiceRows } from './rows.ts'
import { isLate, stopAt, type SolveTools } from './tools.ts'

export interface RowsTask {
  fixed: readonly number[]
  /** Sites that open, fixed ones included; never more than there are. */
  openCount: number
  method: 'exact' | 'heuristic'
  begin?: readonly number[]
}

export interface RowsAnswer extends OpenSites {
  /** No sum is below. */
  bound: number
}

/**
 * Steps of the swap search: a moment for what the prices prove at once, half a second before a harder proof, a few
 * seconds where the search itself is the answer. Small instances are searched through long before.
 */
const quickWork = 5e6
const workBeforeProof = 1e8
const workAlone = 3e8
/** One pass over the prices costs about as many steps as there are entries. */
const priceSteps = 4e9
/** More than a solver in 4 GB could hold. */
const mostModelEntries = 12e6

/**
 * Solves p-median or maximal covering: swaps for an answer, prices for a bound, then, for a proof, branching on sites
 * with the prices and at last the radius model. Each step gets what time the ones before left.
 */
export function solveRows(rows: ServiceRows, task: RowsTask, tools: SolveTools): RowsAnswer {
  const exact = task.method === 'exact'
  const began = tools.now()
  // Three quarters of a heuristic's time is for swaps: the bound needs little, but some.
  const shouldStop = stopAt(tools, began + (tools.deadline - began) * (exact ? 0.4 : 0.75))
  const least = lowestSum(rows)
  const search = (work: number, bound: number, begin: readonly number[] | undefined) =>
    iterateSwaps(rows, {
      fixed: task.fixed,
      openCount: task.openCount,
      seed: tools.seed,
      work: cappedWork(rows, work),
      bound,
      begin,
      shouldStop,
    })
  let found = search(exact ? quickWork : workAlone, least, task.begin)
  if (rows.mustServe && found.unserved > 0 && exact) found = search(workBeforeProof, least, fixedFirst(found.open, task.fixed))
  if (rows.mustServe && found.unserved > 0) return { ...found, bound: -Infinity }

  const isFixed = marksOf(task.fixed, rows.siteCount)
  const iterations = Math.max(100, Math.min(1000, Math.round(priceSteps / (rows.site.length + 1))))
  const optionsFor = ({ open, sum }: OpenSites): LagrangeOptions => ({
    isFixed: isFixed.slice(),
    isClosed: new Uint8Array(rows.siteCount),
    openCount: task.openCount,
    bestSum: sum,
    bestOpen: marksOf(open, rows.siteCount),
    iterations,
    shouldStop: stopAt(tools, tools.deadline),
  })
  let options = optionsFor(found)
  let prices = boundByPrices(rows, options)
  let bound = Math.max(prices.bound, least)
  if (exact && bound < found.sum) {
    found = search(workBeforeProof, bound, fixedFirst(found.open, task.fixed))
    options = optionsFor(found)
  }
  let small = rows
  for (let round = 0; round < 3 && exact && bound < found.sum && !isLate(tools); round++) {
    const known = fixSites(small, options, prices)
    small = shrinkRows(small, options, prices)
    if (known === 0 && round > 0) break
    prices = boundByPrices(small, options, prices.price)
    bound = Math.max(bound, prices.bound)
  }
  if (!exact || bound >= found.sum || isLate(tools)) return { ...found, bound: Math.min(bound, found.sum) }
  return prove(rows, small, { ...found, bound }, options, prices, tools)
}

/** Beyond so many nodes a general solver does better on what is left, if there is one. */
const nodesBeforeSolver = 1000

/**
 * Covering models have few columns and strong cuts: the solver alone. Medians of few sites have a weak relaxation and
 * huge models: branching first, the solver for what that leaves.
 */
function prove(
  rows: ServiceRows,
  small: ServiceRows,
  found: RowsAnswer,
  options: LagrangeOptions,
  prices: LagrangeResult,
  tools: SolveTools,
): RowsAnswer {
  const model = tools.mip !== undefined && radiusModelSize(small) <= mostModelEntries
  let answer = found
  if (rows.mustServe || !model) {
    const now = tools.now()
    const branched = branchOnSites(small, {
      isFixed: options.isFixed,
      isClosed: options.isClosed,
      openCount: options.openCount,
      best: { open: options.bestOpen!, sum: found.sum },
      price: prices.price,
      bound: prices.plainBound,
      mostNodes: model ? nodesBeforeSolver : Infinity,
      shouldStop: stopAt(tools, model ? now + (tools.deadline - now) * 0.4 : tools.deadline),
    })
    answer = better(rows, answer, branched.best.open, branched.bound)
  }
  if (!model || answer.bound >= answer.sum || isLate(tools)) return answer
  return askSolver(rows, small, answer, found.sum, options, tools)
}

function askSolver(
  rows: ServiceRows,
  small: ServiceRows,
  answer: RowsAnswer,
  firstSum: number,
  options: LagrangeOptions,
  tools: SolveTools,
): RowsAnswer {
  const { model, columnOfSite, startFrom } = buildRadiusModel(small, options.isFixed, options.isClosed, options.openCount)
  // Coefficients of moderate size: the solver's tolerances are absolute.
  const scale = Math.max(1, model.columnCost.reduce((most, cost) => Math.max(most, cost), 0) / 1e4)
  const solved = tools.mip!(
    { ...model, columnCost: model.columnCost.map((cost) => cost / scale), offset: model.offset / scale },
    {
      timeLimitSeconds: tools.deadline - tools.now(),
      // Branching may have found a better answer since, but only what the first one needs is surely in the model.
      start: startFrom(options.bestOpen!),
      absoluteGap: Math.max(0.999 * rows.step, 5e-10 * answer.sum) / scale,
    },
  )
  if (solved.status === 'failed') return answer
  // The model holds the first answer and everything better: its bound is a bound of all.
  const bound = roundUp(Math.min(solved.bound * scale, firstSum), rows.step, answer.sum)
  const open = solved.values ? Uint8Array.from(columnOfSite, (column) => (column >= 0 ? Math.round(solved.values![column]) : 0)) : undefined
  return better(rows, answer, open, bound)
}

/** The better of both answers with the better of both bounds. */
function better(rows: ServiceRows, answer: RowsAnswer, isOpen: Uint8Array | undefined, bound: number): RowsAnswer {
  const other = isOpen && { open: sitesOf(isOpen), ...sumOfRows(rows, isOpen) }
  const best = other && other.sum < answer.sum && (other.unserved === 0 || !rows.mustServe) ? other : answer
  return { open: best.open, sum: best.sum, unserved: best.unserved, bound: Math.min(Math.max(answer.bound, bound), best.sum) }
}

export function sitesOf(marks: Uint8Array): number[] {
  const sites: number[] = []
  marks.forEach((mark, site) => mark && sites.push(site))
  return sites
}

function cappedWork({ site, rowCount, siteCount }: ServiceRows, work: number): number {
  return Math.min(work, 2000 * (site.length + rowCount + siteCount))
}

function fixedFirst(open: readonly number[], fixed: readonly number[]): number[] {
  return [...fixed, ...open.filter((site) => !fixed.includes(site))]
}

/** Every row at its cheapest: no prices are needed to know that. */
function lowestSum({ rowCount, start, value, penalty }: ServiceRows): number {
  let sum = 0
  for (let row = 0; row < rowCount; row++) sum += start[row] < start[row + 1] ? value[start[row]] : penalty[row]
  return sum
}

export function marksOf(sites: readonly number[], siteCount: number): Uint8Array {
  const marks = new Uint8Array(siteCount)
  for (const site of sites) marks[site] = 1
  return marks
}
