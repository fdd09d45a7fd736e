import type { Polygon } from 'geojson'
import { villageFacilityTypes } from '../../server/core/indicators/kinds/admin-coverage.ts'
import type { AreaRule } from '../../server/core/indicators/kinds/area-per-100hh.ts'
import { insertSettings } from '../../server/coverage/settings.repository.ts'
import type { DataKind, Db, Tx } from '../../server/db/schema.ts'
import { insertFacilities, type Facility } from '../../server/facilities/facilities.repository.ts'
import { stableUuid } from '../../server/hashing.ts'
import { insertUnitMergers } from '../../server/indicators/admin-units.repository.ts'
import { insertPopulation } from '../../server/population/population.repository.ts'
import { insertRegion, insertUnits, type NewUnit } from '../../server/regions/regions.repository.ts'
import { insertResidentialAreas, type NewResidentialArea } from '../../server/residential/residential.repository.ts'
import { insertVersion } from '../../server/versions/versions.repository.ts'

export const mianning = 513433
/** Assumed; the lists of 2016 and 2023 tell the names and codes before and after, not the day. */
const mergedOn = '2019-12-16'
const at = new Date('2024-12-31T00:00:00Z')
const words = { zh: '测试', en: 'test' }
const source = { origin: 'test', licence: 'MIT', crs: 'EPSG:4326', date: null, file: null, sha256: null, synthetic: true, assumptions: [] }

export const idIn = (kind: string, key: string) => stableUuid(`merged/${kind}/${key}`)

function box(west: number, east: number): Polygon {
  return { type: 'Polygon', coordinates: [[[west, 28], [east, 28], [east, 28.2], [west, 28.2], [west, 28]]] }
}

function unit(key: string, unitCode: string, level: NewUnit['level'], more: Partial<NewUnit> = {}): NewUnit {
  const blank = { parentId: null, urbanRuralCode: null, placeClass: null, boundaryNote: null, demo: true, centre: null, boundary: null }
  return { id: idIn('unit', key), unitCode, name: key, level, ...blank, ...more }
}

/**
 *   102.0      102.1      102.2          without a place: 彝海镇 (new code 108, the old 106 has merged into it),
 *    │ 复兴镇   │ 锦屏镇   │             高阳街道 (001) with 城厢社区, whose record still names 城厢镇 (100, merged away);
 *    │         │ 河里村   │             the mutual-aid site at 锦屏's village is 300 m from its centre.
 */
const units: NewUnit[] = [
  unit('复兴镇', '513433103000', 'township', { boundary: box(102, 102.1), centre: [102.05, 28.1] }),
  unit('锦屏镇', '513433110000', 'township', { boundary: box(102.1, 102.2), centre: [102.15, 28.1] }),
  unit('旧彝海镇', '513433106000', 'township'),
  unit('彝海镇', '513433108000', 'township'),
  unit('城厢镇', '513433100000', 'township'),
  unit('高阳街道', '513433001000', 'street'),
  unit('城厢社区', '513433100001', 'community', { parentId: idIn('unit', '城厢镇'), urbanRuralCode: '111' }),
  unit('河里村', '513433110201', 'village', { parentId: idIn('unit', '锦屏镇'), urbanRuralCode: '112', placeClass: 'country', centre: [102.15, 28.1] }),
]

export function facility(key: string, type: string, unitKey: string | null, location: [number, number] | null, more: Partial<Facility> = {}): Omit<Facility, 'countyCode'> {
  return {
    id: idIn('facility', key),
    facilityCode: key,
    name: key,
    types: [type],
    unitId: unitKey && idIn('unit', unitKey),
    address: null,
    floorAreaM2: null,
    landAreaM2: null,
    beds: null,
    nursingBeds: null,
    status: 'operating',
    currentUse: 'eldercare',
    tenure: null,
    operatorKind: null,
    acquisition: null,
    demo: true,
    lon: location && location[0],
    lat: location && location[1],
    ...more,
  }
}

/** 0.0027° of latitude are 300 m: 389 m walked on the straight line × 1.3, within 1,000 m. */
export const firstFacilities = [
  facility('a-复兴中心', 'regional_center', '复兴镇', [102.05, 28.05]),
  facility('b-彝海中心', 'regional_center', '旧彝海镇', null),
  facility('c-城厢综合体', 'community_complex', '城厢社区', null),
  facility('d-河里互助点', villageFacilityTypes[0], '锦屏镇', [102.15, 28.1027]),
]

const areaRule: AreaRule = {
  adopted: true,
  label: words,
  newM2Per100Households: 20,
  oldM2Per100Households: 15,
  existingM2Per100Households: 15,
  newSingleSiteMinimumM2: 150,
  facilityTypes: ['residential_ancillary'],
  acquisitions: ['ancillary'],
  newSince: { document: 'permit', date: '2022-01-01', reason: words },
  households: { new: 'planned', old: 'completed', existing: 'completed' },
  clause: null,
}

function area(key: string, unitKey: string | null, householdsPlanned: number | null, phase: number | null = null): NewResidentialArea {
  const people = { residents: null, residents60Plus: null, residents80Plus: null, households: null }
  return {
    ...people,
    id: idIn('area', key),
    areaCode: key,
    name: key,
    unitId: unitKey && idIn('unit', unitKey),
    communityId: null,
    placeClass: 'city',
    buildClass: null,
    permitDate: '2023-01-01',
    planningConditionDate: null,
    completionDate: null,
    phase,
    householdsPlanned,
    householdsCompleted: null,
    householdsOccupied: null,
    demo: true,
    boundary: null,
    entrances: [],
  }
}

/** 河里里 stands under the village, so it is summed under the village's township; 孤院's unit is not known. */
const areas = [area('彝苑一期', '旧彝海镇', 1000, 1), area('彝苑二期', '彝海镇', 400, 2), area('河里里', '河里村', null), area('孤院', null, 100)]

/** A county of two placed townships and two units without a place, after mergers; one population place. */
export async function insertMergedCounty(db: Db): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const region = { code: mianning, name: '冕宁县', nameEn: 'Mianning', level: 'county' as const, parentCode: null }
    await insertRegion(tx, { ...region, validFrom: '2020-01-01', source, boundary: box(102, 102.2) })
    await insertUnits(tx, mianning, 1, units)
    await tx.updateTable('county_units').set({ valid_to: mergedOn }).where('county_code', '=', mianning).where('unit_code', 'in', ['513433106000', '513433100000']).execute()
    await tx.updateTable('county_units').set({ valid_from: mergedOn }).where('county_code', '=', mianning).where('unit_code', '=', '513433108000').execute()
    const merger = (from: string, to: string) => ({ id: idIn('merger', from), oldUnitCode: from, newUnitCode: to, mergedOn })
    // 回龙镇 gave up 108 on the day that 彝海镇 took it: its own row is not in this ledger.
    await insertUnitMergers(tx, mianning, 1, [
      merger('513433106000', '513433108000'),
      merger('513433108000', '513433110000'),
      merger('513433100000', '513433001000'),
    ])
    await keepVersion(tx, 'units', 1)
    const people = { residents: 100, residents60Plus: 20, residents80Plus: 3, households: 40 }
    await insertPopulation(tx, mianning, 1, [{ ...people, id: idIn('people', '河里村'), role: 'place', unitId: idIn('unit', '河里村'), name: null, reason: null, asOf: null, source: null }])
    await keepVersion(tx, 'population', 1)
    await insertResidentialAreas(tx, mianning, 1, areas)
    await keepVersion(tx, 'residential_areas', 1)
    await insertFacilities(tx, mianning, 1, firstFacilities)
    await keepVersion(tx, 'facilities', 1)
    const unitCoverage = { levels: ['township', 'street'], facilityTypes: ['regional_center', 'community_complex'], label: words }
    await insertSettings(tx, mianning, 1, idIn('settings', 'county'), {
      demo: true,
      dataDate: '2024-12-31',
      defaultProfile: 'gb50180-15min',
      coverageNote: words,
      areaRule,
      unitCoverage,
    })
    await keepVersion(tx, 'settings', 1)
  })
}

/** A new version in which these are all the facilities there are. */
export async function replaceFacilities(db: Db, version: number, facilities: Omit<Facility, 'countyCode'>[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx.updateTable('facilities').set({ valid_to_version: version }).where('county_code', '=', mianning).where('valid_to_version', 'is', null).execute()
    await insertFacilities(tx, mianning, version, facilities)
    await keepVersion(tx, 'facilities', version)
  })
}

async function keepVersion(tx: Tx, kind: DataKind, version: number): Promise<void> {
  await insertVersion(tx, {
    countyCode: mianning,
    kind,
    version,
    action: version === 1 ? 'import' : 'edit',
    restoredVersion: null,
    dataDate: '2024-12-31',
    rowCount: 1,
    contentHash: `${kind}/${version}`,
    sources: [],
    actorId: 'local',
    at,
  })
}
