import type { Bilingual, Json, Timestamp } from './columns.ts'

export interface ScenarioTable {
  county_code: number
  id: string
  name: string
  note: string
  parent_id: string | null
  /** Versions of what its changes speak of, by kind of data. */
  baseline: Json<Record<string, number>>
  /** Raised by every write; a writer names the one it has seen. */
  revision: number
  /** The step that holds now: undo and redo move it. */
  step: number
  archived: boolean
  created_by: string
  created_at: Timestamp
  updated_at: Timestamp
  /** Whoever wrote last, be it an undo. */
  updated_by: string
}

/** The whole list of changes after each step. */
export interface ScenarioStepTable {
  county_code: number
  scenario_id: string
  step: number
  changes: Json<unknown>
  label: Json<Bilingual>
  actor_id: string
  created_at: Timestamp
}
