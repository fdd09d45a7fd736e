import { add, compare, divide, rational, toExactText, zero, type Rational } from '../../server/core/exact.ts'
import { measures, type Measure } from '../../server/core/coverage/summarise.ts'
import type { AreaVerdict } from '../../server/core/indicators/kinds/area-per-100hh.ts'
import { analyse, townshipsOf, wholeOf, type Analysis } from './analysis.ts'
import { judgeTownAreas } from './area-rule.ts'
import type { Law } from './law.ts'
import { product as asItIs, type Part, type Product } from './product.ts'
import type { Town } from './town.ts'

const tolerance = 1e-9

export const wrongAggregation: Law = {
  name: 'wrong-aggregation',
  promise: 'ΣC/ΣP, never a mean of ratios; county = sum of townships to 1e-9; displayed parts sum',
  check(town, product) {
    const analysis = analyse(town, product)
    return [...measures.flatMap((measure) => checkMeasure(town, analysis, measure, product)), ...checkAreas(judgeTownAreas(town, product))]
  },
  mutations: {
    'takes the mean of the townships’ rates': { ratesOfWhole: meanOfRates },
    'drops people without a known place': {
      ratesOfWhole: (parts, measure, limit) =>
        asItIs.ratesOfWhole(
          parts.map(({ places }) => ({ places, unlocated: [] })),
          measure,
          limit,
        ),
    },
    'counts a township on the border twice': {
      ratesOfWhole: (parts, measure, limit) => asItIs.ratesOfWhole([...parts, parts[0]], measure, limit),
    },
    'rounds every displayed part by itself': {
      displayedTenths(parts) {
        const sum = parts.reduce((a, b) => a + b, 0)
        return parts.map((part) => (sum > 0 ? Math.round((1000 * part) / sum) : 0))
      },
    },
    'divides areas before it adds them': {
      judgeAreas: (rule, subjects, sites, allotments) =>
        asItIs.judgeAreas(rule, subjects, sites, allotments).map((verdict) => ({
          ...verdict,
          requiredM2: verdict.requiredM2 && rational(Math.round(Number(verdict.requiredM2.n) / Number(verdict.requiredM2.d))),
        })),
    },
  },
}

function checkMeasure(town: Town, analysis: Analysis, measure: Measure, product: Product): string[] {
  const breaches: string[] = []
  const parts = townshipsOf(town, analysis)
  const whole = wholeOf(analysis)
  for (const limitMetres of analysis.profile.bandMetres) {
    const sums = parts.map(({ places, unlocated }) => product.tally(places, unlocated, measure, limitMetres))
    const county = product.tally(whole.places, whole.unlocated, measure, limitMetres)
    for (const key of ['covered', 'known', 'unlocated', 'missingPlaces'] as const) {
      const sum = sums.reduce((total, part) => total + part[key], 0)
      if (Math.abs(sum - county[key]) > tolerance)
        breaches.push(`${measure}: ${key} is ${county[key]} in the county, ${sum} in its townships`)
    }
    const { lower, upper } = product.ratesOfWhole(parts, measure, limitMetres)
    const all = sums.reduce((total, { known, unlocated }) => total + known + unlocated, 0)
    const expect = (found: number | null, people: number, name: string) => {
      const isRight = all === 0 ? found === null : found !== null && Math.abs(found - people / all) <= tolerance
      if (!isRight) breaches.push(`${measure}: the ${name} bound is ${found}, not ${people} of ${all}`)
    }
    expect(lower, county.covered, 'lower')
    expect(upper, county.covered + county.unlocated, 'upper')
    const shown = product.displayedTenths([county.covered, county.known - county.covered, county.unlocated])
    if (all > 0 && shown.reduce((a, b) => a + b, 0) !== 1000)
      breaches.push(`${measure}: the parts displayed are ${shown.join(' + ')} tenths of a percent`)
  }
  return breaches
}

/** Floor areas stay exact: what the areas require is h × s ÷ 100 each, and the rate is the ratio of the sums. */
function checkAreas(verdicts: AreaVerdict[]): string[] {
  const judged = verdicts.filter(({ requiredM2 }) => requiredM2 !== null)
  const sum = (of: (verdict: AreaVerdict) => Rational) => judged.reduce((total, verdict) => add(total, of(verdict)), zero)
  const required = sum(({ requiredM2 }) => requiredM2!)
  const households = { new: zero, old: zero, existing: zero }
  for (const { buildClass, households: count } of judged) households[buildClass!] = add(households[buildClass!], rational(count!))
  const standards = { new: 20, old: 15, existing: 15 }
  const expected = (['new', 'old', 'existing'] as const).reduce(
    (total, key) => add(total, divide(rational(households[key].n * BigInt(standards[key])), rational(100))),
    zero,
  )
  return compare(required, expected) === 0
    ? []
    : [`areas require ${toExactText(required)} m² one by one, ${toExactText(expected)} m² together`]
}

function meanOfRates(parts: readonly Part[], measure: Measure, limitMetres: number) {
  const all = parts.map(({ places, unlocated }) => asItIs.rates(asItIs.tally(places, unlocated, measure, limitMetres)))
  const mean = (key: 'lower' | 'upper') => {
    const known = all.flatMap((one) => one[key] ?? [])
    return known.length > 0 ? known.reduce((a, b) => a + b, 0) / known.length : null
  }
  return { lower: mean('lower'), upper: mean('upper') }
}
