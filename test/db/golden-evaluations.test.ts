import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RuleResult } from '../../server/core/policy/result.ts'
import type { DatabaseHandle } from '../../server/db/open.ts'
import { addCounties } from '../golden/add-counties.ts'
import { evaluateSample, loadSamples, plans, toGolden } from '../golden/evaluate-sample.ts'
import { decimal, same, type Fraction } from '../golden/fraction.ts'
import { readCounty } from '../golden/read-sample.ts'
import { rulesByHand } from '../golden/rules-by-hand.ts'
import { openEmbeddedForTest, openPostgresForTest } from './engines.ts'

/**
 * Each plan over its own jurisdiction's sample, held to what was reviewed (`npm run bless` writes it anew) and, rule by
 * rule, to a second count by plain loops over the samples' files (test/golden/rules-by-hand.ts).
 */
const hashes = new Map<string, string[]>()

describe.each(['embedded', 'postgres'] as const)('the evaluations of the plans (%s)', (engine) => {
  // What differs between engines shows in two counties: points in polygons, distances, overlaps.
  const own = engine === 'embedded' ? plans : plans.filter(({ pack }) => pack === 'shicheng' || pack === 'shapotou')
  let handle: DatabaseHandle

  beforeAll(async () => {
    handle = engine === 'embedded' ? await openEmbeddedForTest() : await openPostgresForTest()
    await loadSamples(handle.db, own.flatMap(({ counties }) => [...counties]))
  })

  afterAll(() => handle?.close())

  describe.each(own)('$pack over $region', (plan) => {
    let results: RuleResult[] = []

    beforeAll(async () => {
      const { evaluation, ...rest } = await evaluateSample(handle.db, plan)
      results = rest.results
      expect(evaluation.missing_counties).toEqual([])
      hashes.set(plan.pack, [...(hashes.get(plan.pack) ?? []), evaluation.result_hash!])
    })

    it('are those that were reviewed', () => {
      const path = new URL(`../golden/${plan.pack}.json`, import.meta.url)
      expect(results.map((result) => JSON.parse(JSON.stringify(toGolden(result))) as unknown)).toEqual(JSON.parse(readFileSync(path, 'utf8')))
    })

    it('give the fractions of a count by hand', () => {
      const counties = plan.counties.map(readCounty)
      const counted = results.filter(({ id }) => rulesByHand[id])
      const hand = counted.flatMap(({ id, parts }) => {
        const expected = addCounties(counties.map(rulesByHand[id]))
        expect(parts, id).toHaveLength(expected.length)
        return expected.map(({ above, upper, below }, i) => [id, i, textOf(above, parts[i].numerator), textOf(upper, parts[i].numeratorUpper), textOf(below, parts[i].denominator)])
      })
      expect(counted.flatMap(({ id, parts }) => parts.map((part, i) => [id, i, part.numerator, part.numeratorUpper, part.denominator]))).toEqual(hand)
    })
  })
})

it('both engines give the same results', () => {
  const twice = [...hashes].filter(([, seen]) => seen.length > 1)
  expect(twice.map(([pack]) => pack)).toEqual(['shicheng', 'shapotou'])
  for (const [pack, seen] of twice) expect([pack, new Set(seen).size]).toEqual([pack, 1])
})

it('every rule of these kinds is counted by hand', () => {
  const kinds = ['admin_coverage', 'count', 'per_thousand', 'area_per_100hh', 'compliance_rate', 'capacity_limit']
  // 床位富余 compares beds with residents a township; 乐山 prints no figure to count by (本规划未规定).
  const apart = ['SC-21', 'LS-06']
  for (const { pack } of plans) {
    const rules = JSON.parse(readFileSync(new URL(`../golden/${pack}.json`, import.meta.url), 'utf8')) as { id: string; kind: string }[]
    for (const { id, kind } of rules) if (kinds.includes(kind)) expect([id, id in rulesByHand || apart.includes(id)]).toEqual([id, true])
  }
})

/** The product's own text where it is the same number, else the fraction: a difference then shows both. */
function textOf(hand: Fraction | null, product: string | null): string | null {
  if (hand === null) return null
  if (product !== null && same(hand, parse(product))) return product
  return hand.n % hand.d === 0n ? String(hand.n / hand.d) : `${hand.n}/${hand.d}`
}

function parse(text: string): Fraction {
  const [above, below] = text.split('/')
  return below === undefined ? decimal(above) : { n: BigInt(above), d: BigInt(below) }
}
