import { describe, expect, it } from 'vitest'
import {
  decide,
  freshHistory,
  freshWork,
  groupProblems,
  headerText,
  parseHeaderRows,
  redo,
  toOptions,
  undo,
  withAnswer,
  withCell,
  withColumn,
  withPlace,
  withReading,
  withRowDropped,
} from '../../client/state/import-draft.ts'
import { draftOptions } from '../../server/contract/import-drafts.ts'

const said = { zh: '', en: '' }
const ask = (option: string, code = 'X') => ({ option, code })

describe('decisions about a draft', () => {
  it('go back and forth, and a new one cuts off what was undone', () => {
    const one = decide(freshHistory, withCell(freshWork, 4, '户数', '320'))
    const two = decide(one, withRowDropped(one.now, 9))
    expect(undo(two).now).toEqual(one.now)
    expect(redo(undo(two)).now).toEqual(two.now)
    const other = decide(undo(two), withRowDropped(one.now, 5))
    expect(redo(other)).toEqual(other)
    expect(undo(undo(undo(other))).now).toEqual(freshWork)
  })

  it('that change nothing are no step', () => {
    expect(decide(freshHistory, { ...freshWork })).toBe(freshHistory)
  })

  it('of the same cell, place or row replace each other', () => {
    const twice = withCell(withCell(freshWork, 4, '户数', '1'), 4, '户数', '2')
    expect(twice.cells).toEqual([{ row: 4, column: '户数', value: '2' }])
    expect(withPlace(withPlace(freshWork, 2, [1, 2]), 2, [3, 4]).places).toEqual([{ row: 2, location: [3, 4] }])
    expect(withRowDropped(withRowDropped(freshWork, 7), 7).dropRows).toEqual([])
  })

  it('about columns give one field one column', () => {
    const work = withColumn(withColumn(freshWork, '名称', 'name'), '小区', 'name')
    expect(work.map).toEqual([{ column: '小区', field: 'name' }])
    const left = withColumn(withColumn(freshWork, '甲', '-'), '乙', '-')
    expect(left.map).toHaveLength(2)
  })

  it('are void where the file is read as something else, but not for another encoding', () => {
    const work = withRowDropped(withCell(freshWork, 4, '户数', '1'), 5)
    expect(withReading(work, { kind: 'facilities' })).toEqual({ ...freshWork, kind: 'facilities' })
    expect(withReading(work, { encoding: 'GB18030' }).cells).toHaveLength(1)
  })

  it('are sent in the shape of the contract', () => {
    const work = { ...withPlace(withCell(freshWork, 4, '户数', null), 2, [115.1, 26.2]), crs: 'GCJ-02', dataDate: '2025-06-30' }
    const sent = toOptions(work, 'facilities', 3)
    expect(draftOptions.parse(sent)).toEqual(sent)
    expect(sent).toMatchObject({ crs: 'GCJ-02', baseVersion: 3, edits: { cells: [{ row: 4, column: '户数', value: null }] } })
    expect(toOptions(freshWork, 'roads')).not.toHaveProperty('crs')
  })
})

describe('an answer', () => {
  it.each([
    ['--crs', 'EPSG:4490', { crs: 'EPSG:4490' }],
    ['--layer', '小区台账', { layer: '小区台账' }],
    ['--crs GCJ-02 | --answer GCJ_SUSPECT=as_given', 'GCJ-02', { crs: 'GCJ-02' }],
    ['--crs GCJ-02 | --answer GCJ_SUSPECT=as_given', 'as_given', { answers: { GCJ_SUSPECT: 'as_given' } }],
    ['--answer OUTLIER=keep|refuse', 'refuse', { answers: { OUTLIER: 'refuse' } }],
    ['--header 2-3 | --answer HEADER_MERGED=accept', 'accept', { answers: { HEADER_MERGED: 'accept' } }],
    ['--map', '小区=name', { map: [{ column: '小区', field: 'name' }] }],
    ['--answer CSV_DUPHEADER=first | --map', '--map 3=name', { map: [{ column: '3', field: 'name' }] }],
  ])('to %s with %s is said by its own option', (option, value, expected) => {
    expect(withAnswer(freshWork, ask(option), value)).toMatchObject(expected)
  })

  it('that no option of the question takes is none', () => {
    expect(withAnswer(freshWork, ask('--answer OUTLIER=keep|refuse'), 'maybe')).toBeUndefined()
  })
})

describe('problems', () => {
  it('stand together by code, the gravest first, with each row once', () => {
    const problem = (code: string, severity: 'error' | 'warning', row?: number) => ({ code, severity, row, message: said })
    const groups = groupProblems([problem('A', 'warning', 2), problem('B', 'error', 3), problem('A', 'warning', 2), problem('A', 'warning', 5), problem('B', 'error')])
    expect(groups.map(({ code, count, rows }) => [code, count, rows])).toEqual([
      ['B', 2, [3]],
      ['A', 3, [2, 5]],
    ])
  })

  it('of two columns are told apart, so that mending one column is not taken for mending both', () => {
    const problem = (column: string, row: number) => ({ code: 'NUM_PARSE', severity: 'error' as const, column, row, message: said })
    const groups = groupProblems([problem('床位数', 2), problem('建筑面积', 2), problem('床位数', 4), problem('建筑面积', 3), problem('床位数', 2)])
    expect(groups.map(({ column, count, rows }) => [column, count, rows])).toEqual([
      ['床位数', 3, [2, 4]],
      ['建筑面积', 2, [2, 3]],
    ])
  })
})

describe('header rows', () => {
  it.each([
    ['3', { fromRow: 3, toRow: 3 }],
    [' 2 - 3 ', { fromRow: 2, toRow: 3 }],
    ['2至3', { fromRow: 2, toRow: 3 }],
    ['0', null],
    ['5-2', null],
    ['1-40', null],
    ['三', null],
  ])('%s', (text, expected) => {
    expect(parseHeaderRows(text)).toEqual(expected)
    if (expected) expect(parseHeaderRows(headerText(expected))).toEqual(expected)
  })
})
