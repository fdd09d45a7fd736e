import { toExactText, toNumber, type Rational } from '../exact.ts'
import type { Operator, Rule, Target } from '../policy/pack.ts'
import type { Computed, Part, RuleResult, RuleStatus, TargetStep, Variant } from '../policy/result.ts'
import type { Bilingual } from '../problems.ts'
import { gapTo, isJudgeable, judgeEach, judgePart, judgeParts, lowerValue, missingTo, pathOf, targetOfPart, targetOfYear, upperValue, type Aim } from './judge.ts'
import { sumCounties } from './sum-counties.ts'
import { exactNumber, figure, names, say } from './words.ts'

export interface MissingCounty {
  code: string
  name: string
}

export interface JudgeOptions {
  year: number
  /** The user's own, for a target in words or none; never instead of a number that the plan prints. */
  adoptedThreshold: number | null
  /** 「采用标准：…，非本规划规定」, where a choice of the user's gives what the plan does not. */
  adoptedStandard: Bilingual | null
  /** The counties held to another target, for the path; what stands in `computed` where left out. */
  computedAt?: (aim: Aim) => Computed[]
}

/** What the rule asks in a year: the plan's number, else the threshold that the user adopted; null for words alone. */
export function aimOf(rule: Pick<Rule, 'op' | 'targets'>, year: number, adoptedThreshold: number | null): Aim | null {
  const target = targetOfYear(rule.targets, year)?.target
  if (isJudgeable(rule, target?.value)) return { op: rule.op!, value: target!.value as Aim['value'] }
  return adoptedThreshold === null ? null : { op: thresholdOperator(rule), value: adoptedThreshold }
}

/** One rule over a region: a county is a list of one, a prefecture the sum of its counties. */
export function judgeRule(rule: Rule, computed: readonly Computed[], missingCounties: readonly MissingCounty[], options: JudgeOptions): RuleResult {
  const total = sumCounties(computed, missingCounties.length)
  const found = targetOfYear(rule.targets, options.year)
  const aim = aimOf(rule, options.year, options.adoptedThreshold)
  const fromPlan = isJudgeable(rule, found?.target.value)
  const status = statusOf(total, aim, options.adoptedStandard !== null)
  const single = total.parts.length === 1 ? total.parts[0] : null
  const threshold = aim && !fromPlan && status !== 'qualitative' && !total.status ? thresholdWords(rule, aim) : null
  return {
    id: rule.id,
    name: rule.name,
    kind: rule.kind,
    status,
    numerator: single && numberOf(single.numerator),
    denominator: single && numberOf(single.denominator),
    value: single && numberOf(lowerValue(single)),
    valueUpper: single && numberOf(upperValue(single)),
    unit: rule.unit,
    op: rule.op,
    target: found && { when: found.target.when, value: found.target.value, due: found.due },
    path: pathOf(rule.targets).map((target) => stepOf(rule, target, total, missingCounties.length, options)),
    nature: rule.nature,
    quote: rule.quote,
    ref: rule.ref,
    adopted: joinAdopted(options.adoptedStandard, threshold),
    assumptions: rule.assumption ? [rule.assumption, ...total.assumptions] : total.assumptions,
    conflict: rule.conflict,
    lacking: lackingOf(total, status, missingCounties),
    notes: total.notes,
    variants: total.variants.map(variantOf),
    parts: total.parts.map((part) => partOf(part, total, aim, status)),
    failingUnits: total.failing,
  }
}

function statusOf(total: Computed, aim: Aim | null, adopted: boolean): RuleStatus {
  if (total.status) return total.status
  if (total.neverJudged) return 'qualitative'
  if (aim) return judgeParts(total.parts, aim.op, aim.value)
  // A standard of the user's own holds each area to it, though the plan prints no target.
  const byEach = adopted && total.parts.length > 0 && total.parts.every(({ each }) => each !== null)
  return byEach ? judgeEach(total.parts[0]) : 'qualitative'
}

function stepOf(rule: Rule, { when, value }: Target, now: Computed, missing: number, { computedAt, adoptedStandard }: JudgeOptions): TargetStep {
  if (!isJudgeable(rule, value) || now.status || now.neverJudged) {
    return { when, value, status: now.status ?? (adoptedStandard ? statusOf(now, null, true) : 'qualitative'), missing: null }
  }
  const aim = { op: rule.op!, value }
  const total = computedAt ? sumCounties(computedAt(aim), missing) : now
  const status = statusOf(total, aim, false)
  return { when, value, status, missing: status === 'met' ? null : missingOf(total, aim) }
}

/** Where each subject is held to the target, what they lack is summed; else it follows from the fraction. */
function missingOf(total: Computed, aim: Aim): TargetStep['missing'] {
  const measure = total.gap?.measure ?? null
  if (total.parts.some(({ each }) => each)) return total.gap && total.gap.amount.n > 0n ? { measure: total.gap.measure, amount: toExactText(total.gap.amount) } : null
  if (measure) {
    const gap = gapTo(total.parts, aim, measure)
    return gap && gap.amount.n > 0n ? { measure, amount: toExactText(gap.amount) } : null
  }
  for (const part of total.parts) {
    const target = targetOfPart(part, aim.value)
    const amount = target === undefined ? null : missingTo(part, aim.op, target, 'share')
    if (amount) return { measure: 'share', amount: toExactText(amount) }
  }
  return null
}

function partOf(part: Part, total: Computed, aim: Aim | null, whole: RuleStatus): RuleResult['parts'][number] {
  const { key, label, numerator, numeratorUpper, denominator, unit } = part
  const target = aim && !total.neverJudged ? (targetOfPart(part, aim.value) ?? null) : null
  const status = total.status ?? (aim && target !== null ? judgePart(part, aim.op, target) : total.parts.length === 1 ? whole : 'qualitative')
  return { key, label, numerator: textOf(numerator), numeratorUpper: textOf(numeratorUpper), denominator: textOf(denominator), value: numberOf(lowerValue(part)), valueUpper: numberOf(upperValue(part)), unit, status, target }
}

function variantOf(variant: Variant): RuleResult['variants'][number] {
  const { label, numerator, numeratorUpper, denominator, unit } = variant
  const upper = numeratorUpper && lowerValue({ ...variant, numerator: numeratorUpper })
  return { label, numerator: numberOf(numerator), denominator: numberOf(denominator), value: numberOf(lowerValue(variant)), valueUpper: numberOf(upper), unit }
}

/** Whoever reads 数据不足 is told what is lacking; whoever reads a sum is told which counties it leaves out. */
function lackingOf(total: Computed, status: RuleStatus, missingCounties: readonly MissingCounty[]): Bilingual[] {
  const lacking = [...total.lacking]
  if (missingCounties.length > 0) {
    const listed = names(missingCounties.map(({ name }) => name), 50)
    lacking.unshift(say(`${missingCounties.length} 个县（市、区）没有数据：${listed.zh}；数值只含其余各县`, `${missingCounties.length} counties have no data: ${listed.en}; figures are of the others alone`))
  }
  if (status === 'insufficient_data' && lacking.length === 0) lacking.push(say('没有可计算的对象（分母为零）', 'There is nothing to compute from (zero denominator)'))
  return lacking
}

function thresholdOperator({ op }: Pick<Rule, 'op'>): Operator {
  return isJudgeable({ op }, 0) ? op! : '>='
}

const operatorSigns: Partial<Record<Operator, string>> = { '>=': '≥', '>': '>', '<=': '≤', '<': '<', '==': '=' }

function thresholdWords(rule: Rule, { op, value }: Aim): Bilingual {
  const number = typeof value === 'number' ? value : Number.NaN
  const words = rule.unit === '%' ? `${figure(exactNumber(Number((number * 100).toPrecision(12))))} %` : `${number}${rule.unit ? ` ${rule.unit}` : ''}`
  return say(`采用阈值：${operatorSigns[op]} ${words}，非本规划规定`, `Adopted threshold: ${operatorSigns[op]} ${words}; not prescribed by the plan`)
}

function joinAdopted(standard: Bilingual | null, threshold: Bilingual | null): Bilingual | null {
  if (standard && threshold) return say(`${standard.zh}；${threshold.zh}`, `${standard.en}; ${threshold.en}`)
  return standard ?? threshold
}

function numberOf(value: Rational | null): number | null {
  return value && toNumber(value)
}

function textOf(value: Rational | null): string | null {
  return value && toExactText(value)
}
