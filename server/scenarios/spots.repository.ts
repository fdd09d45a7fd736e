import { sql } from 'kysely'
import type { Spot } from '../core/scenarios/apply-changes.ts'
import type { Db, Tx } from '../db/schema.ts'

/**
 * Whether each point lies in the county, and the smallest of its units whose boundary is around it; in the order asked.
 * A point on a boundary counts as inside, as everywhere (ST_Covers).
 */
export async function listSpots(db: Db | Tx, countyCode: number, unitsVersion: number, points: readonly (readonly [lon: number, lat: number])[]): Promise<Spot[]> {
  const { rows } = await sql<Spot>`
    with points as materialized (
      select ordinal, ST_SetSRID(ST_MakePoint(lon, lat), 4326) as point
      from unnest(${points.map(([lon]) => lon)}::float8[], ${points.map(([, lat]) => lat)}::float8[]) with ordinality as given (lon, lat, ordinal)
    )
    select coalesce((select ST_Covers(r.boundary, p.point) from admin_regions r where r.code = ${countyCode}), false) as "inCounty",
      (select u.id from county_units u
        where u.county_code = ${countyCode} and u.valid_from_version <= ${unitsVersion}
          and (u.valid_to_version is null or u.valid_to_version > ${unitsVersion})
          and u.boundary is not null and ST_Covers(u.boundary, p.point)
        order by ST_Area(u.boundary), u.id limit 1) as "unitId"
    from points p
    order by p.ordinal`.execute(db)
  return rows
}
