import { createMatcher } from '../core/imports/match-records.ts'
import type { ImportKind } from '../core/imports/field.ts'
import type { KnownRecord } from '../core/imports/region.ts'
import type { ImportRecord } from '../core/imports/report.ts'
import type { Problem } from '../core/problems.ts'
import type { Db } from '../db/schema.ts'
import { canonicalJson, sha256Hex, stableUuid } from '../hashing.ts'
import { createAssumptions } from './assumptions.ts'
import { hashRecords } from './ledger-plan.ts'
import { checkGeometries, type ChangedRecord } from './geometry-check.ts'
import type { ImportPlan } from './import-plan.ts'
import { endAllotmentsOf, endRecords, insertRecords, listStoredRecords, type RecordColumns, type StoredRecord } from './records.repository.ts'
import { isSameValue } from './same-value.ts'
import type { TableStore } from './stores/store.ts'
import type { UnitFinder } from './stores/unit-finder.ts'

export interface TableWish {
  countyCode: number
  kind: ImportKind
  /** The version whose records the file is held against; 0 where the county has none of the kind. */
  baseVersion: number
  records: readonly ImportRecord[]
  /** Records that the file does not name end; else they stay. */
  replace: boolean
}

interface Stored extends KnownRecord {
  id: string
  columns: RecordColumns
}

export interface TablePlan {
  plan: ImportPlan
  /** The record that each row becomes or is; refused rows have none. */
  idOf: ReadonlyMap<number, string>
  endedIds: ReadonlySet<string>
}

/** What a table of rows would change in its kind's records: by code, else by name and place; nothing is written yet. */
export async function planTable(db: Db, store: TableStore, wish: TableWish, units: UnitFinder): Promise<ImportPlan> {
  return (await planTableRows(db, store, wish, units)).plan
}

/** The same, with the record of each row. */
export async function planTableRows(db: Db, store: TableStore, wish: TableWish, units: UnitFinder): Promise<TablePlan> {
  const all = await listStoredRecords(db, store.table, store.geometryColumns, wish.countyCode, wish.baseVersion)
  const isOwn = ({ columns }: StoredRecord) => store.isOwn?.(columns) ?? true
  const stored = all.filter(isOwn).map((one) => toKnown(one, store))
  const others = all.filter((one) => !isOwn(one)).map(({ columns }) => columns)
  const problems: Problem[] = [...namesNotKept(wish, store)]
  const merged = merge(store, wish, stored, units, problems)
  const sound = await checkGeometries(db, store, merged.changed, problems)
  const inserted = sound.filter(({ before }) => !before)
  const updated = sound.filter(({ before }) => before)
  const ended = wish.replace ? stored.filter(({ id }) => !merged.named.has(id)) : []
  const gone = new Set([...ended, ...updated.map(({ before }) => before!)].map(({ id }) => id))
  const refused = new Set(problems.filter(({ severity }) => severity === 'error').map(({ row }) => row))
  const idOf = new Map([...merged.idOf].filter(([row]) => !refused.has(row)))
  const plan: ImportPlan = {
    dataKind: store.dataKind,
    changes: { inserted: inserted.length, updated: updated.length, unchanged: merged.unchanged, ended: ended.length },
    problems,
    assumptions: merged.assumptions,
    async write(tx, version) {
      await endRecords(tx, store.table, wish.countyCode, version, [...gone])
      if (store.table === 'facilities' && ended.length > 0)
        await endAllotmentsOf(tx, wish.countyCode, version, ended.map(({ id }) => id))
      await insertRecords(tx, store.table, wish.countyCode, version, sound.map(({ columns }) => columns))
      const kept = stored.filter(({ id }) => !gone.has(id)).map(({ columns }) => columns)
      const beside = store.table === 'facilities' ? 'facility_allotments' : undefined
      return hashRecords(tx, [...others, ...kept, ...sound.map(({ columns }) => columns)], beside, wish.countyCode, version)
    },
  }
  return { plan, idOf, endedIds: new Set(ended.map(({ id }) => id)) }
}

function merge(store: TableStore, wish: TableWish, stored: readonly Stored[], units: UnitFinder, problems: Problem[]) {
  const find = createMatcher(stored)
  const changed: ChangedRecord[] = []
  const named = new Map<string, number>()
  const codes = new Set(stored.map(({ code }) => code))
  const assumptions = createAssumptions()
  const idOf = new Map<number, string>()
  const fresh = new Map<string, number>()
  let unchanged = 0
  for (const record of wish.records) {
    const key = store.keyOf?.(record, units)
    const before = find(key === undefined ? record : { ...record, fields: { code: key } })
    const earlier = before && named.get(before.id)
    if (before && earlier !== undefined) {
      problems.push(repeated(record.row, earlier, before.name))
      continue
    }
    if (before) {
      named.set(before.id, record.row)
      idOf.set(record.row, before.id)
    }
    const stated = store.state(record, units)
    const says = Object.entries(stated.columns).filter(([, value]) => value !== undefined && value !== null)
    if (before) {
      // The code it was found by stays as it is stored: 'a-1' and 'A-1' are one record.
      const differs = says.filter(([column, value]) => column !== store.codeColumn && !isSameValue(before.columns[column], value))
      for (const made of stated.makes ?? []) if (differs.some(([column]) => column === made.column)) assumptions.note(record.row, made)
      if (differs.length === 0) unchanged++
      else changed.push({ row: record.row, columns: { ...before.columns, ...Object.fromEntries(differs) }, before })
      continue
    }
    const given = Object.fromEntries(says)
    for (const assumed of stated.assumes) if (given[assumed.column] === undefined) assumptions.note(record.row, assumed)
    for (const made of stated.makes ?? []) if (given[made.column] !== undefined) assumptions.note(record.row, made)
    const code = String(given[store.codeColumn] ?? key ?? freeCode(record, codes))
    const sibling = fresh.get(code)
    if (sibling !== undefined) {
      problems.push(repeated(record.row, sibling, code))
      continue
    }
    fresh.set(code, record.row)
    codes.add(code)
    const id = stableUuid(`${wish.countyCode}/${store.table}/${code}`)
    idOf.set(record.row, id)
    changed.push({ row: record.row, columns: { ...stated.defaults, ...given, [store.codeColumn]: code, id, county_code: wish.countyCode }, before: undefined })
  }
  problems.push(...assumptions.problems())
  return { changed, unchanged, named, idOf, assumptions: assumptions.list() }
}

/** A key for a row without one: it follows from the row, so that the same file gives the same keys. */
function freeCode({ fields, geometry }: ImportRecord, taken: ReadonlySet<string | null>): string {
  const whole = sha256Hex(canonicalJson([fields.name, fields.unitCode, fields.township, fields.community, geometry]))
  for (let turn = 1; ; turn++) {
    const code = `auto-${whole.slice(0, 12)}${turn === 1 ? '' : `-${turn}`}`
    if (!taken.has(code)) return code
  }
}

function toKnown({ columns, at }: StoredRecord, store: TableStore): Stored {
  const code = store.storedKeyOf?.(columns) ?? String(columns[store.codeColumn])
  return { code, name: String(columns.name ?? ''), at, fields: {}, id: String(columns.id), columns }
}

function repeated(row: number, earlier: number, name: string): Problem {
  return {
    code: 'ROW_REPEATED',
    severity: 'error',
    row,
    value: name,
    message: { zh: `与第 ${earlier} 行是同一条记录「${name}」`, en: `The same record as row ${earlier}: ${name}` },
    fix: { zh: '请合并为一行，或各填不同的编码', en: 'Make them one row, or give each a code of its own' },
  }
}

/** Fields that were read and have no column: said, not dropped in silence. */
function namesNotKept({ kind, records }: TableWish, store: TableStore): Problem[] {
  return kind.fields
    .filter(({ name }) => !store.fields.includes(name) && records.some(({ fields }) => fields[name] !== null && fields[name] !== undefined))
    .map(({ label }) => ({
      code: 'FIELD_NOT_STORED',
      severity: 'warning' as const,
      column: label.zh,
      message: { zh: `「${label.zh}」已检查，但目前不保存`, en: `${label.en}: checked, but not kept at present` },
    }))
}
