import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { measures, rates, tally, type Counts } from '../../server/core/coverage/summarise.ts'
import { facilityLimitMetres, findProfile } from '../../server/core/coverage/profiles.ts'
import { unitCoverage } from '../../server/core/indicators/kinds/admin-coverage.ts'

const people = (residents: number | null): Counts => ({ residents, residents_60_plus: null, residents_80_plus: null, households: null })

describe('a coverage rate', () => {
  test('is an interval: nobody is dropped from the denominator', () => {
    // 60 covered of 90 with a place, 10 without: 60 % to 70 % of 100.
    const sum = tally(
      [
        { counts: people(60), travelMetres: 500 },
        { counts: people(30), travelMetres: undefined },
      ],
      [people(10)],
      'residents',
      1000,
    )
    expect(sum).toEqual({ covered: 60, known: 90, unlocated: 10, missingPlaces: 0 })
    expect(rates(sum)).toEqual({ lower: 0.6, upper: 0.7 })
  })

  test('includes a walk exactly as long as the limit', () => {
    const place = { counts: people(1), travelMetres: 720 }
    expect(tally([place], [], 'residents', 720).covered).toBe(1)
    expect(tally([{ ...place, travelMetres: 720.000001 }], [], 'residents', 720).covered).toBe(0)
  })

  test('is no data where nobody is counted', () => {
    expect(rates(tally([], [], 'residents', 1000))).toEqual({ lower: null, upper: null })
  })

  test('tells a missing count from zero', () => {
    expect(tally([{ counts: people(null), travelMetres: 1 }, { counts: people(0), travelMetres: 1 }], [], 'residents', 1000)).toEqual({
      covered: 0,
      known: 0,
      unlocated: 0,
      missingPlaces: 1,
    })
  })

  test('of a county is the sum of its parts, and a wider limit never covers fewer', () => {
    const place = fc.record({
      counts: fc.record({
        residents: fc.option(fc.nat(10_000), { nil: null }),
        residents_60_plus: fc.option(fc.nat(5000), { nil: null }),
        residents_80_plus: fc.option(fc.nat(500), { nil: null }),
        households: fc.option(fc.nat(4000), { nil: null }),
      }),
      travelMetres: fc.option(fc.nat(2000), { nil: undefined }),
    })
    fc.assert(
      fc.property(fc.array(place), fc.array(place), fc.constantFrom(...measures), fc.nat(2000), (east, west, measure, limit) => {
        const whole = tally([...east, ...west], [], measure, limit)
        const parts = [tally(east, [], measure, limit), tally(west, [], measure, limit)]
        expect(whole.covered).toBe(parts[0].covered + parts[1].covered)
        expect(whole.known).toBe(parts[0].known + parts[1].known)
        expect(whole.covered).toBeLessThanOrEqual(whole.known)
        expect(tally(east, [], measure, limit + 100).covered).toBeGreaterThanOrEqual(tally(east, [], measure, limit).covered)
      }),
    )
  })
})

describe('limits belong to facility types', () => {
  const urban = findProfile('gb50180-15min')!

  test('a day-care centre has 300 m, unless it is something more as well', () => {
    expect(facilityLimitMetres(['day_care'], urban)).toBe(300)
    expect(facilityLimitMetres(['day_care', 'community_center'], urban)).toBe(1000)
    expect(facilityLimitMetres(['meal_point', 'care_institution'], urban)).toBeUndefined()
  })

  test('no facility has a longer limit than the profile', () => {
    expect(facilityLimitMetres(['day_care'], findProfile('custom-200m')!)).toBe(200)
    expect(facilityLimitMetres(['mutual_aid'], findProfile('elder-15min')!)).toBe(720)
  })

  test('only sensible profiles exist', () => {
    expect(findProfile('custom-850m')).toMatchObject({ limitMetres: 850, bandMetres: [850] })
    for (const id of ['custom-49m', 'custom-5001m', 'custom-m', 'custom--1m', 'nonsense', '']) expect(findProfile(id)).toBeUndefined()
  })
})

test('unit coverage counts units, names the failing ones and says who was judged by code', () => {
  const unit = (name: string, facilityIds: string[], judgedBy: 'boundary' | 'code' = 'boundary') => ({ unitId: name, name, level: 'township', judgedBy, facilityIds })
  const result = unitCoverage([unit('a', ['f', 'g']), unit('b', []), unit('c', [], 'code'), unit('d', ['f'])])
  expect(result).toMatchObject({ covered: 2, total: 4, rate: 0.5, unknownPlace: 1 })
  expect(result.failing.map(({ name }) => name)).toEqual(['b', 'c'])
  expect(unitCoverage([]).rate).toBeNull()
})
