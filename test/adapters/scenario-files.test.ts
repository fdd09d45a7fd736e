import { createRequire } from 'node:module'
import { dirname, relative } from 'node:path'
import ExcelJS from 'exceljs'
import { beforeAll, describe, expect, it } from 'vitest'
import { outputCrsChoices, type OutputCrs } from '../../server/contract/outputs.ts'
import { resolveCrs } from '../../server/core/imports/crs.ts'
import type { RawFile } from '../../server/core/imports/raw-table.ts'
import { createVectorWriter } from '../../server/reports/files/write-vector.ts'
import { drawing, geoPackage, zippedShapefiles } from '../../server/reports/layers/layer-files.ts'
import { scenarioLayers } from '../../server/reports/layers/scenario-layers.ts'
import { scenarioWorkbook } from '../../server/reports/workbook/scenario-workbook.ts'
import { scenarioMaterial } from '../scenario-material.ts'
import { read } from './import-files.ts'

const write = createVectorWriter()
const never = new AbortController().signal
const material = scenarioMaterial()
const stamp = '演示数据 · 内部用图 · 不得公开'
const epsg: Record<OutputCrs, number> = { degrees: 4490, zone: 4527, meridian: 4548 }

interface Gdal {
  open(path: string): Promise<{ datasets: object[] }>
  ogr2ogr(dataset: object, options: string[], name: string): Promise<{ local: string }>
  Module: { FS: { writeFile(path: string, bytes: Uint8Array): void; readFile(path: string): Uint8Array; mkdir(path: string): void } }
}
let gdal: Gdal
let asked = 0

beforeAll(async () => {
  const require = createRequire(import.meta.url)
  const path = require.resolve('gdal3.js/node.js')
  gdal = await (require(path) as (config: object) => Promise<Gdal>)({ path: relative(process.cwd(), `${dirname(path)}/dist/package`), logHandler: () => undefined, errorHandler: () => undefined })
})

/** A layer as GDAL reads it and PROJ brings it back to degrees of CGCS2000. */
async function byGdal(files: Record<string, Uint8Array>, entry: string, layer: string): Promise<GeoJSON.Feature[]> {
  const folder = `check${++asked}`
  gdal.Module.FS.mkdir(`/input/${folder}`)
  for (const [name, bytes] of Object.entries(files)) gdal.Module.FS.writeFile(`/input/${folder}/${name}`, bytes)
  const { datasets } = await gdal.open(`/input/${folder}/${entry}`)
  const { local } = await gdal.ogr2ogr(datasets[0], ['-f', 'GeoJSON', '-lco', 'RFC7946=NO', '-lco', 'COORDINATE_PRECISION=9', ...(entry.endsWith('dxf') ? [] : ['-t_srs', 'EPSG:4490']), layer], folder)
  return (JSON.parse(Buffer.from(gdal.Module.FS.readFile(local)).toString('utf8')) as GeoJSON.FeatureCollection).features
}

/** To the millimetre: 1e-8 degrees are 1.1 mm. */
function expectAt(geometry: GeoJSON.Geometry | null, [lon, lat]: readonly [number, number]): void {
  const [x, y] = (geometry as GeoJSON.Point).coordinates
  expect(Math.abs(x - lon)).toBeLessThan(1e-8)
  expect(Math.abs(y - lat)).toBeLessThan(1e-8)
}

const tableOf = (file: RawFile, name: string) => file.tables.find((table) => table.name === name)!
const cellsOf = (file: RawFile, name: string, row: number) => Object.fromEntries(tableOf(file, name).headers!.map((header, i) => [header, tableOf(file, name).rows[row].cells[i]]))

describe.each(outputCrsChoices)('the layers in %s', (crs) => {
  it('as a GeoPackage come back value by value, in the system that they name', async () => {
    const bytes = await geoPackage(write, material, crs, 'zh', never)
    const file = await read(`layers-${crs}.gpkg`, bytes)
    expect(file.tables.filter(({ spatial }) => spatial).map(({ name, rows, crs: own }) => [name, rows.length, own?.epsg])).toEqual([
      ['proposals', 3, epsg[crs]],
      ['changed_facilities', 2, epsg[crs]],
      ['circles', 1, epsg[crs]],
      ['changed_places', 2, epsg[crs]],
    ])
    const site = cellsOf(file, 'proposals', 0)
    expect(site).toMatchObject({ 编号: 1, 名称: '=1+1 示例站', 改动: '新增', 设施类型: '社区养老服务中心、老年助餐点', 乡镇街道: '琴江镇', 建筑面积_m2: 620.5, 用地面积_m2: null, 床位: 30, 服务圈_m: 1000, 接入路网_m: 12.4, 备注: '2024-01-01', 标识: stamp })
    // 7 of 47 elders are new: neither they nor the 40 beside them are shown.
    expect(site).toMatchObject({ 圈内60岁以上: 47, 重叠60岁以上: null, 新增60岁以上: null, 新增居民: 100, 不显示的人数: '重叠 ※；新增 ‹10' })
    expect(cellsOf(file, 'proposals', 2)).toMatchObject({ 名称: '界外', 未生效原因: '位置在县（区）界外', 圈内居民: null })
    expect(cellsOf(file, 'changed_facilities', 1)).toMatchObject({ 名称: '关停的<设施> & "引号"', 设施类型: '日间照料机构', 原床位: 9, 现床位: null })
    expect(cellsOf(file, 'changed_places', 1)).toMatchObject({ 名称: '小村', 结论变化: '不再覆盖', '60岁以上': null, 居民: 18 })
    for (const { name, headers, rows } of file.tables.filter(({ spatial }) => spatial)) for (const row of rows) expect(row.cells[headers!.indexOf('标识')], name).toBe(stamp)
  })

  it('as a GeoPackage stand where GDAL finds them, longitude first', async () => {
    const bytes = await geoPackage(write, material, crs, 'zh', never)
    const features = await byGdal({ 'a.gpkg': bytes }, 'a.gpkg', 'proposals')
    expect(features).toHaveLength(3)
    features.forEach(({ geometry, properties }) => expectAt(geometry, material.sites.find(({ name }) => name === properties!.名称)!.location!))
    const [circle] = await byGdal({ 'a.gpkg': bytes }, 'a.gpkg', 'circles')
    const shape = circle.geometry as GeoJSON.MultiPolygon
    expect(shape.coordinates.map((rings) => rings.map((ring) => ring.length))).toEqual([[5], [5, 5]])
    expect((await byGdal({ 'a.gpkg': bytes }, 'a.gpkg', 'changed_facilities')).map(({ properties }) => properties!.编号)).toEqual([2, 3])
    // A facility that moves stands among the changed ones where it stands now.
    expectAt((await byGdal({ 'a.gpkg': bytes }, 'a.gpkg', 'changed_facilities'))[0].geometry, [116.3198087, 26.30295])
  })

  it('as shapefiles come back value by value, by our reader and by GDAL', async () => {
    const bytes = await zippedShapefiles(write, material, crs, 'zh', never)
    const zip = await unzip(bytes)
    expect([...zip.keys()]).toEqual(['fields.csv', 'readme.txt', ...['changed_facilities', 'changed_places', 'circles', 'proposals'].flatMap((name) => ['cpg', 'dbf', 'prj', 'shp', 'shx'].map((end) => `${name}.${end}`))])
    expect(zip.get('proposals.cpg')!.toString()).toBe('UTF-8')
    const file = await read(`layers-${crs}.zip`, bytes, { layer: 'proposals' })
    const [table] = file.tables.filter(({ name }) => name === 'proposals')
    expect(resolveCrs(table.crs)).toMatchObject({ crs: { id: `EPSG:${epsg[crs]}` } })
    expect(Object.fromEntries(table.headers!.map((header, i) => [header, table.rows[0].cells[i]]))).toMatchObject({ 编号: 1, 名称: '=1+1 示例站', 建面m2: 620.5, 床位: 30, 备注: '2024-01-01', 标识: stamp })
    const parts = Object.fromEntries(['shp', 'shx', 'dbf', 'prj', 'cpg'].map((end) => [`proposals.${end}`, zip.get(`proposals.${end}`)!]))
    const features = await byGdal(parts, 'proposals.shp', 'proposals')
    features.forEach(({ geometry, properties }) => expectAt(geometry, material.sites.find(({ name }) => name === properties!.名称)!.location!))
    expect(features[0].properties).toMatchObject({ 圈内老: 47, 增老人: null, 未显示: '重叠 ※；新增 ‹10' })
  })
})

it.each(['zh', 'en'] as const)('no short name of a field is longer than ten bytes, or stands twice in a layer (%s)', (language) => {
  for (const { name, fields } of scenarioLayers(material, 'degrees', language)) {
    const names = fields.map(({ short }) => short[language])
    expect(names.filter((short) => Buffer.byteLength(short) > 10), name).toEqual([])
    expect(new Set(names).size, name).toBe(names.length)
    expect(new Set(fields.map(({ label }) => label[language])).size, name).toBe(names.length)
  }
})

it('a table explains every short name', async () => {
  const zip = await unzip(await zippedShapefiles(write, material, 'zone', 'zh', never))
  const table = zip.get('fields.csv')!.toString('utf8')
  for (const { name, title, fields, geometry } of scenarioLayers(material, 'zone', 'zh')) {
    if (geometry !== 'None') for (const { short, label } of fields) expect(table).toContain(`"${name}","${title.zh}","${short.zh}","${label.zh}"`)
  }
  expect(zip.get('readme.txt')!.toString('utf8')).toContain('EPSG:4527')
})

it('a text longer than a .dbf holds is cut between two letters', async () => {
  const note = '测'.repeat(100)
  const long = scenarioMaterial()
  long.sites[0] = { ...long.sites[0], change: { ...long.sites[0].change, note } }
  const file = await read('long.zip', await zippedShapefiles(write, long, 'degrees', 'zh', never), { layer: 'proposals' })
  const table = tableOf(file, 'proposals')
  expect(table.rows[0].cells[table.headers!.indexOf('备注')]).toBe(`${'测'.repeat(83)}…`)
})

it('the same scenario gives the same bytes', async () => {
  const once = [await geoPackage(write, material, 'zone', 'zh', never), await zippedShapefiles(write, material, 'zone', 'zh', never), drawing(material, 'zone', 'zh')]
  const again = [await geoPackage(write, scenarioMaterial(), 'zone', 'zh', never), await zippedShapefiles(write, scenarioMaterial(), 'zone', 'zh', never), drawing(scenarioMaterial(), 'zone', 'zh')]
  once.forEach((bytes, i) => expect(Buffer.compare(bytes, again[i]), String(i)).toBe(0))
})

it('a scenario without changes gives layers without features', async () => {
  const empty = scenarioMaterial({ sites: [], run: null, total: null })
  const bytes = await geoPackage(write, empty, 'degrees', 'en', never)
  expect(await byGdal({ 'a.gpkg': bytes }, 'a.gpkg', 'proposals')).toEqual([])
  expect(Buffer.from(drawing(empty, 'zone', 'en')).toString()).toContain('SECTION')
  await scenarioWorkbook(empty, 'en', new Date(0))
})

it('whoever goes away stops the writer, and the next one is served', async () => {
  const gone = new AbortController()
  const waiting = geoPackage(write, material, 'degrees', 'zh', gone.signal)
  gone.abort(new Error('gone'))
  await expect(waiting).rejects.toThrow('gone')
  expect((await geoPackage(write, material, 'degrees', 'zh', never)).length).toBeGreaterThan(10_000)
})

describe('the drawing', () => {
  it('is read by our reader: points and rings in metres of the zone, a layer a kind', async () => {
    const file = await read('scenario.dxf', drawing(material, 'zone', 'zh'))
    const geometries = file.tables.flatMap(({ rows }) => rows.map(({ geometry }) => geometry))
    // What proj4 says of the same point by the definition of EPSG:4527; GDAL agrees to the millimetre above.
    const points = geometries.flatMap((geometry) => (geometry?.type === 'Point' ? [geometry.coordinates] : []))
    expect(points).toContainEqual([39443412.3855, 2924520.9448])
  })

  it('is read by GDAL: Chinese words come back, and every layer has its own', async () => {
    const features = await byGdal({ 'a.dxf': drawing(material, 'zone', 'zh') }, 'a.dxf', 'entities')
    const layers = new Map<string, number>()
    for (const { properties } of features) layers.set(properties!.Layer as string, (layers.get(properties!.Layer as string) ?? 0) + 1)
    // A point and its words each; three rings of one circle; three stamps.
    expect([...layers].sort()).toEqual([['CHANGED_FACILITIES', 4], ['CHANGED_PLACES', 4], ['CIRCLES', 3], ['NOTES', 3], ['PROPOSALS', 6]])
    const words = features.map(({ properties }) => properties!.Text as string | null)
    expect(words).toContain('1 =1+1 示例站')
    expect(words).toContain(stamp)
  })
})

describe('the workbook', () => {
  it('has its five sheets with the stamps on top, and no formula, whatever a name looks like', async () => {
    const book = new ExcelJS.Workbook()
    await book.xlsx.load((await scenarioWorkbook(material, 'zh', new Date('2025-07-01T00:00:00Z'))) as unknown as ExcelJS.Buffer)
    expect(book.worksheets.map(({ name }) => name)).toEqual(['方案概要', '选址清单', '审查明细', '指标对比', '逐乡镇'])
    for (const sheet of book.worksheets) {
      expect(sheet.getCell('A2').value, sheet.name).toBe(stamp)
      sheet.eachRow((row) => row.eachCell((cell) => expect([ExcelJS.ValueType.Number, ExcelJS.ValueType.String, ExcelJS.ValueType.Null]).toContain(cell.type)))
    }
    const sheet = book.getWorksheet('选址清单')!
    const heads = sheet.getRow(3).values as string[]
    const cell = (row: number, head: string) => sheet.getRow(row + 3).getCell(heads.findIndex((one) => one?.startsWith(head)))
    expect(cell(1, '名称').value).toBe('=1+1 示例站')
    expect(cell(1, '名称').numFmt).toBe('@')
    expect([cell(1, '经度').value, cell(1, '纬度').value, cell(1, '3°带 X').value, cell(1, '3°带 Y').value]).toEqual([116.4327171, 26.4292908, 2924520.9448, 39443412.3855])
    expect([cell(1, '圈内60岁以上').value, cell(1, '其中已被覆盖').value, cell(1, '本项新增覆盖60').value, cell(1, '本项新增覆盖居民').value]).toEqual([47, '※', '‹10', 100])
    expect([cell(2, '圈内居民').value, cell(2, '无服务圈').value]).toEqual([null, '附近没有可步行的道路，接不上路网'])
    const summary = book.getWorksheet('方案概要')!
    const lines = new Map(summary.getSheetValues().flatMap((row) => (Array.isArray(row) ? [[row[1] as string, row[2] as string] as const] : [])))
    expect(lines.get('批次输入哈希')).toBe('aa')
    expect(lines.get('最近修改')).toBe('2025-06-30 12:05 (UTC+8) · local')
  })
})

async function unzip(bytes: Uint8Array): Promise<Map<string, Buffer>> {
  const { fromBuffer } = await import('yauzl')
  return new Promise((resolve, reject) => {
    fromBuffer(Buffer.from(bytes), { lazyEntries: true, validateEntrySizes: true }, (error, zip) => {
      if (error) return reject(error)
      const files = new Map<string, Buffer>()
      zip.on('entry', (entry) =>
        zip.openReadStream(entry, (cause, stream) => {
          if (cause) return reject(cause)
          const parts: Buffer[] = []
          stream.on('data', (part: Buffer) => parts.push(part))
          stream.on('end', () => {
            files.set(entry.fileName, Buffer.concat(parts))
            zip.readEntry()
          })
        }),
      )
      zip.on('end', () => resolve(files))
      zip.readEntry()
    })
  })
}
