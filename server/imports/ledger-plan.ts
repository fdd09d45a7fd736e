import type { Problem } from '../core/problems.ts'
import type { Bilingual, DataKind, Db, Tx } from '../db/schema.ts'
import type { VersionedTable } from '../db/tables.ts'
import { canonicalJson, sha256Hex, stableUuid } from '../hashing.ts'
import { createAssumptions, type Assumptions } from './assumptions.ts'
import type { ImportPlan } from './import-plan.ts'
import { endRecords, insertRecords, listStoredRecords, type RecordColumns } from './records.repository.ts'
import { isSameValue } from './same-value.ts'

/** A ledger whose records are told apart by what they speak of, not by a code of the office's own. */
export interface LedgerTable {
  dataKind: DataKind
  table: VersionedTable
  /** The other table of the same kind of data, for the hash of what the kind holds. */
  beside?: VersionedTable
  /** The key of a stored record; entries of the same key speak of it. */
  keyOf(columns: RecordColumns): string
}

/** One record that a file states. */
export interface LedgerEntry {
  row: number
  key: string
  /** A key under which it may have been stored before more was known of it. */
  formerKey?: string
  /** For the report: what it is called. */
  label: string
  /** Undefined keeps what is stored, null clears it. */
  columns: RecordColumns
  /** For a record that is new: columns that must not be open, each with what is assumed thereby. */
  defaults?: { column: string; value: string; assumes?: Bilingual }[]
}

export interface LedgerWish {
  countyCode: number
  baseVersion: number
  /** Which records end that the file does not name: all, none, or those of which it says so. */
  replace: boolean | ((columns: RecordColumns) => boolean)
}

export interface LedgerFindings {
  problems: Problem[]
  assumptions: Assumptions
}

/** What entries would change in a ledger. A row with an error writes none of its entries. */
export async function planLedger(
  db: Db,
  ledger: LedgerTable,
  { countyCode, baseVersion, replace }: LedgerWish,
  toEntries: (stored: readonly RecordColumns[], findings: LedgerFindings) => LedgerEntry[],
): Promise<ImportPlan> {
  const { dataKind, table, beside } = ledger
  const stored = (await listStoredRecords(db, table, [], countyCode, baseVersion)).map(({ columns }) => columns)
  const findings: LedgerFindings = { problems: [], assumptions: createAssumptions() }
  const entries = toEntries(stored, findings)
  const { changed, unchanged, named } = merge(ledger, countyCode, entries, stored, findings)
  const ends = typeof replace === 'boolean' ? () => replace : replace
  const ended = stored.filter((columns) => !named.has(String(columns.id)) && ends(columns))
  const updated = changed.filter(({ before }) => before)
  const gone = new Set([...ended, ...updated.map(({ before }) => before!)].map(({ id }) => String(id)))
  return {
    dataKind,
    changes: { inserted: changed.length - updated.length, updated: updated.length, unchanged, ended: ended.length },
    keepsSources: replace !== true || beside !== undefined,
    problems: [...findings.problems, ...findings.assumptions.problems()],
    assumptions: findings.assumptions.list(),
    async write(tx, version) {
      await endRecords(tx, table, countyCode, version, [...gone])
      await insertRecords(tx, table, countyCode, version, changed.map(({ columns }) => columns))
      const kept = stored.filter(({ id }) => !gone.has(String(id)))
      return hashRecords(tx, [...kept, ...changed.map(({ columns }) => columns)], beside, countyCode, version)
    },
  }
}

function merge({ table, keyOf }: LedgerTable, countyCode: number, entries: readonly LedgerEntry[], stored: readonly RecordColumns[], findings: LedgerFindings) {
  const byKey = new Map(stored.map((columns) => [keyOf(columns), columns]))
  const named = new Set<string>()
  const changed: ChangedEntry[] = []
  let unchanged = 0
  for (const { row, key, formerKey, columns, defaults = [] } of withoutRefused(entries, findings.problems)) {
    const former = formerKey === undefined ? undefined : byKey.get(formerKey)
    const before = byKey.get(key) ?? (former && !named.has(String(former.id)) ? former : undefined)
    const says = Object.entries(columns).filter(([, value]) => value !== undefined)
    if (before) {
      named.add(String(before.id))
      const differs = says.filter(([column, value]) => !isSameValue(before[column], value))
      if (differs.length === 0) unchanged++
      else changed.push({ columns: { ...before, ...Object.fromEntries(differs) }, before })
      continue
    }
    const used = defaults.filter(({ column }) => columns[column] === undefined || columns[column] === null)
    for (const { assumes } of used) if (assumes) findings.assumptions.note(row, assumes)
    const given = { ...Object.fromEntries(says), ...Object.fromEntries(used.map(({ column, value }) => [column, value])) }
    changed.push({ columns: { ...given, id: stableUuid(`${countyCode}/${table}/${key}`), county_code: countyCode }, before: undefined })
  }
  return { changed, unchanged, named }
}

interface ChangedEntry {
  columns: RecordColumns
  before: RecordColumns | undefined
}

/** A row is written whole or not at all: one that repeats another in any of its entries is refused. */
function withoutRefused(entries: readonly LedgerEntry[], problems: Problem[]): LedgerEntry[] {
  const refused = new Set(problems.filter(({ severity }) => severity === 'error').map(({ row }) => row))
  const seen = new Map<string, number>()
  for (const { row, key, label } of entries) {
    const earlier = seen.get(key)
    if (refused.has(row)) continue
    if (earlier === undefined) {
      seen.set(key, row)
      continue
    }
    problems.push(repeated(row, earlier, label))
    refused.add(row)
  }
  return entries.filter(({ row }) => !refused.has(row))
}

/** The hash of what a kind holds: its records, with those of its other table where it has one. */
export async function hashRecords(tx: Tx, records: readonly RecordColumns[], beside: VersionedTable | undefined, countyCode: number, version: number): Promise<string> {
  const own = byId(records)
  const others = beside === undefined ? [] : (await listStoredRecords(tx, beside, [], countyCode, version)).map(({ columns }) => columns)
  return sha256Hex(canonicalJson(others.length === 0 ? own : { own, beside: byId(others) }))
}

/** A column that was left out and one that is null are stored alike: the same content has one hash, however it came about. */
function byId(records: readonly RecordColumns[]): RecordColumns[] {
  const said = records.map((record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null && value !== undefined)))
  return said.sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1))
}

function repeated(row: number, earlier: number, label: string): Problem {
  return {
    code: 'ROW_REPEATED',
    severity: 'error',
    row,
    value: label,
    message: { zh: `与第 ${earlier} 行说的是同一条「${label}」`, en: `Says the same thing as row ${earlier}: ${label}` },
    fix: { zh: '请合并为一行', en: 'Make them one row' },
  }
}
