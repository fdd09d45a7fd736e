import type { StartOptimisation } from '../contract/optimisations.ts'
import type { Counts } from '../core/coverage/summarise.ts'
import { AppError } from '../errors.ts'

export interface PlaceForWeight {
  id: string
  counts: Counts
}

export interface Weights {
  /** One a place; 0 where it is not known. */
  weight: Float64Array
  /** Indices of the places whose count nobody has given: missing is not zero, so they are said by name. */
  missing: number[]
}

const measureOf = { residents: 'residents', residents60Plus: 'residents_60_plus', residents80Plus: 'residents_80_plus', households: 'households' } as const

/** What each place weighs. Forecasts have no source here yet: a wish for one is refused, never met by today's people. */
export function weightsOf(places: readonly PlaceForWeight[], wish: StartOptimisation['weight']): Weights {
  requireWeights(wish)
  if (wish === 'places') return { weight: new Float64Array(places.length).fill(1), missing: [] }
  const measure = measureOf[wish as keyof typeof measureOf]
  const counts = places.map(({ counts }) => counts[measure])
  return { weight: Float64Array.from(counts, (count) => count ?? 0), missing: counts.flatMap((count, i) => (count === null ? [i] : [])) }
}

/** Refuses a wish that no data can meet, before anything is started. */
export function requireWeights(wish: StartOptimisation['weight']): void {
  if (typeof wish === 'string') return
  throw new AppError('FORECAST_MISSING', `没有可用于选址的需求预测 ${wish.forecastId}（${wish.year} 年）`, `No forecast ${wish.forecastId} for ${wish.year} that siting could weigh by`)
}

/** People of those without a known place: they stay in every denominator. */
export function weightOfUnlocated(counts: readonly Counts[], wish: StartOptimisation['weight']): { weight: number; missing: number } {
  if (typeof wish !== 'string' || wish === 'places') return { weight: 0, missing: 0 }
  const values = counts.map((one) => one[measureOf[wish]])
  return { weight: values.reduce<number>((sum, value) => sum + (value ?? 0), 0), missing: values.filter((value) => value === null).length }
}
