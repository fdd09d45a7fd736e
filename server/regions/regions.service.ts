import { requireCounty, type Actor } from '../auth/actor.ts'
import type { CountyDetail, CountyListItem } from '../contract/counties.ts'
import { formatCountyCode } from '../county-code.ts'
import type { Db } from '../db/schema.ts'
import { listNewestVersions, type DataVersion } from '../versions/versions.repository.ts'
import { unknownCounty } from './known-county.ts'
import { findCounty, listCounties, listUnits, type County } from './regions.repository.ts'
import { findStudyArea, listStudyAreas } from './study-areas.repository.ts'

export interface RegionsService {
  list(actor: Actor): Promise<CountyListItem[]>
  get(actor: Actor, countyCode: number): Promise<Omit<CountyDetail, 'versions' | 'layers'> & { newest: DataVersion[] }>
}

/** Ids of the units of a version that are in force on a day; a domain after this one knows the mergers. */
export type ListUnitIdsInForce = (db: Db, countyCode: number, unitsVersion: number, date: string) => Promise<ReadonlySet<string>>

export function createRegionsService(db: Db, listUnitIdsInForce: ListUnitIdsInForce): RegionsService {
  return {
    async list(actor) {
      const counties = await listCounties(db)
      const allowed = counties.filter((county) => actor.counties === 'all' || actor.counties.includes(county.code))
      return Promise.all(allowed.map(async (county) => ({ ...labelOf(county), prefecture: prefectureOf(county), demo: isDemo(await listNewestVersions(db, county.code)), bbox: county.bbox })))
    },

    async get(actor, countyCode) {
      requireCounty(actor, countyCode)
      const county = await findCounty(db, countyCode)
      if (!county) throw unknownCounty(countyCode)
      const newest = await listNewestVersions(db, countyCode)
      const versionOf = (kind: DataVersion['kind']) => newest.find((version) => version.kind === kind)
      const unitsVersion = versionOf('units')
      const units = unitsVersion ? await listTownships(db, countyCode, unitsVersion.version) : []
      const date = unitsVersion && (unitsVersion.data_date ?? unitsVersion.created_at.toISOString().slice(0, 10))
      const inForce = date ? await listUnitIdsInForce(db, countyCode, unitsVersion.version, date) : new Set()
      const studyVersion = versionOf('study_areas')?.version
      const area = studyVersion ? await findStudyArea(db, countyCode, studyVersion) : undefined
      return {
        ...labelOf(county),
        demo: isDemo(newest),
        bbox: county.bbox,
        areaM2: county.areaM2,
        studyArea: area ? { id: area.id, name: { zh: area.name, en: area.nameEn }, bbox: area.bbox, note: area.note } : null,
        studyAreas: (studyVersion ? await listStudyAreas(db, countyCode, studyVersion) : []).map(({ id, name, nameEn, kind, areaCode, plannedResidents, bbox }) => ({
          ...{ id, name: { zh: name, en: nameEn }, kind, code: areaCode, plannedResidents, bbox },
        })),
        units: units.filter(({ id }) => inForce.has(id)),
        formerUnits: units.filter(({ id }) => !inForce.has(id)),
        attribution: attributionOf(newest),
        newest,
      }
    },
  }
}

async function listTownships(db: Db, countyCode: number, version: number): Promise<CountyDetail['units']> {
  const units = await listUnits(db, countyCode, version)
  return units
    .filter(({ level }) => level === 'township' || level === 'street' || level === 'other')
    .map((unit) => ({
      id: unit.id,
      unitCode: unit.unitCode,
      name: unit.name,
      level: unit.level,
      parentId: unit.parentId,
      placeKnown: unit.hasBoundary,
      boundaryNote: unit.boundaryNote,
      centre: unit.lon !== null && unit.lat !== null ? ([unit.lon, unit.lat] as [number, number]) : null,
    }))
}

function labelOf(county: County) {
  return { code: formatCountyCode(county.code), name: county.name, nameEn: county.nameEn }
}

/** A prefecture's plan is judged over its counties, so a list shows to which each belongs. */
function prefectureOf({ parentCode, parentName }: County): CountyListItem['prefecture'] {
  return parentCode === null || parentName === null ? null : { code: formatCountyCode(parentCode), name: parentName }
}

/** Synthetic data anywhere makes the whole county a demonstration: the mark cannot be lost by mixing. */
function isDemo(versions: DataVersion[]): boolean {
  return versions.some((version) => version.source.some((source) => source.synthetic))
}

/** Short credits for the map's corner; the data workspace shows origins in full. */
function attributionOf(versions: DataVersion[]): string[] {
  const credits = versions
    .flatMap((version) => version.source)
    .filter((source) => !source.synthetic)
    .map(({ origin, licence }) =>
      /openstreetmap/i.test(origin) ? '© OpenStreetMap contributors (ODbL)' : `${origin.split(/ @|[,;:（(]/)[0].trim()} (${licence})`,
    )
  return [...new Set(credits)].sort()
}
