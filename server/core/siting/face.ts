import type { MipModel, MipSolver } from './mip.ts'
import { withRow } from './mip-rows.ts'
import { marksOf, sitesOf } from './solve-rows.ts'
import { isLate, type SolveTools } from './tools.ts'

export interface Face {
  /** All answers as good as the optimum; its first columns are the sites. Nothing is minimised. */
  model: MipModel
  siteCount: number
}

/** The optimal answers of a model: its objective becomes a row. */
export function faceOf(model: MipModel, siteCount: number, optimum: number, tolerance: number): Face {
  const columns = Array.from(model.columnCost.keys()).filter((column) => model.columnCost[column] !== 0)
  const scale = Math.max(1, model.columnCost.reduce((most, cost) => Math.max(most, Math.abs(cost)), 0) / 1e3)
  const values = columns.map((column) => model.columnCost[column] / scale)
  const limited = columns.length === 0 ? model : withRow(model, columns, values, -Infinity, (optimum + tolerance - model.offset) / scale)
  return { model: { ...limited, columnCost: new Float64Array(model.columnCost.length), offset: 0 }, siteCount }
}

/** Only answers with so many open sites. */
export function withCount({ model, siteCount }: Face, count: number): Face {
  const sites = Array.from({ length: siteCount }, (_, site) => site)
  return { siteCount, model: withRow(model, sites, sites.map(() => 1), count, count) }
}

export interface FaceAnswer {
  /** The best by `cost` first, then the others in that order; each in the order of sites. */
  choices: number[][]
  /** There are no others. */
  isComplete: boolean
}

/** Other answers are a courtesy: the proven one does not wait long for them. */
const mostSeconds = 8

/**
 * Lists equally good answers, cheapest by `cost` first: a second objective under the first one. Each answer is forbidden
 * to the next (Balas and Jeroslow 1972). `accept` sees each before it counts: the solver's word is within tolerances.
 */
export function listFace(
  face: Face,
  cost: Float64Array,
  most: number,
  accept: (open: number[]) => boolean,
  tools: SolveTools & { mip: MipSolver },
): FaceAnswer {
  const deadline = Math.min(tools.deadline, tools.now() + mostSeconds)
  const columnCost = new Float64Array(face.model.columnCost.length)
  columnCost.set(cost)
  let model: MipModel = { ...face.model, columnCost }
  const choices: number[][] = []
  while (choices.length < most && !isLate({ ...tools, deadline })) {
    const answer = tools.mip(model, { timeLimitSeconds: deadline - tools.now(), absoluteGap: 0.5 })
    if (answer.status === 'infeasible') return { choices, isComplete: choices.length > 0 }
    if (!answer.values || answer.status !== 'optimal') break
    const open = sitesOf(Uint8Array.from(answer.values.subarray(0, face.siteCount), Math.round))
    if (!accept(open)) break
    choices.push(open)
    model = without(model, face.siteCount, open)
  }
  return { choices, isComplete: false }
}

function without(model: MipModel, siteCount: number, open: readonly number[]): MipModel {
  const isIn = marksOf(open, siteCount)
  const sites = Array.from({ length: siteCount }, (_, site) => site)
  return withRow(model, sites, sites.map((site) => (isIn[site] ? -1 : 1)), 1 - open.length, Infinity)
}
