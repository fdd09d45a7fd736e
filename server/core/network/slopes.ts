import { geodesicMetres } from '../geodesic.ts'
import { packGraph } from './graph-file.ts'
import { edgePoints, hasSlopes, type Graph } from './graph.ts'
import type { Snap } from './snap.ts'

/** Slopes beyond this (27°) are no walk but noise of the heights, a bridge or a cutting: they count as this steep. */
export const steepestSlope = 0.5
/** Heights are taken at least this often along a street. */
export const sampleMetres = 30

/**
 * How much longer a walk takes than the same length on the flat; below 1 on a gentle way down.
 * Tobler's hiking function, speed = 6 · exp(−3.5 · |slope + 0.05|) km/h (W. Tobler, Three presentations on geographical
 * analysis and modeling, NCGIA Technical Report 93-1, 1993), divided by its own value on the flat, so that on the flat
 * the pace is the profile's. The quotient does not depend on that pace: one second is one second at any speed.
 * @param slope rise over plan length in the direction of the walk, unitless
 */
export function toblerFactor(slope: number): number {
  const bound = Math.min(steepestSlope, Math.max(-steepestSlope, slope))
  return Math.exp(3.5 * (Math.abs(bound + 0.05) - 0.05))
}

/** The least a walk can cost for its length, at a slope of −5 %: 0.84. Bounds how far a limited walk may lead. */
export const fastestFactor = toblerFactor(-0.05)

export interface Sloped {
  graph: Graph
  lengthMetres: number
  /** Of that length, steeper than `steepestSlope` by its heights, and counted as that steep. */
  cappedMetres: number
  /** Of that length, without heights, and counted as flat. */
  unknownMetres: number
}

/**
 * The same network with a cost of its own for each direction of each edge. Heights come from `elevationAt` (metres at
 * degrees, NaN where unknown), taken every `sampleMetres` or more often, so that a street over a hill is not its two
 * ends; without it, the network's own heights are used. Nothing else of the network changes: between two heights the
 * slope is constant, which makes the cost of a part of an edge exact.
 */
export function withSlopes(graph: Graph, elevationAt?: (lon: number, lat: number) => number): Sloped {
  const sloped = { ...graph, ...(elevationAt ? sampleHeights(graph, elevationAt) : ownHeights(graph)) }
  const forward = new Float64Array(graph.edgeCount)
  const backward = new Float64Array(graph.edgeCount)
  let lengthMetres = 0
  let cappedMetres = 0
  let unknownMetres = 0
  for (let e = 0; e < graph.edgeCount; e++) {
    const edgeMetres = graph.edgeMetres[e]
    const pieces = piecesOf(sloped, e)
    const whole = pieces.reduce((sum, { metres }) => sum + metres, 0)
    const scale = whole > 0 ? edgeMetres / whole : 0
    for (const { metres, slope } of pieces) {
      if (Number.isNaN(slope)) unknownMetres += metres * scale
      else if (Math.abs(slope) > steepestSlope) cappedMetres += metres * scale
    }
    lengthMetres += edgeMetres
    forward[e] = edgeMetres * meanFactor(pieces, 1)
    backward[e] = edgeMetres * meanFactor(pieces, -1)
  }
  return {
    graph: packGraph({ ...sloped, edgeForwardFlatMetres: forward, edgeBackwardFlatMetres: backward }),
    lengthMetres,
    cappedMetres,
    unknownMetres,
  }
}

/** Costs between a spot on an edge and the edge's two ends: leaving the spot, and arriving at it. */
export interface EndCosts {
  outToFrom: number
  outToTo: number
  inFromFrom: number
  inFromTo: number
}

/** Plain partial lengths, or their flat-equivalent metres where slopes count. */
export function endCosts(graph: Graph, snap: Snap): EndCosts {
  const { edge, fromMetres, toMetres } = snap
  if (!hasSlopes(graph)) return { outToFrom: fromMetres, outToTo: toMetres, inFromFrom: fromMetres, inFromTo: toMetres }
  const [before, after] = splitPieces(piecesOf(graph, edge), graph.edgeMetres[edge] > 0 ? fromMetres / graph.edgeMetres[edge] : 0)
  return {
    outToFrom: fromMetres * meanFactor(before, -1),
    outToTo: toMetres * meanFactor(after, 1),
    inFromFrom: fromMetres * meanFactor(before, 1),
    inFromTo: toMetres * meanFactor(after, -1),
  }
}

/** Cost from one spot straight along its edge to another on the same edge. */
export function alongEdge(graph: Graph, start: Snap, end: Snap): number {
  const metres = Math.abs(start.fromMetres - end.fromMetres)
  if (!hasSlopes(graph) || metres === 0) return metres
  const [near, far] = start.fromMetres < end.fromMetres ? [start, end] : [end, start]
  const length = graph.edgeMetres[start.edge]
  const [upToFar] = splitPieces(piecesOf(graph, start.edge), far.fromMetres / length)
  const [, between] = splitPieces(upToFar, near.fromMetres / far.fromMetres)
  return metres * meanFactor(between, near === start ? 1 : -1)
}

const searchGraphs = new WeakMap<Graph, { towards: Graph; onwards: Graph }>()

/**
 * The network as a search from facilities must see it: people walk **to** them, so stepping from a node to the next
 * costs what walking back from there costs. Without slopes it is the network itself.
 */
export function towardsSources(graph: Graph): Graph {
  return hasSlopes(graph) ? searchGraphsOf(graph).towards : graph
}

/** The network as a search from a walker's own place must see it: every arc costs what walking along it costs. */
export function onwardsFromSources(graph: Graph): Graph {
  return hasSlopes(graph) ? searchGraphsOf(graph).onwards : graph
}

function searchGraphsOf(graph: Graph): { towards: Graph; onwards: Graph } {
  let found = searchGraphs.get(graph)
  if (!found) {
    const along = new Float64Array(graph.arcMetres.length)
    const against = new Float64Array(graph.arcMetres.length)
    for (let node = 0; node < graph.nodeCount; node++) {
      for (let arc = graph.firstArc[node]; arc < graph.firstArc[node + 1]; arc++) {
        const edge = graph.arcEdge[arc]
        const leaves = graph.edgeFrom[edge] === node
        along[arc] = leaves ? graph.edgeForwardFlatMetres[edge] : graph.edgeBackwardFlatMetres[edge]
        against[arc] = leaves ? graph.edgeBackwardFlatMetres[edge] : graph.edgeForwardFlatMetres[edge]
      }
    }
    found = { towards: { ...graph, arcMetres: against }, onwards: { ...graph, arcMetres: along } }
    searchGraphs.set(graph, found)
  }
  return found
}

/** A stretch of constant slope (rise over plan length, from → to); NaN where a height is missing. */
interface Piece {
  metres: number
  slope: number
}

function piecesOf(graph: Graph, edge: number): Piece[] {
  const { heights, heightOffset } = graph
  const points = edgePoints(graph, edge)
  const firstSegment = graph.shapeOffset[edge] + edge
  const pieces: Piece[] = []
  for (let k = 0; k + 1 < points.length; k++) {
    const from = heightOffset[firstSegment + k]
    const parts = heightOffset[firstSegment + k + 1] - from - 1
    const metres = geodesicMetres(...points[k], ...points[k + 1]) / parts
    if (metres === 0) continue
    for (let i = from; i < from + parts; i++) pieces.push({ metres, slope: (heights[i + 1] - heights[i]) / metres })
  }
  return pieces
}

/** Mean over the length of the pieces; 1 for none. Exactly 1 on the flat, so that a flat model changes no metre. */
function meanFactor(pieces: readonly Piece[], direction: 1 | -1): number {
  let metres = 0
  let cost = 0
  for (const piece of pieces) {
    metres += piece.metres
    cost += piece.metres * (Number.isNaN(piece.slope) ? 1 : toblerFactor(piece.slope * direction))
  }
  return metres > 0 ? cost / metres : 1
}

/** Cuts pieces in two at a share of their whole length. */
function splitPieces(pieces: readonly Piece[], share: number): [before: Piece[], after: Piece[]] {
  let left = share * pieces.reduce((sum, { metres }) => sum + metres, 0)
  const before: Piece[] = []
  const after: Piece[] = []
  for (const { metres, slope } of pieces) {
    const cut = Math.min(metres, Math.max(0, left))
    left -= metres
    if (cut > 0) before.push({ metres: cut, slope })
    if (metres - cut > 0) after.push({ metres: metres - cut, slope })
  }
  return [before, after]
}

type Heights = Pick<Graph, 'heightOffset' | 'heights'>

function ownHeights(graph: Graph): Heights {
  if (graph.heights.length === 0) throw new Error('expected a network with heights, got one without')
  return graph
}

function sampleHeights(graph: Graph, elevationAt: (lon: number, lat: number) => number): Heights {
  const heightOffset = new Uint32Array(graph.edgeCount + graph.shapeLon.length + 1)
  const heights: number[] = []
  let segment = 0
  for (let e = 0; e < graph.edgeCount; e++) {
    const points = edgePoints(graph, e)
    for (let k = 0; k + 1 < points.length; k++) {
      const [lon1, lat1] = points[k]
      const [lon2, lat2] = points[k + 1]
      const parts = Math.max(1, Math.ceil(geodesicMetres(lon1, lat1, lon2, lat2) / sampleMetres))
      for (let part = 0; part <= parts; part++) heights.push(elevationAt(lon1 + ((lon2 - lon1) * part) / parts, lat1 + ((lat2 - lat1) * part) / parts))
      heightOffset[++segment] = heights.length
    }
  }
  return { heightOffset, heights: Float32Array.from(heights) }
}
