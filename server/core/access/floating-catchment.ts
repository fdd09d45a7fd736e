import type { CatchmentPairs } from './pairs.ts'

export interface CatchmentInput {
  pairs: CatchmentPairs
  /** People of each place, ≥ 0; 0 where the count is not known (the caller says so). */
  people: Float64Array
  /** Beds or places of each facility, ≥ 0. */
  capacity: Float64Array
  /** Weight of a walk, 0 to 1. */
  weightOf(metres: number): number
}

export interface CatchmentResult {
  /** Σ P·W in reach of each facility. */
  weightedPeople: Float64Array
  /** Step one, R = S ÷ Σ P·W: beds a weighted person; NaN where nobody weighs in the catchment. */
  ratio: Float64Array
  /** Step two, A = Σ R·W: beds a person of each place; 0 where no facility with people is in reach. */
  access: Float64Array
}

/**
 * The two steps of the floating catchment area (W. Luo and F. Wang, Measures of spatial accessibility to health care in a GIS
 * environment, Environment and Planning B 30, 2003; with weights Luo and Qi 2009, Dai 2010).
 * Invariant: Σ access·people = Σ capacity of the facilities whose ratio is defined. Nothing is made, nothing is lost.
 */
export function floatingCatchment({ pairs, people, capacity, weightOf }: CatchmentInput): CatchmentResult {
  const weights = Float64Array.from(pairs.metres, weightOf)
  const weightedPeople = new Float64Array(capacity.length)
  for (let k = 0; k < pairs.count; k++) weightedPeople[pairs.facility[k]] += people[pairs.place[k]] * weights[k]
  const ratio = weightedPeople.map((weighted, f) => (weighted > 0 ? capacity[f] / weighted : NaN))
  const access = new Float64Array(people.length)
  for (let k = 0; k < pairs.count; k++) {
    const r = ratio[pairs.facility[k]]
    if (!Number.isNaN(r)) access[pairs.place[k]] += r * weights[k]
  }
  return { weightedPeople, ratio, access }
}
