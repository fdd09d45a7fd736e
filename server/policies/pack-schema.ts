import { z } from '../contract/common.ts'
import { packHead, reportedRule, ruleFields } from '../contract/policies.ts'
import { ruleKinds, type RuleKind } from '../core/policy/pack.ts'
import { writtenCompute } from './compute-schema.ts'

/** One rule as written: its kind decides what `compute` must hold. */
function writtenRule<K extends RuleKind>(kind: K) {
  return z.strictObject({ ...ruleFields, kind: z.literal(kind), compute: writtenCompute[kind] as z.ZodType })
}

/**
 * The shape of a pack's file. Leaves of `compute` may be `{ choice: id }`; whether the ids exist and every option of
 * every choice fits where it is used is for check-pack.ts, which a schema cannot say.
 */
export const packSchema = z.strictObject({
  ...packHead,
  rules: z.array(z.discriminatedUnion('kind', ruleKinds.map(writtenRule) as unknown as [ReturnType<typeof writtenRule>])),
  reported: z.array(reportedRule),
})

/** For editors: completes and checks a pack while it is written. Committed at data/policies/policy-pack.schema.json. */
export function toEditorSchema(): string {
  const schema = z.toJSONSchema(packSchema, { io: 'input', unrepresentable: 'any', reused: 'ref' })
  return `${JSON.stringify({ title: '颐圈 Yiquan policy pack, format 1', ...schema }, null, 2)}\n`
}
