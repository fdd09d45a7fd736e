import { Delaunay } from 'd3-delaunay'
import * as turf from '@turf/turf'
import type { MultiPolygon, Polygon } from 'geojson'
import { metresPerDegree, ringsOf, round7, type LonLat, type Polygonal, type Ring } from './geometry.ts'

/**
 * Voronoi cells of unit centres, clipped to a boundary. Stands in for real unit borders, which nobody publishes freely:
 * whoever shows these must label them an approximation. Distances are metric: longitude is scaled before the diagram.
 */
export function voronoiCells(centres: LonLat[], boundary: Polygonal): Polygonal[] {
  const mean = centres.reduce((sum, c) => sum + c[1], 0) / centres.length
  const m = metresPerDegree(mean)
  const scale = m.lon / m.lat
  const points = ringsOf(boundary).flatMap((rings) => rings[0])
  const xs = points.map((p) => p[0] * scale)
  const ys = points.map((p) => p[1])
  const margin = 1
  const frame: [number, number, number, number] = [
    Math.min(...xs) - margin,
    Math.min(...ys) - margin,
    Math.max(...xs) + margin,
    Math.max(...ys) + margin,
  ]
  const diagram = Delaunay.from(centres.map((c): LonLat => [c[0] * scale, c[1]])).voronoi(frame)
  return centres.map((_, index) => {
    const cell = diagram.cellPolygon(index).map((p): LonLat => [p[0] / scale, p[1]])
    return clip({ type: 'Polygon', coordinates: [cell] }, boundary)
  })
}

export function clip(a: Polygonal, b: Polygonal): Polygonal {
  const both = turf.featureCollection([turf.feature(a as Polygon), turf.feature(b as Polygon | MultiPolygon)])
  const result = turf.intersect(both)
  if (!result) throw new Error('expected the polygons to overlap, got nothing in common')
  return roundGeometry(result.geometry as Polygonal)
}

export function polygonsIntersect(a: Polygonal, b: Polygonal): boolean {
  return turf.intersect(turf.featureCollection([turf.feature(a as Polygon), turf.feature(b as Polygon)])) !== null
}

export function areaM2(geometry: Polygonal): number {
  return turf.area(geometry as Polygon)
}

/** Rounds to the stored precision, drops points that fall together, and winds outer rings counter-clockwise (RFC 7946). */
export function roundGeometry(geometry: Polygonal): Polygonal {
  const rounded = ringsOf(geometry).map((rings) => rings.map((ring) => withoutRepeats(ring.map(round7))))
  const coordinates = geometry.type === 'Polygon' ? rounded[0] : rounded
  return turf.rewind({ type: geometry.type, coordinates } as Polygon) as Polygonal
}

function withoutRepeats(ring: Ring): Ring {
  return ring.filter((p, i) => i === 0 || p[0] !== ring[i - 1][0] || p[1] !== ring[i - 1][1])
}
