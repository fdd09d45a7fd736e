import { Router } from 'express'
import { actorOf } from '../auth/auth.middleware.ts'
import { uuid } from '../contract/common.ts'
import type { JobReply } from '../contract/runs.ts'
import { parseCountyCode } from '../county-code.ts'
import type { Job } from './jobs.repository.ts'
import type { JobsService } from './jobs.service.ts'

export function jobsRoutes(jobs: JobsService): Router {
  const router = Router()

  router.get('/counties/:code/jobs', async (request, response) => {
    const open = await jobs.listOpen(actorOf(request), parseCountyCode(request.params.code))
    response.json(open.map(toJob))
  })

  router.get('/counties/:code/jobs/:jobId', async (request, response) => {
    const job = await jobs.get(actorOf(request), parseCountyCode(request.params.code), uuid.parse(request.params.jobId))
    response.json(toJob(job))
  })

  /** Server-sent events: the job at every change, until it has ended. */
  router.get('/counties/:code/jobs/:jobId/events', async (request, response) => {
    const actor = actorOf(request)
    const countyCode = parseCountyCode(request.params.code)
    const id = uuid.parse(request.params.jobId)
    await jobs.get(actor, countyCode, id)
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' })
    for await (const job of jobs.watch(actor, countyCode, id, gone.signal)) {
      response.write(`data: ${JSON.stringify(toJob(job))}\n\n`)
    }
    response.end()
  })

  router.post('/counties/:code/jobs/:jobId/cancel', async (request, response) => {
    const job = await jobs.cancel(actorOf(request), parseCountyCode(request.params.code), uuid.parse(request.params.jobId))
    response.status(202).json(toJob(job))
  })

  return router
}

function toJob(job: Job): JobReply {
  return {
    id: job.id,
    kind: job.kind,
    runId: job.run_id,
    status: job.status,
    phase: job.phase,
    progress: job.progress,
    cancelRequested: job.cancel_requested,
    error: job.error,
    createdAt: job.created_at.toISOString(),
    startedAt: job.started_at?.toISOString() ?? null,
    finishedAt: job.finished_at?.toISOString() ?? null,
  }
}
