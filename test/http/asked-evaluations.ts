import { evaluationReply, startEvaluationReply, type EvaluationReply } from '../../server/contract/evaluations.ts'
import type { TestService } from '../service.ts'
import { ask, postJson, waitForJob } from './client.ts'

export type EvaluationOf = (county: number, pack: string, choices?: Record<string, string>) => Promise<EvaluationReply>

/** Judges a pack over a county's newest data through the service, once for each county, pack and choice that is asked for. */
export function keepEvaluations(running: () => TestService): EvaluationOf {
  const kept = new Map<string, Promise<EvaluationReply>>()
  return (county, pack, choices = {}) => {
    const key = JSON.stringify([county, pack, choices])
    const reply = kept.get(key) ?? evaluate(running(), county, pack, choices)
    kept.set(key, reply)
    return reply
  }
}

async function evaluate(running: TestService, county: number, pack: string, choices: Record<string, string>): Promise<EvaluationReply> {
  const base = `/regions/${county}/evaluations`
  const { evaluationId, jobId } = await ask(running, base, startEvaluationReply, { ...postJson({ pack, choices }), status: 202 })
  await waitForJob(running, county, jobId, 'done')
  return ask(running, `${base}/${evaluationId}`, evaluationReply)
}
