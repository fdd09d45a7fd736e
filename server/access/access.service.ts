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
import { canonicalJson } from '../hashing.ts'
import { createLruCache } from '../lru.ts'
import { findRoadNetwork, getGraphBytes } from '../network/network.repository.ts'
import { listUnits } from '../regions/regions.repository.ts'
import { toAccessReply } from './access.reply.ts'
import { decideAccess, type AccessParameters } from './access-parameters.ts'
import { splitByCapacity } from './capacity.ts'
import { computeAccessAside } from './compute-in-worker.ts'
import type { AccessTask } from './compute.ts'
import { loadCells, loadPlaces, toPoints } from './demand.ts'

export interface AccessService {
  /** Capacity against the people in reach, over exactly the versions that the run pins; kept by run and parameters. */
  assess(actor: Actor, countyCode: number, runId: string | undefined, ask: AskAccess): Promise<AccessReply>
}

export function createAccessService(db: Db, coverage: CoverageService): AccessService {
  const answers = createLruCache<Promise<AccessReply>>(16)
  return {
    async assess(actor, countyCode, runId, ask) {
      const run = await coverage.getPublished(actor, countyCode, runId)
      const parameters = decideAccess(ask, run)
      return answers.get(`${countyCode}/${run.id}/${canonicalJson(parameters)}`, () => assess(db, run, parameters))
    },
  }
}

async function assess(db: Db, run: Run, parameters: AccessParameters): Promise<AccessReply> {
  const { limitMetres, facilityTypes, weight, needShare } = parameters
  const county = run.county_code
  const units = await listUnits(db, county, run.input_versions.units)
  const useSlope = run.parameters.useSlope
  const circle = { county_code: county, input_versions: run.input_versions, parameters: { limitMetres, facilityTypes, typeLimitsMetres: {}, useSlope } }
  const { facilities, facilitiesWithoutPlace } = await loadFacilities(db, circle, new Map(units.map((unit) => [unit.id, unit])))
  const { counted, missing } = splitByCapacity(facilities, parameters)
  const demand = await (parameters.demand === 'cells' ? loadCells : loadPlaces)(db, run, weight)
  const people = Float64Array.from(demand.places, ({ people }) => people ?? 0)
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
    places: toPoints(demand.places),
    placeIds: demand.places.map(({ id }) => id),
    people,
    need: needOf(people, needShare),
    extent: onNetwork ? (await findRoadNetwork(db, county, roads))!.extent.coordinates : null,
    edgeMetres: useSlope ? limitMetres / fastestFactor : limitMetres,
  }
  const result = await computeAccessAside(task)
  const withoutPlace = facilitiesWithoutPlace.filter(({ types, status, currentUse }) => status === 'operating' && currentUse === 'eldercare' && types.some((type) => facilityTypes.includes(type)))
  return toAccessReply({ run, parameters, units, demand, facilities: counted, missing, withoutPlace, need: task.need, result })
}

/** Whole people who need a place: the declared share of everybody, to the person, spread by largest remainder. */
function needOf(people: Float64Array, share: number): Uint32Array {
  if (people.length === 0) return new Uint32Array(0)
  const total = people.reduce((sum, count) => sum + count, 0)
  return apportion(Math.round(total * share), people)
}

function toDecay({ method, bands }: AccessParameters): Decay {
  return method === 'e2sfca' ? { method, bands: bands! } : { method }
}

