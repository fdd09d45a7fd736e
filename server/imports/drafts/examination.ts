import { findProblemColumn, type TableView } from '../../core/imports/table-view.ts'
import type { ImportKind } from '../../core/imports/field.ts'
import { tryCrs, type TriedCrs } from '../../core/imports/propose-crs.ts'
import type { RawRow } from '../../core/imports/raw-table.ts'
import { isNote, type Report, type ReportPlace } from '../../core/imports/report.ts'
import type { Problem, Severity } from '../../core/problems.ts'
import type { ExaminedReading } from '../examine-import.ts'
import type { ImportMapping } from '../import-mappings.repository.ts'
import type { ImportOptions } from '../import-options.ts'

export type RowState = 'accepted' | 'refused' | 'asked' | 'left_out'

export interface RowProblem {
  code: string
  severity: Severity
  /** Index of the column; -1 for the row as a whole. */
  column: number
  problem: Problem
}

/** What the doctor has said of a draft by certain decisions, row by row. */
export interface Examination {
  kind: ImportKind
  options: ImportOptions
  examined: ExaminedReading
  /** What the office had told of the same header; undefined where nothing. */
  memory: ImportMapping | undefined
  columns: readonly string[]
  rows: readonly RawRow[]
  proposals: TriedCrs[]
  stateOf(row: number): RowState
  problemsOf(row: number): readonly RowProblem[]
  /** Whether the row is worth a look: it is not simply accepted. */
  isOpen(row: number): boolean
}

const asksForCrs = /^(CRS_|GCJ_SUSPECT)/

export function createExamination(kind: ImportKind, options: ImportOptions, examined: ExaminedReading, memory: ImportMapping | undefined): Examination {
  const { report, reading, region } = examined
  const { view } = reading
  const accepted = new Set(report.records.map(({ row }) => row))
  const problemsOf = indexProblems(report, view, kind)
  const stateOf = (row: number): RowState => {
    if (reading.dropped.has(row)) return 'left_out'
    if (report.outcome === 'reject' || problemsOf(row).some(({ severity }) => severity === 'error')) return 'refused'
    return accepted.has(row) ? 'accepted' : 'asked'
  }
  return {
    ...{ kind, options, examined, memory, stateOf, problemsOf },
    columns: view?.columns ?? [],
    rows: reading.rows,
    proposals: report.questions.some(({ code }) => asksForCrs.test(code)) ? tryCrs(report.sample ?? [], region) : [],
    isOpen: (row) => stateOf(row) !== 'accepted' || problemsOf(row).some(({ code }) => !isNote(code)),
  }
}

/** The problems of each row, with the column that each speaks of. */
export function indexProblems(
  { problems, mapping }: Pick<Report, 'problems' | 'mapping'>,
  view: TableView | undefined,
  kind: ImportKind,
): (row: number) => readonly RowProblem[] {
  const byRow = new Map<number, RowProblem[]>()
  for (const problem of problems) {
    const { row, code, severity, column } = problem
    if (row === undefined) continue
    const index = view && column !== undefined ? findProblemColumn(view, mapping, kind, column) : -1
    const list = byRow.get(row) ?? []
    byRow.set(row, list)
    list.push({ code, severity, column: index, problem })
  }
  const nothing: RowProblem[] = []
  return (row) => byRow.get(row) ?? nothing
}

/** The gravest of a row's problems, notes aside. */
export function worstOf(problems: readonly RowProblem[]): Severity | null {
  const found = problems.filter(({ code }) => !isNote(code)).map(({ severity }) => severity)
  return (['error', 'question', 'warning'] as const).find((severity) => found.includes(severity)) ?? null
}

/** At most so many places, those with a problem first: a map of more shows nothing. */
export function listPlaces({ examined, isOpen }: Examination, most: number): { total: number; shown: readonly ReportPlace[] } {
  const all = examined.report.places ?? []
  if (all.length <= most) return { total: all.length, shown: all }
  const open = all.filter(({ row }) => isOpen(row))
  const others = all.filter(({ row }) => !isOpen(row))
  const room = Math.max(0, most - open.length)
  const step = room > 0 ? Math.ceil(others.length / room) : Infinity
  return { total: all.length, shown: [...open.slice(0, most), ...others.filter((_, i) => i % step === 0)] }
}
