import { z } from './common.ts'

/** The codes of facility types, as the plans' rules name them; the client has the words. */
export const facilityTypeCodes = [
  'day_care',
  'community_complex',
  'community_center',
  'embedded_home',
  'regional_center',
  'township_home',
  'county_support_home',
  'mutual_aid',
  'meal_point',
  'rural_meal_table',
  'residential_ancillary',
  'care_institution',
  'group_site',
  'medical_integrated',
  'medical',
  'dementia_unit',
  'emergency_center',
  'elder_university',
  'elder_university_branch',
  'elder_learning_point',
  'smart_care_home',
  'smart_care_community',
  'safety_net_home',
  'nursing_demonstration_home',
] as const

/** The types that a circle counts when nobody says otherwise, and the limit that day care keeps: as core has them. */
export const usualCircle = {
  facilityTypes: ['community_complex', 'community_center', 'embedded_home', 'regional_center', 'residential_ancillary', 'mutual_aid', 'day_care'],
  dayCareLimitMetres: 300,
} as const satisfies { facilityTypes: readonly (typeof facilityTypeCodes)[number][]; dayCareLimitMetres: number }

export const facilityType = z.enum(facilityTypeCodes)
export type FacilityTypeCode = z.infer<typeof facilityType>
