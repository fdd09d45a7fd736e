import type { PolicyPack, ReportedRule, Rule, Target } from '../core/policy/pack.ts'

/** What of a pack a person may enter: its reported figures and its manual rules. */
export function listReportable(pack: PolicyPack): (ReportedRule | Rule)[] {
  return [...pack.reported, ...pack.rules.filter(({ compute }) => isChecklist(compute))]
}

/** `computed`: the rule is there, and the product judges it; nobody enters it by hand. */
export function findReportable(pack: PolicyPack, ruleId: string): ReportedRule | Rule | 'computed' | undefined {
  return listReportable(pack).find(({ id }) => id === ruleId) ?? (pack.rules.some(({ id }) => id === ruleId) ? 'computed' : undefined)
}

/** The names of a target's parts; empty where the figure is one. */
export function partsOf(targets: readonly Target[]): Set<string> {
  return new Set(targets.flatMap(({ value }) => (typeof value === 'object' ? Object.keys(value) : [])))
}

/** Kept as a decimal rather than as words: what numeric(20, 6) holds. */
export function isReportedNumber(value: string): boolean {
  return /^-?\d{1,12}(\.\d{1,6})?$/.test(value)
}

function isChecklist(compute: unknown): boolean {
  return typeof compute === 'object' && compute !== null && 'of' in compute && compute.of === 'checklist'
}
