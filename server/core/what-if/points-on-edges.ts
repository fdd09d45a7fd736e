import type { Graph } from '../network/graph.ts'
import type { Snap } from '../network/snap.ts'

/** Which points join the network on an edge: points[first[e]] … points[first[e + 1] − 1], ascending. */
export interface PointsOnEdges {
  readonly first: Uint32Array
  readonly points: Uint32Array
}

/** Points by the edge they join, packed once, so that a search asks only about the edges it reached. */
export function groupPointsByEdge(graph: Graph, snaps: readonly (Snap | undefined)[]): PointsOnEdges {
  const first = new Uint32Array(graph.edgeCount + 1)
  for (const snap of snaps) if (snap) first[snap.edge + 1]++
  for (let edge = 0; edge < graph.edgeCount; edge++) first[edge + 1] += first[edge]
  const next = first.slice(0, graph.edgeCount)
  const points = new Uint32Array(first[graph.edgeCount])
  snaps.forEach((snap, point) => {
    if (snap) points[next[snap.edge]++] = point
  })
  return { first, points }
}
