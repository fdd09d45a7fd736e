import { describe, expect, it } from 'vitest'
import { codesOf, examineFile, tableOf, workbook } from './doctor-world.ts'

/** 设施台账 as it arrives: a title, a header of two lines, a section, a total, notes under the table. */
const facilityLedger = [
  ['2025年示例县养老服务设施台账', null, null, null, null, null, null, null, null],
  ['设施名称', '类型', '乡镇街道', '坐标', null, '规模', null, null, '运营状态'],
  [null, null, null, '经度', '纬度', '建筑面积（亩）', '床位数（张）', '护理型床位', null],
  ['一、西镇', null, null, null, null, null, null, null, null],
  ['示例甲站', '日间照料中心', '西镇', '１１６．２５', 26.3, '1.5', '１，２００', 30, '运营'],
  ['示例乙站', '助餐点、互助养老点', '西镇', 116.26, 26.31, '860㎡', '—', null, '正常运营'],
  ['示例丙站', '敬老院', '东镇', 116.35, 26.3, '0.2公顷', 50, 60, '闲置'],
  ['合　计', null, null, null, null, 4.5, 1250, 90, null],
  ['注：数据截至2025年12月31日', null, null, null, null, null, null, null, null],
]
const facilityMerges = ['A1:I1', 'A2:A3', 'B2:B3', 'C2:C3', 'D2:E2', 'F2:H2', 'I2:I3', 'A4:I4', 'A9:I9']

describe('设施台账 with a merged header', () => {
  it('shows what it made of the header and asks; every row is accounted for', async () => {
    const report = examineFile('facilities', await workbook(facilityLedger, facilityMerges), { crs: 'EPSG:4490' })
    expect(report.outcome).toBe('ask')
    expect(report.questions.map(({ code }) => code)).toEqual(['HEADER_MERGED'])
    expect(report.questions[0].message.zh).toContain('第 2-3 行')
    expect(report.rows).toEqual({ read: 6, accepted: 0, refused: 3, asked: 3 })
    expect(report.records).toEqual([])
    expect(report.mapping.map(({ field }) => field)).toEqual([
      'name',
      'types',
      'township',
      'lon',
      'lat',
      'floorAreaM2',
      'beds',
      'nursingBeds',
      'status',
    ])
  })

  it('once the header is accepted refuses the section, the total and the note, and reads the rest to the unit', async () => {
    const report = examineFile('facilities', await workbook(facilityLedger, facilityMerges), {
      crs: 'EPSG:4490',
      answers: { HEADER_MERGED: 'accept' },
    })
    expect(report.outcome).toBe('rows')
    expect(report.rows).toEqual({ read: 6, accepted: 3, refused: 3, asked: 0 })
    expect(codesOf(report)).toMatchObject({ ROW_NOT_DATA: [4, 8, 9], FIGURES_CONFLICT: [7] })
    // 1.5 亩 = 1000 m²; a unit in the cell overrules the header's; 0.2 公顷 = 2000 m².
    expect(report.records.map(({ fields }) => fields.floorAreaM2)).toEqual([1000, 860, 2000])
    expect(report.records.map(({ fields }) => fields.beds)).toEqual([1200, null, 50])
    expect(report.records.map(({ fields }) => fields.types)).toEqual([['day_care'], ['meal_point', 'mutual_aid'], ['township_home']])
    expect(report.records.map(({ fields }) => fields.status)).toEqual(['operating', 'operating', 'idle'])
    expect(report.records[0].geometry).toEqual({ type: 'Point', coordinates: [116.25, 26.3] })
  })

  it('may be told its header rows', async () => {
    const report = examineFile('facilities', await workbook(facilityLedger, facilityMerges), {
      crs: 'EPSG:4490',
      header: { fromRow: 2, toRow: 3 },
    })
    expect(report.rows.accepted).toBe(3)
  })

  it('is read the same from a csv, where a merged cell is one word and blanks', () => {
    const report = examineFile('facilities', tableOf(facilityLedger), { crs: 'EPSG:4490', answers: { HEADER_MERGED: 'accept' } })
    expect(report.rows).toEqual({ read: 6, accepted: 3, refused: 3, asked: 0 })
    expect(report.records.map(({ fields }) => fields.floorAreaM2)).toEqual([1000, 860, 2000])
  })
})

describe('小区台账', () => {
  const header = [
    '小区名称',
    '编码',
    '乡镇街道',
    '新建/老旧/已建',
    '规划条件或许可日期',
    '规划户数',
    '竣工户数',
    '应配面积㎡',
    '实配面积（万㎡）',
    '四同步规划',
    '经度',
    '纬度',
  ]
  const good = ['示例一', '001', '西镇', '新建', '2021年3月5日', 1200, '1,180', 240, '0.03', '√', 116.25, 26.3]

  it('reads dates, classes, units and stages', () => {
    const report = examineFile('residential_areas', tableOf([header, good]), { crs: '4490' })
    expect(report.outcome).toBe('ok')
    expect(report.records[0].fields).toMatchObject({
      code: '001',
      buildClass: 'new',
      planningConditionDate: { day: '2021-03-05', known: 'day' },
      householdsPlanned: 1200,
      householdsCompleted: 1180,
      requiredAreaM2: 240,
      providedAreaM2: 300,
      syncPlanned: 'done',
    })
  })

  it('of 81,535 households is asked about, kept or left out as the user says', () => {
    const rows = [header, good, ['示例二', '002', '西镇', '老旧', '', 81_535, null, null, null, null, 116.26, 26.31]]
    const asked = examineFile('residential_areas', tableOf(rows), { crs: '4490' })
    expect(asked.outcome).toBe('ask')
    expect(asked.rows).toEqual({ read: 2, accepted: 1, refused: 0, asked: 1 })
    expect(asked.questions[0]).toMatchObject({ code: 'OUTLIER', rows: [3] })
    expect(examineFile('residential_areas', tableOf(rows), { crs: '4490', answers: { OUTLIER: 'refuse' } }).rows).toEqual({
      read: 2,
      accepted: 1,
      refused: 1,
      asked: 0,
    })
    expect(examineFile('residential_areas', tableOf(rows), { crs: '4490', answers: { OUTLIER: 'keep' } }).rows).toEqual({
      read: 2,
      accepted: 2,
      refused: 0,
      asked: 0,
    })
  })

  it('without households is listed, and its households are not 0', () => {
    const report = examineFile(
      'residential_areas',
      tableOf([header, ['示例三', '003', '东镇', '已建', '2020', '—', '/', null, null, null, 116.35, 26.3]]),
      { crs: '4490' },
    )
    expect(report.outcome).toBe('warn')
    expect(codesOf(report)).toMatchObject({ HOUSEHOLDS_MISSING: [2], DATE_PRECISION: [2] })
    expect(report.records[0].fields).toMatchObject({ householdsPlanned: null, householdsCompleted: null })
  })

  it('entered twice is asked about: the code, the name within 200 m; phases of one area are not', () => {
    const again = ['示例一', '009', '西镇', '新建', '', 1200, 1180, 240, null, null, 116.2505, 26.3]
    const sameCode = ['示例四', '001', '东镇', '新建', '', 100, 100, 20, null, null, 116.36, 26.3]
    const far = ['示例一', '010', '东镇', '新建', '', 100, 100, 20, null, null, 116.39, 26.3]
    const report = examineFile('residential_areas', tableOf([header, good, again, sameCode, far]), { crs: '4490' })
    expect(report.outcome).toBe('ask')
    expect(codesOf(report).DUPLICATE).toEqual([3, 4])
    expect(report.rows).toEqual({ read: 4, accepted: 2, refused: 0, asked: 2 })
    const kept = examineFile('residential_areas', tableOf([header, good, again, sameCode, far]), {
      crs: '4490',
      answers: { DUPLICATE: 'keep_first' },
    })
    expect(kept.rows).toEqual({ read: 4, accepted: 2, refused: 2, asked: 0 })
    const phases = [
      [...header, '分期'],
      [...good, 1],
      [...good.slice(0, 1), '001', ...good.slice(2), 2],
    ]
    expect(examineFile('residential_areas', tableOf(phases), { crs: '4490' }).outcome).toBe('ok')
  })

  it('in another township than it states is listed', () => {
    const report = examineFile('residential_areas', tableOf([header, good.with(2, '东镇')]), { crs: '4490' })
    expect(codesOf(report)).toMatchObject({ POINT_OUTSIDE_TOWNSHIP: [2] })
  })
})

describe('小区台账 under groups', () => {
  const rows = [
    ['示例县住宅小区配建养老服务设施台账', ...blanks(14)],
    ['单位：户、㎡', ...blanks(14)],
    ['序号', '小区名称', '所属乡镇', '新建/老旧/已建', '户数', null, null, '配建情况', null, null, '四同步', null, null, null, '竣工日期'],
    [...blanks(4), '规划', '竣工', '入住', '应配面积', '实配面积', '处数', '规划', '建设', '验收', '交付', null],
    Array.from({ length: 15 }, (_, i) => i + 1),
    [1, '示例一', '西镇', '新建', 1200, '１，１８０', '—', '240', '0.03万㎡', 2, '√', '√', '×', '是', '2021-03-05'],
    [2, '示例二', '西镇', '老旧小区', '0.12万', null, null, '—', '/', null, ...blanks(4), '2003年'],
    ['合计', ...blanks(3), 2400, 1180, null, 240, 300, 2, ...blanks(5)],
    ['填表人：张三', null, '审核人：李四', ...blanks(12)],
  ]
  const merges = ['A1:O1', 'E3:G3', 'H3:J3', 'K3:N3', 'A3:A4', 'B3:B4', 'C3:C4', 'D3:D4', 'O3:O4']
  const expected = [
    { householdsPlanned: 1200, householdsCompleted: 1180, householdsOccupied: null, requiredAreaM2: 240, providedAreaM2: 300, sites: 2, syncPlanned: 'done', syncAccepted: 'pending' },
    { householdsPlanned: 1200, householdsCompleted: null, requiredAreaM2: null, providedAreaM2: null, syncPlanned: null, completionDate: { day: '2003-01-01', known: 'year' } },
  ] // prettier-ignore

  it.each(['xlsx', 'csv'])(
    'reads 户数 over 规划 as 规划户数, leaves out the numbers of the columns, the total and the signatures (%s)',
    async (form) => {
      const file = form === 'xlsx' ? await workbook(rows, merges) : tableOf(rows)
      const report = examineFile('residential', file, { answers: { HEADER_MERGED: 'accept' } })
      expect(report.rows).toEqual({ read: 5, accepted: 2, refused: 3, asked: 0 })
      expect(codesOf(report).ROW_NOT_DATA).toEqual([5, 8, 9])
      expect(report.records.map(({ fields }) => fields)).toMatchObject(expected)
    },
  )
})

describe('columns that are not there', () => {
  it('are asked for by name, rather than every row refused', () => {
    const report = examineFile(
      'facilities',
      tableOf([
        ['单位', '类型'],
        ['示例甲', '助餐点'],
      ]),
    )
    expect(report.outcome).toBe('ask')
    expect(report.questions).toMatchObject([{ code: 'COLUMN_MISSING', option: '--map', options: [{ value: '单位=name' }] }])
    expect(
      examineFile(
        'facilities',
        tableOf([
          ['单位', '类型'],
          ['示例甲', '助餐点'],
        ]),
        { map: [{ column: '单位', field: 'name' }] },
      ).outcome,
    ).toBe('ok')
    expect(
      examineFile(
        'facilities',
        tableOf([
          ['单位', '类型'],
          ['示例甲', '助餐点'],
        ]),
        { map: [{ column: '单位名', field: 'name' }] },
      ).outcome,
    ).toBe('reject')
  })

  it('of people are needed in a table of people, whatever year stands in their names', () => {
    expect(
      codesOf(
        examineFile(
          'population',
          tableOf([
            ['乡镇', '备注'],
            ['西镇', '甲'],
          ]),
        ),
      ),
    ).toHaveProperty('COLUMN_MISSING?')
    const report = examineFile(
      'population',
      tableOf([
        ['乡镇', '2020年常住人口', '60岁及以上（万人）'],
        ['西镇', '5,318', '0.12'],
      ]),
    )
    expect(report.records[0].fields).toMatchObject({ township: '西镇', residents: 5318, residents60Plus: 1200 })
  })
})

function blanks(count: number): null[] {
  return Array.from({ length: count }, () => null)
}
