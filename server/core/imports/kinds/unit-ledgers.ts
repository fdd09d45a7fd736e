import { area, choice, date, text, unitFields, type ImportKind } from '../field.ts'

/** 社区用房: service rooms of a community, and what of them is free for eldercare. */
export const communityRooms: ImportKind = {
  id: 'community_rooms',
  aliases: ['rooms', '社区用房', '社区服务用房'],
  label: { zh: '社区服务用房', en: 'community rooms' },
  geometry: 'none',
  geometryTypes: [],
  keyed: true,
  refers: (fields, find) => [find.unit(fields)],
  fields: [
    ...unitFields,
    text('name', '用房名称', 'name of the rooms', ['名称', '社区用房名称', '房屋名称'], { example: '示例社区服务用房' }),
    area('floorAreaM2', '建筑面积㎡', 'floor area', ['建筑面积', '总建筑面积', '用房面积', '总面积', '面积', '社区用房面积'], {
      doubtAbove: 50_000,
      example: 900,
    }),
    area(
      'eldercareFreeM2',
      '可用于养老面积㎡',
      'free for eldercare',
      ['可用于养老面积', '可用于养老服务面积', '可养老面积', '无偿用于养老面积', '无偿提供面积', '免费提供面积', '用于养老面积', '其中养老面积'],
      { doubtAbove: 50_000, example: 230 },
    ),
  ],
}

/** Words for the marks that plans name without a list (core/policy/compute.ts, unitTags). */
export const unitTagWords = {
  eligible_central_township: ['有条件的中心乡镇', '有条件的（中心）乡镇', '有条件的乡镇'],
  central_town: ['中心镇'],
  urban_town: ['城区镇'],
  central_urban_area: ['中心城区'],
  street_level: ['街道级单元', '街道级', '视同街道'],
  elders_concentrated: ['老年人口集中', '老年人集中'],
  rural_community: ['涉农社区'],
} as const

export const unitTagsKind: ImportKind = {
  id: 'unit_tags',
  aliases: ['tags', '单元标记', '标记'],
  label: { zh: '单元标记', en: 'marks of units' },
  geometry: 'none',
  geometryTypes: [],
  keyed: true,
  refers: (fields, find) => [find.unit(fields)],
  fields: [
    ...unitFields,
    choice('tags', '标记', 'marks', ['单元标记', '标签', '类型', '类别', 'tag', 'tags'], unitTagWords, {
      many: true,
      required: true,
      example: '中心镇',
    }),
  ],
}

/** Names as the results print them (core/indicators/tally.ts). */
export const statisticWords = {
  social_workers: ['社会工作者人数', '社会工作者', '社工人数', '持证社工人数'],
  planned_population: ['规划人口', '规划常住人口', '规划人口规模'],
  urban_elders_60_plus: ['城镇60岁及以上老年人', '城镇老年人口', '城镇60岁以上老年人', '城镇老年人'],
  rural_elders_60_plus: ['农村60岁及以上老年人', '农村老年人口', '农村60岁以上老年人', '农村老年人'],
} as const

/** Figures of the county that no row of a ledger carries. */
export const statistics: ImportKind = {
  id: 'statistics',
  aliases: ['statistic', '统计数', '县级统计数'],
  label: { zh: '县级统计数', en: 'county statistics' },
  geometry: 'none',
  geometryTypes: [],
  keyed: true,
  fields: [
    choice('key', '统计项', 'figure', ['项目', '指标', '指标名称', '统计指标', '名称', 'key'], statisticWords, { required: true, example: '社会工作者人数' }),
    {
      name: 'value',
      label: { zh: '数值', en: 'value' },
      columns: ['数量', '人数', '值', '统计值', 'value'],
      value: { type: 'decimal', measure: 'count', min: 0, doubtAbove: 20_000_000 },
      required: true,
      example: 62,
    },
    date('asOf', '统计日期', 'as of', ['统计时点', '数据日期', '日期', '年份', '截至日期', 'as_of'], { lastDay: true, example: '2024-12-31' }),
    text('source', '来源', 'source', ['数据来源', '资料来源', '填报单位', 'source'], { required: true, example: '示例·统计公报' }),
  ],
}

/** 核查清单: the office's answers to rules that only a person can judge. */
export const checklist: ImportKind = {
  id: 'checklist',
  aliases: ['核查清单', '核查表'],
  label: { zh: '核查清单', en: 'checklist' },
  geometry: 'none',
  geometryTypes: [],
  keyed: true,
  fields: [
    {
      name: 'ruleId',
      label: { zh: '规则编号', en: 'rule' },
      columns: ['规则', '条款编号', '编号', '指标编号', '核查项编号', 'rule', 'rule_id'],
      value: { type: 'key' },
      required: true,
      example: 'SC-28',
      note: { zh: '政策包中的规则编号', en: 'The rule’s id in its policy pack' },
    },
    text('name', '核查事项', 'what is checked', ['事项', '核查内容', '内容', '规则名称']),
    choice(
      'state',
      '核查结果',
      'answer',
      ['结果', '是否落实', '落实情况', '状态', '完成情况'],
      {
        yes: ['是', '已落实', '落实', '√', '✓', '已完成', '有', 'Y'],
        no: ['否', '未落实', '×', '✗', '未完成', '无', 'N'],
        partly: ['部分', '部分落实', '部分完成', '基本落实'],
      },
      { required: true, example: '是' },
    ),
    text('note', '备注', 'note', ['说明', '情况说明']),
    text('document', '依据文件', 'document', ['文件', '佐证材料', '依据', '文件名称', '佐证文件'], { example: '示例·专项规划' }),
    date('asOf', '核查日期', 'as of', ['日期', '填报日期', '数据日期', '截至日期'], { lastDay: true, example: '2025-12-31' }),
  ],
}
