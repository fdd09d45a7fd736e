import Flatbush from 'flatbush'
import { seedsOf, snapPoints, type FacilityArrays, type PointArrays } from '../coverage/travel.ts'
import { degreeScaleAt, geodesicMetres } from '../geodesic.ts'
import type { Graph } from '../network/graph.ts'
import { inclusiveLimit, roundToMicrometre } from '../network/limits.ts'
import { createReachWorkspace, reach } from '../network/reach.ts'
import { alongEdge, endCosts, towardsSources } from '../network/slopes.ts'
import type { Snap } from '../network/snap.ts'
import type { PairList } from './instance.ts'

/** Points of places: a place is as near as the nearest of its entrances. */
export interface PlacePoints extends PointArrays {
  placeOfPoint: Int32Array
  placeCount: number
  /** A walk from this point must be within it, besides the site's own limit, metres; Infinity bounds nothing. */
  limitMetres: Float64Array
}

export interface WalkWorld {
  /** As the walkers find it; null for the straight line × detour factor. */
  graph: Graph | null
  detourFactor: number
}

export interface WalkPairs {
  /** Metres between places (demand) and sites within the site's limit, each pair once, by site. */
  pairs: PairList
  /** 1 for a site too far from any road to be walked to. */
  isStranded: Uint8Array
  /** There were more pairs than asked for: the list ends in the midst of the sites. */
  isCut: boolean
}

/**
 * Walks from all places to each site within its limit, by one bounded search a site. They are the walks of a run, to the
 * last bit: the same snapping, the same additions, the same rounding (coverage/travel.ts).
 */
export function walkPairs(world: WalkWorld, sites: FacilityArrays, points: PlacePoints, mostPairs: number, onProgress: (share: number) => void = () => {}): WalkPairs {
  const list = createPairs(points.placeCount)
  const isStranded = new Uint8Array(sites.lon.length)
  const searchFrom = world.graph ? networkSearch(world.graph, sites, points, isStranded) : straightSearch(world.detourFactor, sites, points)
  for (let site = 0; site < sites.lon.length; site++) {
    // A limit below zero: nobody walks there.
    if (sites.limitMetres[site] >= 0) searchFrom(site, list.offer)
    list.endSite(site)
    if (list.count() > mostPairs) return { pairs: list.finish(), isStranded, isCut: true }
    if (site % 50 === 0) onProgress(site / sites.lon.length)
  }
  return { pairs: list.finish(), isStranded, isCut: false }
}

type Offer = (place: number, metres: number) => void
type Search = (site: number, offer: Offer) => void

function networkSearch(graph: Graph, sites: FacilityArrays, points: PlacePoints, isStranded: Uint8Array): Search {
  const inward = towardsSources(graph)
  const work = createReachWorkspace(graph.nodeCount)
  const siteSnaps = snapPoints(graph, sites)
  const pointSnaps = snapPoints(graph, points)
  const byEdge = new Map<number, number[]>()
  const ends = pointsByNode(graph, pointSnaps)
  pointSnaps.forEach((snap, p) => snap && byEdge.set(snap.edge, [...(byEdge.get(snap.edge) ?? []), p]))
  siteSnaps.forEach((snap, site) => (isStranded[site] = snap ? 0 : 1))
  return (site, offer) => {
    const snap = siteSnaps[site]
    if (!snap) return
    const limit = sites.limitMetres[site]
    reach(inward, seedsOf(graph, snap, site), inclusiveLimit(limit), work)
    for (let t = 0; t < work.touchedCount; t++) {
      const node = work.touched[t]
      for (let k = ends.start[node]; k < ends.start[node + 1]; k++) {
        const point = ends.point[k]
        const metres = roundToMicrometre(ends.partMetres[k] + work.metres[node])
        if (metres <= limit && metres <= points.limitMetres[point]) offer(points.placeOfPoint[point], metres)
      }
    }
    for (const point of byEdge.get(snap.edge) ?? []) {
      const own = pointSnaps[point]!
      const metres = roundToMicrometre(own.accessMetres + alongEdge(graph, own, snap) + snap.accessMetres)
      if (metres <= limit && metres <= points.limitMetres[point]) offer(points.placeOfPoint[point], metres)
    }
  }
}

/** For each node the points whose edge ends there, with what is between them. */
function pointsByNode(graph: Graph, snaps: readonly (Snap | undefined)[]) {
  const entries = snaps.flatMap((snap, point) => {
    if (!snap) return []
    const { outToFrom, outToTo } = endCosts(graph, snap)
    return [
      { node: graph.edgeFrom[snap.edge], point, part: snap.accessMetres + outToFrom },
      { node: graph.edgeTo[snap.edge], point, part: snap.accessMetres + outToTo },
    ]
  })
  const start = new Int32Array(graph.nodeCount + 1)
  for (const { node } of entries) start[node + 1]++
  for (let node = 0; node < graph.nodeCount; node++) start[node + 1] += start[node]
  const next = start.slice()
  const point = new Int32Array(entries.length)
  const partMetres = new Float64Array(entries.length)
  for (const entry of entries) {
    const k = next[entry.node]++
    point[k] = entry.point
    partMetres[k] = entry.part
  }
  return { start, point, partMetres }
}

function straightSearch(detourFactor: number, sites: FacilityArrays, points: PlacePoints): Search {
  const count = points.lon.length
  if (count === 0) return () => {}
  const index = new Flatbush(count)
  for (let p = 0; p < count; p++) index.add(points.lon[p], points.lat[p])
  index.finish()
  return (site, offer) => {
    const lon = sites.lon[site]
    const lat = sites.lat[site]
    const limit = sites.limitMetres[site]
    const radius = limit / detourFactor
    // Degrees shrink towards the pole: the scale of the far rim bounds all of the circle.
    const { latMetres } = degreeScaleAt(lat)
    const rim = degreeScaleAt(Math.min(89, Math.abs(lat) + (radius * 1.01) / latMetres))
    const dLon = (radius * 1.01) / rim.lonMetres
    const dLat = (radius * 1.01) / latMetres
    index.search(lon - dLon, lat - dLat, lon + dLon, lat + dLat, (p) => {
      const metres = roundToMicrometre(detourFactor * geodesicMetres(points.lon[p], points.lat[p], lon, lat))
      if (metres <= limit && metres <= points.limitMetres[p]) offer(points.placeOfPoint[p], metres)
      return false
    })
  }
}

function createPairs(placeCount: number) {
  const best = new Float64Array(placeCount).fill(Infinity)
  const found: number[] = []
  let capacity = 1 << 16
  let count = 0
  let demand = new Int32Array(capacity)
  let site = new Int32Array(capacity)
  let cost = new Float64Array(capacity)
  return {
    offer(place: number, metres: number): void {
      if (best[place] === Infinity) found.push(place)
      if (metres < best[place]) best[place] = metres
    },
    endSite(one: number): void {
      found.sort((a, b) => a - b)
      while (count + found.length > capacity) {
        capacity *= 2
        ;[demand, site] = [grown(demand, capacity), grown(site, capacity)]
        const more = new Float64Array(capacity)
        more.set(cost)
        cost = more
      }
      for (const place of found) {
        demand[count] = place
        site[count] = one
        cost[count++] = best[place]
        best[place] = Infinity
      }
      found.length = 0
    },
    count: () => count,
    finish: (): PairList => ({ count, demand: demand.subarray(0, count), site: site.subarray(0, count), cost: cost.subarray(0, count) }),
  }
}

function grown(values: Int32Array<ArrayBuffer>, capacity: number): Int32Array<ArrayBuffer> {
  const more = new Int32Array(capacity)
  more.set(values)
  return more
}
