import { writeAudit } from '../audit/audit.repository.ts'
import type { Actor } from '../auth/actor.ts'
import { evaluatePack } from '../core/indicators/evaluate.ts'
import { formatCountyCode } from '../county-code.ts'
import { resolvePack } from './resolve-pack.ts'
import type { EvaluationFacts } from '../core/policy/ledger.ts'
import type { Db, Tx } from '../db/schema.ts'
import { canonicalJson, sha256Hex } from '../hashing.ts'
import type { JobHandler } from '../jobs/jobs.service.ts'
import { endEvaluation, findEvaluation, publishEvaluation, replaceResults, type Evaluation, type PlacedFailing, type ScopedResult } from './evaluations.repository.ts'
import { placesOfFailing } from './failing-places.ts'
import { prepareFacts } from './prepare-facts.ts'

/**
 * Judges a pack over pinned data: the facts of each county in turn (ledgers, circles, distances) → the fourteen kinds →
 * the region's results, which sum its counties' fractions → one transaction that stores and publishes them.
 */
export function createEvaluationHandler(db: Db, now: () => Date): JobHandler {
  return {
    async run(job, { report, signal }) {
      const evaluation = await getEvaluation(db, job.county_code, job.run_id!)
      if (evaluation.status === 'published') return
      const { pack } = evaluation
      const resolved = resolvePack(pack, evaluation.parameters.choices)
      const { computes, values } = resolved
      const counties = Object.entries(evaluation.input_versions).map(([code, versions]) => ({ code: Number(code), versions }))
      const factsOf = new Map<number, EvaluationFacts>()
      for (const [i, { code, versions }] of counties.entries()) {
        report('load', 0.05 + (0.65 * i) / counties.length)
        factsOf.set(code, await prepareFacts(db, code, versions, resolved, { actor: starterOf(evaluation), at: now(), evaluationId: evaluation.id }, signal, evaluation.parameters.scenario))
        signal.throwIfAborted()
      }
      report('judge', 0.72)
      const { adoptedThresholds } = evaluation.parameters
      const options = { year: evaluation.year, adoptedThresholds, adoptedChoices: values }
      const missingCounties = evaluation.missing_counties.map(({ name, code }) => ({ name, code: formatCountyCode(code) }))
      const whole = evaluatePack(pack, computes, [...factsOf.values()], { ...options, missingCounties })
      const results: ScopedResult[] = whole.map((result) => ({ scopeCode: evaluation.county_code, result }))
      if (counties.length > 1 || counties[0].code !== evaluation.county_code) {
        for (const [code, facts] of factsOf) {
          for (const result of evaluatePack(pack, computes, [facts], { ...options, missingCounties: [] })) results.push({ scopeCode: code, result })
        }
      }
      report('store', 0.85)
      const failing: PlacedFailing[] = []
      for (const result of whole) {
        for (const unit of result.failingUnits) failing.push({ ruleId: result.id, unit, place: null })
      }
      await db.transaction().execute(async (tx) => {
        await placesOfFailing(tx, evaluation, failing)
        await replaceResults(tx, evaluation.county_code, evaluation.id, results, failing)
        signal.throwIfAborted()
        const resultHash = sha256Hex(canonicalJson(results))
        const at = now()
        await publishEvaluation(tx, evaluation.county_code, evaluation.id, resultHash, at)
        await audit(tx, evaluation, 'evaluation.publish', { resultHash }, at)
      })
    },

    async giveUp(tx, job, status) {
      const evaluation = await getEvaluation(tx, job.county_code, job.run_id!)
      await endEvaluation(tx, evaluation.county_code, evaluation.id, status)
      await audit(tx, evaluation, `evaluation.${status}`, {}, now())
    },
  }
}

async function getEvaluation(db: Db | Tx, regionCode: number, id: string): Promise<Evaluation> {
  const evaluation = await findEvaluation(db, regionCode, id)
  if (!evaluation) throw new Error(`expected evaluation ${id} of region ${regionCode}`)
  return evaluation
}

/** Whoever started it: the thread that judges has no will of its own. */
function starterOf(evaluation: Evaluation): Actor {
  return { id: evaluation.actor_id, roles: [], counties: [evaluation.county_code] }
}

function audit(tx: Tx, evaluation: Evaluation, action: string, detail: Record<string, unknown>, at: Date): Promise<void> {
  const whole = { pack: evaluation.pack_id, year: evaluation.year, ...detail }
  return writeAudit(tx, starterOf(evaluation), { countyCode: evaluation.county_code, at, action, entityKind: 'evaluation', entityId: evaluation.id, detail: whole })
}
