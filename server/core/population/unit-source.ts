import { latLngToCell } from 'h3-js'
import { cellsOfRegion } from '../coverage/cells.ts'
import type { MultiPolygonCoordinates } from '../coverage/places.ts'
import type { Measure } from '../coverage/summarise.ts'
import { polygonAreaM2 } from '../geodesic-area.ts'
import { apportion } from './apportion.ts'
import { cellsOfPlace, type CellShare, type SurfacePlace } from './place-source.ts'

/**
 * What people known only by their unit were spread over: its dwellings by their households, by the area of their
 * footprints, or alike; else all its cells alike, an assumption that is said wherever the surface is.
 */
export type SpreadOver = 'households' | 'footprints' | 'dwellings' | 'cells'

/** Cells to spread over and their weights, or undefined where neither a dwelling nor a boundary is known. */
export interface Spread {
  over: SpreadOver
  shares: CellShare[]
}

/**
 * Where people known only by their unit are taken to live (census by township; a published total where nobody is
 * counted). Dwellings whose own count of the measure is not given come first, because it is there that the uncounted
 * must be; where every dwelling is counted they live in all of them alike. By households where every dwelling has them,
 * else by footprint where every one has it, else over the whole unit; without a boundary, the same to each dwelling.
 */
export function spreadOfUnit(
  dwellings: readonly SurfacePlace[],
  boundary: MultiPolygonCoordinates | null,
  measure: Measure,
  resolution: number,
): Spread | undefined {
  const uncounted = dwellings.filter(({ counts }) => counts[measure] === null)
  const candidates = uncounted.length > 0 ? uncounted : dwellings
  if (candidates.length > 0) {
    const households = candidates.map(({ counts }) => counts.households)
    if (households.every((count) => count !== null) && households.some((count) => count! > 0)) {
      return { over: 'households', shares: sharesOf(candidates, households as number[], resolution) }
    }
    if (candidates.every(({ footprint }) => footprint !== null)) {
      return { over: 'footprints', shares: sharesOf(candidates, candidates.map(({ footprint }) => polygonAreaM2(footprint!)), resolution) }
    }
  }
  if (boundary) return { over: 'cells', shares: cellsOfBoundary(boundary, resolution) }
  if (candidates.length === 0) return undefined
  return { over: 'dwellings', shares: sharesOf(candidates, candidates.map(() => 1), resolution) }
}

/** Puts a whole number of people into the cells of a spread; the parts sum exactly to it. */
export function putInto(people: Map<string, number>, total: number, shares: readonly CellShare[]): void {
  if (total === 0) return
  const parts = apportion(total, shares.map(({ weight }) => weight))
  shares.forEach(({ cell }, i) => {
    if (parts[i] > 0) people.set(cell, (people.get(cell) ?? 0) + parts[i])
  })
}

/** Each dwelling's weight over its own cells. */
function sharesOf(dwellings: readonly SurfacePlace[], weights: readonly number[], resolution: number): CellShare[] {
  const sums = new Map<string, number>()
  dwellings.forEach((dwelling, i) => {
    const own = cellsOfPlace(dwelling, resolution)
    const whole = own.reduce((sum, { weight }) => sum + weight, 0)
    for (const { cell, weight } of own) sums.set(cell, (sums.get(cell) ?? 0) + (weights[i] * weight) / whole)
  })
  return [...sums].map(([cell, weight]) => ({ cell, weight })).sort((a, b) => (a.cell < b.cell ? -1 : 1))
}

/** Cells whose centre lies in it; a boundary smaller than the gaps between centres has the cell of its first corner. */
function cellsOfBoundary(boundary: MultiPolygonCoordinates, resolution: number): CellShare[] {
  const cells = cellsOfRegion(boundary, resolution)
  const [lon, lat] = boundary[0][0][0]
  return (cells.length > 0 ? cells : [latLngToCell(lat, lon, resolution)]).map((cell) => ({ cell, weight: 1 }))
}
