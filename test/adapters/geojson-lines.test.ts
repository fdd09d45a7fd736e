import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createFeatureScanner } from '../../server/network/files/json-features.ts'
import { readRoads, readRoadsFromBytes } from '../../server/network/files/read-roads.ts'
import { codesOf, fixture, problemsOf, readFixture, readText } from './road-files.ts'

function line(coordinates: unknown, properties: unknown = {}): string {
  return JSON.stringify({ type: 'Feature', properties, geometry: { type: 'LineString', coordinates } })
}

function collection(...features: string[]): string {
  return `{"type":"FeatureCollection","features":[${features.join(',')}]}`
}

describe('readGeojsonLines', () => {
  it('connects lines at shared vertices and keeps the others as shape', async () => {
    const { roads, report } = await readRoads(fixture('paths.geojson'))
    // Footway A–(B)–C–D, stairs over C, D–E, and a line apart with one interior vertex.
    expect([...roads.edgeFrom].map((from, e) => [from, roads.edgeTo[e]])).toEqual([
      [0, 1],
      [1, 2],
      [3, 1],
      [1, 4],
      [2, 5],
      [6, 7],
    ])
    expect([...roads.edgeSteps]).toEqual([0, 0, 1, 1, 1, 1])
    expect([...roads.shapeOffset]).toEqual([0, 1, 1, 1, 1, 1, 2])
    expect([...roads.shapeLon]).toEqual([114.001, 114.011])
    expect(report).toMatchObject({ ways: 6, walkableWays: 5 })
    expect(report.skipped).toEqual({ notWalkable: 1, notALine: 1, noGeometry: 1, zeroLength: 1 })
    expect(report.assumptions.map((assumption) => assumption.en.split(' ')[0])).toEqual(['3', '1'])
  })

  it('reads the same roads line by line, compressed, and as single features', async () => {
    const { features } = JSON.parse((await readFixture('paths.geojson')).toString())
    const text = features.map((feature: unknown) => JSON.stringify(feature)).join('\n')
    const { roads } = await readRoads(fixture('paths.geojson'))
    expect((await readText('paths.geojsonl', text)).roads).toEqual(roads)
    expect((await readRoadsFromBytes('paths.geojsonl.gz', gzipSync(text))).roads).toEqual(roads)
    expect((await readText('paths.json', `\uFEFF\u001e${text.replaceAll('\n', '\n\u001e')}`)).roads).toEqual(roads)
  })

  it('joins at 1e-7 degrees, no farther, and never where lines merely cross', async () => {
    const near = collection(
      line([
        [114, 22],
        [114.001, 22],
      ]),
      line([
        [114.00100000004, 22],
        [114.002, 22],
      ]),
    )
    expect((await readText('near.geojson', near)).roads.nodeLon).toHaveLength(3)
    const apart = collection(
      line([
        [114, 22],
        [114.001, 22],
      ]),
      line([
        [114.0010002, 22],
        [114.002, 22],
      ]),
    )
    expect((await readText('apart.geojson', apart)).roads.nodeLon).toHaveLength(4)
    const bridge = collection(
      line([
        [114, 22],
        [114.002, 22],
      ]),
      line([
        [114.001, 21.9],
        [114.001, 22.1],
      ]),
    )
    expect((await readText('bridge.geojson', bridge)).roads.nodeLon).toHaveLength(4)
  })

  it('makes a node where a line meets itself', async () => {
    // A lasso: the end comes back to an interior vertex.
    const lasso = line([
      [0, 0],
      [1, 0],
      [2, 1],
      [2, -1],
      [1, 0],
    ])
    const { roads } = await readText('lasso.geojson', lasso)
    expect(roads.nodeLon).toHaveLength(2)
    expect([...roads.edgeFrom].map((from, e) => [from, roads.edgeTo[e]])).toEqual([
      [0, 1],
      [1, 1],
    ])
  })

  it('honours a ban on walking where no class is given', async () => {
    const { roads } = await readText(
      'ban.geojson',
      collection(
        line(
          [
            [0, 0],
            [0, 1],
          ],
          { foot: 'no' },
        ),
        line([
          [1, 0],
          [1, 1],
        ]),
      ),
    )
    expect(roads.edgeFrom).toHaveLength(1)
  })

  it('lists every bad feature by its number', async () => {
    const bad = collection(
      line([
        [114, 22],
        [181, 22],
      ]),
      line([
        [114, 22],
        ['114', 22],
      ]),
      line([[114, 22]]),
      line([
        [114, 22],
        [114.1, 22],
      ]),
      line([
        [114, 22],
        [114, -90.5],
      ]),
    )
    const problems = await problemsOf(readText('bad.geojson', bad))
    expect(problems.map(({ row, code }) => [row, code])).toEqual([
      [1, 'COORD_OUT_OF_RANGE'],
      [2, 'GEOM_SHAPE'],
      [3, 'GEOM_SHAPE'],
      [5, 'COORD_OUT_OF_RANGE'],
    ])
  })

  it('lists a thousand problems and counts the rest', async () => {
    const many = Array.from({ length: 1200 }, () => line([[0, 0]])).join('\n')
    const problems = await problemsOf(readText('many.geojsonl', many))
    expect(problems).toHaveLength(1001)
    expect(problems[1000].message.en).toContain('200 further')
  })

  it.each([
    [
      'a missing comma',
      '{"type":"FeatureCollection","features":[{"type":"Feature"} {"type":"Feature"}]}',
      'JSON_SYNTAX',
    ],
    [
      'a file cut short',
      collection(
        line([
          [0, 0],
          [0, 1],
        ]),
      ).slice(0, -5),
      'JSON_SYNTAX',
    ],
    [
      'NaN',
      collection('{"type":"Feature","geometry":{"type":"LineString","coordinates":[[NaN,0],[0,0]]}}'),
      'JSON_SYNTAX',
    ],
    ['features that are no list', '{"type":"FeatureCollection","features":{}}', 'JSON_SHAPE'],
    ['a feature that is a number', '{"type":"FeatureCollection","features":[0]}', 'JSON_SHAPE'],
    ['a type unknown to GeoJSON', '{"type":"Topology"}', 'JSON_SHAPE'],
    ['endless nesting', `{"type":"Feature","geometry":${'['.repeat(100_000)}`, 'JSON_DEPTH'],
    [
      'another coordinate system',
      '{"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:3857"}},"features":[]}',
      'CRS_UNSUPPORTED',
    ],
    ['an empty collection', collection(), 'ROADS_EMPTY'],
  ])('refuses %s', async (_, text, code) => {
    expect(await codesOf(readText('bad.geojson', text))).toEqual([code])
  })

  it('refuses text that is not UTF-8', async () => {
    const gbk = Buffer.concat([
      Buffer.from('{"type":"Feature","properties":{"n":"'),
      Buffer.from([0xca, 0xaf, 0xb3, 0xc7]),
      Buffer.from('"}}'),
    ])
    expect(await codesOf(readRoadsFromBytes('gbk.geojson', gbk))).toEqual(['ENCODING_NOT_UTF8'])
  })
})

describe('createFeatureScanner', () => {
  it('finds the same features wherever the stream is cut', async () => {
    const bytes = await readFixture('paths.geojson')
    const whole = JSON.parse(bytes.toString()).features
    for (const size of [1, 2, 3, 7, 64, 1000]) {
      const found: unknown[] = []
      const scanner = createFeatureScanner({ feature: (value) => found.push(value), document: () => undefined })
      for (let start = 0; start < bytes.length; start += size) scanner.push(bytes.subarray(start, start + size))
      scanner.end()
      expect(found).toEqual(whole)
    }
  })
})
