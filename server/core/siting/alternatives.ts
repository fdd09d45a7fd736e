import type { SitingInstance } from './instance.ts'
import { boundByPrices, cutoffOf, fixSites, shrinkRows } from './lagrange.ts'
import type { MipModel } from './mip.ts'
import { withRow } from './mip-rows.ts'
import { buildRadiusModel, radiusModelSize } from './models/radius.ts'
import { buildSetCoverModel } from './models/set-cover.ts'
import { coverRows, keepServed, medianRows, sitesInOrder, sumOfRows } from './rows.ts'
import { marksOf, sitesOf } from './solve-rows.ts'
import { isLate, stopAt } from './tools.ts'
import type { ExactTools } from './solve-variants.ts'

export interface AlternativesTask {
  problem: 'lscp' | 'mclp' | 'p-median' | 'p-centre'
  fixed: readonly number[]
  /** The proven optimum that is known. */
  open: readonly number[]
  /** The largest cost of the known optimum, in the instance's unit; for p-centre. */
  largestCost: number
  /** How many to list, the known one included. */
  most: number
}

export interface Alternatives {
  /** Each in the order of sites, the known one first; none twice. */
  choices: number[][]
  /** There are no others. */
  isComplete: boolean
}

const mostModelEntries = 12e6

/**
 * Lists choices of sites that are as good as a proven optimum: the model is solved again and again, each answer being
 * forbidden to the next (a cut of Balas and Jeroslow 1972), until none is left. Choices as good within 10⁻⁹ count.
 */
export function listOptima(instance: SitingInstance, task: AlternativesTask, tools: ExactTools): Alternatives {
  const choices = [[...task.open]]
  if (task.most <= 1) return { choices, isComplete: false }
  const { siteCount } = instance
  const { problem, fixed, open } = task
  const built = problem === 'lscp' || problem === 'p-centre' ? coverModel(instance, task) : modelOfOptima(instance, { problem, fixed, open, openCount: open.length, isAtMost: false }, tools)
  if (!built) return { choices, isComplete: false }
  let model = built
  while (choices.length < task.most && !isLate(tools)) {
    model = withoutChoice(model, siteCount, choices[choices.length - 1])
    const answer = tools.mip(model, { timeLimitSeconds: tools.deadline - tools.now(), absoluteGap: 0 })
    if (answer.status === 'infeasible') return { choices, isComplete: true }
    if (!answer.values || answer.status === 'failed') break
    choices.push(sitesOf(Uint8Array.from(answer.values.subarray(0, siteCount), Math.round)))
  }
  return { choices, isComplete: false }
}

/** All covers of the same size: of everyone, or of everyone within the largest cost. */
function coverModel(instance: SitingInstance, { problem, fixed, open, largestCost }: AlternativesTask): MipModel {
  const { siteCount } = instance
  const { lists } = keepServed(instance, sitesInOrder(instance, problem === 'p-centre' ? largestCost : Infinity))
  const { model } = buildSetCoverModel(lists, marksOf(fixed, siteCount), new Uint8Array(siteCount))
  const sites = Array.from({ length: siteCount }, (_, site) => site)
  const counted = withRow(
    model,
    sites,
    sites.map(() => 1),
    open.length,
    open.length,
  )
  // Every cover of this size is as good as any other.
  return { ...counted, columnCost: new Float64Array(siteCount) }
}

export interface OptimaTask {
  problem: 'mclp' | 'p-median'
  fixed: readonly number[]
  /** A choice of sites: the model holds all choices whose sum is not worse. */
  open: readonly number[]
  openCount: number
  /** Fewer sites may open as well. */
  isAtMost: boolean
}

/**
 * The radius model of all choices that are not worse, the sum being bounded by a row; its first columns are the sites.
 * undefined where no solver could hold it.
 */
export function modelOfOptima(instance: SitingInstance, { problem, fixed, open, openCount, isAtMost }: OptimaTask, tools: ExactTools): MipModel | undefined {
  const rows = problem === 'mclp' ? coverRows(instance) : medianRows(instance)
  const bestOpen = marksOf(open, instance.siteCount)
  const { sum } = sumOfRows(rows, bestOpen)
  const tolerance = rows.step > 0 ? rows.step / 2 : 1e-9 * Math.abs(sum)
  const options = {
    isFixed: marksOf(fixed, instance.siteCount),
    isClosed: new Uint8Array(instance.siteCount),
    openCount,
    // As if the best known were one step worse: what is as good as the optimum is then better, and stays.
    bestSum: sum + (rows.step > 0 ? rows.step : 4e-9 * Math.abs(sum)),
    bestOpen,
    iterations: 300,
    shouldStop: stopAt(tools, tools.deadline),
  }
  if (!(cutoffOf(options.bestSum, rows.step) >= sum)) return undefined
  // No site is worth more than nothing to a bound, so that bounds of so many sites are bounds of fewer as well.
  const prices = boundByPrices(rows, options)
  fixSites(rows, options, prices)
  const small = shrinkRows(rows, options, prices)
  if (radiusModelSize(small) > mostModelEntries) return undefined
  const { model } = buildRadiusModel(small, options.isFixed, new Uint8Array(instance.siteCount), openCount)
  options.isClosed.forEach((closed, site) => closed && (model.columnUpper[site] = 0))
  if (isAtMost) model.rowLower[0] = -Infinity
  const scale = Math.max(1, model.columnCost.reduce((most, cost) => Math.max(most, cost), 0) / 1e4)
  const columns = Array.from(model.columnCost.keys()).filter((column) => model.columnCost[column] !== 0)
  const coefficients = columns.map((column) => model.columnCost[column] / scale)
  const limited = withRow(model, columns, coefficients, -Infinity, (sum + tolerance - model.offset) / scale)
  return { ...limited, columnCost: model.columnCost.map((cost) => cost / scale), offset: model.offset / scale }
}

/** At least one site of the choice closes, or one outside it opens. */
function withoutChoice(model: MipModel, siteCount: number, choice: readonly number[]): MipModel {
  const isIn = marksOf(choice, siteCount)
  const sites = Array.from({ length: siteCount }, (_, site) => site)
  return withRow(
    model,
    sites,
    sites.map((site) => (isIn[site] ? -1 : 1)),
    1 - choice.length,
    Infinity,
  )
}
