import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { codes, read, zipOf } from './import-files.ts'

const csv = { name: 'a.csv', bytes: Buffer.from('a,b\n1,2\n') }

describe('archives', () => {
  it('are read where they hold one file, named in GBK or UTF-8', async () => {
    // 设施.csv in GBK.
    const gbkName = Buffer.from('c9e8cab92e637376'.replace('cab9', 'cab9'), 'hex')
    for (const name of ['资料/设施.csv', gbkName]) expect((await read('z.zip', zipOf([{ ...csv, name }]))).tables[0].rows.length).toBe(2)
  })

  it.each([
    ['a path upwards', [{ ...csv, name: '../a.csv' }], 'ZIP_SLIP'],
    ['a path upwards in backslashes', [{ ...csv, name: 'x\\..\\..\\a.csv' }], 'ZIP_SLIP'],
    ['an absolute path', [{ ...csv, name: '/a.csv' }], 'ZIP_SLIP'],
    ['a drive', [{ ...csv, name: 'C:a.csv' }], 'ZIP_SLIP'],
    ['a NUL in a name', [{ ...csv, name: 'a.csv\0.txt' }], 'ZIP_SLIP'],
    ['a link', [{ ...csv, mode: 0o120777 }], 'ZIP_SLIP'],
    ['an encrypted entry', [{ ...csv, flags: 1 }], 'ZIP_ENCRYPTED'],
    ['two entries of one name', [csv, csv], 'ZIP_DUP'],
    ['names that differ by case', [csv, { ...csv, name: 'A.CSV' }], 'ZIP_DUP'],
    [
      'names that differ by composition',
      [
        { ...csv, name: 'é.csv' },
        { ...csv, name: 'e\u0301.csv' },
      ],
      'ZIP_DUP',
    ],
    ['a size below the truth', [{ ...csv, claimedSize: 3 }], 'ZIP_SIZE_LIE'],
    ['a size above the truth', [{ ...csv, claimedSize: 300 }], 'ZIP_BAD'],
    ['201 entries', Array.from({ length: 201 }, (_, i) => ({ ...csv, name: `${i}.csv` })), 'ZIP_COUNT'],
    ['nothing known', [{ name: 'a.exe', bytes: Buffer.from('MZ') }], 'ZIP_NO_DATA'],
    ['an archive called csv', [{ name: 'a.csv', bytes: zipOf([csv]) }], 'ZIP_NESTED'],
    ['two tables', [csv, { ...csv, name: 'b.csv' }], 'ZIP_SEVERAL'],
    ['nothing', [], 'ZIP_NO_DATA'],
  ])('are refused for %s', async (_, entries, code) => {
    const file = await read('z.zip', zipOf(entries))
    expect(codes(file)).toEqual([code])
    expect(file.tables).toEqual([])
  })

  it('are refused where entries overlap', async () => {
    const honest = zipOf([csv, { ...csv, name: 'b.csv' }])
    const crooked = Buffer.from(honest)
    // The second entry of the directory is pointed at the first's bytes, its name made the same length.
    const second = crooked.lastIndexOf(Buffer.from('PK\x01\x02'))
    crooked.writeUInt32LE(0, second + 42)
    crooked.write('b.csv', 30)
    expect(codes(await read('o.zip', crooked))[0]).toMatch(/^ZIP_(BAD|OVERLAP)$/)
  })

  it('are refused once they swell beyond measure, long before memory does', async () => {
    const bomb = zipOf([{ name: 'a.csv', bytes: Buffer.alloc(80 * 1024 ** 2) }])
    expect(codes(await read('b.zip', bomb))).toEqual(['ZIP_BOMB'])
  })
})

describe('GeoJSON', () => {
  const feature = (inside: string) =>
    `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1},"geometry":${inside}}]}`
  it.each([
    [
      'a key twice in properties',
      '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1,"a":2},"geometry":null}]}',
      'JSON_DUPKEY',
    ],
    ['Infinity', feature('{"type":"Point","coordinates":[Infinity,1]}'), 'JSON_SYNTAX'],
    ['a comma at the end', feature('{"type":"Point","coordinates":[1,2,]}'), 'JSON_SYNTAX'],
    ['a leading zero', feature('{"type":"Point","coordinates":[01,2]}'), 'JSON_SYNTAX'],
    ['a raw line break in a string', '{"type":"Feat\nure"}', 'JSON_SYNTAX'],
    ['text after the end', `${feature('null')} x`, 'JSON_SYNTAX'],
    ['objects nested without end', '{"a":'.repeat(200_000), 'JSON_DEPTH'],
    ['an array', '[{"type":"Feature"}]', 'JSON_SHAPE'],
    ['TopoJSON', '{"type":"Topology","objects":{}}', 'JSON_SHAPE'],
  ])('is refused for %s', async (_, text, code) => {
    const file = await read('x.geojson', text)
    expect(codes(file)).toContain(code)
    expect(file.tables).toEqual([])
  })

  it.each([
    ['{"type":"Point","coordinates":[1e999,2]}', 'GEOM_SHAPE'],
    ['{"type":"Point","coordinates":[[1,2]]}', 'GEOM_SHAPE'],
    ['{"type":"Polygon","coordinates":[1,2]}', 'GEOM_SHAPE'],
    ['{"type":"point","coordinates":[1,2]}', 'GEOM_TYPE'],
    ['{"type":"toString","coordinates":[1,2]}', 'GEOM_TYPE'],
    ['{"type":"GeometryCollection"}', 'GEOM_SHAPE'],
    ['"POINT (1 2)"', 'GEOM_SHAPE'],
  ])('keeps the row of the geometry %s', async (geometry, code) => {
    const { tables, problems } = await read('x.geojson', feature(geometry))
    expect(tables[0].rows).toEqual([{ number: 1, cells: [1], geometry: null }])
    expect(problems).toMatchObject([{ code, severity: 'error', row: 1 }])
  })

  it('reads features line by line and loses only the line that is broken', async () => {
    const line = (n: number) =>
      `{"type":"Feature","id":${n},"properties":{"__proto__":"x"},"geometry":{"type":"Point","coordinates":[${n},1]}}`
    const { tables, problems } = await read('x.geojsonl', [line(1), '{"type":"Feature","properties":{}', line(3), ''].join('\n'))
    expect(tables[0].headers).toEqual(['__proto__', 'id'])
    expect(tables[0].rows.map(({ cells, geometry }) => [cells, geometry?.type])).toEqual([
      [['x', 1], 'Point'],
      [[null, null], undefined],
      [['x', 3], 'Point'],
    ])
    expect(problems).toMatchObject([{ code: 'JSON_SYNTAX', severity: 'error', row: 2 }])
  })
})

/** Mulberry32: the same mutations on every machine. */
function createRandom(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

function mutate(bytes: Buffer, random: () => number): Buffer {
  const at = () => Math.floor(random() * bytes.length)
  const mutant = Buffer.from(bytes)
  const kind = Math.floor(random() * 5)
  if (kind === 0) return mutant.subarray(0, at())
  if (kind === 1) return Buffer.concat([mutant.subarray(0, at()), mutant.subarray(at())])
  for (let n = 0; n < 1 + random() * 8; n++) {
    if (kind === 2) mutant[at()] = Math.floor(random() * 256)
    else if (kind === 3) mutant[at()] ^= 1 << Math.floor(random() * 8)
    else mutant.fill([0, 255, 0x7f, 0x80][Math.floor(random() * 4)], at(), at())
  }
  return mutant
}

describe('files broken at random', () => {
  const corpus = (file: string) => readFileSync(fileURLToPath(new URL(`../corpus/${file}`, import.meta.url)))
  const seeds = [
    'csv/gbk.csv',
    'csv/control_utf8.csv',
    'csv/utf16le_bom.csv',
    'geojson/wgs84_reference.geojson',
    'gpkg/control.gpkg',
    'shapefile/control_gbk.zip',
    'shapefile/bad_record_numbers/a.dbf',
    'shapefile/bad_record_numbers/a.shp',
    'xlsx/title_and_merged_header.xlsx',
    'xlsx/strict_ooxml.xlsx',
    'pbf/control_gen.osm.pbf',
    'shapefile/duplicate_fields.dbf',
  ]

  it.each(seeds)('come back as a file read or refused, never as a crash: %s', async (file) => {
    const random = createRandom(file.length * 7919)
    const bytes = corpus(file)
    const started = performance.now()
    // As many as fit in a second and a half, so that a slow machine is not a failure.
    for (let n = 0; n < 120 && performance.now() - started < 1500; n++) {
      const start = performance.now()
      const result = await read(`m${n % 4}-${file.split('/').pop()}`, mutate(bytes, random))
      expect(performance.now() - start).toBeLessThan(5000)
      const usable = result.tables.length > 0 || result.raster !== null || result.roads !== undefined
      expect(usable || result.problems.some(({ severity }) => severity === 'error')).toBe(true)
    }
  })
})
