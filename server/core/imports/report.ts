import type { Geometry } from 'geojson'
import type { LonLat } from '../lonlat.ts'
import type { Problem } from '../problems.ts'
import type { Bilingual } from './field.ts'
import type { ReadDate } from './parse-date.ts'
import type { RawCell } from './raw-table.ts'

export type Outcome = 'ok' | 'warn' | 'ask' | 'rows' | 'reject'

/** A field's value in the field's own unit; dates keep how much of them was written. */
export type FieldValue = string | number | readonly string[] | ReadDate | null

/** One row that may be stored. */
export interface ImportRecord {
  row: number
  /** Sheet or layer. */
  table: string
  fields: Record<string, FieldValue>
  /** Longitude and latitude on CGCS2000, 1e-9°; null where the row has no place. */
  geometry: Geometry | null
  /** Columns that are no field of the kind, as the file has them; what a `layer` is made of. */
  others: Record<string, RawCell>
}

/** What the user must say before anything is stored; answered by the option that `option` names. */
export interface Question {
  code: string
  message: Bilingual
  options: { value: string; label: Bilingual }[]
  /** Which option of the command answers it: `--crs`, `--layer`, `--answer DUPLICATE=…`. */
  option: string
  /** The rows that wait for it; undefined where all do. */
  rows?: number[]
}

export interface ColumnReport {
  column: string
  field: string | null
  by: 'given' | 'remembered' | 'exact' | 'similar' | 'none'
}

/** Where a row stands by the present answers, whatever becomes of it. */
export interface ReportPlace {
  row: number
  name: string | null
  at: LonLat
}

export interface Report {
  outcome: Outcome
  rows: { read: number; accepted: number; refused: number; asked: number }
  problems: Problem[]
  questions: Question[]
  /** The accepted rows; those that wait for an answer are not among them. */
  records: ImportRecord[]
  mapping: ColumnReport[]
  /** Of every row that has a place in longitude and latitude; absent where the numbers are of an unknown system. */
  places?: readonly ReportPlace[]
  /** Positions in the file's own numbers, at most two hundred: what each system in question would make of them. */
  sample?: readonly (readonly number[])[]
  summary: {
    kind: string
    crs: string | null
    /** True where positions were undone from GCJ-02 or BD-09: 近似值，不作测绘成果. */
    approximate: boolean
    withoutPlace: number
    /** Against what is stored: undefined where nothing was there to compare with. */
    changes?: { insert: number; update: number; unchanged: number }
  }
}

/** Findings that change nothing for the user: listed, and the file still simply imports. */
const notes = new Set([
  ...['ENC_DETECTED', 'CSV_SEP', 'EOL_MIXED', 'SHP_RECNO', 'XLSX_STRICT', 'XML_EXTERNAL', 'FORMULA_ACTIVE', 'LAYER_NAMED', 'LAYERS_ALL'],
  ...['NUM_NORMALISED', 'CODE_PADDED', 'DATE_SERIAL', 'HEADER_FOUND', 'CRS_COMPUTED', 'SHEETS_SKIPPED', 'ROADS_EMPTY', 'ROADS_SKIPPED'],
  ...['CELL_EDITED', 'PLACE_EDITED', 'ROWS_DROPPED'],
])

/** The worst of what was found: unusable > to be asked > rows to be confirmed > worth reading > nothing. */
export function judgeOutcome(report: Pick<Report, 'rows' | 'problems' | 'questions'>): Outcome {
  const { rows, problems, questions } = report
  if (problems.some(({ severity, row }) => severity === 'error' && row === undefined)) return 'reject'
  if (rows.read === 0) return 'reject'
  if (questions.length > 0) return 'ask'
  if (rows.refused > 0 || problems.some((problem) => problem.severity === 'error' || needsConfirming(problem))) return 'rows'
  return problems.some(({ severity, code }) => severity === 'warning' && !notes.has(code)) ? 'warn' : 'ok'
}

/** A layer whose own name could be read as a command: its rows are sound, and wait until somebody has looked at it. */
function needsConfirming({ code, column, row }: Problem): boolean {
  return code === 'ATTR_NAME' && column === undefined && row === undefined
}

export function isNote(code: string): boolean {
  return notes.has(code)
}

/** A file of which nothing can be used. */
export function rejected(kind: string, problems: readonly Problem[], read = 0): Report {
  return {
    outcome: 'reject',
    rows: { read, accepted: 0, refused: read, asked: 0 },
    problems: [...problems],
    questions: [],
    records: [],
    mapping: [],
    summary: { kind, crs: null, approximate: false, withoutPlace: 0 },
  }
}
