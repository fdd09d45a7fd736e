import { Router } from 'express'
import { actorOf } from '../auth/auth.middleware.ts'
import { uuid, z } from '../contract/common.ts'
import { compareQuery } from '../contract/scenarios.ts'
import { parseCountyCode } from '../county-code.ts'
import type { CompareService } from './compare.service.ts'
import type { RunDetailsService } from './run-details.service.ts'
import type { SummaryService } from './summary.service.ts'
import type { ResultTablesService } from './tables.service.ts'

const summaryQuery = z.object({ run: uuid.optional() })

export function indicatorsRoutes(summaries: SummaryService, tables: ResultTablesService, details: RunDetailsService, comparisons: CompareService): Router {
  const router = Router()

  router.get('/counties/:code/summary', async (request, response) => {
    const { run } = summaryQuery.parse(request.query)
    response.json(await summaries.getSummary(actorOf(request), parseCountyCode(request.params.code), run))
  })

  router.get('/counties/:code/runs/:runId/places', async (request, response) => {
    response.json(await tables.listPlaces(actorOf(request), parseCountyCode(request.params.code), uuid.parse(request.params.runId)))
  })

  router.get('/counties/:code/runs/:runId/areas', async (request, response) => {
    response.json(await tables.listAreas(actorOf(request), parseCountyCode(request.params.code), uuid.parse(request.params.runId)))
  })

  router.get('/counties/:code/runs/:runId/units', async (request, response) => {
    response.json(await tables.listUnits(actorOf(request), parseCountyCode(request.params.code), uuid.parse(request.params.runId)))
  })

  router.get('/counties/:code/runs/:runId/area-sums', async (request, response) => {
    response.json(await tables.listAreaSums(actorOf(request), parseCountyCode(request.params.code), uuid.parse(request.params.runId)))
  })

  router.get('/counties/:code/runs/:runId/unit-coverage', async (request, response) => {
    response.json(await tables.listUnitCoverage(actorOf(request), parseCountyCode(request.params.code), uuid.parse(request.params.runId)))
  })

  router.get('/counties/:code/runs/:runId/unit-summaries', async (request, response) => {
    response.json(await details.listUnitSummaries(actorOf(request), parseCountyCode(request.params.code), uuid.parse(request.params.runId)))
  })

  router.get('/counties/:code/runs/:runId/notes', async (request, response) => {
    response.json(await details.getNotes(actorOf(request), parseCountyCode(request.params.code), uuid.parse(request.params.runId)))
  })

  router.get('/counties/:code/compare', async (request, response) => {
    response.json(await comparisons.compare(actorOf(request), parseCountyCode(request.params.code), compareQuery.parse(request.query)))
  })

  return router
}
