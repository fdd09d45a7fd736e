import { geodesicMetres, metresPerDegree, nearestOnSegment, type LonLat } from './geometry.ts'
import type { RawGraph } from './graphml.ts'

/**
 * A deliberately naive walking network: every segment is searched for every point, and Dijkstra picks its next node by
 * scanning a list. It shares nothing with the product, so agreement between the two means something.
 */
export interface WalkNetwork {
  edges: WalkEdge[]
  /** Indices into `edges` that touch a node. */
  edgesAt: Map<string, number[]>
}
export interface WalkEdge {
  from: string
  to: string
  highway: string[]
  points: LonLat[]
  /** Metres from the first point to each point. */
  reached: number[]
  lengthMetres: number
}
export interface Snap {
  edge: number
  alongMetres: number
  legMetres: number
}
export interface Reach {
  origin: Snap
  nodeMetres: Map<string, number>
}

const neverWalkable = new Set(
  'motorway motorway_link construction proposed planned abandoned razed disused raceway bus_guideway escape'.split(' '),
)

export function buildWalkNetwork(raw: RawGraph): WalkNetwork {
  const edges: WalkEdge[] = []
  const edgesAt = new Map<string, number[]>()
  for (const { source, target, tags } of raw.edges) {
    if (!isWalkable(tags)) continue
    const points = tags.geometry ? parseLine(tags.geometry) : [raw.nodes.get(source)!, raw.nodes.get(target)!]
    const reached = [0]
    for (let i = 1; i < points.length; i++) reached.push(reached[i - 1] + geodesicMetres(points[i - 1], points[i]))
    const edge = {
      from: source,
      to: target,
      highway: listOf(tags.highway),
      points,
      reached,
      lengthMetres: reached.at(-1)!,
    }
    for (const node of new Set([source, target])) edgesAt.set(node, [...(edgesAt.get(node) ?? []), edges.length])
    edges.push(edge)
  }
  return { edges, edgesAt }
}

/** The nearest point on the nearest walkable edge; ties are broken by file order. */
export function snapTo(network: WalkNetwork, p: LonLat): Snap {
  const m = metresPerDegree(p[1])
  let best = { metres: Infinity, edge: -1, segment: 0, point: p }
  network.edges.forEach((edge, index) => {
    for (let i = 0; i + 1 < edge.points.length; i++) {
      const hit = nearestOnSegment(p, edge.points[i], edge.points[i + 1], m)
      if (hit.metres < best.metres - 1e-6) best = { metres: hit.metres, edge: index, segment: i, point: hit.point }
    }
  })
  const edge = network.edges[best.edge]
  return {
    edge: best.edge,
    alongMetres: edge.reached[best.segment] + geodesicMetres(edge.points[best.segment], best.point),
    legMetres: geodesicMetres(p, best.point),
  }
}

export function reachFrom(network: WalkNetwork, origin: Snap, limitMetres = Infinity): Reach {
  const start = network.edges[origin.edge]
  const nodeMetres = new Map<string, number>()
  const open = new Map<string, number>()
  const offer = (node: string, metres: number) => {
    if (metres > limitMetres || nodeMetres.has(node)) return
    if (metres < (open.get(node) ?? Infinity)) open.set(node, metres)
  }
  offer(start.from, origin.legMetres + origin.alongMetres)
  offer(start.to, origin.legMetres + start.lengthMetres - origin.alongMetres)
  while (open.size > 0) {
    const [node, metres] = nearest(open)
    open.delete(node)
    nodeMetres.set(node, metres)
    for (const index of network.edgesAt.get(node) ?? []) {
      const edge = network.edges[index]
      offer(edge.from === node ? edge.to : edge.from, metres + edge.lengthMetres)
    }
  }
  return { origin, nodeMetres }
}

/** Door to door, both legs included; Infinity where no walkable way exists. */
export function metresBetween(network: WalkNetwork, reach: Reach, target: Snap): number {
  const edge = network.edges[target.edge]
  const viaFrom = (reach.nodeMetres.get(edge.from) ?? Infinity) + target.alongMetres
  const viaTo = (reach.nodeMetres.get(edge.to) ?? Infinity) + edge.lengthMetres - target.alongMetres
  const onSameEdge =
    reach.origin.edge === target.edge
      ? reach.origin.legMetres + Math.abs(reach.origin.alongMetres - target.alongMetres)
      : Infinity
  return Math.min(viaFrom, viaTo, onSameEdge) + target.legMetres
}

function isWalkable(tags: Record<string, string>): boolean {
  const highway = listOf(tags.highway)
  if (!highway.some((value) => !neverWalkable.has(value))) return false
  if (['no', 'use_sidepath'].includes(tags.foot)) return false
  const footAllowed = ['yes', 'designated', 'permissive', 'destination'].includes(tags.foot)
  return footAllowed || !['no', 'private'].includes(tags.access)
}

/** OSMnx writes merged tags as a Python list: "['steps', 'footway']". */
function listOf(value: string | undefined): string[] {
  if (!value) return []
  return value.startsWith('[') ? [...value.matchAll(/'([^']+)'/g)].map((match) => match[1]) : [value]
}

function parseLine(wkt: string): LonLat[] {
  const body = wkt.slice(wkt.indexOf('(') + 1, wkt.lastIndexOf(')'))
  return body.split(',').map((pair) => pair.trim().split(/\s+/).map(Number) as LonLat)
}

function nearest(open: Map<string, number>): [string, number] {
  let best: [string, number] = ['', Infinity]
  for (const entry of open) if (entry[1] < best[1]) best = entry
  return best
}
