import { measures } from '../core/coverage/summarise.ts'
import { openGraph, openSharedGraph } from '../core/network/graph-file.ts'
import { listSummaries, type Run } from '../coverage/coverage.repository.ts'
import { listFacilitiesOf, loadDemand, loadElevation, type DemandPlace } from '../coverage/inputs.ts'
import { findSettings } from '../coverage/settings.repository.ts'
import type { Db } from '../db/schema.ts'
import { listUnitCoverage } from '../indicators/indicators.repository.ts'
import { loadAreaQuestion } from '../indicators/judge-run.ts'
import { loadUnitTree } from '../indicators/judge-units.ts'
import { listPremises } from '../ledgers/land.repository.ts'
import { getGraphBytes } from '../network/network.repository.ts'
import { getCountyBoundary, listUnitBoundaries } from '../regions/regions.repository.ts'
import { loadScenarioFacilities } from '../scenarios/scenario-facilities.ts'
import { findNewestVersion } from '../versions/versions.repository.ts'
import { unpackSnaps } from './snap-all.ts'
import { snapInWorker } from './snap-in-worker.ts'
import { createWorld, type World, type WorldData } from './world.ts'

/** Loads exactly what a published run pins; conversions are of the premises as they are now, which runs do not pin. */
export async function loadWorld(db: Db, run: Run): Promise<World> {
  const { county_code: county, input_versions: versions } = run
  const demand = await loadDemand(db, county, versions, { id: run.study_area_id })
  // A footprint only lays people out over cells; here it would only fill memory.
  const places = demand.places.map((place): DemandPlace => ({ ...place, footprint: null }))
  const premisesVersion = versions.premises ?? (await findNewestVersion(db, county, 'premises'))?.version
  // What the run's own scenario has converted is free no more.
  const { premises } = await loadScenarioFacilities(db, county, versions, run.parameters.scenario?.changes)
  const boundaries = await listUnitBoundaries(db, county, versions.units)
  return createWorld({
    runId: run.id,
    countyCode: county,
    parameters: run.parameters,
    units: demand.units,
    unitBoundaries: boundaries.map(({ id, boundary }) => ({ id, boundary: boundary.coordinates })),
    countyBoundary: (await getCountyBoundary(db, county)).coordinates,
    places,
    ...(await listFacilitiesOf(db, run)),
    premises: premises ?? (premisesVersion === undefined ? [] : await listPremises(db, county, premisesVersion)),
    network: run.parameters.method === 'network' ? await loadNetwork(db, run, places) : null,
    people: await loadPeople(db, run),
    townships: await loadTownships(db, run),
    areas: await loadAreaQuestion(db, run),
  })
}

async function loadNetwork(db: Db, run: Run, places: readonly DemandPlace[]): Promise<WorldData['network']> {
  const shared = openSharedGraph(await getGraphBytes(db, run.county_code, run.input_versions.roads))
  const points = places.flatMap(({ points: own, placeClass }) => own.map(([lon, lat]) => ({ lon, lat, placeClass })))
  const result = await snapInWorker({
    graph: shared.buffer as SharedArrayBuffer,
    stepsFree: run.parameters.stepsFree === true,
    elevation: await loadElevation(db, run),
    points: {
      lon: Float64Array.from(points, ({ lon }) => lon),
      lat: Float64Array.from(points, ({ lat }) => lat),
      maxAccessMetres: Float64Array.from(points, ({ placeClass }) => run.parameters.maxAccessMetres[placeClass]),
    },
  })
  return { graph: openGraph(result.graph), pointSnaps: unpackSnaps(result) }
}

async function loadPeople(db: Db, run: Run): Promise<WorldData['people']> {
  const whole = (await listSummaries(db, run.county_code, run.id)).filter(
    ({ scope, limit_metres }) => (scope === 'county' || scope === 'study_area') && limit_metres === run.parameters.limitMetres,
  )
  return Object.fromEntries(measures.flatMap((measure) => whole.filter((row) => row.measure === measure).map(({ known, unlocated }) => [measure, { known, unlocated }])))
}

async function loadTownships(db: Db, run: Run): Promise<WorldData['townships']> {
  const version = run.input_versions.settings
  const settings = version === undefined ? undefined : await findSettings(db, run.county_code, version)
  const records = await listUnitCoverage(db, run.county_code, run.id)
  if (!settings || records.length === 0) return null
  const { carried } = await loadUnitTree(db, run)
  return { records, facilityTypes: [...settings.unitCoverage.facilityTypes], carried: [...carried] }
}
