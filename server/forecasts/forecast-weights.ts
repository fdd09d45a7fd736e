import { spreadForecast } from '../core/forecast/weights.ts'
import type { Variant } from '../core/forecast/range.ts'
import { townshipOf } from '../coverage/counts.ts'
import { loadDemand } from '../coverage/inputs.ts'
import type { Db, Tx } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import type { Forecast } from './forecasts.repository.ts'

export interface WeightWish {
  /** One of the forecast's years. */
  year: number
  measure: 'residents60Plus' | 'residents80Plus'
  variant: Variant
}

export interface RunOfPlaces {
  input_versions: Readonly<Record<string, number>>
  study_area_id: string | null
}

export interface PlaceWeights {
  /** Whole people by place, every place of the versions named. */
  byPlace: Map<string, number>
  /** Units with a forecast and no place: their people stand nowhere. */
  withoutPlace: { unitId: string; people: number }[]
  /** Places in units without a forecast: weight 0. */
  withoutForecast: string[]
}

/**
 * “Weight = 60+ of 2035”: each unit's forecast spread over its places in proportion to its present elders. The places are
 * those of a run, so that siting and coverage speak of the same ones. Σ weights + Σ without a place
 * = Σ of the units' forecasts, to the person.
 */
export async function forecastWeights(db: Db | Tx, forecast: Forecast, { year, measure, variant }: WeightWish, run: RunOfPlaces): Promise<PlaceWeights> {
  const index = forecast.result.years.indexOf(year)
  if (index < 0) throw new AppError('BAD_REQUEST', `该预测没有 ${year} 年`, `The forecast has no year ${year}`)
  const byUnit = new Map<string, number>()
  for (const { unitId, years } of forecast.result.units) {
    const people = years[index][measure].people
    if (unitId !== null && people) byUnit.set(unitId, people[variant])
  }
  const { units, places } = await loadDemand(db, forecast.county_code, run.input_versions, { id: run.study_area_id })
  const unitById = new Map(units.map((unit) => [unit.id, unit]))
  const key = measure === 'residents60Plus' ? 'residents_60_plus' : 'residents_80_plus'
  const rows = places.map(({ id, unitId, communityId, counts }) => ({ id, unitId: townshipOf(unitById, unitId ?? communityId), people: counts[key] }))
  const { weights, ...rest } = spreadForecast(rows, byUnit)
  return { byPlace: new Map(rows.map(({ id }, i) => [id, weights[i]])), ...rest }
}
