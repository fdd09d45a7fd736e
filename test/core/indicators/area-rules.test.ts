import { describe, expect, test } from 'vitest'
import type { AreaPer100Households, ComplianceRate } from '../../../server/core/policy/compute.ts'
import { allot, area, digest, facility, facts, judge, rule, standard, target } from '../../ledger-town.ts'

const per100: AreaPer100Households = { kind: 'area_per_100hh', ...standard, test: 'both' }
const ancillary = (id: string, floorAreaM2: string | null, more = {}) => facility(id, ['residential_ancillary'], [], { floorAreaM2, ...more })

describe('floor area per 100 households of a county', () => {
  /**
   * A 1000 households, 200 m²: required 200, exactly met. B 1000 households, 199.7 m² = 19.97 m² per 100: missing 0.3.
   * O has a permit of 2001 and is out of scope. Beside: (200 + 199.7) ÷ 20 hundred households = 19.985.
   */
  const areas = [area('A', 1000), area('B', 1000), area('O', 500, { permitDate: '2001-01-01' })]
  const facilities = [ancillary('fa', '200'), ancillary('fb', '199.70')]
  const allotments = [allot('fa', 'A'), allot('fb', 'B')]
  const own = target(per100, '>=', 20, { unit: 'm²/百户' })

  test('fails where one area does, however small the gap, and never fills it from another', () => {
    const result = judge(own, per100, facts({ areas, facilities, allotments }))
    expect(digest(result)).toEqual({ status: 'not_met', numerator: 399.7, denominator: 20, value: 19.985, valueUpper: 19.985, failing: ['B'] })
    expect(result.failingUnits[0].reason.zh).toBe('应配 200 m²，实配 199.7 m²，缺 0.3 m²')
    expect(result.path[0].missing).toEqual({ measure: 'm2', amount: '0.3' })
    const rich = judge(own, per100, facts({ areas, facilities: [ancillary('fa', '900'), ancillary('fb', '199.70')], allotments }))
    expect(rich).toMatchObject({ status: 'not_met', value: 1099.7 / 20 })
  })

  test('is met where every area is, at exactly the standard', () => {
    expect(digest(judge(own, per100, facts({ areas: [areas[0]], facilities, allotments })))).toMatchObject({ status: 'met', value: 20, failing: [] })
  })

  test('lacks data where an area has no date, no households or a site without an area, by name', () => {
    const unclear = [area('A', 1000), area('D', 100, { permitDate: null }), area('H', null), area('S', 100)]
    const result = judge(own, per100, facts({ areas: unclear, facilities: [...facilities, ancillary('fs', null)], allotments: [...allotments, allot('fs', 'S')] }))
    expect(digest(result)).toMatchObject({ status: 'insufficient_data', valueUpper: null, failing: ['D?', 'H?', 'S?'] })
    expect(result.lacking.map(({ zh }) => zh)).toEqual([
      '1 个小区没有许可或规划条件日期（D）',
      '1 个小区未填户数（H）',
      '1 个小区配套用房未填面积（S）',
    ])
  })

  test('has nothing to judge where no area is in scope or none was loaded', () => {
    expect(judge(own, per100, facts({ areas: [areas[2]] })).status).toBe('insufficient_data')
    expect(judge(own, per100, facts())).toMatchObject({ status: 'insufficient_data', value: null })
  })

  test('is not prescribed where the plan prints no figure, and judged once the user adopts one', () => {
    const none = { ...per100, m2Per100Households: null }
    const silent = rule('area_per_100hh')
    expect(judge(silent, none, facts({ areas, facilities, allotments }))).toMatchObject({ status: 'not_prescribed', numerator: 399.7 })
    const adoptedStandard = { zh: '采用标准：20 m²，非本规划规定', en: '' }
    expect(judge(silent, per100, facts({ areas, facilities, allotments }), [], { adoptedStandard })).toMatchObject({ status: 'not_met', adopted: adoptedStandard })
  })

  test('holds areas to the figure of the year where the plan prints several', () => {
    const rising = rule('area_per_100hh', { targets: [{ when: 2022, value: 15 }, { when: 2025, value: 20 }] })
    const result = judge(rising, per100, facts({ areas, facilities, allotments }), [], { year: 2023 })
    expect(result).toMatchObject({ status: 'met', target: { when: 2022, value: 15, due: true } })
    expect(result.path.map(({ when, status }) => [when, status])).toEqual([[2022, 'met'], [2025, 'not_met']])
  })

  describe('with a single-site minimum of 150 m²', () => {
    const both = { ...per100, singleSiteMinimumM2: 150 }
    const single = { ...both, test: 'single_site' as const }
    /** A 1000 households: 100 + 140 m² ≥ 200, but both sites are short. B 500 households: one site of 150. */
    const sites = { areas: [area('A', 1000), area('B', 500)], facilities: [ancillary('s1', '100'), ancillary('s2', '140'), ancillary('s3', '150')], allotments: [allot('s1', 'A'), allot('s2', 'A'), allot('s3', 'B')] }

    test('fails an area whose sum is enough, and shows it with and without the undersized', () => {
      const result = judge(target(both, '>=', 20), both, facts(sites))
      expect(digest(result)).toMatchObject({ status: 'not_met', numerator: 390, denominator: 15, failing: ['A'] })
      expect(result.failingUnits[0].reason.zh).toContain('s1 100 m²，单处差 50 m²')
      expect(result.variants.map(({ label, numerator }) => [label.zh, numerator])).toEqual([['计入不足单处下限的面积', 390], ['不计不足单处下限的面积', 150]])
    })

    test('alone asks each site, whatever the households', () => {
      const unknown = { ...sites, areas: [area('A', null), area('B', null)] }
      const result = judge(target(single, '>=', 150, { unit: 'm²/处' }), single, facts(unknown))
      expect(digest(result)).toMatchObject({ status: 'not_met', numerator: 390, denominator: 3, value: 130, failing: ['A'] })
      expect(judge(target(single, '>=', 150), single, facts({ ...sites, areas: [area('B', null)] })).status).toBe('met')
    })

    test('alone fails an area without any site by the whole minimum', () => {
      const result = judge(target(single, '>=', 150), single, facts({ areas: [area('A', 1000)] }))
      expect(result).toMatchObject({ status: 'not_met', value: null, path: [{ missing: { measure: 'm2', amount: '150' } }] })
    })

    test('binds old areas too where the clause says so', () => {
      const old = { ...both, buildClasses: ['existing' as const], m2Per100Households: 15 }
      const town = { ...sites, areas: [area('A', 1000, { permitDate: '2010-01-01' })] }
      expect(judge(target(old, '>=', 15), old, facts(town)).status).toBe('not_met')
    })
  })

  test('shows an approved pooling group beside, and changes no verdict by it', () => {
    // (200 + 199.7) ÷ 20 hundred
    const group = { id: 'g', name: '东片', approval: '石民〔2024〕3号', residentialAreaIds: ['A', 'B'], adjacent: true }
    const poolingGroups = [group, { ...group, id: 'h', name: '西片', approval: null }]
    const result = judge(own, per100, facts({ areas, facilities, allotments, poolingGroups }))
    expect(result.status).toBe('not_met')
    expect(result.variants).toMatchObject([{ label: { zh: '统筹后（石民〔2024〕3号）：东片' }, value: 19.985 }])
    expect(result.notes.at(-1)!.zh).toContain('西片')
  })
})

describe('compliance rates', () => {
  /**
   * Ten new areas of 100 households, required 20 m². 1 to 8 have 20 m², 9 has 10 m², 10 none.
   * Built 9 of 10, meets the standard 8 of 10.
   */
  const ids = Array.from({ length: 10 }, (_, i) => `a${i + 1}`.padStart(3, '0'))
  const areas = ids.map((id) => area(id, 100))
  const facilities = ids.slice(0, 9).map((id, i) => ancillary(`f-${id}`, i < 8 ? '20' : '10'))
  const allotments = ids.slice(0, 9).map((id) => allot(`f-${id}`, id))
  const town = { areas, facilities, allotments }
  const rate = (more: Partial<ComplianceRate> = {}): ComplianceRate => ({ kind: 'compliance_rate', ...standard, measure: 'meets_standard', denominator: 'all', ...more })

  test('tell built from meeting the standard', () => {
    const meets = judge(target(rate(), '>=', 0.8), rate(), facts(town))
    expect(digest(meets)).toMatchObject({ status: 'met', numerator: 8, denominator: 10, failing: ['0a9', 'a10'] })
    expect(meets.variants[0]).toMatchObject({ numerator: 9, denominator: 10 })
    const built = judge(target(rate({ measure: 'built' }), '==', 1), rate({ measure: 'built' }), facts(town))
    expect(digest(built)).toMatchObject({ status: 'not_met', numerator: 9, denominator: 10, failing: ['a10'] })
    expect(built.path[0].missing).toEqual({ measure: 'areas', amount: '1' })
    expect(judge(target(rate(), '>=', 0.81), rate(), facts(town)).status).toBe('not_met')
  })

  test('reach 100 % where all do', () => {
    const eight = facts({ ...town, areas: areas.slice(0, 8) })
    expect(judge(target(rate(), '>=', 1), rate(), eight).status).toBe('met')
    expect(judge(target(rate({ measure: 'built' }), '==', 1), rate({ measure: 'built' }), eight).status).toBe('met')
  })

  test('keep an area of unknown class in the denominator', () => {
    // 8 of 10 and one more that may be new: 8 ÷ 11 to 9 ÷ 11
    const undated = facts({ ...town, areas: [...areas, area('u', 100, { permitDate: null, name: 'u' })] })
    expect(digest(judge(target(rate(), '>=', 0.8), rate(), undated))).toMatchObject({ status: 'insufficient_data', numerator: 8, denominator: 11, valueUpper: 9 / 11 })
    expect(judge(target(rate(), '>=', 0.82), rate(), undated).status).toBe('not_met')
  })

  test('are not prescribed without a figure, though what is built is known', () => {
    const silent = rate({ m2Per100Households: null })
    const result = judge(target(silent, '>=', 0.8), silent, facts(town))
    expect(result).toMatchObject({ status: 'not_prescribed', value: null, path: [{ status: 'not_prescribed' }] })
    expect(result.variants[0]).toMatchObject({ numerator: 9, denominator: 10 })
    const built = rate({ m2Per100Households: null, measure: 'built' })
    expect(judge(target(built, '>=', 0.9), built, facts(town)).status).toBe('met')
  })

  test('of areas made good divide by those that were short by themselves', () => {
    // Old areas of 100 households, 15 m²: p has 15 of its own; q 5 of its own and 10 leased; r 5 of its own; s nothing.
    const old = rate({ measure: 'made_good', buildClasses: ['old'], m2Per100Households: 15 })
    const ruin = (id: string) => area(id, 100, { permitDate: '1998-01-01', buildClass: 'old' })
    const city = facts({
      areas: ['p', 'q', 'r', 's'].map(ruin),
      facilities: [ancillary('fp', '15'), ancillary('fq', '5'), ancillary('lq', '10', { acquisition: 'leased' }), ancillary('fr', '5')],
      allotments: [allot('fp', 'p'), allot('fq', 'q'), allot('lq', 'q'), allot('fr', 'r')],
    })
    expect(digest(judge(target(old, '==', 1), old, city))).toMatchObject({ status: 'not_met', numerator: 2, denominator: 4, failing: ['r', 's'] })
    const gap = { ...old, denominator: 'with_gap' as const }
    expect(digest(judge(target(gap, '==', 1), gap, city))).toMatchObject({ status: 'not_met', numerator: 1, denominator: 3 })
  })

  test('are no data where no area was loaded', () => {
    expect(judge(target(rate(), '>=', 0.8), rate(), facts())).toMatchObject({ status: 'insufficient_data', value: null })
  })
})
