import type { RoadInput } from '../../server/core/network/road-builder.ts'

/** Great-circle metres on the sphere of the reference data, 6,371,008.8 m: an answer independent of our geodesic. */
export function sphereMetres(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const radians = Math.PI / 180
  const a =
    Math.sin(((lat2 - lat1) * radians) / 2) ** 2 +
    Math.cos(lat1 * radians) * Math.cos(lat2 * radians) * Math.sin(((lon2 - lon1) * radians) / 2) ** 2
  return 2 * 6371008.8 * Math.asin(Math.sqrt(a))
}

export function edgeSphereMetres(roads: RoadInput, edge: number): number {
  let lon = roads.nodeLon[roads.edgeFrom[edge]]
  let lat = roads.nodeLat[roads.edgeFrom[edge]]
  let metres = 0
  const step = (nextLon: number, nextLat: number) => {
    metres += sphereMetres(lon, lat, nextLon, nextLat)
    lon = nextLon
    lat = nextLat
  }
  for (let i = roads.shapeOffset[edge]; i < roads.shapeOffset[edge + 1]; i++) step(roads.shapeLon[i], roads.shapeLat[i])
  step(roads.nodeLon[roads.edgeTo[edge]], roads.nodeLat[roads.edgeTo[edge]])
  return metres
}

export function totalKilometres(roads: RoadInput): number {
  let metres = 0
  for (let edge = 0; edge < roads.edgeFrom.length; edge++) metres += edgeSphereMetres(roads, edge)
  return metres / 1000
}

/** Connected pieces, largest first: nodes and kilometres of each. */
export function components(roads: RoadInput): { nodes: number; kilometres: number }[] {
  const parent = Array.from({ length: roads.nodeLon.length }, (_, node) => node)
  const root = (node: number): number => {
    while (parent[node] !== node) node = parent[node] = parent[parent[node]]
    return node
  }
  for (let edge = 0; edge < roads.edgeFrom.length; edge++) parent[root(roads.edgeFrom[edge])] = root(roads.edgeTo[edge])
  const pieces = new Map<number, { nodes: number; kilometres: number }>()
  for (let node = 0; node < parent.length; node++) {
    const piece = pieces.get(root(node)) ?? { nodes: 0, kilometres: 0 }
    piece.nodes++
    pieces.set(root(node), piece)
  }
  for (let edge = 0; edge < roads.edgeFrom.length; edge++) {
    const piece = pieces.get(root(roads.edgeFrom[edge]))
    if (piece) piece.kilometres += edgeSphereMetres(roads, edge) / 1000
  }
  return [...pieces.values()].sort((a, b) => b.nodes - a.nodes)
}
