import { degreeScaleAt, geodesicMetres, type DegreeScale } from '../geodesic.ts'
import { edgePoints, segmentBoxPaddingDegrees, segmentIndexOf, type Graph } from './graph.ts'

/**
 * Where a point joins the network: the nearest point on the nearest walkable edge (domain.md, Travel).
 *
 *            ● point
 *            ┆ accessMetres
 *   from ────┴─────── to        fromMetres + toMetres = edgeMetres[edge]
 */
export interface Snap {
  edge: number
  fromMetres: number
  toMetres: number
  accessMetres: number
  lon: number
  lat: number
}

/**
 * Joins a point to the network. `maxAccessMetres` bounds the straight leg to it; undefined when no edge is that near.
 * Equally near edges resolve to the lowest edge index, so the answer does not depend on search order.
 */
export function snapToNetwork(graph: Graph, lon: number, lat: number, maxAccessMetres: number): Snap | undefined {
  const scale = degreeScaleAt(lat)
  for (let radius = Math.min(50, maxAccessMetres); ; radius = Math.min(radius * 2, maxAccessMetres)) {
    const found = nearestWithin(graph, lon, lat, radius, scale)
    if (found) return locate(graph, found, lon, lat)
    if (radius >= maxAccessMetres) return undefined
  }
}

interface Candidate {
  segment: number
  /** Position along the segment, 0 at its first point, 1 at its last. */
  t: number
  metres: number
}

function nearestWithin(graph: Graph, lon: number, lat: number, radiusMetres: number, scale: DegreeScale): Candidate | undefined {
  // A hair over the radius, so that a leg exactly as long as the limit is found.
  const dLon = (radiusMetres * 1.0001) / scale.lonMetres + segmentBoxPaddingDegrees
  const dLat = (radiusMetres * 1.0001) / scale.latMetres + segmentBoxPaddingDegrees
  let best: Candidate | undefined
  segmentIndexOf(graph).search(lon - dLon, lat - dLat, lon + dLon, lat + dLat, (segment) => {
    const found = nearestOnSegment(graph, segment, lon, lat, scale)
    const nearer = !best || found.metres < best.metres
    if (nearer || (found.metres === best!.metres && segment < best!.segment)) best = found
    return false
  })
  return best && best.metres <= radiusMetres ? best : undefined
}

/** Perpendicular foot on the plane tangent at the point: within a few hundred metres exact to well under 1 cm. */
function nearestOnSegment(graph: Graph, segment: number, lon: number, lat: number, scale: DegreeScale): Candidate {
  const [lon1, lat1, lon2, lat2] = segmentEnds(graph, segment)
  const ax = (lon1 - lon) * scale.lonMetres
  const ay = (lat1 - lat) * scale.latMetres
  const dx = (lon2 - lon1) * scale.lonMetres
  const dy = (lat2 - lat1) * scale.latMetres
  const length2 = dx * dx + dy * dy
  const t = length2 > 0 ? Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length2)) : 0
  return { segment, t, metres: Math.hypot(ax + t * dx, ay + t * dy) }
}

function segmentEnds(graph: Graph, segment: number): [number, number, number, number] {
  const edge = graph.segmentEdge[segment]
  const first = graph.shapeOffset[edge]
  const last = graph.shapeOffset[edge + 1]
  const k = segment - (first + edge)
  const from = graph.edgeFrom[edge]
  const to = graph.edgeTo[edge]
  const start = first + k - 1
  const end = first + k
  return [
    k === 0 ? graph.nodeLon[from] : graph.shapeLon[start],
    k === 0 ? graph.nodeLat[from] : graph.shapeLat[start],
    end === last ? graph.nodeLon[to] : graph.shapeLon[end],
    end === last ? graph.nodeLat[to] : graph.shapeLat[end],
  ]
}

/** Turns a spot on a segment into partial lengths of its edge, which share the edge's length in the shape's ratio. */
function locate(graph: Graph, found: Candidate, lon: number, lat: number): Snap {
  const edge = graph.segmentEdge[found.segment]
  const [lon1, lat1, lon2, lat2] = segmentEnds(graph, found.segment)
  const snapLon = lon1 + found.t * (lon2 - lon1)
  const snapLat = lat1 + found.t * (lat2 - lat1)
  const share = shareAlong(graph, edge, found.segment - (graph.shapeOffset[edge] + edge), found.t)
  const fromMetres = graph.edgeMetres[edge] * share
  return {
    edge,
    fromMetres,
    toMetres: graph.edgeMetres[edge] - fromMetres,
    accessMetres: geodesicMetres(lon, lat, snapLon, snapLat),
    lon: snapLon,
    lat: snapLat,
  }
}

function shareAlong(graph: Graph, edge: number, segmentOfEdge: number, t: number): number {
  const points = edgePoints(graph, edge)
  if (points.length === 2) return t
  let before = 0
  let whole = 0
  for (let k = 0; k + 1 < points.length; k++) {
    const metres = geodesicMetres(points[k][0], points[k][1], points[k + 1][0], points[k + 1][1])
    if (k < segmentOfEdge) before += metres
    if (k === segmentOfEdge) before += metres * t
    whole += metres
  }
  return whole > 0 ? before / whole : 0
}
