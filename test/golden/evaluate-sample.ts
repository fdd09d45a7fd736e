import { randomUUID } from 'node:crypto'
import { systemActor } from '../../server/auth/actor.ts'
import type { StartEvaluation } from '../../server/contract/evaluations.ts'
import type { RuleResult } from '../../server/core/policy/result.ts'
import type { Db } from '../../server/db/schema.ts'
import { createSamplesService } from '../../server/imports/samples.service.ts'
import { createEvaluationHandler } from '../../server/indicators/evaluations.job.ts'
import { createEvaluationsService } from '../../server/indicators/evaluations.service.ts'
import type { JobsService } from '../../server/jobs/jobs.service.ts'
import { createPoliciesService } from '../../server/policies/policies.service.ts'

/** Each plan on its own jurisdiction's sample. */
export const plans = [
  { pack: 'shicheng', region: 360735, counties: ['360735'] },
  { pack: 'mianning', region: 513433, counties: ['513433'] },
  { pack: 'shapotou', region: 640502, counties: ['640502'] },
  { pack: 'yuxi', region: 530400, counties: ['530402', '530403', '530423', '530424', '530425', '530426', '530427', '530428', '530481'] },
  { pack: 'leshan', region: 511100, counties: ['511102', '511111', '511112', '511113', '511123', '511124', '511126', '511129', '511132', '511133', '511181'] },
] as const
export type Plan = (typeof plans)[number]

const now = () => new Date('2026-01-01T00:00:00Z')

export async function loadSamples(db: Db, codes: readonly string[]): Promise<void> {
  const samples = createSamplesService(db, now, codes)
  const loaded = [...(await samples.loadMissing()), ...(await samples.loadSmall(new AbortController().signal))]
  if (loaded.length !== codes.length) throw new Error(`expected the samples ${codes.join(', ')}, loaded ${loaded.join(', ')}`)
}

/** Pins, judges, stores and publishes as the service does, without a queue in between. */
export async function evaluateSample(db: Db, { pack, region }: { pack: string; region: number }, wish: { year?: number; choices?: StartEvaluation['choices'] } = {}) {
  const policies = createPoliciesService(db, now)
  const queue = { enqueue: async () => randomUUID() } as unknown as JobsService
  const evaluations = createEvaluationsService(db, queue, { getPack: async (id) => (await policies.get(systemActor, id)).pack }, now)
  const { evaluationId } = await evaluations.start(systemActor, region, { pack, choices: {}, adoptedThresholds: {}, ...wish })
  const job = { county_code: region, run_id: evaluationId } as Parameters<ReturnType<typeof createEvaluationHandler>['run']>[0]
  await createEvaluationHandler(db, now).run(job, { report: () => undefined, signal: new AbortController().signal } as never)
  const { evaluation, results } = await evaluations.getPublished(systemActor, region, { id: evaluationId })
  const of = (code: number) => results.filter(({ scopeCode }) => scopeCode === code).map(({ result }) => result)
  return { evaluation, results: of(region), ofCounty: of }
}

/** What a reviewer reads of a result: no ids, no hashes, no words that may be put better. */
export function toGolden({ id, name, kind, status, numerator, denominator, value, valueUpper, target, parts, path, failingUnits }: RuleResult) {
  const namesOf = (state: 'fails' | 'unknown') => failingUnits.filter((unit) => unit.state === state).map((unit) => unit.name).sort()
  return {
    id,
    name,
    kind,
    status,
    numerator,
    denominator,
    value,
    valueUpper,
    target: target && `${JSON.stringify(target.value)} (${target.when}${target.due ? '' : ', not yet due'})`,
    parts: parts.map(({ key, status: own, numerator: above, numeratorUpper, denominator: below, target: aim }) => `${key ?? '—'}: ${own} [${above}, ${numeratorUpper}] / ${below}${aim === null ? '' : ` against ${aim}`}`),
    path: path.map((step) => `${step.when}: ${step.status}${step.missing ? `, ${step.missing.amount} ${step.missing.measure} missing` : ''}`),
    fails: namesOf('fails'),
    unknown: namesOf('unknown'),
  }
}
