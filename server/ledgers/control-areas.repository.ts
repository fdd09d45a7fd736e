import { sql } from 'kysely'
import { facilitySites, type OverlaySite } from '../db/facility-sites.ts'
import type { MultiPolygon, Polygon } from 'geojson'
import { multiPolygonFromGeoJson } from '../db/postgis.ts'
import type { ControlLayer } from '../db/ledger-tables.ts'
import type { Db, Tx } from '../db/schema.ts'
import { validAt } from '../versions/versions.repository.ts'

/**
 * Control areas may be classified (domain.md, Controlled layers): they are written here, and asked here whether something
 * touches one and by how many m². No function gives their geometry, their number or their extent, and none may be added.
 * Who asks writes the audit row (server/audit) in the same transaction, with the role and what was asked about.
 */
export interface NewControlArea {
  id: string
  layer: ControlLayer
  name: string
  demo: boolean
  boundary: Polygon | MultiPolygon
}

export async function insertControlAreas(tx: Tx, countyCode: number, version: number, areas: NewControlArea[]): Promise<void> {
  for (let i = 0; i < areas.length; i += 100) {
    await tx
      .insertInto('control_areas')
      .values(
        areas.slice(i, i + 100).map((area) => ({
          county_code: countyCode,
          id: area.id,
          valid_from_version: version,
          valid_to_version: null,
          layer: area.layer,
          name: area.name,
          demo: area.demo,
          boundary: multiPolygonFromGeoJson(area.boundary),
        })),
      )
      .execute()
  }
}

/** Layers of which something is loaded: without one, no site can be said to keep clear of it. */
export async function listControlLayers(db: Db | Tx, countyCode: number, version: number): Promise<ControlLayer[]> {
  const rows = await db
    .selectFrom('control_areas')
    .select('layer')
    .distinct()
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .orderBy('layer')
    .execute()
  return rows.map(({ layer }) => layer)
}

export interface ControlOverlap {
  layer: ControlLayer
  /** Geodesic, on the ellipsoid, of the union of the overlaps; 0 where only a point or an edge is shared. */
  areaM2: number
}

export interface FacilityOverlap extends ControlOverlap {
  facilityId: string
}

/**
 * For each facility the layers that its parcels, or else its point, share a place with. A parcel counts in the phase
 * `current`; a site of which only a point is known touches with 0 m². Where a scenario gives a site its place, parcels say
 * nothing of it.
 */
export async function listFacilityOverlaps(
  db: Db | Tx,
  countyCode: number,
  versions: { controlAreas: number; facilities: number; parcels: number | null },
  overlay: readonly OverlaySite[] = [],
): Promise<FacilityOverlap[]> {
  const parcels = versions.parcels ?? 0
  const { rows } = await sql<FacilityOverlap>`
    with sites as (
      select f.id, coalesce(
        (select ST_Union(p.boundary) from land_parcels p
          where not f.placed and p.county_code = f.county_code and p.facility_id = f.id and p.phase = 'current' and p.boundary is not null
            and p.valid_from_version <= ${parcels} and (p.valid_to_version is null or p.valid_to_version > ${parcels})),
        f.location) as place
      from ${facilitySites(countyCode, versions.facilities, overlay)} f
    )
    select s.id as "facilityId", c.layer,
      ST_Area(ST_CollectionExtract(ST_Intersection(s.place, ST_Union(c.boundary)), 3)::geography)::float8 as "areaM2"
    from sites s join control_areas c on c.county_code = ${countyCode} and ST_Intersects(c.boundary, s.place)
    where c.valid_from_version <= ${versions.controlAreas}
      and (c.valid_to_version is null or c.valid_to_version > ${versions.controlAreas})
    group by s.id, s.place, c.layer
    order by s.id, c.layer`.execute(db)
  return rows
}

/** Of shapes that are no facility yet (a site under study), by their index. */
export async function listShapeOverlaps(
  db: Db | Tx,
  countyCode: number,
  version: number,
  shapes: (Polygon | MultiPolygon | { type: 'Point'; coordinates: number[] })[],
): Promise<(ControlOverlap & { index: number })[]> {
  const { rows } = await sql<ControlOverlap & { index: number }>`
    with shapes as materialized (
      select (ordinal - 1)::int as index, ST_SetSRID(ST_GeomFromGeoJSON(text), 4326) as place
      from unnest(${shapes.map((shape) => JSON.stringify(shape))}::text[]) with ordinality as given (text, ordinal)
    )
    select s.index, c.layer,
      ST_Area(ST_CollectionExtract(ST_Intersection(s.place, ST_Union(c.boundary)), 3)::geography)::float8 as "areaM2"
    from shapes s join control_areas c on c.county_code = ${countyCode} and ST_Intersects(c.boundary, s.place)
    where c.valid_from_version <= ${version} and (c.valid_to_version is null or c.valid_to_version > ${version})
    group by s.index, s.place, c.layer
    order by s.index, c.layer`.execute(db)
  return rows
}

/** Which of the areas that the caller holds already (ids follow from what they are) are stored: nothing of any other. */
export async function findStoredControlAreas(db: Db | Tx, countyCode: number, version: number, ids: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('control_areas')
    .select('id')
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
    .execute()
  return rows.map(({ id }) => id)
}

/** Ends every area but those named. */
export async function endControlAreasExcept(tx: Tx, countyCode: number, version: number, ids: readonly string[]): Promise<void> {
  await tx
    .updateTable('control_areas')
    .set({ valid_to_version: version })
    .where('county_code', '=', countyCode)
    .where('valid_to_version', 'is', null)
    .where('valid_from_version', '<', version)
    .where(sql<boolean>`not id = any(${[...ids]}::uuid[])`)
    .execute()
}
