import type { AskForecast, ForecastResult } from '../contract/forecasts.ts'
import type { Range } from '../core/forecast/range.ts'
import { targetOfYear } from '../core/indicators/judge.ts'
import type { PolicyPack, Rule } from '../core/policy/pack.ts'
import { resolvePack } from '../indicators/resolve-pack.ts'

export type Standard = ForecastResult['standards'][number]

/** What elders are given beds and area by: the plan's own rule where it has one, else what the user adopts, and said so. */
export function chooseStandards(ask: AskForecast, pack: PolicyPack | undefined): Standard[] {
  const year = Math.max(...ask.years)
  const own = pack && bedRule(pack, year)
  const beds = own ? prescribed(own.rule, own.value, pack) : adopted('beds_per_1000_elders', ask.bedsPerThousandElders, '每千名 60 岁及以上老年人床位', 'beds per 1,000 people of 60+')
  const area = adopted('m2_per_elder', ask.m2PerElder, '60 岁及以上老年人人均用房面积 m²', 'm² a person of 60+')
  return [beds, area].flatMap((standard) => standard ?? [])
}

/** The rule of a pack that asks for beds per 1,000 people of 60+, with its figure of the year; undefined where it has none. */
export function bedRule(pack: PolicyPack, year: number): { rule: Rule; value: number } | undefined {
  const { computes } = resolvePack(pack, {})
  for (const rule of pack.rules) {
    const compute = computes.get(rule.id)
    if (compute?.kind !== 'per_thousand' || compute.numerator.of !== 'facilities' || compute.numerator.sum !== 'beds') continue
    const part = compute.parts.find(({ denominator, per }) => per === 1000 && denominator.of === 'population' && denominator.measure === 'residents_60_plus' && denominator.scope === 'all')
    const target = targetOfYear(rule.targets, year)?.target.value
    const value = typeof target === 'object' && part?.key != null ? target[part.key] : target
    if (part && typeof value === 'number') return { rule, value }
  }
  return undefined
}

function prescribed(rule: Rule, value: number, pack: PolicyPack): Standard {
  return {
    ...{ key: 'beds_per_1000_elders', value: { low: value, medium: value, high: value }, source: `${pack.document.title} ${rule.ref}`, prescribed: true },
    label: { zh: `${rule.name}（${rule.ref}）`, en: `${rule.id}: beds per 1,000 people of 60+, as the plan prescribes` },
  }
}

function adopted(key: Standard['key'], standard: { value: Range; source: string } | undefined, zh: string, en: string): Standard | undefined {
  if (!standard) return undefined
  const { value, source } = standard
  const shown = value.low === value.high ? `${value.medium}` : `${value.medium}（${value.low}–${value.high}）`
  return { key, value, source, prescribed: false, label: { zh: `采用标准：${zh} ${shown}，非本规划规定`, en: `Adopted: ${shown} ${en}; no plan prescribes it` } }
}
