import type { ColumnType } from 'kysely'
import type { UnitTag } from '../core/policy/compute.ts'
import type { Day, Decimal, Geometry, Optional, Timestamp, Versioned } from './columns.ts'

/** Kinds of data that rules of packs ask for beside those that coverage takes. */
export const ledgerKinds = [
  'settlements',
  'premises',
  'control_areas',
  'parcels',
  'sync_stages',
  'register',
  'community_rooms',
  'pooling_groups',
  'statistics',
  'unit_tags',
  'checklist',
  'development_boundary',
] as const
export type LedgerKind = (typeof ledgerKinds)[number]

export type Ownership = 'public' | 'private'
export type ProjectKind = 'new' | 'expansion' | 'none'
export type TierLevel = 'county' | 'township' | 'village'
export type MedicalKind =
  | 'general_hospital'
  | 'community_health_centre'
  | 'community_health_station'
  | 'township_health_centre'
  | 'village_clinic'
  | 'other'

export interface FacilityLedgerColumns {
  medical_beds: Optional<number>
  residents_in_care: Optional<number>
  elders_served: Optional<number>
  ownership: Optional<Ownership>
  /** 等级评定 1 to 5; 0 for 未达级. */
  rating: Optional<number>
  project: Optional<ProjectKind>
  project_year: Optional<number>
  tier_level: Optional<TierLevel>
  /** The nine of 四助五有 in the plan's order. */
  four_helps_five_haves: Optional<(boolean | null)[]>
  medical_kind: Optional<MedicalKind>
  hospital_grade: Optional<number>
  geriatrics: Optional<boolean>
  /** '' for none. */
  medical_partner: Optional<string>
  own_land: Optional<boolean>
}

export interface SettlementTable extends Versioned {
  settlement_code: string
  name: string
  kind: 'resettlement_site' | 'natural_village'
  unit_id: string | null
  residents: number | null
  demo: boolean
  location: Geometry | null
  boundary: Geometry | null
}

export interface IdlePremisesTable extends Versioned {
  premises_code: string
  name: string
  kind: string
  unit_id: string | null
  owner: string | null
  address: string | null
  floor_area_m2: Decimal
  land_area_m2: Decimal
  status: 'idle' | 'reserved' | 'converted' | 'other_use'
  transition_until: Day | null
  demo: boolean
  location: Geometry | null
}

export type ControlLayer = 'permanent_basic_farmland' | 'ecological_redline' | 'hazard'

/** Often classified: its geometry never leaves the database (domain.md, Controlled layers). */
export interface ControlAreaTable extends Versioned {
  layer: ControlLayer
  name: string
  demo: boolean
  boundary: Geometry | null
}

export interface LandParcelTable extends Versioned {
  parcel_code: string
  land_use: string | null
  area_m2: Decimal
  facility_id: string | null
  phase: 'current' | 'planned'
  misused: boolean | null
  note: string | null
  demo: boolean
  boundary: Geometry | null
}

export interface SyncStageTable extends Versioned {
  residential_area_id: string
  stage: 'plan' | 'build' | 'accept' | 'handover'
  state: 'done' | 'breach' | 'pending'
  done_on: Day | null
  note: string | null
}

export interface RegisterEntryTable extends Versioned {
  name: string
  residential_area_id: string | null
  built_year: number | null
  problem: string
  measure: string | null
  deadline: Day | null
  responsible: string | null
  state: 'open' | 'doing' | 'done'
  done_on: Day | null
}

export interface CommunityRoomsTable extends Versioned {
  unit_id: string
  name: string
  floor_area_m2: Decimal
  eldercare_free_m2: Decimal
}

export interface PoolingGroupTable extends Versioned {
  name: string
  approval: string | null
  residential_area_ids: string[]
}

export type StatisticKey = 'social_workers' | 'planned_population' | 'urban_elders_60_plus' | 'rural_elders_60_plus'

export interface CountyStatisticTable extends Versioned {
  key: StatisticKey
  value: ColumnType<string, string, string>
  as_of: Day | null
  source: string
}

export interface UnitTagTable extends Versioned {
  unit_id: string
  tag: UnitTag
}

export interface ChecklistEntryTable extends Versioned {
  rule_id: string
  state: 'yes' | 'no' | 'partly'
  note: string | null
  document: string | null
  as_of: Day | null
}

/** 城镇开发边界: open planning data, unlike the control areas, with which it is never mixed up. */
export interface DevelopmentBoundaryTable extends Versioned {
  boundary_code: string
  name: string | null
  zone: string | null
  /** As the file says; the area itself is measured. */
  stated_area_m2: Decimal
  demo: boolean
  boundary: Geometry | null
}

export interface ReportedAttachmentTable {
  /** Of the region of the plan: a prefecture's code too. */
  county_code: number
  id: string
  name: string
  media_type: string
  sha256: string
  bytes: Uint8Array
  entered_by: string
  entered_at: Timestamp
}

/** One row a version: the newest of (pack, rule, part) is in force, and a withdrawal is a version too. */
export interface ReportedFigureTable {
  county_code: number
  pack_id: string
  rule_id: string
  /** The name of the target's part; '' where the figure is one. */
  part: string
  version: number
  withdrawn: boolean
  value_text: string | null
  value_number: Decimal
  unit: string | null
  as_of: Day | null
  source: string | null
  note: string | null
  attachment_id: string | null
  entered_by: string
  entered_at: Timestamp
}

export interface LedgerTables {
  settlements: SettlementTable
  idle_premises: IdlePremisesTable
  control_areas: ControlAreaTable
  land_parcels: LandParcelTable
  sync_stages: SyncStageTable
  register_entries: RegisterEntryTable
  community_rooms: CommunityRoomsTable
  pooling_groups: PoolingGroupTable
  county_statistics: CountyStatisticTable
  unit_tags: UnitTagTable
  checklist_entries: ChecklistEntryTable
  development_boundaries: DevelopmentBoundaryTable
  reported_attachments: ReportedAttachmentTable
  reported_figures: ReportedFigureTable
}
