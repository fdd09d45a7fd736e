import { describe, expect, test } from 'vitest'
import { add, parseDecimal, rational, toExactText, zero, type Rational } from '../../server/core/exact.ts'
import { sumAreas, type AreaSum, type AreaSumItem } from '../../server/core/indicators/kinds/area-sums.ts'

function item(unitId: string | null, status: AreaSumItem['status'], households: number | null, figures: [required: string, provided: string, missing: string] | null): AreaSumItem {
  const [requiredM2, providedM2, missingM2] = figures ? figures.map(parseDecimal) : [null, null, null]
  return { unitId, status, households, requiredM2, providedM2, missingM2 }
}

const shown = (sum: AreaSum) => ({
  ...sum,
  requiredM2: toExactText(sum.requiredM2),
  providedM2: toExactText(sum.providedM2),
  missingM2: toExactText(sum.missingM2),
})

describe('the sums of areas by township', () => {
  // North: 1,000 and 400 households at 20 m² per 100: 200 + 80 required, 250 + 30 provided, 0 + 50 missing.
  const items = [
    item('north', 'met', 1000, ['200', '250', '0']),
    item(null, 'not_met', 100, ['20', '0', '20']),
    item('north', 'not_met', 400, ['80', '30', '50']),
    item('south', 'insufficient_data', null, null),
    item('south', 'not_prescribed', null, null),
  ]

  test('begin with the whole, keep the order of the units, and end with those of unknown unit', () => {
    const rows = sumAreas(items)
    expect(rows.map(({ unitId, whole }) => [unitId, whole])).toEqual([[null, true], ['north', false], ['south', false], [null, false]])
    expect(shown(rows[0])).toMatchObject({ areas: 5, met: 1, notMet: 2, insufficientData: 1, notPrescribed: 1, households: 1500, requiredM2: '300', providedM2: '280', missingM2: '70' })
    expect(shown(rows[1])).toMatchObject({ areas: 2, met: 1, notMet: 1, households: 1400, requiredM2: '280', providedM2: '280', missingM2: '50' })
  })

  test('never fill one area’s gap with another’s surplus', () => {
    // 280 are provided where 280 are required, and yet 50 are missing.
    expect(toExactText(sumAreas(items)[1].missingM2)).toBe('50')
  })

  test('of nothing are a whole of nothing, without a row of unknown unit', () => {
    expect(sumAreas([]).map(shown)).toMatchObject([{ whole: true, areas: 0, requiredM2: '0' }])
  })

  test('keep thirds exact', () => {
    const third = { ...item('a', 'met', 1, null), providedM2: rational(1000, 3) }
    expect(toExactText(sumAreas([third, third, third])[0].providedM2)).toBe('1000')
  })

  test('law: every column of the whole is the sum of the rows below it', () => {
    const statuses = ['met', 'not_met', 'insufficient_data', 'not_prescribed'] as const
    const many = Array.from({ length: 200 }, (_, i): AreaSumItem => {
      const figure = (d: number) => (i % 7 === 0 ? null : rational(i * 13 + d, (i % 9) + 1))
      return { unitId: i % 5 === 0 ? null : `u${i % 11}`, status: statuses[i % 4], households: i % 3 === 0 ? null : i, requiredM2: figure(1), providedM2: figure(2), missingM2: figure(3) }
    })
    const [whole, ...rows] = sumAreas(many)
    for (const key of ['areas', 'met', 'notMet', 'insufficientData', 'notPrescribed', 'households'] as const) {
      expect(rows.reduce((sum, row) => sum + row[key], 0)).toBe(whole[key])
    }
    for (const key of ['requiredM2', 'providedM2', 'missingM2'] as const) {
      expect(toExactText(rows.reduce<Rational>((sum, row) => add(sum, row[key]), zero))).toBe(toExactText(whole[key]))
    }
    expect(whole.met + whole.notMet + whole.insufficientData + whole.notPrescribed).toBe(whole.areas)
  })
})
