import type { FeatureCollection, Position } from 'geojson'
import { describe, expect, it } from 'vitest'
import { readFile } from '../../server/imports/files/read-file.ts'
import { codesOf, examineFile } from '../core/imports/doctor-world.ts'
import { saved, writeWithGdal, zipOf } from './import-files.ts'

/** Two squares of the example county beside each other, closed as shapefiles close them. */
const squares: Position[][] = [116.25, 116.26].map((west) => [
  [west, 26.25],
  [west, 26.26],
  [west + 0.01, 26.26],
  [west + 0.01, 26.25],
  [west, 26.25],
])

/** As a planning institute packs them: a folder of GBK names, texts in GBK, and no .cpg to say so. */
async function packed(properties: Record<string, string | number>[]): Promise<string> {
  const collection: FeatureCollection = {
    type: 'FeatureCollection',
    features: properties.map((one, i) => ({ type: 'Feature', properties: one, geometry: { type: 'Polygon', coordinates: [squares[i]] } })),
  }
  const files = await writeWithGdal(collection, ['-f', 'ESRI Shapefile', '-lco', 'ENCODING=GBK', '-a_srs', 'EPSG:4490'])
  const folder = Buffer.from([0xb3, 0xc9, 0xb9, 0xfb, 0x2f]) // 成果/
  const kept = [...files].filter(([name]) => !name.endsWith('.cpg'))
  // Each layer is a folder of GDAL's own: here its files lie beside each other.
  return saved('planning.zip', zipOf(kept.map(([name, bytes]) => ({ name: Buffer.concat([folder, Buffer.from(`units${/\.[^.]+$/.exec(name)![0]}`)]), bytes }))))
}

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
