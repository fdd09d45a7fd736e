import { sql, type RawBuilder } from 'kysely'

/** A record of a scenario, as PostGIS is asked about it. */
export interface OverlaySite {
  id: string
  facilityCode: string
  types: string[]
  unitId: string | null
  status: string
  currentUse: string
  lon: number | null
  lat: number | null
  /** True where the scenario gave it its place: parcels of the ledger then say nothing of it. */
  placed: boolean
}

/**
 * The facilities of a version as a relation (id, facility_code, facility_types, unit_id, status, current_use, location,
 * placed), to stand in a `from`. A scenario's records take the place of the baseline's of the same id, or stand beside
 * them; nothing is written. Version 0 holds none.
 */
export function facilitySites(countyCode: number, version: number, overlay: readonly OverlaySite[] = []): RawBuilder<unknown> {
  const stored = sql`select county_code, id, facility_code, facility_types, unit_id, status, current_use, location, false as placed
    from facilities where county_code = ${countyCode}
      and valid_from_version <= ${version} and (valid_to_version is null or valid_to_version > ${version})`
  if (overlay.length === 0) return sql`(${stored})`
  return sql`(${stored} and not id = any(${overlay.map(({ id }) => id)}::uuid[])
    union all
    select ${countyCode}::int, o.id, o."facilityCode", o.types, o."unitId", o.status, o."currentUse",
      case when o.lon is null or o.lat is null then null else ST_SetSRID(ST_MakePoint(o.lon, o.lat), 4326) end, o.placed
    from json_to_recordset(${JSON.stringify(overlay)}::json)
      as o (id uuid, "facilityCode" text, types text[], "unitId" uuid, status text, "currentUse" text, lon float8, lat float8, placed boolean))`
}
