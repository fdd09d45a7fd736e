import type { LonLat } from './geometry.ts'
import type { Facility } from './types.ts'

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
}

export type FacilityWish = Partial<Facility> & {
  types: string[]
  unitCode: string
  point: LonLat | null
  place: string
}

/** Numbers facilities in the order they are wished for; anything not said gets the plainest value. */
export function createFacilityList(prefix: string) {
  const list: Facility[] = []
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
        ...wish,
      }
      list.push(facility)
      return facility
    },
  }
}

export type FacilityList = ReturnType<typeof createFacilityList>
