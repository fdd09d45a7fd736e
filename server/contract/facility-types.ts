import { z } from './common.ts'

/** The codes of facility types, as the plans' rules name them; their names stand below. */
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

/** What the types are called, on screen and in every file handed out. */
export const facilityTypeNames: Record<FacilityTypeCode, { zh: string; en: string }> = {
  day_care: { zh: '日间照料机构', en: 'Day care' },
  community_complex: { zh: '社区养老服务综合体', en: 'Community eldercare complex' },
  community_center: { zh: '社区养老服务中心', en: 'Community eldercare centre' },
  embedded_home: { zh: '社区嵌入式养老院', en: 'Embedded community home' },
  regional_center: { zh: '区域性养老服务中心', en: 'Regional eldercare centre' },
  township_home: { zh: '乡镇敬老院', en: 'Township home' },
  county_support_home: { zh: '县级特困人员供养机构', en: 'County support home' },
  mutual_aid: { zh: '互助养老服务点', en: 'Mutual-aid point' },
  meal_point: { zh: '老年助餐点', en: 'Meal point' },
  rural_meal_table: { zh: '农村老饭桌', en: 'Rural meal table' },
  residential_ancillary: { zh: '小区配建养老用房', en: 'Ancillary eldercare premises' },
  care_institution: { zh: '养老机构', en: 'Care institution' },
  group_site: { zh: '集中安置点养老设施', en: 'Resettlement-site facility' },
  medical_integrated: { zh: '医养结合机构', en: 'Integrated medical care' },
  medical: { zh: '医疗卫生机构', en: 'Medical institution' },
  dementia_unit: { zh: '失智照护单元', en: 'Dementia unit' },
  emergency_center: { zh: '应急救援服务中心', en: 'Emergency response centre' },
  elder_university: { zh: '老年大学', en: 'University for elders' },
  elder_university_branch: { zh: '老年大学分校', en: 'Branch university for elders' },
  elder_learning_point: { zh: '老年学习点', en: 'Learning point for elders' },
  smart_care_home: { zh: '智慧养老院', en: 'Smart care home' },
  smart_care_community: { zh: '智慧养老社区', en: 'Smart care community' },
  safety_net_home: { zh: '兜底保障养老机构', en: 'Safety-net home' },
  nursing_demonstration_home: { zh: '护理型示范养老机构', en: 'Nursing demonstration home' },
}
