import type { MultiPolygon } from 'geojson'
import type { StartOptimisation } from '../contract/optimisations.ts'
import { facilityLimitMetres, maxAccessMetres, typeLimitMetres, type Circle } from '../core/coverage/profiles.ts'
import type { SiteChange } from '../core/scenarios/changes.ts'
import type { ElevationGrid } from '../core/network/elevation-grid.ts'
import { openSharedGraph } from '../core/network/graph-file.ts'
import { insideTester } from '../core/population/locate.ts'
import type { Run } from '../coverage/coverage.repository.ts'
import { townshipOf } from '../coverage/counts.ts'
import { loadDemand, loadElevation, type DemandPlace, type UnlocatedPeople } from '../coverage/inputs.ts'
import { longestWalkMetres } from '../coverage/run-parameters.ts'
import type { Db, Tx } from '../db/schema.ts'
import { listFacilitiesNear, type Facility } from '../facilities/facilities.repository.ts'
import { listPremises, type Premises } from '../ledgers/land.repository.ts'
import { getGraphBytes } from '../network/network.repository.ts'
import { getCountyBoundary, listUnitBoundaries, type Unit } from '../regions/regions.repository.ts'
import { loadScenarioFacilities, type ScenarioFacilities } from '../scenarios/scenario-facilities.ts'

/** A facility that stands and takes part in the circle asked about. */
export interface StandingSite extends Facility {
  lon: number
  lat: number
  limitMetres: number
  maxAccessMetres: number
  /** Of this county; a neighbour's stays whatever is decided here. */
  isOwn: boolean
}

export interface CountyForSiting {
  places: DemandPlace[]
  unlocated: UnlocatedPeople[]
  units: Unit[]
  unitById: ReadonlyMap<string, Unit>
  circle: Required<Circle> & { typeLimitsMetres: Record<string, number> }
  /** The longest walk allowed to a site of the wished types. */
  siteLimitMetres: number
  standing: StandingSite[]
  /** All of the county's own, as the changes leave them, counted in the circle or not. */
  facilities: Facility[]
  facilitiesBefore: Facility[]
  premises: Premises[]
  misfits: ScenarioFacilities['misfits']
  /** The study area, else the county: candidates stand inside it. */
  region: MultiPolygon
  isInside(lon: number, lat: number): boolean
  /** The smallest unit with a boundary around a point; null where none is known. */
  unitAt(lon: number, lat: number): string | null
  /** Township or street of a unit. */
  townshipOf(unitId: string | null): string | null
  accessMetresOf(unitId: string | null): number
  /** In shared memory; null for the straight line. */
  graph: ArrayBufferLike | null
  elevation: ElevationGrid | null
  hasStudyArea: boolean
}

/** Everything of the run's own versions, and of the ledgers pinned beside it, that siting reads; changes laid over it. */
export async function loadCounty(db: Db | Tx, run: Run, versions: Readonly<Record<string, number>>, request: StartOptimisation): Promise<CountyForSiting> {
  const county = run.county_code
  const { units, studyArea, places, unlocated } = await loadDemand(db, county, run.input_versions, { id: run.study_area_id })
  const unitById = new Map(units.map((unit) => [unit.id, unit]))
  const boundary = await getCountyBoundary(db, county)
  const unitAt = unitFinder(await listUnitBoundaries(db, county, run.input_versions.units))
  const circle = circleOf(run, request)
  const pinned = { ...run.input_versions, ...(versions.premises === undefined ? {} : { premises: versions.premises }) }
  const changed = await loadScenarioFacilities(db, county, pinned, changesOf(run, request))
  const premises = changed.premises ?? (versions.premises === undefined ? [] : await listPremises(db, county, versions.premises))
  const near = await listNeighbours(db, run, circle)
  const region = studyArea?.boundary ?? boundary
  const accessMetresOf = (unitId: string | null) => maxAccessMetres[(unitId && unitById.get(unitId)?.placeClass) || 'city']
  const standing = [...changed.facilities, ...near].flatMap((facility): StandingSite[] => {
    const limitMetres = facilityLimitMetres(facility.types, circle)
    const { lon, lat } = facility
    if (limitMetres === undefined || lon === null || lat === null) return []
    if (facility.status !== 'operating' || facility.currentUse !== 'eldercare') return []
    return [{ ...facility, lon, lat, limitMetres, maxAccessMetres: accessMetresOf(facility.unitId), isOwn: facility.countyCode === county }]
  })
  return {
    places,
    unlocated,
    units,
    unitById,
    circle,
    siteLimitMetres: facilityLimitMetres(request.facilityTypes, circle)!,
    standing,
    facilities: changed.facilities,
    facilitiesBefore: changed.baseline,
    premises,
    misfits: changed.misfits,
    region,
    isInside: insideTester(region.coordinates),
    unitAt,
    townshipOf: (unitId) => townshipOf(unitById, unitId),
    accessMetresOf,
    graph: run.parameters.method === 'network' ? openSharedGraph(await getGraphBytes(db, county, run.input_versions.roads)).buffer : null,
    elevation: await loadElevation(db, run),
    hasStudyArea: studyArea !== undefined,
  }
}

/** A scenario's list may stand in the run already, and come again with the request: each change once, as it is now. */
function changesOf({ parameters }: Run, { changes }: StartOptimisation): SiteChange[] {
  return [...new Map([...(parameters.scenario?.changes ?? []), ...changes].map((change) => [change.id, change])).values()]
}

/** The run's circle for the types asked about, or with the limit asked for: whoever offers one of them counts. */
export function circleOf({ parameters }: Pick<Run, 'parameters'>, { facilityTypes, limitMetres }: StartOptimisation): CountyForSiting['circle'] {
  const circle = { limitMetres: limitMetres ?? parameters.limitMetres, facilityTypes }
  const own = (type: string) => limitMetres ?? parameters.typeLimitsMetres[type] ?? typeLimitMetres(type, circle)!
  return { ...circle, typeLimitsMetres: Object.fromEntries(facilityTypes.map((type) => [type, own(type)])) }
}

async function listNeighbours(db: Db | Tx, run: Run, circle: CountyForSiting['circle']): Promise<Facility[]> {
  const longest = longestWalkMetres({ ...circle, useSlope: run.parameters.useSlope })
  const near: Facility[] = []
  for (const [key, version] of Object.entries(run.input_versions)) {
    const neighbour = /^facilities@(\d+)$/.exec(key)
    if (neighbour) near.push(...(await listFacilitiesNear(db, Number(neighbour[1]), version, run.county_code, longest)))
  }
  return near
}

function unitFinder(boundaries: readonly { id: string; level: string; boundary: MultiPolygon }[]): CountyForSiting['unitAt'] {
  const isSmall = (level: string) => level === 'community' || level === 'village'
  const testers = [...boundaries]
    .sort((a, b) => Number(isSmall(b.level)) - Number(isSmall(a.level)))
    .map(({ id, boundary }) => ({ id, isInside: insideTester(boundary.coordinates) }))
  return (lon, lat) => testers.find(({ isInside }) => isInside(lon, lat))?.id ?? null
}
