export const measures = ['residents', 'residents_60_plus', 'residents_80_plus', 'households'] as const
export type Measure = (typeof measures)[number]
export type Counts = Record<Measure, number | null>

/** People or households: covered ≤ known; those without a known place stand apart, in every denominator. */
export interface Tally {
  covered: number
  known: number
  unlocated: number
  /** Places whose count is not given: missing is not zero. */
  missingPlaces: number
}

export interface SummaryPlace {
  counts: Counts
  /** Undefined where not reached. */
  travelMetres: number | undefined
}

/** Sums one measure over the places of a scope under a limit (metres, inclusive) and those without a place. */
export function tally(places: Iterable<SummaryPlace>, unlocated: Iterable<Counts>, measure: Measure, limitMetres: number): Tally {
  const sum: Tally = { covered: 0, known: 0, unlocated: 0, missingPlaces: 0 }
  for (const place of places) {
    const count = place.counts[measure]
    if (count === null) {
      sum.missingPlaces++
      continue
    }
    sum.known += count
    if (place.travelMetres !== undefined && place.travelMetres <= limitMetres) sum.covered += count
  }
  for (const counts of unlocated) {
    if (counts[measure] === null) sum.missingPlaces++
    else sum.unlocated += counts[measure]
  }
  return sum
}

/**
 * The coverage rate as an interval (domain.md, Coverage): 下限 = covered ÷ all, 上限 = (covered + without a known
 * place) ÷ all. Null where nobody is counted: a zero denominator is no data.
 */
export function rates(sum: Pick<Tally, 'covered' | 'known' | 'unlocated'>): { lower: number | null; upper: number | null } {
  const all = sum.known + sum.unlocated
  if (all === 0) return { lower: null, upper: null }
  return { lower: sum.covered / all, upper: (sum.covered + sum.unlocated) / all }
}
