import { formatCountyCode } from '../county-code.ts'
import { insertSettings } from '../coverage/settings.repository.ts'
import { buildGraph } from '../core/network/build-graph.ts'
import { describeNetwork } from '../core/network/components.ts'
import { edgePoints } from '../core/network/graph.ts'
import type { Db } from '../db/schema.ts'
import { insertAllotments, insertFacilities, type FacilityLedger } from '../facilities/facilities.repository.ts'
import { sha256Hex } from '../hashing.ts'
import { readRoadsFromBytes } from '../network/files/read-roads.ts'
import { insertRoadNetwork, listOwnedFlags } from '../network/network.repository.ts'
import { insertPopulation, type PopulationCount } from '../population/population.repository.ts'
import { insertRegion, insertUnits } from '../regions/regions.repository.ts'
import { insertStudyArea } from '../regions/study-areas.repository.ts'
import { insertResidentialAreas } from '../residential/residential.repository.ts'
import { findNewestVersion, lockKind } from '../versions/versions.repository.ts'
import { idOf, keepVersion, type LoadContext } from './load-context.ts'
import { boxPolygon } from './roads-plan.ts'
import { listSampleCodes, readManifest, readSample, sourceOf, type Sample, type SampleFacility, type SampleManifest } from './sample-files.ts'
import { lacksAdditions, loadAdditions } from './sample-additions.ts'
import { loadAges } from './sample-ages.ts'
import { loadLedgers } from './sample-ledgers.ts'

export interface SamplesService {
  /**
   * Loads the whole samples that are not there yet, each county whole or not at all, and what those that are there have
   * gained since. Returns the codes of both.
   */
  loadMissing(onCounty?: OnCounty): Promise<number[]>
  /** The same for the small ones, one after another until stopped. Nothing waits for them. */
  loadSmall(stop: AbortSignal, onCounty?: OnCounty): Promise<number[]>
  /** The counties whose first run starts by itself: those of whole samples, and those that are no sample at all. */
  startsByItself(countyCode: number): Promise<boolean>
}

type OnCounty = (code: string, name: string) => void

/** `wanted`: which of the samples that ship with the product this store gets. */
export function createSamplesService(db: Db, now: () => Date, wanted: 'all' | readonly string[] = 'all'): SamplesService {
  async function load(size: 'whole' | 'small', onCounty: OnCounty = () => {}, stop?: AbortSignal): Promise<number[]> {
    const loaded: number[] = []
    for (const code of await listSampleCodes()) {
      if (stop?.aborted) break
      if (wanted !== 'all' && !wanted.includes(code)) continue
      const manifest = await readManifest(code)
      if ((manifest.size ?? 'whole') !== size) continue
      const isThere = (await findNewestVersion(db, Number(code), 'units')) !== undefined
      if (isThere && !(await lacksAdditions(db, manifest))) continue
      const sample = await readSample(code)
      onCounty(code, manifest.county.name.zh)
      if (await (isThere ? loadAdditions : loadSample)(db, sample, now())) loaded.push(Number(code))
    }
    return loaded
  }
  return {
    loadMissing: (onCounty) => load('whole', onCounty),
    loadSmall: (stop, onCounty) => load('small', onCounty, stop),
    async startsByItself(countyCode) {
      const code = formatCountyCode(countyCode)
      return !(await listSampleCodes()).includes(code) || (await readManifest(code)).size !== 'small'
    },
  }
}

/** One transaction: a county is there with all its data, or not there. False when another process was faster. */
async function loadSample(db: Db, sample: Sample, at: Date): Promise<boolean> {
  const county = Number(sample.manifest.county.code)
  const roads = sample.roads && (await readRoadsFromBytes(sample.roads.name, sample.roads.bytes))
  return db.transaction().execute(async (tx) => {
    await lockKind(tx, county, 'units')
    if (await findNewestVersion(tx, county, 'units')) return false
    const load: LoadContext = { tx, county, sample, at, version: 1 }
    await loadRegions(load)
    await loadUnits(load)
    await loadStudyArea(load)
    await loadPopulation(load)
    await loadResidentialAreas(load)
    await loadFacilities(load)
    if (roads) await loadRoads(load, roads)
    await loadSettings(load)
    await loadLedgers(load)
    await loadAges(load)
    return true
  })
}

async function loadRegions(load: LoadContext): Promise<void> {
  const { county } = load.sample.manifest
  const [source] = sourceOf(load.sample.manifest, 'boundary.geojson')
  const parents = [
    { ...county.province, level: 'province' as const, parentCode: null },
    { ...county.prefecture, level: 'prefecture' as const, parentCode: Number(county.province.code) },
  ]
  for (const region of parents) {
    const { code, name, level, parentCode } = region
    await insertRegion(load.tx, { code: Number(code), name, nameEn: name, level, parentCode, validFrom: '2020-01-01', source, boundary: null })
  }
  // The other counties of the prefecture are known before their data: an evaluation of it must name who is missing.
  for (const other of await listSiblings(county)) {
    const { code, name } = other
    await insertRegion(load.tx, { code: Number(code), name: name.zh, nameEn: name.en, level: 'county', parentCode: Number(county.prefecture.code), validFrom: '2020-01-01', source, boundary: null })
  }
  await insertRegion(load.tx, {
    code: load.county,
    name: county.name.zh,
    nameEn: county.name.en,
    level: 'county',
    parentCode: Number(county.prefecture.code),
    validFrom: '2020-01-01',
    source,
    boundary: load.sample.boundary.geometry,
  })
}

async function listSiblings({ code, prefecture }: SampleManifest['county']): Promise<SampleManifest['county'][]> {
  const manifests = await Promise.all((await listSampleCodes()).map((one) => readManifest(one)))
  return manifests.map(({ county }) => county).filter((other) => other.prefecture.code === prefecture.code && other.code !== code)
}

async function loadUnits(load: LoadContext): Promise<void> {
  const features = load.sample.units.features
  const units = features.map(({ properties, geometry }) => ({
    id: idOf(load, 'unit', properties.unitCode),
    unitCode: properties.unitCode,
    name: properties.name,
    level: properties.level,
    parentId: properties.parentCode && idOf(load, 'unit', properties.parentCode),
    urbanRuralCode: properties.urbanRuralCode,
    placeClass: placeClassOf(properties.urbanRuralCode),
    boundaryNote: properties.geometryNote,
    demo: properties.demo,
    centre: properties.centre,
    boundary: geometry,
  }))
  await insertUnits(load.tx, load.county, load.version, units)
  await keepVersion(load, 'units', features, units.length, sourceOf(load.sample.manifest, 'boundary.geojson', 'units.geojson'))
}

/** 统计用城乡分类代码: 1xx city, 2xx country (domain.md, Words). */
function placeClassOf(code: string | null): 'city' | 'country' | null {
  return code === null ? null : code.startsWith('1') ? 'city' : 'country'
}

async function loadStudyArea(load: LoadContext): Promise<void> {
  const area = load.sample.studyArea
  if (!area) return
  await insertStudyArea(load.tx, load.county, load.version, {
    id: idOf(load, 'study_area', area.properties.id),
    name: area.properties.name.zh,
    nameEn: area.properties.name.en,
    note: load.sample.manifest.coverage.note,
    boundary: area.geometry,
  })
  await keepVersion(load, 'study_areas', area, 1, sourceOf(load.sample.manifest, 'study_area.geojson'))
}

async function loadPopulation(load: LoadContext): Promise<void> {
  const { controlTotals, units, unlocated } = load.sample.population
  const blank = { unitId: null, name: null, reason: null, asOf: load.sample.manifest.dataDate, source: null }
  const people = (count: Pick<PopulationCount, 'residents' | 'residents60Plus' | 'residents80Plus' | 'households'>) => ({
    residents: count.residents,
    residents60Plus: count.residents60Plus,
    residents80Plus: count.residents80Plus,
    households: count.households,
  })
  const unitId = (code: string | null) => code && idOf(load, 'unit', code)
  const counts: PopulationCount[] = [
    ...controlTotals.map((row) => ({
      ...blank,
      id: idOf(load, 'control_total', row.unitCode ?? 'county'),
      role: 'control_total' as const,
      unitId: unitId(row.unitCode),
      asOf: row.asOf,
      source: row.source,
      ...people(row),
    })),
    ...units.map((row) => ({
      ...blank,
      id: idOf(load, 'people', row.unitCode),
      role: 'place' as const,
      unitId: unitId(row.unitCode),
      ...people(row),
    })),
    ...unlocated.map((row) => ({
      ...blank,
      id: idOf(load, 'unlocated', `${row.unitCode}/${row.name}`),
      role: 'unlocated' as const,
      unitId: unitId(row.unitCode),
      name: row.name,
      reason: row.reason,
      ...people(row),
    })),
  ]
  await insertPopulation(load.tx, load.county, load.version, counts)
  await keepVersion(load, 'population', load.sample.population, counts.length, sourceOf(load.sample.manifest, 'population.json'))
}

async function loadResidentialAreas(load: LoadContext): Promise<void> {
  const features = load.sample.residentialAreas.features
  const areas = features.map(({ properties: area, geometry }) => ({
    id: idOf(load, 'residential_area', area.id),
    areaCode: area.id,
    name: area.name,
    unitId: area.unitCode && idOf(load, 'unit', area.unitCode),
    communityId: area.communityCode && idOf(load, 'unit', area.communityCode),
    placeClass: area.placeClass,
    buildClass: area.buildClass,
    permitDate: area.permitDate,
    planningConditionDate: area.planningConditionDate,
    completionDate: area.completionDate,
    phase: area.phase,
    householdsPlanned: area.householdsPlanned,
    householdsCompleted: area.householdsCompleted,
    householdsOccupied: area.householdsOccupied,
    residents: area.residents,
    residents60Plus: area.residents60Plus,
    residents80Plus: area.residents80Plus,
    // The households that live there now; the ledger's other two figures are of the building, not of the people.
    households: area.householdsOccupied ?? area.householdsCompleted,
    demo: true,
    boundary: geometry,
    entrances: area.entrances,
  }))
  await insertResidentialAreas(load.tx, load.county, load.version, areas)
  await keepVersion(load, 'residential_areas', features, areas.length, sourceOf(load.sample.manifest, 'residential_areas.geojson'))
}

async function loadFacilities(load: LoadContext): Promise<void> {
  const features = load.sample.facilities.features
  const facilities = features.map(({ properties: site, geometry }) => {
    const [lon, lat] = geometry ? geometry.coordinates : [null, null]
    return {
      id: idOf(load, 'facility', site.id),
      facilityCode: site.id,
      name: site.name,
      types: site.types,
      unitId: site.unitCode && idOf(load, 'unit', site.unitCode),
      address: site.address,
      floorAreaM2: site.floorAreaM2,
      landAreaM2: site.landAreaM2,
      beds: site.beds,
      nursingBeds: site.nursingBeds,
      status: site.status,
      currentUse: site.currentUse,
      tenure: site.tenure,
      operatorKind: site.operatorKind,
      acquisition: site.acquisition,
      ...ledgerOf(site),
      demo: true,
      lon,
      lat,
    }
  })
  const allotments = features.flatMap(({ properties: site }) =>
    site.allotments.map(({ residentialAreaId, areaM2 }) => ({
      id: idOf(load, 'allotment', `${site.id}/${residentialAreaId}`),
      facilityId: idOf(load, 'facility', site.id),
      residentialAreaId: idOf(load, 'residential_area', residentialAreaId),
      areaM2,
    })),
  )
  await insertFacilities(load.tx, load.county, load.version, facilities)
  await insertAllotments(load.tx, load.county, load.version, allotments)
  const rowCount = facilities.length + allotments.length
  await keepVersion(load, 'facilities', features, rowCount, sourceOf(load.sample.manifest, 'facilities.geojson'))
}

/** What the file leaves out is not filled in. */
function ledgerOf(site: SampleFacility): FacilityLedger {
  return {
    medicalBeds: site.medicalBeds ?? null,
    residentsInCare: site.residentsInCare ?? null,
    eldersServed: site.eldersServed ?? null,
    ownership: site.ownership ?? null,
    rating: site.rating ?? null,
    project: site.project ?? null,
    projectYear: site.projectYear ?? null,
    tierLevel: site.tierLevel ?? null,
    fourHelpsFiveHaves: site.fourHelpsFiveHaves ?? null,
    medicalKind: site.medicalKind ?? null,
    hospitalGrade: site.hospitalGrade ?? null,
    geriatrics: site.geriatrics ?? null,
    medicalPartner: site.medicalPartner ?? null,
    ownLand: site.ownLand ?? null,
  }
}

async function loadRoads(load: LoadContext, read: Awaited<ReturnType<typeof readRoadsFromBytes>>): Promise<void> {
  const whole = buildGraph(read.roads).graph
  const middle = Array.from({ length: whole.edgeCount }, (_, edge) => {
    const points = edgePoints(whole, edge)
    const a = points[Math.floor((points.length - 1) / 2)]
    const b = points[Math.ceil((points.length - 1) / 2)]
    return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
  })
  const owned = await listOwnedFlags(
    load.tx,
    load.county,
    Float64Array.from(middle, (point) => point[0]),
    Float64Array.from(middle, (point) => point[1]),
  )
  const { graph } = buildGraph(read.roads, { owned })
  const report = describeNetwork(graph)
  const bytes = new Uint8Array(graph.buffer)
  const graphHash = sha256Hex(bytes)
  await insertRoadNetwork(load.tx, load.county, load.version, {
    id: idOf(load, 'roads', 'network'),
    graph: bytes,
    graphHash,
    nodeCount: report.nodes,
    edgeCount: report.edges,
    lengthMetres: report.lengthMetres,
    report: { ...report, read: read.report },
    extent: boxPolygon(report.bbox!),
  })
  await keepVersion(load, 'roads', graphHash, report.edges, sourceOf(load.sample.manifest, 'roads.graphml.gz'))
}

async function loadSettings(load: LoadContext): Promise<void> {
  const { manifest } = load.sample
  const settings = {
    demo: manifest.demo,
    dataDate: manifest.dataDate,
    defaultProfile: manifest.coverage.profile,
    coverageNote: manifest.coverage.note,
    areaRule: manifest.areaRule,
    unitCoverage: manifest.unitCoverage,
  }
  await insertSettings(load.tx, load.county, load.version, idOf(load, 'settings', 'county'), settings)
  await keepVersion(load, 'settings', settings, 1, [])
}
