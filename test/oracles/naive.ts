import { geodesicMetres } from '../../server/core/geodesic.ts'
import type { Graph } from '../../server/core/network/graph.ts'
import type { Snap } from '../../server/core/network/snap.ts'
import { piecesOf, type Position } from './random-world.ts'

export interface NearestSpot {
  metres: number
  /** From the edge's first node to the spot, along its bends. */
  fromMetres: number
}

/**
 * For every edge its spot nearest to a position: each straight piece is searched by halving, for along a piece the
 * distance falls and then rises. No index, no plane, no formula for the foot of a perpendicular.
 */
export function nearestSpots(graph: Graph, position: Position): NearestSpot[] {
  return Array.from({ length: graph.edgeCount }, (_, edge) => {
    let best: NearestSpot = { metres: Infinity, fromMetres: NaN }
    let before = 0
    for (const [start, end] of piecesOf(graph, edge)) {
      const spot = nearestOnPiece(start, end, position)
      const metres = geodesicMetres(...position, ...spot)
      if (metres < best.metres) best = { metres, fromMetres: before + geodesicMetres(...start, ...spot) }
      before += geodesicMetres(...start, ...end)
    }
    return best
  })
}

function nearestOnPiece(start: Position, end: Position, position: Position): Position {
  const along = (t: number): Position => [start[0] + t * (end[0] - start[0]), start[1] + t * (end[1] - start[1])]
  const metres = (t: number) => geodesicMetres(...position, ...along(t))
  let low = 0
  let high = 1
  for (let i = 0; i < 60; i++) {
    const third = (high - low) / 3
    if (metres(low + third) <= metres(high - third)) high -= third
    else low += third
  }
  return [0, 1, (low + high) / 2]
    .map(along)
    .reduce((best, spot) => (geodesicMetres(...position, ...spot) < geodesicMetres(...position, ...best) ? spot : best))
}

/**
 * Walks between all pairs of snapped points by Floyd and Warshall's algorithm (Comm. ACM 5(6), 1962, no. 97) on a
 * network in which every snapped spot is a node of its own, and every point a further one at the end of its leg.
 *
 *   from ──a── spot 1 ──b── spot 2 ──c── to        a + b + c = length of the edge
 *                ┆            ┆
 *             point 1      point 2
 *
 * Returns metres by [point][point]; undefined snaps have no way to anywhere.
 */
export function allWalks(graph: Graph, snaps: readonly (Snap | undefined)[]): Float64Array[] {
  const spotOf = (point: number) => graph.nodeCount + point
  const endOf = (point: number) => graph.nodeCount + snaps.length + point
  const size = graph.nodeCount + 2 * snaps.length
  const metres = Array.from({ length: size }, () => new Float64Array(size).fill(Infinity))
  const join = (a: number, b: number, length: number) => {
    metres[a][b] = metres[b][a] = Math.min(metres[a][b], length)
  }
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const spots = snaps
      .flatMap((snap, point) => (snap?.edge === edge ? [{ node: spotOf(point), fromMetres: snap.fromMetres }] : []))
      .sort((a, b) => a.fromMetres - b.fromMetres)
    const chain = [
      { node: graph.edgeFrom[edge], fromMetres: 0 },
      ...spots,
      { node: graph.edgeTo[edge], fromMetres: graph.edgeMetres[edge] },
    ]
    for (let i = 1; i < chain.length; i++) join(chain[i - 1].node, chain[i].node, chain[i].fromMetres - chain[i - 1].fromMetres)
  }
  snaps.forEach((snap, point) => snap && join(spotOf(point), endOf(point), snap.accessMetres))
  for (let i = 0; i < size; i++) metres[i][i] = 0
  for (let via = 0; via < size; via++) {
    for (let a = 0; a < size; a++) {
      const first = metres[a][via]
      if (first === Infinity) continue
      for (let b = 0; b < size; b++) if (first + metres[via][b] < metres[a][b]) metres[a][b] = first + metres[via][b]
    }
  }
  return snaps.map((_, a) => Float64Array.from(snaps, (__, b) => metres[endOf(a)][endOf(b)]))
}
