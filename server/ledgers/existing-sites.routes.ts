import { Router } from 'express'
import { actorOf } from '../auth/auth.middleware.ts'
import { existingSitesQuery } from '../contract/existing-sites.ts'
import { parseCountyCode } from '../county-code.ts'
import type { ExistingSitesService } from './existing-sites.service.ts'

export function existingSitesRoutes(sites: ExistingSitesService): Router {
  const router = Router()
  router.get('/counties/:code/existing-sites', async (request, response) => {
    response.json(await sites.get(actorOf(request), parseCountyCode(request.params.code), existingSitesQuery.parse(request.query)))
  })
  return router
}
