import { randomUUID } from 'node:crypto'
import { writeAudit } from '../audit/audit.repository.ts'
import { requireCounty, requireRole, type Actor } from '../auth/actor.ts'
import type { StartEvaluation } from '../contract/evaluations.ts'
import type { PolicyPack } from '../core/policy/pack.ts'
import { formatCountyCode } from '../county-code.ts'
import { resolvePack } from './resolve-pack.ts'
import { InputRefused, type Problem } from '../core/problems.ts'
import type { DataKind, Db, Tx } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import { canonicalJson, sha256Hex } from '../hashing.ts'
import type { JobsService } from '../jobs/jobs.service.ts'
import { listNeighbourCodes, listRegions, listUnits, type RegionNode } from '../regions/regions.repository.ts'
import { pinScenario, type PinnedScenario } from '../scenarios/pin-scenario.ts'
import { loadScenarioFacilities } from '../scenarios/scenario-facilities.ts'
import { scenarioNotes } from '../scenarios/scenario-words.ts'
import { findNewestVersion, findVersion, listNewestVersions, type DataVersion } from '../versions/versions.repository.ts'
import {
  findEvaluation,
  insertEvaluation,
  listEvaluations,
  listFailing,
  listResults,
  type Evaluation,
  type FailingRow,
  type NewEvaluation,
  type ScopedResult,
} from './evaluations.repository.ts'

export const evaluationJobKind = 'evaluation'
/** Raised whenever the same inputs may give other results: part of every evaluation's hash. */
export const evaluationMethodVersion = 2
/** Facilities of neighbours are pinned within this: no circle of a rule may be longer (profiles.ts: at most 5,000 m). */
const longestCircleMetres = 5000

/** Packs by id: those that ship and those that an office has uploaded. */
export interface PackSource {
  getPack(id: string): Promise<PolicyPack>
}

export interface EvaluationsService {
  /** Pins the newest data of a county, or of every county of a prefecture, and has the pack judged over it. */
  start(actor: Actor, regionCode: number, wish: StartEvaluation): Promise<{ evaluationId: string; jobId: string }>
  get(actor: Actor, regionCode: number, id: string): Promise<Evaluation>
  /** All, or those over one scenario, or those over none of them (`none`). */
  list(actor: Actor, regionCode: number, packId?: string, scenario?: string): Promise<Evaluation[]>
  /** A published one by id, or the newest of the pack over the data as they are; results of the region first, then of its counties. */
  getPublished(actor: Actor, regionCode: number, wish: { id?: string; packId?: string }): Promise<{ evaluation: Evaluation; results: ScopedResult[] }>
  listFailing(actor: Actor, regionCode: number, id: string, ruleId: string): Promise<FailingRow[]>
  listRegions(actor: Actor): Promise<RegionNode[]>
}

export function createEvaluationsService(db: Db, jobs: JobsService, packs: PackSource, now: () => Date): EvaluationsService {
  const service: EvaluationsService = {
    async start(actor, regionCode, wish) {
      requireCounty(actor, regionCode)
      requireRole(actor, 'planner', 'reviewer')
      const pack = await packs.getPack(wish.pack)
      requireThresholds(pack, wish)
      const resolved = resolvePack(pack, wish.choices)
      return db.transaction().execute(async (tx) => {
        const pinned = wish.scenario && (await pinScenarioOf(tx, regionCode, wish.scenario))
        const prepared = await pinInputs(tx, regionCode, pack, pinned)
        const scenario = pinned && (await withNotes(tx, regionCode, prepared.inputVersions, pinned))
        const parameters = { methodVersion: evaluationMethodVersion, choices: resolved.values, adoptedThresholds: wish.adoptedThresholds, ...(scenario ? { scenario } : {}) }
        const year = wish.year ?? pack.document.period[1]
        const packHash = sha256Hex(canonicalJson(pack))
        const inputHash = sha256Hex(canonicalJson({ packHash, year, parameters, pinned: prepared.pinned }))
        const id = randomUUID()
        const at = now()
        const { inputVersions, missingCounties, dataDate, demo } = prepared
        const evaluation: NewEvaluation = { regionCode, id, pack, packHash, year, parameters, inputVersions, missingCounties, inputHash, dataDate, demo, actorId: actor.id, at }
        await insertEvaluation(tx, evaluation)
        const detail = { pack: pack.id, year, inputHash, ...(wish.scenario ? { scenario: wish.scenario } : {}) }
        await writeAudit(tx, actor, { countyCode: regionCode, at, action: 'evaluation.start', entityKind: 'evaluation', entityId: id, detail })
        return { evaluationId: id, jobId: await jobs.enqueue(tx, actor, { countyCode: regionCode, kind: evaluationJobKind, runId: id }) }
      })
    },

    async get(actor, regionCode, id) {
      requireCounty(actor, regionCode)
      const evaluation = await findEvaluation(db, regionCode, id)
      if (!evaluation) throw new AppError('EVALUATION_UNKNOWN', `没有评估 ${id}`, `No evaluation ${id}`)
      return evaluation
    },

    async list(actor, regionCode, packId, scenario) {
      requireCounty(actor, regionCode)
      await requireRegion(db, regionCode)
      const over = scenario === undefined ? {} : scenario === 'none' ? { baselineOnly: true } : { scenarioId: scenario }
      return listEvaluations(db, regionCode, { packId, ...over, limit: 100 })
    },

    async getPublished(actor, regionCode, { id, packId }) {
      const evaluation = id ? await service.get(actor, regionCode, id) : await newest(actor, regionCode, packId)
      if (!evaluation || evaluation.status !== 'published') {
        throw new AppError('NO_PUBLISHED_EVALUATION', '尚无已发布的评估，请先计算', 'No evaluation has been published yet: start one first')
      }
      return { evaluation, results: await listResults(db, regionCode, evaluation.id) }
    },

    async listFailing(actor, regionCode, id, ruleId) {
      const { evaluation } = await service.getPublished(actor, regionCode, { id })
      if (!evaluation.pack.rules.some((rule) => rule.id === ruleId)) {
        throw new AppError('RULE_UNKNOWN', `政策包没有条目 ${ruleId}`, `The pack has no rule ${ruleId}`)
      }
      return listFailing(db, regionCode, id, ruleId)
    },

    async listRegions(actor) {
      const regions = await listRegions(db)
      const { counties } = actor
      return counties === 'all' ? regions : regions.filter(({ code, level }) => level !== 'county' || counties.includes(code))
    },
  }

  async function newest(actor: Actor, regionCode: number, packId: string | undefined): Promise<Evaluation | undefined> {
    requireCounty(actor, regionCode)
    const [evaluation] = await listEvaluations(db, regionCode, { packId, status: 'published', baselineOnly: true, limit: 1 })
    return evaluation
  }

  return service
}

async function requireRegion(db: Db | Tx, code: number): Promise<{ region: RegionNode; counties: RegionNode[] }> {
  const regions = await listRegions(db)
  const region = regions.find((one) => one.code === code)
  if (!region || region.level === 'province') throw new AppError('COUNTY_UNKNOWN', `没有县（区）或地级市 ${code}`, `No county or prefecture ${code}`)
  const counties = region.level === 'county' ? [region] : regions.filter((one) => one.level === 'county' && one.parentCode === code)
  return { region, counties }
}

interface PinnedInputs {
  inputVersions: Record<string, Record<string, number>>
  missingCounties: { code: number; name: string }[]
  /** What the hash is made of: content, not version numbers. */
  pinned: { county: number; key: string; contentHash: string }[]
  dataDate: string | null
  demo: boolean
}

async function pinScenarioOf(tx: Tx, regionCode: number, wish: { id: string; revision: number }): Promise<PinnedScenario> {
  const { region } = await requireRegion(tx, regionCode)
  if (region.level === 'county') return pinScenario(tx, regionCode, wish)
  throw new AppError('BAD_REQUEST', '方案属于一个县（区），不能用于地级市的评估', 'A scenario belongs to one county: a prefecture cannot be judged by it')
}

async function withNotes(tx: Tx, countyCode: number, inputVersions: PinnedInputs['inputVersions'], { scenario }: PinnedScenario) {
  const [versions] = Object.values(inputVersions)
  const applied = await loadScenarioFacilities(tx, countyCode, versions, scenario.changes)
  return { ...scenario, notes: scenarioNotes(scenario, versions, applied, await listUnits(tx, countyCode, versions.units)) }
}

/** The newest version of every kind in every county, and of the facilities around each; a scenario keeps its own baseline. */
async function pinInputs(tx: Tx, regionCode: number, pack: PolicyPack, scenario: PinnedScenario | undefined): Promise<PinnedInputs> {
  const { counties } = await requireRegion(tx, regionCode)
  const result: PinnedInputs = { inputVersions: {}, missingCounties: [], pinned: [], dataDate: null, demo: false }
  for (const county of counties) {
    const newest = await listNewestVersions(tx, county.code)
    if (!newest.some(({ kind }) => kind === 'units')) {
      result.missingCounties.push({ code: county.code, name: county.name })
      continue
    }
    const versions: Record<string, number> = {}
    const pin = (key: string, version: number, contentHash: string) => {
      versions[key] = version
      result.pinned.push({ county: county.code, key, contentHash })
    }
    for (const one of newest) {
      // Ages decide no rule: to load them changes no evaluation.
      if (one.kind === 'age_pyramids') continue
      const own = scenario?.baseline[one.kind]
      const { kind, version, content_hash, data_date, source } = own === undefined ? one : await getVersion(tx, county.code, one.kind, own)
      pin(kind, version, content_hash)
      if (data_date && (result.dataDate === null || data_date < result.dataDate)) result.dataDate = data_date
      if (source.some(({ synthetic }) => synthetic)) result.demo = true
    }
    for (const code of await listNeighbourCodes(tx, county.code, longestCircleMetres)) {
      const neighbour = await findNewestVersion(tx, code, 'facilities')
      if (neighbour) pin(`facilities@${code}`, neighbour.version, neighbour.content_hash)
    }
    result.inputVersions[formatCountyCode(county.code)] = versions
  }
  if (result.pinned.length === 0) {
    throw new AppError('NOTHING_TO_ANALYSE', `${pack.region.name}：尚未导入任何县（区）的数据`, 'No county of the region has data yet')
  }
  return result
}

async function getVersion(tx: Tx, countyCode: number, kind: DataKind, version: number): Promise<DataVersion> {
  const found = await findVersion(tx, countyCode, kind, version)
  if (!found) throw new Error(`expected ${kind} v${version} of county ${countyCode}`)
  return found
}

/** A threshold of the user's own is for a rule of the pack; anything else is a slip of the keyboard. */
function requireThresholds(pack: PolicyPack, wish: StartEvaluation): void {
  const known = new Set(pack.rules.map(({ id }) => id))
  const problems: Problem[] = Object.keys(wish.adoptedThresholds)
    .filter((id) => !known.has(id))
    .map((id) => ({
      code: 'RULE_UNKNOWN',
      severity: 'error' as const,
      column: `adoptedThresholds.${id}`,
      message: { zh: `政策包 ${pack.id} 没有条目 ${id}`, en: `Pack ${pack.id} has no rule ${id}` },
    }))
  if (problems.length > 0) throw new InputRefused(problems)
}
