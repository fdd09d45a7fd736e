import { sql, type ExpressionBuilder } from 'kysely'
import type { DataKind, DataSource, DataVersionTable, Db, Schema, Tx } from '../db/schema.ts'
import type { VersionedTable } from '../db/tables.ts'
import type { Selectable } from 'kysely'

/** The tables that hold the records of a kind of data; a version of the kind is one state of all of them. */
export const tablesOfKind: Record<DataKind, readonly VersionedTable[]> = {
  units: ['county_units', 'unit_mergers'],
  study_areas: ['study_areas'],
  population: ['population_counts', 'population_cells'],
  residential_areas: ['residential_areas'],
  facilities: ['facilities', 'facility_allotments'],
  roads: ['road_networks'],
  settings: ['county_settings'],
  elevation: ['elevation_grids'],
  settlements: ['settlements'],
  premises: ['idle_premises'],
  control_areas: ['control_areas'],
  parcels: ['land_parcels'],
  sync_stages: ['sync_stages'],
  register: ['register_entries'],
  community_rooms: ['community_rooms'],
  pooling_groups: ['pooling_groups'],
  statistics: ['county_statistics'],
  unit_tags: ['unit_tags'],
  checklist: ['checklist_entries'],
  development_boundary: ['development_boundaries'],
  age_pyramids: ['age_pyramids'],
}

export type DataVersion = Selectable<DataVersionTable>

/** The records of a version: those that began at or before it and had not ended by it. */
export function validAt(version: number) {
  return (eb: ExpressionBuilder<Schema, VersionedTable>) =>
    eb.and([
      eb('valid_from_version', '<=', version),
      eb.or([eb('valid_to_version', 'is', null), eb('valid_to_version', '>', version)]),
    ])
}

/** Serialises writers of one kind in one county until the transaction ends. */
export async function lockKind(tx: Tx, countyCode: number, kind: DataKind): Promise<void> {
  await sql`select pg_advisory_xact_lock(${countyCode}::int, hashtext(${kind}))`.execute(tx)
}

export async function findNewestVersion(db: Db | Tx, countyCode: number, kind: DataKind): Promise<DataVersion | undefined> {
  return db
    .selectFrom('data_versions')
    .selectAll()
    .where('county_code', '=', countyCode)
    .where('kind', '=', kind)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function findVersion(db: Db | Tx, countyCode: number, kind: DataKind, version: number): Promise<DataVersion | undefined> {
  return db
    .selectFrom('data_versions')
    .selectAll()
    .where('county_code', '=', countyCode)
    .where('kind', '=', kind)
    .where('version', '=', version)
    .executeTakeFirst()
}

export async function listVersions(db: Db | Tx, countyCode: number): Promise<DataVersion[]> {
  return db
    .selectFrom('data_versions')
    .selectAll()
    .where('county_code', '=', countyCode)
    .orderBy('kind')
    .orderBy('version', 'desc')
    .execute()
}

export async function listNewestVersions(db: Db | Tx, countyCode: number): Promise<DataVersion[]> {
  const all = await listVersions(db, countyCode)
  return all.filter((version, i) => i === 0 || all[i - 1].kind !== version.kind)
}

export interface NewVersion {
  countyCode: number
  kind: DataKind
  version: number
  action: DataVersionTable['action']
  restoredVersion: number | null
  dataDate: string | null
  rowCount: number
  contentHash: string
  sources: DataSource[]
  actorId: string
  at: Date
}

export async function insertVersion(tx: Tx, version: NewVersion): Promise<void> {
  await tx
    .insertInto('data_versions')
    .values({
      county_code: version.countyCode,
      kind: version.kind,
      version: version.version,
      action: version.action,
      restored_version: version.restoredVersion,
      data_date: version.dataDate,
      row_count: version.rowCount,
      content_hash: version.contentHash,
      source: JSON.stringify(version.sources),
      actor_id: version.actorId,
      created_at: version.at,
    })
    .execute()
}

/**
 * Makes the records of `newVersion` those that were valid at `toVersion`: what began since then ends, and what ended
 * since then is written again. Records are never changed or deleted, so every version between stays readable.
 */
export async function restoreRecords(tx: Tx, table: VersionedTable, countyCode: number, toVersion: number, newVersion: number): Promise<void> {
  await tx
    .updateTable(table)
    .set({ valid_to_version: newVersion })
    .where('county_code', '=', countyCode)
    .where('valid_to_version', 'is', null)
    .where('valid_from_version', '>', toVersion)
    .execute()
  const { rows } = await sql<{ name: string }>`
    select column_name as name from information_schema.columns
    where table_schema = current_schema() and table_name = ${table}
      and column_name not in ('valid_from_version', 'valid_to_version')
    order by ordinal_position`.execute(tx)
  const columns = sql.join(rows.map(({ name }) => sql.ref(name)))
  await sql`
    insert into ${sql.table(table)} (${columns}, valid_from_version, valid_to_version)
    select ${columns}, ${newVersion}::bigint, null::bigint from ${sql.table(table)}
    where county_code = ${countyCode} and valid_from_version <= ${toVersion}
      and valid_to_version > ${toVersion} and valid_to_version <= ${newVersion}`.execute(tx)
}

export async function countRecords(tx: Tx, table: VersionedTable, countyCode: number, version: number): Promise<number> {
  const { count } = await tx
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .executeTakeFirstOrThrow()
  return count
}
