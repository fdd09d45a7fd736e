import { countedMeasures, type CountedMeasure } from '../core/forecast/forecast-units.ts'
import type { Measure } from '../core/coverage/summarise.ts'
import type { UnitPeople } from '../core/population/unit-people.ts'
import type { Run } from '../coverage/coverage.repository.ts'
import { loadInputs } from '../coverage/inputs.ts'
import { layOutRun } from '../coverage/surface.ts'
import type { Tx } from '../db/schema.ts'
import type { Unit } from '../regions/regions.repository.ts'

export interface BaseUnit {
  /** Null for people who are counted in no township or street. */
  unitId: string | null
  name: string
  level: Unit['level'] | 'none'
  counts: Record<CountedMeasure, number | null>
  /** Places of it whose people of 60+ are not given. */
  missingPlaces: number
}

const measureOf: Record<CountedMeasure, Measure> = { residents: 'residents', residents60Plus: 'residents_60_plus', residents80Plus: 'residents_80_plus' }

/**
 * Everybody of every township and street, each from its best source and scaled to published totals, exactly as a coverage
 * run lays them out; those without a known place included. Of the whole county, whatever its study area.
 */
export async function loadBasePeople(tx: Tx, countyCode: number, versions: Readonly<Record<string, number>>, dataDate: string | null): Promise<BaseUnit[]> {
  const { study_areas: _window, ...whole } = versions
  const parameters = { method: 'straight-line', limitMetres: 0, facilityTypes: [], typeLimitsMetres: {}, cellResolution: 9 }
  const run = { county_code: countyCode, input_versions: whole, data_date: dataDate, parameters } as unknown as Run
  const inputs = await loadInputs(tx, run)
  const { measures } = layOutRun(run, inputs).surface
  const unitById = new Map(inputs.units.map((unit) => [unit.id, unit]))
  return measures.residents.units.flatMap(({ unit: { id } }, i): BaseUnit[] => {
    const counts = Object.fromEntries(countedMeasures.map((measure) => [measure, countOf(measures[measureOf[measure]].units[i], measureOf[measure])])) as BaseUnit['counts']
    const unit = id === null ? undefined : unitById.get(id)
    if (!unit && countedMeasures.every((measure) => !counts[measure])) return []
    const missingPlaces = measures.residents_60_plus.units[i].missingPlaces
    return [{ unitId: id, name: unit?.name ?? '所属乡镇不明', level: unit?.level ?? 'none', counts, missingPlaces }]
  })
}

/** Nobody found is nobody known, unless some source says so. */
function countOf({ unit, dwellings, located, unlocated }: UnitPeople, measure: Measure): number | null {
  const said = dwellings.some(({ counts }) => counts[measure] !== null) || (unit.census?.[measure] ?? unit.control?.[measure] ?? null) !== null
  const people = located + unlocated
  return people > 0 || said ? people : null
}
