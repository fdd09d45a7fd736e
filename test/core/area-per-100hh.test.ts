import { describe, expect, test } from 'vitest'
import { compare, toExactText } from '../../server/core/exact.ts'
import { areaFormula, judgeAreas, type AreaRule, type AreaSite, type AreaSubject } from '../../server/core/indicators/kinds/area-per-100hh.ts'

/** 石城: 20 m² and every site ≥ 150 m² for new areas, 15 m² for the others. */
const rule: AreaRule = {
  adopted: false,
  label: { zh: '', en: '' },
  newM2Per100Households: 20,
  oldM2Per100Households: 15,
  existingM2Per100Households: 15,
  newSingleSiteMinimumM2: 150,
  facilityTypes: ['residential_ancillary'],
  acquisitions: ['ancillary', 'leased'],
  newSince: { document: 'permit', date: '2022-06-20', reason: { zh: '', en: '' } },
  households: { new: 'planned', old: 'completed', existing: 'completed' },
  clause: null,
}

function area(id: string, households: number | null, more: Partial<AreaSubject> = {}): AreaSubject {
  const figures = { planned: households, completed: households, occupied: households }
  return { id, name: id, buildClass: null, permitDate: '2023-01-01', planningConditionDate: null, households: figures, ...more }
}

function site(facilityId: string, floorAreaM2: string | null, more: Partial<AreaSite> = {}): AreaSite {
  return {
    facilityId,
    name: facilityId,
    types: ['residential_ancillary'],
    status: 'operating',
    currentUse: 'eldercare',
    acquisition: 'ancillary',
    floorAreaM2,
    ...more,
  }
}

function judge(subject: AreaSubject, sites: AreaSite[], use: AreaRule | null = rule) {
  const allotments = sites.map(({ facilityId }) => ({ facilityId, residentialAreaId: subject.id, areaM2: null }))
  const [verdict] = judgeAreas(use, [subject], sites, allotments)
  return {
    status: verdict.status,
    required: verdict.requiredM2 && toExactText(verdict.requiredM2),
    provided: verdict.providedM2 && toExactText(verdict.providedM2),
    missing: verdict.missingM2 && toExactText(verdict.missingM2),
    reasons: verdict.reasons,
    sites: verdict.sites,
    rate: verdict.rateM2Per100Households && toExactText(verdict.rateM2Per100Households),
  }
}

describe('floor area per 100 households', () => {
  test('is met at exactly the standard', () => {
    // 1,234 × 20 / 100 = 246.8
    expect(judge(area('a', 1234), [site('f', '246.80')])).toMatchObject({ status: 'met', required: '246.8', missing: '0', rate: '20' })
  })

  test('is not met one square centimetre below it, however it would round', () => {
    // 246.79 × 100 / 1234 = 19.9991…, which rounds to 20.0
    expect(judge(area('a', 1234), [site('f', '246.79')])).toMatchObject({ status: 'not_met', missing: '0.01', reasons: ['sum_short'] })
  })

  test('does not round 19.97 up to 20', () => {
    expect(judge(area('a', 1000), [site('f', '199.70')])).toMatchObject({ status: 'not_met', rate: '19.97', missing: '0.3' })
  })

  test('asks every single site of a new area for the minimum as well', () => {
    // Σ = 100 + 200 ≥ 200, but one site has only 100 of 150 m².
    const verdict = judge(area('a', 1000), [site('small', '100'), site('large', '200')])
    expect(verdict).toMatchObject({ status: 'not_met', missing: '0', reasons: ['site_undersized'] })
    expect(verdict.sites.map(({ shortfallM2 }) => shortfallM2 && toExactText(shortfallM2))).toEqual(['50', null])
  })

  test('lacks the larger of sum and minimum where no site qualifies', () => {
    // 300 × 20 / 100 = 60 < 150; 1,000 × 20 / 100 = 200 > 150.
    expect(judge(area('a', 300), [])).toMatchObject({ status: 'not_met', missing: '150', reasons: ['no_site'] })
    expect(judge(area('a', 1000), [])).toMatchObject({ missing: '200' })
    expect(judge(area('a', 300), [site('small', '100')])).toMatchObject({ missing: '150', reasons: ['site_undersized'] })
  })

  test('has no single-site minimum for old and existing areas', () => {
    // 300 × 15 / 100 = 45
    const old = { permitDate: '2001-01-01', buildClass: 'old' as const }
    expect(judge(area('a', 300, old), [site('small', '45')])).toMatchObject({ status: 'met', required: '45' })
    expect(judge(area('a', 300, old), [])).toMatchObject({ missing: '45' })
  })

  test.each([
    ['a closed site', { status: 'closed' }, 'status'],
    ['a planned site', { status: 'planned' }, 'status'],
    ['a misused site', { currentUse: 'other: 仓库' }, 'use'],
    ['a site of another type', { types: ['meal_point'] }, 'type'],
    ['a site got in a way the clause does not name', { acquisition: 'bought' }, 'acquisition'],
  ])('does not count %s, and says why', (_name, more, reason) => {
    const verdict = judge(area('a', 1000), [site('f', '500', more)])
    expect(verdict).toMatchObject({ status: 'not_met', provided: '0' })
    expect(verdict.sites[0]).toMatchObject({ counted: false, reason })
  })

  test('cannot be judged without a date or without households, and says which', () => {
    expect(judge(area('a', 100, { permitDate: null }), [])).toMatchObject({ status: 'insufficient_data', reasons: ['no_date'] })
    expect(judge(area('a', null), [])).toMatchObject({ status: 'insufficient_data', reasons: ['no_households'] })
  })

  test('is insufficient data, not a gap, where the area of a site that would count is unknown', () => {
    expect(judge(area('a', 1000), [site('f', null)])).toMatchObject({ status: 'insufficient_data', reasons: expect.arrayContaining(['site_area_unknown']) })
    const unbound = { ...rule, newSingleSiteMinimumM2: null }
    expect(judge(area('a', 1000), [site('f', null), site('g', '500')], unbound)).toMatchObject({ status: 'met' })
    // With a minimum for every single site, the one of unknown size may be too small.
    expect(judge(area('a', 1000), [site('f', null), site('g', '500')])).toMatchObject({ status: 'insufficient_data' })
  })

  // 1,000 × 20 / 100 = 200 m²; every site ≥ 150 m². The second site may or may not count.
  test.each<[string, Partial<AreaSite>, string]>([
    ['current use', { currentUse: '' }, 'use_unknown'],
    ['way of acquisition', { acquisition: null }, 'acquisition_unknown'],
  ])('counts a site without a %s as neither there nor missing', (_name, more, reason) => {
    const status = (own: AreaSite[]) => judge(area('a', 1000), own).status
    const alone = judge(area('a', 1000), [site('f', '500', more)])
    expect(alone).toMatchObject({ status: 'insufficient_data', provided: '0', missing: '200', reasons: ['no_site', `site_${reason}`] })
    expect(alone.sites[0]).toMatchObject({ counted: false, reason })
    expect(status([site('g', '200'), site('f', '500', more)])).toBe('met') // 200 m² are there without it
    expect(status([site('g', '200'), site('f', '149', more)])).toBe('insufficient_data') // counted, it would be undersized
    expect(status([site('g', '160'), site('f', '160', more)])).toBe('insufficient_data') // 160, or 320
    expect(status([site('f', '199.99', more)])).toBe('not_met') // even with it 0.01 m² are missing
    expect(status([site('g', '160'), site('f', '149', more)])).toBe('not_met') // 160; or 309 with an undersized site
    expect(status([site('g', '149'), site('f', '500', more)])).toBe('not_met') // nothing cures an undersized site
    expect(status([site('f', null, more)])).toBe('insufficient_data')
  })

  test('asks nothing further of a site that surely does not count', () => {
    const empty = { currentUse: '', acquisition: null }
    for (const more of [{ status: 'closed' }, { types: ['meal_point'] }]) {
      expect(judge(area('a', 1000), [site('f', '500', { ...empty, ...more })])).toMatchObject({ status: 'not_met', reasons: ['no_site'] })
    }
    expect(judge(area('a', 1000), [site('f', '500', { currentUse: '', acquisition: 'bought' })]).sites[0].reason).toBe('acquisition')
    expect(judge(area('a', 1000), [site('f', '500', { currentUse: '仓库', acquisition: null })]).sites[0].reason).toBe('use')
    expect(judge(area('a', 1000), [site('f', '500', empty)]).sites[0].reason).toBe('use_unknown')
  })

  test('is not prescribed where the plan prints no figure', () => {
    expect(judge(area('a', 1000), [site('f', '500')], null)).toMatchObject({ status: 'not_prescribed', missing: null })
    expect(judge(area('a', 1000), [], { ...rule, newM2Per100Households: null })).toMatchObject({ status: 'not_prescribed' })
  })

  test('uses the planned households of a new area and the completed ones of the others', () => {
    const households = { planned: 1000, completed: 800, occupied: 500 }
    expect(judge(area('a', 0, { households }), [])).toMatchObject({ required: '200' })
    expect(judge(area('a', 0, { households, permitDate: '2010-01-01' }), [])).toMatchObject({ required: '120' })
  })

  test('takes the day itself as new', () => {
    expect(judge(area('a', 100, { permitDate: '2022-06-20' }), [])).toMatchObject({ required: '20' })
    expect(judge(area('a', 100, { permitDate: '2022-06-19' }), [])).toMatchObject({ required: '15' })
  })
})

describe('a site that serves several areas', () => {
  const areas = [area('a', 100), area('b', 200), area('c', 700)]
  const provided = (allotments: { residentialAreaId: string; areaM2: string | null }[], subjects = areas) =>
    judgeAreas(rule, subjects, [site('f', '1000')], allotments.map((one) => ({ facilityId: 'f', ...one }))).map(
      ({ providedM2 }) => providedM2 && toExactText(providedM2),
    )

  test('is shared as its allotments say', () => {
    expect(provided([{ residentialAreaId: 'a', areaM2: '150' }, { residentialAreaId: 'b', areaM2: '850' }])).toEqual(['150', '850', '0'])
  })

  test('is shared by households where they say nothing', () => {
    // 1000 × 100/1000, × 200/1000, × 700/1000
    expect(provided(['a', 'b', 'c'].map((residentialAreaId) => ({ residentialAreaId, areaM2: null })))).toEqual(['100', '200', '700'])
  })

  test('shares what explicit allotments leave over', () => {
    // 1000 − 100 = 900 for b and c: 900 × 200/900 and 900 × 700/900
    const allotments = [{ residentialAreaId: 'a', areaM2: '100' }, ...['b', 'c'].map((residentialAreaId) => ({ residentialAreaId, areaM2: null }))]
    expect(provided(allotments)).toEqual(['100', '200', '700'])
  })

  test('keeps thirds exact', () => {
    const thirds = [area('a', 1), area('b', 1), area('c', 1)]
    expect(provided(['a', 'b', 'c'].map((residentialAreaId) => ({ residentialAreaId, areaM2: null })), thirds)).toEqual(['1000/3', '1000/3', '1000/3'])
  })

  test('leaves the shares unknown where one sharer has no households', () => {
    const allotments = ['a', 'b'].map((residentialAreaId) => ({ residentialAreaId, areaM2: null }))
    const verdicts = judgeAreas(rule, [area('a', 100), area('b', null)], [site('f', '1000')], allotments.map((one) => ({ facilityId: 'f', ...one })))
    expect(verdicts.map(({ status }) => status)).toEqual(['insufficient_data', 'insufficient_data'])
    expect(verdicts[0].reasons).toContain('site_area_unknown')
  })
})

describe('what a verdict rests on', () => {
  const one = (subject: AreaSubject, sites: AreaSite[] = [], use: AreaRule | null = rule) =>
    judgeAreas(use, [subject], sites, sites.map(({ facilityId }) => ({ facilityId, residentialAreaId: subject.id, areaM2: null })))[0]

  test('is the declared document’s date, or the other’s where that is not given', () => {
    const both = { permitDate: '2023-01-01', planningConditionDate: '2020-05-05' }
    expect(one(area('a', 100, both)).dateUsed).toEqual({ document: 'permit', date: '2023-01-01' })
    expect(one(area('a', 100, { ...both, permitDate: null }))).toMatchObject({ dateUsed: { document: 'planning_condition', date: '2020-05-05' }, buildClass: 'existing' })
    const byCondition = { ...rule, newSince: { ...rule.newSince, document: 'planning_condition' as const } }
    expect(one(area('a', 100, both), [], byCondition)).toMatchObject({ dateUsed: { document: 'planning_condition', date: '2020-05-05' }, buildClass: 'existing' })
    expect(one(area('a', 100, { permitDate: null })).dateUsed).toBeNull()
  })

  test('is the figure of households that the rule asks for, named also where it is missing', () => {
    expect(one(area('a', 100)).householdsBasis).toBe('planned')
    expect(one(area('a', 100, { permitDate: '2001-01-01' })).householdsBasis).toBe('completed')
    expect(one(area('a', null))).toMatchObject({ status: 'insufficient_data', householdsBasis: 'planned' })
    expect(one(area('a', 100, { permitDate: null })).householdsBasis).toBeNull()
    expect(one(area('a', 100), [], null).householdsBasis).toBeNull()
  })

  test('is said to be prescribed by no plan where none does', () => {
    expect(areaFormula(one(area('a', 100), [], null), null).zh).toBe('本规划未规定')
  })

  test('explains what is missing where no site reaches the single-site minimum, and leaves no fraction unread', () => {
    // 400 households × 20 / 100 = 80 m², a site of 100 m² where each must have 150: 150 are missing, not −20.
    const small = areaFormula(one(area('a', 400), [site('f', '100')]), 20, 150)
    expect(small.zh).toBe('应配 = 400 户 × 20 m² ÷ 100 户 = 80 m²；实配 = 100 m²；缺口 = max(80, 150) = 150 m²（没有一处达到单处下限 150 m²）')
    expect(small.en).toContain('no site reaches the single-site minimum of 150 m²')
    const short = areaFormula(one(area('a', 1000), [site('f', '160')]), 20, 150)
    expect(short.zh).toBe('应配 = 1000 户 × 20 m² ÷ 100 户 = 200 m²；实配 = 160 m²；缺口 = 40 m²')
    // 160 m² shared by 122 and 149 households have no end as a decimal.
    const [first] = judgeAreas(rule, [area('a', 122), area('b', 149)], [site('f', '160')], ['a', 'b'].map((id) => ({ facilityId: 'f', residentialAreaId: id, areaM2: null })))
    expect(areaFormula(first, 20, 150).zh).not.toMatch(/\d\/\d/)
  })

  test('keeps a shared site’s own floor area beside the share', () => {
    const allotments = [{ facilityId: 'f', residentialAreaId: 'a', areaM2: '40' }]
    const [{ sites }] = judgeAreas(rule, [area('a', 100)], [site('f', '160')], allotments)
    expect([sites[0].areaM2, sites[0].floorAreaM2].map((value) => toExactText(value!))).toEqual(['40', '160'])
    expect(sites[0].shortfallM2).toBeNull()
  })
})

describe('the verdict with undersized sites and without', () => {
  const both = (households: number | null, sites: AreaSite[], use: AreaRule = rule, more: Partial<AreaSubject> = {}) => {
    const subject = area('a', households, more)
    const [verdict] = judgeAreas(use, [subject], sites, sites.map(({ facilityId }) => ({ facilityId, residentialAreaId: 'a', areaM2: null })))
    const read = (variant: typeof verdict.withUndersized) => variant && [toExactText(variant.providedM2), toExactText(variant.missingM2), variant.status]
    return { status: verdict.status, counted: read(verdict.withUndersized), leftOut: read(verdict.withoutUndersized) }
  }

  test('is met without a small site that nobody needs', () => {
    // 1,000 × 20 / 100 = 200; the 50 m² site fails the minimum, the 300 m² site alone passes both tests.
    expect(both(1000, [site('small', '50'), site('large', '300')])).toEqual({ status: 'not_met', counted: ['350', '0', 'not_met'], leftOut: ['300', '0', 'met'] })
  })

  test('lacks more without a small site that made up the sum', () => {
    // 1,100 × 20 / 100 = 220 = 160 + 60, but 160 alone are 60 short.
    expect(both(1100, [site('small', '90'), site('large', '160')])).toEqual({ status: 'not_met', counted: ['250', '0', 'not_met'], leftOut: ['160', '60', 'not_met'] })
  })

  test('has no site at all where every one is undersized', () => {
    expect(both(400, [site('small', '100')])).toEqual({ status: 'not_met', counted: ['100', '150', 'not_met'], leftOut: ['0', '150', 'not_met'] })
  })

  test('is the same twice where no site is undersized', () => {
    expect(both(750, [site('f', '150')])).toEqual({ status: 'met', counted: ['150', '0', 'met'], leftOut: ['150', '0', 'met'] })
  })

  test('is not shown where no single-site minimum applies or nothing can be judged', () => {
    const blank = { counted: null, leftOut: null }
    expect(both(300, [site('f', '10')], rule, { permitDate: '2001-01-01' })).toMatchObject(blank)
    expect(both(300, [site('f', '10')], { ...rule, newSingleSiteMinimumM2: null })).toMatchObject(blank)
    expect(both(null, [site('f', '10')])).toMatchObject(blank)
    expect(both(1000, [site('f', null)])).toMatchObject({ status: 'insufficient_data', ...blank })
  })

  test('is not met, not undecided, where an undersized site stands beside one of unknown area: no further site cures it', () => {
    expect(both(1000, [site('small', '50'), site('f', null)])).toEqual({ status: 'not_met', counted: ['50', '200', 'not_met'], leftOut: null })
  })

  test('law: with them it is the verdict itself, and leaving them out never adds area or takes away a gap', () => {
    for (let i = 0; i < 300; i++) {
      const sites = Array.from({ length: i % 4 }, (_, k) => site(`f${k}`, String(((i * 37 + k * 91) % 300) + 0.5)))
      const [verdict] = judgeAreas(rule, [area('a', (i * 61) % 2000)], sites, sites.map(({ facilityId }) => ({ facilityId, residentialAreaId: 'a', areaM2: null })))
      const { status, withUndersized: counted, withoutUndersized: leftOut } = verdict
      expect(counted).toEqual({ status, providedM2: verdict.providedM2, missingM2: verdict.missingM2 })
      expect(compare(leftOut!.providedM2, counted!.providedM2)).toBeLessThanOrEqual(0)
      expect(compare(leftOut!.missingM2, counted!.missingM2)).toBeGreaterThanOrEqual(0)
    }
  })
})
