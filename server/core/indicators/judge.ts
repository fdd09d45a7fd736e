import { compare, divide, multiply, subtract, zero, type Rational } from '../exact.ts'
import type { Operator, Rule, Target, TargetValue } from '../policy/pack.ts'
import type { Computed, Part } from '../policy/result.ts'
import { exact } from './parts.ts'
import { difference, exactNumber, roundUp } from './words.ts'

/** What a rule asks in the year looked at; null where it asks nothing that can be compared. */
export interface Aim {
  op: Operator
  value: number | Record<string, number>
}

export type Verdict = 'met' | 'not_met' | 'insufficient_data'

/**
 * The target that holds in a year: what stands always; else the latest year's up to it; else what is printed without a
 * year (十四五), which holds for the whole period; else the earliest still ahead, which is not due. Null where there is none.
 */
export function targetOfYear(targets: readonly Target[], year: number): { target: Target; due: boolean } | null {
  const standing = targets.find(({ when }) => when === 'standing')
  if (standing) return { target: standing, due: true }
  const years = targets.filter(({ when }) => typeof when === 'number').sort((a, b) => Number(a.when) - Number(b.when))
  const past = years.findLast(({ when }) => Number(when) <= year)
  if (past) return { target: past, due: true }
  const undated = targets.find(({ when }) => typeof when === 'string')
  if (undated) return { target: undated, due: true }
  return years.length > 0 ? { target: years[0], due: false } : null
}

/** Targets in the order of the path: those that always hold first, then by year. */
export function pathOf(targets: readonly Target[]): Target[] {
  const rank = ({ when }: Target) => (typeof when === 'number' ? when : -1)
  return [...targets].sort((a, b) => rank(a) - rank(b))
}

const comparisons: readonly Operator[] = ['>=', '>', '<=', '<', '==']

/** 「形成」, 「约」 and targets without a comparison are never met or not met. */
export function isJudgeable(rule: Pick<Rule, 'op'>, value: TargetValue | undefined): value is number | Record<string, number> {
  return value !== undefined && typeof value !== 'string' && rule.op !== null && comparisons.includes(rule.op)
}

/** The number that a part is held to; undefined where the target names other parts only. */
export function targetOfPart(part: Pick<Part, 'key'>, value: number | Record<string, number>): number | undefined {
  return typeof value === 'number' ? value : part.key === null ? undefined : value[part.key]
}

/**
 * A rule's parts against a target (domain.md, Coverage: met only if the lower bound meets it, not met only if the upper
 * bound fails it). Every part must be met; one that is surely not decides; a part that the target does not name stands beside.
 */
export function judgeParts(parts: readonly Part[], op: Operator, value: number | Record<string, number>): Verdict {
  const named = parts.flatMap((part) => {
    const target = targetOfPart(part, value)
    return target === undefined ? [] : [judgePart(part, op, target)]
  })
  const keys = parts.map(({ key }) => key)
  const unnamed = typeof value !== 'number' && Object.keys(value).some((key) => !keys.includes(key))
  if (named.includes('not_met')) return 'not_met'
  return named.length === 0 || unnamed || named.includes('insufficient_data') ? 'insufficient_data' : 'met'
}

export function judgePart(part: Part, op: Operator, target: number): Verdict {
  if (part.each) return judgeEach(part)
  const bounds = boundsOf(part)
  return bounds ? decide(bounds, part, op, exactNumber(target)) : 'insufficient_data'
}

/** Every subject by itself: one that fails decides, whatever is unknown; nothing in scope is no data. */
export function judgeEach({ each, rowsMissing }: Pick<Part, 'each' | 'rowsMissing'>): Verdict {
  if (!each) throw new Error('expected a part that is judged by each of its subjects')
  if (each.notMet > 0) return 'not_met'
  return each.unknown > 0 || rowsMissing || each.met === 0 ? 'insufficient_data' : 'met'
}

/** `high` is null where nothing bounds it; `highExcluded` where the value stays below it. */
export interface Bounds {
  low: Rational
  high: Rational | null
  highExcluded: boolean
}

/** Between what and what a part's value lies; null where nothing is known of it. No numerator or denominator is negative. */
export function boundsOf(part: Part): Bounds | null {
  const { numerator, numeratorUpper: upper, denominator } = part
  const known = numerator ?? zero
  if (denominator === null) {
    if (numerator === null) return null
    return { low: known, high: part.rowsMissing ? null : upper, highExcluded: false }
  }
  const whole = part.rowsMissing === true || part.denominatorOpen === true ? null : denominator
  if (whole && compare(whole, zero) === 0) return null
  const least = part.denominatorLeast ?? denominator
  const per = exact(part.per)
  const low = whole ? divide(multiply(per, known), whole) : zero
  const ceiling = part.partOfWhole ? per : null
  if (part.rowsMissing) {
    // What is missing adds at most as much above as below: a share short of the whole stays short of it.
    return { low, high: ceiling, highExcluded: ceiling !== null && upper !== null && compare(upper, least) < 0 }
  }
  const high = upper === null || compare(least, zero) === 0 ? null : divide(multiply(per, upper), least)
  return { low, high: high === null || (ceiling && compare(high, ceiling) > 0) ? ceiling : high, highExcluded: false }
}

function decide({ low, high, highExcluded }: Bounds, part: Part, op: Operator, target: Rational): Verdict {
  const whole = part.partOfWhole === true && compare(target, exact(part.per)) === 0
  const above = high === null ? 1 : compare(high, target)
  const failsAbove = above < 0 || (above === 0 && highExcluded)
  const below = compare(low, target)
  const choose = (met: boolean, notMet: boolean): Verdict => (met ? 'met' : notMet ? 'not_met' : 'insufficient_data')
  switch (op) {
    case '>=':
      return choose(below >= 0, failsAbove)
    case '>':
      return choose(below > 0, above <= 0)
    case '<=':
      return choose(above <= 0, below > 0)
    case '<':
      return choose(failsAbove, below >= 0)
    case '==':
      // 100 % of a whole is reached, never passed.
      return whole ? choose(below >= 0, failsAbove) : choose(above === 0 && below === 0 && !highExcluded, failsAbove || below > 0)
    case '~':
    case 'exists':
    case 'none':
      return 'insufficient_data'
  }
}

export type GapMeasure = NonNullable<Computed['gap']>['measure']

/** What the first part that is open lacks of the target; zero where none lacks anything; null where nothing can be said. */
export function gapTo(parts: readonly Part[], aim: Aim | null, measure: GapMeasure): Computed['gap'] {
  if (!aim) return null
  const judged = parts.filter((part) => targetOfPart(part, aim.value) !== undefined && lowerValue(part) !== null)
  if (judged.length === 0) return null
  const missing = judged.map((part) => missingTo(part, aim.op, targetOfPart(part, aim.value)!, measure))
  return { measure, amount: missing.find((one) => one !== null) ?? zero }
}

/**
 * What a fraction lacks of a target in its own measure, from the lower bound: per × x ÷ denominator = target, so
 * x − numerator. Whole units are rounded up; m² and shares are exact. Null where met or nothing can be said.
 */
export function missingTo(part: Part, op: Operator, target: number, measure: GapMeasure | 'share'): Rational | null {
  if (part.numerator === null || op === 'exists' || op === 'none' || op === '~') return null
  const wanted = exactNumber(target)
  if (part.denominator !== null && compare(part.denominator, zero) === 0) return null
  const needed = part.denominator === null ? wanted : divide(multiply(wanted, part.denominator), exact(part.per))
  const down = op === '<=' || op === '<'
  const strict = op === '>' || op === '<'
  const passed = compare(part.numerator, needed)
  if (down ? passed < (strict ? 0 : 1) : passed > (strict ? 0 : -1)) return null
  const raw = down ? subtract(part.numerator, needed) : difference(needed, part.numerator)
  return measure === 'm2' || measure === 'share' ? raw : roundUp(raw, strict)
}

/** Upper end for reading: the value if all that is unknown counted. */
export function upperValue(part: Part): Rational | null {
  if (part.rowsMissing || part.denominatorOpen) return null
  return boundsOf(part)?.high ?? null
}

/** per × numerator ÷ denominator, of what is known; null where the denominator is zero or unknown. */
export function lowerValue(part: Pick<Part, 'numerator' | 'denominator' | 'per'>): Rational | null {
  const { numerator, denominator, per } = part
  if (numerator === null) return null
  if (denominator === null) return numerator
  return compare(denominator, zero) === 0 ? null : divide(multiply(exact(per), numerator), denominator)
}
