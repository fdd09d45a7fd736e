import { sql, type RawBuilder } from 'kysely'
import type { Db, Tx } from '../../db/schema.ts'
import type { VersionedTable } from '../../db/tables.ts'
import { validAt } from '../../versions/versions.repository.ts'

export interface RecordColumn {
  name: string
  /** PostgreSQL's own name of the type; arrays begin with _. */
  type: string
}

/** What a record says of itself: neither its key nor the versions it lives in, nor packed bytes, which a hash beside them stands for. */
export async function listRecordColumns(db: Db | Tx, table: VersionedTable): Promise<RecordColumn[]> {
  const { rows } = await sql<RecordColumn>`
    select column_name::text as name, udt_name::text as type from information_schema.columns
    where table_schema = current_schema() and table_name = ${table} and udt_name <> 'bytea'
      and column_name not in ('county_code', 'id', 'valid_from_version', 'valid_to_version')
    order by ordinal_position`.execute(db)
  return rows
}

export interface DiffCounts {
  inserted: number
  updated: number
  ended: number
  unchanged: number
}

/** Two states of a table: which records only the later has, only the earlier, both alike, both differing. */
export async function countDifferences(db: Db | Tx, table: VersionedTable, columns: readonly RecordColumn[], countyCode: number, from: number, to: number): Promise<DiffCounts> {
  const { rows } = await sql<DiffCounts>`
    with ${states(table, columns, countyCode, from, to)}
    select count(*) filter (where b.id is null)::int as inserted, count(*) filter (where a.id is null)::int as ended,
      count(*) filter (where a.mark <> b.mark)::int as updated, count(*) filter (where a.mark = b.mark)::int as unchanged
    from before b full join after a on a.id = b.id`.execute(db)
  return rows[0] ?? { inserted: 0, updated: 0, ended: 0, unchanged: 0 }
}

export async function listDifferingIds(
  db: Db | Tx,
  table: VersionedTable,
  columns: readonly RecordColumn[],
  countyCode: number,
  from: number,
  to: number,
  most: number,
): Promise<{ id: string; change: 'inserted' | 'updated' | 'ended' }[]> {
  const { rows } = await sql<{ id: string; change: 'inserted' | 'updated' | 'ended' }>`
    with ${states(table, columns, countyCode, from, to)}
    select coalesce(a.id, b.id)::text as id,
      case when b.id is null then 'inserted' when a.id is null then 'ended' else 'updated' end as change
    from before b full join after a on a.id = b.id
    where a.mark is distinct from b.mark order by 2 desc, 1 limit ${most}`.execute(db)
  return rows
}

/** Records of a version in words, by id: numbers as they stand, a place as its degrees, a surface as its size and a hash. */
export async function listRecordWords(
  db: Db | Tx,
  table: VersionedTable,
  columns: readonly RecordColumn[],
  countyCode: number,
  version: number,
  ids: readonly string[],
): Promise<Map<string, Record<string, string | null>>> {
  const rows = await db
    .selectFrom(table)
    .select('id')
    .select(columns.map((column) => inWords(column).as(column.name)))
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
    .execute()
  return new Map(rows.map(({ id, ...words }) => [id, words as Record<string, string | null>]))
}

/** What people call the units, residential areas and facilities that records refer to; their newest names. */
export async function listNamesOfIds(db: Db | Tx, countyCode: number, ids: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...ids]
  const { rows } = await sql<{ id: string; name: string }>`
    select distinct on (id) id::text as id, name from (
      select id, name, valid_from_version from county_units where county_code = ${countyCode} and id = any(${wanted}::uuid[])
      union all
      select id, name, valid_from_version from residential_areas where county_code = ${countyCode} and id = any(${wanted}::uuid[])
      union all
      select id, name, valid_from_version from facilities where county_code = ${countyCode} and id = any(${wanted}::uuid[])
    ) known order by id, valid_from_version desc`.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

function states(table: VersionedTable, columns: readonly RecordColumn[], countyCode: number, from: number, to: number): RawBuilder<unknown> {
  const state = (version: number) => sql`
    select id, md5(row(${sql.join([sql.ref('id'), ...columns.map(({ name }) => sql.ref(name))])})::text) as mark from ${sql.table(table)}
    where county_code = ${countyCode} and valid_from_version <= ${version} and (valid_to_version is null or valid_to_version > ${version})`
  return sql`before as materialized (${state(from)}), after as materialized (${state(to)})`
}

function inWords({ name, type }: RecordColumn) {
  const column = sql.ref(name)
  if (type.startsWith('_')) return sql<string | null>`array_to_string(${column}, '、', '–')`
  if (type !== 'geometry') return sql<string | null>`${column}::text`
  // A line has no area, and one point no corners; the hash tells outlines of one size apart.
  return sql<string | null>`case
    when ${column} is null then null
    when ST_GeometryType(${column}) = 'ST_Point' then round(ST_X(${column})::numeric, 6)::text || ', ' || round(ST_Y(${column})::numeric, 6)::text
    else case when ST_Dimension(${column}) = 2 then round(ST_Area(${column}::geography)::numeric, 2)::text || ' ㎡ · ' else '' end
      || ST_NPoints(${column})::text || ' · #' || left(md5(${column}::text), 6) end`
}
