import { sql } from 'kysely'
import type { MultiPolygon, Point, Polygon } from 'geojson'
import { asGeoJson } from '../db/postgis.ts'
import type { InsideShare } from '../core/policy/place-class.ts'
import { facilitySites, type OverlaySite } from '../db/facility-sites.ts'
import type { Db, Tx } from '../db/schema.ts'
import { validAt } from '../versions/versions.repository.ts'

/** A part of 城镇开发边界. Open planning data: unlike a control area, it may be shown. */
export interface DevelopmentBoundary {
  id: string
  code: string
  name: string | null
  /** As the plan names it: 城镇集中建设区, 城镇弹性发展区, 特别用途区. */
  zone: string | null
  boundary: MultiPolygon
}

export async function listDevelopmentBoundaries(db: Db | Tx, countyCode: number, version: number): Promise<DevelopmentBoundary[]> {
  return db
    .selectFrom('development_boundaries')
    .select(['id', 'boundary_code as code', 'name', 'zone', asGeoJson<MultiPolygon>('boundary').$notNull().as('boundary')])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .orderBy('boundary_code')
    .orderBy('id')
    .execute()
}

/** Versions of what is laid over the boundary; 0 for a kind that the county has none of. */
export interface OverlaidVersions {
  developmentBoundary: number
  units: number
  residentialAreas: number
  settlements: number
  facilities: number
}

/**
 * How much of every unit, residential area, settlement and facility lies inside 城镇开发边界, by id; who has no place is left
 * out, and everything is where the version holds no boundary. `share` measures surfaces (geodesic m²) and asks points only
 * where no surface is known; `point` asks the seat of a unit, the entrances of an area, else a point on the surface. A point
 * on the boundary's line is inside. Facilities are points, those of a scenario among them.
 */
export async function listInsideShares(
  db: Db | Tx,
  countyCode: number,
  versions: OverlaidVersions,
  by: 'share' | 'point',
  overlay: readonly OverlaySite[] = [],
): Promise<InsideShare[]> {
  const { rows } = await sql<{ id: string; inside: number; outside: number }>`
    with built as materialized (
      select ST_Union(boundary) as shape from development_boundaries
      where county_code = ${countyCode} and valid_from_version <= ${versions.developmentBoundary}
        and (valid_to_version is null or valid_to_version > ${versions.developmentBoundary})
    ), subjects as (
      select id, boundary as surface, centre as points from county_units
      where county_code = ${countyCode} and valid_from_version <= ${versions.units} and (valid_to_version is null or valid_to_version > ${versions.units})
      union all
      select id, boundary, entrances from residential_areas
      where county_code = ${countyCode} and valid_from_version <= ${versions.residentialAreas}
        and (valid_to_version is null or valid_to_version > ${versions.residentialAreas})
      union all
      select id, boundary, location from settlements
      where county_code = ${countyCode} and valid_from_version <= ${versions.settlements} and (valid_to_version is null or valid_to_version > ${versions.settlements})
      union all
      select id, null, location from ${facilitySites(countyCode, versions.facilities, overlay)} f
    ), asked as (
      select id, case when ${by}::text = 'share' then surface end as surface,
        case when ${by}::text = 'share' and surface is not null then null else coalesce(points, ST_PointOnSurface(surface)) end as points
      from subjects
    )
    select a.id,
      case when a.surface is not null then ST_Area(ST_CollectionExtract(ST_Intersection(a.surface, b.shape), 3)::geography)
        else (select count(*) from ST_Dump(a.points) p where ST_Covers(b.shape, p.geom))::float8 end as inside,
      case when a.surface is not null then ST_Area(ST_CollectionExtract(ST_Difference(a.surface, b.shape), 3)::geography)
        else (select count(*) from ST_Dump(a.points) p where not ST_Covers(b.shape, p.geom))::float8 end as outside
    from asked a join built b on b.shape is not null
    where a.surface is not null or a.points is not null
    order by a.id`.execute(db)
  // Both pieces are measured as cut: the line between two corners of a cut edge is another one on the ellipsoid than the edge was.
  return rows.flatMap(({ id, inside, outside }) => (inside + outside > 0 ? [{ id, inside, whole: inside + outside }] : []))
}

/** Where a residential area stands: wholly inside the boundary, wholly outside, on both sides, or not known where. */
export type DevelopmentSide = 'inside' | 'outside' | 'both' | 'unknown'

export interface DevelopmentSideCount {
  side: DevelopmentSide
  areas: number
  /** Sum over the areas whose residents are known; null where none is. */
  residents: number | null
}

/** Ground of less than this on the other side is the width of two drawings, not a second side, m². */
const drawingSlackM2 = 1

/**
 * Residential areas inside and outside 城镇开发边界, by their footprint, else by their entrances; the four counts sum to all
 * areas. It classifies nothing: city or country stays what the ledger says unless a pack says otherwise (domain.md, Words).
 */
export async function countAreasByDevelopmentBoundary(
  db: Db | Tx,
  countyCode: number,
  versions: { residentialAreas: number; developmentBoundary: number },
): Promise<DevelopmentSideCount[]> {
  const { rows } = await sql<DevelopmentSideCount>`
    with built as materialized (
      select ST_Union(boundary) as shape from development_boundaries
      where county_code = ${countyCode} and valid_from_version <= ${versions.developmentBoundary}
        and (valid_to_version is null or valid_to_version > ${versions.developmentBoundary})
    ), sides as (
      select a.residents, case
        when a.boundary is null and a.entrances is null then 'unknown'
        when b.shape is null then 'outside'
        when a.boundary is null then case when ST_Covers(b.shape, a.entrances) then 'inside' when ST_Intersects(b.shape, a.entrances) then 'both' else 'outside' end
        when not ST_Intersects(b.shape, a.boundary) then 'outside'
        when ST_Area(ST_Difference(a.boundary, b.shape)::geography) < ${drawingSlackM2} then 'inside'
        when ST_Area(ST_CollectionExtract(ST_Intersection(a.boundary, b.shape), 3)::geography) < ${drawingSlackM2} then 'outside'
        else 'both' end as side
      from residential_areas a cross join built b
      where a.county_code = ${countyCode} and a.valid_from_version <= ${versions.residentialAreas}
        and (a.valid_to_version is null or a.valid_to_version > ${versions.residentialAreas})
    )
    select side, count(*)::int as areas, sum(residents)::float8 as residents from sides group by side order by side`.execute(db)
  return rows
}

/** Of a site, by its place in the list. m² inside and outside are null for a point, which is wholly one or the other. */
export interface SiteByDevelopmentBoundary {
  index: number
  side: Exclude<DevelopmentSide, 'unknown'>
  insideM2: number | null
  outsideM2: number | null
}

/** On which side of 城镇开发边界 sites lie, in their order; nothing at all where the version holds no boundary. */
export async function listSitesByDevelopmentBoundary(db: Db | Tx, countyCode: number, version: number, shapes: readonly (Point | Polygon)[]): Promise<SiteByDevelopmentBoundary[]> {
  const { rows } = await sql<{ index: number; covered: boolean; insideM2: number | null; outsideM2: number | null }>`
    with built as materialized (
      select ST_Union(boundary) as shape from development_boundaries
      where county_code = ${countyCode} and valid_from_version <= ${version} and (valid_to_version is null or valid_to_version > ${version})
    ), sites as (
      select (ordinal - 1)::int as index, ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326) as shape
      from unnest(${shapes.map((shape) => JSON.stringify(shape))}::text[]) with ordinality as given (shape, ordinal)
    )
    select s.index, ST_Covers(b.shape, s.shape) as covered,
      case when ST_Dimension(s.shape) = 2 then ST_Area(ST_CollectionExtract(ST_Intersection(s.shape, b.shape), 3)::geography) end as "insideM2",
      case when ST_Dimension(s.shape) = 2 then ST_Area(ST_CollectionExtract(ST_Difference(s.shape, b.shape), 3)::geography) end as "outsideM2"
    from sites s join built b on b.shape is not null
    order by s.index`.execute(db)
  return rows.map(({ index, covered, insideM2, outsideM2 }) => {
    if (insideM2 === null || outsideM2 === null) return { index, side: covered ? 'inside' : 'outside', insideM2: null, outsideM2: null }
    const side = outsideM2 < drawingSlackM2 ? 'inside' : insideM2 < drawingSlackM2 ? 'outside' : 'both'
    return { index, side, insideM2, outsideM2 }
  })
}
