import { randomUUID } from 'node:crypto'
import { requireCounty, requireRole, type Actor } from '../auth/actor.ts'
import { writeAudit } from '../audit/audit.repository.ts'
import type { RunStudyArea } from '../contract/runs.ts'
import { findProfile } from '../core/coverage/profiles.ts'
import { ledgerKinds } from '../db/ledger-tables.ts'
import type { Db, Tx } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import { canonicalJson, sha256Hex } from '../hashing.ts'
import { findLastJob, findOpenJobOfRun } from '../jobs/jobs.repository.ts'
import type { JobsService } from '../jobs/jobs.service.ts'
import { requireKnownCounty } from '../regions/known-county.ts'
import { listNeighbourCodes, listUnits } from '../regions/regions.repository.ts'
import { pinScenario, type PinnedScenario } from '../scenarios/pin-scenario.ts'
import { loadScenarioFacilities } from '../scenarios/scenario-facilities.ts'
import { scenarioNotes } from '../scenarios/scenario-words.ts'
import type { ListScenarioRuns } from '../scenarios/scenarios.service.ts'
import { findNewestVersion, findVersion, listNewestVersions, type DataVersion } from '../versions/versions.repository.ts'
import { chooseParameters, notesOf, type RunWish } from './choose-parameters.ts'
import { findRun, insertRun, listPlaces, listRuns, listScenarioRuns, lockRuns, type NewRun, type PlaceResult, type Run } from './coverage.repository.ts'
import { coverageMethodVersion, longestWalkMetres } from './run-parameters.ts'
import { findSettings } from './settings.repository.ts'
import { chooseStudyArea, listStudyAreasOfRuns, planningUnitNote } from './study-area.ts'

export const coverageJobKind = 'coverage'

type PreparedRun = Omit<NewRun, 'countyCode' | 'id' | 'actorId' | 'at'>

export interface CoverageService {
  /** Over the newest data, or over a scenario at the revision that was seen. */
  start(actor: Actor, countyCode: number, wish?: RunWish, scenario?: { id: string; revision: number }): Promise<{ runId: string; jobId: string }>
  /** Computes a run's record once more: the same versions, the same parameters; its results must hash the same. */
  repeat(actor: Actor, countyCode: number, runId: string): Promise<{ runId: string; jobId: string }>
  get(actor: Actor, countyCode: number, runId: string): Promise<Run>
  list(actor: Actor, countyCode: number): Promise<Run[]>
  /** What runs of a county are about instead of the whole of it, by run id. */
  listStudyAreas(countyCode: number, runs: readonly Run[]): Promise<Map<string, RunStudyArea>>
  /** A published run by id, or the newest one over the data as they are: a supposed one is asked for by name. */
  getPublished(actor: Actor, countyCode: number, runId?: string): Promise<Run>
  listPlaces(actor: Actor, countyCode: number, runId: string): Promise<PlaceResult[]>
  /** Starts a first run of the default profile where a county has none, published or under way. */
  ensureFirstRun(actor: Actor, countyCode: number): Promise<void>
}

export function createCoverageService(db: Db, jobs: JobsService, now: () => Date): CoverageService {
  async function enqueueRun(tx: Tx, actor: Actor, countyCode: number, prepared: PreparedRun, action: string) {
    const runId = randomUUID()
    const at = now()
    await insertRun(tx, { ...prepared, countyCode, id: runId, actorId: actor.id, at })
    const { profile, inputHash, parameters } = prepared
    const supposed = parameters.scenario && { id: parameters.scenario.id, revision: parameters.scenario.revision }
    await writeAudit(tx, actor, { countyCode, at, action, entityKind: 'coverage_run', entityId: runId, detail: { profile, inputHash, ...(supposed ? { scenario: supposed } : {}) } })
    return { runId, jobId: await jobs.enqueue(tx, actor, { countyCode, kind: coverageJobKind, runId }) }
  }

  const service: CoverageService = {
    async start(actor, countyCode, wish = {}, scenario) {
      requireCounty(actor, countyCode)
      requireRole(actor, 'planner', 'reviewer')
      return db.transaction().execute(async (tx) => {
        await lockRuns(tx, countyCode)
        const prepared = await prepareRun(tx, countyCode, wish, scenario && (await pinScenario(tx, countyCode, scenario)))
        const open = (await listRuns(tx, countyCode, { status: 'running', limit: 50 })).find((run) => run.input_hash === prepared.inputHash)
        const openJob = open && (await findOpenJobOfRun(tx, countyCode, open.id))
        // Asking twice for the same thing while it is under way gets the one that is under way.
        if (open && openJob) return { runId: open.id, jobId: openJob.id }
        return enqueueRun(tx, actor, countyCode, prepared, 'run.start')
      })
    },

    async repeat(actor, countyCode, runId) {
      requireRole(actor, 'planner', 'reviewer')
      const run = await service.get(actor, countyCode, runId)
      if (run.parameters.methodVersion !== coverageMethodVersion) {
        throw new AppError('RUN_NOT_REPEATABLE', '该批次由旧版方法计算，不能逐位重复，请重新计算', 'An older method computed this run: start a new one instead')
      }
      return db.transaction().execute((tx) => enqueueRun(tx, actor, countyCode, recordOf(run), 'run.repeat'))
    },

    async get(actor, countyCode, runId) {
      requireCounty(actor, countyCode)
      const run = await findRun(db, countyCode, runId)
      if (!run) throw new AppError('RUN_UNKNOWN', `没有批次 ${runId}`, `No run ${runId}`)
      return run
    },

    async list(actor, countyCode) {
      requireCounty(actor, countyCode)
      await requireKnownCounty(db, countyCode)
      return listRuns(db, countyCode, { limit: 200 })
    },

    listStudyAreas: (countyCode, runs) => listStudyAreasOfRuns(db, countyCode, runs),

    async getPublished(actor, countyCode, runId) {
      if (runId) {
        const run = await service.get(actor, countyCode, runId)
        if (run.status !== 'published') throw notPublished()
        return run
      }
      requireCounty(actor, countyCode)
      const [newest] = await listRuns(db, countyCode, { status: 'published', baselineOnly: true, limit: 1 })
      if (!newest) throw notPublished()
      return newest
    },

    async listPlaces(actor, countyCode, runId) {
      const run = await service.getPublished(actor, countyCode, runId)
      return listPlaces(db, countyCode, run.id)
    },

    async ensureFirstRun(actor, countyCode) {
      requireCounty(actor, countyCode)
      const runs = await listRuns(db, countyCode, { baselineOnly: true, limit: 1 })
      if (runs.length === 0 && !(await findLastJob(db, countyCode))) await service.start(actor, countyCode)
    },
  }
  return service
}

/** For the drawer of scenarios, which stands before this one. */
export const listRunsOfScenarios: ListScenarioRuns = async (db, countyCode, scenarioId) => {
  const byScenario: Awaited<ReturnType<ListScenarioRuns>> = new Map()
  for (const { scenarioId: id, createdAt, ...head } of await listScenarioRuns(db, countyCode, scenarioId)) {
    byScenario.set(id, [...(byScenario.get(id) ?? []), { ...head, createdAt: createdAt.toISOString() }])
  }
  return byScenario
}

function notPublished(): AppError {
  return new AppError('NO_PUBLISHED_RUN', '尚无已发布的分析批次，请先计算', 'No run has been published yet: start one first')
}

/**
 * Pins the newest version of every kind of data that coverage reads and fixes the parameters; the hash covers both. A
 * scenario keeps the versions that its changes speak of, and stands in the parameters with all its changes.
 */
async function prepareRun(tx: Tx, countyCode: number, wish: RunWish, pinnedScenario: PinnedScenario | undefined): Promise<PreparedRun> {
  await requireKnownCounty(tx, countyCode)
  const ledgers: readonly string[] = [...ledgerKinds, 'age_pyramids']
  const newest = await withBaseline(tx, countyCode, (await listNewestVersions(tx, countyCode)).filter(({ kind }) => !ledgers.includes(kind)), pinnedScenario)
  const versionOf = (kind: DataVersion['kind']) => newest.find((version) => version.kind === kind)
  if (!versionOf('units')) throw new AppError('NOTHING_TO_ANALYSE', '该县尚未导入数据', 'The county has no data yet')
  const settings = versionOf('settings') && (await findSettings(tx, countyCode, versionOf('settings')!.version))
  const profileId = wish.profile ?? settings?.defaultProfile ?? 'gb50180-15min'
  const profile = findProfile(profileId)
  if (!profile) throw new AppError('BAD_REQUEST', `没有服务圈 ${profileId}`, `No circle profile ${profileId}`)
  const studyArea = await chooseStudyArea(tx, countyCode, versionOf('study_areas')?.version, wish.studyArea)
  const planningUnit = studyArea?.kind === 'planning_unit' ? studyArea : undefined
  const walking = { roads: versionOf('roads')?.version, elevation: versionOf('elevation')?.version }
  const parameters = chooseParameters(profile, wish, walking, { scenario: pinnedScenario?.scenario, planningUnit })
  const longest = longestWalkMetres(parameters)
  // Heights are pinned by those runs alone that use them: to load them changes no other run.
  const used = newest.filter(({ kind }) => kind !== 'elevation' || parameters.useSlope)
  const pinned = used.map((version) => ({ key: version.kind as string, version: version.version, contentHash: version.content_hash }))
  for (const code of await listNeighbourCodes(tx, countyCode, longest)) {
    const neighbour = await findNewestVersion(tx, code, 'facilities')
    if (neighbour) pinned.push({ key: `facilities@${code}`, version: neighbour.version, contentHash: neighbour.content_hash })
  }
  const chosen = planningUnit ? { studyArea: planningUnit.id } : {}
  const inputVersions = Object.fromEntries(pinned.map(({ key, version }) => [key, version]))
  return {
    profile: profile.id,
    parameters,
    inputVersions,
    inputHash: sha256Hex(canonicalJson({ parameters, ...chosen, pinned: pinned.sort((a, b) => (a.key < b.key ? -1 : 1)) })),
    studyAreaId: studyArea?.id ?? null,
    dataDate: settings?.dataDate ?? oldestDate(used),
    notes: [
      ...(await notesOnScenario(tx, countyCode, parameters, inputVersions)),
      ...(planningUnit ? [planningUnitNote(planningUnit)] : []),
      // The county's own words are about its own circle: beside another one they would be wrong.
      ...notesOf(parameters, studyArea !== undefined, profile.id === settings?.defaultProfile ? settings.coverageNote : undefined),
    ],
  }
}

/** The versions with those of the scenario's baseline in the place of the newest; premises only where one is converted. */
async function withBaseline(tx: Tx, countyCode: number, newest: DataVersion[], pinned: PinnedScenario | undefined): Promise<DataVersion[]> {
  if (!pinned) return newest
  const used = Object.entries(pinned.baseline).filter(([kind]) => kind !== 'premises' || pinned.scenario.changes.some((change) => change.kind === 'convert'))
  const own = await Promise.all(
    used.map(async ([kind, version]) => {
      const found = await findVersion(tx, countyCode, kind as DataVersion['kind'], version)
      if (!found) throw new Error(`expected ${kind} v${version} of county ${countyCode}`)
      return found
    }),
  )
  return [...newest.filter(({ kind }) => kind !== 'facilities'), ...own]
}

async function notesOnScenario(tx: Tx, countyCode: number, { scenario }: PreparedRun['parameters'], versions: Record<string, number>) {
  if (!scenario) return []
  const applied = await loadScenarioFacilities(tx, countyCode, versions, scenario.changes)
  return scenarioNotes(scenario, versions, applied, await listUnits(tx, countyCode, versions.units))
}

/** The record of a run, as it was prepared. */
function recordOf(run: Run): PreparedRun {
  return {
    profile: run.profile,
    parameters: run.parameters,
    inputVersions: run.input_versions,
    inputHash: run.input_hash,
    studyAreaId: run.study_area_id,
    dataDate: run.data_date,
    notes: run.notes,
  }
}

function oldestDate(versions: DataVersion[]): string | null {
  const dates = versions.flatMap((version) => (version.data_date ? [version.data_date] : []))
  return dates.sort()[0] ?? null
}
