import { groupCount, groupYears, openGroup, sexes, type Pyramid, type Sex } from './ages.ts'

/** What five years do to a cohort, in one variant. */
export interface CohortRates {
  /** Share of each group alive five years on (life-table.ts). */
  survival: Record<Sex, Float64Array>
  /** Deaths of the life table are multiplied by this: 1.1 is a tenth more of them. */
  mortalityFactor: number
  /** Net migration as a share of every cohort a year, −1 to 1; 0 for a closed population. */
  annualMigration: number
}

/**
 * People by sex and group `years` after the pyramid, by cohort survival (Preston, Heuveline, Guillot 2001, ch. 6): those of a
 * group who survive are in the next one five years on; 80+ end up in 85+ together. Between two steps people are interpolated
 * evenly. Groups born after the pyramid's date are NaN: births are not forecast, and nobody of 60 is born within the horizon.
 * Laws: without migration no cohort ever grows; people of 60+ in five years are the survivors of those of 55+ now.
 */
export function projectCohorts(pyramid: Pyramid, rates: CohortRates, years: number): Pyramid {
  if (!(years >= 0)) throw new Error(`expected years after the pyramid, got ${years}`)
  let now = pyramid
  for (let step = 0; step < Math.floor(years / groupYears); step++) now = fiveYearsOn(now, rates)
  const share = (years % groupYears) / groupYears
  return share === 0 ? now : between(now, fiveYearsOn(now, rates), share)
}

function fiveYearsOn(pyramid: Pyramid, rates: CohortRates): Pyramid {
  const next = {} as Pyramid
  const moved = (1 + rates.annualMigration) ** groupYears
  for (const sex of sexes) {
    const people = pyramid[sex]
    const ratio = (group: number) => Math.max(0, 1 - rates.mortalityFactor * (1 - rates.survival[sex][group])) * moved
    next[sex] = new Float64Array(groupCount)
    next[sex][0] = NaN
    for (let group = 1; group < openGroup; group++) next[sex][group] = people[group - 1] * ratio(group - 1)
    next[sex][openGroup] = (people[openGroup - 1] + people[openGroup]) * ratio(openGroup - 1)
  }
  return next
}

function between(from: Pyramid, to: Pyramid, share: number): Pyramid {
  const mixed = {} as Pyramid
  for (const sex of sexes) mixed[sex] = from[sex].map((people, group) => people * (1 - share) + to[sex][group] * share)
  return mixed
}
