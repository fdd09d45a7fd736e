import type { Transaction } from 'kysely'
import * as coverage from '../../server/coverage/coverage.repository.ts'
import * as runDetails from '../../server/coverage/run-details.repository.ts'
import * as settings from '../../server/coverage/settings.repository.ts'
import type { Schema } from '../../server/db/schema.ts'
import * as adminUnits from '../../server/indicators/admin-units.repository.ts'
import * as indicators from '../../server/indicators/indicators.repository.ts'
import * as unitCoverage from '../../server/indicators/unit-coverage.repository.ts'
import { overlay } from './scenario-calls.ts'
import { at, counts, county, id, version, words } from './given.ts'

type Call = (tx: Transaction<Schema>) => Promise<unknown>

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

/** Runs, what they say of each place and unit, and the settings they begin with. */
export const coverageCalls: Record<string, Record<string, Call[]>> = {
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
}
