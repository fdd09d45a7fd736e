import { sql } from 'kysely'
import type { Point, Polygon } from 'geojson'
import type { Db, Tx } from '../db/schema.ts'

/** A site by its boundary, else by its point. */
export type SiteShape = Point | Polygon

export interface SitePlace {
  /** False for a boundary that crosses itself: nothing else of it is asked. */
  valid: boolean
  /** All of it lies in the county; null where the county's boundary is not known. */
  inCounty: boolean | null
  /** The smallest township or street around the point; null where no boundary holds it. */
  townshipId: string | null
  townshipName: string | null
  /** City or country by the smallest unit around the point; null where none is known. */
  placeClass: 'city' | 'country' | null
}

/** Where sites stand, in their order. A point on a boundary counts as inside. */
export async function listSitePlaces(
  db: Db | Tx,
  countyCode: number,
  unitsVersion: number,
  shapes: readonly SiteShape[],
  points: readonly (readonly [lon: number, lat: number])[],
): Promise<SitePlace[]> {
  const { rows } = await sql<SitePlace>`
    with sites as materialized (
      select ordinal, ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326) as shape, ST_SetSRID(ST_MakePoint(lon, lat), 4326) as point
      from unnest(${shapes.map((shape) => JSON.stringify(shape))}::text[], ${points.map(([lon]) => lon)}::float8[],
        ${points.map(([, lat]) => lat)}::float8[]) with ordinality as given (shape, lon, lat, ordinal)
    ), around as (
      select s.ordinal, u.id, u.name, u.level, u.place_class, ST_Area(u.boundary) as size
      from sites s join county_units u on u.county_code = ${countyCode} and ST_Covers(u.boundary, s.point)
        and u.valid_from_version <= ${unitsVersion} and (u.valid_to_version is null or u.valid_to_version > ${unitsVersion})
    )
    select ST_IsValid(s.shape) as valid,
      (select case when ST_IsValid(s.shape) then ST_Covers(r.boundary, s.shape) and ST_Covers(r.boundary, s.point) end
        from admin_regions r where r.code = ${countyCode}) as "inCounty",
      township.id as "townshipId", township.name as "townshipName",
      (select a.place_class from around a where a.ordinal = s.ordinal and a.place_class is not null order by a.size, a.id limit 1) as "placeClass"
    from sites s
    left join lateral (
      select a.id, a.name from around a where a.ordinal = s.ordinal and a.level in ('township', 'street') order by a.size, a.id limit 1
    ) township on true
    order by s.ordinal`.execute(db)
  return rows
}

export interface SiteLand {
  /** Of the site, by its place in the list. */
  index: number
  /** Land-use classes of the parcels it lies on, ascending; null among them where the ledger does not say. */
  landUses: (string | null)[]
  /** All of the site lies on parcels of the ledger. */
  whole: boolean
}

/** The land that sites lie on, whether it is used so now or planned so; sites on no parcel are left out. */
export async function listSiteLand(db: Db | Tx, countyCode: number, parcelsVersion: number, shapes: readonly SiteShape[]): Promise<SiteLand[]> {
  const { rows } = await sql<SiteLand>`
    with sites as materialized (
      select (ordinal - 1)::int as index, ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326) as shape
      from unnest(${shapes.map((shape) => JSON.stringify(shape))}::text[]) with ordinality as given (shape, ordinal)
    )
    select s.index, array_agg(distinct p.land_use order by p.land_use) as "landUses", ST_Covers(ST_Union(p.boundary), s.shape) as whole
    from sites s join land_parcels p on p.county_code = ${countyCode} and ST_Intersects(p.boundary, s.shape)
      and (ST_Dimension(s.shape) = 0 or not ST_Touches(p.boundary, s.shape))
    where p.valid_from_version <= ${parcelsVersion} and (p.valid_to_version is null or p.valid_to_version > ${parcelsVersion})
    group by s.index, s.shape
    order by s.index`.execute(db)
  return rows
}
