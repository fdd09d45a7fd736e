import type { UnitCoverageRow } from '../contract/run-details.ts'
import { judgeAreas } from '../core/indicators/kinds/area-per-100hh.ts'
import type { Run } from '../coverage/coverage.repository.ts'
import { findSettings } from '../coverage/settings.repository.ts'
import type { Tx } from '../db/schema.ts'
import { listAllotments } from '../facilities/facilities.repository.ts'
import { findStudyAreaOfRun } from '../coverage/study-area.ts'
import { listResidentialAreas } from '../residential/residential.repository.ts'
import { allotmentsAfter } from '../core/scenarios/apply-changes.ts'
import { loadScenarioFacilities } from '../scenarios/scenario-facilities.ts'
import { replaceAreaResults, replaceUnitCoverage, type UnitCoverageRecord } from './indicators.repository.ts'
import { judgeDenominators, judgeUnits, loadUnitTree } from './judge-units.ts'
import { toAreaRecord, type AreaRecord } from './records.ts'
import { replaceUnitCoverageRates } from './unit-coverage.repository.ts'

interface Judged {
  areas: AreaRecord[]
  units: UnitCoverageRecord[]
  denominators: UnitCoverageRow[]
}

/** Judges a run's residential areas and units inside the transaction that publishes it; returns what it stored. */
export async function judgeRun(tx: Tx, run: Run): Promise<Judged> {
  const areas = await judgeResidentialAreas(tx, run)
  await replaceAreaResults(tx, run.county_code, run.id, areas)
  const tree = await loadUnitTree(tx, run)
  const units = await judgeUnits(tx, run, tree)
  await replaceUnitCoverage(tx, run.county_code, run.id, units)
  const denominators = await judgeDenominators(tx, run, tree)
  await replaceUnitCoverageRates(tx, run.county_code, run.id, denominators)
  return { areas, units, denominators }
}

async function settingsOf(tx: Tx, run: Run) {
  return run.input_versions.settings ? findSettings(tx, run.county_code, run.input_versions.settings) : undefined
}

async function studyOf(tx: Tx, run: Run) {
  const study = await findStudyAreaOfRun(tx, run)
  return study && { id: study.id, version: run.input_versions.study_areas }
}

async function judgeResidentialAreas(tx: Tx, run: Run): Promise<AreaRecord[]> {
  const versions = run.input_versions
  if (!versions.residential_areas) return []
  const rule = (await settingsOf(tx, run))?.areaRule ?? null
  const areas = (await listResidentialAreas(tx, run.county_code, versions.residential_areas, await studyOf(tx, run))).filter((area) => area.inScope)
  const { baseline, facilities: sites } = await loadScenarioFacilities(tx, run.county_code, versions, run.parameters.scenario?.changes)
  const allotments = allotmentsAfter(versions.facilities ? await listAllotments(tx, run.county_code, versions.facilities) : [], baseline, sites)
  const ledgerOf = new Map(areas.map(({ id, unitId, phase }) => [id, { unitId, phase }]))
  const subjects = areas.map((area) => ({
    id: area.id,
    name: area.name,
    buildClass: area.buildClass,
    permitDate: area.permitDate,
    planningConditionDate: area.planningConditionDate,
    households: { planned: area.householdsPlanned, completed: area.householdsCompleted, occupied: area.householdsOccupied },
  }))
  const verdicts = judgeAreas(rule, subjects, sites.map((site) => ({ ...site, facilityId: site.id })), allotments)
  return verdicts.map((verdict) => toAreaRecord(verdict, rule, ledgerOf.get(verdict.subject.id)!))
}
