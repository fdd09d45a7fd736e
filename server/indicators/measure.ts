import type { CoverageMeasure } from '../contract/counties.ts'
import { rates } from '../core/coverage/summarise.ts'
import type { SummaryRow } from '../coverage/coverage.repository.ts'

/** A stored sum as it is sent: with its interval, and what is missing from it. */
export function toMeasure(row: SummaryRow): CoverageMeasure {
  const { lower, upper } = rates(row)
  return {
    covered: row.covered,
    known: row.known,
    unlocated: row.unlocated,
    rateLower: lower,
    rateUpper: upper,
    missingPlaces: row.missing_places,
  }
}
