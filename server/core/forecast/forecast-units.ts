import { peopleFrom, type Pyramid } from './ages.ts'
import { projectCohorts, type CohortRates } from './cohort.ts'
import { disabledIn, disabledOf, type DisabilityBand } from './disability.ts'
import { survivalRatios, type LifeTable } from './life-table.ts'
import { rangeOf, variants, type Range, type Variant } from './range.ts'

export type CountedMeasure = 'residents' | 'residents60Plus' | 'residents80Plus'
export const countedMeasures = ['residents', 'residents60Plus', 'residents80Plus'] as const satisfies readonly CountedMeasure[]

/**
 * How a figure came about: by the unit's own age pyramid; by its present share of a county that has one; by a declared rate
 * of growth from what is counted now.
 */
export type ForecastMethod = 'cohort' | 'county_share' | 'declared_growth'
/** `contradiction`: more people of 80+ than of 60+, or more elders than residents; the declared rates do not go together. */
export type ForecastGap = 'not_counted' | 'no_rate' | 'births_needed' | 'no_ages' | 'contradiction'

/** Whole people, or nobody knows and why. */
export type Estimate = (Range & { method: ForecastMethod }) | { gap: ForecastGap }

export interface ForecastUnit {
  id: string
  /** What is counted now; null where it is not. */
  counts: Record<CountedMeasure, number | null>
  pyramid: DatedPyramid | null
}

export interface DatedPyramid {
  pyramid: Pyramid
  year: number
}

export interface ForecastRates {
  /** Null where none was declared: then no pyramid can be carried on. */
  lifeTable: LifeTable | null
  /** By variant: `low` is the one with fewer elders, so it has the higher factor. */
  mortalityFactor: Range
  annualMigration: Range
  growth: Partial<Record<CountedMeasure, Range>>
  disability: readonly DisabilityBand[] | null
}

export interface ForecastInput {
  units: readonly ForecastUnit[]
  county: DatedPyramid | null
  /** The year that `counts` speak of. */
  baseYear: number
  years: readonly number[]
  rates: ForecastRates
}

export type ForecastFigures = Record<CountedMeasure | 'disabled', Estimate>

export interface UnitForecast {
  unitId: string
  /** One entry a year asked for. */
  years: ForecastFigures[]
}

export interface CountyForecast {
  units: UnitForecast[]
  /** The county's own pyramid carried on, beside the sum of the units; null without one. */
  county: ForecastFigures[] | null
}

/** Whole people by unit and year, each by the best method that its data allow. A unit's figures depend on no other unit. */
export function forecastUnits(input: ForecastInput): CountyForecast {
  const carry = createCarrier(input.rates)
  return {
    units: input.units.map((unit) => ({ unitId: unit.id, years: input.years.map((year) => forecastUnit(unit, year, input, carry)) })),
    county: input.county && carry ? input.years.map((year) => byCohort(input.county!, year, input, carry)) : null,
  }
}

type Carry = (start: DatedPyramid, year: number, variant: Variant) => Pyramid

function createCarrier({ lifeTable, mortalityFactor, annualMigration }: ForecastRates): Carry | null {
  if (!lifeTable) return null
  const survival = { male: survivalRatios(lifeTable.male), female: survivalRatios(lifeTable.female) }
  const known = new WeakMap<Pyramid, Map<string, Pyramid>>()
  return ({ pyramid, year: from }, year, variant) => {
    let own = known.get(pyramid)
    if (!own) known.set(pyramid, (own = new Map()))
    const key = `${year}/${variant}`
    let carried = own.get(key)
    if (!carried) {
      const rates: CohortRates = { survival, mortalityFactor: mortalityFactor[variant], annualMigration: annualMigration[variant] }
      own.set(key, (carried = projectCohorts(pyramid, rates, year - from)))
    }
    return carried
  }
}

function forecastUnit(unit: ForecastUnit, year: number, input: ForecastInput, carry: Carry | null): ForecastFigures {
  const grown = byGrowth(unit, year, input)
  const shared = carry && input.county ? byCountyShare(unit, year, input, input.county, carry) : undefined
  const cohort = carry && unit.pyramid ? byCohort(unit.pyramid, year, input, carry) : undefined
  const best = (measure: CountedMeasure | 'disabled') => [cohort, shared, grown].map((figures) => figures?.[measure]).find((one) => one && !('gap' in one)) ?? grown[measure]
  const residents = 'gap' in grown.residents && cohort ? ({ gap: 'births_needed' } as const) : grown.residents
  const elders = best('residents60Plus')
  return {
    residents: holds(elders, residents) ? residents : { gap: 'contradiction' },
    residents60Plus: elders,
    residents80Plus: holds(best('residents80Plus'), elders) ? best('residents80Plus') : { gap: 'contradiction' },
    disabled: best('disabled'),
  }
}

/** Whether the part is no more than the whole, as far as both are known. */
function holds(part: Estimate, whole: Estimate): boolean {
  return 'gap' in part || 'gap' in whole || variants.every((variant) => part[variant] <= whole[variant])
}

/** From the pyramid's own people: what is counted elsewhere plays no part. */
function byCohort(start: DatedPyramid, year: number, { rates: { disability } }: ForecastInput, carry: Carry): ForecastFigures {
  const of = (count: (pyramid: Pyramid, variant: Variant) => number) => estimate('cohort', (variant) => count(carry(start, year, variant), variant), 'no_ages')
  return {
    residents: { gap: 'births_needed' },
    residents60Plus: of((pyramid) => peopleFrom(pyramid, 60)),
    residents80Plus: of((pyramid) => peopleFrom(pyramid, 80)),
    disabled: disability ? of((pyramid, variant) => disabledIn(pyramid, disability, variant)) : { gap: 'no_rate' },
  }
}

/**
 * The unit keeps its share of the county's people of an age (constant share: S. K. Smith, J. Tayman, D. A. Swanson, A
 * Practitioner's Guide to State and Local Population Projections, Springer 2013), and has its mix of ages.
 */
function byCountyShare(unit: ForecastUnit, year: number, { baseYear, rates: { disability } }: ForecastInput, county: DatedPyramid, carry: Carry): ForecastFigures {
  const from = Math.max(baseYear, county.year)
  const share = (measure: 'residents60Plus' | 'residents80Plus', age: number): Estimate => {
    const count = unit.counts[measure]
    if (count === null) return { gap: 'not_counted' }
    return estimate('county_share', (variant) => (count === 0 ? 0 : (count * peopleFrom(carry(county, year, variant), age)) / peopleFrom(carry(county, from, variant), age)), 'no_ages')
  }
  const elders = share('residents60Plus', 60)
  const disabled = (): Estimate => {
    if (!disability) return { gap: 'no_rate' }
    if ('gap' in elders) return elders
    const count = unit.counts.residents60Plus!
    return estimate('county_share', (variant) => {
      const then = carry(county, year, variant)
      return count === 0 ? 0 : (count * disabledIn(then, disability, variant)) / peopleFrom(carry(county, from, variant), 60)
    }, 'no_ages')
  }
  return { residents: { gap: 'births_needed' }, residents60Plus: elders, residents80Plus: share('residents80Plus', 80), disabled: disabled() }
}

function byGrowth(unit: ForecastUnit, year: number, { baseYear, rates: { growth, disability } }: ForecastInput): ForecastFigures {
  const exact = (measure: CountedMeasure, variant: Variant) => {
    const count = unit.counts[measure]
    const rate = growth[measure]
    return count === null || !rate ? NaN : count * (1 + rate[variant]) ** (year - baseYear)
  }
  const grown = (measure: CountedMeasure): Estimate => {
    if (unit.counts[measure] === null) return { gap: 'not_counted' }
    return estimate('declared_growth', (variant) => exact(measure, variant), 'no_rate')
  }
  const disabled = (): Estimate => {
    if (!disability) return { gap: 'no_rate' }
    const elders = grown('residents60Plus')
    if ('gap' in elders) return elders
    return estimate('declared_growth', (variant) => disabledOf(exact('residents60Plus', variant), exact('residents80Plus', variant), disability, variant), 'no_ages')
  }
  return { residents: grown('residents'), residents60Plus: grown('residents60Plus'), residents80Plus: grown('residents80Plus'), disabled: disabled() }
}

function estimate(method: ForecastMethod, of: (variant: Variant) => number, gap: ForecastGap): Estimate {
  const range = rangeOf((variant) => Math.round(of(variant)))
  return variants.every((variant) => Number.isFinite(range[variant])) ? { method, ...range } : { gap }
}
