import { InputRefused } from '../core/problems.ts'
import { reachOfUnits, unitsInForce, urbanTownIds, type UnitTree } from '../core/indicators/admin-units.ts'
import {
  communityFacilityTypes,
  coverageByDenominator,
  villageFacilityTypes,
  type DenominatorUnit,
} from '../core/indicators/kinds/admin-coverage.ts'
import type { UnitCoverageRow } from '../contract/run-details.ts'
import type { Run } from '../coverage/coverage.repository.ts'
import { findSettings } from '../coverage/settings.repository.ts'
import type { Db, Tx } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import { stableUuid } from '../hashing.ts'
import type { OverlaySite } from '../db/facility-sites.ts'
import { findCounty } from '../regions/regions.repository.ts'
import { findStudyAreaOfRun } from '../coverage/study-area.ts'
import { loadScenarioEffects } from '../scenarios/scenario-facilities.ts'
import { listAdminUnits, listCommunitiesOfAreas, listPlaceVerdicts, listUnitMergers } from './admin-units.repository.ts'
import { findUnitCoverage, listCountyFacilityIds, type UnitCoverageRecord } from './indicators.repository.ts'

/** The units a run is judged by: those in force on its data date, by the mergers of the version it pins. */
export async function loadUnitTree(db: Db | Tx, run: Run): Promise<UnitTree> {
  const units = await listAdminUnits(db, run.county_code, run.input_versions.units)
  const mergers = await listUnitMergers(db, run.county_code, run.input_versions.units)
  const date = run.data_date ?? run.created_at.toISOString().slice(0, 10)
  try {
    return unitsInForce(units, mergers, date)
  } catch (error) {
    // The mergers are an office's data: who started the run is told what is wrong with them.
    if (!(error instanceof InputRefused)) throw error
    const [{ message }] = error.problems
    throw new AppError('INPUT_REFUSED', message.zh, message.en)
  }
}

/**
 * Ids of the units in force on a day, for lists of a county. Mergers that contradict each other fail a run by name; a
 * list must stay readable, so there each unit's own days decide.
 */
export async function listUnitIdsInForce(db: Db, countyCode: number, unitsVersion: number, date: string): Promise<ReadonlySet<string>> {
  const units = await listAdminUnits(db, countyCode, unitsVersion)
  const mergers = await listUnitMergers(db, countyCode, unitsVersion)
  const idsOf = (tree: UnitTree) => new Set(tree.inForce.map(({ unitId }) => unitId))
  try {
    return idsOf(unitsInForce(units, mergers, date))
  } catch (error) {
    if (!(error instanceof InputRefused)) throw error
    return idsOf(unitsInForce(units, [], date))
  }
}

/** The units of the levels that the county's settings declare; none where nothing is declared or no facility is known. */
export async function judgeUnits(db: Db | Tx, run: Run, tree: UnitTree): Promise<UnitCoverageRecord[]> {
  const settings = run.input_versions.settings ? await findSettings(db, run.county_code, run.input_versions.settings) : undefined
  if (!settings) return []
  return findUnits(db, run, tree, settings.unitCoverage.levels, settings.unitCoverage.facilityTypes, await overlayOf(db, run))
}

/** Every denominator that the plans use, whatever levels the settings declare; none where judgeUnits gives none. */
export async function judgeDenominators(db: Db | Tx, run: Run, tree: UnitTree): Promise<UnitCoverageRow[]> {
  const { facilities, settings: settingsVersion } = run.input_versions
  const settings = settingsVersion ? await findSettings(db, run.county_code, settingsVersion) : undefined
  if (!settings || !knowsFacilities(run)) return []
  const overlay = await overlayOf(db, run)
  const { facilityTypes } = settings.unitCoverage
  const places = await listReachedPlaces(db, run)
  const reached = reachOfUnits(tree, places)
  const urbanTowns = urbanTownIds(tree)
  const records = [
    ...(await findUnits(db, run, tree, ['township', 'street'], facilityTypes, overlay)),
    ...(await findUnits(db, run, tree, ['community'], communityFacilityTypes, overlay)),
    ...(await findUnits(db, run, tree, ['village'], villageFacilityTypes, overlay)),
  ]
  const units: DenominatorUnit[] = records.map((record) => ({
    ...record,
    reached: reached.get(record.unitId) ?? null,
    urbanTown: urbanTowns.has(record.unitId),
  }))
  const county = await findCounty(db, run.county_code)
  const whole: DenominatorUnit = {
    // The county is no row of county_units: its id here follows from its code.
    unitId: stableUuid(`${run.county_code}/county`),
    name: county?.name ?? String(run.county_code),
    level: 'county',
    judgedBy: 'boundary',
    facilityIds: await listCountyFacilityIds(db, run.county_code, facilities ?? 0, facilityTypes, overlay),
    reached: places.length > 0 ? places.some(({ covered }) => covered) : null,
    urbanTown: false,
  }
  return coverageByDenominator([whole, ...units], facilityTypes).map(({ failing, facilityTypes: types, ...row }) => ({
    ...row,
    facilityTypes: [...types],
    failing: failing.map(({ unitId, name, level, reached }) => ({ unitId, name, level, reached })),
  }))
}

/** A county without a ledger of facilities has none to judge by, unless a scenario supposes some. */
function knowsFacilities({ input_versions: versions, parameters }: Run): boolean {
  return versions.facilities !== undefined || parameters.scenario !== undefined
}

async function overlayOf(db: Db | Tx, run: Run): Promise<OverlaySite[]> {
  return (await loadScenarioEffects(db, run.county_code, run.input_versions, run.parameters.scenario?.changes)).overlay
}

async function findUnits(
  db: Db | Tx,
  run: Run,
  tree: UnitTree,
  levels: string[],
  facilityTypes: readonly string[],
  overlay: readonly OverlaySite[],
): Promise<UnitCoverageRecord[]> {
  const { units, facilities, study_areas: studyVersion } = run.input_versions
  if (!knowsFacilities(run)) return []
  const study = await findStudyAreaOfRun(db, run)
  const records = await findUnitCoverage(db, {
    countyCode: run.county_code,
    unitsVersion: units,
    facilitiesVersion: facilities ?? 0,
    study: study && { id: study.id, version: studyVersion },
    levels,
    facilityTypes,
    carried: tree.carried,
    overlay,
  })
  return records.filter(({ unitId }) => tree.resolve(unitId)?.unitId === unitId)
}

async function listReachedPlaces(db: Db | Tx, run: Run) {
  const areasVersion = run.input_versions.residential_areas
  const communities = areasVersion ? await listCommunitiesOfAreas(db, run.county_code, areasVersion) : new Map<string, string>()
  return (await listPlaceVerdicts(db, run.county_code, run.id)).map(({ placeId, placeKind, unitId, verdict }) => ({
    // A village or community is a place of its own; a residential area stands in those that its record names.
    unitIds: placeKind === 'unit' ? [placeId, unitId] : [unitId, communities.get(placeId) ?? null],
    covered: verdict === 'covered',
  }))
}
