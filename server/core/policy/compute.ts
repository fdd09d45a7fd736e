import type { Measure } from '../coverage/summarise.ts'

/**
 * What a rule of each kind asks to be computed, with every choice made. One interface a kind; the kind's function stands in
 * core/indicators/kinds/<kind>.ts and core/indicators/evaluate.ts calls it.
 */
export type Compute =
  | ServiceCircle
  | AreaPer100Households
  | ComplianceRate
  | AdminCoverage
  | PerCapitaLand
  | Ratio
  | Count
  | PerThousand
  | CapacityLimit
  | Proximity
  | LandConstraint
  | NetworkCompleteness
  | Inventory
  | Workflow

/** Marks that an office sets on units because the plan names them without a list. */
export const unitTags = ['eligible_central_township', 'central_town', 'urban_town', 'central_urban_area', 'street_level', 'elders_concentrated', 'rural_community'] as const
export type UnitTag = (typeof unitTags)[number]

/** Whose people or places are meant: city and country by class of the place, or those inside units of a tag. */
export type Scope = 'all' | 'city' | 'country' | `tag:${UnitTag}`

export interface ServiceCircle {
  kind: 'service_circle'
  /** `coverage`: covered ÷ all. `balance`: coverage of each township, with city against country and the Gini between them. */
  measure: 'coverage' | 'balance'
  population: Measure
  scope: Scope
  facilityTypes: string[]
  need: 'any' | 'all'
  /** A profile's id (core/coverage/profiles.ts); `none` where the user must pick one first: the country has no default. */
  profile: string
  /** Set where what must be reached is nothing that the product holds (健身设施): the rule is then 数据不足 with these words. */
  lacking: string | null
}

export type BuildClass = 'new' | 'old' | 'existing'

/** What counts as a residential area's eldercare floor area, and what is asked of it. */
export interface AreaStandard {
  buildClasses: BuildClass[]
  /** m² per 100 households; null where the plan prints none and the user has adopted none. */
  m2Per100Households: number | null
  /** Every counted site must have this; null for no such clause. */
  singleSiteMinimumM2: number | null
  facilityTypes: string[]
  acquisitions: string[]
  newSince: { document: 'permit' | 'planning_condition'; date: string }
  households: 'planned' | 'completed' | 'occupied'
}

export interface AreaPer100Households extends AreaStandard {
  kind: 'area_per_100hh'
  /** Both tests, or the single-site minimum alone (SC-09). */
  test: 'both' | 'single_site'
}

export interface ComplianceRate extends AreaStandard {
  kind: 'compliance_rate'
  /** 配建率 built (any counted site), 达标率 meets_standard, 补齐率 made_good. */
  measure: 'built' | 'meets_standard' | 'made_good'
  /** All areas of the classes, or only those short of the standard before anything was made good. */
  denominator: 'all' | 'with_gap'
}

export type UnitLevelName = 'county' | 'township' | 'street' | 'other' | 'community' | 'village' | 'settlement' | 'resettlement_site'

/** Which units a rule divides by. */
export interface UnitSelector {
  levels: UnitLevelName[]
  /** City or country by the unit's class; null for both. */
  placeClass: 'city' | 'country' | null
  /** Units of `tagLevels` count only with this tag; those of the other levels always. */
  tag: UnitTag | null
  tagLevels: UnitLevelName[]
  /** Settlements below this headcount do not count; null for no such clause. */
  minResidents: number | null
}

export interface AdminCoverage {
  kind: 'admin_coverage'
  units: UnitSelector
  facilityTypes: string[]
  /** `all`: one of every type must be there (智慧养老院 and 智慧养老社区). */
  need: 'any' | 'all'
  /** Conditions that a site must meet besides being in operation: the nine of 四助五有. */
  conditions: 'four_helps_five_haves'[]
  /** Inside the boundary; or within the profile's walk of the unit's centre (a settlement is a point). */
  by: 'inside' | 'reach'
  profile: string | null
}

export interface PerCapitaLand {
  kind: 'per_capita_land'
  facilityTypes: string[]
  /** Which of the two stands as the rule's value; the other is shown beside it. */
  basis: 'current' | 'planned'
}

/** A sum over one ledger. A row whose field is empty is unknown, neither zero nor left out. */
export type Tally =
  | { of: 'facilities'; facilityTypes: string[] | null; where: Condition[]; sum: FacilityField | 'one' }
  | { of: 'population'; measure: Measure; scope: Scope }
  | { of: 'statistic'; key: string }
  | { of: 'community_rooms'; sum: 'floorAreaM2' | 'eldercareFreeM2' }

export type FacilityField = 'beds' | 'nursingBeds' | 'medicalBeds' | 'residentsInCare' | 'eldersServed' | 'floorAreaM2' | 'landAreaM2'

export interface Condition {
  /** `settlementKind`: the kinds of the settlements that the site stands in (安置社区老年食堂); true if any of them fits. */
  field: 'status' | 'ownership' | 'rating' | 'project' | 'medicalKind' | 'hospitalGrade' | 'geriatrics' | 'tierLevel' | 'name' | 'settlementKind'
  is: '==' | '!=' | 'in' | '>=' | '<=' | 'contains'
  value: string | number | boolean | (string | number)[]
}

export interface Ratio {
  kind: 'ratio'
  numerator: Tally
  denominator: Tally
  /** The name of the first share where the clause has several; absent where it has one. */
  key?: string
  /** Shares beside the first, each held to the same target by itself (「均达到80%以上」): one part each. */
  further?: { key: string; numerator: Tally; denominator: Tally }[]
  /** 沙坡头 80 % / 70 %: the people in spatial reach shown beside, never instead; null for other rules. */
  beside: ServiceCircle | null
}

export interface Count {
  kind: 'count'
  /** One entry, with key null; or one for each named part of the target. */
  parts: { key: string | null; tally: Tally }[]
  /** Sites that the clause names: each must be among those counted. */
  namedSites: string[]
}

export interface PerThousand {
  kind: 'per_thousand'
  numerator: Tally
  /** `per` is 1000 elders or 100 beds. */
  parts: { key: string | null; denominator: Tally; per: number }[]
}

export interface CapacityLimit {
  kind: 'capacity_limit'
  /** Each project is held to the target; or the spare beds of each township are shown (石城: no new build). */
  measure: 'beds' | 'nursing_share' | 'spare_beds'
  facilityTypes: string[]
  where: Condition[]
}

export interface SiteSelector {
  facilityTypes: string[]
  /** For `medical`: which kinds; empty for all. */
  medicalKinds: string[]
}

export interface Proximity {
  kind: 'proximity'
  pairs: { label: string; from: SiteSelector; to: SiteSelector }[]
  /** 毗邻, 临近, 周边: no plan gives a distance; this one is declared. */
  withinMetres: number
  /** `signed`: an agreement in the ledger counts, whatever the distance, and the distance is shown. */
  measure: 'near' | 'signed'
}

export interface LandConstraint {
  kind: 'land_constraint'
  /** `no_overlap`: no site may touch the layer. `no_misuse`: no parcel's use was changed. `siting`: what each site lies near. */
  test: 'no_overlap' | 'no_misuse' | 'siting'
  layer: 'permanent_basic_farmland' | 'ecological_redline' | 'hazard' | null
  withinMetres: number | null
}

export interface NetworkCompleteness {
  kind: 'network_completeness'
  /** Every unit of a tier must have its facility inside; one part a tier. */
  tiers: { key: string; units: UnitSelector; facilityTypes: string[]; need: 'any' | 'all' }[]
}

export interface Inventory {
  kind: 'inventory'
  register: 'rectification' | 'misuse' | 'idle_premises' | 'old_area_gaps'
  /** Areas built from this year on; null for all. */
  builtFrom: number | null
  /** YYYY-MM-DD: what is open after it is overdue. */
  deadline: string | null
  /** For old_area_gaps. */
  standard: AreaStandard | null
}

export interface Workflow {
  kind: 'workflow'
  /** 四同步 of each residential area; pooling groups; or one checklist entry of the county. */
  of: 'residential_areas' | 'pooling_groups' | 'checklist'
  stages: ('plan' | 'build' | 'accept' | 'handover')[]
  buildClasses: BuildClass[]
  newSince: { document: 'permit' | 'planning_condition'; date: string } | null
}
