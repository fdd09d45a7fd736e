import type { FeatureCollection, Geometry } from 'geojson'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RawFile } from '../../server/core/imports/raw-table.ts'
import { crsOfWkt } from '../../server/imports/files/crs-of-text.ts'
import { codes, read, writeWithGdal, zipOf } from './import-files.ts'

/** Every kind of cell and a place each; ring orders as each format wants them are the writers' affair. */
const town: FeatureCollection = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { 名称: '第一社区养老服务站', 床位: 50, 面积: 120.25, 编码: '007' },
      geometry: { type: 'Point', coordinates: [104.0668, 30.5728] },
    },
    {
      type: 'Feature',
      properties: { 名称: '第二日间照料中心', 床位: null, 面积: -3.5, 编码: null },
      geometry: { type: 'Point', coordinates: [104.0812, 30.6571] },
    },
    {
      type: 'Feature',
      properties: { 名称: null, 床位: 0, 面积: null, 编码: '51010020240101' },
      geometry: { type: 'Point', coordinates: [104.1411, 30.6302] },
    },
  ],
}
const headers = ['名称', '床位', '面积', '编码']
const townRows = town.features.map(({ properties, geometry }, i) => ({
  number: i + 1,
  cells: headers.map((header) => properties![header] as string),
  geometry,
}))

function shapes(geometries: Geometry[]): FeatureCollection {
  return { type: 'FeatureCollection', features: geometries.map((geometry, i) => ({ type: 'Feature', properties: { n: i }, geometry })) }
}

/** A square with a hole and a second square; shells counter-clockwise as GeoJSON writes them. */
const square = [
  [
    [0, 0],
    [10, 0],
    [10, 10],
    [0, 10],
    [0, 0],
  ],
  [
    [2, 2],
    [2, 4],
    [4, 4],
    [4, 2],
    [2, 2],
  ],
]
const beside = [
  [
    [20, 0],
    [30, 0],
    [30, 10],
    [20, 10],
    [20, 0],
  ],
]
const polygons = shapes([
  { type: 'Polygon', coordinates: square },
  { type: 'MultiPolygon', coordinates: [square, beside] },
])
const lines = shapes([
  {
    type: 'LineString',
    coordinates: [
      [0, 0],
      [1, 2.5],
    ],
  },
  {
    type: 'MultiLineString',
    coordinates: [
      [
        [0, 0],
        [1, 1],
      ],
      [
        [2, 2],
        [3, 3],
        [4, 0],
      ],
    ],
  },
])

/** Area signed by direction and vertices apart from their start: what two writers of one polygon agree on. */
function outline({ tables }: RawFile): unknown {
  const ring = (positions: number[][]) => [...new Set(positions.map((position) => position.join(' ')))].sort()
  return tables[0].rows.map(({ geometry }) => {
    if (geometry?.type === 'Polygon') return [geometry.coordinates.map(ring)]
    return geometry?.type === 'MultiPolygon' ? geometry.coordinates.map((polygon) => polygon.map(ring)) : geometry
  })
}

function zipped(files: Map<string, Buffer>, leave: RegExp = /^$/): Buffer {
  return zipOf([...files].filter(([name]) => !leave.test(name)).map(([name, bytes]) => ({ name, bytes })))
}

describe('shapefiles that GDAL wrote', () => {
  let gbk: Map<string, Buffer>
  beforeAll(async () => {
    gbk = await writeWithGdal(town, ['-f', 'ESRI Shapefile', '-lco', 'ENCODING=GBK', '-a_srs', 'EPSG:4490'])
  })

  it('come back value by value, in GBK as the .cpg says', async () => {
    const { tables, problems } = await read('t.zip', zipped(gbk))
    expect(tables[0].headers).toEqual(headers)
    expect(tables[0].rows).toEqual(townRows)
    expect(tables[0].encoding).toBe('gbk')
    expect(tables[0].crs?.epsg).toBe(4490)
    // GDAL fills an empty number with asterisks.
    expect(problems).toMatchObject([{ code: 'DBF_STARS', severity: 'warning' }])
  })

  it('come back in UTF-8, asked about where the .cpg says GBK', async () => {
    const files = await writeWithGdal(town, ['-f', 'ESRI Shapefile', '-lco', 'ENCODING=UTF-8'])
    expect((await read('u.zip', zipped(files))).tables[0].rows).toEqual(townRows)
    for (const name of files.keys()) if (name.endsWith('.cpg')) files.set(name, Buffer.from('GBK'))
    const lied = await read('u.zip', zipped(files))
    expect(lied.problems[0]).toMatchObject({ code: 'ENC_CONFLICT', severity: 'question' })
    expect(lied.tables[0].rows).toEqual(townRows)
    expect(codes(await read('u.zip', zipped(files), { encoding: 'utf-8' }))).toEqual(['DBF_STARS'])
  })

  it('give polygons with their holes and lines with their parts', async () => {
    const read1 = await read('p.zip', zipped(await writeWithGdal(polygons, ['-f', 'ESRI Shapefile'])))
    expect(outline(read1)).toEqual(outline(await read('p.geojson', JSON.stringify(polygons))))
    const read2 = await read('l.zip', zipped(await writeWithGdal(lines, ['-f', 'ESRI Shapefile'])))
    expect(read2.tables[0].rows.map(({ geometry }) => geometry)).toEqual(lines.features.map(({ geometry }) => geometry))
  })

  it.each([1, 9, 50, 99, 101, 115, 140, 170])('are refused when the .shp is cut at byte %i', async (length) => {
    const cut = new Map([...gbk].map(([name, bytes]) => [name, name.endsWith('.shp') ? bytes.subarray(0, length) : bytes]))
    const file = await read('c.zip', zipped(cut))
    expect(file.tables).toEqual([])
    expect(codes(file)[0]).toMatch(/^SHP_(TRUNC|CORRUPT|COUNT)$/)
  })

  it.each([1, 20, 33, 60, 150, 200, 300])('are refused when the .dbf is cut at byte %i', async (length) => {
    const cut = new Map([...gbk].map(([name, bytes]) => [name, name.endsWith('.dbf') ? bytes.subarray(0, length) : bytes]))
    const file = await read('c.zip', zipped(cut))
    expect(file.tables).toEqual([])
    expect(codes(file)[0]).toBe('SHP_TRUNC')
  })

  it('name every missing part at once', async () => {
    const cut = new Map(
      [...gbk]
        .filter(([name]) => !name.endsWith('.dbf'))
        .map(([name, bytes]) => [name, name.endsWith('.shp') ? bytes.subarray(0, 120) : bytes]),
    )
    expect(codes(await read('n.zip', zipped(cut)))).toEqual(['SHP_TRUNC', 'SHP_NO_DBF'])
  })
})

describe('the national grids', () => {
  const names = ['CGCS2000', 'Xian 1980', 'Beijing 1954', 'WGS 84']
  const grids = [
    [4490, 4490],
    [4513, 4533],
    [4534, 4554],
    [4491, 4512],
    [2349, 2350],
    [2369, 2370],
    [2390, 2390],
    [2327, 2328],
    [2401, 2402],
    [2421, 2423],
    [2442, 2442],
    [21413, 21414],
    [4326, 4326],
    [4610, 4610],
    [4214, 4214],
    [3857, 3857],
    [32648, 32650],
  ]
  it.each(grids)('are recognised from the .prj that GDAL writes: EPSG %i to %i', async (from, to) => {
    for (let code = from; code <= to; code++) {
      const files = await writeWithGdal(town, ['-f', 'ESRI Shapefile', '-a_srs', `EPSG:${code}`])
      const prj = [...files].find(([name]) => name.endsWith('.prj'))![1].toString()
      expect(prj).not.toContain('AUTHORITY')
      const found = crsOfWkt(prj)
      // A 6° zone and the 3° zone on its meridian are one projection where the easting carries no zone.
      const sameMeridian = found !== null && code >= 4502 && code <= 4512 ? 4534 + 2 * (code - 4502) : code
      expect(found, prj).toBe(sameMeridian)
    }
  })

  it('are not guessed: another meridian, scale or unknown datum is no CRS that we know', () => {
    const wkt = (datum: string, meridian: number, scale: number) =>
      `PROJCS["x",GEOGCS["GCS_${datum}",DATUM["D_${datum}",SPHEROID["s",6378137,298.25]],PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000],PARAMETER["False_Northing",0],PARAMETER["Central_Meridian",${meridian}],PARAMETER["Scale_Factor",${scale}],PARAMETER["Latitude_Of_Origin",0],UNIT["Meter",1]]`
    expect(crsOfWkt(wkt('China_Geodetic_Coordinate_System_2000', 105, 1))).toBe(4544)
    expect(crsOfWkt(wkt('China_Geodetic_Coordinate_System_2000', 104.25, 1))).toBeNull()
    expect(crsOfWkt(wkt('China_Geodetic_Coordinate_System_2000', 105, 0.9996))).toBeNull()
    expect(crsOfWkt(wkt('Somewhere', 105, 1))).toBeNull()
    expect(names.map((name) => crsOfWkt(`LOCAL_CS["${name}"]`))).toEqual([null, null, null, null])
  })
})

describe('other layers that GDAL wrote', () => {
  it('GeoPackage comes back value by value, row id included', async () => {
    const [[, bytes]] = await writeWithGdal(town, ['-f', 'GPKG', '-a_srs', 'EPSG:4547'])
    const { tables, problems } = await read('t.gpkg', bytes)
    expect(tables[0].headers).toEqual(['fid', ...headers])
    expect(tables[0].rows).toEqual(townRows.map((row) => ({ ...row, cells: [row.number, ...row.cells] })))
    expect(tables[0].crs?.epsg).toBe(4547)
    expect(problems).toEqual([])
  })

  it('GeoPackage gives polygons that fill many pages', async () => {
    const ring = Array.from({ length: 3000 }, (_, i) => [Math.cos((i * Math.PI) / 1500), Math.sin((i * Math.PI) / 1500)])
    const many = shapes(Array.from({ length: 40 }, () => ({ type: 'Polygon', coordinates: [[...ring, ring[0]]] })))
    const [[, bytes]] = await writeWithGdal(many, ['-f', 'GPKG'])
    const { tables } = await read('m.gpkg', bytes)
    expect(tables[0].rows.map(({ geometry }) => geometry)).toEqual(many.features.map(({ geometry }) => geometry))
  })

  it('KML comes back with its places, in WGS 84', async () => {
    const [[, bytes]] = await writeWithGdal(town, ['-f', 'KML'])
    for (const file of [await read('t.kml', bytes), await read('t.kmz', zipOf([{ name: 'doc.kml', bytes }]))]) {
      const [table] = file.tables
      expect(table.rows.map(({ geometry }) => geometry)).toEqual(town.features.map(({ geometry }) => geometry))
      const at = table.headers!.indexOf('名称')
      expect(table.rows.map(({ cells }) => cells[at])).toEqual(['第一社区养老服务站', '第二日间照料中心', null])
      expect(table.crs?.epsg).toBe(4326)
    }
  })

  it('FlatGeobuf comes back value by value', async () => {
    const [[, bytes]] = await writeWithGdal(town, ['-f', 'FlatGeobuf', '-a_srs', 'EPSG:4490', '-lco', 'SPATIAL_INDEX=NO'])
    const { tables } = await read('t.fgb', bytes)
    expect(tables[0].headers).toEqual(headers)
    expect(tables[0].rows).toEqual(townRows)
    expect(tables[0].crs?.epsg).toBe(4490)
    const cut = await read('c.fgb', bytes.subarray(0, bytes.length - 30))
    expect(cut.tables).toEqual([])
    expect(codes(cut)).toEqual(['FGB_CORRUPT'])
  })

  it('FileGDB in a zip comes back value by value', async () => {
    const files = await writeWithGdal(town, ['-f', 'OpenFileGDB', '-a_srs', 'EPSG:4490'])
    const { tables } = await read('t.zip', zipped(files))
    expect(tables[0].headers).toEqual(headers)
    expect(tables[0].rows.map(({ cells }) => cells)).toEqual(townRows.map(({ cells }) => cells))
    tables[0].rows.forEach(({ geometry }, i) => {
      const [x, y] = (geometry as { coordinates: number[] }).coordinates
      expect(x).toBeCloseTo(townRows[i].geometry.type === 'Point' ? townRows[i].geometry.coordinates[0] : NaN, 8)
      expect(y).toBeCloseTo(townRows[i].geometry.type === 'Point' ? townRows[i].geometry.coordinates[1] : NaN, 8)
    })
    expect(tables[0].crs?.epsg).toBe(4490)
  })

  it('DXF comes back with points, open and closed polylines', async () => {
    const drawing = shapes([
      { type: 'Point', coordinates: [1.5, 2.5] },
      {
        type: 'LineString',
        coordinates: [
          [0, 0],
          [5, 5],
          [9, 1],
        ],
      },
      { type: 'Polygon', coordinates: beside },
    ])
    const [[, bytes]] = await writeWithGdal(drawing, ['-f', 'DXF'])
    const file = await read('d.dxf', bytes)
    expect(file.tables[0].rows[0].geometry).toEqual({ type: 'Point', coordinates: [1.5, 2.5] })
    expect(file.tables[0].rows[1].geometry).toEqual({
      type: 'LineString',
      coordinates: [
        [0, 0],
        [5, 5],
        [9, 1],
      ],
    })
    expect(file.tables[0].rows.length).toBe(3)
  })
})
