import type { Bilingual } from '../problems.ts'

/**
 * A policy pack: one plan turned into data (domain.md, Words). Every text that the plan prints stands here as printed;
 * what the plan leaves open is a `Choice` with a default and its reason. Shares are fractions (0.6), lengths metres,
 * areas m². data/policies/<id>.yaml holds one; server/policies/pack-schema.ts reads it.
 */
export interface PolicyPack {
  format: 1
  id: string
  region: { code: string; name: string; level: 'county' | 'prefecture' }
  document: {
    title: string
    number: string | null
    issued: string | null
    status: 'in_force' | 'draft'
    /** 正式印发, 征求意见稿 … as printed or found. */
    statusText: string
    /** First and last year. */
    period: [number, number]
    /** Whom the plan counts as elders, as printed; null where it does not say. */
    ageBase: string | null
  }
  /** Figures that the plan prints of its own start: for reading, never an input. */
  baseline: Record<string, number>
  /** Printed contradictions and gaps: shown, not repaired. */
  remarks: Bilingual[]
  choices: Choice[]
  /** By what city and country are told apart, with choices at its leaves (place-class.ts); statistical where left out. */
  placeClass?: unknown
  rules: Rule[]
  reported: ReportedRule[]
}

export type ChoiceValue = string | number | boolean | null

/** Something the plan leaves open. Any leaf of a rule's `compute` may be `{ choice: <id> }`. */
export interface Choice {
  id: string
  label: Bilingual
  /** Why the default is what it is. */
  reason: Bilingual
  default: ChoiceValue
  /** A closed list, or null for a number between `least` and `most` (null itself is then “not adopted”) or a day. */
  options: { value: ChoiceValue; label: Bilingual }[] | null
  least: number | null
  most: number | null
  unit: string | null
  /** With no options: `date` takes a day, YYYY-MM-DD, instead of a number. */
  form?: 'date'
  /** True where a value other than the default is a standard of the user's own: 「采用标准：…，非本规划规定」. */
  adopts: boolean
}

export const ruleKinds = [
  'service_circle',
  'area_per_100hh',
  'compliance_rate',
  'admin_coverage',
  'per_capita_land',
  'ratio',
  'count',
  'per_thousand',
  'capacity_limit',
  'proximity',
  'land_constraint',
  'network_completeness',
  'inventory',
  'workflow',
] as const
export type RuleKind = (typeof ruleKinds)[number]

export type Operator = '>=' | '>' | '<=' | '<' | '==' | '~' | 'exists' | 'none'

/** A number, words (「形成」: never met or not met), or a number for each named part (智慧养老院 1, 智慧养老社区 1). */
export type TargetValue = number | string | Record<string, number>

/** A year; `standing` holds always; anything else as printed (十四五, undated) holds for the whole period. */
export interface Target {
  when: number | string
  value: TargetValue
}

export type Nature = '约束性' | '预期性' | '未标注'
export type RuleMode = 'computed' | 'computed_with_assumption' | 'ledger' | 'checklist' | 'manual'

export interface Rule {
  id: string
  name: string
  ref: string
  quote: string
  kind: RuleKind
  unit: string | null
  /** As printed or as the list of rules words it. */
  printed: { numerator: string | null; denominator: string | null; scope: string | null }
  op: Operator | null
  targets: Target[]
  baseline: Target[]
  nature: Nature
  mode: RuleMode
  /** What the plan leaves open, and what is declared for it. */
  assumption: Bilingual | null
  /** Where the plan contradicts itself. */
  conflict: Bilingual | null
  /** Without its kind, which is the rule's. Leaves may be `{ choice: id }`; resolve-choices.ts turns it into `Compute`. */
  compute: unknown
}

/** A figure that nothing of ours computes: entered with its source and date, never mixed with computed ones. */
export interface ReportedRule {
  id: string
  name: string
  ref: string
  quote: string
  unit: string | null
  targets: Target[]
  baseline: Target[]
  nature: Nature
}
