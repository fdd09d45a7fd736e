import { compareEvaluations, type RuleDelta } from '../contract/evaluation-deltas.ts'
import type { EvaluationReply } from '../contract/evaluations.ts'
import { nameOfChange, placeOfChange, proposalsGeoJson } from '../contract/proposals-geojson.ts'
import { percentText } from '../contract/rates.ts'
import type { Comparison, ScenarioRecord } from '../contract/scenarios.ts'
import { findProfile } from '../core/coverage/profiles.ts'
import { refuse } from '../core/problems.ts'
import type { RunWish } from '../coverage/choose-parameters.ts'
import type { CommandAnswer } from './answer.ts'
import { statusWords } from './evaluate.ts'
import { findScenario } from './find-scenario.ts'
import { accessService, type ServiceAccess } from './service-access.ts'

export interface ScenarioOptions {
  county?: string
  json?: boolean
}

export interface ComparisonOptions extends ScenarioOptions {
  profile?: string
  pack?: string
  year?: number
}

/** The state as it is, beside scenarios. */
const baselineWords = ['baseline', '现状']
const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** `yiquan scenario list`: those in work, newest first. */
export async function runScenarioList(env: NodeJS.ProcessEnv, options: { county: string; all?: boolean; json?: boolean }): Promise<CommandAnswer> {
  return withService(env, async (service) => {
    const listed = (await service.listScenarios(options.county)).filter(({ archived }) => options.all || !archived)
    if (options.json) return json({ county: options.county, scenarios: listed.map(({ changes, misfits, ...head }) => ({ ...head, changeCount: changes.length, misfitCount: misfits.length })) })
    if (listed.length === 0) return said(['该县还没有方案 / the county has no scenarios yet'])
    return said(listed.map((one) => `${one.id}  ${headOf(one)}`))
  })
}

/** `yiquan scenario show`: every change, and what of it finds no place in the data. */
export async function runScenarioShow(env: NodeJS.ProcessEnv, wanted: string, options: ScenarioOptions): Promise<CommandAnswer> {
  return withService(env, async (service) => {
    const scenario = await getScenario(service, wanted, options.county)
    if (options.json) return json(scenario)
    const sites = await service.listSites(scenario.code, scenario.baseline)
    const changes = scenario.changes.map((change, index) => {
      const misfit = scenario.misfits.find(({ changeId }) => changeId === change.id)
      const place = placeOfChange(change, sites)
      const facts = Object.entries(change).flatMap(([key, value]) => (['id', 'kind', 'name', 'location', 'facilityId', 'premisesId'].includes(key) ? [] : [`${key} ${String(value)}`]))
      return [
        `${index + 1}. ${change.kind} ${nameOfChange(change, sites)}${place ? `（${place.join(', ')}）` : ''}${facts.length > 0 ? ` · ${facts.join(' · ')}` : ''}`,
        ...(misfit ? [`   ※ 未生效 / no effect：${misfit.message.zh} / ${misfit.message.en}`] : []),
      ]
    })
    return said([`${scenario.code} ${headOf(scenario)}`, ...(scenario.note ? [scenario.note] : []), ...changes.flat(), ...runLines(scenario)])
  })
}

/** `yiquan scenario export`: the layer that the planning workspace saves, to standard output. */
export async function runScenarioExport(env: NodeJS.ProcessEnv, wanted: string, options: ScenarioOptions): Promise<CommandAnswer> {
  return withService(env, async (service) => {
    const scenario = await getScenario(service, wanted, options.county)
    const sites = await service.listSites(scenario.code, scenario.baseline)
    const proposals = scenario.changes.flatMap((change, index) => {
      const location = placeOfChange(change, sites)
      return location ? [{ number: index + 1, kind: change.kind, name: nameOfChange(change, sites), location, change }] : []
    })
    const county = (await service.listCounties()).find(({ code }) => code === scenario.code)
    const without = scenario.changes.length - proposals.length
    const notes = [
      `${county?.name ?? scenario.code} · 方案「${scenario.name}」第 ${scenario.revision} 稿，不是现状 / scenario “${scenario.name}”, revision ${scenario.revision}: not the real state`,
      ...(without > 0 ? [`${without} 项改动没有位置，未列出 / ${without} changes without a place are left out`] : []),
      ...(county?.demo ? ['演示数据 / demonstration data'] : []),
    ]
    return json(proposalsGeoJson({ title: `${scenario.code} ${scenario.name}`, revision: scenario.revision, notes }, proposals))
  })
}

/** `yiquan scenario compare`: two runs of one circle side by side, and rule by rule where a pack is named. */
export async function runScenarioCompare(env: NodeJS.ProcessEnv, before: string, after: string, options: ComparisonOptions): Promise<CommandAnswer> {
  if (options.profile !== undefined && !findProfile(options.profile)) throw refuse('PROFILE_UNKNOWN', `没有服务圈 ${options.profile}`, `No circle profile ${options.profile}`)
  return withService(env, async (service) => {
    const known = await Promise.all([before, after].map(async (one) => (isBaseline(one) || (options.county === undefined && !uuidPattern.test(one)) ? undefined : getScenario(service, one, options.county))))
    const county = options.county ?? known.find((one) => one !== undefined)?.code
    if (county === undefined) throw refuse('BAD_REQUEST', '请用 --county 指明县（区）', 'Name the county with --county')
    const [a, b] = await Promise.all([before, after].map((one) => (isBaseline(one) ? null : getScenario(service, one, county))))
    const profile = options.profile ?? (await newestBaseline(service, county))?.profile
    // One after the other: an embedded database has one connection, and two runs at once gain nothing.
    const runs = [await runOf(service, county, a, profile), await runOf(service, county, b, profile)]
    if (runs[0] === runs[1]) throw refuse('BAD_REQUEST', '对比的两方相同', 'Both sides of the comparison are the same')
    const comparison = await service.compare(county, runs[0], runs[1])
    const indicators = options.pack === undefined ? undefined : await compareRules(service, county, [a, b], { pack: options.pack, year: options.year })
    if (options.json) {
      const side = (scenario: ScenarioRecord | null, runId: string) => ({ scenario: scenario && { id: scenario.id, name: scenario.name, revision: scenario.revision }, runId })
      return json({ county, a: side(a, runs[0]), b: side(b, runs[1]), comparison, ...(indicators ? { indicators } : {}) })
    }
    return said([`${county}：${nameOf(a)} → ${nameOf(b)}`, ...describeComparison(comparison), ...(indicators ? describeRules(indicators.rules, indicators.warnings) : [])])
  })
}

async function withService(env: NodeJS.ProcessEnv, perform: (service: ServiceAccess) => Promise<CommandAnswer>): Promise<CommandAnswer> {
  const service = await accessService(env)
  try {
    return await perform(service)
  } finally {
    await service.close()
  }
}

/** In the county named, by id or name; else by id, wherever it is. */
async function getScenario(service: ServiceAccess, wanted: string, county: string | undefined): Promise<ScenarioRecord> {
  if (county !== undefined) return findScenario(await service.listScenarios(county), wanted)
  if (!uuidPattern.test(wanted)) throw refuse('BAD_REQUEST', `「${wanted}」不是方案编号；按名称查找请加 --county`, `“${wanted}” is no id; to find a scenario by its name add --county`)
  for (const { code } of await service.listCounties()) {
    const found = (await service.listScenarios(code)).find(({ id }) => id === wanted.toLowerCase())
    if (found) return found
  }
  throw refuse('SCENARIO_UNKNOWN', `没有方案 ${wanted}`, `No scenario ${wanted}`)
}

async function newestBaseline(service: ServiceAccess, county: string, profile?: string) {
  const runs = await service.listRuns(county)
  return runs.find((run) => run.status === 'published' && run.scenario === null && run.studyArea?.kind !== 'planning_unit' && (profile === undefined || run.profile === profile))
}

/** The newest published run of the side under the circle, of a scenario's present revision; a new one where there is none. */
async function runOf(service: ServiceAccess, county: string, scenario: ScenarioRecord | null, profile: string | undefined): Promise<string> {
  const published = scenario
    ? scenario.runs.find((run) => run.status === 'published' && run.revision === scenario.revision && run.profile === profile)?.runId
    : (await newestBaseline(service, county, profile))?.id
  if (published !== undefined) return published
  const wish: RunWish = profile === undefined ? {} : { profile: profile as RunWish['profile'] }
  return (await service.analyse(county, wish, scenario ?? undefined)).runId!
}

async function compareRules(service: ServiceAccess, county: string, sides: readonly (ScenarioRecord | null)[], { pack, year }: { pack: string; year: number | undefined }) {
  const replies: EvaluationReply[] = []
  for (const side of sides) {
    const over = side ? { scenario: { id: side.id, revision: side.revision } } : {}
    replies.push(await service.evaluate(county, { pack, year, choices: {}, adoptedThresholds: {}, ...over }))
  }
  const { deltas, warnings } = compareEvaluations(replies[0], replies[1])
  const short = (rule: RuleDelta['before']) => rule && { status: rule.status, value: rule.value, valueUpper: rule.valueUpper, unit: rule.unit }
  return {
    ...{ pack, year: replies[0].evaluation.year, before: replies[0].evaluation.id, after: replies[1].evaluation.id, warnings },
    rules: deltas.map(({ id, name, change, before, after, value, failing }) => ({ id, name, change, before: short(before), after: short(after), value, failing })),
  }
}

type ShortDelta = Awaited<ReturnType<typeof compareRules>>['rules'][number]

function describeRules(rules: readonly ShortDelta[], warnings: readonly { zh: string; en: string }[]): string[] {
  const changed = rules.filter(({ change }) => change !== 'same')
  const figure = (side: ShortDelta['before']) => (!side || side.value === null ? '—' : String(Number(side.value.toPrecision(6))))
  return [
    `指标 / indicators：${rules.length}，有变化 changed ${changed.length}，转为达标 becoming met ${changed.filter(({ change }) => change === 'becomes_met').length}，不再达标 no longer met ${changed.filter(({ change }) => change === 'ceases_to_be_met').length}`,
    ...changed.map(({ id, name, before, after }) => `  ${id.padEnd(7)} ${before ? statusWords[before.status] : '—'} ${figure(before)} → ${after ? statusWords[after.status] : '—'} ${figure(after)} · ${name}`),
    ...warnings.map(({ zh, en }) => `※ ${zh} / ${en}`),
  ]
}

function describeComparison({ measures, townships, places, units, warnings, cost, a, b }: Comparison): string[] {
  const rate = ({ lower, upper }: Comparison['measures'][number]['a']) => (lower === null || upper === null ? '—' : lower === upper ? `${percentText(lower, 'down')} %` : `${percentText(lower, 'down')} – ${percentText(upper, 'up')} %`)
  const withFacility = ({ covered, total, rate: share }: Comparison['townships']['a']) => `${share === null ? '—' : `${percentText(share, 'down')} %`}（${covered}/${total}）`
  const gaining = units.filter(({ gained60Plus }) => gained60Plus > 0)
  return [
    `${a.methodLine.zh} / ${a.methodLine.en}`,
    `${b.methodLine.zh} / ${b.methodLine.en}`,
    ...measures.map(({ measure, a: one, b: other, gained }) => `${measure}：${rate(one)} → ${rate(other)}（${gained > 0 ? '+' : ''}${gained}）`),
    `乡镇养老设施覆盖率 / townships with a facility：${withFacility(townships.a)} → ${withFacility(townships.b)}`,
    `结论改变的地点 / places whose verdict differs：${places.length}；受益乡镇 / townships that gain：${gaining.length}`,
    ...(cost.yuan === null ? [] : [`费用 / cost：${cost.yuan} 元 yuan`]),
    ...warnings.map(({ zh, en }) => `※ ${zh} / ${en}`),
  ]
}

function headOf({ name, revision, changes, misfits, archived, isBaselineNewest, updatedAt }: ScenarioRecord): string {
  const marks = [
    ...(misfits.length > 0 ? [`未生效 no effect ${misfits.length}`] : []),
    ...(isBaselineNewest ? [] : ['基线已有更新 baseline superseded']),
    ...(archived ? ['已归档 archived'] : []),
  ]
  return `${name} · 第 ${revision} 稿 revision ${revision} · 改动 changes ${changes.length}${marks.map((mark) => ` · ${mark}`).join('')} · ${updatedAt.slice(0, 10)}`
}

function runLines({ runs, revision }: ScenarioRecord): string[] {
  return runs.map((run) => `批次 / run ${run.runId} · ${run.profile}${run.stepsFree ? '（不走台阶 without stairs）' : ''}${run.useSlope ? '（计入坡度 with slopes）' : ''} · ${run.status} · 第 ${run.revision} 稿 revision ${run.revision}${run.revision === revision ? '' : '（旧 older）'}`)
}

function nameOf(scenario: ScenarioRecord | null): string {
  return scenario ? `方案 scenario「${scenario.name}」第 ${scenario.revision} 稿` : '现状 baseline'
}

const isBaseline = (text: string) => baselineWords.includes(text)
const json = (value: unknown): CommandAnswer => ({ output: `${JSON.stringify(value)}\n`, exitCode: 0 })
const said = (lines: readonly string[]): CommandAnswer => ({ output: `${lines.join('\n')}\n`, exitCode: 0 })
