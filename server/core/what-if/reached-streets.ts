import { geodesicMetres } from '../geodesic.ts'
import { inclusiveLimit } from '../network/limits.ts'
import { edgePoints, hasSlopes, type Graph } from '../network/graph.ts'
import type { ReachWorkspace } from '../network/reach.ts'
import { alongEdge, endCosts } from '../network/slopes.ts'
import type { Snap } from '../network/snap.ts'
import { reachedEdges } from './walks-from-site.ts'

export type Line = [lon: number, lat: number][]

/**
 * The streets from which the site of the last search is within its limit, cut where the limit ends:
 *
 *   site ●───┼───────┼─────┤ · · · · ┼      a cut lies on the edge's own shape, at the share of its length that is left
 *
 * Whole edges are joined into long lines where nothing branches off; parts of edges are lines of their own.
 */
export function reachedStreets(graph: Graph, site: Snap, limitMetres: number, work: ReachWorkspace): Line[] {
  const edges = reachedEdges(graph, work)
  edges.add(site.edge)
  const whole: number[] = []
  const parts: Line[] = []
  for (const edge of edges) {
    const kept = keptParts(graph, edge, site, limitMetres, work)
    const [first] = kept
    if (first && first[0] <= 0 && first[1] >= graph.edgeMetres[edge]) whole.push(edge)
    else for (const [from, to] of kept) if (to > from) parts.push(partOfEdge(graph, edge, from, to))
  }
  return [...joinEdges(graph, whole), ...parts]
}

type Part = [fromMetres: number, toMetres: number]

/** Stretches of an edge within the limit, metres from its `from` end: reached through either end, or from the site on it. */
function keptParts(graph: Graph, edge: number, site: Snap, limitMetres: number, work: ReachWorkspace): Part[] {
  const length = graph.edgeMetres[edge]
  const atFrom = work.metres[graph.edgeFrom[edge]]
  const atTo = work.metres[graph.edgeTo[edge]]
  const limit = inclusiveLimit(limitMetres)
  const left = limitMetres - atFrom
  const right = limitMetres - atTo
  const parts: Part[] = []
  if (atFrom <= limit) parts.push([0, farthestKept(graph, length, left, (x) => endCosts(graph, spot(edge, x, length)).outToFrom)])
  if (atTo <= limit) parts.push([length - farthestKept(graph, length, right, (x) => endCosts(graph, spot(edge, length - x, length)).outToTo), length])
  if (edge === site.edge) {
    const own = limitMetres - site.accessMetres
    const back = farthestKept(graph, site.fromMetres, own, (x) => alongEdge(graph, spot(edge, site.fromMetres - x, length), site))
    const on = farthestKept(graph, site.toMetres, own, (x) => alongEdge(graph, spot(edge, site.fromMetres + x, length), site))
    if (own >= 0) parts.push([site.fromMetres - back, site.fromMetres + on])
  }
  return merge(parts)
}

/** How far along a stretch one may stand for the walk to keep what is left; on slopes the cost rises, but not evenly. */
function farthestKept(graph: Graph, lengthMetres: number, leftMetres: number, costAt: (metres: number) => number): number {
  if (!(leftMetres > 0)) return 0
  if (!hasSlopes(graph)) return Math.min(lengthMetres, leftMetres)
  if (costAt(lengthMetres) <= leftMetres) return lengthMetres
  let [low, high] = [0, lengthMetres]
  while (high - low > 0.001) {
    const middle = (low + high) / 2
    if (costAt(middle) <= leftMetres) low = middle
    else high = middle
  }
  return low
}

function spot(edge: number, fromMetres: number, length: number): Snap {
  return { edge, fromMetres, toMetres: length - fromMetres, accessMetres: 0, lon: NaN, lat: NaN }
}

/** A hair between two parts is a rounding of lengths, not a gap. */
const hairMetres = 1e-6

function merge(parts: Part[]): Part[] {
  const merged: Part[] = []
  for (const [from, to] of parts.sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1)
    if (last && from <= last[1] + hairMetres) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  return merged
}

function partOfEdge(graph: Graph, edge: number, fromMetres: number, toMetres: number): Line {
  const points = edgePoints(graph, edge)
  const ends = [0]
  for (let k = 1; k < points.length; k++) ends.push(ends[k - 1] + geodesicMetres(...points[k - 1], ...points[k]))
  const scale = graph.edgeMetres[edge] > 0 ? ends[ends.length - 1] / graph.edgeMetres[edge] : 0
  const [start, end] = [fromMetres * scale, toMetres * scale]
  const at = (along: number): [number, number] => {
    let k = 1
    while (k + 1 < points.length && ends[k] < along) k++
    const length = ends[k] - ends[k - 1]
    const t = length > 0 ? Math.min(1, Math.max(0, (along - ends[k - 1]) / length)) : 0
    return [points[k - 1][0] + t * (points[k][0] - points[k - 1][0]), points[k - 1][1] + t * (points[k][1] - points[k - 1][1])]
  }
  return [at(start), ...points.filter((_, k) => ends[k] > start && ends[k] < end), at(end)]
}

/** Lines as long as they get without branching: fewer, longer lines are half the bytes. */
function joinEdges(graph: Graph, edges: readonly number[]): Line[] {
  const atNode = new Map<number, number[]>()
  for (const edge of edges) {
    for (const node of [graph.edgeFrom[edge], graph.edgeTo[edge]]) {
      const there = atNode.get(node)
      if (there) there.push(edge)
      else atNode.set(node, [edge])
    }
  }
  const used = new Set<number>()
  const lines: Line[] = []
  const follow = (node: number, edge: number) => {
    const line: Line = [[graph.nodeLon[node], graph.nodeLat[node]]]
    for (let next: number | undefined = edge; next !== undefined; ) {
      used.add(next)
      const points = edgePoints(graph, next)
      if (graph.edgeFrom[next] !== node) points.reverse()
      for (let k = 1; k < points.length; k++) line.push(points[k])
      node = graph.edgeFrom[next] === node ? graph.edgeTo[next] : graph.edgeFrom[next]
      const there = atNode.get(node)!
      next = there.length === 2 ? there.find((one) => !used.has(one)) : undefined
    }
    lines.push(line)
  }
  for (const [node, there] of atNode) if (there.length !== 2) for (const edge of there) if (!used.has(edge)) follow(node, edge)
  // What is left are rings without a branch.
  for (const edge of edges) if (!used.has(edge)) follow(graph.edgeFrom[edge], edge)
  return lines
}
