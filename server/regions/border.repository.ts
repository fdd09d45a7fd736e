import { sql } from 'kysely'
import type { Db, Tx } from '../db/schema.ts'

export interface PointsAtBorder {
  /** The other counties whose land comes within the distance of any of the points, by code; of those whose border is known. */
  counties: { code: number; name: string }[]
  /** How many of the points lie that near to the county's own border with no other county known within the distance. */
  pointsBesideNobody: number
}

/** What lies across the border within `metres` (geodesic) of some points: the land of which counties, or of none that is known. */
export async function findAcrossBorder(db: Db | Tx, county: number, points: { lon: readonly number[]; lat: readonly number[] }, metres: number): Promise<PointsAtBorder> {
  // Boxes and flat distances first, a degree being at least 40 km of longitude south of 68° N: geography is dear.
  const degrees = sql`${metres / 40_000}::float8`
  const rows = await sql<{ codes: number[] | null; at_border: boolean }>`
    with spots as (
      select ST_SetSRID(ST_MakePoint(lon, lat), 4326) as at from unnest(${points.lon}::float8[], ${points.lat}::float8[]) as given(lon, lat)
    ), self as (
      select ST_Boundary(boundary) as line from admin_regions where code = ${county}
    )
    select
      (select array_agg(other.code order by other.code) from admin_regions other
        where other.level = 'county' and other.code <> ${county} and other.boundary && ST_Expand(spots.at, ${degrees})
          and ST_DWithin(other.boundary::geography, spots.at::geography, ${metres}::float8)) as codes,
      ST_DWithin(self.line, spots.at, ${degrees}) and ST_DWithin(self.line::geography, spots.at::geography, ${metres}::float8) as at_border
    from spots cross join self`.execute(db)
  const codes = [...new Set(rows.rows.flatMap(({ codes }) => codes ?? []))]
  const counties = codes.length === 0 ? [] : await db.selectFrom('admin_regions').select(['code', 'name']).where('code', 'in', codes).orderBy('code').execute()
  return { counties, pointsBesideNobody: rows.rows.filter(({ codes, at_border }) => at_border && codes === null).length }
}
