import { describe, expect, it } from 'vitest'
import { facilities, facilityTypeWords } from '../../../server/core/imports/kinds/facilities.ts'
import { examineFile, tableOf } from './doctor-world.ts'

/** As the five plans print them: whoever copies a clause into the ledger is understood. */
const printed: Record<string, string[]> = {
  day_care: ['社区日间照料机构', '日间照料中心', '老年人日间照料中心', '农村社区日间照料机构'],
  community_complex: ['社区养老服务综合体'],
  community_center: ['城市社区养老服务中心', '社区居家养老服务中心', '居家和社区养老服务站点'],
  embedded_home: ['社区嵌入式养老院', '嵌入式养老服务机构', '嵌入式中小微养老机构'],
  regional_center: ['区域性养老服务中心', '农村区域养老服务中心', '具备综合功能的养老服务机构', '综合服务功能的养老服务机构'],
  township_home: ['乡镇敬老院', '农村敬老院', '乡镇特困人员供养服务设施'],
  county_support_home: ['县级失能特困人员养护院', '县级特困人员供养服务设施', '县级失能特困人员供养服务机构', '县级特困失能人员集中照护机构'],
  mutual_aid: ['村级互助养老服务点', '村级互助养老服务设施', '农村互助养老服务设施', '农村幸福院', '颐养之家', '农村互助养老院'],
  meal_point: ['老年助餐点', '社区老年人助餐点', '老年食堂', '老年幸福食堂', '长者食堂'],
  rural_meal_table: ['农村老年饭桌助餐点'],
  residential_ancillary: ['小区配套养老服务设施用房', '小区配建养老服务设施用房'],
  care_institution: ['养老机构'],
  group_site: ['组级站点'],
  medical_integrated: ['医养结合机构', '医养结合服务中心', '医养融合机构'],
  medical: ['综合医院', '社区卫生服务中心', '乡镇卫生院', '村卫生室'],
  dementia_unit: ['失智照护机构', '失智照护单元'],
  emergency_center: ['养老服务应急救援中心'],
  elder_university: ['老年大学'],
  elder_university_branch: ['老年大学分校'],
  elder_learning_point: ['老年大学学习点', '老年学校'],
  smart_care_home: ['智慧养老院'],
  smart_care_community: ['智慧养老社区'],
  safety_net_home: ['兜底保障养老机构'],
  nursing_demonstration_home: ['护理型示范机构'],
}

describe('the types of facilities', () => {
  it('are known by the words that the plans print', () => {
    expect(Object.keys(printed).sort()).toEqual(Object.keys(facilityTypeWords).sort())
    for (const [code, words] of Object.entries(printed)) for (const word of words) expect([word, facilityTypeWords[code as keyof typeof facilityTypeWords] as readonly string[]]).toEqual([word, expect.arrayContaining([word])])
  })

  it('are each known by words of their own', () => {
    const all = Object.values(facilityTypeWords).flat()
    expect(all.filter((word, i) => all.indexOf(word) < i)).toEqual([])
  })
})

describe('四助五有', () => {
  it('is the nine that the plan prints, in its order, and takes other words of offices', () => {
    const nine = facilities.fields.filter(({ name }) => name.startsWith('check'))
    expect(nine.map(({ label }) => label.zh)).toEqual(['助餐', '助安', '助医', '助娱', '有场所', '有设备', '有经费', '有队伍', '有制度'])
    const heads = ['设施名称', '类型', '经度', '纬度', '助餐', '助安', '助医服务', '助娱', '有场地', '有设备', '有经费', '有人员', '有制度']
    const report = examineFile('facilities', tableOf([heads, ['示例·站', '农村幸福院', 116.3, 26.3, '是', '否', '是', '是', '是', '是', '是', '是', '']]), { crs: 'EPSG:4490' })
    const fields = report.records[0].fields as Record<string, unknown>
    expect(nine.map(({ name }) => fields[name])).toEqual(['yes', 'no', 'yes', 'yes', 'yes', 'yes', 'yes', 'yes', null])
  })
})
