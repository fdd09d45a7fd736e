import FlatQueue from 'flatqueue'
import { geodesicMetres } from '../geodesic.ts'
import { edgePoints, type Graph } from './graph.ts'
import { alongEdge, endCosts, onwardsFromSources } from './slopes.ts'
import type { Snap } from './snap.ts'

/** All walks from one snapped point up to a limit: for one question at a time; whole counties go through `reach`. */
export interface WalkTree {
  readonly start: Snap
  /** Walk to each node, the start's access leg left out; Infinity beyond the limit. Flat-equivalent under slopes. */
  readonly metres: Float64Array
  readonly arrival: ReadonlyMap<number, { node: number; edge: number } | 'start'>
}

/** Dijkstra's algorithm from a snapped point, with the way back to it. */
export function walkTree(graph: Graph, start: Snap, limitMetres: number): WalkTree {
  const metres = new Float64Array(graph.nodeCount).fill(Infinity)
  const arrival = new Map<number, { node: number; edge: number } | 'start'>()
  const queue = new FlatQueue<number>()
  const offer = (node: number, distance: number, from: { node: number; edge: number } | 'start') => {
    if (distance >= metres[node] || distance > limitMetres) return
    metres[node] = distance
    arrival.set(node, from)
    queue.push(node, distance)
  }
  const { arcMetres } = onwardsFromSources(graph)
  const { outToFrom, outToTo } = endCosts(graph, start)
  offer(graph.edgeFrom[start.edge], outToFrom, 'start')
  offer(graph.edgeTo[start.edge], outToTo, 'start')
  while (queue.length > 0) {
    const distance = queue.peekValue()!
    const node = queue.pop()!
    if (distance > metres[node]) continue
    for (let arc = graph.firstArc[node]; arc < graph.firstArc[node + 1]; arc++) {
      offer(graph.arcNode[arc], distance + arcMetres[arc], { node, edge: graph.arcEdge[arc] })
    }
  }
  return { start, metres, arrival }
}

/** Metres along the network from the tree's start to another snapped point, both access legs left out. */
export function metresTo(graph: Graph, tree: WalkTree, end: Snap): number {
  return bestWay(graph, tree, end).metres
}

/** A walk as it lies on the ground: its line from the start's foot on the network to the end's, and its true length. */
export interface WalkedLine {
  line: [lon: number, lat: number][]
  metres: number
}

/** The line of that walk; undefined beyond the tree's limit. */
export function lineTo(graph: Graph, tree: WalkTree, end: Snap): WalkedLine | undefined {
  const { via, metres } = bestWay(graph, tree, end)
  return metres < Infinity ? trace(graph, tree, end, via) : undefined
}

type Way = 'from' | 'to' | 'edge'

function bestWay(graph: Graph, tree: WalkTree, end: Snap): { via: Way; metres: number } {
  const { inFromFrom, inFromTo } = endCosts(graph, end)
  const ways: { via: Way; metres: number }[] = [
    { via: 'from', metres: tree.metres[graph.edgeFrom[end.edge]] + inFromFrom },
    { via: 'to', metres: tree.metres[graph.edgeTo[end.edge]] + inFromTo },
    { via: 'edge', metres: end.edge === tree.start.edge ? alongEdge(graph, tree.start, end) : Infinity },
  ]
  return ways.reduce((best, way) => (way.metres < best.metres ? way : best))
}

function trace(graph: Graph, tree: WalkTree, end: Snap, via: Way): WalkedLine {
  const { start } = tree
  if (via === 'edge') return { line: partOfEdge(graph, start, end), metres: Math.abs(start.fromMetres - end.fromMetres) }
  const backwards: [number, number][] = []
  let node = via === 'from' ? graph.edgeFrom[end.edge] : graph.edgeTo[end.edge]
  backwards.push(...partToEnd(graph, end, via))
  let metres = via === 'from' ? end.fromMetres : end.toMetres
  for (let from = tree.arrival.get(node)!; from !== 'start'; from = tree.arrival.get(node)!) {
    const points = edgePoints(graph, from.edge)
    if (graph.edgeTo[from.edge] === node) points.reverse()
    backwards.push(...points.slice(1))
    metres += graph.edgeMetres[from.edge]
    node = from.node
  }
  const first = node === graph.edgeFrom[start.edge] && tree.metres[node] === endCosts(graph, start).outToFrom ? 'from' : 'to'
  backwards.push(...partToEnd(graph, start, first).reverse().slice(1))
  return { line: backwards.reverse(), metres: metres + (first === 'from' ? start.fromMetres : start.toMetres) }
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
  const between = edgePoints(graph, start.edge).slice(pieceOf(graph, first) + 1, pieceOf(graph, last) + 1)
  const line: [number, number][] = [[first.lon, first.lat], ...between, [last.lon, last.lat]]
  return forward ? line : line.reverse()
}

/** The edge's points before and after the snapped spot, in the edge's direction. */
function pointsFromShare(graph: Graph, snap: Snap): { before: [number, number][]; after: [number, number][] } {
  const points = edgePoints(graph, snap.edge)
  const piece = pieceOf(graph, snap)
  return { before: points.slice(0, piece + 1), after: points.slice(piece + 1) }
}

/**
 * Which straight piece of its edge a spot lies on, by the length walked to it: by position alone the corner at which a
 * loop closes would lie on its first piece and on its last.
 */
function pieceOf(graph: Graph, { edge, fromMetres }: Snap): number {
  const points = edgePoints(graph, edge)
  const ends = [0]
  for (let k = 1; k < points.length; k++) ends.push(ends[k - 1] + geodesicMetres(...points[k - 1], ...points[k]))
  const along = graph.edgeMetres[edge] > 0 ? (fromMetres / graph.edgeMetres[edge]) * ends[ends.length - 1] : 0
  let piece = 0
  while (piece + 2 < points.length && ends[piece + 1] < along) piece++
  return piece
}
