import { Router } from 'express'
import { actorOf } from '../auth/auth.middleware.ts'
import { askAccess } from '../contract/access.ts'
import { uuid } from '../contract/common.ts'
import { parseCountyCode } from '../county-code.ts'
import type { AccessService } from './access.service.ts'

export function accessRoutes(access: AccessService): Router {
  const router = Router()

  router.post('/counties/:code/runs/:runId/access', async (request, response) => {
    const ask = askAccess.parse(request.body ?? {})
    response.json(await access.assess(actorOf(request), parseCountyCode(request.params.code), uuid.parse(request.params.runId), ask))
  })

  return router
}
