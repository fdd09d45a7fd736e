import type { Selectable } from 'kysely'
import type { Geometry as GeoJsonGeometry } from 'geojson'
import type { PolicyPack } from '../core/policy/pack.ts'
import type { AppliedScenario } from '../core/scenarios/changes.ts'
import type { Bilingual } from '../core/problems.ts'
import type { FailingUnit, RuleResult } from '../core/policy/result.ts'
import { asGeoJson, geometryFromGeoJson } from '../db/postgis.ts'
import type { EvaluationTable } from '../db/evaluation-tables.ts'
import type { Db, RunStatus, Tx } from '../db/schema.ts'

/** Everything that, with the pinned versions and the pack, decides an evaluation; stored with it, never changed. */
export interface EvaluationParameters {
  methodVersion: number
  choices: Record<string, string | number | boolean | null>
  adoptedThresholds: Record<string, number>
  /** What is supposed to be changed, whole, and what the reader must know of it. Left out over the data as they are. */
  scenario?: AppliedScenario & { notes: Bilingual[] }
}

export interface MissingCounty {
  code: number
  name: string
}

export type Evaluation = Omit<Selectable<EvaluationTable>, 'parameters' | 'input_versions' | 'missing_counties' | 'pack'> & {
  pack: PolicyPack
  parameters: EvaluationParameters
  /** By six-digit county code, by kind of data. */
  input_versions: Record<string, Record<string, number>>
  missing_counties: MissingCounty[]
}

export interface NewEvaluation {
  regionCode: number
  id: string
  pack: PolicyPack
  packHash: string
  year: number
  parameters: EvaluationParameters
  inputVersions: Record<string, Record<string, number>>
  missingCounties: MissingCounty[]
  inputHash: string
  dataDate: string | null
  demo: boolean
  actorId: string
  at: Date
}

/** A rule's result for the region itself, or for one county of a prefecture. */
export interface ScopedResult {
  scopeCode: number
  result: RuleResult
}

export interface PlacedFailing {
  ruleId: string
  unit: FailingUnit
  place: GeoJsonGeometry | null
}

export async function insertEvaluation(tx: Tx, evaluation: NewEvaluation): Promise<void> {
  await tx
    .insertInto('evaluations')
    .values({
      county_code: evaluation.regionCode,
      id: evaluation.id,
      pack_id: evaluation.pack.id,
      pack_hash: evaluation.packHash,
      pack: JSON.stringify(evaluation.pack),
      year: evaluation.year,
      status: 'running',
      parameters: JSON.stringify(evaluation.parameters),
      input_versions: JSON.stringify(evaluation.inputVersions),
      missing_counties: JSON.stringify(evaluation.missingCounties),
      input_hash: evaluation.inputHash,
      result_hash: null,
      data_date: evaluation.dataDate,
      demo: evaluation.demo,
      actor_id: evaluation.actorId,
      created_at: evaluation.at,
      published_at: null,
      scenario_id: evaluation.parameters.scenario?.id ?? null,
      scenario_revision: evaluation.parameters.scenario?.revision ?? null,
    })
    .execute()
}

export async function findEvaluation(db: Db | Tx, regionCode: number, id: string): Promise<Evaluation | undefined> {
  const row = await db.selectFrom('evaluations').selectAll().where('county_code', '=', regionCode).where('id', '=', id).executeTakeFirst()
  return row as Evaluation | undefined
}

/** Newest first; `baselineOnly` leaves out those over scenarios, `scenarioId` all but those over that one. */
export async function listEvaluations(
  db: Db | Tx,
  regionCode: number,
  filter: { packId?: string; status?: RunStatus; baselineOnly?: boolean; scenarioId?: string; limit: number },
): Promise<Evaluation[]> {
  let query = db.selectFrom('evaluations').selectAll().where('county_code', '=', regionCode)
  if (filter.packId) query = query.where('pack_id', '=', filter.packId)
  if (filter.status) query = query.where('status', '=', filter.status)
  if (filter.baselineOnly) query = query.where('scenario_id', 'is', null)
  if (filter.scenarioId) query = query.where('scenario_id', '=', filter.scenarioId)
  const rows = await query.orderBy('created_at', 'desc').orderBy('id').limit(filter.limit).execute()
  return rows as Evaluation[]
}

export async function publishEvaluation(tx: Tx, regionCode: number, id: string, resultHash: string, at: Date): Promise<void> {
  await tx
    .updateTable('evaluations')
    .set({ status: 'published', result_hash: resultHash, published_at: at })
    .where('county_code', '=', regionCode)
    .where('id', '=', id)
    .execute()
}

export async function endEvaluation(tx: Tx, regionCode: number, id: string, status: 'failed' | 'cancelled'): Promise<void> {
  await tx.updateTable('evaluations').set({ status }).where('county_code', '=', regionCode).where('id', '=', id).where('status', '=', 'running').execute()
}

/** Writes an evaluation's results anew: a job that is run again replaces what its first attempt left. */
export async function replaceResults(tx: Tx, regionCode: number, id: string, results: ScopedResult[], failing: PlacedFailing[]): Promise<void> {
  await tx.deleteFrom('evaluation_results').where('county_code', '=', regionCode).where('evaluation_id', '=', id).execute()
  await tx.deleteFrom('evaluation_failing_units').where('county_code', '=', regionCode).where('evaluation_id', '=', id).execute()
  const rows = results.map(({ scopeCode, result }, ordinal) => ({
    county_code: regionCode,
    evaluation_id: id,
    scope_code: scopeCode,
    rule_id: result.id,
    ordinal,
    status: result.status,
    numerator: result.numerator,
    denominator: result.denominator,
    value: result.value,
    value_upper: result.valueUpper,
    result: JSON.stringify(result),
  }))
  for (let i = 0; i < rows.length; i += 200) await tx.insertInto('evaluation_results').values(rows.slice(i, i + 200)).execute()
  const units = failing.map(({ ruleId, unit, place }, ordinal) => ({
    county_code: regionCode,
    evaluation_id: id,
    rule_id: ruleId,
    ordinal,
    entity: unit.entity,
    entity_id: unit.id,
    name: unit.name,
    state: unit.state,
    reason: JSON.stringify(unit.reason),
    place: place ? geometryFromGeoJson(place) : null,
  }))
  for (let i = 0; i < units.length; i += 200) await tx.insertInto('evaluation_failing_units').values(units.slice(i, i + 200)).execute()
}

/** In the pack's order, the region's own results before its counties'. */
export async function listResults(db: Db | Tx, regionCode: number, id: string): Promise<ScopedResult[]> {
  const rows = await db
    .selectFrom('evaluation_results')
    .select(['scope_code', 'result'])
    .where('county_code', '=', regionCode)
    .where('evaluation_id', '=', id)
    .orderBy('ordinal')
    .execute()
  return rows.map((row) => ({ scopeCode: row.scope_code, result: row.result as RuleResult }))
}

export interface FailingRow {
  entity: string
  entityId: string
  name: string
  state: 'fails' | 'unknown'
  reason: { zh: string; en: string }
  place: GeoJsonGeometry | null
}

export async function listFailing(db: Db | Tx, regionCode: number, id: string, ruleId: string): Promise<FailingRow[]> {
  const rows = await db
    .selectFrom('evaluation_failing_units')
    .select(['entity', 'entity_id as entityId', 'name', 'state', 'reason', asGeoJson('place').as('place')])
    .where('county_code', '=', regionCode)
    .where('evaluation_id', '=', id)
    .where('rule_id', '=', ruleId)
    .orderBy('ordinal')
    .execute()
  return rows as FailingRow[]
}
