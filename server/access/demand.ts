import { cellToLatLng } from 'h3-js'
import type { AccessReply, AskAccess } from '../contract/access.ts'
import type { PlacePoints } from '../core/access/pairs.ts'
import type { Measure } from '../core/coverage/summarise.ts'
import { listSummaries, type Run } from '../coverage/coverage.repository.ts'
import { loadDemand, loadInputs, type CoverageInputs, type DemandPlace } from '../coverage/inputs.ts'
import { layOutRun } from '../coverage/surface.ts'
import type { Db } from '../db/schema.ts'

/** Somebody to be served, at one or several points. */
export interface AccessDemand {
  id: string
  kind: AccessReply['places'][number]['kind']
  name: string
  unitId: string | null
  /** Null where the count is not given. */
  people: number | null
  points: [lon: number, lat: number][]
  maxAccessMetres: number
}

export interface LoadedDemand {
  places: AccessDemand[]
  /** People without a known place, or known by an estimate only, by unit (null: in none). */
  unlocated: Map<string | null, number>
  /** Places of each unit whose count is not given. */
  withoutCount: Map<string | null, number>
}

export const measureOf = { residents: 'residents', residents60Plus: 'residents_60_plus', residents80Plus: 'residents_80_plus' } as const satisfies Record<
  AskAccess['weight'],
  Measure
>

/** The places that the run judged, with their people; who stands outside them comes from the run's own stored sums. */
export async function loadPlaces(db: Db, run: Run, weight: AskAccess['weight']): Promise<LoadedDemand> {
  const measure = measureOf[weight]
  const { places } = await loadDemand(db, run.county_code, run.input_versions, { id: run.study_area_id })
  const summaries = await listSummaries(db, run.county_code, run.id)
  const rows = summaries.filter((row) => row.scope === 'unit' && row.measure === measure && row.limit_metres === run.parameters.bandMetres[0])
  const demand = placesOf(places, run, weight)
  const withoutCount = new Map<string | null, number>()
  for (const { unitId, people } of demand) if (people === null) withoutCount.set(unitId, (withoutCount.get(unitId) ?? 0) + 1)
  return {
    places: demand,
    unlocated: new Map(rows.map((row) => [row.scope_id === 'unknown' ? null : row.scope_id, row.unlocated])),
    withoutCount,
  }
}

export function placesOf(places: readonly DemandPlace[], { parameters }: Pick<Run, 'parameters'>, weight: AskAccess['weight']): AccessDemand[] {
  return places.map(({ id, kind, name, unitId, counts, points, placeClass }) => ({
    ...{ id, kind, name, unitId, people: counts[measureOf[weight]], points },
    maxAccessMetres: parameters.maxAccessMetres[placeClass],
  }))
}

/** The cells of the run's population surface: everybody it lays out, also those whom it places by an estimate. */
export async function loadCells(db: Db, run: Run, weight: AskAccess['weight']): Promise<LoadedDemand> {
  return cellsOf(run, await loadInputs(db, run), weight)
}

export function cellsOf(run: Run, inputs: CoverageInputs, weight: AskAccess['weight']): LoadedDemand {
  const { surface } = layOutRun(run, inputs)
  const units = surface.measures[measureOf[weight]].units
  const unlocated = new Map<string | null, number>()
  const withoutCount = new Map<string | null, number>()
  const places: AccessDemand[] = []
  for (const { unit, people, unlocated: without, missingPlaces } of units) {
    if (people.size + without + missingPlaces === 0) continue
    unlocated.set(unit.id, without)
    withoutCount.set(unit.id, missingPlaces)
    for (const [cell, count] of [...people].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (count === 0) continue
      const [lat, lon] = cellToLatLng(cell)
      // Two townships may share a cell: its people stay each with their own.
      const id = `${cell}/${unit.id ?? ''}`
      places.push({ id, kind: 'cell', name: cell, unitId: unit.id, people: count, points: [[lon, lat]], maxAccessMetres: run.parameters.maxAccessMetres.city })
    }
  }
  return { places, unlocated, withoutCount }
}

export function toPoints(places: readonly AccessDemand[]): PlacePoints {
  const points = places.flatMap(({ points, maxAccessMetres }, place) => points.map(([lon, lat]) => ({ lon, lat, maxAccessMetres, place })))
  return {
    lon: Float64Array.from(points, ({ lon }) => lon),
    lat: Float64Array.from(points, ({ lat }) => lat),
    maxAccessMetres: Float64Array.from(points, ({ maxAccessMetres }) => maxAccessMetres),
    place: Int32Array.from(points, ({ place }) => place),
    placeCount: places.length,
  }
}
