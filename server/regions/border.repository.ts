import { sql, type RawBuilder } from 'kysely'
import type { Db, Tx } from '../db/schema.ts'

export interface PointsAtBorder {
  /** The other counties whose land comes within the distance of any of the points, by code; of those whose border is known. */
  counties: { code: number; name: string }[]
  /** How many of the points lie that near to the county's own border with no other county known within the distance. */
  pointsBesideNobody: number
}

/** What lies across the border within `metres` (geodesic) of some points: the land of which counties, or of none that is known. */
export async function findAcrossBorder(db: Db | Tx, county: number, points: { lon: readonly number[]; lat: readonly number[] }, metres: number): Promise<PointsAtBorder> {
  const rows = await sql<{ codes: number[] | null; at_border: boolean }>`
    with spots as (
      select ST_SetSRID(ST_MakePoint(lon, lat), 4326) as at,
        ${metres}::float8 / 111700 as surely, ${metres}::float8 / (110500 * cos(radians(least(89, abs(lat) + 0.5)))) as perhaps
      from unnest(${points.lon}::float8[], ${points.lat}::float8[]) as given(lon, lat)
    ), self as (
      select ST_Boundary(boundary) as line from admin_regions where code = ${county}
    )
    select
      (select array_agg(other.code order by other.code) from admin_regions other
        where other.level = 'county' and other.code <> ${county} and other.boundary && ST_Expand(spots.at, spots.perhaps)
          and ${within(sql`other.boundary`, metres)}) as codes,
      ${within(sql`self.line`, metres)} as at_border
    from spots cross join self`.execute(db)
  const codes = [...new Set(rows.rows.flatMap(({ codes }) => codes ?? []))]
  const counties = codes.length === 0 ? [] : await db.selectFrom('admin_regions').select(['code', 'name']).where('code', 'in', codes).orderBy('code').execute()
  return { counties, pointsBesideNobody: rows.rows.filter(({ codes, at_border }) => at_border && codes === null).length }
}

/**
 * Whether a shape comes within the distance of a spot. Geography is dear: degrees settle all but the few in between, a degree
 * being at most 111.7 km in any direction, and at least 110.5 km × cos φ.
 */
function within(shape: RawBuilder<unknown>, metres: number): RawBuilder<boolean> {
  return sql<boolean>`(ST_DWithin(${shape}, spots.at, spots.surely)
    or (ST_DWithin(${shape}, spots.at, spots.perhaps) and ST_DWithin(${shape}::geography, spots.at::geography, ${metres}::float8)))`
}
