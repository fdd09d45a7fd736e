import type { Compute } from '../core/policy/compute.ts'
import type { PolicyPack } from '../core/policy/pack.ts'
import { resolvePlaceClass, type PlaceClassRule } from '../core/policy/place-class.ts'
import { chooseValues, resolveCompute, type ChosenValues } from '../core/policy/resolve-choices.ts'
import { InputRefused } from '../core/problems.ts'

export interface ResolvedPack {
  /** Every choice of the pack with the value that holds. */
  values: ChosenValues
  /** By rule id. */
  computes: Map<string, Compute>
  placeClass: PlaceClassRule
}

/** A pack with what the user decided laid over its defaults. Refuses unknown choices and values, all of them at once. */
export function resolvePack(pack: PolicyPack, chosen: Readonly<ChosenValues>): ResolvedPack {
  const { values, problems } = chooseValues(pack, chosen)
  if (problems.length > 0) throw new InputRefused(problems)
  return { values, computes: new Map(pack.rules.map((rule) => [rule.id, resolveCompute(rule, values)])), placeClass: resolvePlaceClass(pack, values) }
}
