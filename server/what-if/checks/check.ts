import type { SiteCheck, SiteCheckReply } from '../../contract/what-if.ts'
import type { Compute } from '../../core/policy/compute.ts'
import type { PolicyPack, Rule } from '../../core/policy/pack.ts'
import { chooseValues, resolveCompute } from '../../core/policy/resolve-choices.ts'
import type { Tx } from '../../db/schema.ts'

export type Check = SiteCheckReply['checks'][number]
export type Clause = NonNullable<Check['clause']>

/** What is asked at once: sites in their order, each with the plan whose clauses are asked (none: the county has no plan). */
export interface Question {
  tx: Tx
  countyCode: number
  /** Versions by kind of data; a kind that was never loaded is left out, and what depends on it is unknown. */
  versions: Readonly<Partial<Record<string, number>>>
  sites: readonly SiteCheck[]
  packs: readonly (PolicyPack | null)[]
}

/** One list a site, in their order. */
export type Checks = Check[][]

/** The first rule of a kind that a plan holds and `fits`, with every choice at its default. */
export function findRule<K extends Compute['kind']>(
  pack: PolicyPack | null,
  kind: K,
  fits: (compute: Extract<Compute, { kind: K }>) => boolean,
): { rule: Rule; compute: Extract<Compute, { kind: K }> } | undefined {
  if (!pack) return undefined
  const { values } = chooseValues(pack, {})
  for (const rule of pack.rules) {
    if (rule.kind !== kind) continue
    const compute = resolveCompute(rule, values) as Extract<Compute, { kind: K }>
    if (fits(compute)) return { rule, compute }
  }
  return undefined
}

/** The clause as the pack has it, word for word. */
export function clauseOf(pack: PolicyPack | null, found: { rule: Rule } | undefined): Clause | null {
  return pack && found ? { packId: pack.id, ruleId: found.rule.id, ref: found.rule.ref, quote: found.rule.quote } : null
}
