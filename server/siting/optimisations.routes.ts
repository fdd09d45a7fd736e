import { Router } from 'express'
import { actorOf } from '../auth/auth.middleware.ts'
import { uuid, type z } from '../contract/common.ts'
import { startOptimisation, type optimisationList } from '../contract/optimisations.ts'
import { parseCountyCode } from '../county-code.ts'
import { toHead, toOptimisationRecord } from './optimisations.reply.ts'
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
