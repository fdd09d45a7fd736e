import { cellToParent, latLngToCell, polygonToCells } from 'h3-js'
import { measures, type Counts, type Measure } from '../coverage/summarise.ts'
import type { MultiPolygonCoordinates } from '../coverage/places.ts'
import { apportion } from './apportion.ts'

/** People with a place: a point, and the footprint where it is known. */
export interface SurfacePlace {
  id: string
  lon: number
  lat: number
  footprint: MultiPolygonCoordinates | null
  counts: Counts
}

/** A published total to which the located people of a region are scaled. */
export interface ControlTotal {
  total: number
  /** People of the total without a known place: the surface holds the rest. */
  unlocated: number
}

export interface SurfaceMeasure {
  /** People of each cell, in the order of `cells`. */
  people: Uint32Array
  /** Σ people: exactly the located people, after scaling. */
  located: number
  /** What the places' own counts sum to, before scaling. */
  counted: number
  /** located ÷ counted; 1 where no control total applies; null where nobody was counted. */
  factor: number | null
  /** Places whose count is not given: missing is not zero. */
  missingPlaces: number
}

export interface Surface {
  resolution: number
  cells: string[]
  measures: Record<Measure, SurfaceMeasure>
}

/** Footprints are sampled this many levels finer than the surface, so that a small one still finds its cells. */
const samplingLevels = 2

/**
 * Lays people out over H3 cells (domain.md, Population surface). Every place keeps its people whole: they are shared over
 * the cells its footprint covers, by covered area, or stand in the one cell of its point; so each place owns at least
 * one cell and nobody is lost between cell centres. With a control total the sum is scaled to its located share, to
 * the person, and the factor is kept.
 */
export function layOutPopulation(
  places: readonly SurfacePlace[],
  resolution: number,
  controls: Partial<Record<Measure, ControlTotal>> = {},
): Surface {
  const shares = places.map((place) => cellShares(place, resolution))
  const cells = [...new Set(shares.flatMap((share) => share.map(({ cell }) => cell)))].sort()
  const indexOf = new Map(cells.map((cell, index) => [cell, index]))
  const measured = measures.map((measure) => {
    const people = new Uint32Array(cells.length)
    let counted = 0
    let missingPlaces = 0
    places.forEach((place, i) => {
      const count = place.counts[measure]
      if (count === null) {
        missingPlaces++
        return
      }
      counted += count
      const parts = apportion(count, shares[i].map(({ weight }) => weight))
      shares[i].forEach(({ cell }, k) => (people[indexOf.get(cell)!] += parts[k]))
    })
    return [measure, scaleTo(people, counted, missingPlaces, controls[measure])] as const
  })
  return { resolution, cells, measures: Object.fromEntries(measured) as Record<Measure, SurfaceMeasure> }
}

function scaleTo(people: Uint32Array, counted: number, missingPlaces: number, control: ControlTotal | undefined): SurfaceMeasure {
  if (!control || counted === 0) return { people, located: counted, counted, factor: counted === 0 ? null : 1, missingPlaces }
  const located = control.total - control.unlocated
  if (located < 0) throw new Error(`expected at most ${control.total} people without a place, got ${control.unlocated}`)
  return { people: apportion(located, people), located, counted, factor: located / counted, missingPlaces }
}

function cellShares(place: SurfacePlace, resolution: number): { cell: string; weight: number }[] {
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
