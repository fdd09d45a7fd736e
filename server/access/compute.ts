import { decayFunction, type Decay } from '../core/access/decay.ts'
import { floatingCatchment, type CatchmentResult } from '../core/access/floating-catchment.ts'
import { allocateWithOutsiders, type AllocationWithOutsiders } from '../core/access/outsiders.ts'
import { pairsOnNetwork, pairsStraight, type FoundPairs, type PlacePoints } from '../core/access/pairs.ts'
import { markEdges, type MultiPolygonCoordinates } from '../core/coverage/places.ts'
import type { PointArrays } from '../core/coverage/travel.ts'
import { openGraph } from '../core/network/graph-file.ts'
import type { ElevationGrid } from '../core/network/elevation-grid.ts'
import { networkFor } from '../core/network/walkers.ts'

/** What crosses into the compute thread: typed arrays and plain words, nothing of the database. */
export interface AccessTask {
  /** The packed graph in shared memory; null for the straight line. */
  graph: ArrayBufferLike | null
  stepsFree: boolean
  elevation: ElevationGrid | null
  detourFactor: number
  limitMetres: number
  decay: Decay
  facilities: PointArrays
  facilityIds: string[]
  capacity: Uint32Array
  /** Those whom the run judges first, then those outside, who are in the demand and are not shown. */
  places: PlacePoints
  ownCount: number
  placeIds: string[]
  /** 0 where the count is not known. */
  people: Float64Array
  need: Uint32Array
  /** Where the road data stop; null where there are none. */
  extent: MultiPolygonCoordinates | null
  /** How far from the rim of the road data a walk within the limit may have begun. */
  edgeMetres: number
}

/** One entry a place, outsiders included; `servedAlone` has own places alone. */
export interface AccessResult extends CatchmentResult, AllocationWithOutsiders, Pick<FoundPairs, 'strandedFacilities' | 'strandedPlaces'> {
  /** One entry a place: facilities within the limit, and the walk to the nearest of them (Infinity for none). */
  inReach: Uint32Array
  nearestMetres: Float64Array
  /** One entry a place: 1 where the road data stop within the limit of any of its points. */
  edge: Uint8Array
}

/** The whole mathematics of an access question, in one thread and without I/O. */
export function computeAccess(task: AccessTask): AccessResult {
  const { facilities, places, limitMetres, people } = task
  const found = task.graph
    ? pairsOnNetwork(networkFor(openGraph(task.graph), task).graph, facilities, places, limitMetres)
    : pairsStraight(facilities, places, task.detourFactor, limitMetres)
  const { pairs, strandedFacilities, strandedPlaces } = found
  const inReach = new Uint32Array(places.placeCount)
  const nearestMetres = new Float64Array(places.placeCount).fill(Infinity)
  for (let k = 0; k < pairs.count; k++) {
    const place = pairs.place[k]
    inReach[place]++
    nearestMetres[place] = Math.min(nearestMetres[place], pairs.metres[k])
  }
  return {
    ...floatingCatchment({ pairs, people, capacity: Float64Array.from(task.capacity), weightOf: decayFunction(task.decay, limitMetres) }),
    ...allocateWithOutsiders({ pairs, need: task.need, capacity: task.capacity, placeIds: task.placeIds, facilityIds: task.facilityIds }, task.ownCount),
    ...{ inReach, nearestMetres, strandedFacilities, strandedPlaces, edge: edgesOf(task) },
  }
}

function edgesOf({ places, extent, edgeMetres }: AccessTask): Uint8Array {
  const edge = new Uint8Array(places.placeCount)
  if (extent) markEdges(places.lon, places.lat, extent, edgeMetres).forEach((mark, point) => mark && (edge[places.place[point]] = 1))
  return edge
}
