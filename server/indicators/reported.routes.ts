import { Router } from 'express'
import { actorOf } from '../auth/auth.middleware.ts'
import { uuid } from '../contract/common.ts'
import { enterReported, partQuery, withdrawReported } from '../contract/evaluations.ts'
import { packId } from '../contract/policies.ts'
import { parseCountyCode } from '../county-code.ts'
import type { ReportedService } from './reported.service.ts'

export function reportedRoutes(reported: ReportedService): Router {
  const router = Router()

  router.post('/regions/:code/reported/:pack/:ruleId', async (request, response) => {
    const { code, pack, ruleId } = request.params
    const entry = enterReported.parse(request.body ?? {})
    response.status(201).json(await reported.enter(actorOf(request), parseCountyCode(code), packId.parse(pack), ruleId, entry))
  })

  router.post('/regions/:code/reported/:pack/:ruleId/withdraw', async (request, response) => {
    const { code, pack, ruleId } = request.params
    const wish = withdrawReported.parse(request.body ?? {})
    response.status(201).json(await reported.withdraw(actorOf(request), parseCountyCode(code), packId.parse(pack), ruleId, wish))
  })

  router.get('/regions/:code/reported/:pack/:ruleId/history', async (request, response) => {
    const { code, pack, ruleId } = request.params
    const { part } = partQuery.parse(request.query)
    response.json(await reported.history(actorOf(request), parseCountyCode(code), packId.parse(pack), ruleId, part ?? null))
  })

  router.get('/regions/:code/reported-attachments/:attachmentId', async (request, response) => {
    const { code, attachmentId } = request.params
    const file = await reported.attachment(actorOf(request), parseCountyCode(code), uuid.parse(attachmentId))
    // Whatever was uploaded is only ever saved, never shown: a page among the attachments must not run here.
    response.attachment(file.name).type('application/octet-stream')
    response.setHeader('X-Content-Type-Options', 'nosniff')
    response.send(Buffer.from(file.bytes))
  })

  return router
}
