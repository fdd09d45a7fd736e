import { describe, expect, it } from 'vitest'
import { readFile } from '../../server/imports/files/read-file.ts'
import { codesOf, examineFile } from '../core/imports/doctor-world.ts'
import { saved } from './import-files.ts'
import { planningZip, square } from './planning-zip.ts'

/** Two squares of the example county beside each other. */
const squares = [square(116.25, 26.25), square(116.26, 26.25)]
const packed = async (properties: Record<string, string | number>[]) => saved('planning.zip', await planningZip(squares, properties))

describe('a planning institute’s shapefile in GBK', () => {
  it('gives detailed planning units with their Chinese columns, names and shapes', async () => {
    const file = await readFile(
      await packed([
        { 单元编号: 'SC-01', 单元名称: '琴江北单元', 规划人口: 12_000, 面积: 1_100_000 },
        { 单元编号: 'SC-02', 单元名称: '城南单元', 规划人口: 8000, 面积: 1_100_000 },
      ]),
    )
    expect(file.tables[0]).toMatchObject({ name: 'units', encoding: 'gbk', headers: ['单元编号', '单元名称', '规划人口', '面积'], spatial: true })
    const report = examineFile('planning_units', file)
    expect(report.rows).toEqual({ read: 2, accepted: 2, refused: 0, asked: 0 })
    expect(report.records.map(({ fields }) => fields)).toEqual([
      { code: 'SC-01', name: '琴江北单元', plannedResidents: 12_000, areaM2: 1_100_000 },
      { code: 'SC-02', name: '城南单元', plannedResidents: 8000, areaM2: 1_100_000 },
    ])
    expect(report.records[0].geometry).toMatchObject({ type: 'Polygon' })
    expect(codesOf(report)).toEqual({ ENC_DETECTED: [0] })
  })

  it('gives townships whose codes are text of twelve digits', async () => {
    const file = await readFile(
      await packed([
        { 区划代码: '360735100000', 名称: '西镇', 级别: '镇' },
        { 区划代码: '360735101000', 名称: '东镇', 级别: '镇' },
      ]),
    )
    const report = examineFile('regions', file)
    expect(report.records.map(({ fields }) => [fields.unitCode, fields.name])).toEqual([
      ['360735100000', '西镇'],
      ['360735101000', '东镇'],
    ])
    expect(report.rows).toEqual({ read: 2, accepted: 2, refused: 0, asked: 0 })
  })
})
