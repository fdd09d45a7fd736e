import { describe, expect, test } from 'vitest'
import type { Compute } from '../../../server/core/policy/compute.ts'
import type { PolicyPack, Rule } from '../../../server/core/policy/pack.ts'
import { evaluatePack, type EvaluateOptions } from '../../../server/core/indicators/evaluate.ts'
import { factsNeeded } from '../../../server/core/indicators/facts.ts'
import { area, circle, coverage, digest, facility, facts, judge, rule, standard, target, unit, units } from '../../ledger-town.ts'

const missing = [{ code: '511102', name: '市中区' }]
const town = (code: string, name: string, covered: number, total: number) =>
  facts({
    county: { code, name },
    units: Array.from({ length: total }, (_, i) => unit(`${code}-${i}`, 'township')),
    facilities: Array.from({ length: covered }, (_, i) => facility(`${code}-f${i}`, ['regional_center'], [`${code}-${i}`])),
  })

describe('a prefecture', () => {
  const compute = coverage(['township'], ['regional_center'])
  /** 峨眉 9 of 10 (90 %), 马边 1 of 10 (10 %), 沐川 0 of 1: ΣC ÷ ΣP = 10 ÷ 21, not a mean. */
  const counties = [town('511181', '峨眉', 9, 10), town('511133', '马边', 1, 10), town('511129', '沐川', 0, 1)]

  test('sums numerators and denominators over its counties', () => {
    const result = judge(target(compute, '>=', 0.47), compute, counties)
    expect(result).toMatchObject({ status: 'met', numerator: 10, denominator: 21, value: 10 / 21 })
    expect(judge(target(compute, '>=', 0.48), compute, counties)).toMatchObject({ status: 'not_met', path: [{ missing: { measure: 'units', amount: '1' } }] })
    expect(result.failingUnits[0].countyCode).toBe('511129')
    expect(result.variants[0]).toMatchObject({ numerator: 10, denominator: 21 })
  })

  test('names the counties without data, and decides only what is certain in spite of them', () => {
    const result = judge(target(compute, '>=', 0.1), compute, counties, missing)
    expect(result).toMatchObject({ status: 'insufficient_data', numerator: 10, denominator: 21, valueUpper: null })
    expect(result.lacking[0].zh).toContain('市中区')
    expect(judge(target(compute, '==', 1), compute, counties, missing).status).toBe('not_met')
    expect(judge(target(compute, '==', 1), compute, [town('1', '甲', 3, 3)], missing).status).toBe('insufficient_data')
  })

  test('decides a count that its known counties reach by themselves', () => {
    const count: Compute = { kind: 'count', parts: [{ key: null, tally: { of: 'facilities', facilityTypes: ['regional_center'], where: [], sum: 'one' } }], namedSites: [] }
    expect(judge(target(count, '>=', 10), count, counties, missing).status).toBe('met')
    expect(judge(target(count, '>=', 11), count, counties, missing).status).toBe('insufficient_data')
    expect(judge(target(count, '>=', 11), count, counties).status).toBe('not_met')
  })

  test('counts a county without data as one unknown unit where counties are counted', () => {
    const each = coverage(['county'], ['regional_center'])
    // 峨眉 and 马边 have one, 沐川 has none, 市中区 is unknown: 2 ÷ 4 to 3 ÷ 4
    expect(judge(target(each, '>=', 0.5), each, counties, missing)).toMatchObject({ status: 'met', numerator: 2, denominator: 4, value: 0.5, valueUpper: 0.75 })
    expect(judge(target(each, '==', 1), each, counties, missing).status).toBe('not_met')
    expect(judge(target(each, '==', 1), each, counties.slice(0, 2), missing).status).toBe('insufficient_data')
    expect(judge(target(each, '==', 1), each, counties.slice(0, 2)).status).toBe('met')
  })

  test('fails an area rule by one area anywhere, and cannot meet it while a county is missing', () => {
    const per100: Compute = { kind: 'area_per_100hh', ...standard, test: 'both' }
    const good = facts({ county: { code: '1', name: '甲' }, areas: [area('A', 0)] })
    const bad = facts({ county: { code: '2', name: '乙' }, areas: [area('B', 100)] })
    const own = target(per100, '>=', 20)
    expect(judge(own, per100, [good, good]).status).toBe('met')
    expect(judge(own, per100, [good, bad]).status).toBe('not_met')
    expect(judge(own, per100, [good, bad], missing).status).toBe('not_met')
    expect(judge(own, per100, [good], missing).status).toBe('insufficient_data')
  })

  test('keeps open what one of its counties never loaded', () => {
    const sites = coverage(['resettlement_site'], ['meal_point'])
    const settlement = { id: 's', name: 's', kind: 'resettlement_site' as const, townshipId: null, residents: 900 }
    const loaded = facts({ settlements: [settlement], facilities: [facility('m', ['meal_point'], [], { insideSettlementIds: ['s'] })] })
    expect(digest(judge(target(sites, '>=', 0.9), sites, [loaded, facts({ county: { code: '2', name: '乙' } })]))).toMatchObject({ status: 'insufficient_data', numerator: 1, denominator: 1 })
    expect(judge(target(sites, '>=', 0.9), sites, [loaded]).status).toBe('met')
  })

  test('without any county has nothing to say', () => {
    expect(judge(target(compute, '>=', 0.5), compute, [], missing)).toMatchObject({ status: 'insufficient_data', numerator: null, failingUnits: [] })
  })
})

describe('a pack', () => {
  const pack = (rules: Rule[], choices: PolicyPack['choices'] = []): PolicyPack => ({
    format: 1, id: 'p', region: { code: '360735', name: '石城县', level: 'county' },
    document: { title: 't', number: null, issued: null, status: 'in_force', statusText: '正式印发', period: [2021, 2025], ageBase: null },
    baseline: {}, remarks: [], choices, rules, reported: [],
  })
  const options: EvaluateOptions = { missingCounties: [], year: 2025, adoptedThresholds: {}, adoptedChoices: {} }
  const compute = coverage(['township'], ['regional_center'])
  const counties = [town('360735', '石城县', 3, 4)]

  test('gives every rule once, in its order, with clause and nature', () => {
    const rules = ['B', 'A', 'C'].map((id) => ({ ...target(compute, '>=', 0.75), id, nature: '约束性' as const }))
    const results = evaluatePack(pack(rules), new Map(rules.map(({ id }) => [id, compute])), counties, options)
    expect(results.map(({ id, status, nature, quote }) => [id, status, nature, quote])).toEqual(['B', 'A', 'C'].map((id) => [id, 'met', '约束性', 'quote']))
  })

  test('refuses to leave a rule out', () => {
    expect(() => evaluatePack(pack([rule('count')]), new Map(), counties, options)).toThrow('expected what R-1 computes')
  })

  test('judges now against the target of the year, and shows the path to the last', () => {
    const own = rule('admin_coverage', { targets: [{ when: 2025, value: 1 }, { when: 2022, value: 0.5 }] })
    const at = (year: number) => evaluatePack(pack([own]), new Map([[own.id, compute]]), counties, { ...options, year })[0]
    expect(at(2021)).toMatchObject({ status: 'met', target: { when: 2022, due: false } })
    expect(at(2024)).toMatchObject({ status: 'met', target: { when: 2022, value: 0.5, due: true } })
    expect(at(2025)).toMatchObject({ status: 'not_met', target: { when: 2025, value: 1, due: true } })
    expect(at(2022).path).toEqual([
      { when: 2022, value: 0.5, status: 'met', missing: null },
      { when: 2025, value: 1, status: 'not_met', missing: { measure: 'units', amount: '1' } },
    ])
  })

  test('takes a threshold of the user for words, never against a number of the plan', () => {
    const words = rule('admin_coverage', { op: null, targets: [{ when: 2025, value: '基本建成' }] })
    const number = { ...target(compute, '>=', 0.8), id: 'N' }
    const results = evaluatePack(pack([words, number]), new Map([[words.id, compute], ['N', compute]]), counties, { ...options, adoptedThresholds: { 'R-1': 0.75, N: 0.1 } })
    expect(results[0]).toMatchObject({ status: 'met', adopted: { zh: '采用阈值：≥ 75 %，非本规划规定' }, path: [{ status: 'qualitative' }] })
    expect(results[1]).toMatchObject({ status: 'not_met', adopted: null })
  })

  test('says which standard was adopted, where the rule uses the choice and its value is not the default', () => {
    const choice: PolicyPack['choices'][number] = { id: 'area_standard', label: { zh: '每百户面积', en: 'm² per 100' }, reason: { zh: '', en: '' }, default: null, options: null, least: 1, most: 50, unit: 'm²/百户', adopts: true }
    const own = rule('area_per_100hh', { compute: { m2Per100Households: { choice: 'area_standard' } } })
    const other = { ...own, id: 'O', compute: {} }
    const per100: Compute = { kind: 'area_per_100hh', ...standard, test: 'both' }
    const computes = new Map<string, Compute>([[own.id, per100], ['O', per100]])
    const at = (adoptedChoices: EvaluateOptions['adoptedChoices']) => evaluatePack(pack([own, other], [choice]), computes, [facts({ areas: [area('A', 100)] })], { ...options, adoptedChoices })
    expect(at({ area_standard: 20 })).toMatchObject([{ status: 'not_met', adopted: { zh: '采用标准：每百户面积 20 m²/百户，非本规划规定' } }, { adopted: null }])
    expect(at({})[0].adopted).toBeNull()
    expect(at({ area_standard: null })[0].adopted).toBeNull()
  })

  test('asks of the network and PostGIS what its rules need, each once', () => {
    const reach = coverage(['settlement'], ['meal_point'], { by: 'reach', profile: 'gb50180-15min', units: units(['settlement']) })
    const near: Compute = { kind: 'proximity', pairs: [{ label: 'x', from: { facilityTypes: ['township_home'], medicalKinds: [] }, to: { facilityTypes: ['medical'], medicalKinds: [] } }], withinMetres: 200, measure: 'near' }
    const ratio: Compute = { kind: 'ratio', numerator: { of: 'statistic', key: 'social_workers' }, denominator: { of: 'statistic', key: 'planned_population' }, beside: circle({ profile: 'elder-15min' }) }
    const needed = factsNeeded([circle(), circle({ population: 'households' }), circle({ lacking: 'x' }), reach, near, near, ratio])
    expect(needed.circles.map(({ profile, settlements }) => [profile, settlements ?? false])).toEqual([['elder-15min', false], ['gb50180-15min', true]])
    expect(needed.nearest).toHaveLength(1)
    expect(factsNeeded([circle({ facilityTypes: ['care_institution', 'meal_point'], need: 'all' })]).circles.map(({ facilityTypes }) => facilityTypes.length)).toEqual([4, 1])
  })
})
