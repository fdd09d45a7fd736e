import { describe, expect, it } from 'vitest'
import { unitTags } from '../../../server/core/policy/compute.ts'
import type { ImportContext } from '../../../server/core/imports/region.ts'
import { unitTagWords } from '../../../server/core/imports/kinds/unit-ledgers.ts'
import { nearestNames } from '../../../server/core/imports/nearest-names.ts'
import { createReferenceFinder, type References } from '../../../server/core/imports/references.ts'
import { codesOf, county, examineFile, tableOf, workbook } from './doctor-world.ts'

/** Two townships with a community 东关社区 each; three areas, of which two bear one name; one facility. */
const references: References = {
  units: [
    { code: '360735100000', name: '西镇', isTownship: true, parentCode: null },
    { code: '360735101000', name: '东镇', isTownship: true, parentCode: null },
    { code: '360735100001', name: '东关社区', isTownship: false, parentCode: '360735100000' },
    { code: '360735101001', name: '东关社区', isTownship: false, parentCode: '360735101000' },
    { code: '360735101002', name: '南门社区', isTownship: false, parentCode: '360735101000' },
  ],
  areas: [
    { code: 'A1', name: '示例花园', within: ['360735100000'], phase: null },
    { code: 'A2', name: '示例花园', within: ['360735101000', '360735101002'], phase: null },
    { code: 'A3', name: '示例新城', within: ['360735100000'], phase: 1 },
    { code: 'A4', name: '示例新城', within: ['360735100000'], phase: 2 },
    { code: 'A5', name: '示例家园', within: [], phase: null },
  ],
  facilities: [{ code: 'F1', name: '示例甲站', within: ['360735100000'] }],
}
const stored: ImportContext = { ...county, references }

describe('四同步 as an office keeps it', () => {
  /** A title, 四同步 merged over its four words, a total and a note under the table. */
  const ledger = [
    ['示例县四同步台账', null, null, null, null, null, null],
    ['小区名称', '乡镇街道', '四同步', null, null, null, '备注'],
    [null, null, '规划', '建设', '验收', '交付', null],
    ['示例花园', '西镇', '√', '２０２２年３月', '是', '×', null],
    ['示例花园', '东镇', '已完成', '—', '已完成（2023-05-06）', '违反', '建而不交'],
    ['示例家园', null, '是', '部分', '否', null, null],
    ['合　计', null, 3, 1, 2, 0, null],
    ['注：√为已完成', null, null, null, null, null, null],
  ]
  const merges = ['A1:G1', 'A2:A3', 'B2:B3', 'C2:F2', 'G2:G3', 'A8:G8']

  it('reads words, ticks, dates and blanks of a merged header; total and note are no data', async () => {
    const report = examineFile('sync_stages', await workbook(ledger, merges), { answers: { HEADER_MERGED: 'accept' } }, stored)
    expect(report.mapping.map(({ field }) => field)).toEqual(['name', 'township', 'syncPlanned', 'syncBuilt', 'syncAccepted', 'syncHandedOver', 'note'])
    expect(report.rows).toEqual({ read: 5, accepted: 3, refused: 2, asked: 0 })
    const stages = report.records.map(({ fields }) => [fields.syncPlanned, fields.syncBuilt, fields.syncAccepted, fields.syncHandedOver])
    expect(stages).toEqual([
      ['done', { day: '2022-03-01', known: 'month' }, 'done', 'pending'],
      ['done', null, { day: '2023-05-06', known: 'day' }, 'breach'],
      ['done', null, 'pending', null],
    ])
    expect(codesOf(report)).toMatchObject({ ROW_NOT_DATA: [7, 8], ENUM_UNKNOWN: [6] })
    expect(report.problems.find(({ code }) => code === 'ENUM_UNKNOWN')).toMatchObject({ column: '四同步 建设', value: '部分' })
  })

  const header = ['编码', '小区名称', '乡镇街道', '社区', '分期', '同步规划', '规划日期']
  const examineRows = (...rows: (string | number | null)[][]) => examineFile('sync_stages', tableOf([header, ...rows]), {}, stored)

  it('refuses areas that are not stored, with the nearest names, and names that fit two, with their codes', () => {
    const report = examineRows(
      [null, '示列花园', null, null, null, '√', null],
      [null, '示例花园', null, null, null, '√', null],
      [null, '示例花园', '南镇', null, null, '√', null],
      ['A9', '示例家园', null, null, null, '√', null],
      [null, null, '西镇', null, null, '√', null],
      [null, '示例家园', '西镇', null, null, '√', null],
      [null, '示例花园', '东镇', '没有这个社区', null, '√', null],
    )
    expect(codesOf(report)).toMatchObject({ AREA_REF_UNKNOWN: [2, 5], AREA_REF_AMBIGUOUS: [3], UNIT_REF_UNKNOWN: [4], AREA_REF_MISSING: [6] })
    expect(report.records.map(({ row }) => row)).toEqual([7, 8])
    const of = (row: number) => report.problems.find((problem) => problem.row === row)!
    expect(of(2)).toMatchObject({ column: '小区名称', value: '示列花园', fix: { zh: expect.stringContaining('示例花园') } })
    expect(of(3).fix!.zh).toContain('A1、A2')
    expect(of(4)).toMatchObject({ column: '乡镇街道', value: '南镇', fix: { zh: expect.stringContaining('东镇、西镇') } })
    expect(of(5).fix!.en).toContain('A5')
  })

  it('tells phases of one name apart, and warns of a code whose area bears another name', () => {
    const report = examineRows([null, '示例新城', null, null, 2, '√', null], ['a1', '示例家园', null, null, null, '√', null], [null, '示例新城', null, null, 3, '√', null])
    expect(codesOf(report)).toEqual({ AREA_REF_NAME_DIFFERS: [3], AREA_REF_ELSEWHERE: [4] })
    expect(report.records.map(({ row }) => row)).toEqual([2, 3])
  })

  it('checks no reference where nothing of the county is known', () => {
    expect(examineFile('sync_stages', tableOf([header, [null, '任何小区', null, null, null, '√', null]])).rows.accepted).toBe(1)
  })
})

describe('the register since 2014', () => {
  const header = ['小区名称', '建成年份', '问题类型', '整改措施', '整改期限', '责任单位', '整改状态']
  const rows = [
    ['示例家园', '2016年', '面积不足', '补建', '2025年底', '示例局', '整改中'],
    ['示例老院', 2015, '未配建', '—', '2026年6月', '示例局', '2024年3月完成整改'],
  ]

  it('takes the last day of a month or a year as the term, and only the year of the building', () => {
    const report = examineFile('register', tableOf([header, ...rows]), { answers: { AREA_REF_UNKNOWN: 'keep' } }, stored)
    expect(report.records.map(({ fields }) => [fields.builtYear, (fields.remedyDue as { day: string }).day, fields.remedy])).toEqual([
      [2016, '2025-12-31', '补建'],
      [2015, '2026-06-30', null],
    ])
    expect(report.records.map(({ fields }) => fields.state)).toEqual(['doing', { day: '2024-03-01', known: 'month' }])
  })

  it('asks about an area that no ledger holds, and keeps or refuses it as the user says', () => {
    const look = (answers: Record<string, string>) => examineFile('register', tableOf([header, ...rows]), { answers }, stored)
    const asked = look({})
    expect(asked.outcome).toBe('ask')
    expect(asked.questions).toMatchObject([{ code: 'AREA_REF_UNKNOWN', rows: [3], option: '--answer AREA_REF_UNKNOWN=keep|refuse' }])
    expect(asked.rows).toEqual({ read: 2, accepted: 1, refused: 0, asked: 1 })
    expect(look({ AREA_REF_UNKNOWN: 'keep' }).rows.accepted).toBe(2)
    expect(look({ AREA_REF_UNKNOWN: 'refuse' }).rows).toEqual({ read: 2, accepted: 1, refused: 1, asked: 0 })
  })
})

describe('ledgers of units', () => {
  it('find the community in its township; its name alone may fit two', () => {
    const report = examineFile(
      'community_rooms',
      tableOf([
        ['12位区划代码', '乡镇街道', '社区', '建筑面积（万㎡）', '可用于养老面积㎡'],
        [null, '西镇', '东关社区', '0.09', '230'],
        [null, null, '东关社区', '0.09', '230'],
        ['360735101002', null, null, '0.01', '１２０'],
        ['360735101009', null, null, '0.01', null],
        [null, '西镇', '南门社区', '0.01', null],
      ]),
      {},
      stored,
    )
    expect(codesOf(report)).toMatchObject({ UNIT_REF_AMBIGUOUS: [3], UNIT_REF_UNKNOWN: [5, 6], FIGURES_CONFLICT: [4] })
    expect(report.records.map(({ fields }) => [fields.floorAreaM2, fields.eldercareFreeM2])).toEqual([
      [900, 230],
      [100, 120],
    ])
  })

  it('know every mark of a unit by a Chinese word, and several in a cell', () => {
    expect(Object.keys(unitTagWords).sort()).toEqual([...unitTags].sort())
    const report = examineFile('unit_tags', tableOf([['乡镇街道', '标记'], ['西镇', '中心镇、城区镇'], ['东镇', '大镇']]), {}, stored)
    expect(report.records.map(({ fields }) => fields.tags)).toEqual([['central_town', 'urban_town']])
    expect(report.problems).toMatchObject([{ code: 'ENUM_UNKNOWN', severity: 'error', row: 3, column: '标记', value: '大镇' }])
  })

  it('take figures of the county by their Chinese names; a figure needs its source', () => {
    const header = ['统计项', '数值', '统计日期', '来源']
    const report = examineFile('statistics', tableOf([header, ['社会工作者', '６２', '2024年', '公报'], ['规划人口', '30万', null, '公报'], ['规划人口', 1, null, '—']]), {}, stored)
    expect(report.records.map(({ fields }) => [fields.key, fields.value, fields.asOf && (fields.asOf as { day: string }).day])).toEqual([
      ['social_workers', 62, '2024-12-31'],
      ['planned_population', 300_000, null],
    ])
    expect(codesOf(report).REQUIRED_MISSING).toEqual([4])
  })
})

describe('rows that name several things', () => {
  it('of a pooling group name each member by code or name', () => {
    const header = ['统筹组名称', '批复文号', '成员小区']
    const report = examineFile('pooling_groups', tableOf([header, ['一组', '示例〔2024〕1号', 'A1、示例家园;A3'], ['二组', null, 'A1，示例某园']]), {}, stored)
    expect(report.records.map(({ row }) => row)).toEqual([2])
    expect(report.problems).toMatchObject([{ code: 'AREA_REF_UNKNOWN', row: 3, column: '成员小区', value: '示例某园' }])
  })

  it('of an allotment name a facility and an area', () => {
    const header = ['设施名称', '小区名称', '乡镇街道', '分摊面积']
    const report = examineFile('facility_allotments', tableOf([header, ['示例甲站', '示例花园', '西镇', '0.5亩'], ['示例乙站', '示例花园', '西镇', 1]]), {}, stored)
    expect(report.records.map(({ fields }) => fields.areaM2)).toEqual([333.333333])
    expect(codesOf(report)).toMatchObject({ FACILITY_REF_UNKNOWN: [3] })
  })

  it('as a parcel does with its facility', () => {
    const find = createReferenceFinder(references)
    expect([find.facility({ code: 'f1' }), find.facility({ name: '示例甲站' })]).toEqual([{ code: 'F1' }, { code: 'F1' }])
  })
})

it('the nearest names stand at most half of the word away, nearest first', () => {
  expect(nearestNames('东镇', ['西镇', '东镇街道', '南门社区', '东 镇'])).toEqual(['东 镇', '东镇街道', '西镇'])
  expect(nearestNames('示例家园', ['别处', '示例花园小区一期'])).toEqual([])
})
