import type { Actor } from '../auth/actor.ts'
import type { WhyReply } from '../contract/runs.ts'
import { explainOnNetwork, explainStraight, type Why, type WhyFacility } from '../core/coverage/why-not.ts'
import { markEdges } from '../core/coverage/places.ts'
import { findProfile } from '../core/coverage/profiles.ts'
import { openSharedGraph } from '../core/network/graph-file.ts'
import { networkFor } from '../core/network/walkers.ts'
import type { Graph } from '../core/network/graph.ts'
import { snapToNetwork } from '../core/network/snap.ts'
import type { Db } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import { createLruCache } from '../lru.ts'
import { findRoadNetwork, getGraphBytes, type RoadNetwork } from '../network/network.repository.ts'
import { listResidentialAreas } from '../residential/residential.repository.ts'
import { listUnits } from '../regions/regions.repository.ts'
import type { CoverageService } from './coverage.service.ts'
import { findPlace, type PlaceResult, type Run } from './coverage.repository.ts'
import { loadElevation, loadFacilities, type QualifyingFacility } from './inputs.ts'
import { edgeMetres } from './run-parameters.ts'
import { whySentence } from './why-sentence.ts'

export interface WhyService {
  explainPlace(actor: Actor, countyCode: number, runId: string, placeId: string): Promise<WhyReply>
  explainPoint(actor: Actor, countyCode: number, runId: string, lon: number, lat: number): Promise<WhyReply>
}

/** What a run was computed on, kept in memory for the next question about it. */
interface RunWorld {
  run: Run
  graph: Graph | undefined
  extent: RoadNetwork['extent'] | undefined
  facilities: QualifyingFacility[]
  snapped: WhyFacility[]
  /** The points of residential areas: a place is asked about at the best of its entrances. */
  entrances: ReadonlyMap<string, [lon: number, lat: number][]>
}

export function createWhyService(db: Db, coverage: CoverageService): WhyService {
  const worlds = createLruCache<Promise<RunWorld>>(4)

  async function worldOf(actor: Actor, countyCode: number, runId: string): Promise<RunWorld> {
    const run = await coverage.getPublished(actor, countyCode, runId)
    return worlds.get(`${countyCode}/${run.id}`, () => loadWorld(db, run))
  }

  return {
    async explainPlace(actor, countyCode, runId, placeId) {
      const world = await worldOf(actor, countyCode, runId)
      const place = await findPlace(db, countyCode, world.run.id, placeId)
      if (!place) throw new AppError('PLACE_UNKNOWN', '该批次中没有这个地点', 'No such place in this run')
      const points = world.entrances.get(place.placeId) ?? [[place.lon, place.lat]]
      return points.map(([lon, lat]) => explain(world, lon, lat, place)).reduce((best, one) => (isBetter(one, best) ? one : best))
    },

    async explainPoint(actor, countyCode, runId, lon, lat) {
      return explain(await worldOf(actor, countyCode, runId), lon, lat, undefined)
    },
  }
}

async function loadWorld(db: Db, run: Run): Promise<RunWorld> {
  const units = await listUnits(db, run.county_code, run.input_versions.units)
  const { facilities } = await loadFacilities(db, run, new Map(units.map((unit) => [unit.id, unit])))
  const roads = run.input_versions.roads
  const onNetwork = run.parameters.method === 'network'
  const needs = { stepsFree: run.parameters.stepsFree === true, elevation: await loadElevation(db, run) }
  const graph = onNetwork ? networkFor(openSharedGraph(await getGraphBytes(db, run.county_code, roads)), needs).graph : undefined
  const network = onNetwork ? await findRoadNetwork(db, run.county_code, roads) : undefined
  const snapped = facilities.map(({ lon, lat, limitMetres, maxAccessMetres }) => ({
    lon,
    lat,
    limitMetres,
    snap: graph && snapToNetwork(graph, lon, lat, maxAccessMetres),
  }))
  const version = run.input_versions.residential_areas
  const areas = version ? await listResidentialAreas(db, run.county_code, version) : []
  const entrances = new Map(areas.flatMap(({ id, points }) => (points ? [[id, points] as const] : [])))
  return { run, graph, extent: network?.extent, facilities, snapped, entrances }
}

/** Which of two entrances speaks for the place: the shorter walk that keeps its limit, else the smaller miss. */
function isBetter(one: WhyReply, other: WhyReply): boolean {
  if ((one.verdict === 'covered') !== (other.verdict === 'covered')) return one.verdict === 'covered'
  if (one.verdict === 'covered') return one.travelMetres! < other.travelMetres!
  if (one.missesByMetres !== other.missesByMetres) return (one.missesByMetres ?? Infinity) < (other.missesByMetres ?? Infinity)
  return (one.access?.metres ?? Infinity) < (other.access?.metres ?? Infinity)
}

function explain(world: RunWorld, lon: number, lat: number, place: PlaceResult | undefined): WhyReply {
  const { run, graph, facilities, snapped } = world
  const maxMetres = run.parameters.maxAccessMetres[place?.placeClass ?? 'city']
  const why = graph
    ? explainOnNetwork(graph, lon, lat, maxMetres, snapped)
    : explainStraight(lon, lat, run.parameters.detourFactor!, snapped)
  const facility = why.facility === undefined ? undefined : facilities[why.facility]
  const limitMetres = facility?.limitMetres ?? run.parameters.limitMetres
  const edge =
    world.extent !== undefined &&
    markEdges(Float64Array.of(lon), Float64Array.of(lat), world.extent.coordinates, edgeMetres(run.parameters))[0] === 1
  const pace = findProfile(run.parameters.profile)?.pace
  const seconds = (metres: number | undefined) => (pace && metres !== undefined ? metres / pace.metresPerSecond : null)
  const useSlope = run.parameters.useSlope === true
  return {
    subject: {
      kind: place?.placeKind ?? 'point',
      id: place?.placeId ?? null,
      name: place?.name ?? null,
      location: [lon, lat],
      residents: place?.residents ?? null,
      residents60Plus: place?.residents60Plus ?? null,
      households: place?.households ?? null,
    },
    verdict: why.verdict,
    reason: why.reason ?? null,
    limitMetres,
    travelMetres: why.travelMetres ?? null,
    travelSeconds: seconds(why.travelMetres),
    limitSeconds: seconds(limitMetres),
    walkedMetres: why.walkedMetres ?? null,
    stepsFree: run.parameters.stepsFree === true,
    useSlope,
    missesByMetres: why.missesByMetres ?? null,
    straightMetres: why.straightMetres ?? null,
    access: why.access ? { metres: why.access.metres, point: [why.access.lon, why.access.lat], maxMetres } : null,
    facility: facility
      ? { id: facility.id, name: facility.name, types: facility.types, location: [facility.lon, facility.lat], limitMetres: facility.limitMetres }
      : null,
    path: why.line ? { type: 'LineString', coordinates: why.line } : null,
    edge,
    method: run.parameters.method,
    sentence: whySentence({ ...(why satisfies Why), limitMetres, maxAccessMetres: maxMetres, facilityName: facility?.name, edge, method: run.parameters.method, metresPerSecond: useSlope ? pace!.metresPerSecond : undefined }),
  }
}
