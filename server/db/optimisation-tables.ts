import type { Bilingual, Json, Timestamp } from './columns.ts'

export interface OptimisationTable {
  county_code: number
  id: string
  run_id: string
  status: 'running' | 'published' | 'failed' | 'cancelled'
  request: Json<unknown>
  input_versions: Json<Record<string, number>>
  input_hash: string
  method_line: Json<Bilingual>
  /** Null until it is published. */
  result: Json<unknown> | null
  result_hash: string | null
  objective: number | null
  site_count: number | null
  /** Solving it again would find the same; false where its time ran out first. */
  proven: boolean | null
  actor_id: string
  created_at: Timestamp
  published_at: Timestamp | null
}
