import type { LonLat, Polygonal, Ring } from './geometry.ts'

export interface Text {
  zh: string
  en: string
}
export type BuildClass = 'new' | 'old' | 'existing'

export interface Unit {
  unitCode: string
  name: string
  level: 'township' | 'street' | 'community' | 'village' | 'other'
  parentCode: string | null
  urbanRuralCode: string | null
  placeKnown: boolean
  centre: LonLat | null
  geometryNote: Text | null
  demo: boolean
  geometry: Polygonal | null
}

export interface People {
  residents: number
  residents60Plus: number
  residents80Plus: number
}

export interface ResidentialArea extends People {
  id: string
  name: string
  unitCode: string
  communityCode: string | null
  buildClass: BuildClass | null
  permitDate: string | null
  planningConditionDate: string | null
  completionDate: string | null
  phase: number | null
  householdsPlanned: number | null
  householdsCompleted: number | null
  householdsOccupied: number | null
  entrances: LonLat[]
  placeClass: 'city' | 'country'
  /** Null where the place is not known; written as the feature's geometry. */
  ring: Ring | null
}

export interface Facility {
  id: string
  name: string
  types: string[]
  unitCode: string
  address: string | null
  floorAreaM2: string | null
  landAreaM2: string | null
  beds: number
  nursingBeds: number
  /** Beds of a medical-integrated kind, where the plan prints them; null elsewhere. */
  medicalBeds: number | null
  status: 'planned' | 'building' | 'operating' | 'idle' | 'closed'
  currentUse: string
  tenure: string
  operatorKind: string
  acquisition: 'ancillary' | 'bought' | 'leased' | 'exchanged' | 'converted' | 'built' | null
  allotments: { residentialAreaId: string; areaM2: string | null }[]
  point: LonLat | null
}

export interface PopulationUnit extends People {
  unitCode: string
  households: number
}
export interface Unlocated extends People {
  unitCode: string | null
  name: string
  households: number
  reason: Text
}
export interface ControlTotal {
  unitCode: string | null
  level: string
  residents: number
  residents60Plus: number | null
  residents80Plus: number | null
  households: number | null
  asOf: string
  source: string
}
export interface Population {
  controlTotals: ControlTotal[]
  units: PopulationUnit[]
  unlocated: Unlocated[]
}

export interface AreaRule {
  adopted: boolean
  label: Text
  newM2Per100Households: number
  oldM2Per100Households: number
  existingM2Per100Households: number
  newSingleSiteMinimumM2: number | null
  facilityTypes: string[]
  acquisitions: string[]
  newSince: { document: 'permit' | 'planning_condition'; date: string; reason: Text }
  households: Record<BuildClass, 'planned' | 'completed'>
  clause?: { document: string; documentNumber: string | null; issued: string; ref: string; quote: string }
}

/** A seeded trouble: what an analyst must find, and where. */
export interface Trouble {
  id: string
  kind: string
  /** Ids of residential areas, facilities or units that show it. */
  where: string[]
  expect: Text
}

export interface SampleFile {
  path: string
  kind: string
  title: Text
  origin: string
  licence: string
  date: string
  synthetic: boolean
  assumptions: Text[]
}

/** One sample county before it is written; every coordinate is already rounded as it will be stored. */
export interface County {
  code: string
  name: Text
  province: { code: string; name: string }
  prefecture: { code: string; name: string }
  dataDate: string
  coverage: { profile: string; method: 'network' | 'straight-line'; detourFactor?: number; note: Text }
  areaRule: AreaRule
  unitCoverage: { levels: string[]; facilityTypes: string[]; label: Text }
  boundary: { name: string; geometry: Polygonal; note: Text }
  studyArea: { id: string; name: Text; geometry: Polygonal } | null
  units: Unit[]
  areas: ResidentialArea[]
  facilities: Facility[]
  population: Population
  /** GraphML text, where the county has roads. */
  roads: string | null
  troubles: Trouble[]
  files: SampleFile[]
}
