import type { Bilingual } from '../problems.ts'
import { say } from './words.ts'

/**
 * What a plan's word for a class of facilities takes in. 养老机构 is every registered care institution: 敬老院, 养护院 and
 * 嵌入式养老院 are among them (the list of facility types says so), though a ledger gives them their own code.
 */
const families: Partial<Record<string, readonly string[]>> = {
  care_institution: ['care_institution', 'township_home', 'county_support_home', 'embedded_home'],
}

/** Types of single facilities that count for these types of a rule, sorted, each once. */
export function expandTypes(types: readonly string[]): string[] {
  return [...new Set(types.flatMap((type) => families[type] ?? [type]))].sort()
}

export function hasType(facilityTypes: readonly string[], wanted: readonly string[]): boolean {
  return wanted.some((type) => (families[type] ?? [type]).some((member) => facilityTypes.includes(member)))
}

/** What must be said where a rule's types are more than their words. */
export function familyAssumptions(types: readonly string[] | null): Bilingual[] {
  if (!types?.includes('care_institution')) return []
  return [
    say(
      '养老机构含各类已登记备案的养老机构：敬老院、县级养护院（特困人员供养机构）、社区嵌入式养老院在内',
      'Care institutions are all registered ones: township homes, county support homes and embedded homes among them',
    ),
  ]
}

export function typeWords(types: readonly string[]): Bilingual {
  const words = types.map((type) => facilityTypeWords[type] ?? say(type, type))
  return { zh: words.map(({ zh }) => zh).join('、'), en: words.map(({ en }) => en).join(', ') }
}

export const statusWords: Partial<Record<string, Bilingual>> = {
  planned: { zh: '规划', en: 'planned' },
  building: { zh: '在建', en: 'building' },
  operating: { zh: '运营中', en: 'operating' },
  idle: { zh: '闲置', en: 'idle' },
  closed: { zh: '已关停', en: 'closed' },
}

const facilityTypeWords: Partial<Record<string, Bilingual>> = {
  day_care: { zh: '日间照料机构', en: 'day care' },
  community_complex: { zh: '社区养老服务综合体', en: 'community eldercare complex' },
  community_center: { zh: '社区养老服务中心', en: 'community eldercare centre' },
  embedded_home: { zh: '社区嵌入式养老院', en: 'embedded community home' },
  regional_center: { zh: '区域性养老服务中心', en: 'regional eldercare centre' },
  township_home: { zh: '乡镇敬老院', en: 'township home' },
  county_support_home: { zh: '县级特困人员供养机构', en: 'county support home' },
  mutual_aid: { zh: '互助养老服务点', en: 'mutual-aid point' },
  meal_point: { zh: '老年助餐点', en: 'meal point' },
  rural_meal_table: { zh: '农村老饭桌', en: 'rural meal table' },
  residential_ancillary: { zh: '小区配建养老用房', en: 'ancillary eldercare premises' },
  care_institution: { zh: '养老机构', en: 'care institution' },
  group_site: { zh: '组级站点', en: 'group-level site' },
  medical_integrated: { zh: '医养结合机构', en: 'integrated medical care' },
  medical: { zh: '医疗卫生机构', en: 'medical institution' },
  dementia_unit: { zh: '失智照护单元', en: 'dementia unit' },
  emergency_center: { zh: '应急救援服务中心', en: 'emergency response centre' },
  elder_university: { zh: '老年大学', en: 'university for elders' },
  elder_university_branch: { zh: '老年大学分校', en: 'branch university for elders' },
  elder_learning_point: { zh: '老年学习点', en: 'learning point for elders' },
  smart_care_home: { zh: '智慧养老院', en: 'smart care home' },
  smart_care_community: { zh: '智慧养老社区', en: 'smart care community' },
  safety_net_home: { zh: '兜底保障养老机构', en: 'safety-net home' },
  nursing_demonstration_home: { zh: '护理型示范养老机构', en: 'nursing demonstration home' },
}
