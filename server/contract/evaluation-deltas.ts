import type { Bilingual } from './common.ts'
import type { EvaluationRecord, EvaluationReply, RuleResultReply } from './evaluations.ts'

/** Two evaluations of one plan side by side, rule by rule. Pure; screen and command line share it. */

export type RuleChange =
  /** Met afterwards, and not before. */
  | 'becomes_met'
  /** Met before, and not afterwards. */
  | 'ceases_to_be_met'
  /** Another status, neither of them met. */
  | 'other_status'
  /** The same status from other figures. */
  | 'other_figures'
  | 'same'
  /** Only one of the two packs has the rule. */
  | 'one_sided'

export interface RuleDelta {
  id: string
  name: string
  change: RuleChange
  before: RuleResultReply | null
  after: RuleResultReply | null
  /** After less before, in the rule's unit (a share as 0 to 1); null unless both sides are one exact figure each. */
  value: number | null
  /** Units that surely fail, after less before. */
  failing: number
}

/** Every rule of the plan in its order, differences being after less before. */
export function compareResults(before: readonly RuleResultReply[], after: readonly RuleResultReply[]): RuleDelta[] {
  const earlier = new Map(before.map((rule) => [rule.id, rule]))
  const later = new Set(after.map(({ id }) => id))
  return [
    ...after.map((rule) => deltaOf(earlier.get(rule.id) ?? null, rule)),
    ...before.filter(({ id }) => !later.has(id)).map((rule) => deltaOf(rule, null)),
  ]
}

export function countChanges(deltas: readonly RuleDelta[]): Record<RuleChange, number> {
  const counts: Record<RuleChange, number> = { becomes_met: 0, ceases_to_be_met: 0, other_status: 0, other_figures: 0, same: 0, one_sided: 0 }
  for (const { change } of deltas) counts[change] += 1
  return counts
}

/** What besides the scenario differs: whoever reads a difference must know what it is made of. */
export function groundsThatDiffer(before: EvaluationRecord, after: EvaluationRecord): Bilingual[] {
  const warnings: Bilingual[] = []
  const differ = (zh: string, en: string, one: string, other: string) => {
    if (one !== other) warnings.push({ zh: `两次评估的${zh}不同：${one}，${other}`, en: `The evaluations differ in ${en}: ${one}, ${other}` })
  }
  differ('规划', 'the plan', before.pack.id, after.pack.id)
  if (before.pack.id === after.pack.id && before.pack.hash !== after.pack.hash) {
    warnings.push({ zh: '两次评估之间规划包的内容有改动', en: 'The pack was changed between the two evaluations' })
  }
  differ('目标年份', 'the year', String(before.year), String(after.year))
  differ('声明', 'their choices', listed(before.choices, after.choices), listed(after.choices, before.choices))
  differ('采用阈值', 'their thresholds', listed(before.adoptedThresholds, after.adoptedThresholds), listed(after.adoptedThresholds, before.adoptedThresholds))
  const counties = new Set([...Object.keys(before.inputVersions), ...Object.keys(after.inputVersions)])
  for (const code of counties) {
    const [one, other] = [before.inputVersions[code] ?? {}, after.inputVersions[code] ?? {}]
    differ('数据版本', 'versions of data', listed(one, other), listed(other, one))
  }
  return warnings
}

function deltaOf(before: RuleResultReply | null, after: RuleResultReply | null): RuleDelta {
  const { id, name } = (after ?? before)!
  if (!before || !after) return { id, name, change: 'one_sided', before, after, value: null, failing: 0 }
  const isExact = ({ value, valueUpper }: RuleResultReply) => value !== null && (valueUpper === null || valueUpper === value)
  const comparable = isExact(before) && isExact(after) && before.unit === after.unit
  return {
    ...{ id, name, before, after, change: changeOf(before, after) },
    value: comparable ? after.value! - before.value! : null,
    failing: countFails(after) - countFails(before),
  }
}

function changeOf(before: RuleResultReply, after: RuleResultReply): RuleChange {
  if (before.status !== after.status) return after.status === 'met' ? 'becomes_met' : before.status === 'met' ? 'ceases_to_be_met' : 'other_status'
  return figuresOf(before) === figuresOf(after) ? 'same' : 'other_figures'
}

/** Exact sums part by part, and which units fail: what a rule's figures are made of. */
function figuresOf({ value, valueUpper, numerator, denominator, parts, failingUnits }: RuleResultReply): string {
  const sums = parts.map((part) => [part.key, part.numerator, part.numeratorUpper, part.denominator, part.value, part.valueUpper, part.status])
  const units = failingUnits.map(({ entity, id, state }) => `${entity} ${id} ${state}`).sort()
  return JSON.stringify([value, valueUpper, numerator, denominator, sums, units])
}

function countFails({ failingUnits }: RuleResultReply): number {
  return failingUnits.filter(({ state }) => state === 'fails').length
}

/** The entries of one that the other does not share, as text. */
function listed(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): string {
  const own = Object.keys(one).filter((key) => JSON.stringify(one[key]) !== JSON.stringify(other[key]))
  return own.sort().map((key) => `${key} ${String(one[key])}`).join('、') || '—'
}

/** What a list of deltas says about two replies; the same plan and year is for the caller to see to. */
export function compareEvaluations(before: EvaluationReply, after: EvaluationReply): { deltas: RuleDelta[]; warnings: Bilingual[] } {
  return { deltas: compareResults(before.results, after.results), warnings: groundsThatDiffer(before.evaluation, after.evaluation) }
}
