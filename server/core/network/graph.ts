import Flatbush from 'flatbush'

/**
 * The walking network, packed. All arrays are views of one buffer (graph-file.ts), so the same bytes are the file,
 * the database value and the memory that threads share. Nodes stand in Hilbert order; walking is undirected, so
 * every edge appears as two arcs (a loop edge too).
 *
 *   arcs of node i:  firstArc[i] .. firstArc[i+1]        edge e:  edgeFrom ──shape points──▶ edgeTo
 */
export interface Graph {
  readonly buffer: ArrayBufferLike
  readonly nodeCount: number
  readonly edgeCount: number
  /** Degrees; NaN for both where the source had no coordinates. */
  readonly nodeLon: Float64Array
  readonly nodeLat: Float64Array
  /** Connected component of a node; 0 is the longest by length, 1 the next, … */
  readonly nodeComponent: Uint32Array
  readonly firstArc: Uint32Array
  readonly arcNode: Uint32Array
  readonly arcEdge: Uint32Array
  readonly arcMetres: Float64Array
  readonly edgeFrom: Uint32Array
  readonly edgeTo: Uint32Array
  readonly edgeMetres: Float64Array
  /** Bit flags, see `edgeFlag`. */
  readonly edgeFlags: Uint8Array
  /** Index into `roadClasses`. */
  readonly edgeClass: Uint8Array
  /** Interior points of edge e: shapeOffset[e] .. shapeOffset[e+1], from → to. */
  readonly shapeOffset: Uint32Array
  readonly shapeLon: Float64Array
  readonly shapeLat: Float64Array
  /**
   * Heights along segment s, metres, from → to at even distances, both ends included: heights[heightOffset[s] ..
   * heightOffset[s+1]); NaN where unknown. Both empty where there are no heights.
   */
  readonly heightOffset: Uint32Array
  readonly heights: Float32Array
  /**
   * What each edge costs from → to and to → from where slopes count: metres on the flat that take as long (slopes.ts).
   * Both empty where a walk is simply its length.
   */
  readonly edgeForwardFlatMetres: Float64Array
  readonly edgeBackwardFlatMetres: Float64Array
  /** Edge of each straight segment; edge e owns segments shapeOffset[e]+e .. shapeOffset[e+1]+e inclusive. */
  readonly segmentEdge: Uint32Array
  /** A Flatbush over the segments' boxes (Float32, degrees); empty where the graph has no coordinates. */
  readonly segmentIndex: Uint8Array
}

/** `owned`: the edge belongs to the county itself, not to the buffer of neighbouring roads around it. */
export const edgeFlag = { owned: 1, steps: 2 } as const

/** Whether walks on this graph heed slopes, so that there and back differ. */
export function hasSlopes(graph: Graph): boolean {
  return graph.edgeForwardFlatMetres.length > 0
}

/** Boxes are stored as Float32 (0.8 m at 120°), so every query is widened by this many degrees. */
export const segmentBoxPaddingDegrees = 2e-5

const indexes = new WeakMap<Graph, Flatbush>()

/** The segment index of a graph, opened once. Throws where the graph has no coordinates. */
export function segmentIndexOf(graph: Graph): Flatbush {
  let index = indexes.get(graph)
  if (!index) {
    if (graph.segmentIndex.length === 0) throw new Error('expected a graph with coordinates, got one without')
    index = Flatbush.from(graph.buffer, graph.segmentIndex.byteOffset)
    indexes.set(graph, index)
  }
  return index
}

/** The points of edge e, from → to, ends included. */
export function edgePoints(graph: Graph, edge: number): [lon: number, lat: number][] {
  const points: [number, number][] = [[graph.nodeLon[graph.edgeFrom[edge]], graph.nodeLat[graph.edgeFrom[edge]]]]
  for (let i = graph.shapeOffset[edge]; i < graph.shapeOffset[edge + 1]; i++) {
    points.push([graph.shapeLon[i], graph.shapeLat[i]])
  }
  points.push([graph.nodeLon[graph.edgeTo[edge]], graph.nodeLat[graph.edgeTo[edge]]])
  return points
}
