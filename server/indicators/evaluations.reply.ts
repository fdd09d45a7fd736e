import type { EvaluationRecord, EvaluationReply, RegionItem, ReportedRow } from '../contract/evaluations.ts'
import { formatCountyCode } from '../county-code.ts'
import type { RegionNode } from '../regions/regions.repository.ts'
import type { Evaluation, FailingRow, ScopedResult } from './evaluations.repository.ts'

export function toRegionItems(regions: readonly RegionNode[]): RegionItem[] {
  return regions.map(({ code, name, nameEn, level, parentCode, hasData, demo, centre }) => ({
    code: formatCountyCode(code),
    name,
    nameEn,
    level,
    parentCode: parentCode === null ? null : formatCountyCode(parentCode),
    hasData,
    demo,
    centre,
  }))
}

export function toEvaluationRecord(evaluation: Evaluation, regions: readonly RegionNode[]): EvaluationRecord {
  const region = regions.find(({ code }) => code === evaluation.county_code)
  const { pack } = evaluation
  const { title, number, issued, status, statusText, period } = pack.document
  const code = formatCountyCode(evaluation.county_code)
  const { scenario } = evaluation.parameters
  return {
    id: evaluation.id,
    region: { code, name: region?.name ?? code, level: region?.level === 'prefecture' ? 'prefecture' : 'county' },
    pack: { id: pack.id, hash: evaluation.pack_hash, title, number, issued, status, statusText, period },
    year: evaluation.year,
    status: evaluation.status,
    choices: evaluation.parameters.choices,
    adoptedThresholds: evaluation.parameters.adoptedThresholds,
    inputVersions: evaluation.input_versions,
    missingCounties: evaluation.missing_counties.map((county) => ({ code: formatCountyCode(county.code), name: county.name })),
    inputHash: evaluation.input_hash,
    resultHash: evaluation.result_hash,
    dataDate: evaluation.data_date,
    demo: evaluation.demo,
    ownJurisdiction: isOwnJurisdiction(pack.region, code, region),
    actorId: evaluation.actor_id,
    createdAt: evaluation.created_at.toISOString(),
    publishedAt: evaluation.published_at?.toISOString() ?? null,
    scenario: scenario ? { id: scenario.id, revision: scenario.revision, name: scenario.name, notes: scenario.notes } : null,
  }
}

/** A county of the prefecture that the plan was made for is within its jurisdiction too. */
function isOwnJurisdiction(pack: { code: string }, code: string, region: RegionNode | undefined): boolean {
  return pack.code === code || (region?.parentCode !== null && region?.parentCode !== undefined && formatCountyCode(region.parentCode) === pack.code)
}

export function toEvaluationReply(
  evaluation: Evaluation,
  results: ScopedResult[],
  reported: ReportedRow[],
  regions: readonly RegionNode[],
): EvaluationReply {
  const nameOf = new Map(regions.map(({ code, name }) => [code, name]))
  return {
    evaluation: toEvaluationRecord(evaluation, regions),
    results: results.filter(({ scopeCode }) => scopeCode === evaluation.county_code).map(({ result }) => result),
    counties: results
      .filter(({ scopeCode }) => scopeCode !== evaluation.county_code)
      .map(({ scopeCode, result: { id, status, numerator, denominator, value, valueUpper, unit } }) => ({
        code: formatCountyCode(scopeCode),
        name: nameOf.get(scopeCode) ?? formatCountyCode(scopeCode),
        ruleId: id,
        status,
        numerator,
        denominator,
        value,
        valueUpper,
        unit,
      })),
    reported,
  }
}

/** Failing units as GeoJSON, longitude first; what has no place keeps a null geometry and is counted. */
export function toFailingGeoJson(rows: FailingRow[]) {
  return {
    type: 'FeatureCollection' as const,
    features: rows.map(({ entity, entityId, name, state, reason, place }) => ({
      type: 'Feature' as const,
      properties: { entity, id: entityId, name, state, reasonZh: reason.zh, reasonEn: reason.en },
      geometry: place,
    })),
    withoutPlace: rows.filter(({ place }) => place === null).length,
  }
}
