import { describe, expect, it } from 'vitest'
import { examine } from '../../../server/core/imports/doctor.ts'
import { applyEdits, noEdits, type ImportEdits } from '../../../server/core/imports/edits.ts'
import { facilities } from '../../../server/core/imports/kinds/facilities.ts'
import { importKinds } from '../../../server/core/imports/kinds.ts'
import { proposeKinds } from '../../../server/core/imports/propose-kinds.ts'
import { tryCrs } from '../../../server/core/imports/propose-crs.ts'
import type { RawCell, RawFile } from '../../../server/core/imports/raw-table.ts'
import { viewTable } from '../../../server/core/imports/table-view.ts'
import { findCrs } from '../../../server/core/imports/crs.ts'

const header = ['编码', '名称', '类型', '经度', '纬度', '床位数', '备注', '备注']
const table = (rows: RawCell[][], head: RawCell[] = header): RawFile => ({
  format: 'csv',
  tables: [
    {
      ...{ name: '台账', headers: null, merges: [], spatial: false, crs: null, encoding: 'gbk' },
      rows: [head, ...rows].map((cells, i) => ({ number: i + 1, cells, geometry: null })),
    },
  ],
  raster: null,
  problems: [],
})
const rows: RawCell[][] = [
  ['A-1', '示例甲', '助餐点', '100.05', '30.05', '12O', null, null],
  ['A-2', '示例乙', '助餐点', '100.06', '40.05', '20', null, null],
  ['A-3', '示例丙', '助餐点', '100.07', '30.07', '30', null, null],
]
const ring = [
  [100, 30],
  [100.2, 30],
  [100.2, 30.2],
  [100, 30.2],
  [100, 30],
] as [number, number][]
const context = { region: { code: '999001', name: '示例县', boundary: [[ring]] }, units: [], records: [], places: [], roads: null, today: '2026-01-02' }
const options = { crs: findCrs('EPSG:4490'), map: [], answers: { CSV_DUPHEADER: 'first' } }

function look(file: RawFile, edits: Partial<ImportEdits>) {
  const view = viewTable(file, facilities, options)
  const edited = applyEdits(file, view, { ...noEdits, ...edits })
  return { ...edited, view: view!, report: examine(edited.file, facilities, options, context) }
}
const problemsOf = (report: { problems: { code: string; row?: number; column?: string }[] }, code: string) =>
  report.problems.filter((problem) => problem.code === code).map(({ row, column }) => [row, column])

describe('corrections of a file', () => {
  it('names each column once: repeated headers are numbered, empty ones bear their letter', () => {
    const wide = table([...rows, ['A-4', '示例丁', null, null, null, null, null, null, '未命名列']])
    expect(viewTable(wide, facilities, options)!.columns.slice(5)).toEqual(['床位数', '备注', '备注_2', 'I'])
  })

  it('put a number right that was text, and the report says which cell was corrected', () => {
    const before = look(table(rows), {})
    expect(before.report.rows).toEqual({ read: 3, accepted: 1, refused: 2, asked: 0 })
    const after = look(table(rows), { cells: [{ row: 2, column: '床位数', value: '120' }] })
    expect(after.report.records.find(({ row }) => row === 2)?.fields.beds).toBe(120)
    expect(after.report.rows).toEqual({ read: 3, accepted: 2, refused: 1, asked: 0 })
    expect(problemsOf(after.report, 'CELL_EDITED')).toEqual([[2, '床位数']])
    expect([...after.cells]).toEqual([[2, new Set([5])]])
  })

  it('leave the given file as it is, and a cell that is typed anew as it was is no correction', () => {
    const file = table(rows)
    const copy = structuredClone(file)
    const same = look(file, { cells: [{ row: 3, column: '床位数', value: '20' }] })
    expect(file).toEqual(copy)
    expect([problemsOf(same.report, 'CELL_EDITED'), same.cells.size]).toEqual([[], 0])
  })

  it('move a place in longitude and latitude whatever the cells hold, and whatever the file’s system is', () => {
    const broken = rows.map((cells, i) => (i === 1 ? cells.with(3, '东经不详') : cells))
    const moved = look(table(broken), { places: [{ row: 3, location: [100.1, 30.1] }] })
    expect(moved.report.records.find(({ row }) => row === 3)?.geometry).toEqual({ type: 'Point', coordinates: [100.1, 30.1] })
    expect(problemsOf(moved.report, 'PLACE_EDITED')).toEqual([[3, undefined]])
    const file = table(rows)
    const edited = applyEdits(file, viewTable(file, facilities, options), { ...noEdits, places: [{ row: 3, location: [100.1, 30.1] }] })
    const shifted = examine(edited.file, facilities, { ...options, crs: findCrs('GCJ-02') }, context)
    expect(shifted.records.find(({ row }) => row === 3)?.geometry).toEqual({ type: 'Point', coordinates: [100.1, 30.1] })
    expect(shifted.records.find(({ row }) => row === 4)?.geometry).not.toEqual({ type: 'Point', coordinates: [100.07, 30.07] })
  })

  it('a place put outside the county is refused like any other', () => {
    const { report } = look(table(rows), { places: [{ row: 4, location: [101, 31] }] })
    expect(problemsOf(report, 'COORD_OUT_OF_REGION').map(([row]) => row)).toContain(4)
  })

  it('drop rows: they are not read, and the report says so', () => {
    const { report, dropped } = look(table(rows), { dropRows: [2, 3] })
    expect(report.rows).toEqual({ read: 1, accepted: 1, refused: 0, asked: 0 })
    expect([...dropped]).toEqual([2, 3])
    expect(report.problems.find(({ code }) => code === 'ROWS_DROPPED')).toMatchObject({ value: '2、3' })
  })

  it('that name an unknown row or column are all named, and the header is no row of data', () => {
    const { unknown } = look(table(rows), {
      cells: [
        { row: 1, column: '名称', value: 'x' },
        { row: 2, column: '没有', value: 'x' },
        { row: 99, column: '名称', value: 'x' },
      ],
      dropRows: [77],
    })
    expect(unknown.map(({ what }) => what.en)).toEqual(['there is no row 1', 'row 2: there is no column 没有', 'there is no row 99', 'there is no row 77'])
  })

  it('never put a point in the place of an outline', () => {
    const file: RawFile = { ...table([]), format: 'geojson' }
    file.tables[0] = { ...file.tables[0], spatial: true, headers: ['名称'], rows: [{ number: 1, cells: ['示例'], geometry: { type: 'Polygon', coordinates: [ring] } }] }
    expect(look(file, { places: [{ row: 1, location: [100.1, 30.1] }] }).unknown).toHaveLength(1)
  })

  it('settle what the reader found in the cell, and nothing else', () => {
    const problem = (row: number, column: string) => ({ code: 'ENC_MIXED', severity: 'error' as const, row, column, message: { zh: '', en: '' } })
    const file = { ...table(rows), problems: [problem(4, '名称'), problem(4, '床位数'), problem(2, '名称')] }
    const { file: edited } = look(file, { cells: [{ row: 4, column: '名称', value: '示例丙二' }], dropRows: [2] })
    expect(problemsOf(edited, 'ENC_MIXED')).toEqual([[4, '床位数']])
  })
})

describe('a mapping that the office gave last time', () => {
  const head = ['编码', '名称', '类型', '经度', '纬度', '铺位']
  const by = (remembered: { column: string; field: string }[], map: { column: string; field: string }[] = []) =>
    examine(table(rows.map((cells) => cells.slice(0, 6)), head), facilities, { ...options, remembered, map }, context).mapping

  it('maps a column that no name tells, and says that it was remembered', () => {
    expect(by([]).at(-1)).toEqual({ column: '铺位', field: null, by: 'none' })
    expect(by([{ column: '铺位', field: 'beds' }]).at(-1)).toEqual({ column: '铺位', field: 'beds', by: 'remembered' })
  })

  it('gives way to what is said now, passes over what is not there, and calls nothing remembered that is plain', () => {
    expect(by([{ column: '铺位', field: 'beds' }], [{ column: '铺位', field: '-' }]).at(-1)).toEqual({ column: '铺位', field: null, by: 'given' })
    const same = [
      { column: '编码', field: 'code' },
      { column: '没有', field: 'beds' },
      { column: '铺位', field: '-' },
    ]
    expect(by(same)).toEqual(by([]))
  })
})

describe('what a file could be', () => {
  const storable = importKinds.filter(({ id }) => id !== 'layer')
  it('is told by its columns, likeliest first', () => {
    expect(proposeKinds(table(rows), storable)[0]).toBe('facilities')
    const areas = table([['示例小区', '琴江镇', 120, '新建']], ['小区名称', '乡镇街道', '规划户数', '建设类型'])
    expect(proposeKinds(areas, storable)[0]).toBe('residential_areas')
    expect(proposeKinds(table([['好', '不好']], ['甲', '乙']), storable)).toEqual([])
  })

  it('each system that is proposed shows where it would put a sample', () => {
    const tried = tryCrs([[100.05, 30.05], [100.06, 30.06]], context.region)
    const plain = tried.find(({ crs }) => crs.id === 'EPSG:4490')!
    expect([plain.inside, plain.of, plain.sample[0]]).toEqual([2, 2, [100.05, 30.05]])
    const undone = tried.find(({ crs }) => crs.id === 'GCJ-02')!
    expect(Math.abs(undone.sample[0][0] - 100.05)).toBeGreaterThan(0.0005)
  })
})
