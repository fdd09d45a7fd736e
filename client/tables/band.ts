import type { PlaceRow } from '../../server/contract/tables.ts'

/** Ascending limits of the run's band. */
export type Band = readonly number[]

/**
 * The lowest limit of the band that covers a place; undefined where none does. The rule of the summaries: a walk is
 * within a limit up to and including it.
 */
export function lowestCoveringLimit(row: Pick<PlaceRow, 'travelMetres'>, band: Band): number | undefined {
  const { travelMetres } = row
  return travelMetres === null ? undefined : band.find((limitMetres) => travelMetres <= limitMetres)
}

/** The limit at which a place turns from not covered to covered; undefined where every limit gives the same verdict. */
export function turningLimit(row: Pick<PlaceRow, 'travelMetres'>, band: Band): number | undefined {
  const limitMetres = lowestCoveringLimit(row, band)
  return limitMetres === band[0] ? undefined : limitMetres
}

export interface BandStep {
  fromMetres: number
  toMetres: number
  places: number
  residents: number
}

/** How many places, and whose residents, each step of the band adds. */
export function bandSteps(rows: readonly Pick<PlaceRow, 'travelMetres' | 'residents'>[], band: Band): BandStep[] {
  const steps = band.slice(1).map((toMetres, index) => ({ fromMetres: band[index], toMetres, places: 0, residents: 0 }))
  for (const row of rows) {
    const turns = turningLimit(row, band)
    const step = steps.find((candidate) => candidate.toMetres === turns)
    if (!step) continue
    step.places += 1
    step.residents += row.residents ?? 0
  }
  return steps
}
