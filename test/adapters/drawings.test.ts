import { writeArrayBuffer } from 'geotiff'
import { describe, expect, it } from 'vitest'
import { codes, read } from './import-files.ts'

describe('drawings by hand', () => {
  const drawing = (...entities: (string | number)[][]) =>
    ['0', 'SECTION', '2', 'ENTITIES', ...entities.flat(), '0', 'ENDSEC', '0', 'EOF', ''].join('\n')

  it('give labels, arcs as chords and refuse block references row by row', async () => {
    const text = drawing(
      [0, 'TEXT', 8, '标注', 5, 'A1', 10, 3, 20, 4, 1, '敬老院'],
      [0, 'MTEXT', 8, '标注', 10, 1, 20, 2, 1, '{\\fSimSun|b0;幸福\\P食堂}'],
      [0, 'LWPOLYLINE', 8, '红线', 90, 2, 70, 1, 10, 0, 20, 0, 42, 1, 10, 2, 20, 0, 42, 1],
      [0, 'INSERT', 8, '设施', 2, 'HOUSE', 10, 5, 20, 6],
      [0, 'HATCH', 8, '填充'],
    )
    const { tables, problems } = await read('h.dxf', text)
    expect(tables[0].rows.map(({ cells }) => cells)).toEqual([
      ['标注', 'TEXT', '敬老院', 'A1'],
      ['标注', 'MTEXT', '幸福\n食堂', null],
      ['红线', 'LWPOLYLINE', null, null],
      ['设施', 'INSERT', null, null],
      ['填充', 'HATCH', null, null],
    ])
    // Two half circles around (1, 0): every vertex at radius 1.
    const circle = tables[0].rows[2].geometry
    if (circle?.type !== 'Polygon') throw new Error('expected a polygon')
    for (const [x, y] of circle.coordinates[0]) expect(Math.hypot(x - 1, y)).toBeCloseTo(1, 12)
    expect(circle.coordinates[0].length).toBe(73)
    expect(problems.map(({ code, row, severity }) => [code, row, severity])).toEqual([
      ['DXF_BLOCK', 4, 'error'],
      ['GEOM_TYPE', 5, 'error'],
      ['DXF_ARC', undefined, 'warning'],
    ])
  })

  it('say what to do with a DWG, a binary DXF and one cut short', async () => {
    expect(codes(await read('a.dwg', 'AC1027\0\0\0\0'))).toEqual(['FORMAT_UNSUPPORTED'])
    expect(codes(await read('b.dxf', 'AutoCAD Binary DXF\r\n\x1a\0'))).toEqual(['DXF_BINARY'])
    expect(codes(await read('c.dxf', drawing([0, 'POINT', 10, 1, 20, 2]).slice(0, -10)))).toEqual(['DXF_TRUNC'])
  })
})

describe('reading KML', () => {
  it.each([
    ['a DOCTYPE', '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml><Placemark><name>&x;</name></Placemark></kml>', 'XML_DTD'],
    ['network links alone', '<kml><NetworkLink><Link><href>http://localhost/</href></Link></NetworkLink></kml>', 'EMPTY'],
    ['an end in mid-element', '<kml><Placemark><name>x', 'KML_SYNTAX'],
  ])('refuses %s', async (_, text, code) => {
    const file = await read('k.kml', text)
    expect(codes(file)).toEqual([code])
    expect(file.tables).toEqual([])
  })

  it('keeps the row of a placemark whose coordinates are no numbers', async () => {
    const { tables, problems } = await read(
      'k.kml',
      '<kml><Folder><name>东街</name><Placemark><name>甲</name><Point><coordinates>104,30度</coordinates></Point></Placemark></Folder></kml>',
    )
    expect(tables[0].rows).toEqual([{ number: 1, cells: ['甲', null, '东街'], geometry: null }])
    expect(problems).toMatchObject([{ code: 'GEOM_PARSE', row: 1, severity: 'error' }])
  })
})

describe('reading GeoTIFF', () => {
  it('gives values, bounds, CRS and holes', async () => {
    const buffer = (await writeArrayBuffer(new Float32Array([1, 2, 3, -9999, 5, 6]), {
      height: 2,
      width: 3,
      ModelPixelScale: [0.5, 0.25, 0],
      ModelTiepoint: [0, 0, 0, 104, 31, 0],
      GeographicTypeGeoKey: 4490,
      GTModelTypeGeoKey: 2,
      GDAL_NODATA: '-9999',
    })) as ArrayBuffer
    const { raster, tables } = await read('r.tif', Buffer.from(buffer))
    expect(tables).toEqual([])
    expect(raster).toMatchObject({ width: 3, height: 2, bounds: [104, 30.5, 105.5, 31], crs: { epsg: 4490, from: 'tif' } })
    expect([...raster!.values]).toEqual([1, 2, 3, NaN, 5, 6])
    expect(codes(await read('c.tif', Buffer.from(buffer).subarray(0, 60)))).toEqual(['TIF_CORRUPT'])
  })
})
