import { describe, expect, it } from 'vitest'
import { bandSteps, lowestCoveringLimit, turningLimit } from '../../client/tables/band.ts'
import { toCsv } from '../../client/tables/csv.ts'
import { filterPlaces, isFiltered, noFilter, type PlaceFilter } from '../../client/tables/place-filter.ts'
import { eldersShown, eldersShownByGroup, rateTellsSmallCount } from '../../server/contract/privacy.ts'
import { createI18n } from '../../client/i18n/index.ts'
import { originText } from '../../client/tables/origin.ts'
import { walkSuffix } from '../../client/tables/run-walk.ts'
import { sortRows } from '../../client/tables/sorting.ts'
import { compareWithStraightLine, misjudgedByStraightLine } from '../../client/tables/straight-line.ts'
import { placeRow } from './place-rows.ts'

const band = [720, 800, 1000]

describe('the origin of a sample', () => {
  it('is named in words, not by the path of a script', () => {
    const { t } = createI18n('zh')
    expect(originText('scripts/make-samples.ts', t)).toBe('演示数据（由脚本生成，见 data/README.md）')
    expect(originText('split by scripts/make-samples.ts', t)).toBe('split by 演示数据脚本（见 data/README.md）')
    expect(originText('县统计局', t)).toBe('县统计局')
  })
})

describe('what tells runs of one circle apart', () => {
  it('is how people walk', () => {
    const { t } = createI18n('zh')
    expect([{}, { stepsFree: false }, { stepsFree: true }, { stepsFree: true, useSlope: true }].map((walk) => walkSuffix(walk, t))).toEqual(['', '', ' · 不走台阶', ' · 不走台阶 · 计入坡度'])
  })
})

describe('a file for Excel', () => {
  it('begins with the UTF-8 mark, has comments first and ends every line with CRLF', () => {
    expect(toCsv(['方法'], ['甲', '乙'], [['a', 1], [null, -2]])).toBe('\ufeff# 方法\r\n甲,乙\r\na,1\r\n,-2\r\n')
  })
  it('quotes commas, quotation marks and line breaks', () => {
    expect(toCsv([], ['a,b'], [['say "x"'], ['two\nlines']])).toBe('\ufeff"a,b"\r\n"say ""x"""\r\n"two\nlines"\r\n')
  })
  it('never lets a text run as a formula', () => {
    for (const start of ['=', '+', '-', '@', '\t']) expect(toCsv([], ['n'], [[`${start}1+1`]])).toBe(`\ufeffn\r\n'${start}1+1\r\n`)
    expect(toCsv([], ['n'], [['\rx']])).toBe('\ufeffn\r\n"\'\rx"\r\n')
  })
  it('guards headings and comments as well, and leaves numbers alone', () => {
    expect(toCsv(['a,b'], ['=A1'], [[-1]])).toBe('\ufeff"# a,b"\r\n\'=A1\r\n-1\r\n')
  })
})

describe('the band', () => {
  it('includes the limit itself, as the summaries do', () => {
    expect(lowestCoveringLimit({ travelMetres: 720 }, band)).toBe(720)
    expect(lowestCoveringLimit({ travelMetres: 720.001 }, band)).toBe(800)
    expect(lowestCoveringLimit({ travelMetres: 1000.5 }, band)).toBeUndefined()
    expect(lowestCoveringLimit({ travelMetres: null }, band)).toBeUndefined()
  })
  it('turns a place only where one limit covers it and a lower one does not', () => {
    expect(turningLimit({ travelMetres: 300 }, band)).toBeUndefined()
    expect(turningLimit({ travelMetres: 750 }, band)).toBe(800)
    expect(turningLimit({ travelMetres: 950 }, band)).toBe(1000)
    expect(turningLimit({ travelMetres: null }, band)).toBeUndefined()
    expect(turningLimit({ travelMetres: 650 }, [720])).toBeUndefined()
  })
  it('adds up, step by step, to what lies between the lowest and the highest limit', () => {
    const rows = [300, 750, 790, 900, null].map((travelMetres, i) => placeRow({ id: String(i), travelMetres, residents: i === 2 ? null : 10 }))
    expect(bandSteps(rows, band)).toEqual([
      { fromMetres: 720, toMetres: 800, places: 2, residents: 10 },
      { fromMetres: 800, toMetres: 1000, places: 1, residents: 10 },
    ])
    expect(bandSteps(rows, [1000])).toEqual([])
  })
})

describe('the straight line', () => {
  const both = placeRow({ id: 'both' })
  const over = placeRow({ id: 'over', verdict: 'not_covered', straightCovered: true, residents: 30, residents60Plus: null })
  const under = placeRow({ id: 'under', verdict: 'covered', straightCovered: false })
  const neither = placeRow({ id: 'neither', verdict: 'unreached', straightCovered: false })
  it('misjudges a place whose walk says otherwise', () => {
    expect([both, over, under, neither].map(misjudgedByStraightLine)).toEqual([false, true, true, false])
  })
  it('is compared over the same places: straight = walk + overstated − understated', () => {
    const { walk, straight, overstated, understated } = compareWithStraightLine([both, over, under, neither])
    expect(overstated).toEqual({ places: 1, residents: 30, residents60Plus: 0 })
    expect(straight.places).toBe(walk.places + overstated.places - understated.places)
    expect(straight.residents).toBe(walk.residents + overstated.residents - understated.residents)
  })
})

describe('counts of elders beside their total', () => {
  it('hide the small ones, and one more where a single one could be reckoned back', () => {
    expect(eldersShown([50, 5, 30])).toEqual(['exact', 'small', 'suppressed'])
    expect(eldersShown([50, 5, 3])).toEqual(['exact', 'small', 'small'])
    expect(eldersShown([50, 0, null, 10])).toEqual(['exact', 'exact', 'exact', 'exact'])
  })
  it('cannot hide a second where there is none', () => {
    expect(eldersShown([5])).toEqual(['small'])
    expect(eldersShown([0, 5, null])).toEqual(['exact', 'small', 'exact'])
  })
  it('are hidden group by group', () => {
    const rows = [{ id: 'a', unit: 'x', n: 5 }, { id: 'b', unit: 'x', n: 40 }, { id: 'c', unit: 'y', n: 40 }]
    expect(eldersShownByGroup(rows, (row) => row.unit, (row) => row.n)).toEqual(new Map([['a', 'small'], ['b', 'suppressed']]))
  })
  it('are told by a rate as well', () => {
    expect(rateTellsSmallCount({ covered: 5, known: 40, unlocated: 0 })).toBe(true)
    expect(rateTellsSmallCount({ covered: 0, known: 8, unlocated: 1 })).toBe(true)
    expect(rateTellsSmallCount({ covered: 0, known: 40, unlocated: 0 })).toBe(false)
  })
})

describe('sorting', () => {
  const rows = [{ n: 2, name: '小区10' }, { n: null, name: '小区2' }, { n: 1, name: '小区1' }]
  const readers = { n: (row: (typeof rows)[number]) => row.n, name: (row: (typeof rows)[number]) => row.name }
  it('puts rows without a value last, whichever way is up', () => {
    expect(sortRows(rows, { key: 'n', order: 'ascend' }, readers).map((row) => row.n)).toEqual([1, 2, null])
    expect(sortRows(rows, { key: 'n', order: 'descend' }, readers).map((row) => row.n)).toEqual([2, 1, null])
  })
  it('reads numbers inside names, and leaves the rows as they came without a sort', () => {
    expect(sortRows(rows, { key: 'name', order: 'ascend' }, readers).map((row) => row.name)).toEqual(['小区1', '小区2', '小区10'])
    expect(sortRows(rows, null, readers)).toEqual(rows)
  })
})

describe('the filter of places', () => {
  const rows = [
    placeRow({ id: 'a', name: '甲一', travelMetres: 750 }),
    placeRow({ id: 'b', name: '乙二', verdict: 'not_covered', travelMetres: null, straightCovered: true, placeClass: 'country', nearestFacilityName: 'Care Home' }),
    placeRow({ id: 'c', name: '丙三', verdict: 'unreached', travelMetres: null, straightCovered: false, edge: true, unitName: '乙乡', unitId: 'other' }),
  ]
  const found = (change: Partial<PlaceFilter>, inUnit?: (row: (typeof rows)[number]) => boolean) =>
    filterPlaces(rows, { ...noFilter, ...change }, band, inUnit).map((row) => row.id)
  it('shows everything where nothing is asked', () => {
    expect(found({})).toEqual(['a', 'b', 'c'])
    expect(isFiltered({ ...noFilter, search: '  ' })).toBe(false)
    expect(isFiltered({ ...noFilter, edgeOnly: true })).toBe(true)
  })
  it('narrows by each thing asked, and by all of them together', () => {
    expect(found({ verdicts: ['not_covered', 'unreached'] })).toEqual(['b', 'c'])
    expect(found({ placeClass: 'country' })).toEqual(['b'])
    expect(found({ edgeOnly: true })).toEqual(['c'])
    expect(found({ misjudgedOnly: true })).toEqual(['b'])
    expect(found({ turnsAt: 'any' })).toEqual(['a'])
    expect(found({ turnsAt: 800 })).toEqual(['a'])
    expect(found({ turnsAt: 1000 })).toEqual([])
    expect(found({ verdicts: ['not_covered'], edgeOnly: true })).toEqual([])
    expect(found({}, (row) => row.unitId === 'other')).toEqual(['c'])
  })
  it('searches place, unit and facility, whatever the case', () => {
    expect(found({ search: ' 乙 ' })).toEqual(['b', 'c'])
    expect(found({ search: 'care' })).toEqual(['b'])
  })
})
