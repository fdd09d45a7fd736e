import type { AreaRule, County, SampleFile, Text } from '../types.ts'
import { urbanLocated, publishedUrban } from './people.ts'

const adcode =
  'Vonng/adcode @ b755d6e (CC BY 4.0), fences of the AMap district API, GCJ-02 converted to WGS 84 (approximate)'
const made = 'scripts/make-samples.ts'
const text = (zh: string, en: string): Text => ({ zh, en })

export const shichengCoverage: County['coverage'] = {
  profile: 'gb50180-15min',
  method: 'straight-line',
  detourFactor: 1.3,
  note: text(
    '无路网数据：直线距离×1.3 与 1000 m（日间照料中心 300 m）比较',
    'No road data: straight line × 1.3 against 1,000 m (day care 300 m)',
  ),
}

/** Quotes are verbatim from the plan; `quote` covers all three classes, `otherQuotes` holds the same rule in the text. */
export const shichengAreaRule: AreaRule & { clause: { otherQuotes: { ref: string; quote: string }[] } } = {
  adopted: false,
  label: text(
    '规划标准：新建每百户不低于 20 m² 且单处不少于 150 m²；旧城区和已建每百户不低于 15 m²',
    'Plan standard: new 20 m² per 100 households and 150 m² a site; old and existing 15 m²',
  ),
  newM2Per100Households: 20,
  oldM2Per100Households: 15,
  existingM2Per100Households: 15,
  newSingleSiteMinimumM2: 150,
  facilityTypes: [
    'residential_ancillary',
    'day_care',
    'community_center',
    'community_complex',
    'embedded_home',
    'meal_point',
  ],
  acquisitions: ['ancillary', 'bought', 'leased', 'exchanged', 'converted', 'built'],
  newSince: {
    document: 'permit',
    date: '2022-06-20',
    reason: text(
      '规划未写分界日；声明采用规划印发日 2022-06-20，按建设工程规划许可证日期',
      'The plan prints no split date; its own date, 2022-06-20, is declared, by the date of the planning permit',
    ),
  },
  households: { new: 'planned', old: 'completed', existing: 'completed' },
  clause: {
    document: '石城县养老服务体系建设“十四五”规划',
    documentNumber: null,
    issued: '2022-06-20',
    ref: '专栏2(2)；第三章第三节一',
    quote:
      '新建城区、新建居住（小）区按照每百户不低于 20平方米、单处用房面积不少于150平方米，旧城区和已建住宅小区按照每百户不低于15平方米的标准，通过新建、改建、购置、置换和租赁等方式配建养老服务设施',
    otherQuotes: [
      {
        ref: '第三章第三节一',
        quote: '确保新建住宅小区按每百户不少于20平方米，且单处用房面积不少于150平方米的标准配建养老服务设施',
      },
      { ref: '第三章第三节一', quote: '通过回购、租赁、置换、改造等方式按每百户15平方米标准补足老旧小区养老服务设施' },
    ],
  },
}

export const shichengUnitCoverage: County['unitCoverage'] = {
  levels: ['township', 'street'],
  facilityTypes: ['regional_center', 'community_complex'],
  label: text('具备综合功能的养老服务设施乡镇覆盖率', 'Townships with an operating multi-purpose eldercare site'),
}

const unitAssumptions = [
  text(
    '乡镇代码、名称、驻地为真实；乡镇界为驻地点泰森多边形，按县界裁剪，近似',
    'Township codes, names and seats are real; their polygons are Voronoi cells clipped to the county, approximate',
  ),
  text(
    '村（社区）为示例：每个乡镇的村数、社区数和城乡分类取自真实名录（131 个村委会、22 个居委会），名称、代码、位置均为虚构',
    'Villages and communities are synthetic: numbers per township and classes come from the real list (131 villages, 22 communities), names, codes and places are invented',
  ),
  text(
    '131 个村与规划所印 80 个站点、61.1 % 相符（80/131＝61.07 %）',
    '131 villages agree with the printed 80 sites and 61.1 % (80/131 = 61.07 %)',
  ),
]

const populationAssumptions = [
  text(
    '全县 283,182 人（2020-11-01）为控制数；乡镇以下为合成分摊，逐人相加等于控制数',
    'The county total of 283,182 (2020-11-01) is the control total; below it a synthetic split that sums to it exactly',
  ),
  text(
    `城镇类（1xx）有位置人口 ${urbanLocated}，比公布的城镇人口 ${publishedUrban} 少 ${publishedUrban - urbanLocated}（3.0 %），差额视为在“位置不详”之内`,
    `People of urban class with a place: ${urbanLocated}, ${publishedUrban - urbanLocated} (3.0 %) below the published ${publishedUrban}; the rest is taken to be among the unlocated`,
  ),
  text(
    '60+、80+ 占比为合成（城约 13 %，乡约 20.5 %，全县约 17 %）；户数＝人口÷3.07（赣州七普户均）',
    'Shares of 60+ and 80+ are synthetic (town about 13 %, country 20.5 %, county about 17 %); households = people ÷ 3.07 (赣州, 2020)',
  ),
  text('约 3 % 的人口只知乡镇，不知位置', 'About 3 % of people are known by township only'),
]

const facilityAssumptions = [
  text(
    '设施为示例（合成），仅总数与规划所印 2020 年底数一致：互助站点 80、城市居家和社区站点 16、嵌入式 10、床位 1963（护理型 923，47.0 %）',
    'Facilities are synthetic; only totals agree with the plan (end of 2020): 80 mutual-aid sites, 16 urban sites, 10 embedded homes, 1,963 beds (923 nursing, 47.0 %)',
  ),
  text(
    '民办 4 家 193 张（护理型 138）含东城嵌入式 38 张；规划未写明是否包含，此为设定',
    'The four private homes with 193 beds (138 nursing) include the 东城 embedded one (38); the plan does not say so, it is a choice',
  ),
  text(
    '医养结合床位 160（县康养福利中心）＋38（东城）＝198，与指标表相符，记在 medicalBeds',
    'Medical-integrated beds 160 + 38 = 198 as in the indicator table, kept in medicalBeds',
  ),
  text(
    '护理型占比按全部床位计（规划写“养老机构护理型床位占比”，分母未写明）',
    'The nursing share is of all beds (the plan leaves its denominator open)',
  ),
  text(
    '互助站点、社区站点的 unitCode 是所在村（社区）的虚构代码',
    'unitCode of mutual-aid and community sites is the invented code of their village or community',
  ),
]

const areaAssumptions = [
  text(
    '小区为示例；户数取自石城（7 个）与赣州真实户数分位数；为构造算例，部分新建小区户数指定',
    'Areas are synthetic; households from real quantiles of 石城 (7 areas) and 赣州; some new areas have set figures to make cases',
  ),
  text(
    '居民＝入住户数×3.07；镇外示例小区（无 communityCode）按农村计',
    'Residents = occupied households × 3.07; outlying areas without communityCode count as country',
  ),
]

export const shichengFiles: SampleFile[] = [
  row('boundary.geojson', 'boundary', text('石城县界', 'County boundary'), adcode, 'CC BY 4.0', '2018', false, [
    text(
      'GCJ-02→WGS 84 近似换算，误差约 1–2 m，不作测绘成果',
      'GCJ-02 to WGS 84 by an approximate formula, about 1–2 m',
    ),
  ]),
  row(
    'units.geojson',
    'units',
    text('乡镇（近似面）与示例村（社区）', 'Townships (approximate polygons), demo villages and communities'),
    `${adcode}; below the township ${made}`,
    'CC BY 4.0; MIT',
    '2016',
    true,
    unitAssumptions,
  ),
  row(
    'residential_areas.geojson',
    'residential_areas',
    text('小区台账（演示数据）', 'Residential areas (demo)'),
    made,
    'MIT',
    '2024-12-31',
    true,
    areaAssumptions,
  ),
  row(
    'facilities.geojson',
    'facilities',
    text('养老服务设施台账（演示数据）', 'Facilities (demo)'),
    made,
    'MIT',
    '2024-12-31',
    true,
    facilityAssumptions,
  ),
  row(
    'population.json',
    'population',
    text('人口（控制数真实，分摊合成）', 'Population (real control total, synthetic split)'),
    `county total: zh.wikipedia.org/wiki/石城县 (stored mirror); split by ${made}`,
    '事实；MIT',
    '2020-11-01',
    true,
    populationAssumptions,
  ),
  row(
    'answers.json',
    'answers',
    text('答案', 'Answers'),
    `${made}, computed apart from the product`,
    'MIT',
    '2024-12-31',
    true,
    [],
  ),
]

function row(
  path: string,
  kind: string,
  title: Text,
  origin: string,
  licence: string,
  date: string,
  synthetic: boolean,
  assumptions: Text[],
): SampleFile {
  return { path, kind, title, origin, licence, date, synthetic, assumptions }
}
