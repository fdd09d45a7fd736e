import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { fromKysely, type PgBoss } from 'pg-boss'
import { requireCounty, requireRole, type Actor } from '../auth/actor.ts'
import { writeAudit } from '../audit/audit.repository.ts'
import type { Db, Tx } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import type { Log } from '../log.ts'
import { cancelQueuedJob, completeJob, endJob, findJob, insertJob, listOpenJobs, listOpenJobsOf, noteProgress, requestCancel, startJob, type Job } from './jobs.repository.ts'

/** What a handler gets besides its job: a way to say how far it is, and the signal that asks it to stop. */
export interface JobContext {
  report(phase: string, progress: number): void
  signal: AbortSignal
  /**
   * Ends the job as done in the transaction that holds what it made. Throws where that must not be kept: a cancel that was
   * answered before, whichever process took it, leaves nothing.
   */
  complete(tx: Tx): Promise<void>
}

/** A job is idempotent: run again after a crash it replaces what its first attempt left. */
export interface JobHandler {
  run(job: Job, context: JobContext): Promise<void>
  /** Called when the job ends otherwise than done, so that what waits for it is told. */
  giveUp(tx: Tx, job: Job, status: 'failed' | 'cancelled'): Promise<void>
  /** Called when the end of the job is certain, perhaps more than once: clears up what lies outside the database. */
  settle?(job: Job): Promise<void>
}

export interface JobsService {
  enqueue(tx: Tx, actor: Actor, job: { countyCode: number; kind: string; runId: string | null }): Promise<string>
  get(actor: Actor, countyCode: number, id: string): Promise<Job>
  /** What is under way in a county, whoever started it. */
  listOpen(actor: Actor, countyCode: number): Promise<Job[]>
  /** The job now and at every change until it has ended or the signal fires. */
  watch(actor: Actor, countyCode: number, id: string, signal: AbortSignal): AsyncIterable<Job>
  cancel(actor: Actor, countyCode: number, id: string): Promise<Job>
  start(): Promise<void>
  stop(): Promise<void>
}

export const jobQueueName = 'yiquan-jobs'
/** A worker that dies is noticed by its missing heartbeat; a country-wide run may take hours. */
export const jobQueueSettings = { heartbeatSeconds: 30, expireInSeconds: 6 * 3600 }
const watchIntervalMs = 300
const progressIntervalMs = 250

/** Handlers are registered by kind in wiring.ts: the queue knows no domain. */
export function createJobsService(
  db: Db,
  openQueue: () => Promise<PgBoss>,
  handlers: ReadonlyMap<string, JobHandler>,
  options: { now: () => Date; log: Log; resumeOpenJobs: boolean },
): JobsService {
  const running = new Map<string, AbortController>()
  let queue: PgBoss | undefined
  let stopping = false
  const { now, log } = options

  async function send(db: Parameters<typeof fromKysely>[0] | undefined, countyCode: number, jobId: string): Promise<void> {
    if (!queue) throw new Error('expected jobs to be started before one is enqueued')
    await queue.send(jobQueueName, { countyCode, jobId }, { retryLimit: 3, ...(db ? { db: fromKysely(db) } : {}) })
  }

  async function perform(countyCode: number, id: string): Promise<void> {
    if (running.has(id)) return
    const abort = new AbortController()
    running.set(id, abort)
    try {
      const taken = await startJob(db, countyCode, id, now())
      const job = (await findJob(db, countyCode, id))!
      if (taken) await runHandler(job, abort)
      await settle(countyCode, id)
    } finally {
      running.delete(id)
    }
  }

  async function settle(countyCode: number, id: string): Promise<void> {
    const job = (await findJob(db, countyCode, id))!
    if (job.status !== 'queued' && job.status !== 'running') await handlers.get(job.kind)?.settle?.(job)
  }

  async function runHandler(job: Job, abort: AbortController): Promise<void> {
    const handler = handlers.get(job.kind)
    if (!handler) throw new Error(`expected a handler for jobs of kind ${job.kind}`)
    const progress = trackProgress(db, job, abort, log)
    try {
      const complete = async (tx: Tx) => {
        if (await completeJob(tx, job.county_code, job.id, now())) return
        abort.abort()
        abort.signal.throwIfAborted()
      }
      await handler.run(job, { report: progress.report, signal: abort.signal, complete })
      await progress.stop()
      await endJob(db, job.county_code, job.id, { status: 'done', error: null, at: now() })
    } catch (error) {
      await progress.stop()
      if (stopping) return // left open: the next process takes it up again
      const status = abort.signal.aborted ? 'cancelled' : 'failed'
      if (status === 'failed') log.error({ err: error, jobId: job.id }, 'job failed')
      const words = status === 'failed' ? describe(error) : null
      await db.transaction().execute(async (tx) => {
        // A job found ended is not given up: its last transaction went through though the answer was lost.
        if (await endJob(tx, job.county_code, job.id, { status, error: words, at: now() })) await handler.giveUp(tx, job, status)
      })
    }
  }

  async function get(actor: Actor, countyCode: number, id: string): Promise<Job> {
    requireCounty(actor, countyCode)
    const job = await findJob(db, countyCode, id)
    if (!job) throw new AppError('JOB_UNKNOWN', `没有任务 ${id}`, `No job ${id}`)
    return job
  }

  return {
    get,

    async enqueue(tx, actor, { countyCode, kind, runId }) {
      const id = randomUUID()
      await insertJob(tx, { countyCode, id, kind, runId, actorId: actor.id, at: now() })
      await send(tx, countyCode, id)
      return id
    },

    async listOpen(actor, countyCode) {
      requireCounty(actor, countyCode)
      return listOpenJobsOf(db, countyCode)
    },

    async *watch(actor, countyCode, id, signal) {
      let last = ''
      while (!signal.aborted) {
        const job = await get(actor, countyCode, id)
        const state = `${job.status}/${job.phase}/${job.progress}/${job.cancel_requested}`
        if (state !== last) yield job
        last = state
        if (job.status !== 'queued' && job.status !== 'running') return
        await sleep(watchIntervalMs, undefined, { signal }).catch(() => undefined)
      }
    },

    async cancel(actor, countyCode, id) {
      requireRole(actor, 'planner', 'reviewer')
      const job = await get(actor, countyCode, id)
      // What was read above may be past: each update carries its own condition, and a job that ended first stays ended.
      await db.transaction().execute(async (tx) => {
        if (await cancelQueuedJob(tx, countyCode, id, now())) await handlers.get(job.kind)?.giveUp(tx, job, 'cancelled')
        else if (!(await requestCancel(tx, countyCode, id))) throw new AppError('JOB_ALREADY_ENDED', '任务已结束', 'The job has already ended')
        await writeAudit(tx, actor, { countyCode, at: now(), action: 'job.cancel', entityKind: 'job', entityId: id, detail: { kind: job.kind } })
      })
      running.get(id)?.abort()
      await settle(countyCode, id)
      return get(actor, countyCode, id)
    },

    async start() {
      queue = await openQueue()
      // A process of its own store is the only one that can have run what is still open: nobody else will resume it.
      if (options.resumeOpenJobs) for (const job of await listOpenJobs(db)) await send(undefined, job.county_code, job.id)
      await queue.work<{ countyCode: number; jobId: string }>(jobQueueName, { pollingIntervalSeconds: 0.5 }, async (batch) => {
        for (const { data } of batch) await perform(data.countyCode, data.jobId)
      })
    },

    async stop() {
      stopping = true
      for (const abort of running.values()) abort.abort()
      await queue?.stop({ graceful: true, timeout: 10_000 })
    },
  }
}

/** Writes progress a few times a second at most, and turns a cancel request into an abort, even of silent work. */
function trackProgress(db: Db, job: Job, abort: AbortController, log: Log) {
  let phase = 'load'
  let progress = 0
  let writing: Promise<void> = Promise.resolve()
  const tick = () => {
    writing = writing.then(async () => {
      try {
        if (await noteProgress(db, job.county_code, job.id, phase, progress)) abort.abort()
      } catch (error) {
        // A connection lost here must not end the process: the job's own statements say whether it can go on.
        log.warn({ err: error, jobId: job.id }, 'could not note progress')
      }
    })
  }
  const timer = setInterval(tick, progressIntervalMs)
  return {
    report(newPhase: string, newProgress: number) {
      phase = newPhase
      progress = Math.min(1, Math.max(progress, newProgress))
    },
    async stop() {
      clearInterval(timer)
      await writing
    },
  }
}

function describe(error: unknown): { code: string; zh: string; en: string } {
  if (error instanceof AppError) return { code: error.code, ...error.words }
  return {
    code: 'INTERNAL',
    zh: '计算过程中发生内部错误，结果未发布；请重试，若再次失败请把批次编号交给管理员',
    en: 'An internal error stopped the computation; nothing was published. Try again, or give the run id to support',
  }
}
