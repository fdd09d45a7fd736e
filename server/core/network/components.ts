import type { Graph } from './graph.ts'

/** Component of every node, numbered by falling length (ties by first node), so that 0 is the main network. */
export function labelComponents(
  nodeCount: number,
  edgeFrom: Uint32Array,
  edgeTo: Uint32Array,
  edgeMetres: Float64Array,
): Uint32Array {
  const parent = Uint32Array.from({ length: nodeCount }, (_, i) => i)
  const find = (node: number): number => {
    let root = node
    while (parent[root] !== root) root = parent[root]
    while (parent[node] !== root) [parent[node], node] = [root, parent[node]]
    return root
  }
  for (let e = 0; e < edgeFrom.length; e++) {
    const a = find(edgeFrom[e])
    const b = find(edgeTo[e])
    if (a !== b) parent[Math.max(a, b)] = Math.min(a, b)
  }
  const metresOfRoot = new Map<number, number>()
  for (let i = 0; i < nodeCount; i++) if (find(i) === i) metresOfRoot.set(i, 0)
  for (let e = 0; e < edgeFrom.length; e++) {
    const root = find(edgeFrom[e])
    metresOfRoot.set(root, metresOfRoot.get(root)! + edgeMetres[e])
  }
  const ranked = [...metresOfRoot].sort((a, b) => b[1] - a[1] || a[0] - b[0])
  const rank = new Map(ranked.map(([root], i) => [root, i]))
  return Uint32Array.from({ length: nodeCount }, (_, i) => rank.get(find(i))!)
}

/** Pieces with a street in them (a node whose only streets were left out is none), and the longest one's share. */
export function countPieces(graph: Graph): { components: number; largestComponentShare: number | null } {
  const pieces = new Set<number>()
  let lengthMetres = 0
  let mainMetres = 0
  graph.edgeFrom.forEach((node, e) => {
    pieces.add(graph.nodeComponent[node])
    lengthMetres += graph.edgeMetres[e]
    if (graph.nodeComponent[node] === 0) mainMetres += graph.edgeMetres[e]
  })
  return { components: pieces.size, largestComponentShare: lengthMetres > 0 ? mainMetres / lengthMetres : null }
}

export interface NetworkReport {
  nodes: number
  edges: number
  lengthMetres: number
  components: number
  /** Share of the whole length that the longest component holds, 0 to 1; null for an empty network. */
  largestComponentShare: number | null
  /** West, south, east, north in degrees; null where the network has no coordinates. */
  bbox: [number, number, number, number] | null
  bytes: number
}

/** What a network amounts to: the figures a report states about it. */
export function describeNetwork(graph: Graph): NetworkReport {
  let lengthMetres = 0
  let mainMetres = 0
  let components = 0
  const bbox: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  const widen = (lon: number, lat: number) => {
    bbox[0] = Math.min(bbox[0], lon)
    bbox[1] = Math.min(bbox[1], lat)
    bbox[2] = Math.max(bbox[2], lon)
    bbox[3] = Math.max(bbox[3], lat)
  }
  for (let i = 0; i < graph.nodeCount; i++) {
    components = Math.max(components, graph.nodeComponent[i] + 1)
    widen(graph.nodeLon[i], graph.nodeLat[i])
  }
  for (let i = 0; i < graph.shapeLon.length; i++) widen(graph.shapeLon[i], graph.shapeLat[i])
  for (let e = 0; e < graph.edgeCount; e++) {
    lengthMetres += graph.edgeMetres[e]
    if (graph.nodeComponent[graph.edgeFrom[e]] === 0) mainMetres += graph.edgeMetres[e]
  }
  return {
    nodes: graph.nodeCount,
    edges: graph.edgeCount,
    lengthMetres,
    components,
    largestComponentShare: lengthMetres > 0 ? mainMetres / lengthMetres : null,
    bbox: Number.isFinite(bbox[0]) ? bbox : null,
    bytes: graph.buffer.byteLength,
  }
}
