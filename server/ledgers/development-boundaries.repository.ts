import { sql } from 'kysely'
import type { MultiPolygon } from 'geojson'
import { asGeoJson } from '../db/postgis.ts'
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
