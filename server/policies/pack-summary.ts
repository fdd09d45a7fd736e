import type { PolicyListItem } from '../contract/policies.ts'
import type { PolicyPack, RuleKind } from '../core/policy/pack.ts'

export type PackSummary = Omit<PolicyListItem, 'origin' | 'version' | 'contentHash'>

/** What lists show of a pack: a draft says so wherever it is named. */
export function summarisePack(pack: PolicyPack): PackSummary {
  return {
    id: pack.id,
    title: pack.document.title,
    region: pack.region,
    status: pack.document.status,
    statusText: pack.document.statusText,
    period: pack.document.period,
    ruleCount: pack.rules.length,
    reportedCount: pack.reported.length,
    countsByKind: countByKind(pack),
  }
}

/** Rules by kind; kinds that do not occur are absent. */
export function countByKind(pack: Pick<PolicyPack, 'rules'>): Partial<Record<RuleKind, number>> {
  const counts: Partial<Record<RuleKind, number>> = {}
  for (const { kind } of pack.rules) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}
