import Flatbush from 'flatbush'
import { geodesicMetres } from '../geodesic.ts'
import { labelComponents } from './components.ts'
import { edgeFlag, type Graph } from './graph.ts'
import { packGraph, type GraphArrays } from './graph-file.ts'
import { hilbertOrder } from './hilbert.ts'
import type { RoadInput } from './road-builder.ts'

export interface BuiltGraph {
  graph: Graph
  /** The source's node ids in the graph's node order, or null where it had none. */
  nodeIds: string[] | null
}

export interface BuildOptions {
  /** 1 for edges of the county itself, in the input's edge order; all are owned when omitted. */
  owned?: Uint8Array
  /** Puts the buffer in memory that threads share. */
  shared?: boolean
}

/**
 * Packs roads into a graph. Lengths are metres: those given are kept as they are, the others are geodesic along the
 * shape. Throws on a negative or non-finite length: adapters refuse such rows with the row named.
 */
export function buildGraph(roads: RoadInput, options: BuildOptions = {}): BuiltGraph {
  const nodeCount = roads.nodeLon.length
  const edgeCount = roads.edgeFrom.length
  const located = nodeCount > 0 && !Number.isNaN(roads.nodeLon[0])
  const order = located ? hilbertOrder(roads.nodeLon, roads.nodeLat) : Uint32Array.from({ length: nodeCount }, (_, i) => i)
  const newIndex = new Uint32Array(nodeCount)
  order.forEach((old, index) => (newIndex[old] = index))

  const edgeFrom = roads.edgeFrom.map((node) => newIndex[node])
  const edgeTo = roads.edgeTo.map((node) => newIndex[node])
  const nodeLon = Float64Array.from(order, (old) => roads.nodeLon[old])
  const nodeLat = Float64Array.from(order, (old) => roads.nodeLat[old])
  const edgeMetres = measureEdges(roads)
  const edgeFlags = new Uint8Array(edgeCount)
  for (let e = 0; e < edgeCount; e++) {
    edgeFlags[e] = ((options.owned?.[e] ?? 1) ? edgeFlag.owned : 0) | (roads.edgeSteps[e] ? edgeFlag.steps : 0)
  }
  const graph = assembleGraph(
    {
      nodeLon,
      nodeLat,
      edgeFrom,
      edgeTo,
      edgeMetres,
      edgeFlags,
      edgeClass: roads.edgeClass,
      shapeOffset: roads.shapeOffset,
      shapeLon: roads.shapeLon,
      shapeLat: roads.shapeLat,
      ...heightsOf(roads),
      edgeForwardFlatMetres: new Float64Array(0),
      edgeBackwardFlatMetres: new Float64Array(0),
    },
    options,
  )
  const ids = roads.nodeIds
  return { graph, nodeIds: ids && Array.from(order, (old) => ids[old]) }
}

/** The arrays that say what a network is; the others (arcs, components, the segment index) follow from them. */
export type GraphParts = Omit<GraphArrays, 'nodeComponent' | 'firstArc' | 'arcNode' | 'arcEdge' | 'arcMetres' | 'segmentEdge' | 'segmentIndex'>

/** Packs a graph whose nodes already stand in their order: a network derived from another keeps its node numbers. */
export function assembleGraph(parts: GraphParts, options: Pick<BuildOptions, 'shared'> = {}): Graph {
  const { nodeLon, nodeLat, edgeFrom, edgeTo, edgeMetres } = parts
  const located = nodeLon.length > 0 && !Number.isNaN(nodeLon[0])
  const segments = located
    ? indexSegments(nodeLon, nodeLat, edgeFrom, edgeTo, parts)
    : { segmentEdge: new Uint32Array(0), segmentIndex: new Uint8Array(0) }
  return packGraph(
    {
      ...parts,
      nodeComponent: labelComponents(nodeLon.length, edgeFrom, edgeTo, edgeMetres),
      ...packArcs(nodeLon.length, edgeFrom, edgeTo, edgeMetres),
      ...segments,
    },
    options,
  )
}

/** The source's own heights, two a segment: one at each end. */
function heightsOf({ edgeFrom, edgeTo, shapeOffset, nodeElevation, shapeElevation }: RoadInput): Pick<Graph, 'heightOffset' | 'heights'> {
  if (!nodeElevation || !shapeElevation) return { heightOffset: new Uint32Array(0), heights: new Float32Array(0) }
  const segmentCount = edgeFrom.length + shapeElevation.length
  const heights = new Float32Array(segmentCount * 2)
  let at = 0
  for (let e = 0; e < edgeFrom.length; e++) {
    heights[at++] = nodeElevation[edgeFrom[e]]
    for (let i = shapeOffset[e]; i < shapeOffset[e + 1]; i++) {
      heights[at++] = shapeElevation[i]
      heights[at++] = shapeElevation[i]
    }
    heights[at++] = nodeElevation[edgeTo[e]]
  }
  return { heightOffset: Uint32Array.from({ length: segmentCount + 1 }, (_, s) => s * 2), heights }
}

function measureEdges(roads: RoadInput): Float64Array {
  const metres = new Float64Array(roads.edgeFrom.length)
  for (let e = 0; e < metres.length; e++) {
    const given = roads.edgeLengthMetres[e]
    const length = Number.isNaN(given) ? shapeMetres(roads, e) : given
    if (!(length >= 0 && length < Infinity)) throw new Error(`expected a length of edge ${e} in metres, got ${length}`)
    metres[e] = length
  }
  return metres
}

function shapeMetres(roads: RoadInput, edge: number): number {
  let lon = roads.nodeLon[roads.edgeFrom[edge]]
  let lat = roads.nodeLat[roads.edgeFrom[edge]]
  let metres = 0
  for (let i = roads.shapeOffset[edge]; i < roads.shapeOffset[edge + 1]; i++) {
    metres += geodesicMetres(lon, lat, roads.shapeLon[i], roads.shapeLat[i])
    lon = roads.shapeLon[i]
    lat = roads.shapeLat[i]
  }
  const end = roads.edgeTo[edge]
  return metres + geodesicMetres(lon, lat, roads.nodeLon[end], roads.nodeLat[end])
}

function packArcs(nodeCount: number, edgeFrom: Uint32Array, edgeTo: Uint32Array, edgeMetres: Float64Array) {
  const firstArc = new Uint32Array(nodeCount + 1)
  for (let e = 0; e < edgeFrom.length; e++) {
    firstArc[edgeFrom[e] + 1]++
    firstArc[edgeTo[e] + 1]++
  }
  for (let i = 0; i < nodeCount; i++) firstArc[i + 1] += firstArc[i]
  const next = firstArc.slice(0, nodeCount)
  const arcNode = new Uint32Array(edgeFrom.length * 2)
  const arcEdge = new Uint32Array(edgeFrom.length * 2)
  const arcMetres = new Float64Array(edgeFrom.length * 2)
  const put = (from: number, to: number, edge: number) => {
    const arc = next[from]++
    arcNode[arc] = to
    arcEdge[arc] = edge
    arcMetres[arc] = edgeMetres[edge]
  }
  for (let e = 0; e < edgeFrom.length; e++) {
    put(edgeFrom[e], edgeTo[e], e)
    put(edgeTo[e], edgeFrom[e], e)
  }
  return { firstArc, arcNode, arcEdge, arcMetres }
}

function indexSegments(
  nodeLon: Float64Array,
  nodeLat: Float64Array,
  edgeFrom: Uint32Array,
  edgeTo: Uint32Array,
  roads: Pick<RoadInput, 'shapeOffset' | 'shapeLon' | 'shapeLat'>,
) {
  const count = edgeFrom.length + roads.shapeLon.length
  const segmentEdge = new Uint32Array(count)
  if (count === 0) return { segmentEdge, segmentIndex: new Uint8Array(0) }
  const index = new Flatbush(count, 16, Float32Array)
  let segment = 0
  const add = (edge: number, lon1: number, lat1: number, lon2: number, lat2: number) => {
    segmentEdge[segment++] = edge
    index.add(Math.min(lon1, lon2), Math.min(lat1, lat2), Math.max(lon1, lon2), Math.max(lat1, lat2))
  }
  for (let e = 0; e < edgeFrom.length; e++) {
    let lon = nodeLon[edgeFrom[e]]
    let lat = nodeLat[edgeFrom[e]]
    for (let i = roads.shapeOffset[e]; i < roads.shapeOffset[e + 1]; i++) {
      add(e, lon, lat, roads.shapeLon[i], roads.shapeLat[i])
      lon = roads.shapeLon[i]
      lat = roads.shapeLat[i]
    }
    add(e, lon, lat, nodeLon[edgeTo[e]], nodeLat[edgeTo[e]])
  }
  index.finish()
  return { segmentEdge, segmentIndex: new Uint8Array(index.data) }
}
