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

/** What only rules of packs ask of a site; null where the ledger does not say. Null ones are left out of the file. */
export interface FacilityLedger {
  residentsInCare: number | null
  eldersServed: number | null
  ownership: 'public' | 'private' | null
  rating: number | null
  project: 'new' | 'expansion' | 'none' | null
  projectYear: number | null
  tierLevel: 'county' | 'township' | 'village' | null
  fourHelpsFiveHaves: (boolean | null)[] | null
  medicalKind: 'general_hospital' | 'community_health_centre' | 'community_health_station' | 'township_health_centre' | 'village_clinic' | null
  hospitalGrade: number | null
  geriatrics: boolean | null
  medicalPartner: string | null
  ownLand: boolean | null
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
  ledger: FacilityLedger
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

/** The ledgers beside facilities and residential areas, as `ledgers.json` holds them. */
export interface Ledgers {
  settlements: { id: string; name: string; kind: 'resettlement_site' | 'natural_village'; unitCode: string; residents: number | null; point: LonLat | null; boundary: Polygonal | null }[]
  premises: {
    id: string
    name: string
    kind: string
    unitCode: string
    owner: string
    floorAreaM2: string | null
    landAreaM2: string | null
    status: 'idle' | 'reserved' | 'converted' | 'other_use'
    transitionUntil: string | null
    point: LonLat | null
  }[]
  controlAreas: { id: string; layer: 'permanent_basic_farmland' | 'ecological_redline' | 'hazard'; name: string; boundary: Polygonal }[]
  parcels: { id: string; landUse: string | null; areaM2: string | null; facilityId: string | null; phase: 'current' | 'planned'; misused: boolean | null; note: string | null; boundary: Polygonal | null }[]
  syncStages: { residentialAreaId: string; stage: 'plan' | 'build' | 'accept' | 'handover'; state: 'done' | 'breach' | 'pending'; doneOn: string | null; note: string | null }[]
  register: {
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
  }[]
  communityRooms: { unitCode: string; name: string; floorAreaM2: string | null; eldercareFreeM2: string | null }[]
  poolingGroups: { id: string; name: string; approval: string | null; residentialAreaIds: string[] }[]
  statistics: { key: string; value: string; asOf: string; source: string }[]
  unitTags: { unitCode: string; tag: string }[]
  checklist: { ruleId: string; state: 'yes' | 'no' | 'partly'; note: string | null; document: string | null; asOf: string | null }[]
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
  /** Null until they are seeded, as the last step. */
  ledgers: Ledgers | null
  /** People by age and sex as CSV, as an office would import it; most samples have none. */
  ages?: string
  troubles: Trouble[]
  files: SampleFile[]
}
