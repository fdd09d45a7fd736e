import type { Polygon } from 'geojson'
import type { AreaRule } from '../../server/core/indicators/kinds/area-per-100hh.ts'
import { insertSettings } from '../../server/coverage/settings.repository.ts'
import type { DataKind, Db, Tx } from '../../server/db/schema.ts'
import { insertAllotments, insertFacilities, type NewFacility } from '../../server/facilities/facilities.repository.ts'
import { stableUuid } from '../../server/hashing.ts'
import { insertControlAreas } from '../../server/ledgers/control-areas.repository.ts'
import { insertPremises, type Premises } from '../../server/ledgers/land.repository.ts'
import { insertRegion, insertUnits, type NewUnit } from '../../server/regions/regions.repository.ts'
import { insertResidentialAreas, type NewResidentialArea } from '../../server/residential/residential.repository.ts'
import { insertVersion } from '../../server/versions/versions.repository.ts'

export const townCode = 360999
export const prefectureCode = 360900
const at = new Date('2024-12-31T00:00:00Z')
const words = { zh: '测试', en: 'test' }
const source = { origin: 'test', licence: 'MIT', crs: 'EPSG:4326', date: null, file: null, sha256: null, synthetic: true, assumptions: [] }

export const idIn = (kind: string, key: string) => stableUuid(`scenario-town/${kind}/${key}`)

function box(west: number, south: number, east: number, north: number): Polygon {
  return { type: 'Polygon', coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]] }
}

function unit(key: string, unitCode: string, level: NewUnit['level'], more: Partial<NewUnit> = {}): NewUnit {
  const blank = { parentId: null, urbanRuralCode: null, placeClass: null, boundaryNote: null, demo: true, centre: null, boundary: null }
  return { id: idIn('unit', key), unitCode, name: key, level, ...blank, ...more }
}

/**
 *   26.10  ┌──────────┬────────────┐   No roads: a walk is the straight line × 1.3, the limit 1,000 m.
 *          │ 西镇      │ 东镇  ┌丙村┐ │   0.002° of latitude are 221.6 m, 288 m walked; 0.02° are out of reach.
 *          │  F1·A    │  P1·C│    │ │   A: 40 elders beside F1. B: 60 elders, C: 20 elders, nothing near.
 *          │ (乙村?)   │      └────┘ │   乙村 is a village of 西镇 whose boundary nobody knows; F1 carries its code.
 *          │          │    B  ▒▒    │   ▒▒ farmland. P1: idle premises beside C.
 *   26.00  └──────────┴────────────┘
 *         116.0     116.1        116.2
 */
const units: NewUnit[] = [
  unit('西镇', '360999100000', 'township', { boundary: box(116, 26, 116.1, 26.1), placeClass: 'country' }),
  unit('东镇', '360999101000', 'township', { boundary: box(116.1, 26, 116.2, 26.1), placeClass: 'country' }),
  unit('丙村', '360999101201', 'village', { parentId: idIn('unit', '东镇'), boundary: box(116.14, 26.07, 116.16, 26.09), placeClass: 'country', urbanRuralCode: '220' }),
  unit('乙村', '360999100201', 'village', { parentId: idIn('unit', '西镇'), placeClass: 'country', urbanRuralCode: '220' }),
]

export const spots = {
  besideB: [116.15, 26.032],
  inVillage: [116.15, 26.0805],
  onFarmland: [116.175, 26.015],
  besideA: [116.05, 26.052],
  outside: [116.3, 26.05],
} as const satisfies Record<string, [number, number]>

function facility(key: string, types: string[], unitKey: string, [lon, lat]: [number, number], more: Partial<NewFacility> = {}): NewFacility {
  return {
    ...{ id: idIn('facility', key), facilityCode: key, name: key, types, unitId: idIn('unit', unitKey), address: null, landAreaM2: null, beds: null, nursingBeds: null },
    ...{ status: 'operating', currentUse: 'eldercare', tenure: null, operatorKind: null, acquisition: 'ancillary', demo: true, floorAreaM2: null, lon, lat },
    ...more,
  }
}

const f1 = facility('F1', ['community_center', 'mutual_aid'], '乙村', spots.besideA, { beds: 10, floorAreaM2: '300' })
const clinic = facility('M1', ['medical'], '丙村', [116.15, 26.081], { medicalKind: 'village_clinic', acquisition: null })

function area(key: string, unitKey: string, [lon, lat]: [number, number], residents: number, elders: number, households: number): NewResidentialArea {
  return {
    ...{ id: idIn('area', key), areaCode: key, name: key, unitId: idIn('unit', unitKey), communityId: null, placeClass: 'country', buildClass: 'existing' },
    ...{ permitDate: '2015-01-01', planningConditionDate: null, completionDate: null, phase: null, householdsPlanned: null, householdsCompleted: 1000, householdsOccupied: households },
    ...{ residents, residents60Plus: elders, residents80Plus: 1, households, demo: true, boundary: null, entrances: [[lon, lat]] },
  }
}

const areas = [area('A', '西镇', [116.05, 26.05], 100, 40, 50), area('B', '东镇', [116.15, 26.03], 200, 60, 80), area('C', '东镇', [116.15, 26.08], 50, 20, 20)]

function premises(key: string, place: [number, number] | null, status: Premises['status']): Premises {
  return {
    ...{ id: idIn('premises', key), premisesCode: key, name: `${key} 旧校舍`, kind: 'school', unitId: null, owner: null, address: null, floorAreaM2: '500', landAreaM2: null },
    ...{ status, transitionUntil: null, demo: true, lon: place && place[0], lat: place && place[1] },
  }
}

/** 20 m² per 100 households: 200 m² for each area of 1,000. F1 gives 250 of its 300 m² to A. */
const areaRule: AreaRule = {
  ...{ adopted: true, label: words, newM2Per100Households: 20, oldM2Per100Households: 20, existingM2Per100Households: 20, newSingleSiteMinimumM2: null },
  ...{ facilityTypes: ['community_center'], acquisitions: ['ancillary', 'built', 'converted'], newSince: { document: 'permit', date: '2022-01-01', reason: words } },
  households: { new: 'planned', old: 'completed', existing: 'completed' },
  clause: null,
}

export async function insertScenarioTown(db: Db): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const region = { code: townCode, name: '方案县（示例）', nameEn: 'Scenario town', level: 'county' as const, parentCode: prefectureCode }
    await insertRegion(tx, { code: prefectureCode, name: '方案市（示例）', nameEn: 'Prefecture', level: 'prefecture', parentCode: null, validFrom: '2020-01-01', source, boundary: null })
    await insertRegion(tx, { ...region, validFrom: '2020-01-01', source, boundary: box(116, 26, 116.2, 26.1) })
    await insertUnits(tx, townCode, 1, units)
    await insertResidentialAreas(tx, townCode, 1, areas)
    await insertFacilities(tx, townCode, 1, [f1, clinic])
    await insertAllotments(tx, townCode, 1, [{ id: idIn('allotment', 'F1-A'), facilityId: f1.id, residentialAreaId: idIn('area', 'A'), areaM2: '250' }])
    await insertPremises(tx, townCode, 1, [premises('P1', [116.15, 26.082], 'idle'), premises('P2', null, 'idle'), premises('P3', [116.15, 26.05], 'other_use')])
    await insertControlAreas(tx, townCode, 1, [{ id: idIn('control', '1'), layer: 'permanent_basic_farmland', name: '示例农田', demo: true, boundary: box(116.17, 26.01, 116.18, 26.02) }])
    await insertSettings(tx, townCode, 1, idIn('settings', 'county'), {
      ...{ demo: true, dataDate: '2024-12-31', defaultProfile: 'gb50180-15min', coverageNote: words, areaRule },
      unitCoverage: { levels: ['township'], facilityTypes: ['community_center', 'mutual_aid'], label: words },
    })
    for (const kind of ['units', 'residential_areas', 'facilities', 'premises', 'control_areas', 'settings'] as const) await keepVersion(tx, kind, 1)
  })
}

/** As after an import whose file no longer holds F1. */
export async function endFirstFacility(db: Db, version: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    for (const table of ['facilities', 'facility_allotments'] as const) {
      const key = table === 'facilities' ? 'id' : 'facility_id'
      await tx.updateTable(table).set({ valid_to_version: version }).where('county_code', '=', townCode).where(key, '=', f1.id).execute()
    }
    await keepVersion(tx, 'facilities', version)
  })
}

async function keepVersion(tx: Tx, kind: DataKind, version: number): Promise<void> {
  await insertVersion(tx, {
    ...{ countyCode: townCode, kind, version, action: version === 1 ? 'import' : 'edit', restoredVersion: null, dataDate: '2024-12-31' },
    ...{ rowCount: 1, contentHash: `${kind}/${version}`, sources: [], actorId: 'local', at },
  })
}
