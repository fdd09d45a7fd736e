import type { RunNotes } from '../contract/run-details.ts'
import { measures, type Counts, type Measure } from '../core/coverage/summarise.ts'
import { ownCells } from '../core/population/cell-source.ts'
import { packPeople } from '../core/population/people-blocks.ts'
import { layOutSources, type Surface } from '../core/population/surface.ts'
import type { SurfaceUnit } from '../core/population/unit-people.ts'
import type { PopulationBlockTable } from '../db/population-tables.ts'
import type { PopulationCount } from '../population/population.repository.ts'
import type { Unit } from '../regions/regions.repository.ts'
import type { Run } from './coverage.repository.ts'
import { countsOf, townshipOf } from './counts.ts'
import type { CoverageInputs, UnlocatedPeople } from './inputs.ts'

export interface RunSurface {
  surface: Surface
  summary: RunNotes['surface']
  units: RunNotes['surfaceUnits']
  problems: RunNotes['surfaceProblems']
  /**
   * People of the census, of the H3 table and of totals without any count: their cell is an estimate, so that no verdict
   * holds for them. They stand in every denominator as people without a known place.
   */
  withoutVerdict: UnlocatedPeople[]
}

/** What the surface is made of: plain values, which cross into a thread. */
export type SurfaceSources = Pick<CoverageInputs, 'studyArea' | 'units' | 'unitBoundaries' | 'region' | 'places' | 'unlocated' | 'census' | 'controlTotals' | 'cells'>

const zero: Counts = { residents: 0, residents_60_plus: 0, residents_80_plus: 0, households: 0 }

/** The population surface of a run, each unit from the best source it has, scaled to published totals where there are any. */
export function layOutRun(run: Pick<Run, 'data_date' | 'parameters'>, inputs: SurfaceSources): RunSurface {
  const { studyArea } = inputs
  const units = studyArea ? [] : inputs.units.filter(({ parentId }) => parentId === null)
  const unitById = new Map(inputs.units.map((unit) => [unit.id, unit]))
  const known = new Set(units.map(({ id }) => id))
  const published = inputs.controlTotals.find(({ unitId }) => unitId === null)
  // A census or total of what is no township of this version: its people stay, without a known place.
  const homeless = inputs.census.filter(({ unitId }) => !known.has(unitId ?? ''))
  const unlocated = [...inputs.unlocated, ...homeless.map((count) => ({ unitId: null, placeClass: null, counts: countsOf(count) }))]
  const unlocatedOf = (id: string | null) => sumCounts(unlocated.filter(({ unitId }) => (unitId !== null && known.has(unitId) ? unitId : null) === id))
  const surfaceUnits = units.map((unit): SurfaceUnit => {
    const countOf = (rows: PopulationCount[]) => {
      const row = rows.find(({ unitId }) => unitId === unit.id)
      return row ? countsOf(row) : null
    }
    const boundary = inputs.unitBoundaries.get(unit.id)?.coordinates ?? null
    return { id: unit.id, name: unit.name, boundary, census: countOf(inputs.census), control: countOf(inputs.controlTotals), unlocated: unlocatedOf(unit.id) }
  })
  const patches = surfaceUnits.flatMap(({ id, boundary }) => (boundary && isInForce(unitById.get(id!)!, run.data_date) ? [{ unitId: id, boundary }] : []))
  const { cellResolution } = run.parameters
  const surface = layOutSources({
    resolution: cellResolution,
    places: inputs.places.map((place) => ({
      id: place.id,
      unitId: townshipOf(unitById, place.unitId ?? place.communityId),
      lon: place.points[0][0],
      lat: place.points[0][1],
      footprint: place.footprint && place.footprint.coordinates,
      counts: place.counts,
    })),
    units: surfaceUnits,
    cells: inputs.cells.length > 0 ? ownCells(inputs.cells, cellResolution, inputs.region.coordinates, patches) : null,
    whole: {
      name: studyArea?.name ?? '全县（区）',
      boundary: inputs.region.coordinates,
      control: published ? countsOf(published) : null,
      unlocated: unlocatedOf(null),
    },
  })
  return {
    surface,
    summary: measures.map((measure) => summaryOf(surface, measure, published)),
    units: unitRows(surface),
    problems: [
      ...[...homeless, ...inputs.controlTotals.filter(({ unitId }) => unitId !== null && !known.has(unitId))].map(unknownUnit),
      ...surface.problems.map(({ code, column, value, message }) => ({ code, unit: column ?? '', value: value ?? '', message })),
    ],
    withoutVerdict: [...homeless.map((count) => ({ unitId: null, placeClass: null, counts: countsOf(count) })), ...estimated(surface)],
  }
}

/** Blocks of people, as coverage is stored. */
export function toPopulationBlocks(run: Run, { surface }: RunSurface): PopulationBlockTable[] {
  const { cells, resolution } = surface
  return measures.flatMap((measure) =>
    packPeople(cells.map((cell, i) => [cell, surface.measures[measure].people[i]] as const), resolution).map(({ parent, people }) => ({
      county_code: run.county_code,
      run_id: run.id,
      ...{ measure, resolution, parent, people },
    })),
  )
}

function summaryOf({ measures: byMeasure }: Surface, measure: Measure, published: PopulationCount | undefined): RunNotes['surface'][number] {
  const { counted, located, fromTotal, unlocated, controlTotal, factor, missingPlaces } = byMeasure[measure]
  return { measure, counted, located, fromTotal, unlocated, controlTotal, controlSource: controlTotal === null ? null : (published?.source ?? null), factor, missingPlaces }
}

/** Units of which anything is known, by measure. */
function unitRows(surface: Surface): RunNotes['surfaceUnits'] {
  return measures.flatMap((measure) =>
    surface.measures[measure].units.flatMap(({ unit, fromPlaces, fromCensus, fromCells, cellsUnused, fromTotal, spreadOver, located, unlocated, controlTotal, factor }) => {
      const row = { fromPlaces, fromCensus, fromCells, cellsUnused, fromTotal, spreadOver, located, unlocated, controlTotal, factor }
      return located + unlocated + cellsUnused > 0 || controlTotal !== null ? [{ unitId: unit.id, name: unit.name, measure, ...row }] : []
    }),
  )
}

function estimated(surface: Surface): UnlocatedPeople[] {
  const byUnit = new Map<string | null, Counts>()
  for (const measure of measures) {
    for (const { unit, fromCensus, fromCells, fromTotal, unplaced } of surface.measures[measure].units) {
      const people = fromCensus + fromCells + fromTotal + unplaced
      if (people > 0) byUnit.set(unit.id, { ...(byUnit.get(unit.id) ?? zero), [measure]: people })
    }
  }
  return [...byUnit].map(([unitId, counts]) => ({ unitId, placeClass: null, counts }))
}

function sumCounts(people: readonly UnlocatedPeople[]): Counts {
  const sum = { ...zero }
  for (const { counts } of people) for (const measure of measures) sum[measure] = (sum[measure] ?? 0) + (counts[measure] ?? 0)
  return sum
}

function unknownUnit({ id, role, residents, name }: PopulationCount): RunNotes['surfaceProblems'][number] {
  const what = role === 'unit' ? { zh: '普查数', en: 'census' } : { zh: '总数', en: 'published total' }
  const kept = role === 'unit' ? { zh: '计入位置不明', en: 'counts as without a known place' } : { zh: '未采用', en: 'is not applied' }
  return {
    code: 'UNIT_UNKNOWN',
    unit: name ?? id,
    value: String(residents ?? ''),
    message: { zh: `一条${what.zh}所属的乡镇（街道）不在本版行政区划中，${kept.zh}`, en: `A ${what.en} is of a unit that is no township or street of this version; it ${kept.en}` },
  }
}

/** Without a date of data every unit is taken as it stands. */
function isInForce({ validFrom, validTo }: Unit, date: string | null): boolean {
  return date === null || ((validFrom === null || validFrom <= date) && (validTo === null || validTo > date))
}
