import { add, rational, zero, type Rational } from '../exact.ts'
import type { Computed, FailingUnit, Part, Variant } from '../policy/result.ts'
import type { Bilingual } from '../problems.ts'
import { byText } from './words.ts'

/** What a kind returns, with everything that it does not name left empty. */
export function computedOf(part: Part | Part[], more: Partial<Computed> = {}): Computed {
  return {
    status: null,
    parts: Array.isArray(part) ? part : [part],
    variants: [],
    assumptions: [],
    lacking: [],
    notes: [],
    gap: null,
    ...more,
    failing: sortFailing(more.failing ?? []),
  }
}

/** A share of things of which some are unknown: those stand in the denominator, and above only in the upper bound. */
export function sharePart(counts: { known: number | Rational; unknown: number | Rational; total: number | Rational }, more: Partial<Part> = {}): Part {
  const numerator = exact(counts.known)
  return {
    key: null,
    label: null,
    numerator,
    numeratorUpper: add(numerator, exact(counts.unknown)),
    denominator: exact(counts.total),
    partOfWhole: true,
    per: 1,
    unit: '%',
    each: null,
    ...more,
  }
}

/** A fraction or a sum of which nothing is known. */
export function unknownPart(more: Partial<Part> = {}): Part {
  return { key: null, label: null, numerator: null, numeratorUpper: null, denominator: null, rowsMissing: true, per: 1, unit: null, each: null, ...more }
}

export function toVariant(label: Bilingual, part: Part): Variant {
  const { numerator, numeratorUpper, denominator, per, unit } = part
  return { label, numerator, numeratorUpper: part.denominatorOpen || part.rowsMissing ? null : numeratorUpper, denominator, per, unit }
}

export function exact(value: number | Rational): Rational {
  return typeof value === 'number' ? rational(value) : value
}

export function sum(values: readonly Rational[]): Rational {
  return values.reduce(add, zero)
}

/** By county, then state, code or name, then id: the order of the ledger's rows changes nothing. */
export function sortFailing(failing: readonly FailingUnit[]): FailingUnit[] {
  const key = ({ countyCode, state, entity, code, name, id }: FailingUnit) => [countyCode, state, entity, code ?? '', name, id].join('\u0000')
  return [...failing].sort((a, b) => byText(key(a), key(b)))
}
