import proj4 from 'proj4'
import type { Geometry } from 'geojson'
import { describe, expect, it } from 'vitest'
import { findEpsg } from '../../../server/core/imports/crs.ts'
import type { RawFile } from '../../../server/core/imports/raw-table.ts'
import { defaultLimits } from '../../../server/imports/files/limits.ts'
import { readCsv } from '../../../server/imports/files/read-csv.ts'
import { box, codesOf, county, examineFile, layerOf, nowhere, tableOf } from './doctor-world.ts'

/** Five points of the example county in the 3° zone of 117° E, with the zone (39) in the easting or without. */
function grid(epsg: number, swapped = false): Geometry[] {
  return [0, 1, 2, 3, 4].map((i) => {
    const [x, y] = proj4(findEpsg(epsg)!.definition!).forward([116.25 + i * 0.02, 26.25 + i * 0.02])
    return { type: 'Point', coordinates: swapped ? [y, x] : [x, y] }
  })
}
const stated = (epsg: number) => ({ crs: { epsg, text: `EPSG:${epsg}`, from: 'prj' as const } })
const unstated = { crs: null }

describe('metres of a national grid', () => {
  it.each([
    { named: 4527, numbers: 4548 },
    { named: 4548, numbers: 4527 },
    { named: 4526, numbers: 4527 },
  ])('of EPSG:$numbers under the name of EPSG:$named ask for the system that fits', ({ named, numbers }) => {
    const report = examineFile('layer', layerOf(grid(numbers), stated(named), 'shapefile'))
    expect(report.outcome).toBe('ask')
    expect(report.rows).toEqual({ read: 5, accepted: 0, refused: 0, asked: 5 })
    expect(report.questions.map(({ code }) => code)).toEqual(['CRS_MISMATCH'])
    expect(report.questions[0].options[0].value).toBe(`EPSG:${numbers}`)
  })

  it('with the northing first are not taken, and are once exchanged', () => {
    for (const more of [stated(4527), unstated]) {
      const file = layerOf(grid(4527, true), more, 'shapefile')
      expect(codesOf(examineFile('layer', file))).toHaveProperty('AXIS_SWAP')
      const answered = examineFile('layer', file, { crs: 'EPSG:4527', answers: { AXIS_SWAP: 'swap' } })
      expect(answered.rows.accepted).toBe(5)
      expect(answered.records[0].geometry).toEqual({ type: 'Point', coordinates: [expect.closeTo(116.25, 8), expect.closeTo(26.25, 8)] })
    }
  })

  it('of a county elsewhere are offered the zones they fit without this one', () => {
    const far = layerOf([{ type: 'Point', coordinates: [37_500_000, 3_400_000] }], unstated, 'shapefile')
    expect(examineFile('layer', far).questions[0].options.map(({ value }) => value)).toEqual(['EPSG:4525'])
  })

  it('of no grid at all are offered no system, and told what to do', () => {
    const local = layerOf([{ type: 'Point', coordinates: [5000.5, 3000.25] }], unstated, 'dxf')
    const [question] = examineFile('layer', local).questions
    expect(question.options).toEqual([])
    expect(question.message.zh).toContain('地方独立坐标系')
  })

  it('keep their one stray row apart from the others', () => {
    const stray: Geometry = { type: 'Point', coordinates: [1e12, 1e12] }
    const report = examineFile('layer', layerOf([...grid(4527), stray], stated(4527), 'shapefile'))
    expect(report.rows).toEqual({ read: 6, accepted: 5, refused: 1, asked: 0 })
    expect(codesOf(report)).toMatchObject({ COORD_RANGE: [6] })
  })
})

describe('both coordinates in one column', () => {
  const header = ['设施名称', '类型', '坐标']
  const place = (text: string | null, i: number) => [`示例${'甲乙丙丁'[i]}站`, '日间照料中心', text]
  const file = tableOf([header, ...['116.25,26.25', '26.27，116.27', 'POINT(116.29 26.29)', null].map(place)])

  it('are asked about rather than lost', () => {
    const report = examineFile('facilities', file, { crs: 'EPSG:4490' })
    expect(report.outcome).toBe('ask')
    expect(report.questions.map(({ code }) => code)).toEqual(['COORD_ONE_COLUMN'])
  })

  it('are taken apart whichever stands first, a row without them having no place', () => {
    const report = examineFile('facilities', file, { crs: 'EPSG:4490', answers: { COORD_ONE_COLUMN: 'split' } })
    const points = report.records.map(({ geometry }) => (geometry?.type === 'Point' ? geometry.coordinates : null))
    expect(points).toEqual([[116.25, 26.25], [116.27, 26.27], [116.29, 26.29], null])
    expect(report.rows).toEqual({ read: 4, accepted: 4, refused: 0, asked: 0 })
  })

  it('leave the rows without a place where they are none', () => {
    const report = examineFile('facilities', file, { answers: { COORD_ONE_COLUMN: 'ignore' } })
    expect([report.rows.accepted, report.summary.withoutPlace]).toEqual([4, 4])
  })

  it('are not seen in a column of other numbers', () => {
    const report = examineFile('facilities', tableOf([header, ...['120,40', '3-5', '12'].map(place)]), { crs: 'EPSG:4490' })
    expect(report.questions).toEqual([])
  })
})

describe('surfaces that say more, or less, than they hold', () => {
  const ring = (west: number, south: number, size: number) => box(west, south, west + size, south + size)
  const hole = (west: number, south: number, size: number) => ring(west, south, size).reverse()
  const judge = (geometry: Geometry) => examineFile('layer', layerOf([geometry]), {}, nowhere)

  it.each<{ what: string; geometry: Geometry }>([
    { what: 'a hole larger than its shell', geometry: { type: 'Polygon', coordinates: [ring(116.25, 26.25, 0.01), hole(116.24, 26.24, 0.04)] } },
    { what: 'a hole as large as its shell', geometry: { type: 'Polygon', coordinates: [ring(116.25, 26.25, 0.01), hole(116.25, 26.25, 0.01)] } },
    { what: 'a hole outside its shell', geometry: { type: 'Polygon', coordinates: [ring(116.25, 26.25, 0.01), hole(116.3, 26.3, 0.005)] } },
    { what: 'parts that overlap', geometry: { type: 'MultiPolygon', coordinates: [[ring(116.25, 26.25, 0.01)], [ring(116.255, 26.255, 0.01)]] } },
    { what: 'a part within another', geometry: { type: 'MultiPolygon', coordinates: [[ring(116.25, 26.25, 0.04)], [ring(116.26, 26.26, 0.01)]] } },
    { what: 'a part twice', geometry: { type: 'MultiPolygon', coordinates: [[ring(116.25, 26.25, 0.01)], [ring(116.25, 26.25, 0.01)]] } },
  ])('refuse $what', ({ geometry }) => {
    const report = judge(geometry)
    expect(report.rows).toEqual({ read: 1, accepted: 0, refused: 1, asked: 0 })
    expect(codesOf(report)).toHaveProperty('GEOM_SELFX')
  })

  it.each<{ what: string; geometry: Geometry }>([
    {
      what: 'an island in a lake',
      geometry: { type: 'MultiPolygon', coordinates: [[ring(116.25, 26.25, 0.125), hole(116.28125, 26.28125, 0.0625)], [ring(116.296875, 26.296875, 0.03125)]] },
    },
    { what: 'parts that share a side', geometry: { type: 'MultiPolygon', coordinates: [[ring(116.25, 26.25, 0.125)], [ring(116.375, 26.25, 0.125)]] } },
    { what: 'parts apart', geometry: { type: 'MultiPolygon', coordinates: [[ring(116.25, 26.25, 0.125)], [ring(116.5, 26.5, 0.125)]] } },
  ])('accept $what', ({ geometry }) => expect(judge(geometry).outcome).toBe('ok'))
})

describe('cells that would be half read', () => {
  const facility = (beds: string | number, builtOn: string | number | null = null) =>
    examineFile('facilities', tableOf([['设施名称', '类型', '床位数', '建成时间'], ['示例站', '日间照料中心', beds, builtOn]]))

  it.each(['10²', '①', '½', '5₀'])('a raised, lowered or circled digit is no number: %s', (beds) => {
    expect(codesOf(facility(beds))).toEqual({ NUM_PARSE: [2] })
  })

  it('2021.1 as a number may be October; as words it is January', () => {
    expect(codesOf(facility(5, 2021.1))).toEqual({ DATE_PARSE: [2] })
    expect(facility(5, 2021.3).rows.accepted).toBe(1)
    expect(facility(5, '2021.1').records[0].fields.openedOn).toEqual({ day: '2021-01-01', known: 'month' })
  })

  it('control characters and marks that turn the text are dropped and said', () => {
    const report = examineFile('facilities', tableOf([['设施名称', '类型'], ['示\u0007例\u202e站', '日间照料中心']]))
    expect(report.records[0].fields.name).toBe('示例站')
    expect(codesOf(report)).toEqual({ TEXT_CONTROL: [2] })
  })

  it('a decimal degree may have its direction before or behind it', () => {
    const rows = [['设施名称', '类型', '经度', '纬度'], ['示例站', '日间照料中心', '东经116.25', '26.25N']]
    expect(examineFile('facilities', tableOf(rows), { crs: 'EPSG:4490' }).records[0].geometry).toEqual({ type: 'Point', coordinates: [116.25, 26.25] })
  })
})

describe('what the doctor says of a whole file', () => {
  it('offers the encoding in which the text was read first', () => {
    const file = tableOf([['设施名称', '类型'], ['示例站', '日间照料中心']], { encoding: 'utf-16le' })
    file.problems.push({ code: 'ENC_UNKNOWN', severity: 'question', message: { zh: '编码不明', en: 'unsure' } })
    const [question] = examineFile('facilities', file).questions
    expect(question.options.map(({ value }) => value)).toEqual(['utf-16le', 'utf-8', 'gbk', 'gb18030', 'big5', 'utf-16be'])
  })

  it('asks once which sheet is meant, naming the hidden ones', () => {
    const rows = [['设施名称', '类型'], ['示例站', '日间照料中心']]
    const [open, hidden] = [tableOf(rows, { name: '可见' }), tableOf(rows, { name: '隐藏' })]
    const hint = { code: 'SHEET_CHOICE', severity: 'question' as const, message: { zh: '有隐藏的工作表：隐藏', en: 'hidden' } }
    const file = { ...open, format: 'xlsx', tables: [...open.tables, ...hidden.tables], problems: [hint] }
    const { questions } = examineFile('facilities', file)
    expect(questions.map(({ code, options }) => [code, options.map(({ value }) => value)])).toEqual([['SHEET_CHOICE', ['可见', '隐藏']]])
    expect(questions[0].message.zh).toContain('有隐藏的工作表')
  })

  it('says that a column is missing for good where none is left to stand for it', () => {
    const [question] = examineFile('facilities', tableOf([['设施名称'], ['示例站'], ['示例二站']])).questions
    expect(question).toMatchObject({ code: 'COLUMN_MISSING', options: [] })
    expect(question.message.zh).toContain('请在原表补上这一列')
  })

  it('refuses roads of another county, and a file of which nobody walks a single way', () => {
    const roads = (bounds: [number, number, number, number], walkableWays = 2): RawFile => ({
      ...{ format: 'osm-xml', tables: [], raster: null, problems: [] },
      roads: { edges: 2, lengthMetres: 100, components: 1, bounds, report: { format: 'osm-xml', ways: 3, walkableWays, skipped: {}, assumptions: [], warnings: [] } },
    })
    expect(examineFile('roads', roads([116.25, 26.25, 116.3, 26.3])).rows).toEqual({ read: 3, accepted: 3, refused: 0, asked: 0 })
    const far = examineFile('roads', roads([10, 26, 10.1, 26.1]))
    expect([far.outcome, far.rows.refused, codesOf(far)]).toEqual(['reject', 3, { ROADS_OUTSIDE: [0] }])
    expect(examineFile('roads', roads([10, 26, 10.1, 26.1]), {}, nowhere).rows.accepted).toBe(3)
    const none = examineFile('roads', roads([116.25, 26.25, 116.3, 26.3], 0))
    expect([none.outcome, none.rows]).toEqual(['rows', { read: 3, accepted: 0, refused: 3, asked: 0 }])
  })

  it('holds a raster’s corners against the system it names', () => {
    const raster = { width: 2, height: 2, bounds: [39_400_000, 2_900_000, 39_450_000, 2_950_000], crs: { epsg: 4490, text: '', from: 'tif' }, values: new Float32Array(4) } as const
    const file: RawFile = { format: 'geotiff', tables: [], raster: { ...raster, bounds: [...raster.bounds] }, problems: [] }
    const report = examineFile('population', file, {}, county)
    expect([report.outcome, report.questions.map(({ code }) => code), report.rows.asked]).toEqual(['ask', ['CRS_MISMATCH'], 4])
  })

  it('counts a cell that begins like a formula once, whoever notices it', () => {
    const { problems, records } = examineFile('facilities', readCsv('ledger.csv', Buffer.from('设施名称,设施类型,地址\n示例站,日间照料中心,=1+1\n@示例二站,日间照料中心,-5%\n'), { limits: defaultLimits }))
    expect(problems.filter(({ code }) => code === 'FORMULA_ACTIVE').map(({ row, column }) => [row, column])).toEqual([[2, '地址'], [3, '设施名称']])
    expect(records.map(({ fields }) => [fields.name, fields.address])).toEqual([['示例站', '=1+1'], ['@示例二站', '-5%']])
  })
})
