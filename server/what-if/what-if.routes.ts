import { Router, type Response } from 'express'
import { actorOf } from '../auth/auth.middleware.ts'
import { uuid } from '../contract/common.ts'
import { siteCheck, whatIf } from '../contract/what-if.ts'
import { parseCountyCode } from '../county-code.ts'
import type { SiteChecksService } from './site-checks.service.ts'
import type { WhatIfService } from './what-if.service.ts'

export function whatIfRoutes(whatIfs: WhatIfService, siteChecks: SiteChecksService): Router {
  const router = Router()

  router.post('/counties/:code/runs/:runId/what-if', async (request, response) => {
    const signal = untilClosed(response)
    const county = parseCountyCode(request.params.code)
    const reply = await whatIfs.answer(actorOf(request), county, uuid.parse(request.params.runId), whatIf.parse(request.body ?? {}), signal)
    if (reply) response.json(reply)
  })

  router.post('/counties/:code/runs/:runId/what-if/shape', async (request, response) => {
    const signal = untilClosed(response)
    const county = parseCountyCode(request.params.code)
    const reply = await whatIfs.outline(actorOf(request), county, uuid.parse(request.params.runId), whatIf.parse(request.body ?? {}), signal)
    if (reply) response.json(reply)
  })

  router.post('/counties/:code/site-checks', async (request, response) => {
    response.json(await siteChecks.check(actorOf(request), parseCountyCode(request.params.code), siteCheck.parse(request.body ?? {})))
  })

  return router
}

/** Aborted when nobody waits for the answer any more: the pointer has moved on. */
function untilClosed(response: Response): AbortSignal {
  const closed = new AbortController()
  response.once('close', () => closed.abort())
  return closed.signal
}
