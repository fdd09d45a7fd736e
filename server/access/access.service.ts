import type { Actor } from '../auth/actor.ts'
import type { AccessReply, AskAccess } from '../contract/access.ts'
import type { Decay } from '../core/access/decay.ts'
import { openSharedGraph } from '../core/network/graph-file.ts'
import { fastestFactor } from '../core/network/slopes.ts'
import { apportion } from '../core/population/apportion.ts'
import type { Run } from '../coverage/coverage.repository.ts'
import type { CoverageService } from '../coverage/coverage.service.ts'
import { loadElevation, loadFacilities } from '../coverage/inputs.ts'
import type { Db } from '../db/schema.ts'
import { canonicalJson, sha256Hex } from '../hashing.ts'
import { createLruCache } from '../lru.ts'
import { findRoadNetwork, getGraphBytes } from '../network/network.repository.ts'
import { listUnits } from '../regions/regions.repository.ts'
import { toAccessReply } from './access.reply.ts'
import { decideAccess, type AccessParameters } from './access-parameters.ts'
import { splitByCapacity } from './capacity.ts'
import { computeAccessAside } from './compute-in-worker.ts'
import type { AccessTask } from './compute.ts'
import { loadCells, loadPlaces, toPoints } from './demand.ts'
import { loadOutside, pinKey, pinNeighbours, type PinnedNeighbours } from './outside.ts'

/** Raised whenever the same inputs may give other results: part of every answer's hash. */
const accessMethodVersion = 2

export interface AccessService {
  /**
   * Capacity against the people in reach, over exactly the versions that the run pins, and over the people of neighbouring
   * counties in their newest versions or those that are asked for; kept by run, versions and parameters.
   */
  assess(actor: Actor, countyCode: number, runId: string | undefined, ask: AskAccess): Promise<AccessReply>
}

export function createAccessService(db: Db, coverage: CoverageService): AccessService {
  const answers = createLruCache<Promise<AccessReply>>(16)
  return {
    async assess(actor, countyCode, runId, ask) {
      const run = await coverage.getPublished(actor, countyCode, runId)
      const parameters = decideAccess(ask, run)
      const neighbours = await pinNeighbours(db, countyCode, reachMetresOf(run, parameters), ask.neighbourVersions)
      return answers.get(`${countyCode}/${run.id}/${canonicalJson({ parameters, neighbours })}`, () => assess(db, run, parameters, neighbours))
    },
  }
}

/** As the crow flies, the farthest that a walk within the limit may lead: downhill a metre costs less than one. */
function reachMetresOf(run: Run, { limitMetres }: AccessParameters): number {
  return run.parameters.useSlope ? limitMetres / fastestFactor : limitMetres
}

async function assess(db: Db, run: Run, parameters: AccessParameters, neighbours: PinnedNeighbours): Promise<AccessReply> {
  const { limitMetres, facilityTypes, weight, needShare } = parameters
  const county = run.county_code
  const units = await listUnits(db, county, run.input_versions.units)
  const useSlope = run.parameters.useSlope
  const circle = { county_code: county, input_versions: run.input_versions, parameters: { limitMetres, facilityTypes, typeLimitsMetres: {}, useSlope } }
  const { facilities, facilitiesWithoutPlace } = await loadFacilities(db, circle, new Map(units.map((unit) => [unit.id, unit])))
  const { counted, missing } = splitByCapacity(facilities, parameters)
  const demand = await (parameters.demand === 'cells' ? loadCells : loadPlaces)(db, run, weight)
  const reachMetres = reachMetresOf(run, parameters)
  const outside = await loadOutside(db, run, counted, reachMetres, parameters, neighbours)
  const outsiders = [
    ...outside.restOfCounty.map((place) => ({ ...place, countyCode: county })),
    ...outside.neighbours.flatMap(({ code, places }) => places.map((place) => ({ ...place, countyCode: code }))),
  ]
  const everywhere = [...demand.places, ...outsiders]
  const people = Float64Array.from(everywhere, ({ people }) => people ?? 0)
  const onNetwork = run.parameters.method === 'network'
  const roads = run.input_versions.roads
  const task: AccessTask = {
    graph: onNetwork ? openSharedGraph(await getGraphBytes(db, county, roads)).buffer : null,
    stepsFree: run.parameters.stepsFree === true,
    elevation: await loadElevation(db, run),
    detourFactor: run.parameters.detourFactor ?? 1,
    limitMetres,
    decay: toDecay(parameters),
    facilities: {
      lon: Float64Array.from(counted, ({ lon }) => lon),
      lat: Float64Array.from(counted, ({ lat }) => lat),
      maxAccessMetres: Float64Array.from(counted, ({ maxAccessMetres }) => maxAccessMetres),
    },
    facilityIds: counted.map(({ id }) => id),
    capacity: Uint32Array.from(counted, ({ capacity }) => capacity),
    places: toPoints(everywhere),
    ownCount: demand.places.length,
    placeIds: everywhere.map(({ id }) => id),
    people,
    need: needOf(people, demand.places.length, needShare),
    extent: onNetwork ? (await findRoadNetwork(db, county, roads))!.extent.coordinates : null,
    edgeMetres: reachMetres,
  }
  const result = await computeAccessAside(task)
  const withoutPlace = facilitiesWithoutPlace.filter(({ types, status, currentUse }) => status === 'operating' && currentUse === 'eldercare' && types.some((type) => facilityTypes.includes(type)))
  const inputVersions = { ...run.input_versions, ...Object.fromEntries(outside.pinned.map((pin) => [pinKey(pin), pin.version])) }
  // Which versions were asked for says nothing beside those that were read.
  const { neighbourVersions: _asked, ...asDecided } = parameters
  const inputHash = sha256Hex(canonicalJson({ methodVersion: accessMethodVersion, runInputHash: run.input_hash, parameters: asDecided, pinned: outside.pinned }))
  return toAccessReply({ run, parameters, units, demand, outside, outsiders, facilities: counted, missing, withoutPlace, need: task.need, result, inputVersions, inputHash })
}

/**
 * Whole people who need a place: the declared share of everybody, to the person, spread by largest remainder; of those
 * outside apart, so that who lives there changes nobody's need here.
 */
function needOf(people: Float64Array, ownCount: number, share: number): Uint32Array {
  const of = (part: Float64Array) => (part.length === 0 ? [] : apportion(Math.round(part.reduce((sum, count) => sum + count, 0) * share), part))
  return Uint32Array.from([...of(people.subarray(0, ownCount)), ...of(people.subarray(ownCount))])
}

function toDecay({ method, bands }: AccessParameters): Decay {
  return method === 'e2sfca' ? { method, bands: bands! } : { method }
}

