import { sql } from 'kysely'
import { facilitySites, type OverlaySite } from '../db/facility-sites.ts'
import type { Db, Tx } from '../db/schema.ts'

/**
 * Where things stand to one another, asked of PostGIS in one statement a question. Rows come in an order of their own
 * (ids), so that what is hashed or listed of them is the same on both engines.
 */
export interface Inside {
  facilityId: string
  /** The unit or settlement. */
  insideId: string
}

/**
 * The units of every level in which each facility stands: by point in polygon where the unit's boundary is known, else by
 * the code that the facility carries — its own unit, those above it, and those that `carried` lets it count for. Here and
 * below `overlay` holds the records of a scenario, which no table does.
 */
export async function listInsideUnits(
  db: Db | Tx,
  countyCode: number,
  versions: { units: number; facilities: number },
  carried: readonly { unitId: string; countsFor: string }[],
  overlay: readonly OverlaySite[] = [],
): Promise<Inside[]> {
  const { rows } = await sql<Inside>`
    select f.id as "facilityId", u.id as "insideId"
    from ${facilitySites(countyCode, versions.facilities, overlay)} f join county_units u on u.county_code = f.county_code
      and case when u.boundary is not null then ST_Covers(u.boundary, f.location)
        else f.unit_id = u.id or (f.unit_id, u.id) in (select * from unnest(
          ${carried.map(({ unitId }) => unitId)}::uuid[], ${carried.map(({ countsFor }) => countsFor)}::uuid[])) end
    where f.county_code = ${countyCode}
      and u.valid_from_version <= ${versions.units} and (u.valid_to_version is null or u.valid_to_version > ${versions.units})
    order by f.id, u.id`.execute(db)
  return rows
}

/** The settlements within whose boundary a facility stands, or within some metres of whose point where no boundary is known. */
export async function listInsideSettlements(
  db: Db | Tx,
  countyCode: number,
  versions: { settlements: number; facilities: number },
  withinMetres: number,
  overlay: readonly OverlaySite[] = [],
): Promise<Inside[]> {
  const { rows } = await sql<Inside>`
    select f.id as "facilityId", s.id as "insideId"
    from ${facilitySites(countyCode, versions.facilities, overlay)} f join settlements s on s.county_code = f.county_code
      and case when s.boundary is not null then ST_Covers(s.boundary, f.location)
        else ST_DWithin(s.location::geography, f.location::geography, ${withinMetres}) end
    where f.county_code = ${countyCode}
      and s.valid_from_version <= ${versions.settlements} and (s.valid_to_version is null or s.valid_to_version > ${versions.settlements})
    order by f.id, s.id`.execute(db)
  return rows
}

export interface AdjacentPair {
  groupId: string
  oneId: string
  otherId: string
  /** Geodesic metres between their boundaries, else their entrances; null where one of them has no place. */
  metres: number | null
}

/** Every pair of areas of a pooling group, with the gap between them: 0 where they touch. */
export async function listPoolingGaps(
  db: Db | Tx,
  countyCode: number,
  versions: { poolingGroups: number; residentialAreas: number },
): Promise<AdjacentPair[]> {
  const { poolingGroups, residentialAreas } = versions
  const { rows } = await sql<AdjacentPair>`
    with members as (
      select g.id as group_id, m.area_id, a.id is not null as known, coalesce(a.boundary, a.entrances) as place
      from pooling_groups g cross join lateral unnest(g.residential_area_ids) as m (area_id)
      left join residential_areas a on a.county_code = ${countyCode} and a.id = m.area_id
        and a.valid_from_version <= ${residentialAreas} and (a.valid_to_version is null or a.valid_to_version > ${residentialAreas})
      where g.county_code = ${countyCode}
        and g.valid_from_version <= ${poolingGroups} and (g.valid_to_version is null or g.valid_to_version > ${poolingGroups})
    )
    select one.group_id as "groupId", one.area_id as "oneId", other.area_id as "otherId",
      ST_Distance(one.place::geography, other.place::geography)::float8 as metres
    from members one join members other on other.group_id = one.group_id and other.area_id > one.area_id
    order by one.group_id, one.area_id, other.area_id`.execute(db)
  return rows
}

export interface NearestRow {
  fromId: string
  toId: string
  metres: number
}

/**
 * From each site of one kind the nearest of another, geodesic; sites without a place are left out. Of equally near ones
 * the one with the lowest id, and never itself.
 */
export async function listNearest(
  db: Db | Tx,
  countyCode: number,
  facilitiesVersion: number,
  fromIds: readonly string[],
  toIds: readonly string[],
  overlay: readonly OverlaySite[] = [],
): Promise<NearestRow[]> {
  const sites = facilitySites(countyCode, facilitiesVersion, overlay)

  const { rows } = await sql<NearestRow>`
    select distinct on (one.id) one.id as "fromId", other.id as "toId",
      ST_Distance(one.location::geography, other.location::geography)::float8 as metres
    from ${sites} one join ${sites} other on other.county_code = one.county_code and other.id <> one.id
    where one.county_code = ${countyCode} and one.id = any(${[...fromIds]}::uuid[]) and other.id = any(${[...toIds]}::uuid[])
      and one.location is not null and other.location is not null
    order by one.id, metres, other.id`.execute(db)
  return rows
}
