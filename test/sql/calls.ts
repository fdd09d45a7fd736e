import type { MultiPolygon } from 'geojson'
import type { Transaction } from 'kysely'
import { countAuditOf, listAuditOf, writeAudit } from '../../server/audit/audit.repository.ts'
import { systemActor } from '../../server/auth/actor.ts'
import * as coverage from '../../server/coverage/coverage.repository.ts'
import * as runDetails from '../../server/coverage/run-details.repository.ts'
import * as settings from '../../server/coverage/settings.repository.ts'
import type { DataSource, Schema } from '../../server/db/schema.ts'
import { versionedTables } from '../../server/db/tables.ts'
import * as facilities from '../../server/facilities/facilities.repository.ts'
import * as adminUnits from '../../server/indicators/admin-units.repository.ts'
import * as indicators from '../../server/indicators/indicators.repository.ts'
import * as unitCoverage from '../../server/indicators/unit-coverage.repository.ts'
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
import { evaluationCalls } from './evaluation-calls.ts'
import { importCalls } from './import-calls.ts'
import { forecastCalls } from './forecast-calls.ts'
import { ledgerCalls } from './ledger-calls.ts'
import { planningCalls } from './planning-calls.ts'
import { overlay, scenarioCalls } from './scenario-calls.ts'
import { whatIfCalls } from './what-if-calls.ts'
import { sitingCalls } from './siting-calls.ts'

type Call = (tx: Transaction<Schema>) => Promise<unknown>

const county = 360735
const version = 1
const at = new Date(0)
const id = '00000000-0000-4000-8000-000000000001'
const words = { zh: '', en: '' }
const counts = { residents: 1, residents60Plus: null, residents80Plus: null, households: null }
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

const parameters: coverage.NewRun['parameters'] = {
  methodVersion: 1,
  profile: 'p',
  limitMetres: 1000,
  bandMetres: [1000],
  method: 'network',
  detourFactor: null,
  facilityTypes: [],
  need: 'any',
  typeLimitsMetres: {},
  maxAccessMetres: { city: 200, country: 300 },
  cellResolution: 10,
  methodLine: words,
}
const place: coverage.PlaceResult = {
  ...counts,
  placeId: id,
  placeKind: 'unit',
  name: '',
  unitId: null,
  placeClass: 'city',
  verdict: 'covered',
  reason: null,
  travelMetres: 1,
  accessMetres: 1,
  nearestFacilityId: null,
  nearestMetres: null,
  missesByMetres: null,
  straightMetres: null,
  straightCovered: false,
  component: null,
  communityId: null,
  edge: false,
  lon: 115,
  lat: 26,
}
const summary: coverage.SummaryRow = {
  county_code: county,
  run_id: id,
  profile: 'p',
  limit_metres: 1000,
  scope: 'county',
  scope_id: 'county',
  measure: 'residents',
  covered: 1,
  known: 1,
  unlocated: 0,
  missing_places: 0,
}
const block: coverage.BlockRow = {
  county_code: county,
  run_id: id,
  profile: 'p',
  resolution: 10,
  parent: '861f1d487ffffff',
  travel_metres: new Uint8Array(2),
  edge_marks: new Uint8Array(1),
}
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
const areaDetail: Parameters<typeof indicators.replaceAreaResults>[3][number]['detail'] = {
  requiredM2: '100/3',
  providedM2: '0',
  missingM2: '100/3',
  rateM2Per100Households: null,
  reasons: [],
  sites: [],
  formula: words,
}
const unitQuery = { countyCode: county, unitsVersion: 1, facilitiesVersion: 1, levels: ['street'], facilityTypes: ['day_care'] }
const unitRecord: Parameters<typeof indicators.replaceUnitCoverage>[3][number] = {
  unitId: id,
  name: '',
  level: 'street',
  judgedBy: 'code',
  facilityIds: [id],
}

const rate: Parameters<typeof unitCoverage.replaceUnitCoverageRates>[3][number] = {
  denominator: 'street',
  label: words,
  covered: 0,
  total: 1,
  rate: 0,
  reachedFromOutside: null,
  unknownPlace: 1,
  facilityTypes: ['day_care'],
  failing: [{ unitId: id, name: '', level: 'street', reached: null }],
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
  'audit/audit.repository': {
    writeAudit: [(tx) => writeAudit(tx, systemActor, { countyCode: county, at, action: '', entityKind: '', entityId: '', detail: {} })],
    countAuditOf: [(tx) => countAuditOf(tx, county, 'version.import', 'reported_figures/')],
    listAuditOf: [(tx) => listAuditOf(tx, county, '')],
  },
  'coverage/coverage.repository': {
    insertRun: [
      (tx) =>
        coverage.insertRun(tx, {
          countyCode: county,
          id,
          profile: 'p',
          parameters,
          inputVersions: {},
          inputHash: '',
          studyAreaId: null,
          dataDate: null,
          actorId: '',
          at,
          notes: [],
        }),
    ],
    findRun: [(tx) => coverage.findRun(tx, county, id)],
    listRuns: [
      (tx) => coverage.listRuns(tx, county, { limit: 1 }),
      (tx) => coverage.listRuns(tx, county, { status: 'published', limit: 1 }),
      (tx) => coverage.listRuns(tx, county, { baselineOnly: true, limit: 1 }),
    ],
    listScenarioRuns: [(tx) => coverage.listScenarioRuns(tx, county), (tx) => coverage.listScenarioRuns(tx, county, id)],
    publishRun: [(tx) => coverage.publishRun(tx, county, id, '', at)],
    endRun: [(tx) => coverage.endRun(tx, county, id, 'failed')],
    deleteRunResults: [(tx) => coverage.deleteRunResults(tx, county, id)],
    lockRuns: [(tx) => coverage.lockRuns(tx, county)],
    insertBlocks: [(tx) => coverage.insertBlocks(tx, [block])],
    listBlocks: [(tx) => coverage.listBlocks(tx, county, id)],
    insertPlaces: [(tx) => coverage.insertPlaces(tx, { county_code: county, id, profile: 'p' }, [place])],
    listPlaces: [(tx) => coverage.listPlaces(tx, county, id)],
    findPlace: [(tx) => coverage.findPlace(tx, county, id, id)],
    insertSummaries: [(tx) => coverage.insertSummaries(tx, [summary])],
    listSummaries: [(tx) => coverage.listSummaries(tx, county, id)],
  },
  'coverage/settings.repository': {
    insertSettings: [
      (tx) =>
        settings.insertSettings(tx, county, version, id, {
          demo: true,
          dataDate: '2024-12-31',
          defaultProfile: 'p',
          coverageNote: words,
          areaRule: null,
          unitCoverage: { levels: [], facilityTypes: [], label: words },
        }),
    ],
    findSettings: [(tx) => settings.findSettings(tx, county, version)],
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
  'indicators/admin-units.repository': {
    listAdminUnits: [(tx) => adminUnits.listAdminUnits(tx, county, version)],
    insertUnitMergers: [
      (tx) => adminUnits.insertUnitMergers(tx, county, version, []),
      (tx) => adminUnits.insertUnitMergers(tx, county, version, [{ id, oldUnitCode: 'a', newUnitCode: 'b', mergedOn: '2019-12-16' }]),
    ],
    listUnitMergers: [(tx) => adminUnits.listUnitMergers(tx, county, version)],
    listPlaceVerdicts: [(tx) => adminUnits.listPlaceVerdicts(tx, county, id)],
    listCommunitiesOfAreas: [(tx) => adminUnits.listCommunitiesOfAreas(tx, county, version)],
  },
  'indicators/unit-coverage.repository': {
    replaceUnitCoverageRates: [
      (tx) => unitCoverage.replaceUnitCoverageRates(tx, county, id, []),
      (tx) => unitCoverage.replaceUnitCoverageRates(tx, county, id, [rate]),
    ],
    listUnitCoverageRates: [(tx) => unitCoverage.listUnitCoverageRates(tx, county, id)],
  },
  'indicators/indicators.repository': {
    replaceAreaResults: [
      (tx) =>
        indicators.replaceAreaResults(tx, county, id, [
          { residentialAreaId: id, name: '', unitId: null, status: 'not_met', buildClass: 'new', households: 1, detail: areaDetail },
        ]),
    ],
    listAreaResults: [(tx) => indicators.listAreaResults(tx, county, id)],
    findUnitCoverage: [
      (tx) => indicators.findUnitCoverage(tx, { ...unitQuery, study: undefined }),
      (tx) => indicators.findUnitCoverage(tx, { ...unitQuery, study: { id, version } }),
      (tx) => indicators.findUnitCoverage(tx, { ...unitQuery, study: undefined, carried: [{ unitId: id, countsFor: id }] }),
      (tx) => indicators.findUnitCoverage(tx, { ...unitQuery, study: undefined, overlay }),
    ],
    listCountyFacilityIds: [(tx) => indicators.listCountyFacilityIds(tx, county, version, ['day_care']), (tx) => indicators.listCountyFacilityIds(tx, county, version, ['day_care'], overlay)],
    replaceUnitCoverage: [
      (tx) => indicators.replaceUnitCoverage(tx, county, id, []),
      (tx) => indicators.replaceUnitCoverage(tx, county, id, [unitRecord]),
    ],
    listUnitCoverage: [(tx) => indicators.listUnitCoverage(tx, county, id)],
  },
  'coverage/run-details.repository': {
    insertPopulationBlocks: [
      (tx) =>
        runDetails.insertPopulationBlocks(tx, [
          { county_code: county, run_id: id, measure: 'residents', resolution: 10, parent: '', people: new Uint8Array(2) },
        ]),
    ],
    listPopulationBlocks: [(tx) => runDetails.listPopulationBlocks(tx, county, id)],
    insertDiagnostics: [
      (tx) =>
        runDetails.insertDiagnostics(
          tx,
          { county_code: county, id },
          { facilityNotes: [], missing: [], longAccess: [], islands: null, surface: [] },
        ),
    ],
    findDiagnostics: [(tx) => runDetails.findDiagnostics(tx, county, id)],
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
