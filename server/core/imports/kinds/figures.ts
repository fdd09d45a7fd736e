import { choice, count, date, placeFields, text, unitFields, type Field, type ImportKind } from '../field.ts'

const people: Field[] = [
  count(
    'residents',
    '常住人口',
    'residents',
    ['人口', '总人口', '人口数', '人数', '常住人口数', 'population', 'residents', 'pop', 'resident_pop', '常住总人口'],
    {
      doubtAbove: 20_000_000,
      example: 5318,
    },
  ),
  count(
    'residents60Plus',
    '60岁及以上',
    'residents 60+',
    ['60岁以上', '60岁以上人口', '60岁及以上人口', '60+', '老年人口', 'residents60plus', 'pop60'],
    { doubtAbove: 6_000_000 },
  ),
  count(
    'residents80Plus',
    '80岁及以上',
    'residents 80+',
    ['80岁以上', '80岁以上人口', '80岁及以上人口', '80+', '高龄人口', 'residents80plus'],
    { doubtAbove: 2_000_000 },
  ),
  count('households', '户数', 'households', ['家庭户数', '总户数', 'households'], { doubtAbove: 8_000_000 }),
]

/** By place, by township, by H3 cell, or a raster of people. */
export const population: ImportKind = {
  id: 'population',
  aliases: ['people', '人口'],
  label: { zh: '人口', en: 'population' },
  geometry: 'optional',
  geometryTypes: ['Point', 'Polygon', 'MultiPolygon'],
  raster: 'people',
  oneOf: ['residents', 'residents60Plus', 'residents80Plus', 'households'],
  fields: [
    text('name', '名称', 'name', ['地区', '区域', '单位', 'name']),
    ...unitFields,
    {
      name: 'h3',
      label: { zh: 'H3单元', en: 'H3 cell' },
      columns: ['h3', 'h3_index', 'h3_address', 'hex_id', 'hexid', 'id_hex', 'h3_id'],
      value: { type: 'h3' },
    },
    ...people,
    date('asOf', '统计日期', 'as of', ['统计时点', '日期', '年份', 'as_of']),
    text('source', '来源', 'source', ['数据来源']),
    ...placeFields,
  ],
}

/** 人工填报: figures that a plan asks for and nobody can compute. */
export const reportedFigures: ImportKind = {
  id: 'reported_figures',
  aliases: ['reported', 'figures', '填报数', '填报指标'],
  label: { zh: '填报数据', en: 'reported figures' },
  geometry: 'none',
  geometryTypes: [],
  oneOf: ['value', 'valueText', 'withdrawn'],
  fields: [
    {
      name: 'indicator',
      label: { zh: '指标编号', en: 'indicator' },
      columns: ['指标', '条目', '条目编号', '指标代码', '指标ID', 'indicator', 'id'],
      value: { type: 'key' },
      required: true,
      example: 'SC-R01',
    },
    text('name', '指标名称', 'name', ['名称']),
    text('pack', '政策包', 'policy pack', ['规划', '政策包代码', 'pack', 'pack_id'], {
      example: 'shicheng',
      note: { zh: '政策包代码；可不填，由条目编号唯一确定时自动认出', en: 'Its id; may be left out where the rule’s id is one pack’s only' },
    }),
    text('part', '分项', 'part', ['分项名称', 'part'], { note: { zh: '目标分项列出时填写', en: 'Where the target lists parts' } }),
    ...unitFields,
    { name: 'numerator', label: { zh: '分子', en: 'numerator' }, columns: ['numerator'], value: { type: 'decimal', measure: 'plain' } },
    {
      name: 'denominator',
      label: { zh: '分母', en: 'denominator' },
      columns: ['denominator'],
      value: { type: 'decimal', measure: 'plain', min: 0 },
    },
    {
      name: 'value',
      label: { zh: '数值', en: 'value' },
      columns: ['指标值', '填报值', '现值', '完成值', 'value'],
      value: { type: 'decimal', measure: 'plain' },
      example: 80,
    },
    text('valueText', '文字值', 'value in words', ['定性结果', '完成情况', 'value_text']),
    choice('withdrawn', '撤回', 'withdrawn', ['是否撤回', 'withdrawn'], { yes: ['是', '撤回', 'yes'], no: ['否', 'no'] }),
    text('unit', '单位', 'unit', ['计量单位', 'unit']),
    date('asOf', '数据日期', 'as of', ['统计日期', '日期', '年份', '截至日期', 'as_of'], { required: true, example: '2025-12-31' }),
    text('source', '来源', 'source', ['数据来源', '填报单位'], { example: '县民政局年报' }),
    text('note', '说明', 'note', ['备注', 'note']),
  ],
}

export const elevation: ImportKind = {
  id: 'elevation',
  aliases: ['dem', '高程', '数字高程'],
  label: { zh: '高程', en: 'elevation' },
  geometry: 'none',
  geometryTypes: [],
  raster: 'metres',
  fields: [],
}

export const roads: ImportKind = {
  id: 'roads',
  aliases: ['road', 'network', '路网', '道路'],
  label: { zh: '道路', en: 'roads' },
  geometry: 'required',
  geometryTypes: ['LineString', 'MultiLineString'],
  fields: [
    text('name', '名称', 'name', ['道路名称', '路名', 'name']),
    text('highway', '道路等级', 'class', ['等级', '道路类型', '类型', 'highway', 'fclass']),
    {
      name: 'lengthMetres',
      label: { zh: '长度m', en: 'length' },
      columns: ['长度', '里程', 'length', 'length_m'],
      value: { type: 'decimal', measure: 'length_m', min: 0 },
    },
  ],
}
