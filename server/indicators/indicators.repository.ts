import { sql } from 'kysely'
import { facilitySites, type OverlaySite } from '../db/facility-sites.ts'
import type { Db, Tx, UnitLevel } from '../db/schema.ts'
import type { AreaDetail, AreaRecord } from './records.ts'

export async function replaceAreaResults(tx: Tx, countyCode: number, runId: string, records: AreaRecord[]): Promise<void> {
  await tx.deleteFrom('area_results').where('county_code', '=', countyCode).where('run_id', '=', runId).execute()
  for (let i = 0; i < records.length; i += 200) {
    await tx
      .insertInto('area_results')
      .values(
        records.slice(i, i + 200).map((record) => ({
          county_code: countyCode,
          run_id: runId,
          residential_area_id: record.residentialAreaId,
          name: record.name,
          unit_id: record.unitId,
          status: record.status,
          build_class: record.buildClass,
          households: record.households,
          required_m2: finiteDecimal(record.detail.requiredM2),
          provided_m2: finiteDecimal(record.detail.providedM2),
          missing_m2: finiteDecimal(record.detail.missingM2),
          detail: JSON.stringify(record.detail),
        })),
      )
      .execute()
  }
}

/** For sorting and filtering in SQL; verdicts and displays read the exact text of `detail`. */
function finiteDecimal(text: string | null): string | null {
  if (text === null || !text.includes('/')) return text
  const [n, d] = text.split('/').map(Number)
  return (n / d).toFixed(6)
}

export async function listAreaResults(db: Db | Tx, countyCode: number, runId: string): Promise<AreaRecord[]> {
  const rows = await db
    .selectFrom('area_results')
    .select([
      'residential_area_id as residentialAreaId',
      'name',
      'unit_id as unitId',
      'status',
      'build_class as buildClass',
      'households',
      'detail',
    ])
    .where('county_code', '=', countyCode)
    .where('run_id', '=', runId)
    .orderBy('name')
    .orderBy('residential_area_id')
    .execute()
  return rows.map((row) => ({ ...row, detail: row.detail as AreaDetail }))
}

export interface UnitCoverageRecord {
  unitId: string
  name: string
  level: UnitLevel
  judgedBy: 'boundary' | 'code'
  facilityIds: string[]
}

export interface UnitCoverageQuery {
  countyCode: number
  unitsVersion: number
  facilitiesVersion: number
  study: { id: string; version: number } | undefined
  levels: readonly string[]
  facilityTypes: readonly string[]
  /** Units whose code counts for another: those below it, and those that have merged into it or into one below it. */
  carried?: readonly CarriedCode[]
  /** Records of a scenario, which no table holds. */
  overlay?: readonly OverlaySite[]
}

export interface CarriedCode {
  unitId: string
  countsFor: string
}

/**
 * Operating qualifying facilities of every unit: point in polygon, or by the unit's code on the facility where the
 * boundary is not known (domain.md, Admin-unit coverage). Under a study area: the units that reach into it, and those
 * whose place is unknown, which cannot be left out unless all of the unit above them lies outside.
 */
export async function findUnitCoverage(db: Db | Tx, query: UnitCoverageQuery): Promise<UnitCoverageRecord[]> {
  const { countyCode, unitsVersion, facilitiesVersion, study, carried = [], overlay } = query
  const inStudy = study
    ? sql<boolean>`not exists (select 1 from study_areas s, county_units about
        where s.county_code = u.county_code and s.id = ${study.id} and s.valid_from_version <= ${study.version}
          and (s.valid_to_version is null or s.valid_to_version > ${study.version})
          and about.county_code = u.county_code and about.id = case when u.boundary is null then u.parent_id else u.id end
          and about.valid_from_version <= ${unitsVersion} and (about.valid_to_version is null or about.valid_to_version > ${unitsVersion})
          and not ST_Intersects(s.boundary, about.boundary))`
    : sql<boolean>`true`
  const { rows } = await sql<UnitCoverageRecord>`
    select u.id as "unitId", u.name, u.level,
      case when u.boundary is null then 'code' else 'boundary' end as "judgedBy",
      coalesce(array_agg(f.id order by f.facility_code) filter (where f.id is not null), '{}')::uuid[] as "facilityIds"
    from county_units u
    left join ${facilitySites(countyCode, facilitiesVersion, overlay)} f on f.county_code = u.county_code
      and f.status = 'operating' and f.current_use = 'eldercare'
      and f.facility_types && ${[...query.facilityTypes]}::text[]
      and case when u.boundary is not null then ST_Covers(u.boundary, f.location)
        else f.unit_id = u.id or (f.unit_id, u.id) in (select * from unnest(
          ${carried.map(({ unitId }) => unitId)}::uuid[], ${carried.map(({ countsFor }) => countsFor)}::uuid[])) end
    where u.county_code = ${countyCode}
      and u.valid_from_version <= ${unitsVersion} and (u.valid_to_version is null or u.valid_to_version > ${unitsVersion})
      and u.level = any(${[...query.levels]}::text[])
      and (${inStudy})
    group by u.id, u.name, u.level, u.boundary is null, u.unit_code
    order by u.unit_code`.execute(db)
  return rows
}

/** The facilities that qualify inside the county's own boundary, which every county with a run has. */
export async function listCountyFacilityIds(
  db: Db | Tx,
  countyCode: number,
  facilitiesVersion: number,
  facilityTypes: readonly string[],
  overlay: readonly OverlaySite[] = [],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select f.id from ${facilitySites(countyCode, facilitiesVersion, overlay)} f
    join admin_regions r on r.code = f.county_code
    where f.county_code = ${countyCode}
      and f.status = 'operating' and f.current_use = 'eldercare'
      and f.facility_types && ${[...facilityTypes]}::text[]
      and ST_Covers(r.boundary, f.location)
    order by f.facility_code`.execute(db)
  return rows.map(({ id }) => id)
}

export async function replaceUnitCoverage(tx: Tx, countyCode: number, runId: string, records: UnitCoverageRecord[]): Promise<void> {
  await tx.deleteFrom('unit_coverage_results').where('county_code', '=', countyCode).where('run_id', '=', runId).execute()
  if (records.length === 0) return
  await tx
    .insertInto('unit_coverage_results')
    .values(
      records.map((record) => ({
        county_code: countyCode,
        run_id: runId,
        unit_id: record.unitId,
        name: record.name,
        level: record.level,
        covered: record.facilityIds.length > 0,
        judged_by: record.judgedBy,
        facility_ids: record.facilityIds,
      })),
    )
    .execute()
}

export async function listUnitCoverage(db: Db | Tx, countyCode: number, runId: string): Promise<UnitCoverageRecord[]> {
  return db
    .selectFrom('unit_coverage_results')
    .select(['unit_id as unitId', 'name', 'level', 'judged_by as judgedBy', 'facility_ids as facilityIds'])
    .where('county_code', '=', countyCode)
    .where('run_id', '=', runId)
    .orderBy('name')
    .execute()
}
