import type { Generated, Kysely, Transaction } from 'kysely'
import type { Bilingual, Counts, Day, Decimal, Geometry, Json, Measure, OptionalDay, Timestamp, Versioned } from './columns.ts'
import type { ElevationGridTable, RoadNetworkTable } from './network-tables.ts'
import type { PopulationBlockTable, PopulationCellTable, PopulationCountTable } from './population-tables.ts'
import type { EvaluationFailingUnitTable, EvaluationResultTable, EvaluationTable } from './evaluation-tables.ts'
import { ledgerKinds, type FacilityLedgerColumns, type LedgerTables } from './ledger-tables.ts'
import type { ImportMappingTable } from './import-tables.ts'
import type { PolicyPackTable } from './policy-tables.ts'

export type { Bilingual, Measure } from './columns.ts'

export interface AdminRegionTable {
  code: number
  name: string
  name_en: string
  level: 'province' | 'prefecture' | 'county'
  parent_code: number | null
  valid_from: Day
  valid_to: Day | null
  source: Json<DataSource>
  boundary: Geometry | null
}

export interface DataSource {
  origin: string
  licence: string
  crs: string
  date: string | null
  file: string | null
  sha256: string | null
  synthetic: boolean
  assumptions: Bilingual[]
}

export const dataKinds = [
  ...(['units', 'study_areas', 'population', 'residential_areas', 'facilities', 'roads', 'settings', 'elevation'] as const),
  ...ledgerKinds,
] as const
export type DataKind = (typeof dataKinds)[number]

export interface DataVersionTable {
  county_code: number
  kind: DataKind
  version: number
  action: 'sample' | 'import' | 'edit' | 'rollback'
  restored_version: number | null
  data_date: Day | null
  row_count: number
  content_hash: string
  source: Json<DataSource[]>
  actor_id: string
  created_at: Timestamp
}

export type UnitLevel = 'township' | 'street' | 'community' | 'village' | 'other'
export type PlaceClass = 'city' | 'country'

export interface CountyUnitTable extends Versioned {
  unit_code: string
  name: string
  level: UnitLevel
  parent_id: string | null
  urban_rural_code: string | null
  place_class: PlaceClass | null
  boundary_note: Json<Bilingual> | null
  demo: Generated<boolean>
  centre: Geometry | null
  boundary: Geometry | null
  /** The unit's own days, apart from those of its records; `valid_to` is the first day it is no more. */
  valid_from: OptionalDay
  valid_to: OptionalDay
}

/** What carried the old code belongs to the new one from a day on; part of the kind `units`. */
export interface UnitMergerTable extends Versioned {
  old_unit_code: string
  new_unit_code: string
  merged_on: Day
}

export interface StudyAreaTable extends Versioned {
  name: string
  name_en: string
  note: Json<Bilingual> | null
  boundary: Geometry | null
}

export type BuildClass = 'new' | 'old' | 'existing'

export interface ResidentialAreaTable extends Versioned, Counts {
  area_code: string
  name: string
  unit_id: string | null
  community_id: string | null
  place_class: PlaceClass
  build_class: BuildClass | null
  permit_date: Day | null
  planning_condition_date: Day | null
  completion_date: Day | null
  phase: number | null
  households_planned: number | null
  households_completed: number | null
  households_occupied: number | null
  demo: Generated<boolean>
  boundary: Geometry | null
  entrances: Geometry | null
}

export type FacilityStatus = 'planned' | 'building' | 'operating' | 'idle' | 'closed'
export type Acquisition = 'ancillary' | 'bought' | 'leased' | 'exchanged' | 'converted' | 'built'

export interface FacilityTable extends Versioned, FacilityLedgerColumns {
  facility_code: string
  name: string
  facility_types: string[]
  unit_id: string | null
  address: string | null
  floor_area_m2: Decimal
  land_area_m2: Decimal
  beds: number | null
  nursing_beds: number | null
  status: FacilityStatus
  current_use: string
  tenure: string | null
  operator_kind: string | null
  acquisition: Acquisition | null
  demo: Generated<boolean>
  location: Geometry | null
}

export interface FacilityAllotmentTable extends Versioned {
  facility_id: string
  residential_area_id: string
  area_m2: Decimal
}

/** What a county's office has declared: adopted standards, default profile, the types that count. */
export interface CountySettingsTable extends Versioned {
  settings: Json<unknown>
}

export type RunStatus = 'running' | 'published' | 'failed' | 'cancelled'

export interface CoverageRunTable {
  county_code: number
  id: string
  profile: string
  status: RunStatus
  parameters: Json<unknown>
  /** By kind of data; a neighbour's facilities stand as `facilities@<code>`. */
  input_versions: Json<Record<string, number>>
  input_hash: string
  result_hash: string | null
  study_area_id: string | null
  data_date: Day | null
  actor_id: string
  created_at: Timestamp
  published_at: Timestamp | null
  notes: Json<Bilingual[]>
}

export interface CoverageBlockTable {
  county_code: number
  run_id: string
  profile: string
  resolution: number
  /** H3 index of the parent cell, 15 hexadecimal digits. */
  parent: string
  /** One 16-bit little-endian value a child in `cellToChildPos` order; see core/coverage/blocks. */
  travel_metres: Uint8Array
  /** One bit a child: 1 where the road data stops within the limit. */
  edge_marks: Uint8Array
}

export type CoverageVerdict = 'covered' | 'not_covered' | 'unreached'
export type PlaceKind = 'residential_area' | 'unit'

export interface CoveragePlaceTable extends Counts {
  county_code: number
  run_id: string
  profile: string
  place_id: string
  place_kind: PlaceKind
  name: string
  unit_id: string | null
  place_class: PlaceClass
  verdict: CoverageVerdict
  reason: string | null
  travel_metres: number | null
  access_metres: number | null
  /** The facility that covers the place, else the one whose limit is missed by least. */
  nearest_facility_id: string | null
  /** The walk to it, also beyond the limit. */
  nearest_metres: number | null
  misses_by_metres: number | null
  straight_metres: number | null
  straight_covered: Generated<boolean>
  /** Component of the network the place stands on, 0 being the longest; null where it stands on none. */
  component: number | null
  community_id: string | null
  edge: boolean
  location: Geometry | null
}

export interface CoverageSummaryTable {
  county_code: number
  run_id: string
  profile: string
  limit_metres: number
  scope: 'study_area' | 'county' | 'unit' | 'community' | 'place_class'
  scope_id: string
  measure: Measure
  covered: number
  known: number
  unlocated: number
  /** Places whose count of this measure is not given: missing is not zero. */
  missing_places: number
}

export interface RunDiagnosticsTable {
  county_code: number
  run_id: string
  detail: Json<unknown>
}

export type AreaStatus = 'met' | 'not_met' | 'insufficient_data' | 'not_prescribed'

export interface AreaResultTable {
  county_code: number
  run_id: string
  residential_area_id: string
  name: string
  unit_id: string | null
  status: AreaStatus
  build_class: BuildClass | null
  households: number | null
  required_m2: Decimal
  provided_m2: Decimal
  missing_m2: Decimal
  detail: Json<unknown>
}

export interface UnitCoverageResultTable {
  county_code: number
  run_id: string
  unit_id: string
  name: string
  level: UnitLevel
  covered: boolean
  judged_by: 'boundary' | 'code'
  facility_ids: string[]
}

/** One denominator of admin-unit coverage of a run; `detail` holds its label and the failing units. */
export interface UnitCoverageRateTable {
  county_code: number
  run_id: string
  denominator: string
  covered: number
  total: number
  reached_from_outside: number | null
  unknown_place: number
  facility_types: string[]
  detail: Json<unknown>
}

export type JobStatus = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'

export interface JobTable {
  county_code: number
  id: string
  kind: string
  run_id: string | null
  status: JobStatus
  phase: string
  progress: number
  cancel_requested: Generated<boolean>
  error: Json<Bilingual & { code: string }> | null
  actor_id: string
  created_at: Timestamp
  started_at: Timestamp | null
  finished_at: Timestamp | null
}

export interface AuditLogTable {
  county_code: number
  id: Generated<number>
  at: Timestamp
  actor_id: string
  actor_roles: string[]
  action: string
  entity_kind: string
  entity_id: string
  detail: Json<unknown>
}

export interface Schema extends LedgerTables {
  admin_regions: AdminRegionTable
  data_versions: DataVersionTable
  county_units: CountyUnitTable
  unit_mergers: UnitMergerTable
  study_areas: StudyAreaTable
  population_counts: PopulationCountTable
  population_cells: PopulationCellTable
  residential_areas: ResidentialAreaTable
  facilities: FacilityTable
  facility_allotments: FacilityAllotmentTable
  road_networks: RoadNetworkTable
  county_settings: CountySettingsTable
  elevation_grids: ElevationGridTable
  coverage_runs: CoverageRunTable
  coverage_blocks: CoverageBlockTable
  coverage_places: CoveragePlaceTable
  coverage_summaries: CoverageSummaryTable
  population_blocks: PopulationBlockTable
  run_diagnostics: RunDiagnosticsTable
  area_results: AreaResultTable
  unit_coverage_results: UnitCoverageResultTable
  unit_coverage_rates: UnitCoverageRateTable
  evaluations: EvaluationTable
  evaluation_results: EvaluationResultTable
  evaluation_failing_units: EvaluationFailingUnitTable
  jobs: JobTable
  audit_log: AuditLogTable
  policy_packs: PolicyPackTable
  import_mappings: ImportMappingTable
}

export type Db = Kysely<Schema>
export type Tx = Transaction<Schema>
