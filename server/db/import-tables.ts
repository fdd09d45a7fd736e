import type { Json, Timestamp } from './columns.ts'

export interface ImportMappingTable {
  county_code: number
  kind: string
  header_signature: string
  mapping: Json<{ column: string; field: string }[]>
  crs: string | null
  encoding: string | null
  actor_id: string
  stored_at: Timestamp
}
