import { randomUUID } from 'node:crypto'
import { requireCounty, requireRole, type Actor } from '../auth/actor.ts'
import { writeAudit } from '../audit/audit.repository.ts'
import type { Bilingual } from '../contract/common.ts'
import type { StartRun } from '../contract/runs.ts'
import {
  circleFacilityTypes,
  findProfile,
  maxAccessMetres,
  straightLineDetourFactor,
  typeLimitMetres,
  type CircleProfile,
} from '../core/coverage/profiles.ts'
import { ledgerKinds } from '../db/ledger-tables.ts'
import type { Db, Tx } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import { canonicalJson, sha256Hex } from '../hashing.ts'
import { findLastJob, findOpenJobOfRun } from '../jobs/jobs.repository.ts'
import type { JobsService } from '../jobs/jobs.service.ts'
import { findCounty, findStudyArea, listNeighbourCodes } from '../regions/regions.repository.ts'
import { findNewestVersion, listNewestVersions, type DataVersion } from '../versions/versions.repository.ts'
import { findRun, insertRun, listPlaces, listRuns, lockRuns, type NewRun, type PlaceResult, type Run } from './coverage.repository.ts'
import { coverageMethodVersion, type RunParameters } from './run-parameters.ts'
import { findSettings } from './settings.repository.ts'

export const coverageJobKind = 'coverage'

/** What a user asks for; the county's own defaults stand for what is left out. */
export type RunWish = Partial<StartRun>

type PreparedRun = Omit<NewRun, 'countyCode' | 'id' | 'actorId' | 'at'>

export interface CoverageService {
  start(actor: Actor, countyCode: number, wish?: RunWish): Promise<{ runId: string; jobId: string }>
  /** Computes a run's record once more: the same versions, the same parameters; its results must hash the same. */
  repeat(actor: Actor, countyCode: number, runId: string): Promise<{ runId: string; jobId: string }>
  get(actor: Actor, countyCode: number, runId: string): Promise<Run>
  list(actor: Actor, countyCode: number): Promise<Run[]>
  /** A published run by id, or the newest one. */
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
    const { profile, inputHash } = prepared
    await writeAudit(tx, actor, { countyCode, at, action, entityKind: 'coverage_run', entityId: runId, detail: { profile, inputHash } })
    return { runId, jobId: await jobs.enqueue(tx, actor, { countyCode, kind: coverageJobKind, runId }) }
  }

  const service: CoverageService = {
    async start(actor, countyCode, wish = {}) {
      requireCounty(actor, countyCode)
      requireRole(actor, 'planner', 'reviewer')
      return db.transaction().execute(async (tx) => {
        await lockRuns(tx, countyCode)
        const prepared = await prepareRun(tx, countyCode, wish)
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
      if (!(await findCounty(db, countyCode))) throw unknownCounty(countyCode)
      return listRuns(db, countyCode, { limit: 200 })
    },

    async getPublished(actor, countyCode, runId) {
      if (runId) {
        const run = await service.get(actor, countyCode, runId)
        if (run.status !== 'published') throw notPublished()
        return run
      }
      requireCounty(actor, countyCode)
      const [newest] = await listRuns(db, countyCode, { status: 'published', limit: 1 })
      if (!newest) throw notPublished()
      return newest
    },

    async listPlaces(actor, countyCode, runId) {
      const run = await service.getPublished(actor, countyCode, runId)
      return listPlaces(db, countyCode, run.id)
    },

    async ensureFirstRun(actor, countyCode) {
      requireCounty(actor, countyCode)
      const runs = await listRuns(db, countyCode, { limit: 1 })
      if (runs.length === 0 && !(await findLastJob(db, countyCode))) await service.start(actor, countyCode)
    },
  }
  return service
}

function unknownCounty(countyCode: number): AppError {
  return new AppError('COUNTY_UNKNOWN', `没有县（区）${countyCode}`, `No county ${countyCode}`)
}

function notPublished(): AppError {
  return new AppError('NO_PUBLISHED_RUN', '尚无已发布的分析批次，请先计算', 'No run has been published yet: start one first')
}

/** Pins the newest version of every kind of data that coverage reads and fixes the parameters; the hash covers both. */
async function prepareRun(tx: Tx, countyCode: number, wish: RunWish): Promise<PreparedRun> {
  if (!(await findCounty(tx, countyCode))) throw unknownCounty(countyCode)
  const ledgers: readonly string[] = ledgerKinds
  const newest = (await listNewestVersions(tx, countyCode)).filter(({ kind }) => !ledgers.includes(kind))
  const versionOf = (kind: DataVersion['kind']) => newest.find((version) => version.kind === kind)
  if (!versionOf('units')) throw new AppError('NOTHING_TO_ANALYSE', '该县尚未导入数据', 'The county has no data yet')
  const settings = versionOf('settings') && (await findSettings(tx, countyCode, versionOf('settings')!.version))
  const profileId = wish.profile ?? settings?.defaultProfile ?? 'gb50180-15min'
  const profile = findProfile(profileId)
  if (!profile) throw new AppError('BAD_REQUEST', `没有服务圈 ${profileId}`, `No circle profile ${profileId}`)
  const parameters = chooseParameters(profile, wish, versionOf('roads') !== undefined)
  const longest = Math.max(parameters.limitMetres, ...Object.values(parameters.typeLimitsMetres))
  const pinned = newest.map((version) => ({ key: version.kind as string, version: version.version, contentHash: version.content_hash }))
  for (const code of await listNeighbourCodes(tx, countyCode, longest)) {
    const neighbour = await findNewestVersion(tx, code, 'facilities')
    if (neighbour) pinned.push({ key: `facilities@${code}`, version: neighbour.version, contentHash: neighbour.content_hash })
  }
  const studyArea = versionOf('study_areas') && (await findStudyArea(tx, countyCode, versionOf('study_areas')!.version))
  return {
    profile: profile.id,
    parameters,
    inputVersions: Object.fromEntries(pinned.map(({ key, version }) => [key, version])),
    inputHash: sha256Hex(canonicalJson({ parameters, pinned: pinned.sort((a, b) => (a.key < b.key ? -1 : 1)) })),
    studyAreaId: studyArea?.id ?? null,
    dataDate: settings?.dataDate ?? oldestDate(newest),
    notes: notesOf(parameters, studyArea !== undefined, settings?.coverageNote),
  }
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

function chooseParameters(profile: CircleProfile, wish: RunWish, hasRoads: boolean): RunParameters {
  const facilityTypes = [...(wish.facilityTypes ?? circleFacilityTypes)]
  const circle = { limitMetres: profile.limitMetres, facilityTypes, typeLimitsMetres: wish.typeLimitsMetres }
  return {
    methodVersion: coverageMethodVersion,
    profile: profile.id,
    limitMetres: profile.limitMetres,
    bandMetres: profile.bandMetres,
    method: hasRoads ? 'network' : 'straight-line',
    detourFactor: hasRoads ? null : straightLineDetourFactor,
    facilityTypes,
    need: wish.need ?? 'any',
    typeLimitsMetres: Object.fromEntries(facilityTypes.map((type) => [type, typeLimitMetres(type, circle)!])),
    maxAccessMetres: { ...maxAccessMetres },
    // Built-up windows have roads and are small; whole counties without roads are shown one level coarser.
    cellResolution: hasRoads ? 10 : 9,
    methodLine: hasRoads
      ? { zh: `步行路网 ${profile.limitMetres} m · ${profile.name.zh}`, en: `Walking network ${profile.limitMetres} m · ${profile.name.en}` }
      : {
          zh: `直线距离 × ${straightLineDetourFactor}（无路网）${profile.limitMetres} m · ${profile.name.zh}`,
          en: `Straight line × ${straightLineDetourFactor} (no road data) ${profile.limitMetres} m · ${profile.name.en}`,
        },
  }
}

function notesOf(parameters: RunParameters, hasStudyArea: boolean, own: Bilingual | undefined): Bilingual[] {
  const notes: Bilingual[] = []
  if (hasStudyArea) {
    notes.push({ zh: '结果为分析片区的汇总，不代表全区（县）。', en: 'The results are those of the study area, not of the whole county.' })
  }
  if (parameters.method === 'straight-line') {
    notes.push({
      zh: `本县没有路网数据，步行距离按直线 × ${parameters.detourFactor} 估算，可能高估覆盖。`,
      en: `There is no road data: walks are the straight line × ${parameters.detourFactor}, which may overstate coverage.`,
    })
  } else {
    notes.push({
      zh: '路网数据在片区边缘中断，距边缘一个服务半径内的地点标为「边缘」，境外设施可能未计入。',
      en: 'Road data stops at its rim: places within one limit of it are marked “edge”, as facilities beyond may be missing.',
    })
  }
  notes.push({
    zh: '五个规划均未定义服务圈的速度或距离；所用服务圈为声明的参数，乡村无默认服务圈，以行政单元覆盖判断。',
    en: 'None of the plans defines its circle: the profile is a declared parameter. Rural service is judged by unit coverage.',
  })
  if (own) notes.push(own)
  return notes
}

function oldestDate(versions: DataVersion[]): string | null {
  const dates = versions.flatMap((version) => (version.data_date ? [version.data_date] : []))
  return dates.sort()[0] ?? null
}
