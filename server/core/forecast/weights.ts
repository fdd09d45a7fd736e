import { apportion } from '../population/apportion.ts'

export interface WeightedPlace {
  id: string
  unitId: string | null
  /** Present people of the measure that is forecast; null where the count is not given. */
  people: number | null
}

export interface ForecastWeights {
  /** Whole people of each place, in the order of the places. */
  weights: Uint32Array
  /** People of units none of whose places is known: they stand nowhere, and are said. */
  withoutPlace: { unitId: string; people: number }[]
  /** Places of units without a forecast: their weight is 0, and they are said. */
  withoutForecast: string[]
}

/**
 * Spreads each unit's forecast over its places in proportion to its present people, in whole people by largest remainder;
 * evenly where none of its places has any. Invariant: Σ weights + Σ without a place = Σ forecasts, to the person.
 */
export function spreadForecast(places: readonly WeightedPlace[], forecastByUnit: ReadonlyMap<string, number>): ForecastWeights {
  const weights = new Uint32Array(places.length)
  const withoutPlace: ForecastWeights['withoutPlace'] = []
  for (const [unitId, people] of forecastByUnit) {
    const own = places.flatMap((place, i) => (place.unitId === unitId ? [i] : []))
    if (own.length === 0) {
      if (people > 0) withoutPlace.push({ unitId, people })
      continue
    }
    const present = own.map((i) => places[i].people ?? 0)
    const parts = apportion(people, present.some((count) => count > 0) ? present : present.map(() => 1))
    own.forEach((i, k) => (weights[i] = parts[k]))
  }
  return { weights, withoutPlace, withoutForecast: places.filter(({ unitId }) => unitId === null || !forecastByUnit.has(unitId)).map(({ id }) => id) }
}
