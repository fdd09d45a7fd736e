import type { Day, Json, OptionalDay, Timestamp, Versioned } from './columns.ts'

/** People of one age group, of a unit or (unit_id null) of the county. */
export interface AgePyramidTable extends Versioned {
  pyramid_code: string
  unit_id: string | null
  age_from: number
  /** The last age of the group; null where it is open (85+). */
  age_to: number | null
  male: number | null
  female: number | null
  as_of: OptionalDay
  source: string | null
}

export interface ForecastTable {
  county_code: number
  id: string
  parameters: Json<unknown>
  input_versions: Json<Record<string, number>>
  input_hash: string
  result: Json<unknown>
  result_hash: string
  data_date: Day | null
  demo: boolean
  actor_id: string
  created_at: Timestamp
}
