import { describe, expect, test } from 'vitest'
import { rational, toExactText } from '../../../server/core/exact.ts'
import { gini } from '../../../server/core/indicators/kinds/circle-balance.ts'
import type { EvaluationFacts } from '../../../server/core/policy/ledger.ts'
import { circle, circleOf, digest, facility, judge, ledger, place, rule, target, unit } from '../../ledger-town.ts'

/**
 * Elders 60+: a 300 (walk 500 m), b 200 (walk 900 m), c 400 (none in reach), d 50 (no road), e 30 (no point), and 20 whose
 * place nobody knows. Covered 500, all 1000: lower 50 %; with e and the 20 at most 550: upper 55 %.
 */
const counts = { residents: 200, residents_60_plus: 20, residents_80_plus: 2, households: 60 }
const town = ledger({
  places: [place('a', 300), place('b', 200, { placeClass: 'country' }), place('c', 400), place('d', 50), place('e', 30)],
  unlocated: counts,
})
const travel = { a: 500, b: 900, c: null, d: 'unreached' as const }
function world(compute: ReturnType<typeof circle>, own = town): EvaluationFacts {
  return { ledger: own, circles: circleOf(compute, travel), nearest: new Map() }
}

describe('a service circle', () => {
  const all = circle()

  test('gives an interval: covered ÷ all, and with those without a known place', () => {
    const result = judge(rule('service_circle', { op: 'exists', targets: [{ when: 2025, value: '形成' }] }), all, world(all))
    expect(digest(result)).toEqual({ status: 'qualitative', numerator: 500, denominator: 1000, value: 0.5, valueUpper: 0.55, failing: ['c', 'd', 'e?'] })
    expect(result.failingUnits.map(({ reason }) => reason.zh)).toEqual([
      '1000 米内没有合格设施；60 岁及以上 400',
      '附近没有可步行道路；60 岁及以上 50',
      '没有位置，无法判断；60 岁及以上 30',
    ])
    expect(result.assumptions.some(({ zh }) => zh.includes('1000 米') && zh.includes('GB 50180'))).toBe(true)
  })

  test('is judged only by a threshold of the user, and by both bounds', () => {
    const words = rule('service_circle', { op: 'exists', targets: [{ when: 2025, value: '形成' }] })
    const at = (adoptedThreshold: number) => judge(words, all, world(all), [], { adoptedThreshold })
    expect(at(0.5)).toMatchObject({ status: 'met', adopted: { zh: '采用阈值：≥ 50 %，非本规划规定' } })
    expect(at(0.52).status).toBe('insufficient_data')
    expect(at(0.551).status).toBe('not_met')
  })

  test('shows the other measures, and the band with the places that change verdict in it', () => {
    const { variants, notes } = judge(rule('service_circle'), all, world(all))
    // residents: (3000 + 2000) ÷ 9800 + 200; 80+: 30 + 20 of 30 + 20 + 40 + 5 + 3 and 2; households 1500 of 2940 + 60
    expect(variants.map(({ label, numerator, denominator }) => [label.zh, numerator, denominator])).toEqual([
      ['常住人口（全域）', 5000, 10000],
      ['80 岁及以上（全域）', 50, 100],
      ['户数（全域）', 1500, 3000],
      ['步行 720 米', 300, 1000],
      ['步行 800 米', 300, 1000],
      ['步行 1000 米', 500, 1000],
    ])
    expect(notes[0].zh).toBe('限值从 1000 米收紧到 720 米，1 个地点改变判定：b')
  })

  test('keeps all whose place is unknown in the denominator of a narrower scope, and says so', () => {
    // city: a, c, d, e = 780, and 20 who may belong; covered 300; e and the 20 in the upper bound
    const city = circle({ scope: 'city' })
    const result = judge(rule('service_circle'), city, world(city))
    expect(digest(result)).toMatchObject({ numerator: 300, denominator: 800, value: 0.375, valueUpper: 350 / 800 })
    expect(result.assumptions.some(({ zh }) => zh.includes('20 人（户）不知是否属于城市'))).toBe(true)
  })

  test('asks to mark the central urban area first', () => {
    const central = circle({ scope: 'tag:central_urban_area' })
    const result = judge(rule('service_circle'), central, world(central))
    expect(digest(result)).toMatchObject({ status: 'insufficient_data', value: null })
    expect(result.lacking[0].zh).toContain('请先标记“中心城区”')
    const marked = ledger({ places: [place('a', 300, { tags: ['central_urban_area'] }), place('c', 100)], units: [unit('u', 'township', { tags: ['central_urban_area'] })] })
    expect(digest(judge(rule('service_circle'), central, world(central, marked)))).toMatchObject({ status: 'qualitative', numerator: 300, denominator: 300 })
  })

  test('cannot be decided where a place gives no count, unless the rest fails for sure', () => {
    const own = ledger({ places: [place('a', 300), place('b', null)] })
    const result = judge(target(all, '>=', 0.9), all, world(all, own))
    expect(digest(result)).toMatchObject({ status: 'insufficient_data', failing: ['b?'], valueUpper: null })
    expect(result.lacking[0].zh).toBe('1 个地点未填60 岁及以上（b）')
    const short = ledger({ places: [place('a', 300), place('c', 1), place('b', null)] })
    expect(judge(target(all, '==', 1), all, world(all, short)).status).toBe('not_met')
  })

  test('says what cannot be held at all', () => {
    const none = circle({ lacking: '没有健身设施数据' })
    expect(judge(rule('service_circle'), none, world(none))).toMatchObject({ status: 'insufficient_data', lacking: [{ zh: '没有健身设施数据' }] })
  })

  test('is no data where no place was loaded', () => {
    expect(digest(judge(target(all, '>=', 0.5), all, world(all, ledger())))).toMatchObject({ status: 'insufficient_data', value: null })
  })

  test('must reach every type where the clause asks for all, and counts each family as one type', () => {
    const two = circle({ facilityTypes: ['meal_point', 'care_institution'], need: 'all' })
    const circles = circleOf(two, travel)
    const [, second] = [...circles.keys()]
    circles.set(second, { ...circles.get(second)!, verdicts: new Map([...circles.get(second)!.verdicts, ['a', { verdict: 'not_covered', travelMetres: null }]]) })
    expect(second).toContain('township_home')
    expect(digest(judge(rule('service_circle'), two, { ledger: town, circles, nearest: new Map() }))).toMatchObject({ numerator: 200, denominator: 1000 })
  })

  test('names qualifying facilities without a place, which take no part', () => {
    const own = ledger({ places: [place('a', 300)], facilities: [facility('lost', ['meal_point'], [], { located: false })] })
    expect(judge(rule('service_circle'), all, world(all, own)).notes.at(-1)!.zh).toContain('lost')
  })

  test('does not tell counts of elders below ten', () => {
    const own = ledger({ places: [place('a', 300), place('c', 7)] })
    expect(judge(rule('service_circle'), all, world(all, own)).failingUnits[0].reason.zh).toContain('‹10')
  })
})

describe('balance', () => {
  test('shows townships, city against country and the Gini, and is never judged', () => {
    // township X: 300 of 700 (a, c); Y: 200 of 200 (b). City 300 ÷ 700, country 200 ÷ 200.
    const even = circle({ measure: 'balance' })
    const own = ledger({
      units: [unit('X', 'street'), unit('Y', 'township')],
      places: [place('a', 300, { townshipId: 'X' }), place('c', 400, { townshipId: 'X' }), place('b', 200, { townshipId: 'Y', placeClass: 'country' })],
    })
    const result = judge(target(even, '>=', 0.5), even, world(even, own), [], { adoptedThreshold: 0.1 })
    expect(result).toMatchObject({ status: 'qualitative', numerator: 500, denominator: 900, adopted: null })
    expect(result.notes[0].zh).toBe('各乡镇（街道）覆盖率：X ≈42.85 %；Y 100 %')
    expect(result.notes[1].zh).toContain('≈-57.14')
    // p = 7/9 and 2/9, x = 3/7 and 1, μ = 5/9: (7/9 × 2/9 × 4/7) ÷ (5/9) = 8/45 = 0.1777…
    expect(result.notes[2].zh).toContain('≈0.17')
  })

  test('has a Gini of zero where all townships are alike, and none where nobody is covered', () => {
    const share = (covered: number, all: number) => ({ covered: rational(covered), all: rational(all) })
    expect(toExactText(gini([share(1, 2), share(5, 10)])!)).toBe('0')
    expect(toExactText(gini([share(3, 7), share(2, 2)])!)).toBe('8/45')
    expect(toExactText(gini([share(300, 700), share(200, 200), share(0, 0)])!)).toBe('8/45')
    expect(gini([share(0, 7)])).toBeNull()
    expect(gini([])).toBeNull()
  })
})
