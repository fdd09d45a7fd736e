import { requireCounty, type Actor } from '../../auth/actor.ts'
import type { VersionDiff } from '../../contract/import-drafts.ts'
import { dataKinds, type DataKind, type Db } from '../../db/schema.ts'
import type { VersionedTable } from '../../db/tables.ts'
import { AppError } from '../../errors.ts'
import { readPopulationCells } from '../../population/population.service.ts'
import { findVersion, tablesOfKind } from '../../versions/versions.repository.ts'
import { compareCells } from '../population-plan.ts'
import { diffOfTable, idColumn, labelOf, nameRecord } from './diff-tables.ts'
import { countDifferences, listDifferingIds, listNamesOfIds, listRecordColumns, listRecordWords, type DiffCounts, type RecordColumn } from './version-diff.repository.ts'

export interface VersionDiffService {
  /** Version 0 is the state before the first: nothing. */
  compare(actor: Actor, countyCode: number, kind: string, from: number, to: number): Promise<VersionDiff>
}

type DiffRecord = VersionDiff['records'][number]
type Words = Record<string, string | null>

const mostRecords = 2000
const idPattern = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

export function createVersionDiffService(db: Db): VersionDiffService {
  return {
    async compare(actor, countyCode, kindName, from, to) {
      requireCounty(actor, countyCode)
      const kind = dataKinds.find((known) => known === kindName)
      if (!kind) throw unknownVersion(kindName, to)
      for (const version of [from, to]) if (version > 0 && !(await findVersion(db, countyCode, kind, version))) throw unknownVersion(kind, version)
      const counts = { inserted: 0, updated: 0, ended: 0, unchanged: 0 }
      const records: DiffRecord[] = []
      for (const table of tablesOfKind[kind]) {
        const columns = await listRecordColumns(db, table)
        const found = table === 'population_cells' ? await countCells(db, countyCode, from, to) : await countDifferences(db, table, columns, countyCode, from, to)
        for (const key of ['inserted', 'updated', 'ended', 'unchanged'] as const) counts[key] += found[key]
        if (diffOfTable[table] !== 'counts' && records.length < mostRecords)
          records.push(...(await listRecords(db, table, columns, countyCode, from, to, mostRecords - records.length)))
      }
      return { kind, from, to, counts, records }
    },
  }
}

/** In cells, as people count them, not in the blocks they are kept in. */
async function countCells(db: Db, countyCode: number, from: number, to: number): Promise<DiffCounts> {
  return compareCells(await readPopulationCells(db, countyCode, from), await readPopulationCells(db, countyCode, to))
}

async function listRecords(
  db: Db,
  table: VersionedTable,
  columns: readonly RecordColumn[],
  countyCode: number,
  from: number,
  to: number,
  most: number,
): Promise<DiffRecord[]> {
  const differing = await listDifferingIds(db, table, columns, countyCode, from, to, most)
  if (differing.length === 0) return []
  const shown = diffOfTable[table] === 'names' ? columns.filter(({ name }) => name === 'name') : columns
  const ids = differing.map(({ id }) => id)
  const [before, after] = [await listRecordWords(db, table, shown, countyCode, from, ids), await listRecordWords(db, table, shown, countyCode, to, ids)]
  const referred = [...before.values(), ...after.values()].flatMap((words) => Object.entries(words).flatMap(([column, text]) => (idColumn.test(column) ? (text?.match(idPattern) ?? []) : [])))
  const names = referred.length > 0 ? await listNamesOfIds(db, countyCode, [...new Set(referred)]) : new Map<string, string>()
  const readable = (words: Words | undefined): Words =>
    Object.fromEntries(Object.entries(words ?? {}).map(([column, text]) => [column, idColumn.test(column) ? nameIds(text, names) : text]))
  return differing.map(({ id, change }) => {
    const [was, is] = [readable(before.get(id)), readable(after.get(id))]
    const fields = diffOfTable[table] === 'names' ? [] : listFields(shown, was, is)
    return { id, name: nameRecord(table, change === 'ended' ? was : is), change, fields }
  })
}

/** Fields that differ; of a record that is new or has ended, those that say something. */
function listFields(columns: readonly RecordColumn[], before: Words, after: Words): DiffRecord['fields'] {
  return columns
    .map(({ name }) => ({ name, label: labelOf(name), before: before[name] ?? null, after: after[name] ?? null }))
    .filter((field) => field.before !== field.after)
}

function nameIds(text: string | null, names: ReadonlyMap<string, string>): string | null {
  return text === null ? null : text.replace(idPattern, (id) => names.get(id) ?? id)
}

function unknownVersion(kind: DataKind | string, version: number): AppError {
  return new AppError('VERSION_UNKNOWN', `没有这一版本：${kind} 第 ${version} 版`, `No version ${version} of ${kind}`)
}
