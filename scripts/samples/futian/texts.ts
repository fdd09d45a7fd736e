import type { County, SampleFile, Text } from '../types.ts'
import { splitDate } from './areas.ts'

const osm = '© OpenStreetMap contributors'
const adcode =
  'Vonng/adcode @ b755d6e (CC BY 4.0), fences of the AMap district API, GCJ-02 converted to WGS 84 (approximate)'
const made = 'scripts/make-samples.ts'

export const futianCoverage: County['coverage'] = {
  profile: 'gb50180-15min',
  method: 'network',
  note: {
    zh: '步行路网 1000 m（日间照料中心 300 m）；只覆盖分析片区。路网止于窗口边缘，距边缘 1000 m 内的结果偏低',
    en: '1,000 m on the walking network (day care 300 m), for the study area only. Roads end at the window: results within 1,000 m of its edge are low',
  },
}

const allAcquisitions = ['ancillary', 'bought', 'leased', 'exchanged', 'converted', 'built']

export const futianAreaRule: County['areaRule'] = {
  adopted: true,
  label: {
    zh: '采用标准：每百户 20 m²（新建）、15 m²（老旧、已建），示例采用，非本规划规定',
    en: 'Adopted standard: 20 m² per 100 households (new), 15 m² (old and existing); adopted for the sample, not prescribed by a plan',
  },
  newM2Per100Households: 20,
  oldM2Per100Households: 15,
  existingM2Per100Households: 15,
  newSingleSiteMinimumM2: null,
  facilityTypes: [
    'residential_ancillary',
    'day_care',
    'community_center',
    'community_complex',
    'embedded_home',
    'meal_point',
  ],
  acquisitions: allAcquisitions,
  newSince: {
    document: 'permit',
    date: splitDate,
    reason: {
      zh: '没有规划规定分界日；示例采用 GB 50180-2018 的实施日 2018-12-01，按建设工程规划许可证日期分新建与已建',
      en: 'No plan prescribes a split date; the sample adopts 2018-12-01, the day GB 50180-2018 took effect, by the date of the planning permit',
    },
  },
  households: { new: 'planned', old: 'completed', existing: 'completed' },
}

export const futianUnitCoverage: County['unitCoverage'] = {
  levels: ['township', 'street'],
  facilityTypes: ['regional_center', 'community_complex'],
  label: { zh: '具备综合功能的养老服务设施街道覆盖率', en: 'Streets with an operating multi-purpose eldercare site' },
}

const text = (zh: string, en: string): Text => ({ zh, en })

const unitAssumptions = [
  text(
    '街道界为驻地点泰森多边形，按区界裁剪，近似，不是法定界线',
    'Street polygons are Voronoi cells of office points clipped to the district: approximate, not legal borders',
  ),
  text(
    '沙头、福保、华强北三个街道来源无点，位置未知，不参与泰森多边形，因此邻近街道的面偏大',
    'Three streets (沙头, 福保, 华强北) have no point in the source; their land falls to neighbours in the diagram',
  ),
  text(
    '福田保税区是功能区，列为 other，不参与泰森多边形',
    'The bonded zone is functional, level "other", and left out of the diagram',
  ),
  text(
    '街道代码为 2016 年版；福保与华强北在 2023 年名录中代码互换',
    'Codes are those of 2016; 福保 and 华强北 swap codes in the 2023 list',
  ),
]

const areaAssumptions = [
  text(
    '全部小区为示例（合成）；竣工户数取自福田真实小区户数分位数的分段线性反函数（p5–p95 截断）',
    'All areas are synthetic; completed households come from the piecewise-linear inverse of the real Futian quantiles, clamped to p5–p95',
  ),
  text(
    '居民＝入住户数×2.54（七普户均），60+、80+ 按全区年龄结构并随建成年代浮动',
    'Residents = occupied households × 2.54 (2020 census); 60+ and 80+ follow the district pyramid, tilted by building age',
  ),
  text('人口口径户数：入住户数，缺则竣工户数', 'Households of demand: occupied, else completed'),
  text(
    '22.53°N 以南、114.012°E 以东的小区划给沙头街道（教学设定，因其位置未知）',
    'Areas south of 22.53°N and east of 114.012°E are given to 沙头 (a teaching choice, as its place is unknown)',
  ),
]

export const futianFiles: SampleFile[] = [
  row('boundary.geojson', 'boundary', text('福田区界', 'District boundary'), adcode, 'CC BY 4.0', '2018', false, [
    text(
      'GCJ-02→WGS 84 近似换算，误差约 1–2 m，不作测绘成果',
      'GCJ-02 to WGS 84 by an approximate formula, about 1–2 m',
    ),
  ]),
  row(
    'units.geojson',
    'units',
    text('街道（近似面）', 'Streets (approximate polygons)'),
    adcode,
    'CC BY 4.0',
    '2016',
    false,
    unitAssumptions,
  ),
  row(
    'study_area.geojson',
    'study_area',
    text('分析片区', 'Study area'),
    `${made}: window of the road data ∩ boundary; ${osm}`,
    'ODbL 1.0; CC BY 4.0',
    '2023-05-25',
    false,
    [
      text(
        '片区是路网数据窗口与区界之交，含深圳湾水面',
        'The window of the road data cut by the boundary; it includes water of Shenzhen Bay',
      ),
    ],
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
    [text('全部设施为示例（合成），与真实机构无关', 'All facilities are synthetic and unrelated to real ones')],
  ),
  row(
    'population.json',
    'population',
    text('人口控制数与无确切位置人口', 'Control totals and unlocated people'),
    `census bulletin (re-post); unlocated rows by ${made}`,
    '统计公报事实；MIT',
    '2020-11-01',
    true,
    [
      text(
        '控制数为全区普查数（真实）；需求人口只是分析片区的合成人口，不与全区数相加减',
        'The control total is the real census of the whole district; the demand is the synthetic population of the study area only',
      ),
      text('约 3 % 的人口只知街道，不知位置', 'About 3 % of people are known by street only'),
    ],
  ),
  row(
    'roads.graphml.gz',
    'roads',
    text('步行路网（OSMnx GraphML）', 'Roads (OSMnx GraphML)'),
    `${osm}; transbigdata @ 6edcbea, G.graphml`,
    'ODbL 1.0',
    '2023-05-25',
    false,
    [text('原样压缩；小区内部道路在 OSM 中不全', 'Packed as it is; OSM is incomplete inside compounds')],
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
