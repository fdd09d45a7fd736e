import { writeArrayBuffer } from 'geotiff'
import { expect, describe, it } from 'vitest'
import { codes, read, zipOf } from './import-files.ts'

const header = '名称,类型,床位数,备注'
const rows = ['甲站,日间照料中心,10,无', '乙站,日间照料中心,20,无', '丙站,日间照料中心,30,无']
const csv = (lines: string[]) => lines.join('\r\n') + '\r\n'

describe('a csv', () => {
  it('whose header mixes in a full-width comma is refused: every column behind it would slip', async () => {
    const file = await read('a.csv', csv(['名称，类型,床位数,备注', ...rows]))
    expect([file.tables, codes(file)]).toEqual([[], ['CSV_SEP']])
    expect(file.problems[0].message.zh).toContain('第 1 行（表头）')
  })

  it('loses only the row that mixes one in', async () => {
    const file = await read('a.csv', csv([header, rows[0], '乙站，日间照料中心,20,无', rows[2]]))
    expect(file.problems.map(({ code, row, severity }) => [code, row, severity])).toEqual([['CSV_SEP', 3, 'error']])
  })

  it('may hold full-width commas in its words, and a title with one', async () => {
    const file = await read('a.csv', csv(['石城县，养老设施', header, '甲站,日间照料中心,10,江西省，石城县', ...rows]))
    expect(codes(file)).toEqual([])
  })

  it('parted by blanks is refused with what to do', async () => {
    const file = await read('a.txt', csv([header, ...rows]).replaceAll(',', '   '))
    expect([file.tables, codes(file)]).toEqual([[], ['CSV_SEP']])
    expect(file.problems[0].fix?.zh).toContain('分列')
  })

  it('keeps the long codes that Excel was made to keep whole', async () => {
    const file = await read('a.csv', csv(['名称,代码', '甲站,="360735100000"']))
    expect([file.tables[0].rows[1].cells, codes(file)]).toEqual([['甲站', '360735100000'], []])
  })

  it('cut in its last character says so, not that it holds two encodings', async () => {
    const whole = Buffer.from(csv([header, ...rows]).trimEnd())
    expect(codes(await read('a.csv', whole.subarray(0, -1)))).toEqual(['TEXT_TRUNC'])
  })

  it('that is a program is no text', async () => {
    expect(codes(await read('a.csv', Buffer.concat([Buffer.from('MZ\x90\0', 'latin1'), Buffer.alloc(2000)])))).toEqual(['FORMAT_UNKNOWN'])
  })
})

describe('a GeoJSON', () => {
  const feature = (name: string) => `{"type":"Feature","properties":{"名称":${name}},"geometry":{"type":"Point","coordinates":[116,26]}}`

  it('one line a feature numbers a broken line as the user counts', async () => {
    const file = await read('a.geojsonl', [feature('"甲"'), feature('"乙"'), '{"type":"Feature","geom', feature('"丁"')].join('\n'))
    expect(file.problems.map(({ code, row }) => [code, row])).toEqual([['JSON_SYNTAX', 3]])
    expect(file.problems[0].message.zh).toBe('JSON 在文件第 3 行中途结束，文件不完整')
  })

  it('with something behind its collection is damaged, whatever lines it has', async () => {
    const file = await read('a.geojson', `{"type":"FeatureCollection","features":[${feature('"甲"')},${feature('"乙"')}]}\n;`)
    expect([file.tables, codes(file)]).toEqual([[], ['JSON_SYNTAX']])
  })

  it('names the row of a NUL, and of half a character', async () => {
    const file = await read('a.geojson', `{"type":"FeatureCollection","features":[${feature('"a\\u0000b"')},${feature('"\\ud800"')},${feature('"𠮷"')}]}`)
    expect(file.problems.map(({ code, row, severity }) => [code, row, severity])).toEqual([
      ['TEXT_NUL', 1, 'error'],
      ['TEXT_DAMAGED', 2, 'warning'],
    ])
    expect(file.tables[0].rows.map(({ cells }) => cells[0])).toEqual(['a␀b', '□', '𠮷'])
  })

  it('of Esri’s own kind is told apart', async () => {
    const file = await read('a.json', '{"geometryType":"esriGeometryPoint","features":[]}')
    expect(file.problems[0].message.zh).toContain('Esri JSON')
  })
})

describe('an archive', () => {
  const entry = (name: string, content: string) => ({ name, bytes: Buffer.from(content) })

  it('reads the table beside a text that explains it', async () => {
    const file = await read('a.zip', zipOf([entry('数据.csv', csv([header, ...rows])), entry('说明.txt', '说明')]))
    expect([file.tables[0].rows.length, codes(file)]).toEqual([4, []])
  })

  it('says which data it did not read', async () => {
    const file = await read('a.zip', zipOf([entry('数据.csv', csv([header, ...rows])), entry('台账.xlsx', 'x')]))
    expect([file.tables.length, codes(file)]).toEqual([1, ['ZIP_LEFT']])
    expect(file.problems[0].message.zh).toContain('台账.xlsx')
  })

  it.each(['内层.zip', '台账.xlsx'])('within an archive says what to unpack: %s', async (name) => {
    const inner = zipOf([entry('a.csv', csv([header, ...rows]))])
    const file = await read('a.zip', zipOf([{ name, bytes: inner }]))
    expect([file.tables, codes(file), file.problems[0].value]).toEqual([[], ['ZIP_NESTED'], name])
  })

  it.each([
    { what: 'XLSB', names: ['[Content_Types].xml', 'xl/workbook.bin'] },
    { what: 'ODS', names: ['mimetype', 'content.xml', 'META-INF/manifest.xml'] },
  ])('that is an $what says how to save it', async ({ what, names }) => {
    const file = await read('a.zip', zipOf(names.map((name) => entry(name, '<x/>'))))
    expect([codes(file), file.problems[0].message.zh]).toEqual([['FORMAT_UNSUPPORTED'], `不支持 ${what} 文件`])
    expect(file.problems[0].fix?.zh).toContain('.xlsx')
  })
})

describe('a GeoTIFF', () => {
  const picture = (photometric: number, more: object = {}) =>
    Buffer.from(
      writeArrayBuffer(new Uint8Array(more && 'SamplesPerPixel' in more ? 12 : 4).fill(7), {
        ...{ height: 2, width: 2, ModelPixelScale: [0.1, 0.1, 0], ModelTiepoint: [0, 0, 0, 116, 27, 0], GeographicTypeGeoKey: 4490, GTModelTypeGeoKey: 2 },
        ...more,
        PhotometricInterpretation: photometric,
      }) as ArrayBuffer,
    )

  it.each([
    { what: 'colours of a palette', bytes: picture(3) },
    { what: 'red, green and blue', bytes: picture(2, { SamplesPerPixel: 3, BitsPerSample: [8, 8, 8] }) },
  ])('of $what is a picture, and no figures', async ({ bytes }) => {
    const file = await read('a.tif', bytes)
    expect([file.raster, codes(file)]).toEqual([null, ['TIF_PICTURE']])
  })

  it('of figures is read', async () => {
    expect((await read('a.tif', picture(1))).raster?.width).toBe(2)
  })
})
