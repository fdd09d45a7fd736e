import { z } from '../contract/common.ts'
import { choiceReference } from '../contract/policies.ts'
import { facilityTypeCodes } from '../contract/facility-types.ts'
import { findProfile } from '../core/coverage/profiles.ts'
import { measures } from '../core/coverage/summarise.ts'
import { unitTags, type Compute } from '../core/policy/compute.ts'
import type { RuleKind } from '../core/policy/pack.ts'
import { isDay } from '../core/policy/resolve-choices.ts'

/** Wraps a leaf: as it is, or with `{ choice: id }` allowed in its place. */
type Leaf = <T extends z.ZodType>(schema: T) => T

/** A rule's compute with every choice made, by kind. */
export const strictCompute = computeSchemas((schema) => schema)
/** As written in a pack: any leaf may be `{ choice: id }`. Only the running schema is wider; its static type is not used. */
export const writtenCompute = computeSchemas(((schema: z.ZodType) => z.union([schema, choiceReference])) as unknown as Leaf)

/** Each kind's schema, without `kind` itself: that is the rule's. Fields are described in core/policy/compute.ts. */
function computeSchemas(leaf: Leaf) {
  const text = leaf(z.string().min(1))
  const positive = leaf(z.number().positive())
  const positiveOrNone = leaf(z.number().positive().nullable())
  const flag = (...values: [string, ...string[]]) => leaf(z.enum(values))
  const facilityTypes = z.array(leaf(z.enum(facilityTypeCodes))).describe('设施类型代码 / facility type codes')
  const profile = leaf(z.string().refine((id) => id === 'none' || findProfile(id) !== undefined, { params: { code: 'PROFILE_UNKNOWN' } }))
  const scope = leaf(z.enum(['all', 'city', 'country', ...unitTags.map((tag) => `tag:${tag}` as const)]))
  const measure = leaf(z.enum(measures))
  const day = leaf(z.string().refine(isDay, { params: { code: 'NOT_A_DAY' } }))
  const buildClass = leaf(z.enum(['new', 'old', 'existing']))
  const newSince = z.strictObject({ document: leaf(z.enum(['permit', 'planning_condition'])), date: day })

  const circle = {
    measure: leaf(z.enum(['coverage', 'balance'])),
    population: measure,
    scope,
    facilityTypes,
    need: leaf(z.enum(['any', 'all'])),
    profile,
    lacking: leaf(z.string().min(1).nullable()),
  }
  const area = {
    buildClasses: z.array(buildClass).min(1),
    m2Per100Households: positiveOrNone,
    singleSiteMinimumM2: positiveOrNone,
    facilityTypes: facilityTypes.min(1),
    acquisitions: z.array(leaf(z.enum(['ancillary', 'bought', 'leased', 'exchanged', 'converted', 'built']))).min(1),
    newSince,
    households: leaf(z.enum(['planned', 'completed', 'occupied'])),
  }
  const levels = ['county', 'township', 'street', 'other', 'community', 'village', 'settlement', 'resettlement_site'] as const
  const units = z.strictObject({
    levels: z.array(leaf(z.enum(levels))).min(1),
    placeClass: leaf(z.enum(['city', 'country']).nullable()),
    tag: leaf(z.enum(unitTags).nullable()),
    tagLevels: z.array(leaf(z.enum(levels))),
    minResidents: leaf(z.number().int().nonnegative().nullable()),
  })
  const where = z.array(
    z.strictObject({
      field: leaf(z.enum(['status', 'ownership', 'rating', 'project', 'medicalKind', 'hospitalGrade', 'geriatrics', 'tierLevel', 'name', 'settlementKind'])),
      is: leaf(z.enum(['==', '!=', 'in', '>=', '<=', 'contains'])),
      value: z.union([leaf(z.union([z.string(), z.number(), z.boolean()])), z.array(leaf(z.union([z.string(), z.number()])))]),
    }),
  )
  const tally = z.discriminatedUnion('of', [
    z.strictObject({
      of: z.literal('facilities'),
      facilityTypes: facilityTypes.min(1).nullable(),
      where,
      sum: leaf(z.enum(['one', 'beds', 'nursingBeds', 'medicalBeds', 'residentsInCare', 'eldersServed', 'floorAreaM2', 'landAreaM2'])),
    }),
    z.strictObject({ of: z.literal('population'), measure, scope }),
    z.strictObject({ of: z.literal('statistic'), key: leaf(z.enum(['social_workers', 'planned_population', 'urban_elders_60_plus', 'rural_elders_60_plus'])) }),
    z.strictObject({ of: z.literal('community_rooms'), sum: leaf(z.enum(['floorAreaM2', 'eldercareFreeM2'])) }),
  ])
  const sites = z.strictObject({
    facilityTypes: facilityTypes.min(1),
    medicalKinds: z.array(flag('general_hospital', 'community_health_centre', 'community_health_station', 'township_health_centre', 'village_clinic', 'other')),
  })

  return {
    service_circle: z.strictObject(circle),
    area_per_100hh: z.strictObject({ test: leaf(z.enum(['both', 'single_site'])), ...area }),
    compliance_rate: z.strictObject({
      measure: leaf(z.enum(['built', 'meets_standard', 'made_good'])),
      denominator: leaf(z.enum(['all', 'with_gap'])),
      ...area,
    }),
    admin_coverage: z.strictObject({
      units,
      facilityTypes: facilityTypes.min(1),
      need: leaf(z.enum(['any', 'all'])),
      conditions: z.array(leaf(z.literal('four_helps_five_haves'))),
      by: leaf(z.enum(['inside', 'reach'])),
      profile: leaf(z.string().refine((id) => findProfile(id) !== undefined, { params: { code: 'PROFILE_UNKNOWN' } }).nullable()),
    }),
    per_capita_land: z.strictObject({ facilityTypes: facilityTypes.min(1), basis: leaf(z.enum(['current', 'planned'])) }),
    ratio: z.strictObject({
      numerator: tally,
      denominator: tally,
      key: text.optional(),
      further: z.array(z.strictObject({ key: text, numerator: tally, denominator: tally })).optional(),
      beside: z.strictObject({ kind: z.literal('service_circle'), ...circle }).nullable(),
    }),
    count: z.strictObject({ parts: z.array(z.strictObject({ key: leaf(z.string().min(1).nullable()), tally })).min(1), namedSites: z.array(text) }),
    per_thousand: z.strictObject({
      numerator: tally,
      parts: z.array(z.strictObject({ key: leaf(z.string().min(1).nullable()), denominator: tally, per: positive })).min(1),
    }),
    capacity_limit: z.strictObject({ measure: leaf(z.enum(['beds', 'nursing_share', 'spare_beds'])), facilityTypes: facilityTypes.min(1), where }),
    proximity: z.strictObject({
      pairs: z.array(z.strictObject({ label: text, from: sites, to: sites })).min(1),
      withinMetres: positive,
      measure: leaf(z.enum(['near', 'signed'])),
    }),
    land_constraint: z.strictObject({
      test: leaf(z.enum(['no_overlap', 'no_misuse', 'siting'])),
      layer: leaf(z.enum(['permanent_basic_farmland', 'ecological_redline', 'hazard']).nullable()),
      withinMetres: positiveOrNone,
    }),
    network_completeness: z.strictObject({
      tiers: z.array(z.strictObject({ key: text, units, facilityTypes: facilityTypes.min(1), need: leaf(z.enum(['any', 'all'])) })).min(1),
    }),
    inventory: z.strictObject({
      register: leaf(z.enum(['rectification', 'misuse', 'idle_premises', 'old_area_gaps'])),
      builtFrom: leaf(z.number().int().min(1949).max(2100).nullable()),
      deadline: leaf(z.string().refine(isDay, { params: { code: 'NOT_A_DAY' } }).nullable()),
      standard: z.strictObject(area).nullable(),
    }),
    workflow: z.strictObject({
      of: leaf(z.enum(['residential_areas', 'pooling_groups', 'checklist'])),
      stages: z.array(leaf(z.enum(['plan', 'build', 'accept', 'handover']))),
      buildClasses: z.array(buildClass),
      newSince: newSince.nullable(),
    }),
  } satisfies Record<RuleKind, z.ZodType>
}

type StrictOf<K extends RuleKind> = z.infer<(typeof strictCompute)[K]> & { kind: K }
type KindsAmiss = { [K in RuleKind]: StrictOf<K> extends Extract<Compute, { kind: K }> ? never : K }[RuleKind]
/** Fails to compile, naming the kind, where a schema and core/policy/compute.ts say different things. */
const kindsAgree: [KindsAmiss] extends [never] ? true : KindsAmiss = true
void kindsAgree
