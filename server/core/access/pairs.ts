import Flatbush from 'flatbush'
import { seedsOf, snapPoints, type PointArrays } from '../coverage/travel.ts'
import { degreeScaleAt, geodesicMetres } from '../geodesic.ts'
import type { Graph } from '../network/graph.ts'
import { inclusiveLimit, roundToMicrometre } from '../network/limits.ts'
import { createReachWorkspace, reach } from '../network/reach.ts'
import { alongEdge, endCosts, towardsSources } from '../network/slopes.ts'
import type { Snap } from '../network/snap.ts'

/** Points of places: a place with several entrances is as near as its best one. */
export interface PlacePoints extends PointArrays {
  /** Which place each point belongs to: 0 … placeCount − 1. */
  place: Int32Array
  placeCount: number
}

/** Who can walk where within the limit: parallel arrays, by facility, within it by place; each pair once. */
export interface CatchmentPairs {
  count: number
  place: Int32Array
  facility: Int32Array
  /** Metres, both access legs included; flat-equivalent where the graph has slopes. */
  metres: Float64Array
}

export interface FoundPairs {
  pairs: CatchmentPairs
  /** Indices of facilities too far from any road to be walked to. */
  strandedFacilities: number[]
  /** Indices of places none of whose points joins the network. */
  strandedPlaces: number[]
}

/**
 * All walks of at most `limitMetres` (inclusive) from places to facilities, the same metres as coverage finds: one bounded
 * search a facility, so that the cost is what is reached and not places × facilities. Walks lead to the facility.
 */
export function pairsOnNetwork(
  graph: Graph,
  facilities: PointArrays,
  places: PlacePoints,
  limitMetres: number,
  onProgress: (share: number) => void = () => {},
): FoundPairs {
  const facilitySnaps = snapPoints(graph, facilities)
  const pointSnaps = snapPoints(graph, places, (share) => onProgress(share * 0.4))
  const hung = hangOnNodes(graph, pointSnaps)
  const onEdge = groupByEdge(pointSnaps)
  const collect = createCollector(places.placeCount, limitMetres)
  const work = createReachWorkspace(graph.nodeCount)
  const searched = towardsSources(graph)
  facilitySnaps.forEach((snap, f) => {
    if (!snap) return
    reach(searched, seedsOf(graph, snap, 0), inclusiveLimit(limitMetres), work)
    for (let t = 0; t < work.touchedCount; t++) {
      const node = work.touched[t]
      for (let k = hung.first[node]; k < hung.first[node + 1]; k++) {
        collect.offer(places.place[hung.point[k]], hung.metres[k] + work.metres[node])
      }
    }
    for (const point of onEdge.get(snap.edge) ?? []) {
      const own = pointSnaps[point]!
      collect.offer(places.place[point], own.accessMetres + alongEdge(graph, own, snap) + snap.accessMetres)
    }
    collect.close(f)
    onProgress(0.4 + (0.6 * (f + 1)) / facilitySnaps.length)
  })
  const joined = new Uint8Array(places.placeCount)
  pointSnaps.forEach((snap, point) => snap && (joined[places.place[point]] = 1))
  return {
    pairs: collect.finish(),
    strandedFacilities: facilitySnaps.flatMap((snap, f) => (snap ? [] : [f])),
    strandedPlaces: [...joined].flatMap((there, place) => (there ? [] : [place])),
  }
}

/** The same by straight line × detour factor, for counties without roads: nothing is stranded. */
export function pairsStraight(facilities: PointArrays, places: PlacePoints, detourFactor: number, limitMetres: number): FoundPairs {
  const collect = createCollector(places.placeCount, limitMetres)
  const count = places.lon.length
  const index = count > 0 ? new Flatbush(count) : undefined
  for (let p = 0; p < count; p++) index!.add(places.lon[p], places.lat[p])
  index?.finish()
  for (let f = 0; f < facilities.lon.length; f++) {
    const [lon, lat] = [facilities.lon[f], facilities.lat[f]]
    const { lonMetres, latMetres } = degreeScaleAt(lat)
    // A degree of longitude is shorter nearer the pole: 2 % is far above that difference over a walk's length.
    const radius = (limitMetres / detourFactor) * 1.02
    index?.search(lon - radius / lonMetres, lat - radius / latMetres, lon + radius / lonMetres, lat + radius / latMetres, (point) => {
      collect.offer(places.place[point], detourFactor * geodesicMetres(places.lon[point], places.lat[point], lon, lat))
      return false
    })
    collect.close(f)
  }
  return { pairs: collect.finish(), strandedFacilities: [], strandedPlaces: [] }
}

/** Keeps the best walk of each place to one facility after the other. */
function createCollector(placeCount: number, limitMetres: number) {
  const best = new Float64Array(placeCount).fill(Infinity)
  const here: number[] = []
  const place: number[] = []
  const facility: number[] = []
  const metres: number[] = []
  return {
    offer(at: number, walk: number) {
      const rounded = roundToMicrometre(walk)
      if (rounded > limitMetres || rounded >= best[at]) return
      if (best[at] === Infinity) here.push(at)
      best[at] = rounded
    },
    close(f: number) {
      for (const at of here.sort((a, b) => a - b)) {
        place.push(at)
        facility.push(f)
        metres.push(best[at])
        best[at] = Infinity
      }
      here.length = 0
    },
    finish: (): CatchmentPairs => ({
      count: place.length,
      place: Int32Array.from(place),
      facility: Int32Array.from(facility),
      metres: Float64Array.from(metres),
    }),
  }
}

/** Points by the nodes through which they leave their edge: those of node n stand from first[n] to first[n + 1]. */
function hangOnNodes(graph: Graph, snaps: readonly (Snap | undefined)[]) {
  const first = new Uint32Array(graph.nodeCount + 1)
  for (const snap of snaps) {
    if (!snap) continue
    first[graph.edgeFrom[snap.edge] + 1]++
    first[graph.edgeTo[snap.edge] + 1]++
  }
  for (let node = 0; node < graph.nodeCount; node++) first[node + 1] += first[node]
  const next = first.slice()
  const point = new Uint32Array(first[graph.nodeCount])
  const metres = new Float64Array(first[graph.nodeCount])
  snaps.forEach((snap, p) => {
    if (!snap) return
    const { outToFrom, outToTo } = endCosts(graph, snap)
    for (const [node, part] of [
      [graph.edgeFrom[snap.edge], outToFrom],
      [graph.edgeTo[snap.edge], outToTo],
    ]) {
      point[next[node]] = p
      metres[next[node]++] = snap.accessMetres + part
    }
  })
  return { first, point, metres }
}

function groupByEdge(snaps: readonly (Snap | undefined)[]): Map<number, number[]> {
  const byEdge = new Map<number, number[]>()
  snaps.forEach((snap, p) => {
    if (!snap) return
    const already = byEdge.get(snap.edge)
    if (already) already.push(p)
    else byEdge.set(snap.edge, [p])
  })
  return byEdge
}
