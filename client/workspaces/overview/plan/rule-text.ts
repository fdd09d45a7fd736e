import type { RuleResultReply } from '../../../../server/contract/evaluations.ts'
import { isRatePart, type Direction } from '../../../../server/contract/rates.ts'
import { formatCount, formatMeasure, formatRate, formatRateBesideTarget, missing } from '../../../format.ts'
import type { useText } from '../../../i18n/index.ts'

type Text = ReturnType<typeof useText>
export type Target = NonNullable<RuleResultReply['target']>
type Op = RuleResultReply['op']

/** What is shown of a rule, or of one of its parts. */
export interface Measured {
  value: number | null
  valueUpper: number | null
  unit: string | null
  target: number | null
}

const signs: Record<NonNullable<Op>, string> = { '>=': '≥', '>': '>', '<=': '≤', '<': '<', '==': '=', '~': '≈', exists: '', none: '' }
const share = '%'
const noBreak = '\u00a0'

export function signOf(op: Op): string {
  return op === null ? '' : signs[op]
}

/** The unit after a figure; English keeps the server's own, which is as printed. */
function withUnit(figure: string, unit: string | null): string {
  return unit === null ? figure : `${figure}${noBreak}${unit}`
}

/** One end of a figure beside its target; a ceiling is read with the value raised, so that what passes it never reads as it. */
export function figureText(value: number, { unit, target }: Pick<Measured, 'unit' | 'target'>, direction: Direction): string {
  if (unit === share) return target === null || target < 0 ? formatRate(value, direction) : formatRateBesideTarget(value, target, direction).rate
  return withUnit(formatMeasure(value, direction, target), unit)
}

/** “73.1 % – 81.4 %”, “58.5 % of what is known …” where nothing bounds it above, “—” where it is not known. */
export function valueText({ t }: Pick<Text, 't'>, measured: Measured, op: Op): string {
  const { value, valueUpper } = measured
  if (value === null) return missing
  const ceiling = op === '<=' || op === '<'
  const known = figureText(value, measured, ceiling ? 'up' : 'down')
  if (valueUpper === null) return t('plan.knownPart', { value: known })
  if (valueUpper === value) return known
  return `${figureText(value, measured, 'down')} – ${figureText(valueUpper, measured, 'up')}`
}

/** A target's figure, exact as the plan prints it. */
export function targetFigure(value: number, unit: string | null): string {
  if (unit === share) return formatRateBesideTarget(1, value).target
  return withUnit(formatMeasure(value, 'down'), unit)
}

/** 「≥ 60 %」, the plan's own words, or each part with its figure; `ruleName` tells which of the parts are rates. */
export function targetText(target: Target['value'], op: Op, unit: string | null, ruleName = ''): string {
  if (typeof target === 'string') return `「${target}」`
  const sign = signOf(op)
  const signed = (value: number) => `${sign}${sign && noBreak}${targetFigure(value, unit)}`
  if (typeof target === 'number') return signed(target)
  return Object.entries(target).map(([part, value]) => `${part} ${sign && `${sign} `}${targetFigure(value, isRatePart(part, ruleName) ? share : null)}`).join('；')
}

export function whenText({ word }: Pick<Text, 'word'>, when: number | string): string {
  return typeof when === 'number' ? String(when) : word('targetWhen', when)
}

/** The figures under the bar: 63 – 71 / 131. */
export function fractionText(numerator: number | null, upper: number | null, denominator: number | null): string | null {
  if (numerator === null || denominator === null) return null
  const top = upper !== null && upper !== numerator ? `${formatMeasure(numerator, 'down')} – ${formatMeasure(upper, 'up')}` : formatMeasure(numerator, 'down')
  return `${top} / ${formatMeasure(denominator, 'down')}`
}

/** The whole of a rule as one figure; its only part knows the unit where the clause prints none. */
export function measuredOf(rule: RuleResultReply): Measured {
  const [part] = rule.parts
  const unit = rule.parts.length === 1 ? (part.unit ?? rule.unit) : rule.unit
  const target = rule.target && typeof rule.target.value === 'number' ? rule.target.value : rule.parts.length === 1 ? part.target : null
  return { value: rule.value, valueUpper: rule.valueUpper, unit, target }
}

export function measuredOfPart(rule: RuleResultReply, part: RuleResultReply['parts'][number]): Measured {
  return { value: part.value, valueUpper: part.valueUpper, unit: part.unit ?? (rule.parts.length === 1 ? rule.unit : null), target: part.target }
}

/** What is missing to a target; a share of it as per cent. Of what lacks data it is no more than what is known that falls short. */
export function gapText({ t, word }: Pick<Text, 't' | 'word'>, { missing: gap, status }: Pick<RuleResultReply['path'][number], 'missing' | 'status'>): string {
  if (gap === null) return t('plan.drawer.noGap')
  const { measure, amount } = gap
  const [numerator, denominator = '1'] = amount.split('/')
  const value = Number(numerator) / Number(denominator)
  const n = measure === 'share' ? formatRate(value, 'up') : measure === 'm2' ? formatMeasure(value, 'up') : formatCount(Math.ceil(value - 1e-9))
  const lacks = word('gapMeasure', measure).replace('{{n}}', n)
  return status === 'insufficient_data' ? t('plan.drawer.gapKnown', { gap: lacks }) : lacks
}
