import { groupCount, groupOf, type Pyramid } from './ages.ts'
import type { Range, Variant } from './range.ts'

/** 失能: the declared share of people from an age on, up to the next band's. */
export interface DisabilityBand {
  fromAge: number
  share: Range
}

/** Disabled elders of a pyramid: Σ people of a group × the share of its band. NaN where a group is not known. */
export function disabledIn(pyramid: Pyramid, bands: readonly DisabilityBand[], variant: Variant): number {
  let sum = 0
  bands.forEach(({ fromAge, share }, i) => {
    const end = i + 1 < bands.length ? groupOf(bands[i + 1].fromAge) : groupCount
    for (let group = groupOf(fromAge); group < end; group++) sum += (pyramid.male[group] + pyramid.female[group]) * share[variant]
  })
  return sum
}

/**
 * The same from people of 60+ and 80+ alone; NaN where the bands need finer ages than that, or the 80+ that nobody knows.
 */
export function disabledOf(people60Plus: number, people80Plus: number, bands: readonly DisabilityBand[], variant: Variant): number {
  const ages = bands.map(({ fromAge }) => fromAge)
  if (ages[0] !== 60 || ages.some((age) => age !== 60 && age !== 80)) return NaN
  if (people80Plus > people60Plus) return NaN
  if (bands.length === 1) return people60Plus * bands[0].share[variant]
  return (people60Plus - people80Plus) * bands[0].share[variant] + people80Plus * bands[1].share[variant]
}
