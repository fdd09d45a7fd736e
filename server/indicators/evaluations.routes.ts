import { Router } from 'express'
import { actorOf } from '../auth/auth.middleware.ts'
import { uuid } from '../contract/common.ts'
import { evaluationsQuery, startEvaluation } from '../contract/evaluations.ts'
import { packId } from '../contract/policies.ts'
import { parseCountyCode } from '../county-code.ts'
import type { EvaluationsService } from './evaluations.service.ts'
import { toEvaluationRecord, toEvaluationReply, toFailingGeoJson, toRegionItems } from './evaluations.reply.ts'
import type { ReportedService } from './reported.service.ts'

export function evaluationsRoutes(evaluations: EvaluationsService, reported: ReportedService): Router {
  const router = Router()

  router.get('/regions', async (request, response) => {
    response.json(toRegionItems(await evaluations.listRegions(actorOf(request))))
  })

  router.get('/regions/:code/evaluations', async (request, response) => {
    const { pack, scenario } = evaluationsQuery.parse(request.query)
    const list = await evaluations.list(actorOf(request), parseCountyCode(request.params.code), pack, scenario)
    const regions = await evaluations.listRegions(actorOf(request))
    response.json(list.map((evaluation) => toEvaluationRecord(evaluation, regions)))
  })

  router.post('/regions/:code/evaluations', async (request, response) => {
    const wish = startEvaluation.parse(request.body ?? {})
    response.status(202).json(await evaluations.start(actorOf(request), parseCountyCode(request.params.code), wish))
  })

  router.get('/regions/:code/evaluations/:evaluationId', async (request, response) => {
    const actor = actorOf(request)
    const code = parseCountyCode(request.params.code)
    const { evaluationId } = request.params
    // `newest` is an address too: a link to it always shows the last one published.
    const wish = evaluationId === 'newest' ? { packId: packId.parse(request.query.pack) } : { id: uuid.parse(evaluationId) }
    const published = await evaluations.getPublished(actor, code, wish)
    const rows = await reported.list(actor, code, published.evaluation.pack)
    response.json(toEvaluationReply(published.evaluation, published.results, rows, await evaluations.listRegions(actor)))
  })

  router.get('/regions/:code/evaluations/:evaluationId/rules/:ruleId/failing.geojson', async (request, response) => {
    const { code, evaluationId, ruleId } = request.params
    const rows = await evaluations.listFailing(actorOf(request), parseCountyCode(code), uuid.parse(evaluationId), ruleId)
    response.type('application/geo+json').json(toFailingGeoJson(rows))
  })

  return router
}
