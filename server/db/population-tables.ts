import type { Bilingual, Counts, Day, Json, Measure, Versioned } from './columns.ts'

export interface PopulationCountTable extends Versioned, Counts {
  role: 'control_total' | 'place' | 'unit' | 'unlocated'
  unit_id: string | null
  name: string | null
  reason: Json<Bilingual> | null
  as_of: Day | null
  source: string | null
}

/** An H3 table as blocks (core/population/people-blocks), part of the kind `population`: one row a measure and parent. */
export interface PopulationCellTable extends Versioned {
  measure: Measure
  /** Of the cells; their parent stands four levels up. */
  resolution: number
  parent: string
  people: Uint8Array
}

export interface PopulationBlockTable {
  county_code: number
  run_id: string
  measure: Measure
  resolution: number
  parent: string
  /** One little-endian count of 16 or 32 bits a child in `cellToChildPos` order; see core/population/people-blocks. */
  people: Uint8Array
}
