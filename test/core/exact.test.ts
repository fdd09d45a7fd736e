import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { add, compare, divide, multiply, parseDecimal, rational, subtract, toExactText, toNumber, zero } from '../../server/core/exact.ts'

describe('exact numbers', () => {
  test('read decimals and write them back', () => {
    for (const text of ['0', '163.5', '-3', '0.01', '1000000.25', '-0.5']) expect(toExactText(parseDecimal(text))).toBe(text)
    expect(toExactText(parseDecimal('163.50'))).toBe('163.5')
    expect(toExactText(parseDecimal('20.00'))).toBe('20')
  })

  test('refuse what is not a plain decimal', () => {
    for (const text of ['', '1e3', '１２', '1,000', ' 1', 'NaN', '.5', '1.']) expect(() => parseDecimal(text)).toThrow(/plain decimal/)
  })

  test('keep fractions that no decimal can hold', () => {
    const third = divide(rational(100), rational(3))
    expect(toExactText(third)).toBe('100/3')
    expect(toExactText(multiply(third, rational(3)))).toBe('100')
    expect(toExactText(divide(rational(1), rational(8)))).toBe('0.125')
    expect(toExactText(divide(rational(-1), rational(40)))).toBe('-0.025')
  })

  test('never divide by zero in silence', () => {
    expect(() => rational(1, 0)).toThrow(/zero/)
    expect(() => divide(rational(1), zero)).toThrow(/zero/)
  })

  test('tell 19.97 from 20 where doubles hesitate', () => {
    // 0.1 + 0.2 against 0.3: equal here, not in binary.
    expect(compare(add(parseDecimal('0.1'), parseDecimal('0.2')), parseDecimal('0.3'))).toBe(0)
    expect(compare(parseDecimal('19.97'), parseDecimal('20'))).toBe(-1)
  })

  test('obey the laws of a field', () => {
    const number = fc.tuple(fc.integer(), fc.integer({ min: 1, max: 10_000 })).map(([n, d]) => rational(n, d))
    fc.assert(
      fc.property(number, number, number, (a, b, c) => {
        expect(multiply(a, add(b, c))).toEqual(add(multiply(a, b), multiply(a, c)))
        expect(subtract(add(a, b), b)).toEqual(a)
        expect(Math.sign(toNumber(subtract(a, b)))).toBe(compare(a, b))
      }),
    )
  })
})
