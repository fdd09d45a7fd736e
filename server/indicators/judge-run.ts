import type { UnitCoverageRow } from '../contract/run-details.ts'
import { judgeAreas, type AreaRule, type AreaSubject } from '../core/indicators/kinds/area-per-100hh.ts'
import type { Run } from '../coverage/coverage.repository.ts'
import { findSettings } from '../coverage/settings.repository.ts'
import type { Db, Tx } from '../db/schema.ts'
import { listAllotments, type Facility, type FacilityAllotment } from '../facilities/facilities.repository.ts'
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

async function settingsOf(db: Db | Tx, run: Run) {
  return run.input_versions.settings ? findSettings(db, run.county_code, run.input_versions.settings) : undefined
}

async function studyOf(db: Db | Tx, run: Run) {
  const study = await findStudyAreaOfRun(db, run)
  return study && { id: study.id, version: run.input_versions.study_areas }
}

async function judgeResidentialAreas(tx: Tx, run: Run): Promise<AreaRecord[]> {
  const question = await loadAreaQuestion(tx, run)
  return question ? judgeAreaQuestion(question) : []
}

/** What the rule of floor area per 100 households is asked about in a run. */
export interface AreaQuestion {
  rule: AreaRule | null
  subjects: AreaSubject[]
  sites: Facility[]
  allotments: FacilityAllotment[]
  ledgerOf: ReadonlyMap<string, { unitId: string | null; phase: number | null }>
}

/** Undefined for a run without residential areas. */
export async function loadAreaQuestion(db: Db | Tx, run: Run): Promise<AreaQuestion | undefined> {
  const versions = run.input_versions
  if (!versions.residential_areas) return undefined
  const rule = (await settingsOf(db, run))?.areaRule ?? null
  const areas = (await listResidentialAreas(db, run.county_code, versions.residential_areas, await studyOf(db, run))).filter((area) => area.inScope)
  const { baseline, facilities: sites } = await loadScenarioFacilities(db, run.county_code, versions, run.parameters.scenario?.changes)
  const allotments = allotmentsAfter(versions.facilities ? await listAllotments(db, run.county_code, versions.facilities) : [], baseline, sites)
  const ledgerOf = new Map(areas.map(({ id, unitId, phase }) => [id, { unitId, phase }]))
  const subjects = areas.map((area) => ({
    id: area.id,
    name: area.name,
    buildClass: area.buildClass,
    permitDate: area.permitDate,
    planningConditionDate: area.planningConditionDate,
    households: { planned: area.householdsPlanned, completed: area.householdsCompleted, occupied: area.householdsOccupied },
  }))
  return { rule, subjects, sites, allotments, ledgerOf }
}

export function judgeAreaQuestion({ rule, subjects, sites, allotments, ledgerOf }: AreaQuestion): AreaRecord[] {
  const verdicts = judgeAreas(rule, subjects, sites.map((site) => ({ ...site, facilityId: site.id })), allotments)
  return verdicts.map((verdict) => toAreaRecord(verdict, rule, ledgerOf.get(verdict.subject.id)!))
}
