import { describe, expect, it } from 'vitest'
import {
  elderMinutes,
  exactForFile,
  exactToNumber,
  formatAreaSum,
  formatCount,
  formatCountyArea,
  formatElders,
  formatExact,
  formatMetres,
  formatRate,
  formatRateBesideTarget,
  formatRateInterval,
  formatShortId,
  missing,
  toPercent,
} from '../../client/format.ts'

describe('rates', () => {
  it('show one decimal', () => {
    expect(formatRate(2 / 3)).toBe('66.6\u00a0%')
    expect(formatRate(2 / 3, 'up')).toBe('66.7\u00a0%')
    expect(formatRate(0.5)).toBe('50.0\u00a0%')
  })
  it('never become 100 % while anybody is left out', () => {
    expect(formatRate(0.9996)).toBe('99.9\u00a0%')
    expect(formatRate(1 - 1e-12)).toBe('99.9\u00a0%')
    expect(formatRate(1)).toBe('100.0\u00a0%')
  })
  it('never become 0 % while anybody is covered', () => {
    expect(formatRate(0.0001)).toBe('0.01\u00a0%')
    expect(formatRate(0)).toBe('0.0\u00a0%')
  })
  it('show an interval only where the bounds differ, and never a narrower one', () => {
    expect(formatRateInterval(0.612, 0.669)).toBe('61.2\u00a0% – 66.9\u00a0%')
    expect(formatRateInterval(0.612, 0.612)).toBe('61.2\u00a0%')
    expect(formatRateInterval(0.61249, 0.66941)).toBe('61.2\u00a0% – 67.0\u00a0%')
    expect(formatRateInterval(0.6121, 0.6122)).toBe('61.2\u00a0% – 61.3\u00a0%')
    expect(formatRateInterval(null, null)).toBe(missing)
  })
  it('beside a target never read as met when they are not', () => {
    expect(formatRateBesideTarget(0.5996, 0.6)).toEqual({ rate: '59.9\u00a0%', target: '60\u00a0%' })
    expect(formatRateBesideTarget(0.5996, 0.6, 'up')).toEqual({ rate: '59.96\u00a0%', target: '60\u00a0%' })
    expect(formatRateBesideTarget(0.6004, 0.6)).toEqual({ rate: '60.0\u00a0%', target: '60\u00a0%' })
  })
})

describe('counts', () => {
  it('separate thousands and keep missing apart from zero', () => {
    expect(formatCount(1234567)).toBe('1,234,567')
    expect(formatCount(0)).toBe('0')
    expect(formatCount(null)).toBe(missing)
  })
  it('hide fewer than ten elders of one place', () => {
    expect(formatElders(9)).toBe('‹10')
    expect(formatElders(10)).toBe('10')
    expect(formatElders(0)).toBe('0')
    expect(formatElders(null)).toBe(missing)
  })
})

describe('distances', () => {
  it('are raised, so that a walk beyond the limit never reads as the limit', () => {
    expect(formatMetres(1000.2)).toBe('1001\u00a0m')
    expect(formatMetres(1000)).toBe('1000\u00a0m')
    expect(formatMetres(0.3)).toBe('1\u00a0m')
  })
  it('become kilometres from ten thousand metres on', () => {
    expect(formatMetres(9999)).toBe('9999\u00a0m')
    expect(formatMetres(12_340)).toBe('12.4\u00a0km')
  })
  it('become minutes at an elder’s pace: 720 m are 15 minutes', () => {
    expect(elderMinutes(720)).toBe('15')
    expect(elderMinutes(721)).toBe('16')
  })
  it('measure a county in square kilometres', () => {
    expect(formatCountyArea(1_570_600_000)).toBe('1,571\u00a0km²')
  })
})

describe('exact square metres', () => {
  it('are cut when provided: 19.999 never becomes 20', () => {
    expect(formatExact('19.999', 'down')).toBe('19.99')
    expect(formatExact('20', 'down')).toBe('20')
  })
  it('are raised when missing: 0.001 never becomes 0', () => {
    expect(formatExact('0.001', 'up')).toBe('0.01')
    expect(formatExact('0', 'up')).toBe('0')
  })
  it('take fractions without a finite decimal', () => {
    expect(formatExact('200/3', 'down')).toBe('66.66')
    expect(formatExact('200/3', 'up')).toBe('66.67')
    expect(exactToNumber('1/4')).toBe(0.25)
  })
  it('go into a file as they are, and as a decimal where Excel would read a date', () => {
    expect(exactForFile('12345.678', 'down')).toBe('12345.678')
    expect(exactForFile('10/3', 'down')).toBe('3.33')
    expect(exactForFile('10000/3', 'up')).toBe('3333.34')
    expect(exactForFile(null, 'up')).toBeNull()
  })
  it('keep every digit of a large number', () => {
    expect(formatExact('12345678901234567.89', 'down')).toBe('12,345,678,901,234,567.89')
  })
  it('show what they cannot read as it stands, and a missing one as missing', () => {
    expect(formatExact('abc', 'down')).toBe('abc')
    expect(formatExact(null, 'up')).toBe(missing)
    expect(exactToNumber(null)).toBeNull()
  })
  it('raise a sum of missing metres to the next whole one', () => {
    expect(formatAreaSum(12480.35)).toBe('12,481')
    expect(formatAreaSum(0)).toBe('0')
  })
})

it('shows 100 only for a finished job', () => {
  expect(toPercent(0.999)).toBe(99)
  expect(toPercent(1)).toBe(100)
})

it('quotes ids and hashes by their first eight characters', () => {
  expect(formatShortId('3f9c0a12-77aa-4000-8000-000000000000')).toBe('3f9c0a12')
  expect(formatShortId(null)).toBe(missing)
})
