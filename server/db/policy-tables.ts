import type { Json, Timestamp } from './columns.ts'

/** Uploaded policy packs; every version stays as its file was. */
export interface PolicyPackTable {
  pack_id: string
  version: number
  region_code: number
  /** What lists show, read when the pack was stored: a list opens no files. */
  summary: Json<unknown>
  yaml: string
  content_hash: string
  actor_id: string
  created_at: Timestamp
}
