import { Router } from 'express'
import { actorOf } from '../auth/auth.middleware.ts'
import { rollBackRequest } from '../contract/versions.ts'
import { parseCountyCode } from '../county-code.ts'
import { toDataVersion } from './versions.reply.ts'
import type { VersionsService } from './versions.service.ts'

export function versionsRoutes(versions: VersionsService): Router {
  const router = Router()

  router.get('/counties/:code/versions', async (request, response) => {
    const list = await versions.list(actorOf(request), parseCountyCode(request.params.code))
    response.json(list.map(toDataVersion))
  })

  router.post('/counties/:code/versions/:kind/rollback', async (request, response) => {
    const { version } = rollBackRequest.parse(request.body)
    const made = await versions.rollBack(actorOf(request), parseCountyCode(request.params.code), request.params.kind, version)
    response.status(201).json(toDataVersion(made))
  })

  return router
}
