import { sql } from 'kysely'
import type { MultiPolygon, Polygon } from 'geojson'
import { asGeoJson, multiPolygonFromGeoJson } from '../db/postgis.ts'
import type { Bilingual, Db, StudyAreaKind, Tx } from '../db/schema.ts'
import { validAt } from '../versions/versions.repository.ts'

export interface ListedStudyArea {
  id: string
  name: string
  nameEn: string
  note: Bilingual | null
  kind: StudyAreaKind
  /** The office's own code; null for the one that came with the county. */
  areaCode: string | null
  plannedResidents: number | null
  bbox: [number, number, number, number]
}

export interface StudyArea extends ListedStudyArea {
  boundary: MultiPolygon
}

export async function insertStudyArea(
  tx: Tx,
  countyCode: number,
  version: number,
  area: { id: string; name: string; nameEn: string; note: Bilingual | null; boundary: Polygon | MultiPolygon },
): Promise<void> {
  await tx
    .insertInto('study_areas')
    .values({
      county_code: countyCode,
      id: area.id,
      valid_from_version: version,
      valid_to_version: null,
      name: area.name,
      name_en: area.nameEn,
      note: area.note && JSON.stringify(area.note),
      boundary: multiPolygonFromGeoJson(area.boundary),
    })
    .execute()
}

/** A study area of a version by its id, else the one that came with the county: what runs are about unless another is chosen. */
export async function findStudyArea(db: Db | Tx, countyCode: number, version: number, id?: string): Promise<StudyArea | undefined> {
  const query = studyAreaQuery(db, countyCode, version).select(asGeoJson<MultiPolygon>('boundary').$notNull().as('boundary'))
  const row = await (id === undefined ? query.where('kind', '=', 'given') : query.where('id', '=', id)).limit(1).executeTakeFirst()
  return row && toListed(row)
}

/** All of a version, the given one first, then by code. */
export async function listStudyAreas(db: Db | Tx, countyCode: number, version: number): Promise<ListedStudyArea[]> {
  return (await studyAreaQuery(db, countyCode, version).execute()).map(toListed)
}

/** The outlines of the planning units of a version, by code, each with a point inside it for its name. */
export async function listPlanningUnitBoundaries(db: Db | Tx, countyCode: number, version: number) {
  return db
    .selectFrom('study_areas')
    .select([
      'id',
      'name',
      'area_code as areaCode',
      'planned_residents as plannedResidents',
      asGeoJson<MultiPolygon>('boundary').$notNull().as('boundary'),
      sql<number>`ST_X(ST_PointOnSurface(boundary))`.as('lon'),
      sql<number>`ST_Y(ST_PointOnSurface(boundary))`.as('lat'),
    ])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .where('kind', '=', 'planning_unit')
    .orderBy('area_code')
    .execute()
}

function studyAreaQuery(db: Db | Tx, countyCode: number, version: number) {
  return db
    .selectFrom('study_areas')
    .select([
      'id',
      'name',
      'name_en as nameEn',
      'note',
      'kind',
      'area_code as areaCode',
      'planned_residents as plannedResidents',
      sql<number>`ST_XMin(boundary)`.as('west'),
      sql<number>`ST_YMin(boundary)`.as('south'),
      sql<number>`ST_XMax(boundary)`.as('east'),
      sql<number>`ST_YMax(boundary)`.as('north'),
    ])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .orderBy('kind')
    .orderBy('area_code')
    .orderBy('id')
}

function toListed<T extends { west: number; south: number; east: number; north: number }>({ west, south, east, north, ...rest }: T) {
  return { ...rest, bbox: [west, south, east, north] as [number, number, number, number] }
}
