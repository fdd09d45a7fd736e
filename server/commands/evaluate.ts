import type { CommandAnswer } from './answer.ts'
import type { EvaluationReply, RuleResultReply } from '../contract/evaluations.ts'
import { startEvaluation } from '../contract/evaluations.ts'
import { refuse } from '../core/problems.ts'
import { findScenario } from './find-scenario.ts'
import { accessService } from './service-access.ts'

export interface EvaluateOptions {
  region: string
  pack: string
  year?: number
  choice: string[]
  adopt: string[]
  /** Id or name of a scenario of the county. */
  scenario?: string
  json?: boolean
}

/** `yiquan evaluate`: judges a pack for a county or a prefecture over the newest data, every rule exactly once. */
export async function runEvaluate(env: NodeJS.ProcessEnv, options: EvaluateOptions): Promise<CommandAnswer> {
  const wish = startEvaluation.safeParse({
    pack: options.pack,
    year: options.year,
    choices: Object.fromEntries(options.choice.map((text) => pair(text, readChoice))),
    adoptedThresholds: Object.fromEntries(options.adopt.map((text) => pair(text, readNumber))),
  })
  if (!wish.success) {
    const [issue] = wish.error.issues
    throw refuse('BAD_REQUEST', `参数 ${issue.path.join('.')} 不合要求`, `${issue.path.join('.')}: ${issue.message}`)
  }
  if (options.scenario !== undefined) refusePrefecture(options.region)
  const service = await accessService(env)
  try {
    const scenario = options.scenario === undefined ? undefined : findScenario(await service.listScenarios(options.region), options.scenario)
    const over = scenario ? { scenario: { id: scenario.id, revision: scenario.revision } } : {}
    const reply = await service.evaluate(options.region, { ...wish.data, ...over })
    return { output: options.json ? `${JSON.stringify(toJson(reply))}\n` : describe(reply), exitCode: 0 }
  } finally {
    await service.close()
  }
}

/** 地级市: six digits that end in 00, which no county's do. */
function refusePrefecture(region: string): void {
  if (!region.endsWith('00')) return
  throw refuse('BAD_REQUEST', `方案属于一个县（区），不能用于地级市 ${region}`, `A scenario belongs to one county: it cannot be judged for prefecture ${region}`, {
    fix: { zh: '请用 --region 指明方案所在的县（区）；评估地级市现状请去掉 --scenario', en: 'name the scenario’s own county with --region; to judge the prefecture as it is, leave out --scenario' },
  })
}

function toJson({ evaluation, results, counties }: EvaluationReply) {
  return {
    region: evaluation.region.code,
    regionName: evaluation.region.name,
    pack: evaluation.pack.id,
    packStatus: evaluation.pack.statusText,
    year: evaluation.year,
    runId: evaluation.id,
    dataDate: evaluation.dataDate,
    demo: evaluation.demo,
    ownJurisdiction: evaluation.ownJurisdiction,
    scenario: evaluation.scenario,
    inputHash: evaluation.inputHash,
    resultHash: evaluation.resultHash,
    missingCounties: evaluation.missingCounties,
    results: results.map((result) => ({ ...result, target: result.target?.value ?? null, targetWhen: result.target?.when ?? null, targetDue: result.target?.due ?? null })),
    ...(counties.length > 0 ? { counties } : {}),
  }
}

export const statusWords: Record<RuleResultReply['status'], string> = {
  met: '达标 met',
  not_met: '未达标 not met',
  insufficient_data: '数据不足 insufficient data',
  not_prescribed: '本规划未规定 not prescribed',
  qualitative: '定性要求 qualitative',
  manual: '人工填报 manual',
}

function describe({ evaluation, results }: EvaluationReply): string {
  const { region, pack } = evaluation
  const lines = [
    `${region.name} ${region.code} · ${pack.title}（${pack.statusText}） · ${evaluation.year}${evaluation.demo ? '  【演示数据 / demonstration data】' : ''}`,
  ]
  const { scenario } = evaluation
  if (scenario) {
    lines.push(`※ 方案「${scenario.name}」（第 ${scenario.revision} 稿）的评估，不是现状 / of the scenario “${scenario.name}” (revision ${scenario.revision}), not of the real state`)
    lines.push(...scenario.notes.map(({ zh, en }) => `※ ${zh} / ${en}`))
  }
  if (!evaluation.ownJurisdiction) lines.push('※ 本政策包不是为该地区制定的，仅作参照 / this pack was made for another place: a yardstick only')
  for (const county of evaluation.missingCounties) lines.push(`※ 缺少数据的县（区） / county without data：${county.name} ${county.code}`)
  for (const result of results) {
    const target = result.target ? ` ${result.op ?? ''} ${targetText(result.target.value)}（${result.target.when}）` : ''
    const fraction = result.denominator === null ? number(result.numerator) : `${number(result.numerator)} / ${number(result.denominator)}`
    lines.push(`${result.id.padEnd(7)} ${statusWords[result.status]} · ${result.name} · ${fraction} = ${interval(result)}${target}${failingText(result)}`)
    if (result.adopted) lines.push(`        ${result.adopted.zh} / ${result.adopted.en}`)
  }
  lines.push(`数据截至 / data of ${evaluation.dataDate ?? '—'} · 批次 / run ${evaluation.id}`)
  return `${lines.join('\n')}\n`
}

function interval({ value, valueUpper, unit }: RuleResultReply): string {
  const shown = valueUpper !== null && valueUpper !== value ? `${number(value)} – ${number(valueUpper)}` : number(value)
  return withUnit(shown, unit) + (value !== null && valueUpper === null ? '（已知部分，上限不明 of what is known, no upper bound）' : '')
}

function withUnit(shown: string, unit: string | null): string {
  return unit && unit !== '%' ? `${shown} ${unit}` : shown
}

/** Shares stay fractions here: the exact value, never a rounded percentage beside a verdict. */
function number(value: number | null): string {
  return value === null ? '—' : String(Number(value.toPrecision(12)))
}

function targetText(value: number | string | Record<string, number>): string {
  return typeof value === 'object' ? Object.entries(value).map(([key, part]) => `${key} ${part}`).join('、') : String(value)
}

function failingText({ failingUnits }: RuleResultReply): string {
  if (failingUnits.length === 0) return ''
  const names = failingUnits.slice(0, 5).map(({ name }) => name)
  return ` ｜ ${names.join('、')}${failingUnits.length > 5 ? ` 等 ${failingUnits.length} 个` : ''}`
}

function pair<T>(text: string, read: (value: string) => T): [string, T] {
  const at = text.indexOf('=')
  if (at <= 0) throw refuse('BAD_REQUEST', `应写作 名称=值：${text}`, `Expected name=value, got ${text}`)
  return [text.slice(0, at).trim(), read(text.slice(at + 1).trim())]
}

/** null, true, false and numbers are read as such; anything else is text. */
function readChoice(value: string): string | number | boolean | null {
  if (value === 'null') return null
  if (value === 'true' || value === 'false') return value === 'true'
  return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value
}

function readNumber(value: string): number {
  if (!/^\d+(\.\d+)?$/.test(value)) throw refuse('BAD_REQUEST', `阈值应为数字：${value}`, `Expected a number, got ${value}`)
  return Number(value)
}
