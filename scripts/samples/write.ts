import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { ledgerAnswers } from './answers-ledgers.ts'
import { computeAnswers } from './answers.ts'
import type { County, FacilityLedger, Ledgers, SampleFile } from './types.ts'

export interface ManifestFile extends SampleFile {
  crs: string
  sha256: string
}

const crs = 'EPSG:4326 (CGCS2000 基准，近似)'

/** Writes one county's folder and returns its manifest's file rows, for the README. */
export function writeCounty(county: County, samplesFolder: string): ManifestFile[] {
  const folder = join(samplesFolder, county.code)
  mkdirSync(folder, { recursive: true })
  const contents = contentsOf(county)
  const files = county.files.map((file) => {
    const content = contents[file.path]
    if (content === undefined) throw new Error(`expected content for ${file.path}, got none`)
    writeFileSync(join(folder, file.path), content)
    return {
      ...file,
      crs,
      sha256: createHash('sha256').update(content).digest('hex'),
    }
  })
  writeFileSync(join(folder, 'manifest.json'), pretty(manifestOf(county, files)))
  return files
}

/**
 * A small county: everything in one packed file, which is a tenth of the size. Its checksum is of the text that is packed,
 * since another zlib packs the same text into other bytes.
 */
export function writeSmallCounty(county: County, samplesFolder: string): ManifestFile[] {
  const folder = join(samplesFolder, county.code)
  mkdirSync(folder, { recursive: true })
  const parts = Object.entries(partsOf(county)).map(([path, content]) => `${JSON.stringify(path.split('.')[0])}:${content.trimEnd()}`)
  const contents: Record<string, string> = {
    'bundle.json.gz': `{${parts.join(',\n')}}\n`,
    'answers.json': pretty({ ledgers: ledgerAnswers(county), troubles: county.troubles }),
  }
  const files = county.files.map((file) => {
    const content = contents[file.path]
    writeFileSync(join(folder, file.path), file.path.endsWith('.gz') ? gzip(content) : content)
    return { ...file, crs, sha256: createHash('sha256').update(content).digest('hex') }
  })
  writeFileSync(join(folder, 'manifest.json'), pretty({ ...manifestOf(county, files), size: 'small' }))
  return files
}

function manifestOf(county: County, files: ManifestFile[]) {
  return {
    county: {
      code: county.code,
      name: county.name,
      level: 'county',
      province: county.province,
      prefecture: county.prefecture,
    },
    dataDate: county.dataDate,
    demo: true,
    files: files.map(({ path, kind, title, origin, licence, crs, date, sha256, synthetic, assumptions }) => ({
      ...{ path, kind, title, origin, licence, crs, date, sha256, synthetic, assumptions },
    })),
    coverage: county.coverage,
    areaRule: county.areaRule,
    unitCoverage: county.unitCoverage,
  }
}

function contentsOf(county: County): Record<string, string | Buffer> {
  const contents: Record<string, string | Buffer> = { ...partsOf(county), 'answers.json': pretty(computeAnswers(county)) }
  if (county.studyArea) {
    const { id, name, geometry } = county.studyArea
    contents['study_area.geojson'] = feature({ id, name }, geometry) + '\n'
  }
  if (county.ages) contents['age_pyramid.csv'] = county.ages
  if (county.roads) contents['roads.graphml.gz'] = gzip(county.roads)
  return contents
}

/** What every county has, by the name of its file. */
function partsOf(county: County): Record<string, string> {
  return {
    'boundary.geojson':
      feature({ code: county.code, name: county.boundary.name, note: county.boundary.note }, county.boundary.geometry) +
      '\n',
    'units.geojson': collection(county.units.map(({ geometry, ...properties }) => feature(properties, geometry))),
    'residential_areas.geojson': collection(
      county.areas.map(({ ring, ...properties }) =>
        feature(properties, ring && { type: 'Polygon', coordinates: [ring] }),
      ),
    ),
    'facilities.geojson': collection(
      county.facilities.map(({ point, ledger, ...properties }) =>
        feature({ ...properties, ...filledIn(ledger) }, point && { type: 'Point', coordinates: point }),
      ),
    ),
    'ledgers.json': lines(county.ledgers!),
    'population.json': pretty(county.population),
  }
}

/** No clock and no operating system in the header, so the bytes are the same everywhere (same zlib). */
function gzip(text: string): Buffer {
  const packed = gzipSync(Buffer.from(text), { level: 9 })
  packed.fill(0, 4, 8)
  packed[9] = 255
  return packed
}

function feature(properties: object, geometry: object | null): string {
  return JSON.stringify({ type: 'Feature', properties, geometry })
}

function filledIn(ledger: FacilityLedger): Partial<FacilityLedger> {
  return Object.fromEntries(Object.entries(ledger).filter(([, value]) => value !== null))
}

/** One row a line, so that a difference can be read. */
function lines(lists: Ledgers): string {
  const list = ([name, rows]: [string, object[]]) => `${JSON.stringify(name)}:[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`
  return `{${Object.entries(lists).map(list).join(',\n')}}\n`
}

function collection(features: string[]): string {
  return `{"type":"FeatureCollection","features":[\n${features.join(',\n')}\n]}\n`
}

function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2) + '\n'
}
