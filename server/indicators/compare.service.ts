import { requireCounty, requireRole, type Actor } from '../auth/actor.ts'
import type { Bilingual } from '../contract/common.ts'
import type { Comparison } from '../contract/scenarios.ts'
import { giniOfAccess } from '../core/coverage/access-gini.ts'
import { measures } from '../core/coverage/summarise.ts'
import { add, toNumber, zero } from '../core/exact.ts'
import { unitCoverage } from '../core/indicators/kinds/admin-coverage.ts'
import { costOf } from '../core/scenarios/changes.ts'
import { listPlaces, listSummaries, type PlaceResult, type Run, type SummaryRow } from '../coverage/coverage.repository.ts'
import type { CoverageService } from '../coverage/coverage.service.ts'
import type { Db } from '../db/schema.ts'
import { canonicalJson } from '../hashing.ts'
import { listUnits } from '../regions/regions.repository.ts'
import { loadScenarioEffects } from '../scenarios/scenario-facilities.ts'
import { listAreaResults, listUnitCoverage } from './indicators.repository.ts'
import { toMeasure } from './measure.ts'
import { readExact } from './records.ts'

export interface CompareService {
  /** Two published runs side by side, b − a; `targetRate` (0 to 1) is the user's own, as no plan prints one. */
  compare(actor: Actor, countyCode: number, wish: { a: string; b: string; targetRate?: number }): Promise<Comparison>
}

/** Everything stored of a run that a comparison reads. */
interface Side {
  run: Run
  whole: SummaryRow[]
  units: Map<string, SummaryRow>
  places: PlaceResult[]
  areas: Comparison['areas']['a']
  townships: Comparison['townships']['a']
}

export function createCompareService(db: Db, coverage: CoverageService): CompareService {
  return {
    async compare(actor, countyCode, { a: idA, b: idB, targetRate }) {
      requireCounty(actor, countyCode)
      requireRole(actor, 'planner', 'reviewer', 'leader')
      const a = await readSide(db, await coverage.getPublished(actor, countyCode, idA))
      const b = await readSide(db, await coverage.getPublished(actor, countyCode, idB))
      const measured = measures.map((measure) => {
        const [one, other] = [a, b].map(({ whole }) => toInterval(whole.find((row) => row.measure === measure)!))
        return { measure, a: one, b: other, gained: other.covered - one.covered }
      })
      const gainedElders = measured.find(({ measure }) => measure === 'residents_60_plus')!.gained
      return {
        a: toHead(a.run),
        b: toHead(b.run),
        warnings: [...warningsOf(a.run, b.run), ...(await misfitWarnings(db, [a.run, b.run]))],
        measures: measured,
        units: await compareUnits(db, a, b),
        places: comparePlaces(a.places, b.places),
        townships: { a: a.townships, b: b.townships },
        equity: { a: equityOf(a, targetRate), b: equityOf(b, targetRate) },
        areas: { a: a.areas, b: b.areas },
        cost: compareCosts(a.run, b.run, gainedElders),
      }
    },
  }
}

async function readSide(db: Db, run: Run): Promise<Side> {
  const summaries = (await listSummaries(db, run.county_code, run.id)).filter(({ limit_metres: limit }) => limit === run.parameters.limitMetres)
  const units = summaries.filter(({ scope, measure }) => scope === 'unit' && measure === 'residents_60_plus')
  const areas = await listAreaResults(db, run.county_code, run.id)
  const { covered, total, rate } = unitCoverage(await listUnitCoverage(db, run.county_code, run.id))
  const missing = areas.reduce((sum, { detail }) => (detail.missingM2 ? add(sum, readExact(detail.missingM2)) : sum), zero)
  return {
    run,
    whole: summaries.filter(({ scope }) => scope === 'study_area' || scope === 'county'),
    units: new Map(units.map((row) => [row.scope_id, row])),
    places: await listPlaces(db, run.county_code, run.id),
    areas: { met: areas.filter(({ status }) => status === 'met').length, of: areas.length, missingM2: toNumber(missing) },
    townships: { covered, total, rate },
  }
}

function toHead({ id, parameters, data_date: dataDate }: Run): Comparison['a'] {
  const { scenario, methodLine } = parameters
  return { runId: id, scenarioId: scenario?.id ?? null, scenarioName: scenario?.name ?? null, methodLine, dataDate }
}

function toInterval(row: SummaryRow): Comparison['measures'][number]['a'] {
  const { covered, known, unlocated, rateLower, rateUpper } = toMeasure(row)
  return { covered, total: known + unlocated, lower: rateLower, upper: rateUpper }
}

/** Townships and streets that both runs know, as the county lists them. */
async function compareUnits(db: Db, a: Side, b: Side): Promise<Comparison['units']> {
  const units = await listUnits(db, b.run.county_code, b.run.input_versions.units)
  return units.flatMap(({ id, name }) => {
    const [one, other] = [a.units.get(id), b.units.get(id)]
    return one && other ? [{ unitId: id, name, a: toInterval(one), b: toInterval(other), gained60Plus: other.covered - one.covered }] : []
  })
}

function comparePlaces(a: readonly PlaceResult[], b: readonly PlaceResult[]): Comparison['places'] {
  const before = new Map(a.map((place) => [place.placeId, place]))
  return b.flatMap((place) => {
    const was = before.get(place.placeId)?.verdict
    if (was === undefined || was === place.verdict) return []
    const { placeId, name, lon, lat, residents60Plus, residents } = place
    return [{ placeId, name, location: [lon, lat] as [number, number], a: was, b: place.verdict, residents60Plus, residents }]
  })
}

/** A unit is below where even its upper bound is: people without a known place condemn nobody. */
function equityOf({ units, places }: Side, targetRate: number | undefined): Comparison['equity']['a'] {
  const uppers = [...units].flatMap(([id, row]) => (id === 'unknown' ? [] : (toMeasure(row).rateUpper ?? [])))
  const gini = giniOfAccess(places.map(({ nearestMetres, residents60Plus }) => ({ metres: nearestMetres, people: residents60Plus ?? 0 })))
  return {
    unitsBelow: targetRate === undefined ? null : uppers.filter((rate) => rate < targetRate).length,
    units: uppers.length,
    targetRate: targetRate ?? null,
    giniOfAccess: gini && toNumber(gini),
  }
}

/** What b costs more than a; data as they are cost nothing, a scenario without a single cost is not known to cost anything. */
function compareCosts(a: Run, b: Run, gainedElders: number): Comparison['cost'] {
  const [before, after] = [a, b].map(({ parameters: { scenario } }) => (scenario && scenario.changes.length > 0 ? costOf(scenario.changes) : 0))
  const yuan = before === null || after === null || !(a.parameters.scenario || b.parameters.scenario) ? null : after - before
  return { yuan, eldersGainedPerMillionYuan: yuan !== null && yuan > 0 ? (gainedElders * 1e6) / yuan : null }
}

/** What besides the scenario differs: whoever reads a difference must know what it is made of. */
function warningsOf(a: Run, b: Run): Bilingual[] {
  const warnings: Bilingual[] = []
  const differ = (zh: string, en: string, one: unknown, other: unknown) => {
    if (canonicalJson(one) !== canonicalJson(other)) warnings.push({ zh: `两个批次的${zh}不同：${show(one, 'zh')}，${show(other, 'zh')}`, en: `The runs differ in ${en}: ${show(one, 'en')}, ${show(other, 'en')}` })
  }
  const [p, q] = [a.parameters, b.parameters]
  differ('服务圈', 'their circle', p.profile, q.profile)
  differ('步行方法', 'the way of measuring', p.method, q.method)
  differ('计入的设施类型', 'the types that count', [...p.facilityTypes].sort(), [...q.facilityTypes].sort())
  differ('各类设施上限', 'the limits by type', p.typeLimitsMetres, q.typeLimitsMetres)
  differ('设施要求', 'the types needed', needWords[p.need], needWords[q.need])
  differ('不走台阶', 'leaving out stairs', yesOrNo(p.stepsFree), yesOrNo(q.stepsFree))
  differ('计入坡度', 'heeding slopes', yesOrNo(p.useSlope), yesOrNo(q.useSlope))
  differ('方法版本', 'the version of the method', p.methodVersion, q.methodVersion)
  differ('分析片区', 'the study area', a.study_area_id, b.study_area_id)
  for (const kind of [...new Set([...Object.keys(a.input_versions), ...Object.keys(b.input_versions)])].sort()) {
    if (!changesFigures(kind, [a, b])) continue
    differ(`数据版本（${kind}）`, `the version of ${kind}`, a.input_versions[kind] ?? null, b.input_versions[kind] ?? null)
  }
  const unpriced = [a, b].flatMap(({ parameters: { scenario } }) => (scenario && costOf(scenario.changes) !== null ? [{ name: scenario.name, count: scenario.changes.filter(({ costYuan }) => costYuan === undefined).length }] : []))
  for (const { name, count } of unpriced.filter((one) => one.count > 0)) {
    warnings.push({ zh: `方案「${name}」有 ${count} 项改动未填费用，费用合计偏低`, en: `${count} changes of “${name}” name no cost: the sum is too low` })
  }
  return warnings
}

/**
 * Premises are pinned by a scenario that converts some, and read by nothing else of a run; study areas are pinned by
 * every run of a county that has some, and bound those alone that are about one.
 */
function changesFigures(kind: string, runs: readonly Run[]): boolean {
  return kind !== 'premises' && (kind !== 'study_areas' || runs.some((run) => run.study_area_id !== null))
}

const yesOrNo = (value: boolean | undefined): Bilingual => (value ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' })
const needWords: Record<Run['parameters']['need'], Bilingual> = { any: { zh: '任一类', en: 'any one' }, all: { zh: '各类都要', en: 'every one' } }

function show(value: unknown, language: keyof Bilingual): string {
  if (value === null) return '—'
  if (typeof value === 'object' && 'zh' in value) return (value as Bilingual)[language]
  if (typeof value === 'string') return value
  return Array.isArray(value) ? value.join('+') : JSON.stringify(value)
}

/** Changes without effect cost in the sum and gain nothing: said, not silently left out. */
async function misfitWarnings(db: Db, runs: Run[]): Promise<Bilingual[]> {
  const warnings: Bilingual[] = []
  for (const { county_code: countyCode, input_versions: versions, parameters } of runs) {
    const { misfits } = await loadScenarioEffects(db, countyCode, versions, parameters.scenario?.changes)
    if (misfits.length === 0) continue
    const { name } = parameters.scenario!
    warnings.push({ zh: `方案「${name}」有 ${misfits.length} 项改动与数据不符、未生效，其费用仍在合计中`, en: `${misfits.length} changes of “${name}” found no place in the data; their costs are in the sum all the same` })
  }
  return warnings
}
