import { describe, expect, test } from 'vitest'
import type { Inventory, LandConstraint, NetworkCompleteness, Proximity, Workflow } from '../../../server/core/policy/compute.ts'
import type { LedgerParcel, LedgerPremises, NearestDistance, RegisterEntry } from '../../../server/core/policy/ledger.ts'
import { nearestKey } from '../../../server/core/indicators/facts.ts'
import { allot, area, digest, facility, facts, judge, ledger, rule, standard, target, unit, units } from '../../ledger-town.ts'

describe('proximity', () => {
  const from = { facilityTypes: ['township_home'], medicalKinds: [] }
  const to = { facilityTypes: ['medical'], medicalKinds: ['township_health_centre'] }
  const near = (more: Partial<Proximity> = {}): Proximity => ({ kind: 'proximity', pairs: [{ label: '敬老院—卫生院', from, to }], withinMetres: 200, measure: 'near', ...more })
  const clinic = facility('w', ['medical'], [], { medicalKind: 'township_health_centre' })
  const homes = ['a', 'b', 'c'].map((id) => facility(id, ['township_home']))
  const world = (distances: NearestDistance[], facilities = [clinic, ...homes]) => ({ ledger: ledger({ facilities }), circles: new Map(), nearest: new Map([[nearestKey(from, to), distances]]) })
  const line = (fromId: string, straightMetres: number, networkMetres: number | null = null) => ({ fromId, toId: 'w', straightMetres, networkMetres })

  test('is the share of sites within the declared distance in a straight line, with the walk beside', () => {
    // a exactly 200 m, b 200.01 m, c without a place: 1 ÷ 3 to 2 ÷ 3
    const result = judge(rule('proximity', { op: null }), near(), world([line('a', 200, 260.5), line('b', 200.01)]))
    expect(digest(result)).toEqual({ status: 'qualitative', numerator: 1, denominator: 3, value: 1 / 3, valueUpper: 2 / 3, failing: ['b', 'c?'] })
    expect(result.failingUnits[0].reason.zh).toBe('直线 200.01 米（步行距离未知），超出 200 米')
    expect(result.notes[0].zh).toBe('敬老院—卫生院：a 直线 200 米（步行 260.5 米）')
    expect(result.assumptions[0].zh).toContain('规划未给距离')
  })

  test('is judged by a threshold of the user', () => {
    const two = world([line('a', 100), line('b', 900), line('c', 100)])
    const at = (adoptedThreshold: number) => judge(rule('proximity', { op: null }), near(), two, [], { adoptedThreshold }).status
    expect([at(0.6), at(0.7)]).toEqual(['met', 'not_met'])
  })

  test('knows nothing where no counterpart was loaded, rather than failing every site', () => {
    const result = judge(rule('proximity', { op: null }), near(), world([], homes))
    expect(digest(result)).toMatchObject({ numerator: 0, denominator: 3, valueUpper: 1 })
    expect(result.lacking[0].zh).toContain('尚未导入医疗卫生机构')
  })

  test('by agreement counts what is signed, whatever the distance', () => {
    const signed = [facility('a', ['township_home'], [], { medicalPartner: '县医院' }), facility('b', ['township_home'], [], { medicalPartner: '' }), facility('c', ['township_home'])]
    const result = judge(rule('proximity', { op: null }), near({ measure: 'signed' }), world([line('a', 9000), line('b', 50)], [clinic, ...signed]))
    expect(digest(result)).toMatchObject({ numerator: 1, denominator: 3, valueUpper: 2 / 3, failing: ['b', 'c?'] })
    expect(result.failingUnits[0].reason.zh).toContain('最近直线 50 米')
  })

  test('keeps several pairs apart', () => {
    const second = { label: '幸福院—卫生室', from: { facilityTypes: ['mutual_aid'], medicalKinds: [] }, to }
    const result = judge(rule('proximity', { op: null }), near({ pairs: [...near().pairs, second] }), world([line('a', 1), line('b', 1), line('c', 1)]))
    expect(result.parts.map(({ key, numerator, denominator }) => [key, numerator, denominator])).toEqual([['敬老院—卫生院', '3', '3'], ['幸福院—卫生室', '0', '0']])
    expect(result.value).toBeNull()
  })
})

describe('control layers and parcels', () => {
  const clear: LandConstraint = { kind: 'land_constraint', test: 'no_overlap', layer: 'permanent_basic_farmland', withinMetres: null }
  const own = target(clear, '==', 0, { unit: 'm²' })
  const on = (areaM2: number) => [{ layer: 'permanent_basic_farmland' as const, areaM2, touches: true }]
  const layers = { controlLayers: ['permanent_basic_farmland' as const] }

  test('are kept clear of where no site touches them; one given as a point fails with 0 m²', () => {
    const result = judge(own, clear, facts({ ...layers, facilities: [facility('a', ['day_care']), facility('b', ['day_care'], [], { overlaps: on(0) })] }))
    expect(digest(result)).toMatchObject({ status: 'not_met', numerator: 0, denominator: null, failing: ['b'] })
    expect(judge(own, clear, facts({ ...layers, facilities: [facility('a', ['day_care'])] }))).toMatchObject({ status: 'met', value: 0 })
  })

  test('say by how many m² a site touches', () => {
    const result = judge(own, clear, facts({ ...layers, facilities: [facility('b', ['day_care'], [], { overlaps: on(12.5) }), facility('m', ['medical'], [], { overlaps: on(99) })] }))
    expect(result).toMatchObject({ status: 'not_met', value: 12.5, path: [{ missing: { measure: 'm2', amount: '12.5' } }] })
    expect(result.failingUnits[0].reason.zh).toBe('压占永久基本农田 12.5 m²')
  })

  test('say nothing where the layer was never loaded, or a site has no place', () => {
    expect(judge(own, clear, facts({ facilities: [facility('a', ['day_care'])] }))).toMatchObject({ status: 'insufficient_data', lacking: [{ zh: '尚未导入永久基本农田图层' }] })
    const lost = judge(own, clear, facts({ ...layers, facilities: [facility('a', ['day_care'], [], { located: false })] }))
    expect(digest(lost)).toMatchObject({ status: 'insufficient_data', failing: ['a?'] })
    expect(judge(own, clear, facts(layers)).status).toBe('insufficient_data')
  })

  test('of every kind stand behind a siting rule, which knows nothing of layers that are lacking', () => {
    const siting: LandConstraint = { ...clear, test: 'siting', layer: null }
    const facilities = [facility('a', ['day_care']), facility('b', ['day_care'], [], { overlaps: on(5) })]
    const result = judge(rule('land_constraint', { op: null }), siting, facts({ ...layers, facilities, premises: [] }))
    expect(digest(result)).toMatchObject({ status: 'qualitative', numerator: 0, denominator: 2, valueUpper: 0.5, failing: ['b'] })
    expect(result.lacking).toHaveLength(2)
    const all = { controlLayers: ['permanent_basic_farmland' as const, 'ecological_redline' as const, 'hazard' as const] }
    expect(digest(judge(rule('land_constraint', { op: null }), siting, facts({ ...all, facilities })))).toMatchObject({ numerator: 1, denominator: 2, valueUpper: 0.5 })
    expect(judge(rule('land_constraint', { op: null }), siting, facts({ facilities })).status).toBe('insufficient_data')
  })

  test('changed parcels fail, those not filled in are unknown', () => {
    const misuse: LandConstraint = { ...clear, test: 'no_misuse', layer: null }
    const parcel = (id: string, misused: boolean | null): LedgerParcel => ({ id, code: id, landUse: '080701', areaM2: '500', facilityId: null, phase: 'current', misused })
    const result = judge(rule('land_constraint', { op: null }), misuse, facts({ parcels: [parcel('p', false), parcel('q', true), parcel('r', null)] }))
    expect(digest(result)).toEqual({ status: 'qualitative', numerator: 1, denominator: 3, value: 1 / 3, valueUpper: 2 / 3, failing: ['q', 'r?'] })
    expect(judge(rule('land_constraint', { op: null }), misuse, facts()).lacking[0].zh).toContain('尚未导入')
    expect(judge(rule('land_constraint', { op: null }), misuse, facts({ parcels: [] }))).toMatchObject({ value: null })
  })
})

describe('a network of tiers', () => {
  const network: NetworkCompleteness = {
    kind: 'network_completeness',
    tiers: [
      { key: '县级', units: units(['county']), facilityTypes: ['county_support_home'], need: 'any' },
      { key: '乡级', units: units(['township']), facilityTypes: ['regional_center'], need: 'any' },
      { key: '村级', units: units(['village']), facilityTypes: ['mutual_aid'], need: 'any' },
    ],
  }
  const words = rule('network_completeness', { op: 'exists', targets: [{ when: 2025, value: '基本形成' }] })
  const town = {
    units: [unit('T', 'township'), unit('U', 'township'), unit('V', 'village')],
    facilities: [facility('k', ['county_support_home']), facility('r', ['regional_center'], ['T']), facility('m', ['mutual_aid'], ['V', 'T'])],
  }

  test('has a share for each tier, and names the gaps of each', () => {
    const result = judge(words, network, facts(town))
    expect(result).toMatchObject({ status: 'qualitative', value: null })
    expect(result.parts.map(({ key, numerator, denominator }) => [key, numerator, denominator])).toEqual([['县级', '1', '1'], ['乡级', '1', '2'], ['村级', '1', '1']])
    expect(result.failingUnits.map(({ name, reason }) => [name, reason.zh.slice(0, 3)])).toEqual([['U', '乡级：']])
  })

  test('is complete by a threshold of 100 % only when every tier is', () => {
    expect(judge(words, network, facts(town), [], { adoptedThreshold: 1 }).status).toBe('not_met')
    const full = facts({ ...town, facilities: [...town.facilities, facility('s', ['regional_center'], ['U'])] })
    expect(judge(words, network, full, [], { adoptedThreshold: 1 }).status).toBe('met')
    expect(judge(words, network, facts({ facilities: town.facilities }), [], { adoptedThreshold: 1 }).status).toBe('insufficient_data')
  })

  test('counts a county without data as one unknown unit of the county tier, and the lower tiers as open', () => {
    const result = judge(words, network, facts(town), [{ code: '1', name: '甲县' }], { adoptedThreshold: 0.5 })
    expect(result.parts.map(({ numerator, numeratorUpper, denominator, status }) => [numerator, numeratorUpper, denominator, status])).toEqual([
      ['1', '2', '2', 'met'], ['1', '1', '2', 'insufficient_data'], ['1', '1', '1', 'insufficient_data'],
    ])
  })
})

describe('registers', () => {
  const entry = (id: string, state: RegisterEntry['state'], more: Partial<RegisterEntry> = {}): RegisterEntry => ({ id, name: id, residentialAreaId: null, builtYear: 2016, problem: '未配建', measure: null, deadline: null, responsible: '住建局', state, doneOn: null, ...more })
  const of = (register: Inventory['register'], more: Partial<Inventory> = {}): Inventory => ({ kind: 'inventory', register, builtFrom: null, deadline: null, standard: null, ...more })
  const words = rule('inventory', { op: '==', targets: [{ when: 2025, value: '完成整改' }] })

  test('of rectifications give the share done, and what is overdue on the data date', () => {
    // done 1 of 3 from 2014 on; x has no year: 1 ÷ 4 to 2 ÷ 4; n was built before
    const register = [entry('d', 'done', { doneOn: '2025-01-31' }), entry('o', 'open'), entry('w', 'doing'), entry('x', 'done', { builtYear: null }), entry('n', 'open', { builtYear: 2013 })]
    const compute = of('rectification', { builtFrom: 2014, deadline: '2024-12-31' })
    const result = judge(words, compute, facts({ register }))
    expect(digest(result)).toEqual({ status: 'qualitative', numerator: 1, denominator: 4, value: 0.25, valueUpper: 0.5, failing: ['o', 'w', 'x?'] })
    expect(result.failingUnits[0].reason.zh).toBe('未配建；未开始；期限 2024-12-31，至 2025-06-30 已逾期（台账未定期限）；责任单位 住建局')
    expect(result.notes.map(({ zh }) => zh)).toEqual(['共 4 条：已完成 1，整改中 1，未开始 1，其中逾期 2', '1 条在期限后完成：d', '2 条台账未定期限：o、w'])
    const later = judge(words, of('rectification', { deadline: '2025-12-31' }), facts({ register }))
    expect(later.notes[0].zh).toContain('其中逾期 0')
  })

  test('show the day that the register itself has set beside the plan’s, and whether it is past on the data date', () => {
    // data of 2025-06-30: the plan's day is ahead for all; of the register's own days one is past, one is that very day, one is none
    const register = [entry('a', 'open', { deadline: '2025-06-29' }), entry('b', 'open', { deadline: '2025-06-30' }), entry('c', 'doing'), entry('d', 'open', { deadline: '2026-12-31' })]
    const result = judge(words, of('rectification', { deadline: '2026-12-31' }), facts({ register }))
    expect(result.failingUnits.map(({ id, reason }) => [id, /期限 .*(?=；责任)/.exec(reason.zh)![0]])).toEqual([
      ['a', '期限 2026-12-31（台账期限 2025-06-29，至 2025-06-30 已过）'],
      ['b', '期限 2026-12-31（台账期限 2025-06-30）'],
      ['c', '期限 2026-12-31（台账未定期限）'],
      ['d', '期限 2026-12-31'],
    ])
    expect(result.notes.map(({ zh }) => zh)).toEqual(['共 4 条：已完成 0，整改中 1，未开始 3，其中逾期 0', '1 条已过台账所定期限：a', '1 条台账未定期限：c'])
    // Without a day in the plan, the register's own is the deadline, and said once.
    const own = judge(words, of('rectification'), facts({ register: [register[0]] }))
    expect(own.failingUnits[0].reason.zh).toContain('期限 2025-06-29，至 2025-06-30 已逾期；责任')
    expect(own.notes).toHaveLength(1)
  })

  test('are judged by a threshold of the user, and are no data where none was ever loaded', () => {
    const at = (states: RegisterEntry['state'][]) => judge(words, of('rectification'), facts({ register: states.map((state, i) => entry(`e${i}`, state)) }), [], { adoptedThreshold: 1 }).status
    expect([at(['done', 'done']), at(['done', 'open']), at([])]).toEqual(['met', 'not_met', 'insufficient_data'])
    expect(judge(words, of('rectification'), facts())).toMatchObject({ status: 'insufficient_data', lacking: [{ zh: '尚未导入清查整改台账' }] })
  })

  test('cannot tell what is overdue without a data date', () => {
    const result = judge(words, of('rectification', { deadline: '2020-12-31' }), facts({ dataDate: null, register: [entry('o', 'open')] }))
    expect(result.lacking[0].zh).toContain('没有数据日期')
    expect(result.notes[0].zh).toContain('其中逾期 0')
  })

  test('of misuse name ancillary premises that are in other use', () => {
    // a in eldercare, s a shop, e not filled in, p still in plan
    const facilities = [facility('a', ['residential_ancillary']), facility('s', ['day_care'], [], { currentUse: 'shop' }), facility('e', ['day_care'], [], { currentUse: '' }), facility('p', ['day_care'], [], { status: 'planned' }), facility('x', ['day_care'], [], { acquisition: 'leased', currentUse: 'shop' })]
    expect(digest(judge(rule('inventory', { op: null }), of('misuse'), facts({ facilities })))).toEqual({ status: 'qualitative', numerator: 1, denominator: 3, value: 1 / 3, valueUpper: 2 / 3, failing: ['s', 'e?'] })
  })

  test('of idle premises give numbers and m² by status', () => {
    const one = (id: string, status: LedgerPremises['status'], floorAreaM2: string | null, transitionUntil: string | null = null): LedgerPremises => ({ id, name: id, kind: '校舍', floorAreaM2, status, transitionUntil })
    const premises = [one('c', 'converted', '300'), one('i', 'idle', '100.5'), one('j', 'idle', null), one('o', 'other_use', '99.5', '2025-01-01')]
    const result = judge(rule('inventory', { op: null }), of('idle_premises'), facts({ premises }))
    expect(digest(result)).toMatchObject({ status: 'qualitative', numerator: 1, denominator: 4, failing: ['i', 'j'] })
    // 300 of 300 + 100.5 + 99.5 m², and one more of unknown area
    expect(result.variants[0]).toMatchObject({ numerator: 300, denominator: 500, valueUpper: null })
    expect(result.notes.map(({ zh }) => zh)).toEqual(['闲置：2 处，100.5 m²', '已改造为养老设施：1 处，300 m²', '改作他用：1 处，99.5 m²', '校舍：4 处，500 m²', '1 处过渡期已满（至 2025-06-30）：o'])
    expect(judge(rule('inventory', { op: null }), of('idle_premises'), facts()).status).toBe('insufficient_data')
  })

  test('of old areas need a standard, and then list what each lacks', () => {
    const old = { ...standard, buildClasses: ['old' as const] }
    const areas = ['p', 'q'].map((id) => area(id, 100, { permitDate: '1999-01-01', buildClass: 'old' }))
    const town = facts({ areas, facilities: [facility('f', ['residential_ancillary'], [], { floorAreaM2: '20' })], allotments: [allot('f', 'p')] })
    expect(judge(rule('inventory', { op: null }), of('old_area_gaps', { standard: { ...old, m2Per100Households: null } }), town)).toMatchObject({ status: 'not_prescribed', value: null })
    expect(digest(judge(rule('inventory', { op: null }), of('old_area_gaps', { standard: old }), town))).toMatchObject({ status: 'qualitative', numerator: 1, denominator: 2, failing: ['q'] })
  })
})

describe('workflows', () => {
  const four = ['plan', 'build', 'accept', 'handover'] as const
  const flow = (more: Partial<Workflow> = {}): Workflow => ({ kind: 'workflow', of: 'residential_areas', stages: [...four], buildClasses: ['new'], newSince: standard.newSince, ...more })
  const stages = (...states: ('done' | 'breach' | 'pending' | null)[]) => states.flatMap((state, i) => (state ? [{ stage: four[i], state, doneOn: null, note: state === 'breach' ? '建而不交' : null }] : []))
  const silent = rule('workflow', { op: null })

  test('count the areas with all four stages done; breaches are named, what is not filled in is unknown', () => {
    // a done; b breach; c pending; d not filled in; e without a date; o is old: 1 ÷ 5 to 3 ÷ 5
    const areas = [
      area('a', 1, { stages: stages('done', 'done', 'done', 'done') }),
      area('b', 1, { stages: stages('done', 'done', 'done', 'breach') }),
      area('c', 1, { stages: stages('done', 'done', 'pending', null) }),
      area('d', 1, { stages: stages('done', 'done', 'done', null) }),
      area('e', 1, { permitDate: null, stages: stages('done', 'done', 'done', 'done') }),
      area('o', 1, { permitDate: '2001-01-01' }),
    ]
    const result = judge(silent, flow(), facts({ areas }))
    expect(digest(result)).toEqual({ status: 'qualitative', numerator: 1, denominator: 5, value: 0.2, valueUpper: 0.6, failing: ['b', 'c', 'd?', 'e?'] })
    expect(result.failingUnits[0].reason.zh).toBe('3/4 已完成；同步交付：违规（建而不交）')
    expect(result.notes[0].zh).toBe('1 个小区有违规：b')
    expect(judge(silent, flow(), facts({ areas: areas.slice(0, 1) }), [], { adoptedThreshold: 1 }).status).toBe('met')
    expect(judge(silent, flow(), facts({ areas: areas.slice(0, 2) }), [], { adoptedThreshold: 1 }).status).toBe('not_met')
    expect(judge(silent, flow(), facts(), [], { adoptedThreshold: 1 }).status).toBe('insufficient_data')
  })

  test('list pooling groups with their approval and adjacency', () => {
    const group = (id: string, approval: string | null) => ({ id, name: id, approval, residentialAreaIds: ['A', 'B'], adjacent: approval !== null })
    const result = judge(silent, flow({ of: 'pooling_groups' }), facts({ areas: [area('A', 1), area('B', 1)], poolingGroups: [group('g', '3号'), group('h', null)] }))
    expect(digest(result)).toMatchObject({ status: 'qualitative', numerator: 1, denominator: 2, failing: ['h'] })
    expect(result.notes[0].zh).toBe('g（3号；相邻）：A、B')
    expect(judge(silent, flow({ of: 'pooling_groups' }), facts()).status).toBe('insufficient_data')
  })

  test('of the checklist are a person’s to answer, and show the entry', () => {
    const list = flow({ of: 'checklist' })
    const entry = { ruleId: 'R-1', state: 'partly' as const, note: '已立项', document: '石府办〔2022〕1号', asOf: '2022-12-01' }
    const result = judge(silent, list, facts({ checklist: [entry, { ...entry, ruleId: 'R-2', state: 'no' }] }))
    expect(result).toMatchObject({ status: 'manual', value: null, parts: [] })
    expect(result.notes.map(({ zh }) => zh)).toEqual(['填报：部分落实；已立项；文件：石府办〔2022〕1号；日期：2022-12-01'])
    expect(judge(silent, list, facts())).toMatchObject({ status: 'manual', lacking: [{ zh: '石城县未填报' }] })
  })
})
