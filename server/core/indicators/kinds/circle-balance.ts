import { add, compare, divide, multiply, rational, subtract, zero, type Rational } from '../../exact.ts'
import type { Measure } from '../../coverage/summarise.ts'
import type { CountyLedger, LedgerPlace } from '../../policy/ledger.ts'
import type { Bilingual } from '../../problems.ts'
import type { PlaceVerdict } from '../circle-verdicts.ts'
import { sum } from '../parts.ts'
import { byText, figure, percent, say } from '../words.ts'

/** People of one township: those covered, and all. */
export interface Share {
  covered: Rational
  all: Rational
}

/**
 * Gini of the coverage of townships, weighted by people, 0 (equal) to below 1:
 * G = Σᵢ Σⱼ pᵢ pⱼ |xᵢ − xⱼ| ÷ 2μ, where pᵢ is the share of people, xᵢ the coverage and μ = Σ pᵢ xᵢ
 * (relative mean difference: C. Gini, Variabilità e mutabilità, 1912; A. Sen, On Economic Inequality, 1973, §2.8).
 * Null where nobody is counted or nobody is covered: there is then nothing to be unequal.
 */
export function gini(shares: readonly Share[]): Rational | null {
  const counted = shares.filter(({ all }) => compare(all, zero) > 0)
  const everyone = sum(counted.map(({ all }) => all))
  const covered = sum(counted.map((share) => share.covered))
  if (compare(covered, zero) === 0) return null
  const rates = counted.map((share) => divide(share.covered, share.all))
  let spread = zero
  counted.forEach(({ all }, i) =>
    counted.forEach(({ all: other }, j) => {
      const gap = subtract(rates[i], rates[j])
      if (compare(gap, zero) > 0) spread = add(spread, multiply(multiply(all, other), gap))
    }),
  )
  // Each pair was taken once, which is the half; μ = covered ÷ everyone.
  return divide(spread, multiply(everyone, covered))
}

/** Coverage by township, city against country, and the Gini: read, never judged. Those without a place have no township. */
export function balanceNotes({ units }: CountyLedger, places: readonly LedgerPlace[], measure: Measure, verdicts: ReadonlyMap<string, PlaceVerdict>): Bilingual[] {
  const nameOf = new Map(units.map(({ id, name }) => [id, name]))
  const townships = groupBy(places, measure, verdicts, ({ townshipId }) => townshipId ?? '')
  const classes = groupBy(places, measure, verdicts, ({ placeClass }) => placeClass)
  const named = [...townships]
    .map(([id, share]) => ({ zh: nameOf.get(id) ?? '乡镇不明', en: nameOf.get(id) ?? 'township unknown', share }))
    .sort((a, b) => byText(a.zh, b.zh))
  const list = (word: 'zh' | 'en') => named.map((one) => `${one[word]} ${percent(one.share.covered, one.share.all)}`)
  const index = gini([...townships.values()])
  const city = rateOf(classes.get('city'))
  const country = rateOf(classes.get('country'))
  return [
    say(`各乡镇（街道）覆盖率：${list('zh').join('；')}`, `Coverage by township: ${list('en').join('; ')}`),
    ...(city && country ? [say(`城乡覆盖率差（城市 − 农村）：${points(city, country)} 个百分点`, `City minus country: ${points(city, country)} percentage points`)] : []),
    index
      ? say(`乡镇间基尼系数（按人口加权，Gini 1912）：${figure(index)}（0 为均等；“均衡”规划未定义，只列示不判定）`, `Gini between townships, weighted by people (Gini 1912): ${figure(index)} (0 is equal; the plan does not define balance: shown, not judged)`)
      : say('乡镇间基尼系数：无人覆盖，无法计算', 'Gini between townships: nobody is covered, so there is none'),
  ]
}

function groupBy(places: readonly LedgerPlace[], measure: Measure, verdicts: ReadonlyMap<string, PlaceVerdict>, key: (place: LedgerPlace) => string): Map<string, Share> {
  const groups = new Map<string, Share>()
  for (const place of places) {
    const count = place.counts[measure]
    const verdict = verdicts.get(place.id)?.verdict ?? 'no_point'
    if (count === null || verdict === 'no_point') continue
    const share = groups.get(key(place)) ?? { covered: zero, all: zero }
    const own = rational(count)
    groups.set(key(place), { covered: verdict === 'covered' ? add(share.covered, own) : share.covered, all: add(share.all, own) })
  }
  return groups
}

function rateOf(share: Share | undefined): Rational | null {
  return share && compare(share.all, zero) > 0 ? divide(share.covered, share.all) : null
}

function points(city: Rational, country: Rational): string {
  return figure(multiply(subtract(city, country), rational(100)))
}
