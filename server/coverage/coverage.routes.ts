import { Router } from 'express'
import { actorOf } from '../auth/auth.middleware.ts'
import { uuid } from '../contract/common.ts'
import { startRun, whyQuery, type RunRecord, type RunStudyArea } from '../contract/runs.ts'
import { runScenario } from '../contract/scenarios.ts'
import { formatCountyCode, parseCountyCode } from '../county-code.ts'
import { AppError } from '../errors.ts'
import type { Run } from './coverage.repository.ts'
import type { CoverageService } from './coverage.service.ts'
import type { WhyService } from './why.service.ts'

export function coverageRoutes(coverage: CoverageService, why: WhyService): Router {
  const router = Router()

  router.get('/counties/:code/runs', async (request, response) => {
    const county = parseCountyCode(request.params.code)
    const runs = await coverage.list(actorOf(request), county)
    const areas = await coverage.listStudyAreas(county, runs)
    response.json(runs.map((run) => toRunHead(run, areas.get(run.id))))
  })

  router.post('/counties/:code/runs', async (request, response) => {
    const wish = startRun.parse(request.body ?? {})
    response.status(202).json(await coverage.start(actorOf(request), parseCountyCode(request.params.code), wish))
  })

  router.post('/counties/:code/scenarios/:id/runs', async (request, response) => {
    const { revision, ...wish } = runScenario.parse(request.body)
    const scenario = { id: uuid.parse(request.params.id), revision }
    response.status(202).json(await coverage.start(actorOf(request), parseCountyCode(request.params.code), wish, scenario))
  })

  router.post('/counties/:code/runs/:runId/repeat', async (request, response) => {
    const started = await coverage.repeat(actorOf(request), parseCountyCode(request.params.code), uuid.parse(request.params.runId))
    response.status(202).json(started)
  })

  router.get('/counties/:code/runs/:runId', async (request, response) => {
    const county = parseCountyCode(request.params.code)
    const run = await coverage.get(actorOf(request), county, uuid.parse(request.params.runId))
    response.json(toRunRecord(run, (await coverage.listStudyAreas(county, [run])).get(run.id)))
  })

  router.get('/counties/:code/runs/:runId/why', async (request, response) => {
    const { placeId, lon, lat } = whyQuery.parse(request.query)
    const county = parseCountyCode(request.params.code)
    const runId = uuid.parse(request.params.runId)
    if (placeId) response.json(await why.explainPlace(actorOf(request), county, runId, placeId))
    else if (lon !== undefined && lat !== undefined) response.json(await why.explainPoint(actorOf(request), county, runId, lon, lat))
    else throw new AppError('BAD_REQUEST', '请给出 placeId，或 lon 与 lat', 'Give placeId, or lon and lat')
  })

  return router
}

/** For lists: a scenario there is its name, not its hundreds of changes. */
function toRunHead(run: Run, area: RunStudyArea | undefined): RunRecord {
  const { parameters, ...record } = toRunRecord(run, area)
  return { ...record, parameters: record.scenario ? { ...parameters, scenario: record.scenario } : parameters }
}

function toRunRecord(run: Run, area: RunStudyArea | undefined): RunRecord {
  const { scenario } = run.parameters
  return {
    id: run.id,
    code: formatCountyCode(run.county_code),
    profile: run.profile,
    status: run.status,
    parameters: { ...run.parameters },
    inputVersions: run.input_versions,
    inputHash: run.input_hash,
    resultHash: run.result_hash,
    dataDate: run.data_date,
    actorId: run.actor_id,
    createdAt: run.created_at.toISOString(),
    publishedAt: run.published_at?.toISOString() ?? null,
    notes: run.notes,
    scenario: scenario ? { id: scenario.id, revision: scenario.revision, name: scenario.name } : null,
    studyArea: area ?? null,
  }
}
