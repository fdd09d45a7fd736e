import { sql } from 'kysely'
import type { MultiPolygon, Polygon } from 'geojson'
import { asGeoJson, geometryFromEwkb, latOf, lonLatPoint, lonOf, multiPolygonFromGeoJson } from '../db/postgis.ts'
import type { Bilingual, DataSource, Db, PlaceClass, Tx, UnitLevel } from '../db/schema.ts'
import { validAt } from '../versions/versions.repository.ts'

export interface AdminRegion {
  code: number
  name: string
  nameEn: string
  level: 'province' | 'prefecture' | 'county'
  parentCode: number | null
  validFrom: string
  source: DataSource
  /** As GeoJSON, or as PostGIS writes it (hexadecimal EWKB). */
  boundary: Polygon | MultiPolygon | string | null
}

export interface County {
  code: number
  name: string
  nameEn: string
  source: DataSource
  bbox: [number, number, number, number]
  areaM2: number
  /** The prefecture (or province) above it; null where none is known. */
  parentCode: number | null
  parentName: string | null
}

/** Adds a region of the reference tree, or leaves the one that is there; one known by name alone gets its boundary. */
export async function insertRegion(tx: Tx, region: AdminRegion): Promise<void> {
  await tx
    .insertInto('admin_regions')
    .values({
      code: region.code,
      name: region.name,
      name_en: region.nameEn,
      level: region.level,
      parent_code: region.parentCode,
      valid_from: region.validFrom,
      valid_to: null,
      source: JSON.stringify(region.source),
      boundary:
        typeof region.boundary === 'string' ? geometryFromEwkb(region.boundary) : region.boundary ? multiPolygonFromGeoJson(region.boundary) : null,
    })
    .onConflict((conflict) =>
      conflict
        .column('code')
        .doUpdateSet((excluded) => ({ name_en: excluded.ref('excluded.name_en'), source: excluded.ref('excluded.source'), boundary: excluded.ref('excluded.boundary') }))
        .where('admin_regions.boundary', 'is', null)
        .where(sql<boolean>`excluded.boundary is not null`),
    )
    .execute()
}

function countyQuery(db: Db | Tx) {
  return db
    .selectFrom('admin_regions')
    .select([
      'code',
      'name',
      'name_en as nameEn',
      'source',
      sql<number>`ST_XMin(boundary)`.as('west'),
      sql<number>`ST_YMin(boundary)`.as('south'),
      sql<number>`ST_XMax(boundary)`.as('east'),
      sql<number>`ST_YMax(boundary)`.as('north'),
      sql<number>`ST_Area(boundary::geography)`.as('areaM2'),
      'parent_code as parentCode',
      sql<string | null>`(select parent.name from admin_regions parent where parent.code = admin_regions.parent_code)`.as('parentName'),
    ])
    .where('level', '=', 'county')
    .where('boundary', 'is not', null)
}

type CountyRow = Omit<County, 'bbox'> & { west: number; south: number; east: number; north: number }

function toCounty({ west, south, east, north, ...rest }: CountyRow): County {
  return { ...rest, bbox: [west, south, east, north] }
}

/** The counties that hold data: those with at least one version of anything. */
export async function listCounties(db: Db | Tx): Promise<County[]> {
  const rows = await countyQuery(db)
    .where('code', 'in', (eb) => eb.selectFrom('data_versions').select('county_code').distinct())
    .orderBy('code')
    .execute()
  return rows.map(toCounty)
}

export async function findCounty(db: Db | Tx, code: number): Promise<County | undefined> {
  const row = await countyQuery(db).where('code', '=', code).executeTakeFirst()
  return row && toCounty(row)
}

export async function getCountyBoundary(db: Db | Tx, code: number): Promise<MultiPolygon> {
  const row = await db
    .selectFrom('admin_regions')
    .select(asGeoJson<MultiPolygon>('boundary').$notNull().as('boundary'))
    .where('code', '=', code)
    .executeTakeFirstOrThrow()
  return row.boundary
}

export interface RegionNode {
  code: number
  name: string
  nameEn: string
  level: 'province' | 'prefecture' | 'county'
  parentCode: number | null
  /** True where at least one version of anything is stored for it. */
  hasData: boolean
  /** True where anything stored for it is synthetic. */
  demo: boolean
  /** A point on it, degrees; null where its boundary is not known. */
  centre: [number, number] | null
}

/** The tree above the units: provinces, prefectures, counties, by code. */
export async function listRegions(db: Db | Tx): Promise<RegionNode[]> {
  const rows = await db
    .selectFrom('admin_regions')
    .select([
      'code',
      'name',
      'name_en as nameEn',
      'level',
      'parent_code as parentCode',
      sql<boolean>`exists (select from data_versions v where v.county_code = admin_regions.code)`.as('hasData'),
      sql<boolean>`exists (select from data_versions v where v.county_code = admin_regions.code and v.source @> '[{"synthetic": true}]')`.as('demo'),
      lonOf(sql`ST_PointOnSurface(boundary)`).as('lon'),
      latOf(sql`ST_PointOnSurface(boundary)`).as('lat'),
    ])
    .orderBy('code')
    .execute()
  return rows.map(({ lon, lat, ...region }) => ({ ...region, centre: lon === null || lat === null ? null : [lon, lat] }))
}

/** The counties whose boundary comes within some metres of this one's, itself left out. */
export async function listNeighbourCodes(db: Db | Tx, code: number, metres: number): Promise<number[]> {
  const rows = await db
    .selectFrom('admin_regions as other')
    .innerJoin('admin_regions as self', (join) => join.on('self.code', '=', code))
    .select('other.code')
    .where('other.level', '=', 'county')
    .where('other.code', '!=', code)
    // Boxes first, a degree being at least 40 km of longitude south of 68° N: geography knows none of its own here.
    .where(sql<boolean>`other.boundary && ST_Expand(self.boundary, ${metres / 40_000}::float8)`)
    .where(sql<boolean>`ST_DWithin(other.boundary::geography, self.boundary::geography, ${metres})`)
    .execute()
  return rows.map((row) => row.code)
}

export interface NewUnit {
  id: string
  unitCode: string
  name: string
  level: UnitLevel
  parentId: string | null
  urbanRuralCode: string | null
  placeClass: PlaceClass | null
  boundaryNote: Bilingual | null
  demo: boolean
  centre: [number, number] | null
  boundary: Polygon | MultiPolygon | null
}

export async function insertUnits(tx: Tx, countyCode: number, version: number, units: NewUnit[]): Promise<void> {
  for (let i = 0; i < units.length; i += 200) {
    await tx
      .insertInto('county_units')
      .values(
        units.slice(i, i + 200).map((unit) => ({
          county_code: countyCode,
          id: unit.id,
          valid_from_version: version,
          valid_to_version: null,
          unit_code: unit.unitCode,
          name: unit.name,
          level: unit.level,
          parent_id: unit.parentId,
          urban_rural_code: unit.urbanRuralCode,
          place_class: unit.placeClass,
          boundary_note: unit.boundaryNote && JSON.stringify(unit.boundaryNote),
          demo: unit.demo,
          centre: unit.centre && lonLatPoint(unit.centre[0], unit.centre[1]),
          boundary: unit.boundary && multiPolygonFromGeoJson(unit.boundary),
        })),
      )
      .execute()
  }
}

export interface Unit {
  id: string
  unitCode: string
  name: string
  level: UnitLevel
  parentId: string | null
  placeClass: PlaceClass | null
  boundaryNote: Bilingual | null
  demo: boolean
  lon: number | null
  lat: number | null
  hasBoundary: boolean
  /** The unit's own days; `validTo` is the first day it is no more. Null: not known to begin or end. */
  validFrom: string | null
  validTo: string | null
}

/** The units of one version, larger ones first, then by code. */
export async function listUnits(db: Db | Tx, countyCode: number, version: number): Promise<Unit[]> {
  return db
    .selectFrom('county_units')
    .select([
      'id',
      'unit_code as unitCode',
      'name',
      'level',
      'parent_id as parentId',
      'place_class as placeClass',
      'boundary_note as boundaryNote',
      'demo',
      sql<number | null>`ST_X(centre)`.as('lon'),
      sql<number | null>`ST_Y(centre)`.as('lat'),
      sql<boolean>`boundary is not null`.as('hasBoundary'),
      'valid_from as validFrom',
      'valid_to as validTo',
    ])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .orderBy(sql`case when parent_id is null then 0 else 1 end`)
    .orderBy('unit_code')
    .execute()
}

export async function listUnitBoundaries(db: Db | Tx, countyCode: number, version: number) {
  return db
    .selectFrom('county_units')
    .select([
      'id',
      'name',
      'level',
      sql<number | null>`ST_X(centre)`.as('lon'),
      sql<number | null>`ST_Y(centre)`.as('lat'),
      sql<boolean>`boundary_note is not null`.as('approximate'),
      asGeoJson<MultiPolygon>('boundary').$notNull().as('boundary'),
    ])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .where('boundary', 'is not', null)
    .orderBy('unit_code')
    .execute()
}
