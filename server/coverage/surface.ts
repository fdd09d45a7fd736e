import { cellToChildPos, cellToChildrenSize, cellToParent } from 'h3-js'
import type { RunNotes } from '../contract/run-details.ts'
import { levelsPerBlock, notOwned } from '../core/coverage/blocks.ts'
import { measures, type Measure } from '../core/coverage/summarise.ts'
import { layOutPopulation, type ControlTotal, type Surface } from '../core/population/surface.ts'
import type { PopulationBlockTable } from '../db/schema.ts'
import type { Run } from './coverage.repository.ts'
import type { CoverageInputs } from './inputs.ts'
import type { PopulationCount } from '../population/population.repository.ts'

export interface RunSurface {
  surface: Surface
  summary: Record<Measure, RunNotes['surface'][number]>
}

/** The population surface of a run: its places over the cells, scaled to the county's published totals where there are any. */
export function layOutRun(run: Run, inputs: CoverageInputs): RunSurface {
  const controls: Partial<Record<Measure, ControlTotal>> = {}
  const published = inputs.controlTotals.find((total) => total.unitId === null)
  const unlocatedOf = (measure: Measure) => inputs.unlocated.reduce((sum, { counts }) => sum + (counts[measure] ?? 0), 0)
  for (const measure of measures) {
    const total = published && totalOf(published, measure)
    if (total !== null && total !== undefined) controls[measure] = { total, unlocated: unlocatedOf(measure) }
  }
  const surface = layOutPopulation(
    inputs.places.map((place) => ({
      id: place.id,
      lon: place.points[0][0],
      lat: place.points[0][1],
      footprint: place.footprint && place.footprint.coordinates,
      counts: place.counts,
    })),
    run.parameters.cellResolution,
    controls,
  )
  const summary = measures.map((measure) => {
    const { counted, located, factor, missingPlaces } = surface.measures[measure]
    const control = controls[measure]
    return [
      measure,
      {
        measure,
        counted,
        located,
        unlocated: unlocatedOf(measure),
        controlTotal: control?.total ?? null,
        controlSource: control ? (published?.source ?? null) : null,
        factor,
        missingPlaces,
      },
    ] as const
  })
  return { surface, summary: Object.fromEntries(summary) as RunSurface['summary'] }
}

/** Blocks of people, as coverage is stored: one 16-bit count a child of an H3 parent. */
export function toPopulationBlocks(run: Run, { surface }: RunSurface): PopulationBlockTable[] {
  const { cells, resolution } = surface
  return measures.flatMap((measure) => {
    const blocks = new Map<string, Uint16Array>()
    cells.forEach((cell, i) => {
      const parent = cellToParent(cell, resolution - levelsPerBlock)
      const values = blocks.get(parent) ?? new Uint16Array(cellToChildrenSize(parent, resolution)).fill(notOwned)
      blocks.set(parent, values)
      const people = surface.measures[measure].people[i]
      if (people >= notOwned) throw new Error(`expected fewer than ${notOwned} people in cell ${cell}, got ${people}`)
      values[cellToChildPos(cell, resolution - levelsPerBlock)] = people
    })
    return [...blocks].sort(([a], [b]) => (a < b ? -1 : 1)).map(([parent, values]) => ({
      county_code: run.county_code,
      run_id: run.id,
      measure,
      resolution,
      parent,
      people: new Uint8Array(values.buffer),
    }))
  })
}

function totalOf(count: PopulationCount, measure: Measure): number | null {
  return {
    residents: count.residents,
    residents_60_plus: count.residents60Plus,
    residents_80_plus: count.residents80Plus,
    households: count.households,
  }[measure]
}
