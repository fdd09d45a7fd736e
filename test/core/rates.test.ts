import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { percentBesideTarget, percentText, type Direction } from '../../server/contract/rates.ts'
import { compare, parseDecimal, rational } from '../../server/core/exact.ts'

const direction = fc.constantFrom<Direction>('down', 'up')
/** Shares as counties have them: some of up to fifty million people. */
const share = fc.integer({ min: 1, max: 50_000_000 }).chain((all) => fc.tuple(fc.integer({ min: 0, max: all }), fc.constant(all)))
const percent = (text: string) => {
  const { n, d } = parseDecimal(text)
  return rational(n, d * 100n)
}

describe('a share as text', () => {
  it.each([
    [0.5996, 'down', '59.9'],
    [0.5996, 'up', '60.0'],
    [0.57, 'down', '57.0'],
    [0.29, 'up', '29.0'],
    [1, 'down', '100.0'],
    [0.9996, 'down', '99.9'],
    // Raised to one decimal it would be all of them.
    [0.9996, 'up', '99.96'],
    [0, 'up', '0.0'],
    [0.0004, 'down', '0.04'],
    [1.2, 'down', '120.0'],
  ] as const)('%d %s is %s', (value, way, text) => {
    expect(percentText(value, way)).toBe(text)
  })

  it('errs only the way it is told, by less than a tenth, and says 0 and 100 only of nothing and of all', () => {
    fc.assert(
      fc.property(share, direction, ([part, all], way) => {
        const exact = rational(part, all)
        const text = percentText(part / all, way)
        const shown = percent(text)
        expect(way === 'down' ? compare(shown, exact) <= 0 : compare(shown, exact) >= 0).toBe(true)
        expect(Math.abs(Number(text) - (part * 100) / all)).toBeLessThan(0.1 + 1e-9)
        expect(Number(text) === 100).toBe(part === all)
        expect(Number(text) === 0).toBe(part === 0)
      }),
    )
  })

  it('is the same whether it came as a fraction or as the double of it', () => {
    fc.assert(
      fc.property(share, direction, ([part, all], way) => {
        expect(percentText(part / all, way)).toBe(percentText(rational(part, all), way))
      }),
    )
  })

  it('is text for any double', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 2, noNaN: true }), direction, (value, way) => {
        fc.pre(value === 0 || value > 1e-12)
        expect(percentText(value, way)).toMatch(/^\d+\.\d+$/)
      }),
    )
    expect(() => percentText(NaN)).toThrow(/expected a share/)
  })
})

describe('a share beside its target', () => {
  it.each([
    [0.5996, 0.6, 'down', '59.9', '60'],
    [0.5996, 0.6, 'up', '59.96', '60'],
    [0.59999, 0.6, 'up', '59.999', '60'],
    [0.6, 0.6, 'down', '60.0', '60'],
    [0.9999, 1, 'up', '99.99', '100'],
    // 59.97 against 59.95: cut to one decimal it would read as missed.
    [0.5997, 0.5995, 'down', '59.97', '59.95'],
    [1 / 3, 1 / 3, 'down', '33.3', '33.3'],
  ] as const)('%d against %d %s', (value, target, way, shown, shownTarget) => {
    expect(percentBesideTarget(value, target, way)).toEqual({ value: shown, target: shownTarget })
  })

  it('reads as it is: met if and only if it is met', () => {
    const target = fc.oneof(fc.integer({ min: 1, max: 10_000 }).map((n) => rational(n, 10_000)), share.map(([part, all]) => rational(part, all)))
    // Most of the cases as near to the target as they can be.
    const near = fc.tuple(target, fc.integer({ min: -3, max: 3 }), fc.integer({ min: 1000, max: 50_000_000 }))
    fc.assert(
      fc.property(near, direction, ([goal, steps, all], way) => {
        const part = (goal.n * BigInt(all)) / goal.d + BigInt(steps)
        fc.pre(part >= 0n)
        const exact = rational(part, BigInt(all))
        const shown = percentBesideTarget(exact, goal, way)
        expect(compare(percent(shown.value), percent(shown.target)) >= 0).toBe(compare(exact, goal) >= 0)
        const errs = compare(percent(shown.value), exact)
        expect(way === 'down' ? errs <= 0 : errs >= 0).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
