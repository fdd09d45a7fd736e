import type { MultiPolygon } from 'geojson'
import { isInside } from '../core/checks/placement.ts'
import type { MultiPolygonCoordinates } from '../core/coverage/places.ts'
import { facilityLimitMetres, maxAccessMetres } from '../core/coverage/profiles.ts'
import type { Counts } from '../core/coverage/summarise.ts'
import type { PopulationCell } from '../core/population/cell-source.ts'
import type { Db, PlaceClass, PlaceKind, Tx } from '../db/schema.ts'
import { listFacilitiesNear, type Facility } from '../facilities/facilities.repository.ts'
import type { ElevationGrid } from '../core/network/elevation-grid.ts'
import { findElevationGrid } from '../network/elevation.repository.ts'
import { findRoadNetwork, getGraphBytes, type RoadNetwork } from '../network/network.repository.ts'
import { listPopulation, type PopulationCount } from '../population/population.repository.ts'
import { readPopulationCells } from '../population/population.service.ts'
import { getCountyBoundary, listUnitBoundaries, listUnits, type Unit } from '../regions/regions.repository.ts'
import { findStudyArea, type StudyArea } from '../regions/study-areas.repository.ts'
import { listResidentialAreas, listResidentialBoundaries } from '../residential/residential.repository.ts'
import { loadScenarioFacilities } from '../scenarios/scenario-facilities.ts'
import type { Run } from './coverage.repository.ts'
import { countsOf, townshipOf } from './counts.ts'
import { longestWalkMetres } from './run-parameters.ts'

/** A place with people: a residential area, or a village or community with those outside its listed areas. */
export interface DemandPlace {
  id: string
  kind: PlaceKind
  name: string
  unitId: string | null
  /** The village or community it is, or stands in; null where that is not known. */
  communityId: string | null
  placeClass: PlaceClass
  counts: Counts
  footprint: MultiPolygon | null
  /** Its entrances, else one point on it; at least one. */
  points: [lon: number, lat: number][]
}

/** People of a unit whose place within it is not known; they stay in every denominator. */
export interface UnlocatedPeople {
  unitId: string | null
  placeClass: PlaceClass | null
  counts: Counts
}

export interface QualifyingFacility extends Facility {
  lon: number
  lat: number
  limitMetres: number
  maxAccessMetres: number
}

export interface CoverageInputs {
  units: Unit[]
  places: DemandPlace[]
  unlocated: UnlocatedPeople[]
  facilities: QualifyingFacility[]
  /** Facilities of whatever type that have no place: no circle can hold them, and they are listed. */
  facilitiesWithoutPlace: Facility[]
  studyArea: StudyArea | undefined
  /** What the run is about: the study area, else the county. */
  region: MultiPolygon
  network: (RoadNetwork & { graphBytes: Uint8Array }) | undefined
  /** Heights, where the run's walks heed slopes. */
  elevation: ElevationGrid | null
  /** Published totals to which located people are scaled; none under a study area, whose total nobody publishes. */
  controlTotals: PopulationCount[]
  /** Everybody of a township or street, by the census; none under a study area, which is no sum of townships. */
  census: PopulationCount[]
  /** People by H3 cell, of the county's own table. */
  cells: PopulationCell[]
  unitBoundaries: ReadonlyMap<string, MultiPolygon>
}

/** Loads exactly the versions a run pins. */
export async function loadInputs(db: Db | Tx, run: Run): Promise<CoverageInputs> {
  const county = run.county_code
  const versions = run.input_versions
  const { units, studyArea, people, places, unlocated } = await loadDemand(db, county, versions, { id: run.study_area_id })
  const unitById = new Map(units.map((unit) => [unit.id, unit]))
  const { facilities, facilitiesWithoutPlace } = await loadFacilities(db, run, unitById)
  const network =
    run.parameters.method === 'network'
      ? { ...(await findRoadNetwork(db, county, versions.roads))!, graphBytes: await getGraphBytes(db, county, versions.roads) }
      : undefined
  const region = studyArea?.boundary ?? (await getCountyBoundary(db, county))
  const ofRole = (role: PopulationCount['role']) => (studyArea ? [] : people.filter((count) => count.role === role))
  const surface = {
    controlTotals: ofRole('control_total'),
    census: ofRole('unit'),
    cells: versions.population ? await readPopulationCells(db, county, versions.population) : [],
    unitBoundaries: new Map((await listUnitBoundaries(db, county, versions.units)).map(({ id, boundary }) => [id, boundary])),
  }
  return { units, places, unlocated, facilities, facilitiesWithoutPlace, studyArea, region, network, elevation: await loadElevation(db, run), ...surface }
}

/**
 * Whom the county must serve: places with people, those without a known place, and the units they are summed by. Of the county's
 * own study area where it has one, unless another is chosen; `id` null is the whole county.
 */
export async function loadDemand(db: Db | Tx, county: number, versions: Readonly<Record<string, number>>, chosen?: { id: string | null }) {
  const units = await listUnits(db, county, versions.units)
  const isWhole = !versions.study_areas || chosen?.id === null
  const studyArea = isWhole ? undefined : await findStudyArea(db, county, versions.study_areas, chosen?.id ?? undefined)
  // A planning unit has the people who are located in it; with the county's own study area come those without a known place.
  const planned = studyArea?.kind === 'planning_unit' ? (studyArea.boundary.coordinates as unknown as MultiPolygonCoordinates) : undefined
  const people = versions.population ? await listPopulation(db, county, versions.population) : []
  const areas = versions.residential_areas
    ? await listResidentialAreas(db, county, versions.residential_areas, studyArea && { id: studyArea.id, version: versions.study_areas })
    : []
  const inScope = areas.filter((area) => area.inScope && (!planned || area.points !== null))
  const boundaries = versions.residential_areas ? await listResidentialBoundaries(db, county, versions.residential_areas) : []
  const footprints = new Map(boundaries.map(({ id, boundary }) => [id, boundary]))
  const unitById = new Map(units.map((unit) => [unit.id, unit]))
  const villages = people.filter((count) => count.role === 'place')
  const located = (count: PopulationCount) => {
    const unit = count.unitId ? unitById.get(count.unitId) : undefined
    return unit && unit.lon !== null && unit.lat !== null ? { unit, lon: unit.lon, lat: unit.lat } : undefined
  }
  const places: DemandPlace[] = [
    ...inScope.flatMap((area) =>
      area.points
        ? [{ id: area.id, kind: 'residential_area' as const, name: area.name, unitId: area.unitId, communityId: area.communityId, placeClass: area.placeClass, counts: countsOf(area), footprint: footprints.get(area.id) ?? null, points: area.points }]
        : [],
    ),
    ...villages.flatMap((count) => {
      const spot = located(count)
      if (!spot || (planned && !isInside(spot.lon, spot.lat, planned))) return []
      const { unit, lon, lat } = spot
      const placeClass = unit.placeClass ?? 'country'
      return [{ id: unit.id, kind: 'unit' as const, name: unit.name, unitId: unit.parentId, communityId: unit.id, placeClass, counts: countsOf(count), footprint: null, points: [[lon, lat] as [number, number]] }]
    }),
  ]
  const unlocated: UnlocatedPeople[] = planned ? [] : [
    ...inScope.filter((area) => !area.points).map((area) => ({ unitId: area.unitId, placeClass: area.placeClass, counts: countsOf(area) })),
    ...[...people.filter((count) => count.role === 'unlocated'), ...villages.filter((count) => !located(count))].map((count) => ({
      unitId: townshipOf(unitById, count.unitId),
      placeClass: null,
      counts: countsOf(count),
    })),
  ]
  return { units, studyArea, people, places, unlocated, areas: inScope }
}

/** The heights a run pins; null where its walks are their lengths. */
export async function loadElevation(db: Db | Tx, run: Run): Promise<ElevationGrid | null> {
  if (!run.parameters.useSlope) return null
  const version = run.input_versions.elevation
  const grid = await findElevationGrid(db, run.county_code, version)
  if (!grid) throw new Error(`expected elevation v${version} of county ${run.county_code}`)
  return grid
}

/** What of a run decides which facilities count, and how far each reaches. */
export interface CircleOfCounty {
  county_code: number
  input_versions: Readonly<Record<string, number>>
  parameters: Pick<Run['parameters'], 'limitMetres' | 'facilityTypes' | 'typeLimitsMetres' | 'useSlope' | 'scenario'>
}

/** Facilities of the county, as its scenario has them, and, within the limit, of its neighbours: those outside count too. */
export async function loadFacilities(db: Db | Tx, run: CircleOfCounty, unitById: ReadonlyMap<string, Unit>) {
  const { own, near } = await listFacilitiesOf(db, run)
  return qualify([...own, ...near], run.parameters, unitById)
}

/** All that stand in the versions a run pins, whatever their types and state; `near` are the neighbours'. */
export async function listFacilitiesOf(db: Db | Tx, run: CircleOfCounty): Promise<{ own: Facility[]; near: Facility[] }> {
  const { facilities: own } = await loadScenarioFacilities(db, run.county_code, run.input_versions, run.parameters.scenario?.changes)
  const near: Facility[] = []
  for (const [key, version] of Object.entries(run.input_versions)) {
    const neighbour = /^facilities@(\d+)$/.exec(key)
    if (neighbour) near.push(...(await listFacilitiesNear(db, Number(neighbour[1]), version, run.county_code, longestWalkMetres(run.parameters))))
  }
  return { own, near }
}

/** Which of them the circle counts, and how far each reaches. */
export function qualify(all: readonly Facility[], { limitMetres: circleLimitMetres, facilityTypes, typeLimitsMetres }: CircleOfCounty['parameters'], unitById: ReadonlyMap<string, Pick<Unit, 'placeClass'>>) {
  const circle = { limitMetres: circleLimitMetres, facilityTypes, typeLimitsMetres }
  const facilities: QualifyingFacility[] = []
  const facilitiesWithoutPlace: Facility[] = []
  for (const facility of all) {
    const { lon, lat } = facility
    if (lon === null || lat === null) {
      facilitiesWithoutPlace.push(facility)
      continue
    }
    const limitMetres = facilityLimitMetres(facility.types, circle)
    if (limitMetres === undefined || !isInEldercareUse(facility)) continue
    const placeClass = (facility.unitId && unitById.get(facility.unitId)?.placeClass) || 'city'
    facilities.push({ ...facility, lon, lat, limitMetres, maxAccessMetres: maxAccessMetres[placeClass] })
  }
  return { facilities, facilitiesWithoutPlace }
}

/** In eldercare use now: operating, not closed, not misused. */
export function isInEldercareUse(facility: Pick<Facility, 'status' | 'currentUse'>): boolean {
  return facility.status === 'operating' && facility.currentUse === 'eldercare'
}
