import FlatQueue from 'flatqueue'
import { edgePoints, type Graph } from './graph.ts'
import type { Snap } from './snap.ts'

/** A walk between two snapped points: its metres on the network (access legs left out) and its line. */
export interface Walk {
  target: number
  metres: number
  coordinates: [lon: number, lat: number][]
}

interface Settled {
  metres: Float64Array
  /** Arc by which a node was reached; -1 from the start's `from` end, -2 from its `to` end. */
  arrival: Map<number, { node: number; edge: number } | 'start'>
}

/**
 * The shortest walk from `start` to the nearest of `targets`, each with `extraMetres` of its own (its access leg),
 * at most `limitMetres` long in all; undefined when none is that near. Ties go to the lowest target index.
 * For one question at a time: whole counties go through `reach`.
 */
export function walkToNearest(
  graph: Graph,
  start: Snap,
  targets: readonly { snap: Snap; extraMetres: number }[],
  limitMetres: number,
): Walk | undefined {
  const settled = search(graph, start, limitMetres)
  let best: { target: number; metres: number; via: 'from' | 'to' | 'edge' } | undefined
  targets.forEach(({ snap, extraMetres }, target) => {
    const options = [
      { via: 'from' as const, metres: settled.metres[graph.edgeFrom[snap.edge]] + snap.fromMetres },
      { via: 'to' as const, metres: settled.metres[graph.edgeTo[snap.edge]] + snap.toMetres },
    ]
    const along = snap.edge === start.edge ? Math.abs(snap.fromMetres - start.fromMetres) : Infinity
    for (const option of [...options, { via: 'edge' as const, metres: along }]) {
      if (option.metres + extraMetres > limitMetres) continue
      if (!best || option.metres + extraMetres < best.metres + targets[best.target].extraMetres) best = { target, ...option }
    }
  })
  if (!best) return undefined
  const end = targets[best.target].snap
  return { target: best.target, metres: best.metres, coordinates: trace(graph, start, end, best.via, settled) }
}

function search(graph: Graph, start: Snap, limitMetres: number): Settled {
  const metres = new Float64Array(graph.nodeCount).fill(Infinity)
  const arrival: Settled['arrival'] = new Map()
  const queue = new FlatQueue<number>()
  const offer = (node: number, distance: number, from: { node: number; edge: number } | 'start') => {
    if (distance >= metres[node] || distance > limitMetres) return
    metres[node] = distance
    arrival.set(node, from)
    queue.push(node, distance)
  }
  offer(graph.edgeFrom[start.edge], start.fromMetres, 'start')
  offer(graph.edgeTo[start.edge], start.toMetres, 'start')
  while (queue.length > 0) {
    const distance = queue.peekValue()!
    const node = queue.pop()!
    if (distance > metres[node]) continue
    for (let arc = graph.firstArc[node]; arc < graph.firstArc[node + 1]; arc++) {
      offer(graph.arcNode[arc], distance + graph.arcMetres[arc], { node, edge: graph.arcEdge[arc] })
    }
  }
  return { metres, arrival }
}

function trace(graph: Graph, start: Snap, end: Snap, via: 'from' | 'to' | 'edge', settled: Settled): [number, number][] {
  if (via === 'edge') return partOfEdge(graph, start, end)
  const backwards: [number, number][] = []
  let node = via === 'from' ? graph.edgeFrom[end.edge] : graph.edgeTo[end.edge]
  backwards.push(...partToEnd(graph, end, via))
  for (let from = settled.arrival.get(node)!; from !== 'start'; from = settled.arrival.get(node)!) {
    const points = edgePoints(graph, from.edge)
    if (graph.edgeTo[from.edge] === node) points.reverse()
    backwards.push(...points.slice(1))
    node = from.node
  }
  const first = node === graph.edgeFrom[start.edge] && settled.metres[node] === start.fromMetres ? 'from' : 'to'
  backwards.push(...partToEnd(graph, start, first).reverse().slice(1))
  return backwards.reverse()
}

/** Points from a snapped spot to an end of its edge, both included. */
function partToEnd(graph: Graph, snap: Snap, side: 'from' | 'to'): [number, number][] {
  const points = pointsFromShare(graph, snap)
  const kept = side === 'from' ? points.before.reverse() : points.after
  return [[snap.lon, snap.lat], ...kept]
}

function partOfEdge(graph: Graph, start: Snap, end: Snap): [number, number][] {
  const forward = start.fromMetres <= end.fromMetres
  const [first, last] = forward ? [start, end] : [end, start]
  const inner = pointsFromShare(graph, first).after.slice(0, -1)
  const beyond = new Set(pointsFromShare(graph, last).after.map(String))
  const between = inner.filter((point) => !beyond.has(String(point)))
  const line: [number, number][] = [[first.lon, first.lat], ...between, [last.lon, last.lat]]
  return forward ? line : line.reverse()
}

/** The edge's points before and after the snapped spot, in the edge's direction. */
function pointsFromShare(graph: Graph, snap: Snap): { before: [number, number][]; after: [number, number][] } {
  const points = edgePoints(graph, snap.edge)
  let nearest = 0
  let smallest = Infinity
  for (let k = 0; k + 1 < points.length; k++) {
    const excess = detour(points[k], [snap.lon, snap.lat], points[k + 1])
    if (excess < smallest) [smallest, nearest] = [excess, k]
  }
  return { before: points.slice(0, nearest + 1), after: points.slice(nearest + 1) }
}

/** How much longer a → b → c is than a → c in degrees: zero only for the segment that b lies on. */
function detour(a: [number, number], b: [number, number], c: [number, number]): number {
  const span = (p: [number, number], q: [number, number]) => Math.hypot(p[0] - q[0], p[1] - q[1])
  return span(a, b) + span(b, c) - span(a, c)
}
