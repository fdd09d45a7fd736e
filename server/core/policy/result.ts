import type { Rational } from '../exact.ts'
import type { Bilingual } from '../problems.ts'
import type { Nature, Operator, RuleKind, TargetValue } from './pack.ts'

/** domain.md, Result of an indicator. */
export const ruleStatuses = ['met', 'not_met', 'insufficient_data', 'not_prescribed', 'qualitative', 'manual'] as const
export type RuleStatus = (typeof ruleStatuses)[number]

/**
 * One fraction of a rule, which sums over counties: value = per × Σ numerator ÷ Σ denominator (never a mean of ratios).
 * What is unknown widens it: `numerator` counts nothing unknown, `numeratorUpper` all of it; both null where
 * not even bounds are known. `numeratorUpper` alone is null where what is unknown has no bound. A sum (`count`) has
 * denominator null, and so has a fraction of which nothing is known (`rowsMissing`).
 */
export interface Part {
  /** The name of the target's part; null where the target is one number. */
  key: string | null
  label: Bilingual | null
  numerator: Rational | null
  numeratorUpper: Rational | null
  denominator: Rational | null
  /** The least that the denominator can be, where some of it may not belong (people without a known place). */
  denominatorLeast?: Rational
  /** Rows of the denominator have no figure: it may be any amount more than what is known. */
  denominatorOpen?: true
  /** Whole rows are missing from numerator and denominator alike: a county, a ledger never loaded, tags not yet set. */
  rowsMissing?: true
  /** What is counted above is counted below as well: the share never exceeds 1. */
  partOfWhole?: true
  /** The denominator counts counties: a county without data is one unknown unit more. */
  countsCounties?: true
  per: number
  unit: string | null
  /**
   * Where every subject is held to the target by itself (each residential area, each project): the status comes from
   * these, and the fraction stands beside. Null where the fraction is what is judged.
   */
  each: { met: number; notMet: number; unknown: number } | null
}

/** A unit, area, site or entry that fails the rule or keeps it from an answer, by name. */
export interface FailingUnit {
  entity: 'unit' | 'residential_area' | 'facility' | 'settlement' | 'parcel' | 'premises' | 'register_entry' | 'place'
  id: string
  code: string | null
  name: string
  /** Six digits: a prefecture's list names the county. */
  countyCode: string
  /** `unknown`: it could not be judged, and is counted as neither. */
  state: 'fails' | 'unknown'
  /** Why, with its figures. */
  reason: Bilingual
}

/** The same indicator with another denominator or another reading, shown beside it. */
export interface Variant {
  label: Bilingual
  numerator: Rational | null
  numeratorUpper: Rational | null
  denominator: Rational | null
  per: number
  unit: string | null
}

/** What the function of a kind returns for one county; evaluate.ts judges it, and sums it over counties. */
export interface Computed {
  /**
   * Set where no comparison decides: the plan has no figure, only a person can tell, or nothing that the rule is about
   * was ever loaded, tagged or can be held (then `lacking` says what).
   */
  status: 'not_prescribed' | 'manual' | 'insufficient_data' | null
  /** True where the measure is for reading only (balance, Gini): no threshold may judge it. */
  neverJudged?: true
  parts: Part[]
  failing: FailingUnit[]
  variants: Variant[]
  /** What was declared or taken as true to get here. */
  assumptions: Bilingual[]
  /** What is lacking: not loaded, not filled in, not known. Anything here that leaves the parts open is 数据不足. */
  lacking: Bilingual[]
  /** Figures worth reading that decide nothing. */
  notes: Bilingual[]
  /** What is missing to the target, in the rule's own measure: units, m², beds. */
  gap: { measure: 'units' | 'm2' | 'beds' | 'people' | 'areas' | 'sites'; amount: Rational } | null
}

export interface TargetStep {
  when: number | string
  value: TargetValue
  status: RuleStatus
  /** Missing to this target, of the first open part; null where met or not a number. */
  missing: { measure: 'units' | 'm2' | 'beds' | 'people' | 'areas' | 'sites' | 'share'; amount: string } | null
}

/** A rule judged for one region and year. Numbers are the nearest doubles; the exact values stand in `parts`. */
export interface RuleResult {
  id: string
  name: string
  kind: RuleKind
  status: RuleStatus
  numerator: number | null
  denominator: number | null
  /** The lower bound where it is an interval. */
  value: number | null
  /** Null where there is no bound above; where rows are missing from the denominator, `value` is of the known rows alone. */
  valueUpper: number | null
  unit: string | null
  op: Operator | null
  /** The target of the year asked; `due` is false where it lies ahead and nothing earlier is printed. */
  target: { when: number | string; value: TargetValue; due: boolean } | null
  path: TargetStep[]
  nature: Nature
  quote: string
  ref: string
  /** 「采用标准：…，非本规划规定」 or 「采用阈值：…，非本规划规定」; null where only the plan speaks. */
  adopted: Bilingual | null
  assumptions: Bilingual[]
  conflict: Bilingual | null
  lacking: Bilingual[]
  notes: Bilingual[]
  variants: { label: Bilingual; numerator: number | null; denominator: number | null; value: number | null; valueUpper: number | null; unit: string | null }[]
  parts: { key: string | null; label: Bilingual | null; numerator: string | null; numeratorUpper: string | null; denominator: string | null; value: number | null; valueUpper: number | null; unit: string | null; status: RuleStatus; target: number | null }[]
  failingUnits: FailingUnit[]
}
