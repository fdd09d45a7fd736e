import type { MultiPolygon } from 'geojson'
import type { Transaction } from 'kysely'
import { countAuditOf, listAuditOf, writeAudit } from '../../server/audit/audit.repository.ts'
import { systemActor } from '../../server/auth/actor.ts'
import type { DataSource, Schema } from '../../server/db/schema.ts'
import { versionedTables } from '../../server/db/tables.ts'
import * as facilities from '../../server/facilities/facilities.repository.ts'
import * as records from '../../server/imports/records.repository.ts'
import * as jobs from '../../server/jobs/jobs.repository.ts'
import * as elevation from '../../server/network/elevation.repository.ts'
import * as network from '../../server/network/network.repository.ts'
import * as policies from '../../server/policies/policies.repository.ts'
import * as population from '../../server/population/population.repository.ts'
import * as regions from '../../server/regions/regions.repository.ts'
import * as residential from '../../server/residential/residential.repository.ts'
import * as versions from '../../server/versions/versions.repository.ts'
import { borderCalls } from './border-calls.ts'
import { coverageCalls } from './coverage-calls.ts'
import { evaluationCalls } from './evaluation-calls.ts'
import { importCalls } from './import-calls.ts'
import { forecastCalls } from './forecast-calls.ts'
import { ledgerCalls } from './ledger-calls.ts'
import { planningCalls } from './planning-calls.ts'
import { scenarioCalls } from './scenario-calls.ts'
import { whatIfCalls } from './what-if-calls.ts'
import { sitingCalls } from './siting-calls.ts'
import { at, counts, county, id, version, words } from './given.ts'

type Call = (tx: Transaction<Schema>) => Promise<unknown>

const boundary: MultiPolygon = {
  type: 'MultiPolygon',
  coordinates: [
    [
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 0],
      ],
    ],
  ],
}
const source: DataSource = { origin: '', licence: '', crs: '', date: null, file: null, sha256: null, synthetic: true, assumptions: [] }
const facility: Parameters<typeof facilities.insertFacilities>[3][number] = {
  id,
  facilityCode: 'f',
  name: '',
  types: ['day_care'],
  unitId: null,
  address: null,
  floorAreaM2: '1.00',
  landAreaM2: null,
  beds: null,
  nursingBeds: null,
  status: 'operating',
  currentUse: 'eldercare',
  tenure: null,
  operatorKind: null,
  acquisition: null,
  demo: true,
  lon: 115,
  lat: 26,
}
const area: residential.NewResidentialArea = {
  ...counts,
  id,
  areaCode: 'a',
  name: '',
  unitId: null,
  communityId: null,
  placeClass: 'city',
  buildClass: null,
  permitDate: null,
  planningConditionDate: null,
  completionDate: null,
  phase: null,
  householdsPlanned: null,
  householdsCompleted: null,
  householdsOccupied: null,
  demo: true,
  boundary,
  entrances: [[115, 26]],
}
const unit: regions.NewUnit = {
  id,
  unitCode: 'u',
  name: '',
  level: 'street',
  parentId: null,
  urbanRuralCode: null,
  placeClass: null,
  boundaryNote: words,
  demo: true,
  centre: [115, 26],
  boundary,
}

/** Each repository's functions, called so that every statement they can send is sent: one call a way through them. */
export const calls: Record<string, Record<string, Call[]>> = {
  ...borderCalls,
  ...ledgerCalls,
  ...planningCalls,
  ...whatIfCalls,
  ...evaluationCalls,
  ...importCalls,
  ...forecastCalls,
  ...scenarioCalls,
  ...sitingCalls,
  ...coverageCalls,
  'audit/audit.repository': {
    writeAudit: [(tx) => writeAudit(tx, systemActor, { countyCode: county, at, action: '', entityKind: '', entityId: '', detail: {} })],
    countAuditOf: [(tx) => countAuditOf(tx, county, 'version.import', 'reported_figures/')],
    listAuditOf: [(tx) => listAuditOf(tx, county, '')],
  },
  'facilities/facilities.repository': {
    insertFacilities: [(tx) => facilities.insertFacilities(tx, county, version, [facility, { ...facility, lon: null, lat: null }])],
    listFacilities: [(tx) => facilities.listFacilities(tx, county, version)],
    listFacilityLedger: [(tx) => facilities.listFacilityLedger(tx, county, version)],
    listFacilitiesNear: [(tx) => facilities.listFacilitiesNear(tx, 440304, version, county, 1000)],
    insertAllotments: [
      (tx) => facilities.insertAllotments(tx, county, version, [{ id, facilityId: id, residentialAreaId: id, areaM2: null }]),
    ],
    listAllotments: [(tx) => facilities.listAllotments(tx, county, version)],
  },
  'imports/records.repository': {
    listStoredRecords: [
      (tx) => records.listStoredRecords(tx, 'residential_areas', ['boundary', 'entrances'], county, version),
      (tx) => records.listStoredRecords(tx, 'population_counts', [], county, version),
    ],
    endRecords: [(tx) => records.endRecords(tx, 'facilities', county, version, [id])],
    endAllotmentsOf: [(tx) => records.endAllotmentsOf(tx, county, version, [id])],
    insertRecords: [(tx) => records.insertRecords(tx, 'facilities', county, version, [{ id }])],
    listGeometryFaults: [(tx) => records.listGeometryFaults(tx, ['00'])],
  },
  'jobs/jobs.repository': {
    insertJob: [(tx) => jobs.insertJob(tx, { countyCode: county, id, kind: '', runId: null, actorId: '', at })],
    findJob: [(tx) => jobs.findJob(tx, county, id)],
    findOpenJobOfRun: [(tx) => jobs.findOpenJobOfRun(tx, county, id)],
    findLastJob: [(tx) => jobs.findLastJob(tx, county)],
    listOpenJobs: [(tx) => jobs.listOpenJobs(tx)],
    listOpenJobsOf: [(tx) => jobs.listOpenJobsOf(tx, county)],
    startJob: [(tx) => jobs.startJob(tx, county, id, at)],
    noteProgress: [(tx) => jobs.noteProgress(tx, county, id, 'load', 0)],
    cancelQueuedJob: [(tx) => jobs.cancelQueuedJob(tx, county, id, at)],
    requestCancel: [(tx) => jobs.requestCancel(tx, county, id)],
    completeJob: [(tx) => jobs.completeJob(tx, county, id, at)],
    endJob: [
      (tx) => jobs.endJob(tx, county, id, { status: 'done', error: null, at }),
      (tx) => jobs.endJob(tx, county, id, { status: 'failed', error: { code: '', ...words }, at }),
    ],
  },
  'network/elevation.repository': {
    insertElevationGrid: [
      (tx) =>
        elevation.insertElevationGrid(tx, county, version, {
          id,
          grid: { west: 115, north: 26, lonStep: 1, latStep: 1, columns: 2, rows: 2 },
          heights: new Uint8Array(1),
          heightsHash: '',
        }),
    ],
    endElevationGrids: [(tx) => elevation.endElevationGrids(tx, county, version)],
    findElevationGrid: [(tx) => elevation.findElevationGrid(tx, county, version)],
  },
  'policies/policies.repository': {
    lockPack: [(tx) => policies.lockPack(tx, 'p')],
    findStoredPack: [(tx) => policies.findStoredPack(tx, 'p'), (tx) => policies.findStoredPack(tx, 'p', 1)],
    listStoredPacks: [(tx) => policies.listStoredPacks(tx)],
    insertStoredPack: [
      (tx) => policies.insertStoredPack(tx, { packId: 'p', version: 1, regionCode: 999999, summary: {} as never, yaml: '', contentHash: '', actorId: '', at }),
    ],
  },
  'network/network.repository': {
    insertRoadNetwork: [
      (tx) =>
        network.insertRoadNetwork(tx, county, version, {
          id,
          graphHash: '',
          nodeCount: 1,
          edgeCount: 1,
          lengthMetres: 1,
          report: {},
          extent: boundary,
          graph: new Uint8Array(1),
        }),
    ],
    findRoadNetwork: [(tx) => network.findRoadNetwork(tx, county, version)],
    getGraphBytes: [(tx) => network.getGraphBytes(tx, county, version)],
    listOwnedFlags: [(tx) => network.listOwnedFlags(tx, county, Float64Array.of(115), Float64Array.of(26))],
  },
  'population/population.repository': {
    insertPopulation: [
      (tx) =>
        population.insertPopulation(tx, county, version, [
          { ...counts, id, role: 'unlocated', unitId: null, name: '', reason: words, asOf: null, source: null },
        ]),
    ],
    listPopulation: [(tx) => population.listPopulation(tx, county, version)],
    insertPopulationCells: [
      (tx) => population.insertPopulationCells(tx, county, version, [{ id, measure: 'residents', resolution: 9, parent: '', people: new Uint8Array(2) }]),
    ],
    endPopulationCells: [(tx) => population.endPopulationCells(tx, county, 2)],
    listPopulationCells: [(tx) => population.listPopulationCells(tx, county, version)],
  },
  'regions/regions.repository': {
    insertRegion: [
      (tx) =>
        regions.insertRegion(tx, {
          code: county,
          name: '',
          nameEn: '',
          level: 'county',
          parentCode: null,
          validFrom: '2020-01-01',
          source,
          boundary,
        }),
    ],
    listRegions: [(tx) => regions.listRegions(tx)],
    listCounties: [(tx) => regions.listCounties(tx)],
    findCounty: [(tx) => regions.findCounty(tx, county)],
    getCountyBoundary: [(tx) => regions.getCountyBoundary(tx, county)],
    listNeighbourCodes: [(tx) => regions.listNeighbourCodes(tx, county, 1000)],
    insertUnits: [(tx) => regions.insertUnits(tx, county, version, [unit, { ...unit, centre: null, boundary: null, boundaryNote: null }])],
    listUnits: [(tx) => regions.listUnits(tx, county, version)],
    listUnitBoundaries: [(tx) => regions.listUnitBoundaries(tx, county, version)],
  },
  'residential/residential.repository': {
    insertResidentialAreas: [
      (tx) => residential.insertResidentialAreas(tx, county, version, [area, { ...area, boundary: null, entrances: [] }]),
    ],
    listResidentialAreas: [
      (tx) => residential.listResidentialAreas(tx, county, version),
      (tx) => residential.listResidentialAreas(tx, county, version, { id, version }),
    ],
    listResidentialBoundaries: [(tx) => residential.listResidentialBoundaries(tx, county, version)],
  },
  'versions/versions.repository': {
    validAt: [], // a condition, not a statement: it stands in those of every versioned table
    lockKind: [(tx) => versions.lockKind(tx, county, 'units')],
    findNewestVersion: [(tx) => versions.findNewestVersion(tx, county, 'units')],
    findVersion: [(tx) => versions.findVersion(tx, county, 'units', version)],
    listVersions: [(tx) => versions.listVersions(tx, county)],
    listNewestVersions: [(tx) => versions.listNewestVersions(tx, county)],
    insertVersion: [
      (tx) =>
        versions.insertVersion(tx, {
          countyCode: county,
          kind: 'units',
          version,
          action: 'sample',
          restoredVersion: null,
          dataDate: null,
          rowCount: 0,
          contentHash: '',
          sources: [source],
          actorId: '',
          at,
        }),
    ],
    restoreRecords: versionedTables.map((table) => (tx) => versions.restoreRecords(tx, table, county, 1, 2)),
    countRecords: versionedTables.map((table) => (tx) => versions.countRecords(tx, table, county, version)),
  },
}
