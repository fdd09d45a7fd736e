import type { Geometry } from 'geojson'
import type { LonLat } from '../lonlat.ts'
import type { Problem, Severity } from '../problems.ts'
import type { Bilingual } from './field.ts'
import { positionsOf } from './geometry.ts'
import type { RawCell } from './raw-table.ts'
import type { FieldValue } from './report.ts'

/** A row on its way through the checks. */
export interface Draft {
  row: number
  fields: Record<string, FieldValue>
  others: Record<string, RawCell>
  /** In the file's CRS at first, in longitude and latitude once it is known. */
  geometry: Geometry | null
  refused: boolean
  asked: boolean
  /** The row's own words for its CRS, where a column has them. */
  crsWords: string | null
  /** Where the user has put it: no conversion touches it, and it is no witness of the file's CRS. */
  placed?: LonLat
}

/** Collects what is found, and marks the rows it concerns. */
export function createFindings(drafts: readonly Draft[]) {
  const problems: Problem[] = []
  const byRow = new Map(drafts.map((draft) => [draft.row, draft]))
  const add = (severity: Severity, code: string, message: Bilingual, more: Partial<Problem> = {}) => {
    problems.push({ code, severity, message, ...withoutUndefined(more) })
  }
  return {
    problems,
    file: add,
    /** A row is refused by an error, waits for an answer with a question, and is kept with a warning. */
    row(severity: Severity, draft: Draft, code: string, message: Bilingual, more: Partial<Problem> = {}) {
      if (severity === 'error') draft.refused = true
      if (severity === 'question') draft.asked = true
      add(severity, code, message, { row: draft.row, ...more })
    },
    /** A problem that a reader has found: it may be of a row that is no data. */
    take(problem: Problem) {
      const draft = problem.row === undefined ? undefined : byRow.get(problem.row)
      if (draft && problem.severity === 'error') draft.refused = true
      problems.push(problem)
    },
  }
}

export type Findings = ReturnType<typeof createFindings>

/** Where a draft stands: its point, or the middle of its box. Degrees once converted. */
export function pointOf(draft: Pick<Draft, 'geometry'>): LonLat | undefined {
  const { geometry } = draft
  if (!geometry) return undefined
  if (geometry.type === 'Point') return [geometry.coordinates[0], geometry.coordinates[1]]
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of positionsOf(geometry)) {
    west = Math.min(west, x)
    east = Math.max(east, x)
    south = Math.min(south, y)
    north = Math.max(north, y)
  }
  return [(west + east) / 2, (south + north) / 2]
}

function withoutUndefined(more: Partial<Problem>): Partial<Problem> {
  return Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined))
}
