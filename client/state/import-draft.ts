import type { DraftOptions, ExamineDraftReply } from '../../server/contract/import-drafts.ts'

/** What somebody has decided about a file so far. Pure: decisions in, decisions out. */
export interface DraftWork {
  kind: string | null
  crs: string | null
  encoding: string | null
  layer: string | null
  header: { fromRow: number; toRow: number } | null
  map: readonly { column: string; field: string }[]
  answers: Readonly<Record<string, string>>
  cells: readonly { row: number; column: string; value: string | null }[]
  places: readonly { row: number; location: [number, number] }[]
  dropRows: readonly number[]
  acceptRows: boolean
  replace: boolean
  dataDate: string | null
}

export const freshWork: DraftWork = {
  kind: null, crs: null, encoding: null, layer: null, header: null, map: [], answers: {}, cells: [], places: [], dropRows: [],
  acceptRows: false, replace: false, dataDate: null,
}

/** Decisions with a way back and forth. */
export interface History {
  past: readonly DraftWork[]
  now: DraftWork
  future: readonly DraftWork[]
}

const mostSteps = 200

export const freshHistory: History = { past: [], now: freshWork, future: [] }

/** A new decision cuts off what had been undone; one that changes nothing is no step. */
export function decide(history: History, next: DraftWork): History {
  if (JSON.stringify(next) === JSON.stringify(history.now)) return history
  return { past: [...history.past, history.now].slice(-mostSteps), now: next, future: [] }
}

export function undo({ past, now, future }: History): History {
  const before = past.at(-1)
  return before ? { past: past.slice(0, -1), now: before, future: [now, ...future] } : { past, now, future }
}

export function redo({ past, now, future }: History): History {
  const [after, ...rest] = future
  return after ? { past: [...past, now], now: after, future: rest } : { past, now, future }
}

/** Another kind, layer or header reads other columns: what was said about them is void. */
export function withReading(work: DraftWork, change: Partial<Pick<DraftWork, 'kind' | 'layer' | 'header' | 'encoding'>>): DraftWork {
  const keeps = Object.keys(change).every((key) => key === 'encoding')
  return { ...work, ...change, ...(keeps ? {} : { map: [], answers: {}, cells: [], places: [], dropRows: [] }) }
}

/** One field has one column, and one column one field; '-' leaves a column out. */
export function withColumn(work: DraftWork, column: string, field: string): DraftWork {
  const others = work.map.filter((pair) => pair.column !== column && (field === '-' || pair.field !== field))
  return { ...work, map: [...others, { column, field }] }
}

/** The value as it stands in the file, or another one; the same cell twice is one edit. */
export function withCell(work: DraftWork, row: number, column: string, value: string | null): DraftWork {
  return { ...work, cells: [...work.cells.filter((edit) => edit.row !== row || edit.column !== column), { row, column, value }] }
}

export function withPlace(work: DraftWork, row: number, location: readonly [number, number]): DraftWork {
  return { ...work, places: [...work.places.filter((edit) => edit.row !== row), { row, location: [location[0], location[1]] }] }
}

export function withRowDropped(work: DraftWork, row: number): DraftWork {
  const dropped = work.dropRows.includes(row)
  return { ...work, dropRows: dropped ? work.dropRows.filter((other) => other !== row) : [...work.dropRows, row] }
}

type Question = ExamineDraftReply['questions'][number]

/** What answering does, by the option that the question names; undefined where only the mapping can answer. */
export function withAnswer(work: DraftWork, question: Pick<Question, 'option' | 'code'>, value: string): DraftWork | undefined {
  const pair = /^(?:--map )?([^=]+)=(.+)$/.exec(value)
  if (value.startsWith('--map ') && pair) return withColumn(work, pair[1], pair[2])
  for (const [, code, listed] of question.option.matchAll(/--answer (\w+)=(\S+)/g))
    if (listed.split('|').includes(value)) return { ...work, answers: { ...work.answers, [code]: value } }
  if (question.option.includes('--crs')) return { ...work, crs: value }
  if (question.option.includes('--layer')) return { ...work, layer: value }
  if (question.option.includes('--encoding')) return { ...work, encoding: value }
  if (question.option.includes('--map') && pair) return withColumn(work, pair[1], pair[2])
  return undefined
}

/** As the server takes them. */
export function toOptions(work: DraftWork, kind: string, baseVersion?: number): DraftOptions {
  const { crs, encoding, layer, header, map, answers, cells, places, dropRows, acceptRows, replace, dataDate } = work
  return {
    kind,
    map: [...map],
    answers: { ...answers },
    acceptRows,
    replace,
    edits: { cells: [...cells], places: [...places], dropRows: [...dropRows] },
    ...(crs === null ? {} : { crs }),
    ...(encoding === null ? {} : { encoding }),
    ...(layer === null ? {} : { layer }),
    ...(header === null ? {} : { header }),
    ...(dataDate === null ? {} : { dataDate }),
    ...(baseVersion === undefined ? {} : { baseVersion }),
  }
}

/** Problems of one code in one column together, the gravest first, then the most frequent. */
export interface ProblemGroup {
  code: string
  column: string | undefined
  severity: 'error' | 'question' | 'warning'
  first: ExamineDraftReply['problems'][number]
  rows: number[]
  count: number
}

const gravity = { error: 0, question: 1, warning: 2 } as const

export function groupProblems(problems: ExamineDraftReply['problems']): ProblemGroup[] {
  const groups = new Map<string, ProblemGroup & { seen: Set<number> }>()
  for (const problem of problems) {
    const key = JSON.stringify([problem.severity, problem.code, problem.column])
    const group = groups.get(key) ?? { code: problem.code, column: problem.column, severity: problem.severity, first: problem, rows: [], count: 0, seen: new Set() }
    group.count++
    if (problem.row !== undefined && !group.seen.has(problem.row)) group.rows.push(problem.row)
    if (problem.row !== undefined) group.seen.add(problem.row)
    groups.set(key, group)
  }
  return [...groups.values()].map(({ seen: _, ...group }) => group).sort((a, b) => gravity[a.severity] - gravity[b.severity] || b.count - a.count)
}

/** The header rows that somebody typed: "3" or "2-3"; null for anything else. */
export function parseHeaderRows(text: string): { fromRow: number; toRow: number } | null {
  const found = /^\s*(\d{1,6})\s*(?:[-–—~至到]\s*(\d{1,6}))?\s*$/.exec(text)
  if (!found) return null
  const fromRow = Number(found[1])
  const toRow = Number(found[2] ?? found[1])
  return fromRow >= 1 && toRow >= fromRow && toRow - fromRow < 10 ? { fromRow, toRow } : null
}

export function headerText(header: { fromRow: number; toRow: number } | null): string {
  if (!header) return ''
  return header.fromRow === header.toRow ? String(header.fromRow) : `${header.fromRow}-${header.toRow}`
}
