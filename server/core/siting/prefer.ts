import { listFace, withCount, type Face } from './face.ts'
import type { MipModel } from './mip.ts'
import { withRow } from './mip-rows.ts'
import type { PlanAnswer, PlanTask } from './plan-task.ts'
import { coverRows, sumOfRows, type ServiceRows } from './rows.ts'
import { marksOf, sitesOf } from './solve-rows.ts'
import { isLate, type SolveTools } from './tools.ts'

/** More than this and the solver's memory is better spent on the proof. */
export const mostFaceEntries = 3e6

/**
 * Of all answers as good as a proven optimum the one that the task prefers, then others as good:
 *
 *     optimum, given  →  least preference  →  most weight in reach  →  others, a courtesy
 *
 * Each step keeps what those before it came to, and is as exact as they are: `isPreferred` says whether time allowed its proof.
 *
 * @param face all answers as good; undefined where it is too large to be looked through
 * @param isAsGood sees each answer before it counts: the solver's word is within tolerances
 */
export function chooseAmong(answer: PlanAnswer, face: Face | undefined, task: PlanTask, isAsGood: (open: number[]) => boolean, tools: SolveTools): PlanAnswer {
  const { mip } = tools
  if (!task.preference && !task.reach && task.alternatives === 0) return answer
  const wishes = task.preference !== null || task.reach !== undefined
  if (!mip || !face || face.model.entryColumn.length > mostFaceEntries) return wishes ? { ...answer, isPreferred: false } : answer
  const withMip = { ...tools, mip }
  const preference = task.preference ?? everyNewSite(task, face.siteCount)
  let { open } = answer
  let isPreferred = true
  if (wishes) {
    const liked = takeBest(face, likedBy(face, preference), open, isAsGood, withMip)
    isPreferred = liked.isProven
    open = liked.open
  }
  if (task.reach) {
    const most = sumOver(open, preference)
    const kept = { siteCount: face.siteCount, model: withRow(face.model, sitesWith(preference), sitesWith(preference).map((site) => preference[site]), -Infinity, most + 0.5) }
    const widest = reaching(kept, coverRows(task.reach))
    const reached = takeBest(widest.face, widest.level, open, (found) => isAsGood(found) && sumOver(found, preference) <= most, withMip)
    isPreferred &&= reached.isProven
    open = reached.open
  }
  const chosen: PlanAnswer = { ...answer, open, ...(wishes ? { isPreferred } : {}) }
  if (task.alternatives === 0) return chosen
  const others = listFace(withCount(face, open.length), preference, task.alternatives + 2, isAsGood, withMip)
  const list = others.choices.filter((one) => one.join() !== open.join())
  return { ...chosen, alternatives: list.slice(0, task.alternatives), alternativesComplete: others.isComplete && list.length <= task.alternatives }
}

/** What is made least: whole steps of a sum that the model's columns and we ourselves can count. */
interface Level {
  columnCost: Float64Array
  worthOf(open: readonly number[]): number
  /** Two different sums differ by at least this; 0 where nothing is known. */
  step: number
}

function takeBest({ model, siteCount }: Face, { columnCost, worthOf, step }: Level, open: number[], isAsGood: (open: number[]) => boolean, tools: SolveTools & Required<Pick<SolveTools, 'mip'>>): { open: number[]; isProven: boolean } {
  const known = worthOf(open)
  // Nothing costs less than nothing.
  if (known <= 0) return { open, isProven: true }
  if (isLate(tools)) return { open, isProven: false }
  const scale = Math.max(1, columnCost.reduce((most, cost) => Math.max(most, cost), 0) / 1e4)
  const answer = tools.mip(
    { ...model, columnCost: columnCost.map((cost) => cost / scale), offset: 0 },
    { timeLimitSeconds: tools.deadline - tools.now(), absoluteGap: (0.999 * step) / scale },
  )
  const found = answer.values && sitesOf(Uint8Array.from(answer.values.subarray(0, siteCount), Math.round))
  const best = found && isAsGood(found) && worthOf(found) < known ? found : open
  // An infeasible model does not even hold the answer there is: it has proven nothing.
  const isProven = answer.status !== 'infeasible' && worthOf(best) - answer.bound * scale <= Math.max(0.9995 * step, 1e-9 * known)
  return { open: best, isProven }
}

function likedBy({ model }: Face, preference: Float64Array): Level {
  const columnCost = new Float64Array(model.columnCost.length)
  columnCost.set(preference)
  return { columnCost, worthOf: (open) => sumOver(open, preference), step: preference.every(Number.isInteger) ? 1 : 0 }
}

/** One column more for each row of who could be reached: 1 where nobody reaches it. */
function reaching({ model, siteCount }: Face, rows: ServiceRows): { face: Face; level: Level } {
  const first = model.columnCost.length
  const longer = (values: Float64Array, fill: number) => {
    const all = new Float64Array(first + rows.rowCount).fill(fill)
    all.set(values)
    return all
  }
  const entries = Array.from({ length: rows.rowCount }, (_, row) => [...rows.site.subarray(rows.start[row], rows.start[row + 1]), first + row])
  const isInteger = new Uint8Array(first + rows.rowCount)
  isInteger.set(model.isInteger)
  const columnCost = new Float64Array(first + rows.rowCount)
  columnCost.set(rows.penalty, first)
  const starts = Int32Array.from(entries, ({ length }) => length)
  let end = model.entryColumn.length
  const wide: MipModel = {
    ...model,
    columnCost,
    columnLower: longer(model.columnLower, 0),
    columnUpper: longer(model.columnUpper, 1),
    isInteger,
    rowLower: Float64Array.from([...model.rowLower, ...entries.map(() => 1)]),
    rowUpper: Float64Array.from([...model.rowUpper, ...entries.map(() => Infinity)]),
    rowStart: Int32Array.from([...model.rowStart, ...starts.map((length) => (end += length))]),
    entryColumn: Int32Array.from([...model.entryColumn, ...entries.flat()]),
    entryValue: Float64Array.from([...model.entryValue, ...entries.flat().map(() => 1)]),
  }
  const worthOf = (open: readonly number[]) => sumOfRows(rows, marksOf(open, siteCount)).sum
  return { face: { siteCount, model: wide }, level: { columnCost, worthOf, step: rows.step } }
}

function everyNewSite({ fixed }: PlanTask, siteCount: number): Float64Array {
  const isFixed = marksOf(fixed, siteCount)
  return Float64Array.from(isFixed, (one) => 1 - one)
}

function sitesWith(values: Float64Array): number[] {
  return Array.from(values.keys()).filter((site) => values[site] > 0)
}

function sumOver(sites: readonly number[], values: Float64Array): number {
  return sites.reduce((sum, site) => sum + values[site], 0)
}
