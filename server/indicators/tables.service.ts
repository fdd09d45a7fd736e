import type { Actor } from '../auth/actor.ts'
import type { AreaSumRow, UnitCoverageRow } from '../contract/run-details.ts'
import type { AreaRow, PlaceRow } from '../contract/tables.ts'
import { toExactText } from '../core/exact.ts'
import { townshipOf } from '../core/indicators/admin-units.ts'
import { sumAreas } from '../core/indicators/kinds/area-sums.ts'
import { listPlaces, type Run } from '../coverage/coverage.repository.ts'
import type { CoverageService } from '../coverage/coverage.service.ts'
import { loadFacilities } from '../coverage/inputs.ts'
import type { Db } from '../db/schema.ts'
import { listUnits } from '../regions/regions.repository.ts'
import { loadScenarioFacilities } from '../scenarios/scenario-facilities.ts'
import { listAreaResults, listUnitCoverage } from './indicators.repository.ts'
import { judgeDenominators, loadUnitTree } from './judge-units.ts'
import { readExact } from './records.ts'
import { listUnitCoverageRates } from './unit-coverage.repository.ts'

export interface ResultTablesService {
  listPlaces(actor: Actor, countyCode: number, runId: string): Promise<PlaceRow[]>
  listAreas(actor: Actor, countyCode: number, runId: string): Promise<AreaRow[]>
  listUnits(actor: Actor, countyCode: number, runId: string): Promise<UnitRow[]>
  listAreaSums(actor: Actor, countyCode: number, runId: string): Promise<AreaSumRow[]>
  listUnitCoverage(actor: Actor, countyCode: number, runId: string): Promise<UnitCoverageRow[]>
}

export interface UnitRow {
  id: string
  name: string
  level: string
  covered: boolean
  judgedBy: 'boundary' | 'code'
  facilities: { id: string; name: string }[]
}

/** The tables beside the map: the same stored rows that the summaries and the tiles are made of. */
export function createResultTablesService(db: Db, coverage: CoverageService): ResultTablesService {
  return {
    async listPlaces(actor, countyCode, runId) {
      const run = await coverage.getPublished(actor, countyCode, runId)
      const unitName = await unitNames(db, run)
      const facilityName = await facilityNames(db, run)
      return (await listPlaces(db, countyCode, run.id)).map((place) => ({
        id: place.placeId,
        kind: place.placeKind,
        name: place.name,
        unitName: unitName(place.unitId),
        placeClass: place.placeClass,
        verdict: place.verdict,
        reason: place.reason,
        travelMetres: place.travelMetres,
        accessMetres: place.accessMetres,
        edge: place.edge,
        residents: place.residents,
        residents60Plus: place.residents60Plus,
        residents80Plus: place.residents80Plus,
        households: place.households,
        unitId: place.unitId,
        communityId: place.communityId,
        nearestFacilityName: place.nearestFacilityId && (facilityName.get(place.nearestFacilityId) ?? null),
        nearestMetres: place.nearestMetres,
        missesByMetres: place.missesByMetres,
        straightMetres: place.straightMetres,
        straightCovered: place.straightCovered,
        location: [place.lon, place.lat],
      }))
    },

    async listAreas(actor, countyCode, runId) {
      const run = await coverage.getPublished(actor, countyCode, runId)
      const unitName = await unitNames(db, run)
      return (await listAreaResults(db, countyCode, run.id)).map(({ residentialAreaId, unitId, detail, ...record }) => ({
        id: residentialAreaId,
        ...record,
        unitName: unitName(unitId),
        ...blankDetail,
        ...detail,
        sites: detail.sites.map((site) => ({ floorAreaM2: null, ...site })),
      }))
    },

    async listUnits(actor, countyCode, runId) {
      const run = await coverage.getPublished(actor, countyCode, runId)
      const { facilities } = await loadScenarioFacilities(db, countyCode, run.input_versions, run.parameters.scenario?.changes)
      const nameOf = new Map(facilities.map((facility) => [facility.id, facility.name]))
      return (await listUnitCoverage(db, countyCode, run.id)).map((unit) => ({
        id: unit.unitId,
        name: unit.name,
        level: unit.level,
        covered: unit.facilityIds.length > 0,
        judgedBy: unit.judgedBy,
        facilities: unit.facilityIds.map((id) => ({ id, name: nameOf.get(id) ?? id })),
      }))
    },

    async listAreaSums(actor, countyCode, runId) {
      const run = await coverage.getPublished(actor, countyCode, runId)
      return listAreaSums(db, run)
    },

    async listUnitCoverage(actor, countyCode, runId) {
      const run = await coverage.getPublished(actor, countyCode, runId)
      const stored = await listUnitCoverageRates(db, countyCode, run.id)
      // A run stored before the denominators were is judged from the versions it pins; it is not written again.
      return stored.length > 0 ? stored : judgeDenominators(db, run, await loadUnitTree(db, run))
    },
  }
}

/** What a run stored before these were shown has to say of them. */
const blankDetail = { phase: null, dateUsed: null, householdsBasis: null, withUndersized: null, withoutUndersized: null }

/** By township or street, in the order of their codes; an area whose unit is not known stands in a row of its own. */
async function listAreaSums(db: Db, run: Run): Promise<AreaSumRow[]> {
  const tree = await loadUnitTree(db, run)
  const records = (await listAreaResults(db, run.county_code, run.id)).map((record) => ({ ...record, unit: townshipOf(tree, record.unitId) }))
  const exact = (text: string | null) => (text === null ? null : readExact(text))
  const items = records
    .sort((a, b) => compareText(a.unit?.unitCode ?? '', b.unit?.unitCode ?? ''))
    .map(({ unit, status, households, detail }) => ({
      unitId: unit?.unitId ?? null,
      status,
      households,
      requiredM2: exact(detail.requiredM2),
      providedM2: exact(detail.providedM2),
      missingM2: exact(detail.missingM2),
    }))
  return sumAreas(items).map((sum) => ({
    ...sum,
    unitName: tree.resolve(sum.unitId)?.name ?? null,
    requiredM2: toExactText(sum.requiredM2),
    providedM2: toExactText(sum.providedM2),
    missingM2: toExactText(sum.missingM2),
  }))
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Names of the run's facilities, those of neighbours within the limit among them. */
async function facilityNames(db: Db, run: Run): Promise<Map<string, string>> {
  const units = await listUnits(db, run.county_code, run.input_versions.units)
  const { facilities } = await loadFacilities(db, run, new Map(units.map((unit) => [unit.id, unit])))
  return new Map(facilities.map(({ id, name }) => [id, name]))
}

async function unitNames(db: Db, run: Run): Promise<(unitId: string | null) => string | null> {
  const units = await listUnits(db, run.county_code, run.input_versions.units)
  const byId = new Map(units.map((unit) => [unit.id, unit.name]))
  return (unitId) => (unitId ? (byId.get(unitId) ?? null) : null)
}
