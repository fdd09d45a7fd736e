import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { fileURLToPath } from 'node:url'
import type { Feature, FeatureCollection, MultiPolygon, Point, Polygon } from 'geojson'
import { refuse } from '../core/problems.ts'
import { sha256Hex } from '../hashing.ts'
import type { Bilingual } from '../contract/common.ts'
import type { DataSource, UnitLevel } from '../db/schema.ts'
import type { CountySettings } from '../coverage/settings.ts'
import type { Facility, FacilityLedger } from '../facilities/facilities.repository.ts'
import type { ResidentialArea } from '../residential/residential.repository.ts'
import type { SampleLedgers } from './sample-ledger-file.ts'

export const samplesDirectory = fileURLToPath(new URL('../../data/samples', import.meta.url))

interface ManifestFile {
  path: string
  kind: string
  title: Bilingual
  origin: string
  licence: string
  crs: string
  date: string
  sha256: string
  synthetic: boolean
  assumptions: Bilingual[]
}

export interface SampleManifest {
  county: {
    code: string
    name: Bilingual
    level: 'county'
    province: { code: string; name: string }
    prefecture: { code: string; name: string }
  }
  dataDate: string
  demo: boolean
  /** A small one is one bundle without roads, loaded in the background; its first run starts when somebody asks. */
  size?: 'small'
  files: ManifestFile[]
  coverage: { profile: string; method: 'network' | 'straight-line'; note: Bilingual }
  areaRule: CountySettings['areaRule']
  unitCoverage: CountySettings['unitCoverage']
}

export interface SampleUnit {
  unitCode: string
  name: string
  level: UnitLevel
  parentCode: string | null
  urbanRuralCode: string | null
  placeKnown: boolean
  centre: [number, number] | null
  geometryNote: Bilingual | null
  demo: boolean
}

/** As the repository keeps it, with codes in the place of ids. */
export interface SampleResidentialArea extends Omit<ResidentialArea, 'areaCode' | 'unitId' | 'communityId' | 'households' | 'demo'> {
  unitCode: string | null
  communityCode: string | null
  entrances: [number, number][]
}

export interface SampleFacility extends Omit<Facility, 'countyCode' | 'facilityCode' | 'unitId' | 'demo' | 'lon' | 'lat'>, Partial<FacilityLedger> {
  unitCode: string | null
  allotments: { residentialAreaId: string; areaM2: string | null }[]
}

interface PeopleCounts {
  residents: number | null
  residents60Plus: number | null
  residents80Plus: number | null
  households: number | null
}

export interface SamplePopulation {
  controlTotals: (PeopleCounts & { unitCode: string | null; level: string; asOf: string; source: string })[]
  units: (PeopleCounts & { unitCode: string })[]
  unlocated: (PeopleCounts & { unitCode: string | null; name: string; reason: Bilingual })[]
}

type Surface = Polygon | MultiPolygon

/** People of one age group, of a township or street, or of the county where it bears the county's name. */
export interface SampleAgeGroup {
  unitName: string
  ageGroup: string
  ageFrom: number
  ageTo: number | null
  male: number
  female: number
  asOf: string
  source: string
}

export interface Sample {
  manifest: SampleManifest
  boundary: Feature<Surface>
  units: FeatureCollection<Surface | null, SampleUnit>
  studyArea: Feature<Surface, { id: string; name: Bilingual }> | undefined
  residentialAreas: FeatureCollection<Surface | null, SampleResidentialArea>
  facilities: FeatureCollection<Point | null, SampleFacility>
  population: SamplePopulation
  ledgers: SampleLedgers | undefined
  ages: SampleAgeGroup[] | undefined
  roads: { name: string; bytes: Uint8Array } | undefined
}

/** The codes of the samples that ship with the product. */
export async function listSampleCodes(directory = samplesDirectory): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory() && /^\d{6}$/.test(entry.name)).map((entry) => entry.name).sort()
}

export async function readManifest(code: string, directory = samplesDirectory): Promise<SampleManifest> {
  return JSON.parse(await readFile(join(directory, code, 'manifest.json'), 'utf8')) as SampleManifest
}

/** Reads one sample whole. A file that is not the one its manifest describes is refused by name. */
export async function readSample(code: string, directory = samplesDirectory): Promise<Sample> {
  const manifest = await readManifest(code, directory)
  const bytesOf = async (path: string): Promise<Uint8Array | undefined> => {
    const entry = manifest.files.find((file) => file.path === path)
    if (!entry) return undefined
    const stored = await readFile(join(directory, code, path))
    // A bundle's checksum is of what is packed in it: another packer gives other bytes.
    const bytes = entry.kind === 'bundle' ? gunzipSync(stored) : stored
    if (sha256Hex(bytes) !== entry.sha256) {
      throw refuse('SAMPLE_CHANGED', `样例文件 ${code}/${path} 与清单校验码不符，请重新获取`, `Sample file ${code}/${path} differs from its checksum`)
    }
    return bytes
  }
  const json = async <T>(path: string): Promise<T | undefined> => {
    const bytes = await bytesOf(path)
    return bytes && (JSON.parse(Buffer.from(bytes).toString('utf8')) as T)
  }
  const bundle = await json<Record<string, unknown>>('bundle.json.gz')
  const part = async <T>(path: string): Promise<T | undefined> => (bundle ? (bundle[path.split('.')[0]] as T | undefined) : json<T>(path))
  const needed = async <T>(path: string): Promise<T> => {
    const value = await part<T>(path)
    if (value === undefined) throw refuse('SAMPLE_INCOMPLETE', `样例 ${code} 缺少 ${path}`, `Sample ${code} lacks ${path}`)
    return value
  }
  const roads = await bytesOf('roads.graphml.gz')
  return {
    manifest,
    boundary: await needed('boundary.geojson'),
    units: await needed('units.geojson'),
    studyArea: await part('study_area.geojson'),
    residentialAreas: await needed('residential_areas.geojson'),
    facilities: await needed('facilities.geojson'),
    population: await needed('population.json'),
    ledgers: await part('ledgers.json'),
    ages: readAges(await bytesOf('age_pyramid.csv')),
    roads: roads && { name: 'roads.graphml.gz', bytes: roads },
  }
}

/** Rows of the import's own template, in the words that an office would write; none has a quoted comma. */
function readAges(bytes: Uint8Array | undefined): SampleAgeGroup[] | undefined {
  return bytes && Buffer.from(bytes).toString('utf8').trimEnd().split('\n').slice(1).map((line) => {
    const [unitName, words, male, female, asOf, source] = line.split(',')
    const [from, to] = words.match(/\d+/g)!.map(Number)
    const ageTo = to ?? null
    return { unitName, ageGroup: ageTo === null ? `${from}+` : `${from}-${ageTo}`, ageFrom: from, ageTo, male: Number(male), female: Number(female), asOf, source }
  })
}

/** Origin and licence of a file of the sample, as kept with the version made from it. */
export function sourceOf(manifest: SampleManifest, ...paths: string[]): DataSource[] {
  return manifest.files
    .filter((file) => paths.includes(file.path) || file.kind === 'bundle')
    .map((file) => ({
      origin: file.origin,
      licence: file.licence,
      crs: file.crs,
      date: file.date,
      file: file.path,
      sha256: file.sha256,
      synthetic: file.synthetic,
      assumptions: file.assumptions,
    }))
}
