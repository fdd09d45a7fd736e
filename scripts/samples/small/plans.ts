import type { AreaRule, Text } from '../types.ts'

/** A plan whose own jurisdiction gets a small sample: one county, or a prefecture's counties. */
export interface SmallPlan {
  prefecture: { code: string; name: string }
  province: { code: string; name: string }
  boundaries: string
  counties: SmallCounty[]
  /** Published residents of the jurisdiction, spread over its counties; and the share of people of 60 and over. */
  residents: number
  residentsAsOf: string
  residentsSource: string
  share60: number
  areaRule: AreaRule | null
  tags(county: SmallCounty, units: TaggableUnit[]): [tag: string, unitCodes: string[]][]
  checklist: { ruleId: string; state: 'yes' | 'no' | 'partly'; document: string | null }[]
}

export interface SmallCounty {
  code: string
  /** The code under which the sources of 2016–2018 have it. */
  sourceCode: string
  name: Text
  /** 0 to 1: how far this county has come; rates of provision follow it. */
  progress: number
  /** Institutions of the county that it has; the others are what its plan finds missing. */
  has: string[]
}

export interface TaggableUnit {
  unitCode: string
  name: string
  level: string
  urbanRuralCode: string | null
}

const text = (zh: string, en: string): Text => ({ zh, en })
const county = (code: string, zh: string, en: string, progress: number, has: string, sourceCode = code): SmallCounty => ({
  ...{ code, sourceCode, name: text(zh, en), progress, has: has.split(' ').filter(Boolean) },
})

const all = 'county_support_home smart_care_home smart_care_community emergency_center safety_net_home dementia_unit medical_integrated'
const communityTypes = ['residential_ancillary', 'day_care', 'community_center', 'community_complex', 'embedded_home', 'meal_point']
const acquisitions = ['ancillary', 'bought', 'leased', 'exchanged', 'converted', 'built']
const townships = (units: TaggableUnit[]) => units.filter(({ level }) => level === 'township' || level === 'street')
const codes = (units: TaggableUnit[]) => units.map(({ unitCode }) => unitCode)
const ruralCommunities = (units: TaggableUnit[]) =>
  codes(units.filter(({ level, urbanRuralCode }) => level === 'community' && urbanRuralCode?.startsWith('2')))
const someTowns = (units: TaggableUnit[], from: number, count: number) =>
  codes(townships(units).filter(({ name }) => name.endsWith('镇')).slice(from, from + count))
const someCommunities = (units: TaggableUnit[]) => codes(units.filter(({ level }) => level === 'community').slice(1, 3))

function areaRule(label: Text, old: number, date: string, clause: AreaRule['clause']): AreaRule {
  return {
    ...{ adopted: false, label, newM2Per100Households: 20, oldM2Per100Households: old, existingM2Per100Households: old },
    ...{ newSingleSiteMinimumM2: null, facilityTypes: communityTypes, acquisitions },
    newSince: {
      ...{ document: 'permit' as const, date },
      reason: text('规划未写分界日；声明采用此日，按建设工程规划许可证日期', 'The plan prints no split date; this day is declared, by the date of the planning permit'),
    },
    households: { new: 'planned', old: 'completed', existing: 'completed' },
    clause,
  }
}

export const smallPlans: SmallPlan[] = [
  {
    province: { code: '510000', name: '四川省' },
    prefecture: { code: '513400', name: '凉山彝族自治州' },
    boundaries: 'mianning_counties.geojson',
    counties: [county('513433', '冕宁县', 'Mianning County', 0.7, 'county_support_home smart_care_home emergency_center')],
    ...{ residents: 365000, residentsAsOf: '2021-12-31', share60: 0.1399 },
    residentsSource: 'wz.zwzzw.com（存档转载，census/county_totals.csv；约数 36.5 万）',
    areaRule: null,
    tags: (_, units) => [
      ['eligible_central_township', someTowns(units, 0, 3)],
      ['central_town', someTowns(units, 1, 2)],
      ['elders_concentrated', someCommunities(units)],
      ['rural_community', ruralCommunities(units)],
    ],
    checklist: [{ ruleId: 'MN-23', state: 'partly', document: '示例·年度建设用地供应计划' }],
  },
  {
    province: { code: '510000', name: '四川省' },
    prefecture: { code: '511100', name: '乐山市' },
    boundaries: 'leshan_counties.geojson',
    counties: [
      county('511102', '市中区', 'Shizhong District', 0.95, `${all} group_site`),
      county('511111', '沙湾区', 'Shawan District', 0.75, 'county_support_home smart_care_home smart_care_community medical_integrated'),
      county('511112', '五通桥区', 'Wutongqiao District', 0.8, 'county_support_home smart_care_home smart_care_community emergency_center'),
      county('511113', '金口河区', 'Jinkouhe District', 0.4, 'county_support_home'),
      county('511123', '犍为县', 'Qianwei County', 0.7, 'county_support_home smart_care_home medical_integrated'),
      county('511124', '井研县', 'Jingyan County', 0.6, 'county_support_home smart_care_community'),
      county('511126', '夹江县', 'Jiajiang County', 0.85, 'county_support_home smart_care_home smart_care_community emergency_center medical_integrated'),
      county('511129', '沐川县', 'Muchuan County', 0.5, 'county_support_home'),
      county('511132', '峨边彝族自治县', 'Ebian Yi Autonomous County', 0.35, ''),
      county('511133', '马边彝族自治县', 'Mabian Yi Autonomous County', 0.3, 'county_support_home'),
      county('511181', '峨眉山市', 'Emeishan City', 0.9, `${all} group_site`),
    ],
    ...{ residents: 3160168, residentsAsOf: '2020-11-01', share60: 0.245 },
    residentsSource: '乐山市第七次人口普查公报第一号（转载，census/county_totals.csv）；各县为合成分摊',
    areaRule: null,
    tags: (_, units) => [
      ['eligible_central_township', someTowns(units, 0, 2)],
      ['central_town', someTowns(units, 1, 2)],
      ['rural_community', ruralCommunities(units)],
    ],
    checklist: [
      { ruleId: 'LS-21', state: 'yes', document: '示例·国土空间总体规划养老专章' },
      { ruleId: 'LS-24', state: 'partly', document: '示例·一张图建设方案' },
    ],
  },
  {
    province: { code: '530000', name: '云南省' },
    prefecture: { code: '530400', name: '玉溪市' },
    boundaries: 'yuxi_counties.geojson',
    counties: [
      county('530402', '红塔区', 'Hongta District', 0.9, all),
      county('530403', '江川区', 'Jiangchuan District', 0.75, 'county_support_home safety_net_home medical_integrated'),
      county('530423', '通海县', 'Tonghai County', 0.7, 'county_support_home safety_net_home'),
      county('530424', '华宁县', 'Huaning County', 0.55, 'county_support_home safety_net_home'),
      county('530425', '易门县', 'Yimen County', 0.6, 'safety_net_home'),
      county('530426', '峨山彝族自治县', 'Eshan Yi Autonomous County', 0.65, 'county_support_home safety_net_home'),
      county('530427', '新平彝族傣族自治县', 'Xinping Yi and Dai Autonomous County', 0.5, 'county_support_home safety_net_home'),
      county('530428', '元江哈尼族彝族傣族自治县', 'Yuanjiang Hani, Yi and Dai Autonomous County', 0.4, 'county_support_home'),
      county('530481', '澄江市', 'Chengjiang City', 0.85, 'county_support_home safety_net_home medical_integrated', '530422'),
    ],
    ...{ residents: 2249502, residentsAsOf: '2020-11-01', share60: 0.1656 },
    residentsSource: '玉溪市第七次人口普查公报（转载，census/county_totals.csv）；各县为合成分摊',
    areaRule: areaRule(
      text('征求意见稿：新建每百户不低于 20 m²，老旧和已建成每百户不低于 15 m²', 'Draft for comment: new 20 m² per 100 households, old and built-up 15 m²'),
      15,
      '2024-01-01',
      {
        document: '玉溪市贯彻落实《云南省推进养老服务高质量发展三年行动方案（2024-2026年）》实施方案（征求意见稿）',
        ...{ documentNumber: null, issued: '未注明（征求意见稿）', ref: '三（二）4' },
        quote: '新建、老旧居住区分别按照每百户不低于20平方米、15平方米的标准配建、配置社区养老服务设施',
      },
    ),
    tags: ({ code }, units) => [
      ['central_urban_area', ['530402', '530403'].includes(code) ? codes(units.filter(({ level }) => level === 'street')) : []],
      ['elders_concentrated', someCommunities(units)],
      ['rural_community', ruralCommunities(units)],
    ],
    checklist: [
      { ruleId: 'YX-19', state: 'yes', document: '示例·存量建设用地台账' },
      { ruleId: 'YX-19b', state: 'no', document: null },
    ],
  },
  {
    province: { code: '640000', name: '宁夏回族自治区' },
    prefecture: { code: '640500', name: '中卫市' },
    boundaries: 'shapotou_counties.geojson',
    counties: [county('640502', '沙坡头区', 'Shapotou District', 0.7, 'county_support_home emergency_center medical_integrated')],
    ...{ residents: 399800, residentsAsOf: '2020-11-01', share60: 59900 / 399800 },
    residentsSource: '转载（census/county_totals.csv；约数 39.98 万），60+ 按规划所印 5.99 万',
    areaRule: areaRule(
      text('新建、已建成和老城区均为每百户不低于 20 m²', 'New, built-up and old areas alike 20 m² per 100 households'),
      20,
      '2021-01-01',
      {
        document: '中卫市沙坡头区养老服务体系建设“十四五”规划',
        ...{ documentNumber: null, issued: '未注明', ref: '四（二）1' },
        quote: '由政府通过新建、购置、置换、租赁等方式，按照每百户不少于20平方米的标准建设养老服务设施',
      },
    ),
    tags: (_, units) => [
      ['urban_town', codes(units.filter(({ name }) => ['滨河镇', '文昌镇'].includes(name)))],
      ['elders_concentrated', someCommunities(units)],
      ['rural_community', ruralCommunities(units)],
    ],
    checklist: [{ ruleId: 'SP-22', state: 'yes', document: '示例·养老服务设施专项规划' }],
  },
]
