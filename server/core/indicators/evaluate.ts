import type { Compute } from '../policy/compute.ts'
import type { EvaluationFacts } from '../policy/ledger.ts'
import type { ChoiceValue, PolicyPack, Rule } from '../policy/pack.ts'
import type { Computed, RuleResult } from '../policy/result.ts'
import type { Bilingual } from '../problems.ts'
import { aimOf, judgeRule, type MissingCounty } from './judge-rule.ts'
import type { Aim } from './judge.ts'
import { areaStandardRule } from './kinds/area-standard-rule.ts'
import { capacityLimit } from './kinds/capacity-limit.ts'
import { complianceRate } from './kinds/compliance-rate.ts'
import { inventory } from './kinds/inventory.ts'
import { landConstraint } from './kinds/land-constraint.ts'
import { landPerPerson } from './kinds/land-per-person.ts'
import { ledgerCount } from './kinds/ledger-count.ts'
import { ledgerRatio } from './kinds/ledger-ratio.ts'
import { networkCompleteness } from './kinds/network-completeness.ts'
import { perThousand } from './kinds/per-thousand.ts'
import { serviceCircle } from './kinds/service-circle.ts'
import { siteProximity } from './kinds/site-proximity.ts'
import { unitCoverageRule } from './kinds/unit-coverage.ts'
import { workflow } from './kinds/workflow.ts'
import { placeClassAssumptions, statisticalWords } from './place-classes.ts'
import { say } from './words.ts'

export interface EvaluateOptions {
  missingCounties: readonly MissingCounty[]
  year: number
  /** By rule id, in the rule's own measure (0.6 for 60 %). */
  adoptedThresholds: Readonly<Record<string, number>>
  /** By choice id: what was chosen, the default where left out. */
  adoptedChoices: Readonly<Record<string, ChoiceValue>>
}

/** Every rule of a pack exactly once, in its order, for a county (facts of one) or a prefecture (of all that have data). */
export function evaluatePack(
  pack: PolicyPack,
  computes: ReadonlyMap<string, Compute>,
  factsByCounty: readonly EvaluationFacts[],
  { missingCounties, year, adoptedThresholds, adoptedChoices }: EvaluateOptions,
): RuleResult[] {
  return pack.rules.map((rule) => {
    const compute = computes.get(rule.id)
    if (!compute) throw new Error(`expected what ${rule.id} computes, got nothing`)
    const computedAt = onceForEach((aim) => factsByCounty.map((facts) => nameCounty(withClasses(compute, facts, computeRule(rule, compute, facts, aim)), facts, factsByCounty.length > 1)))
    const adoptedThreshold = adoptedThresholds[rule.id] ?? null
    return judgeRule(rule, computedAt(aimOf(rule, year, adoptedThreshold)), missingCounties, {
      year,
      adoptedThreshold,
      adoptedStandard: standardWords(pack, rule, adoptedChoices),
      computedAt,
    })
  })
}

/** The target looked at is on the path too: what it needs is computed once. */
function onceForEach(compute: (aim: Aim | null) => Computed[]): (aim: Aim | null) => Computed[] {
  const known = new Map<string, Computed[]>()
  return (aim) => {
    const key = JSON.stringify(aim)
    const found = known.get(key) ?? compute(aim)
    known.set(key, found)
    return found
  }
}

/** One rule for one county. `aim` is what it asks in the year looked at: projects are held to it, and gaps follow from it. */
export function computeRule(rule: Rule, compute: Compute, facts: EvaluationFacts, aim: Aim | null): Computed {
  switch (compute.kind) {
    case 'service_circle':
      return serviceCircle(compute, facts, aim)
    case 'area_per_100hh':
      return areaStandardRule(withStandardOf(rule, compute, aim), facts)
    case 'compliance_rate':
      return complianceRate(compute, facts, aim)
    case 'admin_coverage':
      return unitCoverageRule(compute, facts, aim)
    case 'per_capita_land':
      return landPerPerson(compute, facts, aim)
    case 'ratio':
      return ledgerRatio(compute, facts, aim)
    case 'count':
      return ledgerCount(compute, facts, aim)
    case 'per_thousand':
      return perThousand(compute, facts, aim)
    case 'capacity_limit':
      return capacityLimit(compute, facts, aim)
    case 'proximity':
      return siteProximity(compute, facts, aim)
    case 'land_constraint':
      return landConstraint(compute, facts, aim)
    case 'network_completeness':
      return networkCompleteness(compute, facts, aim)
    case 'inventory':
      return inventory(compute, facts, aim)
    case 'workflow':
      return workflow(compute, facts, rule.id, aim)
  }
}

/** A plan whose figure changes with the year (15 m², then 20) holds its areas to that of the year looked at. */
function withStandardOf(rule: Rule, compute: Extract<Compute, { kind: 'area_per_100hh' }>, aim: Aim | null): typeof compute {
  const figures = new Set(rule.targets.map(({ value }) => value).filter((value) => typeof value === 'number'))
  if (figures.size < 2 || typeof aim?.value !== 'number') return compute
  return compute.test === 'single_site' ? { ...compute, singleSiteMinimumM2: aim.value } : { ...compute, m2Per100Households: aim.value }
}

/** 「采用标准：…，非本规划规定」, where the rule uses a choice that adopts a standard and the user made it. */
function standardWords(pack: PolicyPack, rule: Rule, adopted: EvaluateOptions['adoptedChoices']): Bilingual | null {
  const used = choicesOf(rule.compute)
  const made = pack.choices.flatMap((choice) => {
    const value = adopted[choice.id]
    if (!choice.adopts || !used.has(choice.id) || value === undefined || value === null || value === choice.default) return []
    const option = choice.options?.find((one) => one.value === value)?.label ?? say(String(value), String(value))
    const unit = choice.unit ? ` ${choice.unit}` : ''
    return [say(`${choice.label.zh} ${option.zh}${unit}`, `${choice.label.en} ${option.en}${unit}`)]
  })
  if (made.length === 0) return null
  return say(`采用标准：${made.map(({ zh }) => zh).join('，')}，非本规划规定`, `Adopted standard: ${made.map(({ en }) => en).join(', ')}; not prescribed by the plan`)
}

/** Ids of the choices that a rule's `compute` refers to, at any leaf. */
function choicesOf(leaf: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(leaf)) leaf.forEach((one) => choicesOf(one, found))
  else if (typeof leaf === 'object' && leaf !== null) {
    const { choice } = leaf as { choice?: unknown }
    if (typeof choice === 'string') found.add(choice)
    Object.values(leaf).forEach((one) => choicesOf(one, found))
  }
  return found
}

/** By what city and country were told apart, where the rule depends on it. */
function withClasses(compute: Compute, { classesBy }: EvaluationFacts, computed: Computed): Computed {
  return { ...computed, assumptions: [...computed.assumptions, ...placeClassAssumptions(compute, classesBy)] }
}

/** A prefecture's list says which county a note or a gap in the data is about. */
function nameCounty(computed: Computed, { ledger: { county }, classesBy }: EvaluationFacts, several: boolean): Computed {
  if (!several) return computed
  const named = ({ zh, en }: Bilingual) => say(`${county.name}：${zh}`, `${county.name}: ${en}`)
  // One boundary a county: what follows from it is no assumption of the others.
  const assumptions = computed.assumptions.map((words) => (words === classesBy?.words && words !== statisticalWords ? named(words) : words))
  return { ...computed, assumptions, notes: computed.notes.map(named), lacking: computed.lacking.map(named) }
}
