import type { CountyListItem, CountySummary } from '../contract/counties.ts'
import type { ErrorReply } from '../contract/common.ts'
import type { EvaluationReply, StartEvaluation, StartEvaluationReply } from '../contract/evaluations.ts'
import type { JobReply } from '../contract/runs.ts'
import { openAsBlob } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { localActor, systemActor } from '../auth/actor.ts'
import { readConfig, type Config } from '../config.ts'
import { readLock } from '../db/embedded/lock.ts'
import { errorCodes, type ErrorCode } from '../contract/error-codes.ts'
import type { StartImportReply } from '../contract/imports.ts'
import type { Report } from '../core/imports/report.ts'
import { AppError } from '../errors.ts'
import type { ImportOptions } from '../imports/import-options.ts'
import type { ImportChanges } from '../imports/import-plan.ts'
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
  /** Imports a file, and waits until it is stored. */
  importFile(countyCode: string, kind: string, path: string, options: ImportOptions): Promise<ImportAnswer>
  close(): Promise<void>
}

export interface ImportAnswer {
  report: Pick<Report, 'outcome' | 'rows' | 'problems' | 'questions' | 'mapping' | 'summary'>
  /** Null where nothing may be stored, or nothing would change. */
  version: number | null
  changes: ImportChanges | null
  /** Versions that the same file made of other kinds of data. */
  also: { dataKind: string; version: number | null; changes: ImportChanges }[]
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
    async importFile(countyCode, kind, path, options) {
      const county = Number(countyCode)
      if (!(await service.regions.list(systemActor)).some(({ code }) => code === countyCode)) await service.samplesLoaded()
      const file = { path, name: basename(path), directory: null }
      const { report, changes, also, jobId, baseVersion } = await service.imports.start(localActor, county, kind, file, options)
      if (jobId === null) return { report, version: null, changes, also: [] }
      for await (const job of service.jobs.watch(localActor, county, jobId, new AbortController().signal)) {
        if (job.status === 'failed' || job.status === 'cancelled') throw jobFailed(job.error)
      }
      return { report, ...versionsOf(baseVersion, changes, also) }
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
    async importFile(countyCode, kind, path, options) {
      const { jobId, changes, also, baseVersion, ...report } = await ask<StartImportReply>(`/counties/${countyCode}/imports?kind=${kind}`, {
        method: 'POST',
        body: await toForm(path, options),
      })
      if (jobId === null) return { report, version: null, changes, also: [] }
      await finished(countyCode, jobId)
      return { report, ...versionsOf(baseVersion, changes, also) }
    },
    close: async () => undefined,
  }
}

/** Of several kinds in one file those that changed got a version; of a file of one kind that kind. */
function versionsOf(baseVersion: number, changes: ImportChanges | null, also: StartImportReply['also']): Pick<ImportAnswer, 'version' | 'changes' | 'also'> {
  const made = ({ inserted, updated, ended }: ImportChanges) => inserted + updated + ended > 0
  return {
    version: also.length === 0 || (changes && made(changes)) ? baseVersion + 1 : null,
    changes,
    also: also.map((one) => ({ dataKind: one.dataKind, version: made(one.changes) ? one.baseVersion + 1 : null, changes: one.changes })),
  }
}

/** A shapefile's parts lie beside each other under one name: they go together. */
async function toForm(path: string, options: ImportOptions): Promise<FormData> {
  const form = new FormData()
  form.set('options', JSON.stringify(options))
  const stem = basename(path).replace(/\.[^.]+$/, '')
  const isShapefile = /\.shp$/i.test(path)
  const parts = isShapefile ? (await readdir(dirname(path))).filter((name) => name.startsWith(`${stem}.`) && /\.(shp|shx|dbf|prj|cpg)$/i.test(name)) : [basename(path)]
  for (const name of parts) {
    const blob = await openAsBlob(join(dirname(path), name)).catch(() => undefined)
    if (blob) form.append('file', blob, name)
  }
  return form
}

function jobFailed(words: { zh: string; en: string; code?: string } | null): AppError {
  return new AppError(words?.code && Object.hasOwn(errorCodes, words.code) ? (words.code as ErrorCode) : 'INTERNAL', words?.zh ?? '计算已取消', words?.en ?? 'The computation was cancelled')
}
