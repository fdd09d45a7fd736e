import { describe, expect, it } from 'vitest'
import { levelOfCode, parentCodeOf, tierOfCode } from '../../../server/core/imports/units/unit-code.ts'
import { county, examineFile, nowhere, tableOf } from './doctor-world.ts'

const header = ['区划代码', '名称', '级别', '上级代码', '设立日期', '撤销日期', '并入单元', '并入日期']

/** Codes of the findings of each row, notes of the reader left out; the header is row 1. */
function findings(rows: (string | null)[][]) {
  const report = examineFile('regions', tableOf([header, ...rows.map((row) => [...row, ...Array<null>(header.length - row.length).fill(null)])]))
  const found = report.problems.filter(({ code }) => code.startsWith('UNIT_') || code.startsWith('MERGER_') || code === 'ROW_REPEATED')
  return { report, found: found.map(({ code, row }) => `${code} ${row}`) }
}

describe('a statistical code', () => {
  it('says its tier, its level and its parent by its digits', () => {
    expect(['510000000000', '513400000000', '513401000000', '513401001000', '513401001001'].map(tierOfCode)).toEqual(['province', 'prefecture', 'county', 'township', 'village'])
    const codes = ['513401001000', '513401100000', '513401200000', '513401400000', '513401100001', '513401100200', '513401100400', '513401100500']
    expect(codes.map(levelOfCode)).toEqual(['street', 'township', 'township', 'other', 'community', 'village', 'community', 'village'])
    expect(levelOfCode('513401000000')).toBeNull()
    expect([parentCodeOf('513401100201'), parentCodeOf('513401100000'), parentCodeOf('S360735100C001')]).toEqual(['513401100000', null, '360735100000'])
  })
})

describe('rows of units', () => {
  it('get their level and parent from their code where they say neither', () => {
    const { report, found } = findings([['360735001000', '新街道'], ['360735001002', '社区'], ['360735100201', '村']])
    expect(found).toEqual([])
    expect(report.records.map(({ fields }) => [fields.level, fields.parentCode])).toEqual([
      ['street', null],
      ['community', '360735001000'],
      // 西镇 is stored already.
      ['village', '360735100000'],
    ])
  })

  it('are refused by name: another county, a level that no such code has, a parent that nobody knows', () => {
    const { report, found } = findings([['360736100000', '别县'], ['360735105000', '错', '村'], ['360735106201', '孤村'], ['360735107000', '好镇', '街道']])
    expect(found).toEqual(['UNIT_ELSEWHERE 2', 'UNIT_LEVEL 3', 'UNIT_LEVEL_DIFFERS 5', 'UNIT_PARENT_UNKNOWN 4'])
    expect(report.rows).toMatchObject({ accepted: 1, refused: 3 })
  })

  it('may bear one code in turn, but not on one day', () => {
    const before = ['360735108000', '回龙镇', '镇', null, null, '2019-12-16']
    expect(findings([before, ['360735108000', '彝海镇', '镇', null, '2019-12-16']]).found).toEqual([])
    const both = findings([before, ['360735108000', '彝海镇', '镇', null, '2019-12-15']])
    expect(both.found).toEqual(['ROW_REPEATED 3'])
    expect(findings([['360735108000', '反', '镇', null, '2020-01-01', '2020-01-01']]).found).toEqual(['UNIT_PERIOD 2'])
  })

  it('name what they were merged into by code or by a name that is unique, and the day', () => {
    const merged = (into: string, on: string | null) => ['360735109000', '旧镇', '镇', null, null, null, into, on]
    const { report } = findings([merged('西镇', '2024-06-01')])
    expect(report.records[0].fields).toMatchObject({ mergedInto: '360735100000', mergedOn: { day: '2024-06-01' } })
    expect(findings([merged('360735101', '2024-06-01')]).report.records[0].fields.mergedInto).toBe('360735101000')
    expect(findings([merged('北镇', '2024-06-01')]).found).toEqual(['MERGER_UNKNOWN 2'])
    expect(findings([merged('西镇', null)]).found).toEqual(['MERGER_DAY 2'])
    expect(findings([merged('360735109', '2024-06-01')]).found).toEqual(['MERGER_SELF 2'])
  })

  it('of the county and the regions above it stand beside its units', () => {
    const { report, found } = findings([['360735', '示例县', '县'], ['360700', '示例市', '市'], ['360000', '示例省', '省']])
    expect(found).toEqual([])
    expect(report.records.map(({ fields }) => fields.level)).toEqual(['county', 'prefecture', 'province'])
    expect(findings([['360800', '别市', '市']]).found).toEqual(['UNIT_ELSEWHERE 2'])
  })

  it('are held against their codes alone where no county is named', () => {
    const table = tableOf([header, ['360736100000', '别县镇', null, null, null, null, null, null]])
    expect(examineFile('regions', table, {}, nowhere).rows).toMatchObject({ accepted: 1 })
    expect(county.region?.code).toBe('360735')
  })
})
