import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accessRoutes } from './access/access.routes.ts'
import { createAccessService, type AccessService } from './access/access.service.ts'
import { systemActor, type Actor } from './auth/actor.ts'
import { createApp } from './app.ts'
import { projectDirectory, type Config } from './config.ts'
import type { Bilingual } from './contract/common.ts'
import type { EvaluationReply } from './contract/evaluations.ts'
import { createCoverageHandler } from './coverage/coverage.job.ts'
import { coverageRoutes } from './coverage/coverage.routes.ts'
import { coverageJobKind, createCoverageService, listRunsOfScenarios, type CoverageService } from './coverage/coverage.service.ts'
import { createWhyService } from './coverage/why.service.ts'
import { startQueue } from './db/boss.ts'
import type { DatabaseHandle } from './db/handle.ts'
import { openDatabase } from './db/open.ts'
import { forecastsRoutes } from './forecasts/forecasts.routes.ts'
import { createForecastsService } from './forecasts/forecasts.service.ts'
import { healthRoutes } from './health.routes.ts'
import { createDraftFiles } from './imports/drafts/draft-files.ts'
import { draftsRoutes } from './imports/drafts/drafts.routes.ts'
import { createDraftsService } from './imports/drafts/drafts.service.ts'
import { createImportFiles, type KeptTask } from './imports/import-files.ts'
import { createImportHandler } from './imports/import.job.ts'
import { importKindsRoutes } from './imports/import-kinds.routes.ts'
import { importsRoutes } from './imports/imports.routes.ts'
import { createImportsService, importJobKind, type HeldPlans, type ImportsService } from './imports/imports.service.ts'
import { versionDiffRoutes } from './imports/version-diff/version-diff.routes.ts'
import { createVersionDiffService } from './imports/version-diff/version-diff.service.ts'
import { createSamplesService } from './imports/samples.service.ts'
import { createCompareService, type CompareService } from './indicators/compare.service.ts'
import { createEvaluationHandler } from './indicators/evaluations.job.ts'
import { toEvaluationReply } from './indicators/evaluations.reply.ts'
import { evaluationsRoutes } from './indicators/evaluations.routes.ts'
import { createEvaluationsService, evaluationJobKind, type EvaluationsService, type PackSource } from './indicators/evaluations.service.ts'
import { indicatorsRoutes } from './indicators/indicators.routes.ts'
import { listUnitIdsInForce } from './indicators/judge-units.ts'
import { judgeRun } from './indicators/judge-run.ts'
import { createReportedService } from './indicators/reported.service.ts'
import { reportedRoutes } from './indicators/reported.routes.ts'
import { createRunDetailsService } from './indicators/run-details.service.ts'
import { createSummaryService, type SummaryService } from './indicators/summary.service.ts'
import { createResultTablesService } from './indicators/tables.service.ts'
import { findJob } from './jobs/jobs.repository.ts'
import { jobsRoutes } from './jobs/jobs.routes.ts'
import { createJobsService, jobQueueName, jobQueueSettings, type JobHandler, type JobsService } from './jobs/jobs.service.ts'
import { existingSitesRoutes } from './ledgers/existing-sites.routes.ts'
import { createExistingSitesService, type ExistingSitesService } from './ledgers/existing-sites.service.ts'
import type { Log } from './log.ts'
import { listBuiltInPacks } from './policies/load-packs.ts'
import { policiesRoutes } from './policies/policies.routes.ts'
import { createPoliciesService } from './policies/policies.service.ts'
import { productVersion } from './product-version.ts'
import { reportsRoutes } from './reports/reports.routes.ts'
import { createReportsService } from './reports/reports.service.ts'
import { createRegionsService, type RegionsService } from './regions/regions.service.ts'
import { regionsRoutes } from './regions/regions.routes.ts'
import { createScenariosService, type ScenariosService } from './scenarios/scenarios.service.ts'
import { scenariosRoutes } from './scenarios/scenarios.routes.ts'
import { createOptimisationHandler } from './siting/optimise.job.ts'
import { optimisationsRoutes } from './siting/optimisations.routes.ts'
import { createOptimisationsService, optimisationJobKind, type OptimisationsService } from './siting/optimisations.service.ts'
import { createTilesService } from './tiles/tiles.service.ts'
import { tilesRoutes } from './tiles/tiles.routes.ts'
import { versionsRoutes } from './versions/versions.routes.ts'
import { createVersionsService } from './versions/versions.service.ts'
import { createSiteChecksService } from './what-if/site-checks.service.ts'
import { whatIfRoutes } from './what-if/what-if.routes.ts'
import { createWhatIfService } from './what-if/what-if.service.ts'

/** The whole service, built but with its doors closed: `main` and `cli` open them. */
export interface Service {
  app: ReturnType<typeof createApp>
  handle: DatabaseHandle
  jobs: JobsService
  coverage: CoverageService
  regions: RegionsService
  summaries: SummaryService
  evaluations: EvaluationsService
  optimisations: OptimisationsService
  imports: ImportsService
  access: AccessService
  scenarios: ScenariosService
  existingSites: ExistingSitesService
  compare: CompareService
  getEvaluation(actor: Actor, regionCode: number, id: string): Promise<EvaluationReply>
  /**
   * Starts the queue, loads missing samples and starts their first runs; the small samples follow in the background, and,
   * where a server is to be looked at, a whole sample county's own plan over it.
   */
  prepare(options?: { evaluatePlans?: boolean }): Promise<void>
  /** Settles when the samples that load in the background are there. */
  samplesLoaded(): Promise<void>
  /** Health then says that getting ready has failed, instead of asking for patience. */
  sayFailed(): void
  close(): Promise<void>
}

export async function createService(config: Config, log: Log, now: () => Date = () => new Date()): Promise<Service> {
  const handle = await openDatabase(
    config.databaseUrl
      ? { engine: 'postgres', connectionString: config.databaseUrl }
      : { engine: 'embedded', dataDirectory: config.dataDirectory },
  )
  const { db } = handle
  const state = { ready: false, phase: { zh: '正在打开数据库', en: 'Opening the database' } as Bilingual }
  const handlers = new Map<string, JobHandler>()
  const openQueue = () =>
    startQueue(handle, { [jobQueueName]: jobQueueSettings }, { onError: (error) => log.error({ err: error }, 'queue error') })
  const jobs = createJobsService(db, openQueue, handlers, { now, log, resumeOpenJobs: handle.engine === 'embedded' })
  const coverage = createCoverageService(db, jobs, now)
  const regions = createRegionsService(db, listUnitIdsInForce)
  const summaries = createSummaryService(db, coverage)
  const access = createAccessService(db, coverage)
  const policies = createPoliciesService(db, now)
  const packs: PackSource = { getPack: async (id) => (await policies.get(systemActor, id)).pack }
  const evaluations = createEvaluationsService(db, jobs, packs, now)
  const reported = createReportedService(db, packs, now)
  const optimisations = createOptimisationsService(db, jobs, now)
  const scenarios = createScenariosService(db, listRunsOfScenarios, now)
  const existingSites = createExistingSitesService(db)
  const compare = createCompareService(db, coverage)
  const samples = createSamplesService(db, now, config.samples)
  const uploads = join(config.dataDirectory || tmpdir(), 'yiquan-imports')
  const importFiles = createImportFiles(uploads, config.mostUploadBytes)
  const heldPlans: HeldPlans = new Map()
  const imports = createImportsService(db, jobs, importFiles, heldPlans, now)
  const drafts = createDraftsService(db, imports, createDraftFiles(uploads), now)
  const whatIfs = createWhatIfService(db, coverage)
  const reports = createReportsService({ db, regions, scenarios, coverage, existingSites, whatIfs, now })
  const closing = new AbortController()
  let background: Promise<void> = Promise.resolve()
  let hourly: NodeJS.Timeout | undefined
  handlers.set(coverageJobKind, createCoverageHandler(db, judgeRun, now))
  handlers.set(importJobKind, createImportHandler(db, importFiles, heldPlans, now))
  handlers.set(evaluationJobKind, createEvaluationHandler(db, now))
  handlers.set(optimisationJobKind, createOptimisationHandler(db, packs, now))

  /** On its own store nobody else can be at an upload; beside other processes only what is a day old is nobody's. */
  const sweepUploads = async () => {
    const statusOf = async ({ countyCode, jobId }: KeptTask) => (await findJob(db, countyCode, jobId))?.status
    await importFiles.sweep(statusOf, handle.engine === 'embedded' ? 0 : 24 * 3600_000)
    await drafts.sweep()
  }

  const app = createApp({
    log,
    isReady: () => state.ready,
    clientDirectory: join(projectDirectory, 'data/build/client'),
    routers: [
      healthRoutes(() => ({
        status: state.ready ? 'ok' : 'starting',
        version: productVersion,
        engine: handle.engine,
        phase: state.phase,
        warnings: warningsOf(handle),
      })),
      regionsRoutes(regions),
      existingSitesRoutes(existingSites),
      versionsRoutes(createVersionsService(db, now)),
      importsRoutes(imports, importFiles),
      importKindsRoutes(),
      draftsRoutes(drafts, importFiles),
      versionDiffRoutes(createVersionDiffService(db)),
      scenariosRoutes(scenarios),
      coverageRoutes(coverage, createWhyService(db, coverage)),
      indicatorsRoutes(summaries, createResultTablesService(db, coverage), createRunDetailsService(db, coverage), compare),
      accessRoutes(access),
      forecastsRoutes(createForecastsService(db, packs, now)),
      evaluationsRoutes(evaluations, reported),
      whatIfRoutes(whatIfs, createSiteChecksService(db, now)),
      reportedRoutes(reported),
      optimisationsRoutes(optimisations),
      tilesRoutes(createTilesService(db, coverage, evaluations)),
      jobsRoutes(jobs),
      policiesRoutes(policies),
      reportsRoutes(reports),
    ],
  })

  return {
    app,
    handle,
    jobs,
    coverage,
    regions,
    summaries,
    evaluations,
    optimisations,
    imports,
    access,
    scenarios,
    existingSites,
    compare,
    async getEvaluation(actor, regionCode, id) {
      const { evaluation, results } = await evaluations.getPublished(actor, regionCode, { id })
      const rows = await reported.list(actor, regionCode, evaluation.pack)
      return toEvaluationReply(evaluation, results, rows, await evaluations.listRegions(actor))
    },
    async prepare({ evaluatePlans = false } = {}) {
      await sweepUploads()
      await jobs.start()
      // What an office has uploaded and left lies here for a day, whether anybody asks for it or not.
      hourly = setInterval(() => void drafts.sweep().catch((error: unknown) => log.error({ err: error }, 'could not sweep drafts')), 3600_000).unref()
      // No snapshot here: samples can be loaded again, and the first minute belongs to the user.
      await samples.loadMissing((code, name) => {
        state.phase = { zh: `正在装载样例：${name}`, en: `Loading sample ${code}` }
        log.info({ code, name }, 'loading sample')
      })
      for (const county of await regions.list(systemActor)) {
        if (await samples.startsByItself(Number(county.code))) await coverage.ensureFirstRun(systemActor, Number(county.code))
      }
      state.ready = true
      state.phase = { zh: '就绪', en: 'Ready' }
      background = samples
        .loadSmall(closing.signal, (code, name) => log.info({ code, name }, 'loading small sample'))
        .then(() => (evaluatePlans && config.samples === 'all' ? evaluateOwnPlans(evaluations, samples.startsByItself, closing.signal) : undefined))
      background.catch((error: unknown) => closing.signal.aborted || log.error({ err: error }, 'could not load the small samples'))
    },
    samplesLoaded: () => background,
    sayFailed() {
      state.phase = { zh: '启动失败，请查看日志', en: 'Starting has failed: see the log' }
    },
    async close() {
      closing.abort()
      clearInterval(hourly)
      await background.catch(() => undefined)
      await jobs.stop()
      await handle.close()
    },
  }
}

/**
 * The plan of a whole sample county over it once, so that a newcomer finds its table filled; nothing where one was ever
 * asked for. The other plans wait to be asked: their counties would hold the one connection of the embedded engine.
 */
async function evaluateOwnPlans(evaluations: EvaluationsService, startsByItself: (countyCode: number) => Promise<boolean>, signal: AbortSignal): Promise<void> {
  for (const { pack } of listBuiltInPacks()) {
    const region = Number(pack.region.code)
    if (signal.aborted || pack.region.level !== 'county' || !(await startsByItself(region))) continue
    if ((await evaluations.list(systemActor, region)).length > 0) continue
    await evaluations.start(systemActor, region, { pack: pack.id, choices: {}, adoptedThresholds: {} })
  }
}

function warningsOf(handle: DatabaseHandle): Bilingual[] {
  if (handle.engine === 'postgres') return []
  const mode = {
    zh: '单机模式：可防进程被终止，不防断电；正式审查记录请使用 PostgreSQL。',
    en: 'Single-machine mode: safe against a killed process, not against a power cut. Keep official records on PostgreSQL.',
  }
  const recovery = handle.recovery && {
    zh: `数据目录损坏，已恢复到快照 ${handle.recovery.restoredFrom}，之后的修改已丢失；损坏的目录保留在 ${handle.recovery.brokenDirectory}。`,
    en: `The data directory was damaged: restored from ${handle.recovery.restoredFrom}; later changes are lost. The damaged one is kept at ${handle.recovery.brokenDirectory}.`,
  }
  return recovery ? [mode, recovery] : [mode]
}
