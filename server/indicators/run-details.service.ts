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
      const { nameScope, registerOrder } = await scopesOf(db, run)
      const groups = new Map<string, SummaryRow[]>()
      for (const row of rows) {
        const key = `${row.scope}/${row.scope_id}/${row.limit_metres}`
        groups.set(key, [...(groups.get(key) ?? []), row])
      }
      const inOrder = [...groups.values()].sort(([a], [b]) => registerOrder(a.scope_id) - registerOrder(b.scope_id))
      return inOrder.map((group) => {
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

/** What scopes are called, and where they stand in the register: units by their codes, whatever is no unit before them. */
async function scopesOf(db: Db, run: Run): Promise<{ nameScope: NameScope; registerOrder: (scopeId: string) => number }> {
  const listed = await listUnits(db, run.county_code, run.input_versions.units)
  const units = new Map(listed.map((unit) => [unit.id, unit]))
  const order = new Map(listed.map(({ id }, index) => [id, index]))
  const study = await findStudyAreaOfRun(db, run)
  const plain = (zh: string, en: string) => ({ name: { zh, en }, level: null, parentId: null })
  const nameScope: NameScope = (scope, scopeId) => {
    if (scope === 'study_area') return plain(study?.name ?? '分析片区', study?.nameEn ?? 'Study area')
    if (scope === 'county') return plain('全县（区）', 'Whole county')
    if (scope === 'place_class') return scopeId === 'city' ? plain('城市', 'City') : plain('农村', 'Country')
    const unit = units.get(scopeId)
    if (!unit) return plain('所属乡镇不明', 'Unit unknown')
    return { name: { zh: unit.name, en: unit.name }, level: unit.level, parentId: unit.parentId }
  }
  return { nameScope, registerOrder: (scopeId) => order.get(scopeId) ?? -1 }
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
    ['maxAccessMetres', '接入路网最大距离', 'longest leg to the network', `${parameters.maxAccessMetres.city} m / ${parameters.maxAccessMetres.country} m`, domainTravel],
    ['cellResolution', '六边形分辨率', 'H3 resolution', String(parameters.cellResolution), { zh: '仅用于展示与汇总', en: 'for display and aggregation only' }],
    ['methodVersion', '方法版本', 'method version', String(parameters.methodVersion), { zh: '本产品', en: 'this product' }],
  ]
  if (parameters.scenario) {
    rows.unshift(['scenario', '方案', 'scenario', parameters.scenario.name, { zh: '规划方案，非现状', en: 'a scenario: supposed, not as it is' }])
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
    rows.push(['stepsFree', '台阶', 'stairs', String(parameters.stepsFree === true), declared])
    rows.push(['useSlope', '坡度', 'slopes', String(parameters.useSlope === true), parameters.useSlope ? tobler : declared])
  }
  if (parameters.detourFactor !== null) {
    rows.push(['detourFactor', '绕行系数', 'detour factor', String(parameters.detourFactor), { zh: '无路网时的估算', en: 'an estimate where there are no roads' }])
  }
  const words = valueWords(run)
  return rows.map(([key, zh, en, value, source]) => ({ key, name: { zh, en }, value, ...(words[key] && { words: words[key] }), source }))
}

/** Values that are codes or hold words, as people read them. */
function valueWords({ parameters, input_versions: versions }: Run): Record<string, Bilingual | undefined> {
  const { city, country } = parameters.maxAccessMetres
  return {
    method: parameters.method === 'network' ? { zh: '步行路网', en: 'walking network' } : { zh: '直线距离 × 绕行系数', en: 'straight line × detour factor' },
    need: parameters.need === 'all' ? { zh: '各类都要到达', en: 'every type' } : { zh: '到达任一类即可', en: 'any one type' },
    maxAccessMetres: { zh: `${city} m（城）/ ${country} m（乡）`, en: `${city} m (city) / ${country} m (country)` },
    stepsFree: parameters.stepsFree ? { zh: '不走台阶', en: 'left out' } : { zh: '可走', en: 'walked' },
    useSlope: parameters.useSlope ? { zh: `计入（高程 v${versions.elevation}）`, en: `heeded (elevation v${versions.elevation})` } : { zh: '不计', en: 'not heeded' },
    scenario: parameters.scenario && {
      zh: `${parameters.scenario.name}（第 ${parameters.scenario.revision} 稿，${parameters.scenario.changes.length} 项改动）`,
      en: `${parameters.scenario.name} (revision ${parameters.scenario.revision}, ${parameters.scenario.changes.length} changes)`,
    },
  }
}
