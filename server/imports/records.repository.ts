import { sql } from 'kysely'
import { copyRows, type CopyValue } from '../db/copy.ts'
import type { Db, Schema, Tx } from '../db/schema.ts'
import type { VersionedTable } from '../db/tables.ts'
import { validAt } from '../versions/versions.repository.ts'

/** The columns of a stored record as the driver reads them; geometries are PostGIS's own hexadecimal text. */
export type RecordColumns = Record<string, CopyValue>

export interface StoredRecord {
  columns: RecordColumns
  /** The middle of its box, degrees; null where it has no place. */
  at: [lon: number, lat: number] | null
}

/** Whole records of a version, whatever the table: an import keeps the columns that its file says nothing of. */
export async function listStoredRecords(
  db: Db | Tx,
  table: VersionedTable,
  geometryColumns: readonly string[],
  countyCode: number,
  version: number,
): Promise<StoredRecord[]> {
  const place = geometryColumns.length > 0 ? sql`coalesce(${sql.join(geometryColumns.map((column) => sql.ref(column)))})` : sql`null::geometry`
  const rows = await db
    .selectFrom(table)
    .selectAll()
    .select([
      sql<number | null>`(ST_XMin(${place}) + ST_XMax(${place})) / 2`.as('box_lon'),
      sql<number | null>`(ST_YMin(${place}) + ST_YMax(${place})) / 2`.as('box_lat'),
    ])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .orderBy('id')
    .execute()
  return rows.map((row) => {
    const { box_lon: lon, box_lat: lat, valid_from_version: _from, valid_to_version: _to, ...columns } = row as unknown as RecordColumns & {
      box_lon: number | null
      box_lat: number | null
    }
    return { columns, at: lon === null || lat === null ? null : [lon, lat] }
  })
}

const idsAStatement = 10_000

/** Ends records of the versions before: what is ended stays readable where those are. */
export async function endRecords(tx: Tx, table: VersionedTable, countyCode: number, version: number, ids: readonly string[]): Promise<void> {
  for (let i = 0; i < ids.length; i += idsAStatement) {
    await tx
      .updateTable(table)
      .set({ valid_to_version: version })
      .where('county_code', '=', countyCode)
      .where('valid_to_version', 'is', null)
      .where('valid_from_version', '<', version)
      .where(sql<boolean>`id = any(${ids.slice(i, i + idsAStatement)}::uuid[])`)
      .execute()
  }
}

/** Ends the allotments of facilities that are no more; those of others stay. */
export async function endAllotmentsOf(tx: Tx, countyCode: number, version: number, facilityIds: readonly string[]): Promise<void> {
  await tx
    .updateTable('facility_allotments')
    .set({ valid_to_version: version })
    .where('county_code', '=', countyCode)
    .where('valid_to_version', 'is', null)
    .where('valid_from_version', '<', version)
    .where(sql<boolean>`facility_id = any(${[...facilityIds]}::uuid[])`)
    .execute()
}

/** Writes records as of a version. What a record leaves out is null. */
export async function insertRecords(
  tx: Tx,
  table: VersionedTable,
  countyCode: number,
  version: number,
  records: readonly RecordColumns[],
): Promise<void> {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))].filter((name) => name !== 'county_code')
  const columns = ['county_code', 'valid_from_version', ...names] as unknown as (keyof Schema[VersionedTable] & string)[]
  await copyRows(tx, table, columns, rowsOf(countyCode, version, names, records))
}

function* rowsOf(countyCode: number, version: number, names: readonly string[], records: readonly RecordColumns[]): Iterable<CopyValue[]> {
  for (const record of records) yield [countyCode, version, ...names.map((name) => record[name] ?? null)]
}

export interface GeometryFault {
  index: number
  reason: string
  /** ST_MakeValid's answer, as stored; null where nothing of its kind is left. */
  mended: string | null
  /** Square metres on the ellipsoid. Before, parts that run the other way round count against the rest. */
  areaBeforeM2: number
  areaAfterM2: number | null
  /** How far the mended area is from the given one, as a share of the given one; null where there is none. */
  areaChange: number | null
}

/** Which of many geometries (hexadecimal EWKB) PostGIS holds to be invalid, and what mending them would change. */
export async function listGeometryFaults(db: Db | Tx, geometries: readonly string[]): Promise<GeometryFault[]> {
  const faults: GeometryFault[] = []
  for (let i = 0; i < geometries.length; i += idsAStatement) {
    const { rows } = await sql<GeometryFault>`
      with given as materialized (
        select (ordinal - 1)::int as index, text::geometry as shape
        from unnest(${geometries.slice(i, i + idsAStatement)}::text[]) with ordinality as one (text, ordinal)
      ), wrong as materialized (
        select index, shape, ST_Multi(ST_CollectionExtract(ST_MakeValid(shape), 3)) as mended from given where not ST_IsValid(shape)
      )
      select index, ST_IsValidReason(shape) as reason,
        case when ST_IsEmpty(mended) then null else mended::text end as mended,
        ST_Area(shape::geography) as "areaBeforeM2", ST_Area(mended::geography) as "areaAfterM2",
        abs(ST_Area(mended::geography) - ST_Area(shape::geography)) / nullif(ST_Area(shape::geography), 0) as "areaChange"
      from wrong order by index`.execute(db)
    for (const row of rows) faults.push({ ...row, index: row.index + i })
  }
  return faults
}
