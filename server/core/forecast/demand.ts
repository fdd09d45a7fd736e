import { rangeOf, type Range } from './range.ts'

/** What elders of a year will need, by declared standards or those of a plan. */
export interface DemandStandards {
  /** Beds per 1,000 people of 60+. */
  bedsPerThousandElders: Range | null
  /** m² a person of 60+. */
  m2PerElder: Range | null
}

export interface Demand {
  /** Whole beds, rounded up: a bed short is a bed short. */
  beds: Range | null
  /** m², rounded up to 0.01. */
  floorAreaM2: Range | null
}

/** Low elders at the low standard, high elders at the high one. */
export function demandOf(elders: Range, { bedsPerThousandElders, m2PerElder }: DemandStandards): Demand {
  return {
    beds: bedsPerThousandElders && rangeOf((variant) => roundUp((elders[variant] * bedsPerThousandElders[variant]) / 1000)),
    floorAreaM2: m2PerElder && rangeOf((variant) => roundUp(elders[variant] * m2PerElder[variant] * 100) / 100),
  }
}

/** Up to the next whole number; a product of decimals that is whole but for its last bits stays what it is. */
function roundUp(value: number): number {
  const nearest = Math.round(value)
  return Math.abs(value - nearest) <= 1e-9 * Math.max(1, Math.abs(value)) ? nearest : Math.ceil(value)
}
