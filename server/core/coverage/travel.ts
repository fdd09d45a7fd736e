import Flatbush from 'flatbush'
import { degreeScaleAt, geodesicMetres } from '../geodesic.ts'
import type { Graph } from '../network/graph.ts'
import { inclusiveLimit, roundToMicrometre } from '../network/limits.ts'
import { createReachWorkspace, noSource, reach, type Seed } from '../network/reach.ts'
import { alongEdge, endCosts, towardsSources } from '../network/slopes.ts'
import { snapToNetwork, type Snap } from '../network/snap.ts'

/** Facilities that count, as parallel arrays: degrees, metres. */
export interface FacilityArrays {
  lon: Float64Array
  lat: Float64Array
  /** The walk allowed to each, metres (limits belong to facility types). */
  limitMetres: Float64Array
  maxAccessMetres: Float64Array
}

/** Points whose walk is asked for: entrances, village centres, cell centres. */
export interface PointArrays {
  lon: Float64Array
  lat: Float64Array
  maxAccessMetres: Float64Array
}

/** One entry a point. */
export interface TravelArrays {
  /**
   * Walk to the nearest facility whose own limit it keeps; Infinity where there is none. On a network with slopes this
   * is flat-equivalent: the metres on the flat that take as long (slopes.ts), so that seconds = metres ÷ speed.
   */
  travelMetres: Float64Array
  /** Index of that facility, −1 where there is none; the lowest of equally near ones. */
  facility: Int32Array
  /** The leg to the network; NaN where no walkable road is near enough (never for the straight line). */
  accessMetres: Float64Array
}

export interface NetworkTravel extends TravelArrays {
  /** Indices of facilities too far from any road to be walked to: they serve nobody, and are listed by name. */
  strandedFacilities: number[]
  /** One entry a point: the component it stands on (0 the longest), −1 where it joins none. */
  component: Int32Array
}

/**
 * Walks on the network from every point to the facility nearest among those within their own limit. Both access legs
 * count (on the flat: no street is known there). One bounded search a distinct limit, all facilities of it at once.
 */
export function travelOnNetwork(
  graph: Graph,
  facilities: FacilityArrays,
  points: PointArrays,
  onProgress: (share: number) => void = () => {},
): NetworkTravel {
  const facilitySnaps = snapPoints(graph, facilities)
  const pointSnaps = snapPoints(graph, points, (share) => onProgress(share * 0.6))
  return {
    ...travelBetween(graph, facilities.limitMetres, facilitySnaps, pointSnaps, (share) => onProgress(0.6 + 0.4 * share)),
    strandedFacilities: facilitySnaps.flatMap((snap, i) => (snap ? [] : [i])),
    component: Int32Array.from(pointSnaps, (snap) => (snap ? graph.nodeComponent[graph.edgeFrom[snap.edge]] : -1)),
  }
}

/** The same between spots on the network, each facility with its own limit (metres). */
export function travelBetween(
  graph: Graph,
  limitMetresOf: Float64Array,
  facilitySnaps: readonly (Snap | undefined)[],
  pointSnaps: readonly (Snap | undefined)[],
  onProgress: (share: number) => void = () => {},
): TravelArrays {
  const result = emptyTravel(pointSnaps.length)
  pointSnaps.forEach((snap, i) => (result.accessMetres[i] = snap?.accessMetres ?? NaN))
  const work = createReachWorkspace(graph.nodeCount)
  const limits = [...new Set(limitMetresOf)].sort((a, b) => b - a)
  limits.forEach((limitMetres, round) => {
    const group = facilitySnaps.flatMap((snap, i) => (snap && limitMetresOf[i] === limitMetres ? [{ i, snap }] : []))
    reach(towardsSources(graph), group.flatMap(({ i, snap }) => seedsOf(graph, snap, i)), inclusiveLimit(limitMetres), work)
    const onEdge = groupByEdge(group)
    pointSnaps.forEach((snap, p) => {
      if (snap) takeNearest(graph, snap, p, onEdge.get(snap.edge) ?? [], limitMetres, work, result)
    })
    onProgress((round + 1) / limits.length)
  })
  return result
}

/**
 * Straight line × detour factor, for counties without roads (domain.md, Travel): geodesic on the ellipsoid.
 * Nothing is unreachable and no leg exists, so `accessMetres` is 0.
 */
export function travelStraight(facilities: FacilityArrays, points: PointArrays, detourFactor: number): TravelArrays {
  const result = emptyTravel(points.lon.length)
  result.accessMetres.fill(0)
  const count = facilities.lon.length
  if (count === 0) return result
  const index = new Flatbush(count)
  for (let f = 0; f < count; f++) index.add(facilities.lon[f], facilities.lat[f])
  index.finish()
  const farthest = facilities.limitMetres.reduce((a, b) => Math.max(a, b), 0) / detourFactor
  for (let p = 0; p < points.lon.length; p++) {
    const scale = degreeScaleAt(points.lat[p])
    const dLon = (farthest * 1.01) / scale.lonMetres
    const dLat = (farthest * 1.01) / scale.latMetres
    index.search(points.lon[p] - dLon, points.lat[p] - dLat, points.lon[p] + dLon, points.lat[p] + dLat, (f) => {
      const metres = roundToMicrometre(detourFactor * geodesicMetres(points.lon[p], points.lat[p], facilities.lon[f], facilities.lat[f]))
      if (metres <= facilities.limitMetres[f]) offer(result, p, metres, f)
      return false
    })
  }
  return result
}

/** A snapped facility enters the network at both ends of its edge, with the exact cost of the parts towards it. */
export function seedsOf(graph: Graph, snap: Snap, source: number): Seed[] {
  const { inFromFrom, inFromTo } = endCosts(graph, snap)
  return [
    { node: graph.edgeFrom[snap.edge], metres: snap.accessMetres + inFromFrom, source },
    { node: graph.edgeTo[snap.edge], metres: snap.accessMetres + inFromTo, source },
  ]
}

/** Where each point joins the network, in the points' order; undefined beyond its longest leg. */
export function snapPoints(graph: Graph, points: PointArrays, onProgress: (share: number) => void = () => {}): (Snap | undefined)[] {
  return Array.from(points.lon, (lon, i) => {
    if (i % 500 === 0) onProgress(i / points.lon.length)
    return snapToNetwork(graph, lon, points.lat[i], points.maxAccessMetres[i])
  })
}

/**
 * A circle of which **all** types must be reached: one travel a type, over the same points. A point is as far as its
 * farthest type, and covered only where every type is; the facility named is that farthest one.
 */
export function farthestOf(travels: readonly TravelArrays[]): TravelArrays {
  const [first, ...others] = travels
  const result = { travelMetres: first.travelMetres.slice(), facility: first.facility.slice(), accessMetres: first.accessMetres.slice() }
  for (const other of others) {
    for (let p = 0; p < result.travelMetres.length; p++) {
      if (other.travelMetres[p] <= result.travelMetres[p]) continue
      result.travelMetres[p] = other.travelMetres[p]
      result.facility[p] = other.facility[p]
    }
  }
  return result
}

function emptyTravel(count: number): TravelArrays {
  return {
    travelMetres: new Float64Array(count).fill(Infinity),
    facility: new Int32Array(count).fill(-1),
    accessMetres: new Float64Array(count).fill(NaN),
  }
}

interface SnappedFacility {
  i: number
  snap: Snap
}

function groupByEdge(group: SnappedFacility[]): Map<number, SnappedFacility[]> {
  const byEdge = new Map<number, SnappedFacility[]>()
  for (const one of group) {
    const already = byEdge.get(one.snap.edge)
    if (already) already.push(one)
    else byEdge.set(one.snap.edge, [one])
  }
  return byEdge
}

/** Through either end of the point's edge, or straight along the edge where a facility stands on the same one. */
function takeNearest(
  graph: Graph,
  snap: Snap,
  point: number,
  onSameEdge: SnappedFacility[],
  limitMetres: number,
  work: { metres: Float64Array; source: Int32Array },
  result: TravelArrays,
): void {
  const { outToFrom, outToTo } = endCosts(graph, snap)
  const ends = [
    [graph.edgeFrom[snap.edge], outToFrom],
    [graph.edgeTo[snap.edge], outToTo],
  ]
  for (const [node, part] of ends) {
    const metres = roundToMicrometre(snap.accessMetres + part + work.metres[node])
    if (work.source[node] !== noSource && metres <= limitMetres) offer(result, point, metres, work.source[node])
  }
  for (const { i, snap: other } of onSameEdge) {
    const metres = roundToMicrometre(snap.accessMetres + alongEdge(graph, snap, other) + other.accessMetres)
    if (metres <= limitMetres) offer(result, point, metres, i)
  }
}

function offer(result: TravelArrays, point: number, metres: number, facility: number): void {
  const best = result.travelMetres[point]
  if (metres > best || (metres === best && result.facility[point] <= facility)) return
  result.travelMetres[point] = metres
  result.facility[point] = facility
}
