import { describe, expect, test } from 'vitest'
import { toExactText } from '../../server/core/exact.ts'
import { judgeAreas, type AreaRule, type AreaSite, type AreaSubject } from '../../server/core/indicators/kinds/area-per-100hh.ts'

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
    ['a site whose way of getting is unknown', { acquisition: null }, 'acquisition'],
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
    expect(judge(area('a', 1000), [site('f', null), site('g', '500')])).toMatchObject({ status: 'met' })
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
