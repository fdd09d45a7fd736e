import type { HandCount } from './count-by-hand.ts'
import { plus } from './fraction.ts'

/** Σ over counties, part by part: what one county leaves unbounded, the sum does. */
export function addCounties(counties: readonly HandCount[][]): HandCount[] {
  return counties[0].map((_, i) =>
    counties
      .map((parts) => parts[i])
      .reduce((a, b) => ({
        above: plus(a.above, b.above),
        upper: a.upper && b.upper && plus(a.upper, b.upper),
        below: a.below && b.below && plus(a.below, b.below),
      })),
  )
}
