import { area, choice, count, date, identityFields, placeFields, text, unitFields, type ImportKind } from '../field.ts'
import { registerFields } from './register.ts'
import { stageFields } from './sync-stages.ts'

/** 95 % of the areas counted in 乐山 have fewer than 3,904 households; a larger one than this is asked about. */
const doubtfulHouseholds = 20_000

/** 小区台账 (domain.md, The two ledgers). */
export const residentialAreas: ImportKind = {
  id: 'residential_areas',
  aliases: ['residential', 'residential-area', 'areas', '小区', '居住小区', '居住区', '小区台账'],
  label: { zh: '居住（小）区', en: 'residential areas' },
  geometry: 'optional',
  geometryTypes: ['Point', 'Polygon', 'MultiPolygon'],
  fields: [
    ...identityFields('小区名称', 'name of the area', ['住宅小区名称', '居住区名称', '项目名称', '小区', '楼盘名称']),
    ...unitFields,
    choice(
      'buildClass',
      '新建/老旧/已建',
      'build class',
      ['新建老旧已建', '小区类别', '小区类型', '建设类别', '建设类型', '类别', '新旧类别', 'build_class'],
      {
        new: ['新建', '新建小区', '新建住宅小区', '新'],
        old: ['老旧', '老旧小区', '老', '旧'],
        existing: ['已建', '已建成', '建成', '既有', '已建成小区'],
      },
      { example: '新建' },
    ),
    date(
      'planningConditionDate',
      '规划条件日期',
      'date of the planning conditions',
      ['规划条件或许可日期', '规划条件时间', '土地出让合同日期', '规划条件出具日期'],
      { example: '2021-03-05' },
    ),
    date('permitDate', '许可日期', 'date of the planning permit', [
      '建设工程规划许可证日期',
      '工程规划许可日期',
      '规划许可日期',
      '许可证日期',
      '许可时间',
    ]),
    date('completionDate', '竣工日期', 'date of completion', ['竣工时间', '竣工验收日期', '建成日期', '建成时间', '建成年份', '建成年代']),
    {
      name: 'phase',
      label: { zh: '分期', en: 'phase' },
      columns: ['期数', '建设分期', '第几期'],
      value: { type: 'integer', measure: 'plain', min: 1, max: 50 },
    },
    count('householdsPlanned', '规划户数', 'planned households', ['规划总户数', '设计户数', '户数（规划）', 'households_planned'], {
      doubtAbove: doubtfulHouseholds,
      example: 1200,
    }),
    count(
      'householdsCompleted',
      '竣工户数',
      'completed households',
      ['建成户数', '总户数', '户数', '户数（竣工）', '实际户数', 'households', 'households_completed'],
      { doubtAbove: doubtfulHouseholds, example: 1180 },
    ),
    count('householdsOccupied', '入住户数', 'occupied households', ['实际入住户数', '户数（入住）', '已入住户数', 'households_occupied'], {
      doubtAbove: doubtfulHouseholds,
      example: 900,
    }),
    count('residents', '常住人口', 'residents', ['居住人口', '人口', '人数', '总人口', '居住人数', 'residents'], { doubtAbove: 80_000 }),
    count(
      'residents60Plus',
      '60岁以上人口',
      'residents 60+',
      ['60岁及以上', '60岁以上', '60+', '老年人口', '老年人数', '60岁及以上人口', '60岁以上老年人'],
      { doubtAbove: 40_000 },
    ),
    count('residents80Plus', '80岁以上人口', 'residents 80+', ['80岁及以上', '80岁以上', '80+', '高龄老人', '80岁及以上人口'], {
      doubtAbove: 10_000,
    }),
    area('requiredAreaM2', '应配面积㎡', 'required floor area', ['应配面积', '应配建面积', '应配建筑面积', '应配用房面积'], {
      doubtAbove: 50_000,
    }),
    area(
      'providedAreaM2',
      '实配面积㎡',
      'provided floor area',
      ['实配面积', '实配建面积', '已配面积', '实配建筑面积', '已配建面积', '实配用房面积'],
      { doubtAbove: 50_000 },
    ),
    count('sites', '处数', 'sites', ['设施处数', '配建处数', '用房处数'], { doubtAbove: 200 }),
    area('smallestSiteM2', '最小单处㎡', 'smallest single site', ['最小单处', '最小单处面积', '单处最小面积'], { doubtAbove: 50_000 }),
    text('floor', '所在楼层', 'floor', ['楼层']),
    text('acquisitionText', '取得方式', 'how it was got', ['获取方式', '配建方式']),
    ...stageFields(false),
    date('handedOverOn', '移交日期', 'handed over on', ['移交时间', '交付日期', '交付时间']),
    text('currentUse', '现状用途', 'current use', ['现用途', '实际用途']),
    ...registerFields(false),
    ...placeFields,
  ],
}
