import { add, rational, zero, type Rational } from '../exact.ts'
import type { Computed, Part, Variant } from '../policy/result.ts'
import { sortFailing, sum } from './parts.ts'
import { distinctWords } from './tally-rows.ts'

/**
 * What the counties of a prefecture give together: ΣC ÷ ΣP, never a mean of ratios. A county without data is dropped
 * from no denominator: its rows are missing, or it is one unknown unit where counties are what is counted.
 */
export function sumCounties(counties: readonly Computed[], missing: number): Computed {
  const statuses = counties.map(({ status }) => status)
  const gaps = counties.flatMap(({ gap }) => gap ?? [])
  return {
    status: statuses.includes('manual')
      ? 'manual'
      : statuses.includes('not_prescribed')
        ? 'not_prescribed'
        : statuses.every((status) => status === 'insufficient_data')
          ? 'insufficient_data'
          : null,
    ...(counties.some(({ neverJudged }) => neverJudged) ? { neverJudged: true } : {}),
    parts: groupBy(counties.map(({ parts }) => parts), ({ key }) => key ?? '').map((parts) => sumParts(parts, missing + counties.length - parts.length)),
    failing: sortFailing(counties.flatMap(({ failing }) => failing)),
    variants: groupBy(counties.map(({ variants }) => variants), ({ label, per, unit }) => `${label.zh}|${per}|${unit}`).map((variants) => sumVariants(variants, missing > 0)),
    assumptions: distinctWords(counties.flatMap(({ assumptions }) => assumptions)),
    lacking: distinctWords(counties.flatMap(({ lacking }) => lacking)),
    notes: distinctWords(counties.flatMap(({ notes }) => notes)),
    gap: gaps.length > 0 ? { measure: gaps[0].measure, amount: sum(gaps.map(({ amount }) => amount)) } : null,
  }
}

/** One part over its counties, of which `missing` more have no data. */
export function sumParts(parts: readonly Part[], missing: number): Part {
  const known = parts.filter(({ numerator }) => numerator !== null)
  const each = parts.flatMap(({ each }) => each ?? [])
  const countsCounties = parts.some((part) => part.countsCounties)
  const counted = countsCounties ? rational(missing) : zero
  const upper = addAll(known.map(({ numeratorUpper }) => numeratorUpper))
  const flag = (name: 'denominatorOpen' | 'partOfWhole' | 'countsCounties') => (parts.some((part) => part[name]) ? { [name]: true as const } : {})
  const denominator = addSome(known.map((part) => part.denominator))
  const least = parts.some(({ denominatorLeast }) => denominatorLeast) ? addSome(known.map((part) => part.denominatorLeast ?? part.denominator)) : null
  return {
    key: parts[0].key,
    label: parts[0].label,
    numerator: addSome(known.map(({ numerator }) => numerator)),
    numeratorUpper: known.length === 0 ? null : upper && add(upper, counted),
    denominator: denominator && add(denominator, counted),
    ...(least ? { denominatorLeast: add(least, counted) } : {}),
    ...flag('denominatorOpen'),
    ...flag('partOfWhole'),
    ...flag('countsCounties'),
    ...(parts.some(({ rowsMissing }) => rowsMissing) || (missing > 0 && !countsCounties) ? { rowsMissing: true } : {}),
    per: parts[0].per,
    unit: parts[0].unit,
    each: each.length === 0 ? null : each.reduce((a, b) => ({ met: a.met + b.met, notMet: a.notMet + b.notMet, unknown: a.unknown + b.unknown })),
  }
}

function sumVariants(variants: readonly Variant[], missing: boolean): Variant {
  const known = variants.filter(({ numerator }) => numerator !== null)
  const whole = known.length === variants.length && !missing
  return {
    ...variants[0],
    numerator: addSome(known.map(({ numerator }) => numerator)),
    numeratorUpper: whole ? addAll(known.map(({ numeratorUpper }) => numeratorUpper)) : null,
    denominator: addSome(known.map(({ denominator }) => denominator)),
  }
}

function groupBy<Item>(lists: readonly (readonly Item[])[], key: (item: Item) => string): Item[][] {
  const groups = new Map<string, Item[]>()
  for (const item of lists.flat()) {
    const own = groups.get(key(item))
    if (own) own.push(item)
    else groups.set(key(item), [item])
  }
  return [...groups.values()]
}

/** The sum of those that are known; null where none is. */
function addSome(values: readonly (Rational | null)[]): Rational | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : sum(known)
}

/** Null where any is unknown, or there are none. */
function addAll(values: readonly (Rational | null)[]): Rational | null {
  return values.length === 0 || values.includes(null) ? null : sum(values.filter((value) => value !== null))
}
