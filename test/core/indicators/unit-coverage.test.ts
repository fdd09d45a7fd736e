import { describe, expect, test } from 'vitest'
import { circleOf, coverage, digest, facility, facts, judge, ledger, rule, target, unit, units } from '../../ledger-town.ts'

/**
 * Five units of township level: townships A to D and street S; a regional centre stands in A, B, C (C's is closed) and S.
 * Townships and streets: 3 of 5 = 60 %; townships alone: 2 of 4 = 50 %; streets: 1 of 1.
 */
const town = {
  units: [unit('A', 'township'), unit('B', 'township'), unit('C', 'township'), unit('D', 'township', { tags: ['urban_town'] }), unit('S', 'street', { placeClass: 'city' })],
  facilities: [
    facility('f1', ['regional_center'], ['A']),
    facility('f2', ['regional_center'], ['B']),
    facility('f3', ['regional_center'], ['C'], { status: 'closed' }),
    facility('f4', ['regional_center'], ['S']),
    facility('f5', ['meal_point'], ['D']),
  ],
}
const both = coverage(['township', 'street'], ['regional_center'])

describe('coverage of units', () => {
  test('is met at exactly the target, and names the units that fail with their figures', () => {
    const result = judge(target(both, '>=', 0.6), both, facts(town))
    expect(digest(result)).toEqual({ status: 'met', numerator: 3, denominator: 5, value: 0.6, valueUpper: 0.6, failing: ['C', 'D'] })
    expect(result.failingUnits[0].reason.zh).toBe('辖区内运营中的合格设施 0 处，另有 1 处已关停（f3）')
    expect(result.failingUnits[1].reason.en).toContain('0 qualifying facilities')
    expect(result.assumptions.length).toBeGreaterThan(1)
  })

  test('is not met just above it, and says how many units are missing', () => {
    // 0.61 × 5 = 3.05, so one more unit than three
    const result = judge(target(both, '>=', 0.61), both, facts(town))
    expect(result.status).toBe('not_met')
    expect(result.path).toEqual([{ when: 'standing', value: 0.61, status: 'not_met', missing: { measure: 'units', amount: '1' } }])
  })

  test('shows every denominator that the plans use beside its own', () => {
    const { variants } = judge(target(both, '>=', 0.6), both, facts(town))
    expect(variants.map(({ label, numerator, denominator }) => [label.zh, numerator, denominator])).toEqual([
      ['分母：乡镇＋街道', 3, 5],
      ['分母：仅乡镇', 2, 4],
      ['分母：仅街道', 1, 1],
      ['分母：城区（乡）镇（按标记）', 0, 1],
    ])
  })

  test('has no rate where there is no unit: no data, not 0 % or 100 %', () => {
    const streets = coverage(['street'], ['regional_center'])
    const result = judge(target(streets, '==', 1), streets, facts({ units: [unit('A', 'township')] }))
    expect(digest(result)).toMatchObject({ status: 'insufficient_data', denominator: 0, value: null })
    expect(result.lacking.length).toBeGreaterThan(0)
  })

  test('is 100 % of streets only when every street has one', () => {
    const streets = coverage(['street'], ['regional_center'])
    expect(judge(target(streets, '==', 1), streets, facts(town)).status).toBe('met')
    const more = { ...town, units: [...town.units, unit('S2', 'street')] }
    expect(digest(judge(target(streets, '==', 1), streets, facts(more)))).toMatchObject({ status: 'not_met', numerator: 1, denominator: 2, failing: ['S2'] })
  })

  test('takes a qualifying facility without any place as possibly in any unit without one', () => {
    // 3 of 5 for sure, at most 4 of 5: between 60 % and 80 %
    const lost = { ...town, facilities: [...town.facilities, facility('lost', ['regional_center'], [], { located: false })] }
    expect(digest(judge(target(both, '>=', 0.7), both, facts(lost)))).toEqual({
      status: 'insufficient_data', numerator: 3, denominator: 5, value: 0.6, valueUpper: 0.8, failing: ['C?', 'D?'],
    })
    expect(judge(target(both, '>=', 0.81), both, facts(lost)).status).toBe('not_met')
    expect(judge(target(both, '>=', 0.6), both, facts(lost)).status).toBe('met')
  })

  test('takes one that carries a code as in that unit alone', () => {
    const lost = { ...town, facilities: [...town.facilities, facility('lost', ['regional_center'], [], { located: false, unitId: 'D' })] }
    expect(digest(judge(target(both, '>=', 0.7), both, facts(lost))).failing).toEqual(['C', 'D?'])
  })

  test('says which units are judged by code because they have no boundary', () => {
    const coded = { ...town, units: town.units.map((one) => (one.id === 'B' ? { ...one, hasBoundary: false } : one)) }
    expect(judge(target(both, '>=', 0.6), both, facts(coded)).notes.map(({ zh }) => zh)).toEqual(['1 个单元无边界，按设施所填区划代码判断（B）'])
  })

  test('asks to mark units first where the plan names none and nobody has', () => {
    const central = coverage(['township'], ['regional_center'], { units: units(['township'], { tag: 'central_town', tagLevels: ['township'] }) })
    const result = judge(rule('admin_coverage', { targets: [] }), central, facts(town))
    expect(digest(result)).toMatchObject({ status: 'insufficient_data', numerator: null, denominator: null, value: null })
    expect(result.lacking[0].zh).toContain('请先标记')
  })

  test('fails for sure where a street fails, whichever townships are still to be marked', () => {
    const marked = coverage(['street', 'township'], ['community_complex'], { units: units(['street', 'township'], { tag: 'eligible_central_township', tagLevels: ['township'] }) })
    expect(judge(target(marked, '==', 1), marked, facts(town)).status).toBe('not_met')
    const covered = { ...town, facilities: [facility('x', ['community_complex'], ['S'])] }
    expect(judge(target(marked, '==', 1), marked, facts(covered)).status).toBe('insufficient_data')
    const told = { ...covered, units: [...town.units, unit('E', 'township', { tags: ['eligible_central_township'] })] }
    expect(digest(judge(target(marked, '==', 1), marked, facts(told)))).toMatchObject({ status: 'not_met', numerator: 1, denominator: 2, failing: ['E'] })
  })

  test('needs both of 智慧养老院 and 智慧养老社区 in a county, where a clause asks for both', () => {
    const smart = coverage(['county'], ['smart_care_home', 'smart_care_community'], { need: 'all' })
    const one = facts({ facilities: [facility('h', ['smart_care_home'], ['A'])] })
    const two = facts({ facilities: [facility('h', ['smart_care_home'], ['A']), facility('c', ['smart_care_community'], [])] })
    const result = judge(target(smart, '==', 1), smart, one)
    expect(digest(result)).toMatchObject({ status: 'not_met', numerator: 0, denominator: 1, failing: ['石城县'] })
    expect(result.failingUnits[0].reason.zh).toBe('缺 1 类：智慧养老社区')
    expect(judge(target(smart, '==', 1), smart, two).status).toBe('met')
  })
})

describe('four helps, five haves', () => {
  const villages = coverage(['village'], ['mutual_aid'], { conditions: ['four_helps_five_haves'] })
  const nine = (...answers: [number, boolean | null][]) => Array.from({ length: 9 }, (_, i) => answers.find(([at]) => at === i)?.[1] ?? (answers.some(([at]) => at === i) ? null : true))
  /** V1 meets all nine, V2 lacks one, V3 leaves one empty, V4 leaves one empty and lacks another, V5 has no site. */
  const town = {
    units: ['V1', 'V2', 'V3', 'V4', 'V5'].map((id) => unit(id, 'village')),
    facilities: [
      facility('m1', ['mutual_aid'], ['V1'], { fourHelpsFiveHaves: nine() }),
      facility('m2', ['mutual_aid'], ['V2'], { fourHelpsFiveHaves: nine([3, false]) }),
      facility('m3', ['mutual_aid'], ['V3'], { fourHelpsFiveHaves: nine([3, null]) }),
      facility('m4', ['mutual_aid'], ['V4'], { fourHelpsFiveHaves: nine([3, null], [5, false]) }),
    ],
  }

  test('counts all nine alone; one left empty is unknown, neither met nor dropped', () => {
    // V1 of 5 for sure, V3 perhaps: 20 % to 40 %
    expect(digest(judge(target(villages, '>=', 0.3), villages, facts(town)))).toEqual({
      status: 'insufficient_data', numerator: 1, denominator: 5, value: 0.2, valueUpper: 0.4, failing: ['V2', 'V4', 'V5', 'V3?'],
    })
    expect(judge(target(villages, '>=', 0.2), villages, facts(town)).status).toBe('met')
    expect(judge(target(villages, '>=', 0.41), villages, facts(town)).status).toBe('not_met')
  })
})

describe('settlements', () => {
  const big = coverage(['resettlement_site'], ['meal_point'], { units: units(['resettlement_site'], { minResidents: 800 }) })
  const site = (id: string, residents: number | null) => ({ id, name: id, kind: 'resettlement_site' as const, townshipId: null, residents })
  const meal = facility('f', ['meal_point'], [], { insideSettlementIds: ['P'] })

  test('count from 800 people on; one without a headcount stands below the line and above it only in the upper bound', () => {
    // P (800) has a meal point, Q (799) does not belong, R has no headcount: 1 ÷ 2 to 2 ÷ 2
    const town = { settlements: [site('P', 800), site('Q', 799), site('R', null)], facilities: [meal] }
    expect(digest(judge(target(big, '==', 1), big, facts(town)))).toEqual({
      status: 'insufficient_data', numerator: 1, denominator: 2, value: 0.5, valueUpper: 1, failing: ['R?'],
    })
    expect(judge(target(big, '==', 1), big, facts({ ...town, settlements: [site('P', 800), site('Q', 799)] })).status).toBe('met')
    expect(judge(target(big, '==', 1), big, facts({ ...town, settlements: [site('P', 800), site('Q', 801)] })).status).toBe('not_met')
  })

  test('are no data where no list was ever loaded, and none where it is empty', () => {
    const never = judge(target(big, '==', 1), big, facts({}))
    expect(digest(never)).toMatchObject({ status: 'insufficient_data', denominator: null })
    expect(never.lacking[0].zh).toContain('尚未导入')
    expect(digest(judge(target(big, '==', 1), big, facts({ settlements: [] })))).toMatchObject({ status: 'insufficient_data', denominator: 0, value: null })
  })

  test('may be judged by reach: the walk of their own point, unknown without one', () => {
    // P within the circle, Q beyond it, R without a point: 1 ÷ 3 to 2 ÷ 3
    const reach = { ...big, by: 'reach' as const, profile: 'gb50180-15min' }
    const town = ledger({ settlements: [site('P', 900), site('Q', 900), site('R', 900)] })
    const result = judge(target(reach, '>=', 0.5), reach, { ledger: town, circles: circleOf(reach, { P: 400, Q: null }), nearest: new Map() })
    expect(digest(result)).toMatchObject({ status: 'insufficient_data', numerator: 1, denominator: 3, valueUpper: 2 / 3, failing: ['Q', 'R?'] })
    expect(result.variants[0]).toMatchObject({ numerator: 0, denominator: 3 })
  })
})
