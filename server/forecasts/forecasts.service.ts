import { randomUUID } from 'node:crypto'
import { writeAudit } from '../audit/audit.repository.ts'
import { requireCounty, requireRole, type Actor } from '../auth/actor.ts'
import type { AskForecast } from '../contract/forecasts.ts'
import { readPyramids, type ReadPyramids } from '../core/forecast/pyramids.ts'
import type { PolicyPack } from '../core/policy/pack.ts'
import { findSettings } from '../coverage/settings.repository.ts'
import type { Db, Tx } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import { canonicalJson, sha256Hex } from '../hashing.ts'
import { listAgePyramids } from '../population/age-pyramids.repository.ts'
import { requireKnownCounty } from '../regions/known-county.ts'
import { listNewestVersions, type DataVersion } from '../versions/versions.repository.ts'
import { loadBasePeople } from './base-people.ts'
import { computeForecast } from './compute-forecast.ts'
import { findForecast, insertForecast, listForecasts, type Forecast, type NewForecast } from './forecasts.repository.ts'
import { chooseLifeTable, type ChosenLifeTable } from './choose-life-table.ts'
import { readLifeTables, type PublishedLifeTable } from './life-tables.ts'
import { chooseStandards } from './standards.ts'

/** Raised whenever the same inputs may give other results: part of every forecast's hash. */
export const forecastMethodVersion = 2
/** Beyond this nobody holds death rates to stay as they are. */
const longestYears = 30

export interface ForecastsService {
  /** Computes and stores a forecast over the newest data: a record that never changes. */
  create(actor: Actor, countyCode: number, ask: AskForecast): Promise<Forecast>
  get(actor: Actor, countyCode: number, id: string): Promise<Forecast>
  /** Newest first, at most 100. */
  list(actor: Actor, countyCode: number): Promise<Forecast[]>
  /** The published life tables that ship with the product. */
  listLifeTables(): PublishedLifeTable[]
}

/** Packs by id: those that ship and those that an office has uploaded. */
export interface StandardSource {
  getPack(id: string): Promise<PolicyPack>
}

export function createForecastsService(db: Db, packs: StandardSource, now: () => Date, lifeTables = readLifeTables()): ForecastsService {
  return {
    async create(actor, countyCode, ask) {
      requireCounty(actor, countyCode)
      requireRole(actor, 'planner', 'reviewer')
      const pack = ask.pack === undefined ? undefined : await packs.getPack(ask.pack)
      return db.transaction().execute(async (tx) => {
        const prepared = await prepare(tx, countyCode, ask, pack, chooseLifeTable(ask.lifeTable, lifeTables))
        const forecast: NewForecast = { ...prepared, countyCode, id: randomUUID(), parameters: ask, actorId: actor.id, at: now() }
        await insertForecast(tx, forecast)
        const detail = { years: ask.years, inputHash: forecast.inputHash, resultHash: forecast.resultHash }
        await writeAudit(tx, actor, { countyCode, at: forecast.at, action: 'forecast.create', entityKind: 'forecast', entityId: forecast.id, detail })
        return (await findForecast(tx, countyCode, forecast.id))!
      })
    },

    async get(actor, countyCode, id) {
      requireCounty(actor, countyCode)
      const forecast = await findForecast(db, countyCode, id)
      if (!forecast) throw new AppError('FORECAST_UNKNOWN', `没有预测 ${id}`, `No forecast ${id}`)
      return forecast
    },

    async list(actor, countyCode) {
      requireCounty(actor, countyCode)
      await requireKnownCounty(db, countyCode)
      return listForecasts(db, countyCode, 100)
    },

    listLifeTables: () => lifeTables,
  }
}

/** What a forecast reads. */
const kindsRead: readonly DataVersion['kind'][] = ['units', 'study_areas', 'population', 'residential_areas', 'settings', 'age_pyramids']

async function prepare(tx: Tx, countyCode: number, ask: AskForecast, pack: PolicyPack | undefined, lifeTable: ChosenLifeTable | null) {
  await requireKnownCounty(tx, countyCode)
  const newest = (await listNewestVersions(tx, countyCode)).filter(({ kind }) => kindsRead.includes(kind))
  const versionOf = (kind: DataVersion['kind']) => newest.find((version) => version.kind === kind)
  if (!versionOf('units')) throw new AppError('NOTHING_TO_ANALYSE', '该县尚未导入数据', 'The county has no data yet')
  const inputVersions: Record<string, number> = Object.fromEntries(newest.map(({ kind, version }) => [kind, version]))
  const settings = versionOf('settings') && (await findSettings(tx, countyCode, versionOf('settings')!.version))
  const dataDate = settings?.dataDate ?? versionOf('population')?.data_date ?? versionOf('residential_areas')?.data_date ?? null
  const demo = settings?.demo === true || newest.some(({ source }) => source.some(({ synthetic }) => synthetic))
  if (ask.lifeTable?.kind === 'demo' && !demo) {
    throw new AppError('BAD_REQUEST', '示例生命表只能用于演示数据；请给出有出处的生命表', 'The made-up life table is for demonstration data only: give one that has a source')
  }
  const baseYear = ask.baseYear ?? (dataDate === null ? undefined : Number(dataDate.slice(0, 4)))
  if (baseYear === undefined) throw new AppError('BAD_REQUEST', '数据没有日期，请给出基准年 baseYear', 'The data have no date: say baseYear')
  const ages = await loadAges(tx, countyCode, versionOf('age_pyramids'), ask)
  requireYears(ask, baseYear, ages)
  const units = await loadBasePeople(tx, countyCode, inputVersions, dataDate)
  const standards = chooseStandards(ask, pack)
  const result = computeForecast({ ask, baseYear, units, ages, standards, lifeTable, packTitle: pack?.document.title ?? null, hasStudyArea: versionOf('study_areas') !== undefined })
  const pinned = newest.map(({ kind, content_hash: contentHash }) => ({ kind, contentHash })).sort((a, b) => (a.kind < b.kind ? -1 : 1))
  const inputHash = sha256Hex(canonicalJson({ methodVersion: forecastMethodVersion, ask, baseYear, pack: pack ?? null, lifeTable: lifeTable?.contentHash, pinned }))
  return { inputVersions, inputHash, result, resultHash: sha256Hex(canonicalJson(result)), dataDate, demo }
}

async function loadAges(tx: Tx, countyCode: number, version: DataVersion | undefined, { pyramidYear }: AskForecast): Promise<ReadPyramids> {
  if (!version) return { pyramids: new Map(), faults: [] }
  const fallback = pyramidYear ?? (version.data_date === null ? null : Number(version.data_date.slice(0, 4)))
  return readPyramids(await listAgePyramids(tx, countyCode, version.version), fallback)
}

function requireYears({ years }: AskForecast, baseYear: number, { pyramids }: ReadPyramids): void {
  const [first, last] = [Math.min(...years), Math.max(...years)]
  const youngest = Math.max(baseYear, ...[...pyramids.values()].map(({ year }) => year))
  if (first < youngest || last > baseYear + longestYears) {
    throw new AppError('BAD_REQUEST', `预测年份应在 ${youngest} 至 ${baseYear + longestYears} 之间`, `Years must lie between ${youngest} and ${baseYear + longestYears}`)
  }
}
