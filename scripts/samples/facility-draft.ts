import type { LonLat } from './geometry.ts'
import type { Facility, FacilityLedger } from './types.ts'

const typeNames: Record<string, string> = {
  day_care: '日间照料中心',
  community_complex: '社区养老服务综合体',
  community_center: '居家和社区养老服务中心',
  embedded_home: '社区嵌入式养老院',
  regional_center: '区域性养老服务中心',
  township_home: '敬老院',
  county_support_home: '特困失能人员集中照护机构',
  mutual_aid: '农村互助养老服务点',
  meal_point: '老年助餐点',
  residential_ancillary: '配建养老用房',
  care_institution: '养老院',
  medical: '医疗卫生机构',
  elder_university: '老年大学',
  elder_university_branch: '老年大学分校',
  elder_learning_point: '老年大学学习点',
  dementia_unit: '失智照护单元',
  rural_meal_table: '农村老年饭桌',
  group_site: '组级站点',
  emergency_center: '养老服务应急救援中心',
  safety_net_home: '兜底保障养老机构',
  smart_care_home: '智慧养老院',
  smart_care_community: '智慧养老社区',
  medical_integrated: '医养结合服务中心',
}

export type FacilityWish = Partial<Facility> & {
  types: string[]
  unitCode: string
  point: LonLat | null
  place: string
}

/** Nothing filled in. */
export const blankLedger: FacilityLedger = {
  ...{ residentsInCare: null, eldersServed: null, ownership: null, rating: null, project: null, projectYear: null },
  ...{ tierLevel: null, fourHelpsFiveHaves: null, medicalKind: null, hospitalGrade: null, geriatrics: null },
  ...{ medicalPartner: null, ownLand: null },
}

/** Numbers facilities in the order they are wished for; anything not said gets the plainest value. */
export function createFacilityList(prefix: string, list: Facility[] = []) {
  return {
    list,
    add({ place, ...wish }: FacilityWish): Facility {
      const number = String(list.length + 1).padStart(3, '0')
      const facility: Facility = {
        id: `${prefix}-f${number}`,
        name: `示例·${place}${typeNames[wish.types[0]]}${number}`,
        address: null,
        floorAreaM2: null,
        landAreaM2: null,
        beds: 0,
        nursingBeds: 0,
        medicalBeds: null,
        status: 'operating',
        currentUse: 'eldercare',
        tenure: 'public_owned',
        operatorKind: 'public',
        acquisition: 'built',
        allotments: [],
        ledger: { ...blankLedger },
        ...wish,
      }
      list.push(facility)
      return facility
    },
  }
}

export type FacilityList = ReturnType<typeof createFacilityList>
