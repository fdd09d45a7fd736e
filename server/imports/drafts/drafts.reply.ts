import type { DraftPlaces, DraftRows, ExamineDraftReply, ImportDraft } from '../../contract/import-drafts.ts'
import type { Field } from '../../core/imports/field.ts'
import type { RawCell, RawRow } from '../../core/imports/raw-table.ts'
import type { Question } from '../../core/imports/report.ts'
import { formatCountyCode } from '../../county-code.ts'
import { listAlso } from '../import-plan.ts'
import { planners } from '../planners.ts'
import type { Draft } from './draft-files.ts'
import { listPlaces, worstOf, type Examination } from './examination.ts'

const mostPlaces = 20_000
const hidden = '（个人信息，不显示）'

export function toImportDraft(draft: Draft): ImportDraft {
  const { id, countyCode, fileNames, bytes, sha256, createdBy, createdAt, expiresAt, proposedKinds, layers, last } = draft
  const code = formatCountyCode(countyCode)
  return { id, code, kind: last?.kind ?? null, fileNames, bytes, sha256, createdBy, createdAt, expiresAt, proposedKinds, layers }
}

export function toExamineDraftReply({ kind, examined, memory, columns, rows }: Examination): ExamineDraftReply {
  const { report, plan, baseVersion, fileHash, reading } = examined
  const { outcome, problems, mapping, summary, questions } = report
  return {
    ...{ outcome, rows: report.rows, problems, mapping, summary, baseVersion, sha256: fileHash },
    questions: questions.map((question) => recall(question, memory)),
    dataKind: planners[kind.id]?.dataKind ?? kind.id,
    changes: plan?.changes ?? null,
    also: listAlso(plan),
    kindLabel: kind.label,
    fields: kind.fields.map((field) => ({ name: field.name, label: field.label, required: field.required ?? false, unit: unitOf(field) })),
    columns: [...columns],
    headerRows: reading.view?.headerRows ?? null,
    rowCount: rows.length,
    remembered: mapping.filter(({ by }) => by === 'remembered').map(({ column }) => column),
    mayStore: plan !== null,
  }
}

export function toDraftRows(examination: Examination, from: number, count: number, only: 'all' | 'problems'): DraftRows {
  const { rows, isOpen } = examination
  const listed = only === 'all' ? rows : rows.filter(({ number }) => isOpen(number))
  return { total: listed.length, rows: listed.slice(from, from + count).map((row) => toRow(examination, row)) }
}

export function toDraftPlaces(examination: Examination): DraftPlaces {
  const { examined, proposals, stateOf, problemsOf } = examination
  const { total, shown } = listPlaces(examination, mostPlaces)
  return {
    total,
    shown: shown.length,
    crs: examined.report.summary.crs,
    features: shown.flatMap(({ row, name, at }) => {
      const state = stateOf(row)
      return state === 'left_out' ? [] : [{ row, name, location: [at[0], at[1]], state, worst: worstOf(problemsOf(row)) }]
    }),
    proposals: proposals.map(({ crs, inside, of, sample }) => ({ crs: crs.id, label: crs.label, inside, of, sample })),
  }
}

function toRow({ examined, columns, stateOf, problemsOf }: Examination, { number, cells }: RawRow): DraftRows['rows'][number] {
  const { reading } = examined
  return {
    row: number,
    cells: columns.map((_, i) => (reading.view!.personal.has(i) && (cells[i] ?? null) !== null ? hidden : showCell(cells[i] ?? null))),
    edited: [...(reading.cells.get(number) ?? [])],
    state: stateOf(number),
    problems: problemsOf(number).map(({ code, severity, column }) => ({ code, severity, column: columns[column] ?? null })),
  }
}

function showCell(cell: RawCell): string | null {
  return cell === null ? null : String(cell)
}

/** What the office answered last time stands first, and says so; it is still asked. */
function recall(question: Question, memory: Examination['memory']): Question {
  const { option, options } = question
  const before = option.includes('--crs') ? memory?.crs : option.includes('--encoding') ? memory?.encoding : null
  const known = before ? options.find(({ value }) => value.toLowerCase() === before.toLowerCase()) : undefined
  if (!known) return question
  const label = { zh: `${known.label.zh}（上次所选）`, en: `${known.label.en} (as last time)` }
  return { ...question, options: [{ ...known, label }, ...options.filter((one) => one !== known)] }
}

function unitOf({ value }: Field): string | null {
  if (value.type !== 'integer' && value.type !== 'decimal') return null
  return value.measure === 'area_m2' ? '㎡' : value.measure === 'length_m' ? 'm' : null
}
