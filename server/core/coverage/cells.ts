import { cellToLatLng, polygonToCells } from 'h3-js'
import type { MultiPolygonCoordinates } from './places.ts'

/**
 * The H3 cells whose centre lies in a region, sorted, each once. H3 is for display and aggregation only: verdicts come
 * from the places themselves, and neither the number nor the nominal size of cells is ever an area (domain.md, Coverage).
 */
export function cellsOfRegion(region: MultiPolygonCoordinates, resolution: number): string[] {
  const cells = new Set<string>()
  for (const polygon of region) for (const cell of polygonToCells(polygon, resolution, true)) cells.add(cell)
  return [...cells].sort()
}

/** Centres of cells, degrees. */
export function cellCentres(cells: readonly string[]): { lon: Float64Array; lat: Float64Array } {
  const lon = new Float64Array(cells.length)
  const lat = new Float64Array(cells.length)
  cells.forEach((cell, i) => ([lat[i], lon[i]] = cellToLatLng(cell)))
  return { lon, lat }
}
