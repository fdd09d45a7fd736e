import { describe, expect, test } from 'vitest'
import { parseDecimal, rational, toExactText } from '../../../server/core/exact.ts'
import { boundsOf, judgePart, missingTo, targetOfYear } from '../../../server/core/indicators/judge.ts'
import { sharePart } from '../../../server/core/indicators/parts.ts'
import { exactNumber, figure, figureUp } from '../../../server/core/indicators/words.ts'
import type { Operator } from '../../../server/core/policy/pack.ts'
import type { Part } from '../../../server/core/policy/result.ts'

const fraction = (numerator: number, upper: number | null, denominator: number | null, more: Partial<Part> = {}): Part => ({
  key: null, label: null, numerator: rational(numerator), numeratorUpper: upper === null ? null : rational(upper),
  denominator: denominator === null ? null : rational(denominator), per: 1, unit: null, each: null, ...more,
})

describe('the target of a year', () => {
  const rising = [{ when: 2022, value: 0.8 }, { when: 2025, value: 1 }]

  test('is the latest up to it, or the earliest still ahead, which is not due', () => {
    const at = (year: number) => targetOfYear(rising, year)
    expect(at(2021)).toEqual({ target: rising[0], due: false })
    expect(at(2022)).toEqual({ target: rising[0], due: true })
    expect(at(2024)).toEqual({ target: rising[0], due: true })
    expect(at(2030)).toEqual({ target: rising[1], due: true })
  })

  test('is what stands always, whatever else is printed', () => {
    expect(targetOfYear([...rising, { when: 'standing', value: 0.1 }], 2030)!.target.value).toBe(0.1)
  })

  test('printed without a year holds for the whole period, where no year is reached', () => {
    const plan = [{ when: '十四五', value: 3 }, { when: 2025, value: 5 }]
    expect(targetOfYear(plan, 2023)).toMatchObject({ target: { value: 3 }, due: true })
    expect(targetOfYear(plan, 2025)).toMatchObject({ target: { value: 5 } })
    expect(targetOfYear([], 2025)).toBeNull()
  })
})

describe('a part against a target', () => {
  const cases: [name: string, part: Part, op: Operator, target: number, verdict: string][] = [
    ['at it, exactly', fraction(3, 3, 5), '>=', 0.6, 'met'],
    ['one part in a thousand below', fraction(599, 599, 1000), '>=', 0.6, 'not_met'],
    ['at it, where it must be passed', fraction(1, 1, 1), '>', 1, 'not_met'],
    ['just past it', fraction(1001, 1001, 1000), '>', 1, 'met'],
    ['19.97 against 20', fraction(1997, 1997, 100), '>=', 20, 'not_met'],
    ['a third is not 0.3333', fraction(1, 1, 3), '<=', 0.3333, 'not_met'],
    ['0.1 as a double is one tenth', fraction(1, 1, 10), '==', 0.1, 'met'],
    ['open between', fraction(3, 4, 5), '>=', 0.7, 'insufficient_data'],
    ['lower bound enough', fraction(3, 5, 5), '>=', 0.6, 'met'],
    ['upper bound too low', fraction(3, 4, 5), '>=', 0.81, 'not_met'],
    ['at most, upper bound within', fraction(3, 4, 5), '<=', 0.8, 'met'],
    ['at most, lower bound beyond', fraction(3, 4, 5), '<=', 0.59, 'not_met'],
    ['at most, open', fraction(3, 4, 5), '<=', 0.7, 'insufficient_data'],
    ['less than, at it', fraction(1, 1, 2), '<', 0.5, 'not_met'],
    ['less than', fraction(1, 1, 3), '<', 0.5, 'met'],
    ['equal, and known', fraction(0, 0, null), '==', 0, 'met'],
    ['equal, and passed for sure', fraction(1, null, null), '==', 0, 'not_met'],
    ['equal, and open', fraction(0, null, null), '==', 0, 'insufficient_data'],
    ['100 % of a whole, one unknown', sharePart({ known: 4, unknown: 1, total: 5 }), '==', 1, 'insufficient_data'],
    ['100 % of a whole, one lacking', sharePart({ known: 4, unknown: 0, total: 5 }), '==', 1, 'not_met'],
    ['zero of zero', fraction(0, 0, 0), '>=', 0, 'insufficient_data'],
    ['a count that is reached, however much is unknown', fraction(5, null, null), '>=', 5, 'met'],
    ['a count that may yet be reached', fraction(4, null, null), '>=', 5, 'insufficient_data'],
    ['rows missing, and a share that falls short already', sharePart({ known: 4, unknown: 0, total: 5 }, { rowsMissing: true }), '==', 1, 'not_met'],
    ['rows missing, and nothing short so far', sharePart({ known: 5, unknown: 0, total: 5 }, { rowsMissing: true }), '==', 1, 'insufficient_data'],
    ['rows missing, and a share that may rise', sharePart({ known: 0, unknown: 0, total: 5 }, { rowsMissing: true }), '>=', 0.9, 'insufficient_data'],
    ['rows missing from a count that is reached', fraction(5, 5, null, { rowsMissing: true }), '>=', 5, 'met'],
    ['rows missing from a count that is not', fraction(4, 4, null, { rowsMissing: true }), '>=', 5, 'insufficient_data'],
    ['a denominator that may be larger only', fraction(5, 5, 10, { denominatorOpen: true }), '>=', 0.51, 'not_met'],
    ['a denominator that may be larger, and a share that is enough so far', fraction(5, 5, 10, { denominatorOpen: true }), '>=', 0.5, 'insufficient_data'],
    ['a denominator between 8 and 10', fraction(5, 5, 10, { denominatorLeast: rational(8) }), '>=', 0.6, 'insufficient_data'],
    ['a word', fraction(5, 5, 10), 'exists', 1, 'insufficient_data'],
  ]
  test.each(cases)('%s', (_, part, op, target, verdict) => {
    expect(judgePart(part, op, target)).toBe(verdict)
  })

  test('by each of its subjects: one that fails decides, one that is unknown keeps open, none is no data', () => {
    const each = (met: number, notMet: number, unknown: number, more: Partial<Part> = {}) => judgePart(fraction(9, 9, 1, { each: { met, notMet, unknown }, ...more }), '>=', 1)
    expect([each(1, 0, 0), each(5, 1, 5), each(5, 0, 1), each(0, 0, 0)]).toEqual(['met', 'not_met', 'insufficient_data', 'insufficient_data'])
    expect([each(1, 0, 0, { rowsMissing: true }), each(1, 1, 0, { rowsMissing: true })]).toEqual(['insufficient_data', 'not_met'])
  })

  test('never passes the whole', () => {
    const { low, high } = boundsOf(fraction(5, 9, 10, { denominatorLeast: rational(6), partOfWhole: true }))!
    expect([toExactText(low), toExactText(high!)]).toEqual(['0.5', '1'])
  })
})

describe('what is missing', () => {
  const missing = (part: Part, op: Operator, target: number, measure: 'units' | 'm2' = 'units') => {
    const amount = missingTo(part, op, target, measure)
    return amount && toExactText(amount)
  }
  test('is rounded up to whole units, and exact in m²', () => {
    expect(missing(fraction(3, 3, 5), '>=', 0.61)).toBe('1')
    expect(missing(fraction(3, 3, 10), '>=', 0.5)).toBe('2')
    expect(missing(fraction(3, 3, 5), '>=', 0.61, 'm2')).toBe('0.05')
    expect(missing(fraction(3, 3, 5), '>=', 0.6)).toBeNull()
    expect(missing(fraction(5, 5, 5), '>', 1)).toBe('1')
    expect(missing(fraction(301, 301, 1), '<=', 300)).toBe('1')
    expect(missing(fraction(4, 4, null), '>=', 15)).toBe('11')
    expect(missing(fraction(0, 0, 0), '>=', 1)).toBeNull()
    expect(missing(fraction(4, 4, 5000, { per: 1000 }), '>=', 1)).toBe('1')
  })
})

describe('figures', () => {
  test('are exact rationals of what a double prints', () => {
    expect([0.1, 1e-7, 1.5e21, -3, 0].map((value) => toExactText(exactNumber(value)))).toEqual(['0.1', '0.0000001', '1500000000000000000000', '-3', '0'])
    expect(() => exactNumber(Number.NaN)).toThrow('expected a finite number')
  })

  test('are rounded up where they say what is missing', () => {
    expect(['115.9', '0.451', '0.001', '0', '150'].map((text) => figureUp(parseDecimal(text)))).toEqual(['115.9', '≈0.46', '≈0.01', '0', '150'])
  })

  test('are cut for reading, never rounded up', () => {
    expect(['19.999', '20', '0.005', '66.666'].map((text) => figure(parseDecimal(text)))).toEqual(['≈19.99', '20', '≈0', '≈66.66'])
  })
})
