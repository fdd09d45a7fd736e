import { Router } from 'express'
import { actorOf } from '../../auth/auth.middleware.ts'
import { versionDiffQuery } from '../../contract/import-drafts.ts'
import { parseCountyCode } from '../../county-code.ts'
import type { VersionDiffService } from './version-diff.service.ts'

export function versionDiffRoutes(diffs: VersionDiffService): Router {
  const router = Router()
  router.get('/counties/:code/versions/:kind/diff', async (request, response) => {
    const { from, to } = versionDiffQuery.parse(request.query)
    response.json(await diffs.compare(actorOf(request), parseCountyCode(request.params.code), request.params.kind, from, to))
  })
  return router
}
