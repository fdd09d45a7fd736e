import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseKey, parseUnitCode } from '../../../server/core/imports/parse-code.ts'
import { parseCoordinate } from '../../../server/core/imports/parse-coordinate.ts'
import { parseDate } from '../../../server/core/imports/parse-date.ts'
import { parseNumber, unitFactor } from '../../../server/core/imports/parse-number.ts'
import type { RawCell } from '../../../server/core/imports/raw-table.ts'

const value = (read: object) => ('value' in read ? read.value : 'refused' in read ? 'refused' : 'asked')

describe('numbers as offices write them', () => {
  it.each<[RawCell, number | null]>([
    [120, 120],
    ['120', 120],
    ['１２０', 120],
    ['1,200', 1200],
    ['1，200', 1200],
    ['12,345,678.5', 12_345_678.5],
    ['50\u00a0', 50],
    [' 3.5 ', 3.5],
    ['1.2万', 12_000],
    ['１．１万', 11_000],
    [null, null],
    ['—', null],
    ['——', null],
    ['-', null],
    ['/', null],
    ['无', null],
    ['', null],
    ['\u3000', null],
    ['0', 0],
    [0, 0],
    ['-5', -5],
    ['－5', -5],
  ])('%j counts %j', (cell, expected) => expect(value(parseNumber(cell, 'count'))).toBe(expected))

  it.each([
    '120张',
    '约120',
    '85%',
    '5-6',
    '1,20',
    '12,3456',
    '一百',
    '1e5',
    '3 or 4',
    '120.5.1',
    '60岁',
    '=1+1',
    'Infinity',
    '0x10',
    '2.5万㎡',
  ])('%s is refused, not half read', (cell) => expect(value(parseNumber(cell, 'count'))).toBe('refused'))

  it.each<[string, number]>([
    ['860㎡', 860],
    ['860平方米', 860],
    ['1.5万㎡', 15_000],
    ['1.5万平方米', 15_000],
    ['3亩', 2000],
    ['0.3公顷', 3000],
    ['1.5亩', 1000],
    ['0.002平方公里', 2000],
  ])('%s is an area of %d m²', (cell, expected) => expect(value(parseNumber(cell, 'area_m2'))).toBe(expected))

  it('takes the unit of the header, which one in the cell overrules', () => {
    expect(unitFactor('亩', 'area_m2')).toBeCloseTo(666.6667, 3)
    expect(unitFactor('单位：万㎡', 'area_m2')).toBe(10_000)
    expect(unitFactor('张', 'count')).toBe(1)
    expect(unitFactor('万人', 'count')).toBe(10_000)
    expect(unitFactor('张', 'area_m2')).toBeUndefined()
    expect(value(parseNumber('3', 'area_m2', 10_000 / 15))).toBe(2000)
    expect(value(parseNumber('2000㎡', 'area_m2', 10_000 / 15))).toBe(2000)
  })

  it('gives any whole number back, written plainly, in full width or with separators', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (n) => {
        const wide = String(n).replace(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0))
        return [String(n), wide, n.toLocaleString('en-US')].every((text) => value(parseNumber(text, 'count')) === n)
      }),
    )
  })
})

describe('dates in the habits of Chinese offices', () => {
  it.each<[RawCell, string]>([
    ['2021-03-05', '2021-03-05'],
    ['2021/3/5', '2021-03-05'],
    ['2021.3.5', '2021-03-05'],
    ['2021年3月5日', '2021-03-05'],
    ['20210305', '2021-03-05'],
    [20210305, '2021-03-05'],
    [44260, '2021-03-05'],
    ['44260', '2021-03-05'],
    ['２０２１年３月５日', '2021-03-05'],
    ['2021-03-05 00:00:00', '2021-03-05'],
    ['2021-03-05T10:00:00', '2021-03-05'],
    ['二〇二一年三月五日', '2021-03-05'],
    ['二○二一年十二月三十一日', '2021-12-31'],
    ['2024-02-29', '2024-02-29'],
  ])('%j is %s', (cell, day) => expect(value(parseDate(cell))).toEqual({ day, known: 'day' }))

  it.each<[RawCell, string, string]>([
    ['2021年3月', '2021-03-01', 'month'],
    ['2021.3', '2021-03-01', 'month'],
    ['202103', '2021-03-01', 'month'],
    ['2021-12', '2021-12-01', 'month'],
    ['2021', '2021-01-01', 'year'],
    [2021, '2021-01-01', 'year'],
    ['2021年', '2021-01-01', 'year'],
  ])('%j is kept as %s and known to the %s', (cell, day, known) => {
    const read = parseDate(cell)
    expect(value(read)).toEqual({ day, known })
    expect('note' in read && read.note?.zh).toContain(day)
  })

  it.each([
    '2024-02-30',
    '2023-02-29',
    '21.3.5',
    '3/5/2021',
    '2021-13-01',
    '2021-3/5',
    '去年',
    '2021-03-05至2022-01-01',
    '99999999',
    '1234',
    0.5,
  ])('%j is refused', (cell) => expect(value(parseDate(cell))).toBe('refused'))

  it('counts days from 1904 where the sheet does', () => {
    expect(value(parseDate(45_292, true))).toEqual({ day: '2028-01-02', known: 'day' })
    expect(value(parseDate(45_292))).toEqual({ day: '2024-01-01', known: 'day' })
  })
})

describe('codes', () => {
  it('of units are brought to twelve digits', () => {
    expect(value(parseUnitCode('360735100000'))).toBe('360735100000')
    expect(value(parseUnitCode(360735100000))).toBe('360735100000')
    expect(value(parseUnitCode('360735100'))).toBe('360735100000')
    expect(value(parseUnitCode('３６０７３５'))).toBe('360735000000')
  })
  it('that have lost digits are asked about, others refused', () => {
    expect(parseUnitCode('3.60735E+11')).toMatchObject({ code: 'CODE_SCIENTIFIC' })
    expect(parseUnitCode('36073510000')).toMatchObject({ code: 'CODE_LOST_ZERO' })
    expect(value(parseUnitCode('abc'))).toBe('refused')
    expect(parseKey('3.60735E+11')).toMatchObject({ code: 'CODE_SCIENTIFIC' })
    expect(value(parseKey('0012'))).toBe('0012')
  })
})

describe('coordinates', () => {
  it.each<[RawCell, 'longitude' | 'latitude', number]>([
    [104.0668, 'longitude', 104.0668],
    ['１０４．０６６８', 'longitude', 104.0668],
    ['104°04\'00.5"E', 'longitude', 104.066805556],
    ['104°04.5′', 'longitude', 104.075],
    ['东经104度4分', 'longitude', 104.066666667],
    ['30°34′22.1″N', 'latitude', 30.572805556],
    ['北纬30度34分', 'latitude', 30.566666667],
    ['38500000.5', 'longitude', 38500000.5],
  ])('%j is %d', (cell, axis, expected) => expect(value(parseCoordinate(cell, axis))).toBe(expected))
  it.each<[string, 'longitude' | 'latitude']>([
    ['104.0668,30.5728', 'longitude'],
    ['北纬30度34分', 'longitude'],
    ['104°74′', 'longitude'],
    ['约104', 'longitude'],
    ['1e2', 'longitude'],
  ])('%s is refused', (cell, axis) => expect(value(parseCoordinate(cell, axis))).toBe('refused'))
})
