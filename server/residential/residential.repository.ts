import { sql } from 'kysely'
import type { MultiPolygon, Polygon } from 'geojson'
import { asGeoJson, geometryFromGeoJson, multiPolygonFromGeoJson } from '../db/postgis.ts'
import type { BuildClass, Db, PlaceClass, Tx } from '../db/schema.ts'
import { validAt } from '../versions/versions.repository.ts'

export interface ResidentialArea {
  id: string
  areaCode: string
  name: string
  unitId: string | null
  communityId: string | null
  placeClass: PlaceClass
  buildClass: BuildClass | null
  permitDate: string | null
  planningConditionDate: string | null
  completionDate: string | null
  phase: number | null
  householdsPlanned: number | null
  householdsCompleted: number | null
  householdsOccupied: number | null
  residents: number | null
  residents60Plus: number | null
  residents80Plus: number | null
  households: number | null
  demo: boolean
}

export interface NewResidentialArea extends ResidentialArea {
  boundary: Polygon | MultiPolygon | null
  entrances: [lon: number, lat: number][]
}

export async function insertResidentialAreas(tx: Tx, countyCode: number, version: number, areas: NewResidentialArea[]): Promise<void> {
  for (let i = 0; i < areas.length; i += 200) {
    await tx
      .insertInto('residential_areas')
      .values(
        areas.slice(i, i + 200).map((area) => ({
          county_code: countyCode,
          id: area.id,
          valid_from_version: version,
          valid_to_version: null,
          area_code: area.areaCode,
          name: area.name,
          unit_id: area.unitId,
          community_id: area.communityId,
          place_class: area.placeClass,
          build_class: area.buildClass,
          permit_date: area.permitDate,
          planning_condition_date: area.planningConditionDate,
          completion_date: area.completionDate,
          phase: area.phase,
          households_planned: area.householdsPlanned,
          households_completed: area.householdsCompleted,
          households_occupied: area.householdsOccupied,
          residents: area.residents,
          residents_60_plus: area.residents60Plus,
          residents_80_plus: area.residents80Plus,
          households: area.households,
          demo: area.demo,
          boundary: area.boundary && multiPolygonFromGeoJson(area.boundary),
          entrances:
            area.entrances.length > 0 ? geometryFromGeoJson({ type: 'MultiPoint', coordinates: area.entrances }) : null,
        })),
      )
      .execute()
  }
}

/** A residential area with the points at which people leave it: its entrances, else one point on its surface. */
export interface LocatedResidentialArea extends ResidentialArea {
  /** Null where the place is not known. */
  points: [lon: number, lat: number][] | null
  /** Whether it lies in the study area asked about; true where none was. */
  inScope: boolean
}

interface PointGeometry {
  type: 'MultiPoint' | 'Point'
  coordinates: [number, number][] | [number, number]
}

/** The residential areas of a version, with their points, and whether they lie in a study area (if one is named). */
export async function listResidentialAreas(
  db: Db | Tx,
  countyCode: number,
  version: number,
  study?: { id: string; version: number },
): Promise<LocatedResidentialArea[]> {
  const inScope = study
    ? sql<boolean>`coalesce((select ST_Covers(study.boundary, coalesce(ST_PointOnSurface(residential_areas.boundary), ST_Centroid(entrances)))
        from study_areas study where study.county_code = residential_areas.county_code and study.id = ${study.id}
          and study.valid_from_version <= ${study.version}
          and (study.valid_to_version is null or study.valid_to_version > ${study.version})), true)`
    : sql<boolean>`true`
  const rows = await db
    .selectFrom('residential_areas')
    .select([
      'id',
      'area_code as areaCode',
      'name',
      'unit_id as unitId',
      'community_id as communityId',
      'place_class as placeClass',
      'build_class as buildClass',
      'permit_date as permitDate',
      'planning_condition_date as planningConditionDate',
      'completion_date as completionDate',
      'phase',
      'households_planned as householdsPlanned',
      'households_completed as householdsCompleted',
      'households_occupied as householdsOccupied',
      'residents',
      'residents_60_plus as residents60Plus',
      'residents_80_plus as residents80Plus',
      'households',
      'demo',
      sql<PointGeometry | null>`ST_AsGeoJSON(coalesce(entrances, ST_PointOnSurface(boundary)), 9, 0)::json`.as('pointGeometry'),
      inScope.as('inScope'),
    ])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .orderBy('area_code')
    .execute()
  return rows.map(({ pointGeometry, ...area }) => ({ ...area, points: toPoints(pointGeometry) }))
}

function toPoints(geometry: PointGeometry | null): [number, number][] | null {
  if (!geometry) return null
  return geometry.type === 'Point' ? [geometry.coordinates as [number, number]] : (geometry.coordinates as [number, number][])
}

export async function listResidentialBoundaries(db: Db | Tx, countyCode: number, version: number) {
  return db
    .selectFrom('residential_areas')
    .select(['id', 'name', 'households', 'residents', asGeoJson<MultiPolygon>('boundary').$notNull().as('boundary')])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .where('boundary', 'is not', null)
    .orderBy('area_code')
    .execute()
}
