import { describe, expect, test } from 'vitest'
import type { CapacityLimit, Condition, Count, PerCapitaLand, PerThousand, Ratio } from '../../../server/core/policy/compute.ts'
import type { LedgerParcel } from '../../../server/core/policy/ledger.ts'
import { circle, circleOf, digest, facility, facts, judge, ledger, place, rule, target, unit } from '../../ledger-town.ts'

const beds = (id: string, types: string[], count: number | null, nursingBeds: number | null, more = {}) => facility(id, types, [], { beds: count, nursingBeds, ...more })

describe('a ratio of the ledgers', () => {
  const nursing: Ratio = {
    kind: 'ratio',
    numerator: { of: 'facilities', facilityTypes: ['care_institution'], where: [], sum: 'nursingBeds' },
    denominator: { of: 'facilities', facilityTypes: ['care_institution'], where: [], sum: 'beds' },
    beside: null,
  }
  /** Two institutions of different codes: 60 + 50 nursing of 100 + 100 beds = 55 %; a day-care centre's beds are none of theirs. */
  const homes = [beds('h1', ['township_home'], 100, 60), beds('h2', ['care_institution'], 100, 50), beds('d', ['day_care'], 20, 20)]

  test('is met at exactly the share, of the sums', () => {
    const result = judge(target(nursing, '>=', 0.55), nursing, facts({ facilities: homes }))
    expect(digest(result)).toEqual({ status: 'met', numerator: 110, denominator: 200, value: 0.55, valueUpper: 0.55, failing: [] })
    expect(result.assumptions[0].zh).toContain('敬老院')
    expect(result.variants[0]).toMatchObject({ numerator: 110, denominator: 220 })
  })

  test('is not met just below, and names the missing beds', () => {
    // 0.56 × 200 = 112
    expect(judge(target(nursing, '>=', 0.56), nursing, facts({ facilities: homes }))).toMatchObject({ status: 'not_met', path: [{ missing: { measure: 'beds', amount: '2' } }] })
  })

  test('counts nursing beds that nobody filled in as none to all of the beds', () => {
    // h3: 0 to 100 of 100 more beds: 110 ÷ 300 to 210 ÷ 300
    const unknown = facts({ facilities: [...homes, beds('h3', ['embedded_home'], 100, null)] })
    expect(digest(judge(target(nursing, '>=', 0.55), nursing, unknown))).toEqual({
      status: 'insufficient_data', numerator: 110, denominator: 300, value: 110 / 300, valueUpper: 0.7, failing: ['h3?'],
    })
    expect(judge(target(nursing, '>=', 0.71), nursing, unknown).status).toBe('not_met')
    expect(judge(target(nursing, '>=', 0.36), nursing, unknown).status).toBe('met')
  })

  test('has an open denominator where beds are not filled in: nothing is known but that it may be lower', () => {
    const open = facts({ facilities: [...homes, beds('h3', ['embedded_home'], null, 0)] })
    expect(digest(judge(target(nursing, '>=', 0.55), nursing, open))).toMatchObject({ status: 'insufficient_data', valueUpper: null, failing: ['h3?'] })
    // 110 of at least 200 beds never reach 56 %
    expect(judge(target(nursing, '>=', 0.56), nursing, open).status).toBe('not_met')
  })

  test('has no value where there are no beds', () => {
    expect(digest(judge(target(nursing, '>=', 0.55), nursing, facts()))).toMatchObject({ status: 'insufficient_data', denominator: 0, value: null })
  })

  test('of rated homes keeps an unrated one below the line', () => {
    // 达一级: of three homes one is rated 2, one 0, one unknown: 1 ÷ 3 to 2 ÷ 3
    const rated = (where: Condition[]): Ratio['numerator'] => ({ of: 'facilities', facilityTypes: ['township_home'], where, sum: 'one' })
    const compute: Ratio = { kind: 'ratio', numerator: rated([{ field: 'rating', is: '>=', value: 1 }]), denominator: rated([]), beside: null }
    const three = [2, 0, null].map((rating, i) => facility(`h${i}`, ['township_home'], [], { rating }))
    const result = judge(target(compute, '==', 1), compute, facts({ facilities: three }))
    expect(digest(result)).toMatchObject({ status: 'not_met', numerator: 1, denominator: 3, valueUpper: 2 / 3, failing: ['h1', 'h2?'] })
    expect(result.failingUnits.map(({ reason }) => reason.zh)).toEqual(['等级 0，应 ≥ 1', '未填：等级'])
    expect(judge(target(compute, '==', 1), compute, facts({ facilities: [three[0]] })).status).toBe('met')
    expect(judge(target(compute, '==', 1), compute, facts({ facilities: [three[0], three[2]] })).status).toBe('insufficient_data')
  })

  test('of facilities out of the same names, once each, those that lack what any of its shares asks', () => {
    // 一级 1 ÷ 2 (h1 rated 0); 设老年医学科 of those with a grade 0 ÷ 2: h1 has none, h2 is not filled in
    const where = (...more: Condition[]): Ratio['numerator'] => ({ of: 'facilities', facilityTypes: ['township_home'], where: more, sum: 'one' })
    const geriatrics: Condition = { field: 'geriatrics', is: '==', value: true }
    const compute: Ratio = {
      ...{ kind: 'ratio', key: '等级', numerator: where({ field: 'rating', is: '>=', value: 1 }), denominator: where(), beside: null },
      further: [{ key: '老年医学科', numerator: where(geriatrics), denominator: where() }],
    }
    const facilities = [facility('h1', ['township_home'], [], { rating: 0, geriatrics: false }), facility('h2', ['township_home'], [], { rating: 2, geriatrics: null })]
    const result = judge(target(compute, '==', 1), compute, facts({ facilities }))
    expect(result.failingUnits.map(({ id, state, reason }) => [id, state, reason.zh])).toEqual([
      ['h1', 'fails', '等级 0，应 ≥ 1；没有老年医学科'],
      ['h2', 'unknown', '未填：老年医学科'],
    ])
  })

  test('of elders served stands beside the people in reach, never for them', () => {
    // 60 of 100 elders served; 80 of them live in the circle
    const beside = circle()
    const served: Ratio = { kind: 'ratio', numerator: { of: 'facilities', facilityTypes: ['meal_point'], where: [], sum: 'eldersServed' }, denominator: { of: 'population', measure: 'residents_60_plus', scope: 'city' }, beside }
    const own = ledger({ places: [place('a', 80), place('b', 20)], facilities: [facility('m', ['meal_point'], [], { eldersServed: 60 })] })
    const result = judge(target(served, '>=', 0.8), served, { ledger: own, circles: circleOf(beside, { a: 100, b: null }), nearest: new Map() })
    expect(digest(result)).toMatchObject({ status: 'not_met', numerator: 60, denominator: 100 })
    expect(result.variants.at(-1)).toMatchObject({ numerator: 80, denominator: 100, value: 0.8 })
    expect(result.variants.at(-1)!.label.zh).toContain('空间可及')
  })

  test('with people of unknown place in a narrow scope has a denominator between two figures', () => {
    // 60 served; elders of the city 80, and 20 who may be: 60 ÷ 100 to 60 ÷ 80
    const served: Ratio = { kind: 'ratio', numerator: { of: 'facilities', facilityTypes: ['meal_point'], where: [], sum: 'eldersServed' }, denominator: { of: 'population', measure: 'residents_60_plus', scope: 'city' }, beside: null }
    const own = facts({ places: [place('a', 80)], unlocated: { residents: 0, residents_60_plus: 20, residents_80_plus: 0, households: 0 }, facilities: [facility('m', ['meal_point'], [], { eldersServed: 60 })] })
    expect(digest(judge(target(served, '>=', 0.7), served, own))).toMatchObject({ status: 'insufficient_data', value: 0.6, valueUpper: 0.75 })
    expect(judge(target(served, '>=', 0.6), served, own).status).toBe('met')
    expect(judge(target(served, '>=', 0.76), served, own).status).toBe('not_met')
  })

  test('of community rooms needs their ledger, and sums their m²', () => {
    const rooms: Ratio = { kind: 'ratio', numerator: { of: 'community_rooms', sum: 'eldercareFreeM2' }, denominator: { of: 'community_rooms', sum: 'floorAreaM2' }, beside: null }
    const room = (unitId: string, floorAreaM2: string | null, eldercareFreeM2: string | null) => ({ unitId, name: unitId, floorAreaM2, eldercareFreeM2 })
    expect(judge(target(rooms, '>=', 0.4), rooms, facts())).toMatchObject({ status: 'insufficient_data', lacking: [{ zh: '尚未导入社区服务用房台账' }] })
    // 40 + 0…50 of 100 + 50
    const two = facts({ communityRooms: [room('A', '100', '40'), room('B', '50', null)] })
    expect(digest(judge(target(rooms, '>=', 0.4), rooms, two))).toMatchObject({ status: 'insufficient_data', numerator: 40, denominator: 150, valueUpper: 0.6 })
    expect(judge(target(rooms, '>=', 0.4), rooms, facts({ communityRooms: [room('A', '100', '40')] })).status).toBe('met')
    expect(judge(target(rooms, '>=', 0.4), rooms, facts({ communityRooms: [room('A', '100', '39.99')] }))).toMatchObject({ status: 'not_met', path: [{ missing: { measure: 'm2', amount: '0.01' } }] })
  })
})

describe('a count', () => {
  const tally = (facilityTypes: string[], sum: 'one' | 'beds' = 'one') => ({ of: 'facilities' as const, facilityTypes, where: [], sum })
  const one: Count = { kind: 'count', parts: [{ key: null, tally: tally(['community_complex']) }], namedSites: [] }

  test('is reached at the number, and says how many sites are missing', () => {
    const sites = facts({ facilities: [1, 2, 3].map((i) => facility(`c${i}`, ['community_complex'])) })
    expect(digest(judge(target(one, '>=', 3), one, sites))).toMatchObject({ status: 'met', numerator: 3, denominator: null, value: 3 })
    expect(judge(target(one, '>=', 5), one, sites)).toMatchObject({ status: 'not_met', path: [{ missing: { measure: 'sites', amount: '2' } }] })
    expect(judge(target(one, '>=', 1), one, facts()).status).toBe('not_met')
  })

  test('without a number is qualitative, and shows what there is', () => {
    expect(judge(rule('count'), one, facts({ facilities: [facility('c', ['community_complex'])] }))).toMatchObject({ status: 'qualitative', value: 1 })
  })

  test('needs each named part: five sites and 1,238 beds', () => {
    const two: Count = { kind: 'count', parts: [{ key: '机构', tally: tally(['medical_integrated']) }, { key: '床位', tally: tally(['medical_integrated'], 'beds') }], namedSites: [] }
    const own = target(two, '>=', { 机构: 2, 床位: 300 })
    const sites = (...all: (number | null)[]) => facts({ facilities: all.map((count, i) => beds(`m${i}`, ['medical_integrated'], count, null)) })
    expect(judge(own, two, sites(100, 200)).status).toBe('met')
    const short = judge(own, two, sites(100, 199))
    expect(short).toMatchObject({ status: 'not_met', numerator: null, value: null })
    expect(short.parts.map(({ key, status, numerator, target: aim }) => [key, status, numerator, aim])).toEqual([['机构', 'met', '2', 2], ['床位', 'not_met', '299', 300]])
    // beds that nobody filled in have no upper bound
    expect(judge(own, two, sites(100, null))).toMatchObject({ status: 'insufficient_data', parts: [{ status: 'met' }, { status: 'insufficient_data', valueUpper: null }] })
    expect(judge(own, two, sites(300, null)).status).toBe('met')
  })

  test('of named sites takes no other for one of them', () => {
    const named: Count = { ...one, parts: [{ key: null, tally: tally(['regional_center']) }], namedSites: ['河南', '河北', '兴仁'] }
    const built = ['河南镇中心', '河北中心', '迎水桥中心'].map((name) => facility(name, ['regional_center']))
    const result = judge(target(named, '>=', 3), named, facts({ facilities: built }))
    expect(digest(result)).toMatchObject({ status: 'not_met', numerator: 2, failing: ['兴仁'] })
    expect(result.variants[0]).toMatchObject({ numerator: 3 })
    expect(judge(target(named, '>=', 3), named, facts({ facilities: [...built, facility('兴仁中心', ['regional_center'])] })).status).toBe('met')
  })
})

describe('per thousand', () => {
  const workers = (value: string) => [{ key: 'social_workers' as const, value, asOf: '2025-01-01', source: '民政局' }]
  const both: PerThousand = {
    kind: 'per_thousand',
    numerator: { of: 'statistic', key: 'social_workers' },
    parts: [
      { key: 'per_1000_elders', denominator: { of: 'population', measure: 'residents_60_plus', scope: 'all' }, per: 1000 },
      { key: 'per_100_beds', denominator: { of: 'facilities', facilityTypes: ['care_institution'], where: [], sum: 'beds' }, per: 100 },
    ],
  }
  const own = target(both, '>=', { per_1000_elders: 1, per_100_beds: 1 }, { unit: '名' })
  /** 5000 elders and 300 beds: five workers are 1 a thousand and 1.67 a hundred beds. */
  const town = { places: [place('a', 4900)], unlocated: { residents: 0, residents_60_plus: 100, residents_80_plus: 0, households: 0 }, facilities: [beds('h', ['township_home'], 300, 0)], units: [unit('T', 'township', { residents60Plus: 4000 })] }

  test('is met where each denominator is, and fails where one is not', () => {
    const met = judge(own, both, facts({ ...town, statistics: workers('5') }))
    expect(met).toMatchObject({ status: 'met', parts: [{ value: 1, status: 'met' }, { value: 5 / 3, status: 'met' }] })
    expect(met.variants[0]).toMatchObject({ label: { zh: '分母：乡镇（街道）台账60 岁及以上' }, value: 1.25 })
    expect(judge(own, both, facts({ ...town, statistics: workers('4.99') }))).toMatchObject({ status: 'not_met', path: [{ missing: { measure: 'people', amount: '1' } }] })
  })

  test('takes “超过 1” as more than one', () => {
    const single = { ...both, parts: [{ ...both.parts[0], key: null }] }
    expect(judge(target(single, '>', 1), single, facts({ ...town, statistics: workers('5') }))).toMatchObject({ status: 'not_met', path: [{ missing: { amount: '1' } }] })
    expect(judge(target(single, '>', 1), single, facts({ ...town, statistics: workers('6') })).status).toBe('met')
  })

  test('lacks data where the workers were never entered', () => {
    expect(judge(own, both, facts(town))).toMatchObject({ status: 'insufficient_data', lacking: [{ zh: '未填报：社会工作者人数' }] })
  })

  test('takes the latest entry', () => {
    const statistics = [...workers('1'), { key: 'social_workers' as const, value: '9', asOf: '2025-03-01', source: '民政局' }]
    expect(judge(own, both, facts({ ...town, statistics })).parts[0].numerator).toBe('9')
  })
})

describe('a limit on projects', () => {
  const where: Condition[] = [{ field: 'project', is: 'in', value: ['new', 'expansion'] }]
  const limit = (measure: CapacityLimit['measure']): CapacityLimit => ({ kind: 'capacity_limit', measure, facilityTypes: ['county_support_home'], where })
  const project = (id: string, count: number | null, nursingBeds: number | null, more = {}) => beds(id, ['county_support_home'], count, nursingBeds, { project: 'new', ...more })

  test('holds every project to it: 300 beds are within the limit, 301 are not', () => {
    const at = judge(target(limit('beds'), '<=', 300), limit('beds'), facts({ facilities: [project('p', 300, 0), project('q', 100, 0)] }))
    expect(digest(at)).toMatchObject({ status: 'met', numerator: 400, denominator: 2, failing: [] })
    const over = judge(target(limit('beds'), '<=', 300), limit('beds'), facts({ facilities: [project('p', 301, 0), project('q', 100, 0), beds('old', ['county_support_home'], 900, 0)] }))
    expect(digest(over)).toMatchObject({ status: 'not_met', failing: ['p'] })
    expect(over.failingUnits[0].reason.zh).toBe('床位 301 张，限值 300 张')
    expect(over.path[0].missing).toEqual({ measure: 'beds', amount: '1' })
  })

  test('asks the nursing share of each, never of their sum', () => {
    // p 80 of 100, q 79 of 100; together 79.5 %
    const own = target(limit('nursing_share'), '>=', 0.8)
    const result = judge(own, limit('nursing_share'), facts({ facilities: [project('p', 100, 80), project('q', 100, 79), project('r', 100, 100)] }))
    expect(digest(result)).toMatchObject({ status: 'not_met', value: 259 / 300, failing: ['q'] })
    expect(judge(own, limit('nursing_share'), facts({ facilities: [project('p', 100, 80)] })).status).toBe('met')
    expect(digest(judge(own, limit('nursing_share'), facts({ facilities: [project('p', 100, 80), project('q', 100, null)] })))).toMatchObject({ status: 'insufficient_data', failing: ['q?'] })
  })

  test('leaves a site open that may be a project and would break the limit, and one that would keep it aside', () => {
    const own = target(limit('beds'), '<=', 300)
    const doubtful = (count: number) => facts({ facilities: [project('p', 300, 0), project('x', count, 0, { project: null })] })
    expect(digest(judge(own, limit('beds'), doubtful(301)))).toMatchObject({ status: 'insufficient_data', failing: ['x?'] })
    expect(judge(own, limit('beds'), doubtful(300)).status).toBe('met')
  })

  test('has nothing to judge where there is no project', () => {
    expect(judge(target(limit('beds'), '<=', 300), limit('beds'), facts())).toMatchObject({ status: 'insufficient_data', value: null })
  })

  test('shows the spare beds of each township, and judges none', () => {
    // T 100 − 60 = 40; U 50 − 55 is no spare bed; one home gives no residents: 40 ÷ 150 to 60 ÷ 170
    const spare: CapacityLimit = { kind: 'capacity_limit', measure: 'spare_beds', facilityTypes: ['care_institution'], where: [] }
    const home = (id: string, at: string, count: number, residentsInCare: number | null) => facility(id, ['township_home'], [at], { beds: count, residentsInCare })
    const result = judge(rule('capacity_limit', { op: null }), spare, facts({ units: [unit('T', 'township'), unit('U', 'township')], facilities: [home('h', 'T', 100, 60), home('i', 'U', 50, 55), home('k', 'U', 20, null)] }))
    expect(digest(result)).toMatchObject({ status: 'qualitative', numerator: 40, denominator: 170, valueUpper: 60 / 170, failing: ['k?'] })
    expect(result.notes.map(({ zh }) => zh)).toEqual(['T：空余 40 张，共 100 张（40 %）', 'U：空余 0 张，共 50 张（0 %）'])
  })
})

describe('land per person', () => {
  const land = (basis: PerCapitaLand['basis']): PerCapitaLand => ({ kind: 'per_capita_land', facilityTypes: ['day_care'], basis })
  const parcel = (id: string, more: Partial<LedgerParcel>): LedgerParcel => ({ id, code: id, landUse: '080701', areaM2: '100', facilityId: null, phase: 'current', misused: false, ...more })
  const site = (id: string, landAreaM2: string | null, ownLand: boolean | null, more = {}) => facility(id, ['day_care'], [], { landAreaM2, ownLand, ...more })
  /** 900 + 100 residents; land 60 + 40 = 100 m² = 0.1 m² each; 底商 has none of its own. */
  const town = { places: [place('a', 90)], unlocated: { residents: 100, residents_60_plus: 0, residents_80_plus: 0, households: 0 }, facilities: [site('d1', '60', true), site('d2', '40.00', true), site('shop', '80', false)] }

  test('is met at exactly 0.1 m², without premises that have no land of their own', () => {
    const result = judge(target(land('current'), '>=', 0.1, { unit: 'm²/人' }), land('current'), facts(town))
    expect(digest(result)).toMatchObject({ status: 'met', numerator: 100, denominator: 1000, value: 0.1 })
    expect(result.notes[0].zh).toBe('1 处设施没有独立用地（底商等），不计：shop')
  })

  test('is not met one square decimetre below, and says what is missing', () => {
    const less = { ...town, facilities: [site('d1', '60', true), site('d2', '39.99', true)] }
    expect(judge(target(land('current'), '>=', 0.1), land('current'), facts(less))).toMatchObject({ status: 'not_met', path: [{ missing: { measure: 'm2', amount: '0.01' } }] })
  })

  test('is open where it is not known whether land is its own, or how much there is', () => {
    const doubtful = { ...town, facilities: [site('d1', '60', true), site('d2', '40', null)] }
    expect(digest(judge(target(land('current'), '>=', 0.1), land('current'), facts(doubtful)))).toMatchObject({ status: 'insufficient_data', value: 0.06, valueUpper: 0.1, failing: ['d2?'] })
    const empty = { ...town, facilities: [site('d1', '60', true), site('d2', null, true)] }
    expect(digest(judge(target(land('current'), '>=', 0.1), land('current'), facts(empty)))).toMatchObject({ status: 'insufficient_data', valueUpper: null })
  })

  test('plans for the planned population: planned parcels, and current land that none replaces', () => {
    // p 300 replaces d1's 60, d2's 40 stays: 340 ÷ 2000; planned parcels alone 300 ÷ 2000; current 100 ÷ 1000
    const statistics = [{ key: 'planned_population' as const, value: '2000', asOf: null, source: '国土空间规划' }]
    const planned = { ...town, statistics, parcels: [parcel('p', { phase: 'planned', areaM2: '300', facilityId: 'd1' }), parcel('x', { landUse: '0902', phase: 'planned' })] }
    const result = judge(target(land('planned'), '>=', 0.1), land('planned'), facts(planned))
    expect(digest(result)).toMatchObject({ status: 'met', numerator: 340, denominator: 2000 })
    expect(result.variants.map(({ numerator, denominator }) => [numerator, denominator])).toEqual([[100, 1000], [300, 2000]])
  })

  test('takes the parcel of a site before the area in its own row, and never both', () => {
    const parcels = [parcel('p', { facilityId: 'd1', areaM2: '70' }), parcel('q', { areaM2: '10' }), parcel('bad', { areaM2: '1000', misused: true })]
    expect(judge(target(land('current'), '>=', 0.1), land('current'), facts({ ...town, parcels }))).toMatchObject({ numerator: 120 })
  })

  test('lacks data without a planned population', () => {
    expect(judge(target(land('planned'), '>=', 0.1), land('planned'), facts(town))).toMatchObject({ status: 'insufficient_data', value: null })
  })
})
