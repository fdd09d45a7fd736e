import type { Bilingual, Day, Geometry, Json, Optional, Timestamp } from './columns.ts'

export interface EvaluationTable {
  /** The region judged: a county, or a prefecture. */
  county_code: number
  id: string
  pack_id: string
  pack_hash: string
  pack: Json<unknown>
  year: number
  status: 'running' | 'published' | 'failed' | 'cancelled'
  parameters: Json<unknown>
  input_versions: Json<Record<string, Record<string, number>>>
  missing_counties: Json<unknown>
  input_hash: string
  result_hash: string | null
  data_date: Day | null
  demo: boolean
  actor_id: string
  created_at: Timestamp
  published_at: Timestamp | null
  /** Null for an evaluation of the data as they are. */
  scenario_id: Optional<string>
  scenario_revision: Optional<number>
}

export type EvaluationStatus = 'met' | 'not_met' | 'insufficient_data' | 'not_prescribed' | 'qualitative' | 'manual'

export interface EvaluationResultTable {
  county_code: number
  evaluation_id: string
  /** The region itself, or one county of a prefecture. */
  scope_code: number
  rule_id: string
  ordinal: number
  status: EvaluationStatus
  numerator: number | null
  denominator: number | null
  value: number | null
  value_upper: number | null
  result: Json<unknown>
}

export interface EvaluationFailingUnitTable {
  county_code: number
  evaluation_id: string
  rule_id: string
  ordinal: number
  entity: string
  entity_id: string
  name: string
  state: 'fails' | 'unknown'
  reason: Json<Bilingual>
  place: Geometry | null
}

export interface EvaluationTables {
  evaluations: EvaluationTable
  evaluation_results: EvaluationResultTable
  evaluation_failing_units: EvaluationFailingUnitTable
}
