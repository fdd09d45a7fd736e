import type { OptimisationRecord } from '../contract/optimisations.ts'
import type { OptimisationResult } from './compose-result.ts'
import { formatCountyCode } from '../county-code.ts'
import type { Optimisation } from './optimisations.repository.ts'

export function toOptimisationRecord(one: Optimisation, result: OptimisationResult | null): OptimisationRecord {
  return { ...toHead(one), result }
}

export function toHead(one: Optimisation): Omit<OptimisationRecord, 'result'> {
  return {
    id: one.id,
    code: formatCountyCode(one.county_code),
    status: one.status,
    jobId: one.job_id,
    request: one.request,
    inputHash: one.input_hash,
    methodLine: one.method_line,
    createdBy: one.actor_id,
    createdAt: one.created_at.toISOString(),
  }
}
