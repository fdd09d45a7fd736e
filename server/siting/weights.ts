import type { StartOptimisation } from '../contract/optimisations.ts'
import type { Counts } from '../core/coverage/summarise.ts'
import type { Run } from '../coverage/coverage.repository.ts'
import type { Db, Tx } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import { forecastWeights } from '../forecasts/forecast-weights.ts'
import { findForecast } from '../forecasts/forecasts.repository.ts'

export interface PlaceForWeight {
  id: string
  counts: Counts
}

export interface Weights {
  /** One a place; 0 where it is not known. */
  weight: Float64Array
  /** Indices of the places whose count nobody has given: missing is not zero, so they are said by name. */
  missing: number[]
  /** Of a forecast: people of units that hold no place. */
  unlocated?: number
}

const measureOf = { residents: 'residents', residents60Plus: 'residents_60_plus', residents80Plus: 'residents_80_plus', households: 'households' } as const

/** What each place weighs; by a forecast, its middle figure of people of 60 and more, spread over the run's own places. */
export async function weightsOf(db: Db, run: Run, places: readonly PlaceForWeight[], wish: StartOptimisation['weight']): Promise<Weights> {
  if (typeof wish !== 'string') return forecastWeightsOf(db, run, places, wish)
  if (wish === 'places') return { weight: new Float64Array(places.length).fill(1), missing: [] }
  const measure = measureOf[wish]
  const counts = places.map(({ counts }) => counts[measure])
  return { weight: Float64Array.from(counts, (count) => count ?? 0), missing: counts.flatMap((count, i) => (count === null ? [i] : [])) }
}

async function forecastWeightsOf(db: Db, run: Run, places: readonly PlaceForWeight[], { forecastId, year }: ForecastWish): Promise<Weights> {
  const forecast = await findForecast(db, run.county_code, forecastId)
  if (!forecast) throw new Error(`expected forecast ${forecastId} of county ${run.county_code}`)
  const { byPlace, withoutForecast, withoutPlace } = await forecastWeights(db, forecast, { year, measure: 'residents60Plus', variant: 'medium' }, run)
  const unknown = new Set(withoutForecast)
  return {
    weight: Float64Array.from(places, ({ id }) => byPlace.get(id) ?? 0),
    missing: places.flatMap(({ id }, i) => (unknown.has(id) ? [i] : [])),
    unlocated: withoutPlace.reduce((sum, { people }) => sum + people, 0),
  }
}

type ForecastWish = Exclude<StartOptimisation['weight'], string>

/** Refuses a wish that no data can meet, before anything is started. */
export async function requireWeights(db: Db | Tx, countyCode: number, wish: StartOptimisation['weight']): Promise<void> {
  if (typeof wish === 'string') return
  const forecast = await findForecast(db, countyCode, wish.forecastId)
  if (forecast?.result.years.includes(wish.year)) return
  throw new AppError('FORECAST_MISSING', `没有可用于选址的需求预测 ${wish.forecastId}（${wish.year} 年）`, `No forecast ${wish.forecastId} for ${wish.year} that siting could weigh by`)
}

/** People of those without a known place: they stay in every denominator. */
export function weightOfUnlocated(counts: readonly Counts[], wish: StartOptimisation['weight']): { weight: number; missing: number } {
  if (typeof wish !== 'string' || wish === 'places') return { weight: 0, missing: 0 }
  const values = counts.map((one) => one[measureOf[wish]])
  return { weight: values.reduce<number>((sum, value) => sum + (value ?? 0), 0), missing: values.filter((value) => value === null).length }
}
