import { describe, expect, test } from 'vitest'
import {
  communityFacilityTypes,
  coverageByDenominator,
  denominators,
  villageFacilityTypes,
  type Denominator,
  type DenominatorUnit,
} from '../../server/core/indicators/kinds/admin-coverage.ts'

function unit(unitId: string, level: string, facilityIds: string[] = [], more: Partial<DenominatorUnit> = {}): DenominatorUnit {
  return { unitId, name: unitId, level, judgedBy: 'boundary', facilityIds, reached: null, urbanTown: false, ...more }
}

/** Three townships (one of them of the urban area), two streets, a community, three villages. */
const town = [
  unit('county', 'county', ['f']),
  unit('t1', 'township', ['f'], { urbanTown: true, reached: true }),
  unit('t2', 'township', [], { reached: true }),
  unit('t3', 'township', [], { reached: false }),
  unit('s1', 'street', ['g', 'h']),
  unit('s2', 'street', [], { judgedBy: 'code' }),
  unit('c1', 'community', ['k'], { judgedBy: 'code' }),
  unit('v1', 'village', ['m'], { judgedBy: 'code' }),
  unit('v2', 'village', [], { judgedBy: 'code' }),
  unit('v3', 'village', [], { judgedBy: 'code' }),
]
const types = ['regional_center']
const row = (denominator: Denominator, units = town) => coverageByDenominator(units, types).find((one) => one.denominator === denominator)!

describe('admin-unit coverage', () => {
  test('has every denominator once, in their order', () => {
    expect(coverageByDenominator(town, types).map(({ denominator }) => denominator)).toEqual([...denominators])
  })

  test('is covered ÷ total of each denominator by itself', () => {
    const figures = (name: Denominator) => [row(name).covered, row(name).total, row(name).rate]
    expect(figures('county')).toEqual([1, 1, 1])
    expect(figures('township_and_street')).toEqual([2, 5, 2 / 5])
    expect(figures('township')).toEqual([1, 3, 1 / 3])
    expect(figures('street')).toEqual([1, 2, 1 / 2])
    expect(figures('urban_town')).toEqual([1, 1, 1])
    expect(figures('village')).toEqual([1, 3, 1 / 3])
  })

  test('has no rate, not one of zero, where there is no unit', () => {
    expect(row('settlement')).toMatchObject({ covered: 0, total: 0, rate: null, reachedFromOutside: null, failing: [] })
    expect(row('street', town.filter(({ level }) => level !== 'street'))).toMatchObject({ total: 0, rate: null })
  })

  test('lists the failing with their reach, and counts those reached among them, null where nothing is known', () => {
    expect(row('township').failing.map(({ unitId, reached }) => [unitId, reached])).toEqual([['t2', true], ['t3', false]])
    expect(row('township').reachedFromOutside).toBe(1)
    expect(row('street')).toMatchObject({ reachedFromOutside: null, unknownPlace: 1 })
    expect(row('urban_town').reachedFromOutside).toBe(0)
  })

  test('counts the declared types in townships, and its own in communities and villages, which the label says', () => {
    expect(row('township').facilityTypes).toEqual(types)
    expect(row('county').facilityTypes).toEqual(types)
    expect(row('community').facilityTypes).toEqual(communityFacilityTypes)
    expect(row('village').facilityTypes).toEqual(villageFacilityTypes)
    for (const name of ['community', 'village'] as const) expect(row(name).label.zh).toContain('系统默认')
  })

  test('law: 乡镇＋街道 is 乡镇 and 街道 together, and covered never exceeds total', () => {
    for (let i = 0; i < 64; i++) {
      const units = town.map((one, k) => ({ ...one, facilityIds: (i >> k % 6) & 1 ? ['f'] : [] }))
      for (const key of ['covered', 'total', 'unknownPlace'] as const) {
        expect(row('township', units)[key] + row('street', units)[key]).toBe(row('township_and_street', units)[key])
      }
      for (const { covered, total, failing, reachedFromOutside } of coverageByDenominator(units, types)) {
        expect(covered + failing.length).toBe(total)
        expect(reachedFromOutside ?? 0).toBeLessThanOrEqual(failing.length)
      }
    }
  })
})
