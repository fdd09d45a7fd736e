import { requireCounty, type Actor } from '../auth/actor.ts'
import type { Bilingual } from '../contract/common.ts'
import type { CountySummary, CoverageMeasure } from '../contract/counties.ts'
import { findProfile } from '../core/coverage/profiles.ts'
import { add, toNumber, zero } from '../core/exact.ts'
import { unitCoverage } from '../core/indicators/kinds/admin-coverage.ts'
import { formatCountyCode } from '../county-code.ts'
import { listPlaces, listRuns, listSummaries, type Run } from '../coverage/coverage.repository.ts'
import type { CoverageService } from '../coverage/coverage.service.ts'
import { findDiagnostics } from '../coverage/run-details.repository.ts'
import { findSettings } from '../coverage/settings.repository.ts'
import type { CountySettings } from '../coverage/settings.ts'
import type { Db, Measure } from '../db/schema.ts'
import { findOpenJobOfRun } from '../jobs/jobs.repository.ts'
import { unknownCounty } from '../regions/known-county.ts'
import { findCounty } from '../regions/regions.repository.ts'
import { findStudyArea } from '../regions/study-areas.repository.ts'
import { findStudyAreaOfRun, toRunStudyArea } from '../coverage/study-area.ts'
import { findNewestVersion } from '../versions/versions.repository.ts'
import { toMeasure } from './measure.ts'
import { listAreaResults, listUnitCoverage } from './indicators.repository.ts'
import { readExact } from './records.ts'

export interface SummaryService {
  /** The headline figures of one run: the one named, else the newest published one. */
  getSummary(actor: Actor, countyCode: number, runId?: string): Promise<CountySummary>
}

export function createSummaryService(db: Db, coverage: CoverageService): SummaryService {
  return {
    async getSummary(actor, countyCode, runId) {
      requireCounty(actor, countyCode)
      const county = await findCounty(db, countyCode)
      if (!county) throw unknownCounty(countyCode)
      // What a scenario supposes is shown only to who asks for that very run.
      const newestRuns = await listRuns(db, countyCode, { baselineOnly: true, limit: 200 })
      const run = runId ? await coverage.get(actor, countyCode, runId) : newestRuns.find(({ status }) => status === 'published')
      const latest = run && !newestRuns.some(({ id }) => id === run.id) ? run : newestRuns[0]
      const openJob = latest?.status === 'running' ? await findOpenJobOfRun(db, countyCode, latest.id) : undefined
      const settings = await settingsOf(db, countyCode, run)
      const published = run?.status === 'published' ? run : undefined
      const status = published ? 'published' : !latest ? 'none' : latest.status === 'failed' || latest.status === 'cancelled' ? 'failed' : 'running'
      return {
        code: formatCountyCode(county.code),
        name: county.name,
        nameEn: county.nameEn,
        demo: settings?.demo ?? false,
        dataDate: (published ?? latest)?.data_date ?? null,
        runId: published?.id ?? null,
        status,
        job: openJob ? { id: openJob.id, progress: openJob.progress, phase: openJob.phase } : null,
        error: status === 'failed' ? failureWords(latest.status) : null,
        studyArea: await studyAreaOf(db, countyCode, published),
        coverage: published ? await coverageOf(db, published) : null,
        areaPer100Households: published ? await areasOf(db, published, settings) : null,
        townshipCoverage: published ? await unitsOf(db, published, settings) : null,
        notes: published ? [...published.notes, ...((await findDiagnostics(db, countyCode, published.id))?.facilityNotes ?? [])] : [],
      }
    },
  }
}

async function settingsOf(db: Db, countyCode: number, run: Run | undefined): Promise<CountySettings | undefined> {
  const version = run?.input_versions.settings ?? (await findNewestVersion(db, countyCode, 'settings'))?.version
  return version === undefined ? undefined : findSettings(db, countyCode, version)
}

async function studyAreaOf(db: Db, countyCode: number, run: Run | undefined) {
  const version = run ? run.input_versions.study_areas : (await findNewestVersion(db, countyCode, 'study_areas'))?.version
  if (version === undefined) return null
  const area = run ? await findStudyAreaOfRun(db, run) : await findStudyArea(db, countyCode, version)
  return area ? toRunStudyArea(area, version) : null
}

async function coverageOf(db: Db, run: Run): Promise<NonNullable<CountySummary['coverage']>> {
  const rows = (await listSummaries(db, run.county_code, run.id)).filter(({ scope }) => scope === 'study_area' || scope === 'county')
  const measure = (limitMetres: number, name: Measure): CoverageMeasure => {
    const row = rows.find((one) => one.limit_metres === limitMetres && one.measure === name)
    if (!row) throw new Error(`expected a summary of ${name} at ${limitMetres} m in run ${run.id}`)
    return toMeasure(row)
  }
  const at = (limitMetres: number) => ({
    residents: measure(limitMetres, 'residents'),
    residents60Plus: measure(limitMetres, 'residents_60_plus'),
    households: measure(limitMetres, 'households'),
  })
  const places = await listPlaces(db, run.county_code, run.id)
  const { parameters } = run
  return {
    profile: run.profile,
    method: parameters.method === 'network' ? 'network' : `straight-line × ${parameters.detourFactor}`,
    methodLine: parameters.methodLine,
    limitMetres: parameters.limitMetres,
    pace: findProfile(run.profile)?.pace ?? null,
    stepsFree: parameters.stepsFree === true,
    useSlope: parameters.useSlope === true,
    ...at(parameters.limitMetres),
    band: parameters.bandMetres.map((limitMetres) => ({ limitMetres, ...at(limitMetres) })),
    places: {
      covered: places.filter(({ verdict }) => verdict === 'covered').length,
      notCovered: places.filter(({ verdict }) => verdict === 'not_covered').length,
      unreached: places.filter(({ verdict }) => verdict === 'unreached').length,
      edge: places.filter(({ edge, verdict }) => edge && verdict !== 'covered').length,
    },
  }
}

async function areasOf(db: Db, run: Run, settings: CountySettings | undefined): Promise<CountySummary['areaPer100Households']> {
  const records = await listAreaResults(db, run.county_code, run.id)
  const count = (status: string) => records.filter((record) => record.status === status).length
  const missing = records.reduce((sum, { detail }) => (detail.missingM2 ? add(sum, readExact(detail.missingM2)) : sum), zero)
  const rule = settings?.areaRule
  return {
    met: count('met'),
    notMet: count('not_met'),
    insufficientData: count('insufficient_data'),
    notPrescribed: count('not_prescribed'),
    missingM2: toNumber(missing),
    rule: {
      adopted: rule?.adopted ?? false,
      label: rule?.label ?? { zh: '本规划未规定', en: 'Not prescribed by the plan' },
      newM2Per100Households: rule?.newM2Per100Households ?? null,
      oldM2Per100Households: rule?.oldM2Per100Households ?? null,
      existingM2Per100Households: rule?.existingM2Per100Households ?? null,
      newSingleSiteMinimumM2: rule?.newSingleSiteMinimumM2 ?? null,
      clause: rule?.clause ? clauseOf(rule.clause) : null,
    },
  }
}

/** Field by field: a pack may carry more than the contract promises. */
function clauseOf({ document, documentNumber, issued, ref, quote }: NonNullable<NonNullable<CountySettings['areaRule']>['clause']>) {
  return { document, documentNumber, issued, ref, quote }
}

async function unitsOf(db: Db, run: Run, settings: CountySettings | undefined): Promise<CountySummary['townshipCoverage']> {
  const records = await listUnitCoverage(db, run.county_code, run.id)
  const result = unitCoverage(records)
  return {
    covered: result.covered,
    total: result.total,
    rate: result.rate,
    unknownPlace: result.unknownPlace,
    facilityTypes: settings?.unitCoverage.facilityTypes ?? [],
    label: settings?.unitCoverage.label ?? { zh: '未声明设施类型', en: 'No facility types declared' },
    failing: result.failing.map(({ unitId, name, level }) => ({ unitId, name, level })),
  }
}

function failureWords(status: Run['status']): Bilingual {
  return status === 'cancelled'
    ? { zh: '最近一次计算已取消，可重新计算', en: 'The last computation was cancelled; start it again' }
    : { zh: '最近一次计算失败，未发布任何结果，可重新计算', en: 'The last computation failed and published nothing; start it again' }
}
