import type { Actor } from '../auth/actor.ts'
import type { Bilingual } from '../contract/common.ts'
import type { RunNotes, UnitSummaryRow } from '../contract/run-details.ts'
import { findProfile } from '../core/coverage/profiles.ts'
import { listSummaries, type Run, type SummaryRow } from '../coverage/coverage.repository.ts'
import type { CoverageService } from '../coverage/coverage.service.ts'
import { findDiagnostics } from '../coverage/run-details.repository.ts'
import type { Db, Measure } from '../db/schema.ts'
import type { StudyArea } from '../regions/study-areas.repository.ts'
import { listUnits } from '../regions/regions.repository.ts'
import { findStudyAreaOfRun } from '../coverage/study-area.ts'
import { toDataVersion } from '../versions/versions.reply.ts'
import { findVersion } from '../versions/versions.repository.ts'
import { dataKinds, type DataKind } from '../db/schema.ts'
import { toMeasure } from './measure.ts'

export interface RunDetailsService {
  /** Coverage of every scope of a run under every limit of its band: the whole, units, city and country. */
  listUnitSummaries(actor: Actor, countyCode: number, runId: string): Promise<UnitSummaryRow[]>
  /** Inputs, parameters, gaps and hashes: what stands behind every figure of a run. */
  getNotes(actor: Actor, countyCode: number, runId: string): Promise<RunNotes>
}

export function createRunDetailsService(db: Db, coverage: CoverageService): RunDetailsService {
  return {
    async listUnitSummaries(actor, countyCode, runId) {
      const run = await coverage.getPublished(actor, countyCode, runId)
      const rows = await listSummaries(db, countyCode, run.id)
      const nameScope = await scopeNames(db, run)
      const groups = new Map<string, SummaryRow[]>()
      for (const row of rows) {
        const key = `${row.scope}/${row.scope_id}/${row.limit_metres}`
        groups.set(key, [...(groups.get(key) ?? []), row])
      }
      return [...groups.values()].map((group) => {
        const [{ scope, scope_id: scopeId, limit_metres: limitMetres }] = group
        const measure = (name: Measure) => toMeasure(group.find((row) => row.measure === name)!)
        return {
          // Outside the store a community is a unit like any other, with its parent.
          scope: scope === 'community' ? 'unit' : scope,
          scopeId,
          ...nameScope(scope, scopeId),
          limitMetres,
          residents: measure('residents'),
          residents60Plus: measure('residents_60_plus'),
          residents80Plus: measure('residents_80_plus'),
          households: measure('households'),
        }
      })
    },

    async getNotes(actor, countyCode, runId) {
      const run = await coverage.getPublished(actor, countyCode, runId)
      const diagnostics = await findDiagnostics(db, countyCode, run.id)
      return {
        inputs: await listInputs(db, run),
        parameters: describeParameters(run, await findStudyAreaOfRun(db, run)),
        missing: diagnostics?.missing ?? [],
        longAccess: diagnostics?.longAccess ?? [],
        islands: diagnostics?.islands ?? null,
        surface: diagnostics?.surface ?? [],
        surfaceUnits: diagnostics?.surfaceUnits ?? [],
        surfaceProblems: diagnostics?.surfaceProblems ?? [],
        inputHash: run.input_hash,
        resultHash: run.result_hash,
      }
    },
  }
}

/** The versions a run pins, a neighbour's facilities among them. */
async function listInputs(db: Db, run: Run): Promise<RunNotes['inputs']> {
  const pinned = Object.entries(run.input_versions).sort(([a], [b]) => (a < b ? -1 : 1))
  const versions = await Promise.all(
    pinned.map(([key, version]) => {
      const [kind, neighbour] = key.split('@')
      return findVersion(db, neighbour ? Number(neighbour) : run.county_code, kindOf(kind), version)
    }),
  )
  return versions.flatMap((version) => (version ? [toDataVersion(version)] : []))
}

function kindOf(text: string): DataKind {
  const kind = dataKinds.find((known) => known === text)
  if (!kind) throw new Error(`expected a kind of data, got ${text}`)
  return kind
}

type NameScope = (scope: SummaryRow['scope'], scopeId: string) => Pick<UnitSummaryRow, 'name' | 'level' | 'parentId'>

async function scopeNames(db: Db, run: Run): Promise<NameScope> {
  const units = new Map((await listUnits(db, run.county_code, run.input_versions.units)).map((unit) => [unit.id, unit]))
  const study = await findStudyAreaOfRun(db, run)
  const plain = (zh: string, en: string) => ({ name: { zh, en }, level: null, parentId: null })
  return (scope, scopeId) => {
    if (scope === 'study_area') return plain(study?.name ?? '分析片区', study?.nameEn ?? 'Study area')
    if (scope === 'county') return plain('全县（区）', 'Whole county')
    if (scope === 'place_class') return scopeId === 'city' ? plain('城市', 'City') : plain('农村', 'Country')
    const unit = units.get(scopeId)
    if (!unit) return plain('所属乡镇不明', 'Unit unknown')
    return { name: { zh: unit.name, en: unit.name }, level: unit.level, parentId: unit.parentId }
  }
}

const declared: Bilingual = { zh: '声明的参数，规划未定义', en: 'a declared parameter: no plan defines it' }
const tobler: Bilingual = {
  zh: 'Tobler（1993）NCGIA 技术报告 93-1：6·exp(−3.5·|坡度＋0.05|)，按平地速度折算；上限与距离为平地等效米',
  en: 'Tobler (1993), NCGIA Technical Report 93-1: 6·exp(−3.5·|slope + 0.05|), scaled to the speed on the flat; limits and walks are flat-equivalent metres',
}
const domainTravel: Bilingual = { zh: '本产品的定义：步行接入路网', en: 'defined by this product: joining the walking network' }

function describeParameters(run: Run, area: StudyArea | undefined): RunNotes['parameters'] {
  const { parameters } = run
  const profile = findProfile(parameters.profile)
  const limits = Object.entries(parameters.typeLimitsMetres).map(([type, metres]) => `${type} ${metres} m`)
  const pace = profile?.pace
  const rows: [key: string, zh: string, en: string, value: string, source: Bilingual][] = [
    ['profile', '服务圈', 'circle', parameters.profile, profile?.source ?? declared],
    ['limitMetres', '上限', 'limit', `${parameters.limitMetres} m`, profile?.source ?? declared],
    ['band', '对照区间', 'band', `${parameters.bandMetres.join(' / ')} m`, declared],
    ['method', '方法', 'method', parameters.method, domainTravel],
    ['need', '设施要求', 'types needed', parameters.need, declared],
    ['typeLimitsMetres', '各类设施上限', 'limits by type', limits.join('；'), { zh: 'GB 50180-2018（日间照料 300 m）及声明的参数', en: 'GB 50180-2018 (day care 300 m) and declared parameters' }],
    ['maxAccessMetres', '接入路网最大距离', 'longest leg to the network', `${parameters.maxAccessMetres.city} m（城）/ ${parameters.maxAccessMetres.country} m（乡）`, domainTravel],
    ['cellResolution', '六边形分辨率', 'H3 resolution', String(parameters.cellResolution), { zh: '仅用于展示与汇总', en: 'for display and aggregation only' }],
    ['methodVersion', '方法版本', 'method version', String(parameters.methodVersion), { zh: '本产品', en: 'this product' }],
  ]
  if (parameters.scenario) {
    const { name, revision, changes } = parameters.scenario
    rows.unshift(['scenario', '方案', 'scenario', `${name}（第 ${revision} 稿，${changes.length} 项改动）`, { zh: '规划方案，非现状', en: 'a scenario: supposed, not as it is' }])
  }
  if (area) {
    const isUnit = area.kind === 'planning_unit'
    const source = isUnit ? { zh: '导入的详细规划单元', en: 'an imported planning unit' } : { zh: '随县（区）数据给定', en: 'given with the county' }
    rows.unshift(['studyArea', '分析片区', 'study area', isUnit && area.areaCode !== area.name ? `${area.areaCode ?? ''} ${area.name}`.trim() : area.name, source])
  }
  if (pace) {
    rows.push(['pace', '时间与速度', 'time and speed', `${pace.limitSeconds} s × ${pace.metresPerSecond} m/s`, profile.source])
  }
  rows.push(['facilityTypes', '计入的设施类型', 'types that count', parameters.facilityTypes.join('；'), declared])
  if (parameters.method === 'network') {
    rows.push(['stepsFree', '台阶', 'stairs', parameters.stepsFree ? '不走 / left out' : '可走 / walked', declared])
    rows.push(['useSlope', '坡度', 'slopes', parameters.useSlope ? `计入 / yes（高程 v${run.input_versions.elevation}）` : '不计 / no', parameters.useSlope ? tobler : declared])
  }
  if (parameters.detourFactor !== null) {
    rows.push(['detourFactor', '绕行系数', 'detour factor', String(parameters.detourFactor), { zh: '无路网时的估算', en: 'an estimate where there are no roads' }])
  }
  return rows.map(([key, zh, en, value, source]) => ({ key, name: { zh, en }, value, source }))
}
