import { measures, type Measure } from '../core/coverage/summarise.ts'
import type { Db, Tx } from '../db/schema.ts'
import { loadInputs } from './inputs.ts'
import type { Run } from './coverage.repository.ts'
import { layOutRun } from './surface.ts'

/**
 * People that a county's census, H3 table or published totals add to those counted at its places: they have no known
 * place, so that an evaluation holds them in its denominators exactly as a coverage run does (surface.ts). Nobody is
 * counted by more than one source. Zero for all where places count everybody.
 */
export async function sumEstimatedPeople(
  db: Db | Tx,
  countyCode: number,
  versions: Readonly<Record<string, number>>,
  dataDate: string | null,
): Promise<Record<Measure, number>> {
  const parameters = { method: 'straight-line', limitMetres: 0, facilityTypes: [], typeLimitsMetres: {}, cellResolution: 9 }
  const run = { county_code: countyCode, input_versions: versions, data_date: dataDate, parameters } as unknown as Run
  const inputs = await loadInputs(db, run)
  const sum = Object.fromEntries(measures.map((measure) => [measure, 0])) as Record<Measure, number>
  if (inputs.census.length + inputs.cells.length + inputs.controlTotals.length === 0) return sum
  for (const { counts } of layOutRun(run, inputs).withoutVerdict) for (const measure of measures) sum[measure] += counts[measure] ?? 0
  return sum
}
