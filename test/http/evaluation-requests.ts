import { evaluationReply, reportedEntry, startEvaluationReply, type EvaluationReply, type ReportedEntry } from '../../server/contract/evaluations.ts'
import type { TestService } from '../service.ts'
import { ask, postJson, shicheng, waitForJob } from './client.ts'

export interface EvaluationWish {
  pack: string
  year?: number
  choices?: Record<string, string | number | boolean | null>
  adoptedThresholds?: Record<string, number>
  scenario?: { id: string; revision: number }
}

/** Starts an evaluation, waits until it is published and reads it with the contract. */
export async function evaluate(running: TestService, wish: EvaluationWish, region = shicheng): Promise<EvaluationReply> {
  const { evaluationId, jobId } = await ask(running, `/regions/${region}/evaluations`, startEvaluationReply, { ...postJson(wish), status: 202 })
  await waitForJob(running, region, jobId, 'done')
  return ask(running, `/regions/${region}/evaluations/${evaluationId}`, evaluationReply)
}

export function resultOf({ results }: EvaluationReply, id: string): EvaluationReply['results'][number] {
  const found = results.find((one) => one.id === id)
  if (!found) throw new Error(`expected a result of ${id}`)
  return found
}

/** A figure of 石城's 探访率, as an office enters it. */
export const figure = { value: '0.92', unit: '%', asOf: '2024-12-31', source: '县民政局统计表', seenVersion: 0 }

export function enter(running: TestService, rule: string, body: object): Promise<ReportedEntry> {
  return ask(running, `/regions/${shicheng}/reported/shicheng/${rule}`, reportedEntry, { ...postJson({ ...figure, ...body }), status: 201 })
}
