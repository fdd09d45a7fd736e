import { cellToParent, latLngToCell, polygonToCells } from 'h3-js'
import type { MultiPolygonCoordinates } from '../coverage/places.ts'
import type { Counts } from '../coverage/summarise.ts'

/** A residential area or a village: a point, and the footprint where it is known. A count not given is null, not zero. */
export interface SurfacePlace {
  id: string
  lon: number
  lat: number
  footprint: MultiPolygonCoordinates | null
  counts: Counts
}

/** Cells with their weights, ≥ 0; by cell, each once. */
export interface CellShare {
  cell: string
  weight: number
}

/** Footprints are sampled this many levels finer than the surface, so that a small one still finds its cells. */
const samplingLevels = 2

/**
 * Where a place's people stand: in the cells its footprint covers, weighed by the covered area, or in the one cell of its
 * point. At least one cell, so nobody is lost between cell centres.
 */
export function cellsOfPlace(place: Pick<SurfacePlace, 'lon' | 'lat' | 'footprint'>, resolution: number): CellShare[] {
  const own = latLngToCell(place.lat, place.lon, resolution)
  if (!place.footprint) return [{ cell: own, weight: 1 }]
  const samples = new Map<string, number>()
  for (const polygon of place.footprint) {
    for (const fine of polygonToCells(polygon, resolution + samplingLevels, true)) {
      const cell = cellToParent(fine, resolution)
      samples.set(cell, (samples.get(cell) ?? 0) + 1)
    }
  }
  if (samples.size === 0) return [{ cell: own, weight: 1 }]
  return [...samples].map(([cell, weight]) => ({ cell, weight })).sort((a, b) => (a.cell < b.cell ? -1 : 1))
}
