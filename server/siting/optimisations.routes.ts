import { Router } from 'express'
import { actorOf } from '../auth/auth.middleware.ts'
import { uuid, type z } from '../contract/common.ts'
import { startOptimisation, type optimisationList, type OptimisationRecord } from '../contract/optimisations.ts'
import { parseCountyCode } from '../county-code.ts'
import type { OptimisationResult } from './compose-result.ts'
import type { Optimisation } from './optimisations.repository.ts'
import type { OptimisationsService } from './optimisations.service.ts'

export function optimisationsRoutes(optimisations: OptimisationsService): Router {
  const router = Router()

  router.get('/counties/:code/optimisations', async (request, response) => {
    const list: z.infer<typeof optimisationList> = (await optimisations.list(actorOf(request), parseCountyCode(request.params.code))).map((one) => ({
      ...toHead(one),
      objective: one.objective,
      siteCount: one.site_count,
    }))
    response.json(list)
  })

  router.post('/counties/:code/optimisations', async (request, response) => {
    const wish = startOptimisation.parse(request.body ?? {})
    response.status(202).json(await optimisations.start(actorOf(request), parseCountyCode(request.params.code), wish))
  })

  router.get('/counties/:code/optimisations/:optimisationId', async (request, response) => {
    const { code, optimisationId } = request.params
    const { optimisation, result } = await optimisations.get(actorOf(request), parseCountyCode(code), uuid.parse(optimisationId))
    response.json(toOptimisationRecord(optimisation, result))
  })

  return router
}

function toOptimisationRecord(one: Optimisation, result: OptimisationResult | null): OptimisationRecord {
  return { ...toHead(one), result }
}

function toHead(one: Optimisation): Omit<OptimisationRecord, 'result'> {
  return {
    id: one.id,
    code: String(one.county_code).padStart(6, '0'),
    status: one.status,
    jobId: one.job_id,
    request: one.request,
    inputHash: one.input_hash,
    methodLine: one.method_line,
    createdBy: one.actor_id,
    createdAt: one.created_at.toISOString(),
  }
}
