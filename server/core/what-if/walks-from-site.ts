import { degreeScaleAt, geodesicMetres } from '../geodesic.ts'
import type Flatbush from 'flatbush'
import type { Graph } from '../network/graph.ts'
import { inclusiveLimit, roundToMicrometre } from '../network/limits.ts'
import { reach, type ReachWorkspace } from '../network/reach.ts'
import { alongEdge, endCosts, towardsSources } from '../network/slopes.ts'
import type { Snap } from '../network/snap.ts'
import { seedsOf, type PointArrays } from '../coverage/travel.ts'
import type { PointsOnEdges } from './points-on-edges.ts'

/** Points within a walk of one site, ascending by index, and the walk of each (metres, both access legs included). */
export interface Walks {
  points: number[]
  metres: number[]
}

/**
 * One bounded search from a site (`work` keeps it for the streets), then only the points on the edges it reached. The
 * walks are to the last bit those that a whole run finds from this site, whatever other sites there are.
 */
export function walksFromSite(
  graph: Graph,
  site: Snap,
  limitMetres: number,
  snaps: readonly (Snap | undefined)[],
  byEdge: PointsOnEdges,
  work: ReachWorkspace,
): Walks {
  reach(towardsSources(graph), seedsOf(graph, site, 0), inclusiveLimit(limitMetres), work)
  const found = new Map<number, number>()
  const edges = reachedEdges(graph, work)
  edges.add(site.edge)
  for (const edge of edges) {
    for (let k = byEdge.first[edge]; k < byEdge.first[edge + 1]; k++) {
      const metres = walkTo(graph, site, snaps[byEdge.points[k]]!, work)
      if (metres <= limitMetres) found.set(byEdge.points[k], metres)
    }
  }
  return sorted(found)
}

/** Edges of which at least one end was reached by the last search. */
export function reachedEdges(graph: Graph, work: ReachWorkspace): Set<number> {
  const edges = new Set<number>()
  for (let i = 0; i < work.touchedCount; i++) {
    const node = work.touched[i]
    for (let arc = graph.firstArc[node]; arc < graph.firstArc[node + 1]; arc++) edges.add(graph.arcEdge[arc])
  }
  return edges
}

/** From a point to the site of the last search: through either end of its edge, or along the edge both stand on. */
export function walkTo(graph: Graph, site: Snap, point: Snap, work: ReachWorkspace): number {
  const { outToFrom, outToTo } = endCosts(graph, point)
  const byFrom = roundToMicrometre(point.accessMetres + outToFrom + work.metres[graph.edgeFrom[point.edge]])
  const byTo = roundToMicrometre(point.accessMetres + outToTo + work.metres[graph.edgeTo[point.edge]])
  const byEnds = Math.min(byFrom, byTo)
  if (point.edge !== site.edge) return byEnds
  return Math.min(byEnds, roundToMicrometre(point.accessMetres + alongEdge(graph, point, site) + site.accessMetres))
}

/** The same by straight line × detour factor; `index` holds the points. */
export function walksStraight(
  lon: number,
  lat: number,
  limitMetres: number,
  points: Pick<PointArrays, 'lon' | 'lat'>,
  index: Flatbush | null,
  detourFactor: number,
): Walks {
  const found = new Map<number, number>()
  // The points' own scale may differ: where a degree is shortest within reach, the box is widest.
  const boxMetres = (limitMetres / detourFactor) * 1.02
  const { latMetres } = degreeScaleAt(lat)
  const dLat = boxMetres / latMetres
  const farLat = Math.min(89, Math.abs(lat) + dLat)
  const dLon = boxMetres / degreeScaleAt(farLat).lonMetres
  index?.search(lon - dLon, lat - dLat, lon + dLon, lat + dLat, (point) => {
    const metres = roundToMicrometre(detourFactor * geodesicMetres(points.lon[point], points.lat[point], lon, lat))
    if (metres <= limitMetres) found.set(point, metres)
    return false
  })
  return sorted(found)
}

function sorted(found: ReadonlyMap<number, number>): Walks {
  const points = [...found.keys()].sort((a, b) => a - b)
  return { points, metres: points.map((point) => found.get(point)!) }
}
