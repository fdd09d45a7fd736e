import type { MultiPolygon } from 'geojson'
import type { Transaction } from 'kysely'
import type { Schema } from '../../server/db/schema.ts'
import * as controlAreas from '../../server/ledgers/control-areas.repository.ts'
import * as land from '../../server/ledgers/land.repository.ts'
import * as reported from '../../server/ledgers/reported-figures.repository.ts'
import * as residential from '../../server/ledgers/residential-ledgers.repository.ts'
import * as settlements from '../../server/ledgers/settlements.repository.ts'
import * as spatial from '../../server/ledgers/spatial-facts.repository.ts'
import * as units from '../../server/ledgers/unit-ledgers.repository.ts'
import { overlay } from './scenario-calls.ts'
import { at, county, id, version } from './given.ts'

type Call = (tx: Transaction<Schema>) => Promise<unknown>

const ring = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 0],
]
const boundary: MultiPolygon = { type: 'MultiPolygon', coordinates: [[ring]] }
const settlement: settlements.NewSettlement = {
  ...{ id, settlementCode: 's', name: '', kind: 'natural_village', unitId: null, residents: null, demo: true },
  ...{ lon: 115, lat: 26, boundary },
}
const premises: land.Premises = {
  ...{ id, premisesCode: 'r', name: '', kind: '', unitId: null, owner: null, address: null, floorAreaM2: '1.00' },
  ...{ landAreaM2: null, status: 'idle', transitionUntil: null, demo: true, lon: 115, lat: 26 },
}
const parcel = {
  ...{ id, parcelCode: 'p', landUse: null, areaM2: null, facilityId: null, phase: 'current' as const, misused: null, note: null, demo: true },
  boundary,
}
const figure: reported.NewReportedFigure = {
  ...{ packId: 'p', ruleId: 'R', part: '', withdrawn: false, valueText: '1', valueNumber: null, unit: null, asOf: '2024-12-31' },
  ...{ source: 's', note: null, attachmentId: null, enteredBy: '', enteredAt: at },
}

/** The drawer of ledgers, as `calls` holds the others. */
export const ledgerCalls: Record<string, Record<string, Call[]>> = {
  'ledgers/settlements.repository': {
    insertSettlements: [
      (tx) => settlements.insertSettlements(tx, county, version, [settlement, { ...settlement, lon: null, lat: null, boundary: null }]),
    ],
    listSettlements: [(tx) => settlements.listSettlements(tx, county, version)],
  },
  'ledgers/land.repository': {
    insertPremises: [(tx) => land.insertPremises(tx, county, version, [premises, { ...premises, lon: null, lat: null }])],
    listPremises: [(tx) => land.listPremises(tx, county, version)],
    insertParcels: [(tx) => land.insertParcels(tx, county, version, [parcel, { ...parcel, boundary: null }])],
    listParcels: [(tx) => land.listParcels(tx, county, version)],
  },
  'ledgers/control-areas.repository': {
    findStoredControlAreas: [(tx) => controlAreas.findStoredControlAreas(tx, county, version, [id])],
    endControlAreasExcept: [(tx) => controlAreas.endControlAreasExcept(tx, county, version, [id])],
    insertControlAreas: [
      (tx) => controlAreas.insertControlAreas(tx, county, version, [{ id, layer: 'hazard', name: '', demo: true, boundary }]),
    ],
    listControlLayers: [(tx) => controlAreas.listControlLayers(tx, county, version)],
    listFacilityOverlaps: [
      (tx) => controlAreas.listFacilityOverlaps(tx, county, { controlAreas: 1, facilities: 1, parcels: 1 }),
      (tx) => controlAreas.listFacilityOverlaps(tx, county, { controlAreas: 1, facilities: 1, parcels: null }),
      (tx) => controlAreas.listFacilityOverlaps(tx, county, { controlAreas: 1, facilities: 1, parcels: 1 }, overlay),
    ],
    listShapeOverlaps: [(tx) => controlAreas.listShapeOverlaps(tx, county, version, [boundary])],
  },
  'ledgers/residential-ledgers.repository': {
    insertSyncStages: [
      (tx) =>
        residential.insertSyncStages(tx, county, version, [
          { id, residentialAreaId: id, stage: 'plan', state: 'done', doneOn: null, note: null },
        ]),
    ],
    listSyncStages: [(tx) => residential.listSyncStages(tx, county, version)],
    insertRegister: [
      (tx) =>
        residential.insertRegister(tx, county, version, [
          {
            ...{ id, name: '', residentialAreaId: null, builtYear: 2016, problem: '', measure: null, deadline: null },
            ...{ responsible: null, state: 'open', doneOn: null },
          },
        ]),
    ],
    listRegister: [(tx) => residential.listRegister(tx, county, version)],
    insertPoolingGroups: [
      (tx) => residential.insertPoolingGroups(tx, county, version, [{ id, name: '', approval: null, residentialAreaIds: [id] }]),
    ],
    listPoolingGroups: [(tx) => residential.listPoolingGroups(tx, county, version)],
  },
  'ledgers/unit-ledgers.repository': {
    insertCommunityRooms: [
      (tx) => units.insertCommunityRooms(tx, county, version, [{ id, unitId: id, name: '', floorAreaM2: '1.00', eldercareFreeM2: null }]),
    ],
    listCommunityRooms: [(tx) => units.listCommunityRooms(tx, county, version)],
    insertUnitTags: [(tx) => units.insertUnitTags(tx, county, version, [{ id, unitId: id, tag: 'central_town' }])],
    listUnitTags: [(tx) => units.listUnitTags(tx, county, version)],
    insertStatistics: [
      (tx) => units.insertStatistics(tx, county, version, []),
      (tx) => units.insertStatistics(tx, county, version, [{ id, key: 'social_workers', value: '1', asOf: null, source: '' }]),
    ],
    listStatistics: [(tx) => units.listStatistics(tx, county, version)],
    insertChecklist: [
      (tx) => units.insertChecklist(tx, county, version, []),
      (tx) => units.insertChecklist(tx, county, version, [{ id, ruleId: 'R', state: 'yes', note: null, document: null, asOf: null }]),
    ],
    listChecklist: [(tx) => units.listChecklist(tx, county, version)],
  },
  'ledgers/spatial-facts.repository': {
    listInsideUnits: [
      (tx) => spatial.listInsideUnits(tx, county, { units: 1, facilities: 1 }, []),
      (tx) => spatial.listInsideUnits(tx, county, { units: 1, facilities: 1 }, [{ unitId: id, countsFor: id }]),
      (tx) => spatial.listInsideUnits(tx, county, { units: 1, facilities: 1 }, [], overlay),
    ],
    listInsideSettlements: [(tx) => spatial.listInsideSettlements(tx, county, { settlements: 1, facilities: 1 }, 200), (tx) => spatial.listInsideSettlements(tx, county, { settlements: 1, facilities: 1 }, 200, overlay)],
    listPoolingGaps: [(tx) => spatial.listPoolingGaps(tx, county, { poolingGroups: 1, residentialAreas: 1 })],
    listNearest: [(tx) => spatial.listNearest(tx, county, version, [id], [id]), (tx) => spatial.listNearest(tx, county, version, [id], [id], overlay)],
  },
  'ledgers/reported-figures.repository': {
    insertReportedFigure: [(tx) => reported.insertReportedFigure(tx, county, figure)],
    listReportedFigures: [(tx) => reported.listReportedFigures(tx, county, 'p')],
    listFigureHistory: [(tx) => reported.listFigureHistory(tx, county, { packId: 'p', ruleId: 'R', part: '' })],
    insertAttachment: [
      (tx) =>
        reported.insertAttachment(tx, county, {
          ...{ id, name: '', mediaType: '', sha256: '', bytes: new Uint8Array(1), enteredBy: '', enteredAt: at },
        }),
    ],
    findAttachment: [(tx) => reported.findAttachment(tx, county, id)],
  },
}
