import type { NetworkCompleteness } from '../../policy/compute.ts'
import type { EvaluationFacts } from '../../policy/ledger.ts'
import type { Computed, FailingUnit } from '../../policy/result.ts'
import { coverUnits, failingUnits } from '../cover-units.ts'
import { familyAssumptions, typeWords } from '../facility-families.ts'
import { gapTo, type Aim } from '../judge.ts'
import { computedOf } from '../parts.ts'
import { distinctWords } from '../tally-rows.ts'
import { figure, percent, say } from '../words.ts'

/**
 * A named network of tiers (县、乡、村): each tier is a share of its own units that have their facility inside, and the
 * network is complete when every tier is; tiers are never averaged.
 */
export function networkCompleteness(compute: NetworkCompleteness, { ledger }: EvaluationFacts, aim: Aim | null): Computed {
  const tiers = compute.tiers.map((tier) => ({ tier, covered: coverUnits(tier.units, { ...tier, conditions: [] }, ledger) }))
  const parts = tiers.map(({ tier: { key, facilityTypes }, covered }) => {
    const types = typeWords(facilityTypes)
    return { ...covered.part, key, label: say(`${key}（${types.zh}）`, `${key} (${types.en})`) }
  })
  return computedOf(parts, {
    status: parts.every(({ numerator }) => numerator === null) ? 'insufficient_data' : null,
    failing: tiers.flatMap(({ tier, covered }) => failingUnits(covered, ledger.county.code).map((unit): FailingUnit => ({ ...unit, reason: say(`${tier.key}：${unit.reason.zh}`, `${tier.key}: ${unit.reason.en}`) }))),
    assumptions: [
      ...compute.tiers.map(({ key, facilityTypes, need }) => {
        const types = typeWords(facilityTypes)
        return say(`${key}：以${types.zh}${need === 'all' ? '（各类均须有）' : ''}为准`, `${key}: by ${types.en}${need === 'all' ? ' (every type)' : ''}`)
      }),
      ...familyAssumptions(compute.tiers.flatMap(({ facilityTypes }) => facilityTypes)),
      say('各层级均齐全才算健全；只计运营中的设施', 'Complete when every tier is; only facilities in operation count'),
    ],
    lacking: distinctWords(tiers.flatMap(({ covered }) => covered.lacking)),
    notes: [
      ...parts.flatMap(({ key, numerator, denominator }) =>
        numerator && denominator ? [say(`${key}：${figure(numerator)} ÷ ${figure(denominator)} = ${percent(numerator, denominator)}`, `${key}: ${figure(numerator)} ÷ ${figure(denominator)} = ${percent(numerator, denominator)}`)] : [],
      ),
      ...distinctWords(tiers.flatMap(({ covered }) => covered.notes)),
    ],
    gap: gapTo(parts, aim, 'units'),
  })
}
