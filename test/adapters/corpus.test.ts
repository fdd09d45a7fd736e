import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { RawFile } from '../../server/core/imports/raw-table.ts'
import { defaultLimits } from '../../server/imports/files/limits.ts'
import { parseFile } from '../../server/imports/files/parse-file.ts'
import { readFile } from '../../server/imports/files/read-file.ts'

interface Case {
  file: string
  outcome: 'ok' | 'warn' | 'ask' | 'rows' | 'reject'
  code: string
  defect: string
  sidecar: boolean
}

const corpus = fileURLToPath(new URL('../corpus/', import.meta.url))
const cases = (JSON.parse(readFileSync(`${corpus}manifest.json`, 'utf8')) as Case[]).filter(({ sidecar }) => !sidecar)

/** Codes that a reader gives; the others are for those who judge the rows. */
const readerCodes =
  /^(ZIP_|SHP_|PBF_|XLSX_|XML_|CSV_|ENC_|JSON_|GPKG_|KML_|TEXT_|EMPTY|EOL_MIXED|FORMULA_ACTIVE|LINK_DROPPED|SHEET_CHOICE|OSM_|GEOM_PARSE|GEOM_SHAPE)/

/** Where ours differs from the manifest's, and why. */
const ours: Record<string, Partial<Case>> = {
  // No zip directory can be read in these: they are no archives, whatever the name says.
  'xlsx/fuzz_poi_5040805309710336.xlsx': { code: 'ZIP_BAD' },
  'xlsx/fuzz_csv_5025401116950528.xlsx': { code: 'ZIP_BAD' },
  'xlsx/fuzz_xssf_6419366255919104.xlsx': { code: 'ZIP_BAD' },
  // Sound, but without a road.
  'pbf/control_dense.osm.pbf': { outcome: 'warn', code: 'ROADS_EMPTY' },
  // Known only here: the blobs are gone once geometries are read.
  'gpkg/blob_srs_conflict.gpkg': { code: 'CRS_MISMATCH' },
}

const expected = cases.map((one) => ({
  ...one,
  ...ours[one.file],
  isReaders: one.file in ours || readerCodes.test(one.code) || one.code === '-',
}))

describe('the corpus of broken and hostile files', () => {
  it('has 124 cases', () => expect(cases.length).toBe(124))

  it.each(expected.filter(({ isReaders }) => isReaders))('reads $file ($defect): $outcome $code', async ({ file, outcome, code }) => {
    const { result, milliseconds } = await timed(file)
    expect(milliseconds).toBeLessThan(5000)
    checkSound(result)
    if (code !== '-') expect(result.problems.map((problem) => problem.code)).toContain(code)
    expect(outcomeOf(result, code)).toBe(outcome)
  })

  it.each(expected.filter(({ isReaders }) => !isReaders))('leaves $file ($defect) to be judged, with its rows', async ({ file }) => {
    const { result, milliseconds } = await timed(file)
    expect(milliseconds).toBeLessThan(5000)
    checkSound(result)
    expect(result.tables[0].rows.length).toBeGreaterThan(0)
  })

  // Reading takes a process of about 110 MB; 300 leaves each file less than 200 MB of growth.
  it.each([
    'xlsx/shared_string_amplify.xlsx',
    'xlsx/xmlbomb_sharedstrings.xlsx',
    'xlsx/huge_row_number.xlsx',
    'geojson/deep_nesting.geojson',
    'shapefile/numpoints_int_max.zip',
    'shapefile/dbf_count_too_high.zip',
    'gpkg/blob_bad_magic.gpkg',
    'gpkg/evil_view_layer.gpkg',
    'pbf/header_len_4GiB.osm.pbf',
    'zip/many_entries_65000.zip',
  ])('reads %s within 300 MB and without outliving its time', async (file) => {
    const result = await readFile(corpus + file, { limits: { maxMegabytes: 300, maxMilliseconds: 25_000 } })
    const { code } = expected.find((one) => one.file === file)!
    expect(result.problems.map((problem) => problem.code)).toContain(code)
  })

  it('reads the three places of every control, whatever its encoding or wrapping', async () => {
    const names = ['第一社区养老服务站', '第二日间照料中心', '第三幸福食堂']
    const places = [
      [104.0668, 30.5728],
      [104.0812, 30.6571],
      [104.1411, 30.6302],
    ]
    for (const file of [
      'shapefile/control_gbk.zip',
      'shapefile/no_cpg_gbk.zip',
      'shapefile/cpg_lies_utf8.zip',
      'shapefile/macosx_junk.zip',
      'geojson/wgs84_reference.geojson',
      'geojson/gbk_encoded.geojson',
      'gpkg/control.gpkg',
    ]) {
      const { tables } = (await timed(file)).result
      const rows = tables[0].rows
      expect(
        rows.map(({ cells }) => cells.find((cell) => typeof cell === 'string')),
        file,
      ).toEqual(names)
      expect(
        rows.map(({ geometry }) => geometry),
        file,
      ).toEqual(places.map((coordinates) => ({ type: 'Point', coordinates })))
    }
    for (const file of ['csv/gbk.csv', 'csv/utf8_bom.csv', 'csv/mixed_line_ends.csv', 'csv/control_utf8.csv']) {
      const { tables } = (await timed(file)).result
      expect(tables[0].rows[0].cells.slice(0, 3), file).toEqual(['名称', '经度', '纬度'])
      expect(
        tables[0].rows.slice(1).map(({ cells }) => cells.slice(0, 3)),
        file,
      ).toEqual(names.map((name, i) => [name, ...places[i].map(String)]))
    }
  })

  it('names every fault of a file, not the first only', async () => {
    const { result } = await timed('geojson/multiple_problems.geojson')
    expect(result.problems.map(({ row }) => row)).toEqual([1, 3, 4])
  })

  it('takes record 3978824 first from the shapefile whose record numbers are wrong', async () => {
    const { result } = await timed('shapefile/bad_record_numbers/a.shp')
    expect(result.tables[0].rows.length).toBe(8)
    expect(result.tables[0].rows[0].cells).toContain(3978824)
  })
})

async function timed(file: string): Promise<{ result: RawFile; milliseconds: number }> {
  const start = performance.now()
  const result = await parseFile(corpus + file, { limits: defaultLimits })
  return { result, milliseconds: performance.now() - start }
}

function outcomeOf({ tables, raster, roads, problems }: RawFile, code: string): Case['outcome'] {
  if (tables.length === 0 && !raster && !roads) return 'reject'
  const severities = problems.filter((problem) => problem.code === code || problem.severity !== 'warning').map(({ severity }) => severity)
  if (severities.includes('question')) return 'ask'
  if (severities.includes('error')) return 'rows'
  // What the manifest calls ok may carry a note of its own code.
  return severities.includes('warning') && !okWithNote.has(code) ? 'warn' : 'ok'
}

const okWithNote = new Set(['ENC_DETECTED', 'EOL_MIXED', 'CSV_SEP', 'FORMULA_ACTIVE', 'SHP_RECNO', 'XLSX_STRICT', 'XML_EXTERNAL'])

/** What holds of every file read: accounted rows, plain cells, messages for people. */
function checkSound({ tables, roads, problems }: RawFile): void {
  for (const { rows, headers } of tables) {
    rows.forEach((row, i) => {
      if (i > 0) expect(row.number).toBeGreaterThan(rows[i - 1].number)
      if (headers) expect(row.cells.length).toBe(headers.length)
      for (const cell of row.cells) {
        expect(cell === null || ['string', 'number', 'boolean'].includes(typeof cell)).toBe(true)
        expect(String(cell)).not.toMatch(/[\0\ufffd]/)
      }
    })
  }
  if (tables.length === 0 && !roads) expect(problems.length).toBeGreaterThan(0)
  for (const { message, row } of problems) {
    expect(message.zh).toMatch(/[\u4e00-\u9fff]/)
    expect(message.en).not.toMatch(/\n\s+at |node_modules/)
    if (row !== undefined && tables.length > 0) expect(tables[0].rows.map(({ number }) => number)).toContain(row)
  }
}
