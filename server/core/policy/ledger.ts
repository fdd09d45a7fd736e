import type { Measure } from '../coverage/summarise.ts'
import type { Allotment, AreaSite, AreaSubject } from '../indicators/kinds/area-per-100hh.ts'
import type { Bilingual } from '../problems.ts'
import type { UnitTag } from './compute.ts'

/**
 * Everything that the rules of a pack may ask about one county, read from pinned versions. Spatial facts (which unit a
 * site lies in, what it overlaps, how far it is) come ready from PostGIS and the network; nothing here is a geometry.
 * `null` for a whole list means that nothing of the kind was ever loaded: that is “no data”, an empty list is “none”.
 */
export interface CountyLedger {
  county: { code: string; name: string }
  /** YYYY-MM-DD, the oldest data date among the kinds used; null where none is given. */
  dataDate: string | null
  demo: boolean
  units: LedgerUnit[]
  facilities: LedgerFacility[]
  areas: LedgerArea[]
  allotments: Allotment[]
  /** Demand places: residential areas and villages or communities, as coverage takes them. */
  places: LedgerPlace[]
  /** People of the county who are in none of `places`: without a known place. */
  unlocated: Record<Measure, number>
  settlements: LedgerSettlement[] | null
  premises: LedgerPremises[] | null
  parcels: LedgerParcel[] | null
  register: RegisterEntry[] | null
  communityRooms: CommunityRooms[] | null
  poolingGroups: PoolingGroup[] | null
  statistics: Statistic[] | null
  /** Control layers that are loaded: without one, no site can be said to keep clear of it. */
  controlLayers: ControlKind[]
  checklist: ChecklistEntry[]
}

export type ControlKind = 'permanent_basic_farmland' | 'ecological_redline' | 'hazard'

export interface LedgerUnit {
  id: string
  code: string
  name: string
  level: 'township' | 'street' | 'community' | 'village' | 'other'
  /** The township or street that it is or lies in; null directly under the county. */
  townshipId: string | null
  placeClass: 'city' | 'country' | null
  tags: UnitTag[]
  residents: number | null
  residents60Plus: number | null
  /** Null where the boundary is unknown: facilities are then judged by the code they carry, and that is said. */
  hasBoundary: boolean
}

export interface LedgerFacility extends AreaSite {
  code: string
  unitId: string | null
  /** Units (all levels) inside whose boundary it stands, or whose code it carries where that has none. */
  insideUnitIds: string[]
  /** Settlements within whose boundary (else 200 m of whose point) it stands. */
  insideSettlementIds: string[]
  landAreaM2: string | null
  beds: number | null
  nursingBeds: number | null
  medicalBeds: number | null
  residentsInCare: number | null
  eldersServed: number | null
  ownership: 'public' | 'private' | null
  /** 等级评定 1 to 5; 0 for 未达级; null where not known. */
  rating: number | null
  /** 新建, 改扩建 under this plan. */
  project: 'new' | 'expansion' | 'none' | null
  projectYear: number | null
  tierLevel: 'county' | 'township' | 'village' | null
  /** The nine of 四助五有 in the plan's order; null entries are not filled in. */
  fourHelpsFiveHaves: (boolean | null)[] | null
  medicalKind: MedicalKind | null
  /** 医院等级 1 to 3; null where none or not known. */
  hospitalGrade: number | null
  /** 设老年医学科. */
  geriatrics: boolean | null
  /** The medical institution it has an agreement with, as written; '' for none; null where not filled in. */
  medicalPartner: string | null
  /** Land of its own (not 底商 and the like); null where not known. */
  ownLand: boolean | null
  /** m² of each loaded control layer that the site's parcel or point touches (a point counts as 0 m² and `touches`). */
  overlaps: { layer: ControlKind; areaM2: number; touches: boolean }[]
  located: boolean
}

export type MedicalKind = 'general_hospital' | 'community_health_centre' | 'community_health_station' | 'township_health_centre' | 'village_clinic' | 'other'

export interface LedgerArea extends AreaSubject {
  code: string
  townshipId: string | null
  placeClass: 'city' | 'country'
  /** Of each of the four stages: done, failed, or not filled in (absent). */
  stages: { stage: 'plan' | 'build' | 'accept' | 'handover'; state: 'done' | 'breach' | 'pending'; doneOn: string | null; note: string | null }[]
}

export interface LedgerPlace {
  id: string
  name: string
  kind: 'residential_area' | 'unit'
  townshipId: string | null
  placeClass: 'city' | 'country'
  tags: UnitTag[]
  counts: Record<Measure, number | null>
}

export interface LedgerSettlement {
  id: string
  name: string
  kind: 'resettlement_site' | 'natural_village'
  townshipId: string | null
  residents: number | null
}

export interface LedgerPremises {
  id: string
  name: string
  /** 校舍, 办公用房, 厂房, … as coded by the ledger. */
  kind: string
  floorAreaM2: string | null
  status: 'idle' | 'reserved' | 'converted' | 'other_use'
  transitionUntil: string | null
}

export interface LedgerParcel {
  id: string
  code: string
  /** 用地用海分类 code, such as 080701. */
  landUse: string | null
  areaM2: string | null
  facilityId: string | null
  phase: 'current' | 'planned'
  /** Changed to another use or floor-area ratio for property development; null where not filled in. */
  misused: boolean | null
}

export interface RegisterEntry {
  id: string
  name: string
  residentialAreaId: string | null
  builtYear: number | null
  problem: string
  measure: string | null
  deadline: string | null
  responsible: string | null
  state: 'open' | 'doing' | 'done'
  doneOn: string | null
}

export interface CommunityRooms {
  unitId: string
  name: string
  floorAreaM2: string | null
  eldercareFreeM2: string | null
}

export interface PoolingGroup {
  id: string
  name: string
  approval: string | null
  residentialAreaIds: string[]
  /** Pairs that PostGIS finds adjacent (within the declared distance). */
  adjacent: boolean | null
}

/** A figure of the county that no ledger row carries: 社会工作者, planned population … */
export interface Statistic {
  key: 'social_workers' | 'planned_population' | 'urban_elders_60_plus' | 'rural_elders_60_plus'
  value: string
  asOf: string | null
  source: string
}

export interface ChecklistEntry {
  ruleId: string
  state: 'yes' | 'no' | 'partly'
  note: string | null
  document: string | null
  asOf: string | null
}

/** Verdicts of a service circle over the county's places, computed on the network (or straight line) for one rule. */
export interface CircleVerdicts {
  /** By place id; absent means that the place has no point. */
  verdicts: Map<string, { verdict: 'covered' | 'not_covered' | 'unreached'; travelMetres: number | null }>
  /** 「步行路网 1000 m」 or 「直线×1.3」, with the profile's name and source. */
  methodLine: { zh: string; en: string }
}

/** Distances asked by proximity rules: from each site to the nearest of the other kind. */
export interface NearestDistance {
  fromId: string
  toId: string | null
  straightMetres: number | null
  /** Null where there is no network or no way. */
  networkMetres: number | null
}

/** What the rules of a pack ask of the network and PostGIS, so that a service prepares exactly that. */
export interface CircleRequest {
  /** As qualifying types of single facilities: families such as care_institution are already spelled out. */
  facilityTypes: string[]
  need: 'any' | 'all'
  profile: string
  /** The points of settlements are asked for too, under their ids, beside the places. */
  settlements?: true
}

/** All that `evaluate` reads of one county. Keys are made by `circleKey` and `nearestKey` (core/indicators/facts.ts). */
export interface EvaluationFacts {
  ledger: CountyLedger
  circles: Map<string, CircleVerdicts>
  nearest: Map<string, NearestDistance[]>
  /** By what city and country were told apart, for results that depend on it; absent where nobody says. */
  classesBy?: ClassesBy
}

export interface ClassesBy {
  words: Bilingual
  /** Other than the ledger's own class: walks too then depend on it, by how far a place may lie from a road. */
  isOverridden: boolean
}
