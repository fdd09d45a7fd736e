import type { AccessReply, AskAccess } from '../contract/access.ts'
import type { CountyDetail, CountyListItem, CountySummary } from '../contract/counties.ts'
import type { ErrorReply } from '../contract/common.ts'
import type { EvaluationReply, StartEvaluation, StartEvaluationReply } from '../contract/evaluations.ts'
import type { JobReply, RunRecord } from '../contract/runs.ts'
import type { ExistingSites } from '../contract/existing-sites.ts'
import type { Comparison, ScenarioRecord } from '../contract/scenarios.ts'
import type { OptimisationRecord, StartOptimisation } from '../contract/optimisations.ts'
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
import { toOptimisationRecord } from '../siting/optimisations.reply.ts'
import { createService } from '../wiring.ts'

/** The product as a command uses it: through a running server's API, or built in this process. */
export interface ServiceAccess {
  listCounties(): Promise<CountyListItem[]>
  /** What a run of the county may be about: the area given with it, and its planning units. */
  listStudyAreas(countyCode: string): Promise<CountyDetail['studyAreas']>
  /** Computes a county, as it is or as a scenario would have it, and returns its headline figures. */
  analyse(countyCode: string, wish: RunWish, scenario?: ScenarioSeen): Promise<CountySummary>
  /** Newest first. */
  listRuns(countyCode: string): Promise<RunHead[]>
  listScenarios(countyCode: string): Promise<ScenarioRecord[]>
  /** Facilities and premises of the versions that a scenario speaks of. */
  listSites(countyCode: string, baseline: ScenarioRecord['baseline']): Promise<ExistingSites>
  /** Two published runs side by side, b − a. */
  compare(countyCode: string, a: string, b: string): Promise<Comparison>
  /** Judges a pack for a county or a prefecture. */
  evaluate(regionCode: string, wish: StartEvaluation): Promise<EvaluationReply>
  /** Capacity against the people in reach, over the run named or the newest published one; computes one where there is none. */
  access(countyCode: string, runId: string | undefined, wish: AskAccess): Promise<AccessReply>
  /** Solves a location problem over a run: the newest published one, or a first one, where none is named. */
  optimise(countyCode: string, wish: OptimisationWish): Promise<OptimisationRecord>
  /** Imports a file, and waits until it is stored. */
  importFile(countyCode: string, kind: string, path: string, options: ImportOptions): Promise<ImportAnswer>
  close(): Promise<void>
}

export type ScenarioSeen = Pick<ScenarioRecord, 'id' | 'revision'>
export type RunHead = Pick<RunRecord, 'id' | 'profile' | 'status' | 'scenario' | 'studyArea'>

export type OptimisationWish = Omit<StartOptimisation, 'runId'> & { runId?: string }

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
  /** It may be a small sample that is still on its way. */
  const countyLoaded = async (countyCode: string) => {
    if (!(await service.regions.list(systemActor)).some(({ code }) => code === countyCode)) await service.samplesLoaded()
  }
  const access: ServiceAccess = {
    async listCounties() {
      await service.samplesLoaded()
      return service.regions.list(systemActor)
    },
    async listStudyAreas(countyCode) {
      await countyLoaded(countyCode)
      return (await service.regions.get(systemActor, Number(countyCode))).studyAreas
    },
    async analyse(countyCode, wish, scenario) {
      const county = Number(countyCode)
      await countyLoaded(countyCode)
      const { runId, jobId } = await service.coverage.start(systemActor, county, wish, scenario)
      for await (const job of service.jobs.watch(systemActor, county, jobId, new AbortController().signal)) {
        if (job.status === 'failed' || job.status === 'cancelled') throw jobFailed(job.error)
      }
      return service.summaries.getSummary(systemActor, county, runId)
    },
    async listRuns(countyCode) {
      const county = Number(countyCode)
      const runs = await service.coverage.list(systemActor, county)
      const areas = await service.coverage.listStudyAreas(county, runs)
      return runs.map(({ id, profile, status, parameters: { scenario } }) => ({ id, profile, status, scenario: scenario ?? null, studyArea: areas.get(id) ?? null }))
    },
    async listScenarios(countyCode) {
      await countyLoaded(countyCode)
      return service.scenarios.list(systemActor, Number(countyCode))
    },
    listSites: (countyCode, { facilities, premises }) => service.existingSites.get(systemActor, Number(countyCode), { facilities, premises }),
    compare: (countyCode, a, b) => service.compare.compare(systemActor, Number(countyCode), { a, b }),
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
    async access(countyCode, runId, wish) {
      const county = Number(countyCode)
      await countyLoaded(countyCode)
      const published = runId !== undefined || (await service.coverage.list(systemActor, county)).some(({ status }) => status === 'published')
      const run = published ? runId : (await access.analyse(countyCode, {})).runId!
      return service.access.assess(systemActor, county, run, wish)
    },
    async optimise(countyCode, wish) {
      const county = Number(countyCode)
      await countyLoaded(countyCode)
      const watch = async (jobId: string) => {
        for await (const job of service.jobs.watch(systemActor, county, jobId, new AbortController().signal)) {
          if (job.status === 'failed' || job.status === 'cancelled') throw jobFailed(job.error)
        }
      }
      let [run] = (await service.coverage.list(systemActor, county)).filter(({ status }) => status === 'published')
      if (!wish.runId && !run) {
        const started = await service.coverage.start(systemActor, county)
        await watch(started.jobId)
        run = await service.coverage.get(systemActor, county, started.runId)
      }
      const { id, jobId } = await service.optimisations.start(systemActor, county, { ...wish, runId: wish.runId ?? run.id })
      await watch(jobId)
      const { optimisation, result } = await service.optimisations.get(systemActor, county, id)
      return toOptimisationRecord(optimisation, result)
    },
    async importFile(countyCode, kind, path, options) {
      const county = Number(countyCode)
      await countyLoaded(countyCode)
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
  return access
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
  const postJson = (body: unknown): RequestInit => ({ method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
  const access: ServiceAccess = {
    listCounties: () => ask<CountyListItem[]>('/counties'),
    listStudyAreas: async (countyCode) => (await ask<CountyDetail>(`/counties/${countyCode}`)).studyAreas,
    async analyse(countyCode, wish, scenario) {
      const path = scenario ? `/counties/${countyCode}/scenarios/${scenario.id}/runs` : `/counties/${countyCode}/runs`
      const { runId, jobId } = await ask<{ runId: string; jobId: string }>(path, postJson(scenario ? { ...wish, revision: scenario.revision } : wish))
      await finished(countyCode, jobId)
      return ask<CountySummary>(`/counties/${countyCode}/summary?run=${runId}`)
    },
    listRuns: (countyCode) => ask<RunRecord[]>(`/counties/${countyCode}/runs`),
    listScenarios: (countyCode) => ask<ScenarioRecord[]>(`/counties/${countyCode}/scenarios`),
    listSites(countyCode, baseline) {
      const wanted = (['facilities', 'premises'] as const).flatMap((kind) => (baseline[kind] ? [`${kind}=${baseline[kind]}`] : []))
      return ask<ExistingSites>(`/counties/${countyCode}/existing-sites?${wanted.join('&')}`)
    },
    compare: (countyCode, a, b) => ask<Comparison>(`/counties/${countyCode}/compare?a=${a}&b=${b}`),
    async evaluate(regionCode, wish) {
      const { evaluationId, jobId } = await ask<StartEvaluationReply>(`/regions/${regionCode}/evaluations`, postJson(wish))
      await finished(regionCode, jobId)
      return ask<EvaluationReply>(`/regions/${regionCode}/evaluations/${evaluationId}`)
    },
    async access(countyCode, runId, wish) {
      const newest = runId ?? (await ask<RunRecord[]>(`/counties/${countyCode}/runs`)).find(({ status }) => status === 'published')?.id
      const run = newest ?? (await access.analyse(countyCode, {})).runId!
      return ask<AccessReply>(`/counties/${countyCode}/runs/${run}/access`, postJson(wish))
    },
    async optimise(countyCode, wish) {
      let runId = wish.runId ?? (await ask<CountySummary>(`/counties/${countyCode}/summary`)).runId
      if (!runId) {
        const started = await ask<{ runId: string; jobId: string }>(`/counties/${countyCode}/runs`, postJson({}))
        await finished(countyCode, started.jobId)
        runId = started.runId
      }
      const { id, jobId } = await ask<{ id: string; jobId: string }>(`/counties/${countyCode}/optimisations`, postJson({ ...wish, runId }))
      await finished(countyCode, jobId)
      return ask<OptimisationRecord>(`/counties/${countyCode}/optimisations/${id}`)
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
  return access
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
