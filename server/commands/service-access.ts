import type { CountyListItem, CountySummary } from '../contract/counties.ts'
import type { ErrorReply } from '../contract/common.ts'
import type { EvaluationReply, StartEvaluation, StartEvaluationReply } from '../contract/evaluations.ts'
import type { JobReply } from '../contract/runs.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemActor } from '../auth/actor.ts'
import { readConfig, type Config } from '../config.ts'
import { readLock } from '../db/embedded/lock.ts'
import type { ErrorCode } from '../contract/error-codes.ts'
import { AppError } from '../errors.ts'
import { createLog } from '../log.ts'
import type { RunWish } from '../coverage/choose-parameters.ts'
import { createService } from '../wiring.ts'

/** The product as a command uses it: through a running server's API, or built in this process. */
export interface ServiceAccess {
  listCounties(): Promise<CountyListItem[]>
  /** Computes a county and returns its headline figures. */
  analyse(countyCode: string, wish: RunWish): Promise<CountySummary>
  /** Judges a pack for a county or a prefecture. */
  evaluate(regionCode: string, wish: StartEvaluation): Promise<EvaluationReply>
  close(): Promise<void>
}

const pollMs = 250
/** A first start loads the samples: a minute on a slow machine, not ten. */
const startingPatienceMs = 10 * 60_000

/** While a server holds the data directory's lock, commands go through its API: the lock file carries its address. */
export async function accessService(env: NodeJS.ProcessEnv): Promise<ServiceAccess> {
  const config = readConfig({ LOG_LEVEL: 'warn', ...env })
  const owner = config.databaseUrl ? null : readLock(config.dataDirectory)
  return owner?.address ? accessByHttp(`${owner.address}/api/v1`) : accessInProcess(config)
}

async function accessInProcess(config: Config): Promise<ServiceAccess> {
  const service = await createService(config, createLog(config.logLevel))
  await service.prepare()
  return {
    async listCounties() {
      await service.samplesLoaded()
      return service.regions.list(systemActor)
    },
    async analyse(countyCode, wish) {
      const county = Number(countyCode)
      // It may be a small sample that is still on its way.
      if (!(await service.regions.list(systemActor)).some(({ code }) => code === countyCode)) await service.samplesLoaded()
      const { runId, jobId } = await service.coverage.start(systemActor, county, wish)
      for await (const job of service.jobs.watch(systemActor, county, jobId, new AbortController().signal)) {
        if (job.status === 'failed' || job.status === 'cancelled') throw jobFailed(job.error)
      }
      return service.summaries.getSummary(systemActor, county, runId)
    },
    async evaluate(regionCode, wish) {
      const region = Number(regionCode)
      // A prefecture's counties are small samples, and may still be on their way.
      await service.samplesLoaded()
      const { evaluationId, jobId } = await service.evaluations.start(systemActor, region, wish)
      for await (const job of service.jobs.watch(systemActor, region, jobId, new AbortController().signal)) {
        if (job.status === 'failed' || job.status === 'cancelled') throw jobFailed(job.error)
      }
      return service.getEvaluation(systemActor, region, evaluationId)
    },
    close: () => service.close(),
  }
}

function accessByHttp(base: string): ServiceAccess {
  const giveUpAt = Date.now() + startingPatienceMs
  async function ask<T>(path: string, init?: RequestInit): Promise<T> {
    const response = await fetch(`${base}${path}`, init)
    if (response.ok) return (await response.json()) as T
    // The server is still loading: it says so with 503 and is asked again.
    if (response.status === 503 && Date.now() < giveUpAt) {
      await sleep(pollMs)
      return ask(path, init)
    }
    const { error } = (await response.json()) as ErrorReply
    throw new AppError(error.code as ErrorCode, error.message.zh, error.message.en)
  }
  async function finished(code: string, jobId: string): Promise<void> {
    for (;;) {
      const job = await ask<JobReply>(`/counties/${code}/jobs/${jobId}`)
      if (job.status === 'done') return
      if (job.status === 'failed' || job.status === 'cancelled') throw jobFailed(job.error)
      await sleep(pollMs)
    }
  }
  return {
    listCounties: () => ask<CountyListItem[]>('/counties'),
    async analyse(countyCode, wish) {
      const { runId, jobId } = await ask<{ runId: string; jobId: string }>(`/counties/${countyCode}/runs`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(wish),
      })
      await finished(countyCode, jobId)
      return ask<CountySummary>(`/counties/${countyCode}/summary?run=${runId}`)
    },
    async evaluate(regionCode, wish) {
      const { evaluationId, jobId } = await ask<StartEvaluationReply>(`/regions/${regionCode}/evaluations`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(wish),
      })
      await finished(regionCode, jobId)
      return ask<EvaluationReply>(`/regions/${regionCode}/evaluations/${evaluationId}`)
    },
    close: async () => undefined,
  }
}

function jobFailed(words: { zh: string; en: string } | null): AppError {
  return new AppError('INTERNAL', words?.zh ?? '计算已取消', words?.en ?? 'The computation was cancelled')
}
