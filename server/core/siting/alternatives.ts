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
  const built = task.problem === 'lscp' || task.problem === 'p-centre' ? coverModel(instance, task) : rowsModel(instance, task, tools)
  if (!built) return { choices, isComplete: false }
  let { model } = built
  while (choices.length < task.most && !isLate(tools)) {
    model = withoutChoice(model, built.columnOfSite, choices[choices.length - 1])
    const answer = tools.mip(model, { timeLimitSeconds: tools.deadline - tools.now(), absoluteGap: 0 })
    if (answer.status === 'infeasible') return { choices, isComplete: true }
    if (!answer.values || answer.status === 'failed') break
    choices.push(sitesOf(Uint8Array.from(built.columnOfSite, (column) => (column >= 0 ? Math.round(answer.values![column]) : 0))))
  }
  return { choices, isComplete: false }
}

interface Built {
  model: MipModel
  columnOfSite: Int32Array
}

/** All covers of the same size: of everyone, or of everyone within the largest cost. */
function coverModel(instance: SitingInstance, { problem, fixed, open, largestCost }: AlternativesTask): Built {
  const { lists } = keepServed(instance, sitesInOrder(instance, problem === 'p-centre' ? largestCost : Infinity))
  const built = buildSetCoverModel(lists, marksOf(fixed, instance.siteCount), new Uint8Array(instance.siteCount))
  const sites = [...built.columnOfSite]
  const model = withRow(
    built.model,
    sites,
    sites.map(() => 1),
    open.length,
    open.length,
  )
  // Every cover of this size is as good as any other.
  return { ...built, model: { ...model, columnCost: new Float64Array(model.columnCost.length) } }
}

/** The radius model of all that is not worse, with the sum bounded by the optimum. */
function rowsModel(instance: SitingInstance, { problem, fixed, open }: AlternativesTask, tools: ExactTools): Built | undefined {
  const rows = problem === 'mclp' ? coverRows(instance) : medianRows(instance)
  const bestOpen = marksOf(open, instance.siteCount)
  const { sum } = sumOfRows(rows, bestOpen)
  const tolerance = rows.step > 0 ? rows.step / 2 : 1e-9 * Math.abs(sum)
  const options = {
    isFixed: marksOf(fixed, instance.siteCount),
    isClosed: new Uint8Array(instance.siteCount),
    openCount: open.length,
    // As if the best known were one step worse: what is as good as the optimum is then better, and stays.
    bestSum: sum + (rows.step > 0 ? rows.step : 4e-9 * Math.abs(sum)),
    bestOpen,
    iterations: 300,
    shouldStop: stopAt(tools, tools.deadline),
  }
  if (!(cutoffOf(options.bestSum, rows.step) >= sum)) return undefined
  const prices = boundByPrices(rows, options)
  fixSites(rows, options, prices)
  const small = shrinkRows(rows, options, prices)
  if (radiusModelSize(small) > mostModelEntries) return undefined
  const { model, columnOfSite } = buildRadiusModel(small, options.isFixed, options.isClosed, options.openCount)
  const scale = Math.max(1, model.columnCost.reduce((most, cost) => Math.max(most, cost), 0) / 1e4)
  const columns = Array.from(model.columnCost.keys()).filter((column) => model.columnCost[column] !== 0)
  const coefficients = columns.map((column) => model.columnCost[column] / scale)
  const limited = withRow(model, columns, coefficients, -Infinity, (sum + tolerance - model.offset) / scale)
  return { columnOfSite, model: { ...limited, columnCost: model.columnCost.map((cost) => cost / scale), offset: model.offset / scale } }
}

/** At least one site of the choice closes, or one outside it opens. */
function withoutChoice(model: MipModel, columnOfSite: Int32Array, choice: readonly number[]): MipModel {
  const isIn = marksOf(choice, columnOfSite.length)
  const sites = sitesOf(Uint8Array.from(columnOfSite, (column) => (column >= 0 ? 1 : 0)))
  const closedFromChoice = choice.filter((site) => columnOfSite[site] >= 0).length
  return withRow(
    model,
    sites.map((site) => columnOfSite[site]),
    sites.map((site) => (isIn[site] ? -1 : 1)),
    1 - closedFromChoice,
    Infinity,
  )
}
