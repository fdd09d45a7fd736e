import { date, identityFields, state, text, unitFields, type Field, type ImportKind } from '../field.ts'

const registerWords = {
  open: ['未整改', '未启动', '未开始', '待整改', '未完成', '否', '未', '×', '✗'],
  doing: ['整改中', '正在整改', '进行中', '推进中', '办理中', '正在办理'],
  done: ['已整改', '已完成', '完成', '完成整改', '整改完成', '销号', '已销号', '是', '已', '√', '✓'],
} as const

/** 问题、措施、期限、责任单位: as columns of the 小区台账 and of the register. */
export function registerFields(problemRequired: boolean): Field[] {
  return [
    text('problemKind', '问题类型', 'kind of problem', ['存在问题', '问题', '主要问题', '排查问题'], { required: problemRequired, example: '面积不足' }),
    text('remedy', '整改措施', 'remedy', ['措施', '整改方案', '整治措施'], { example: '补建' }),
    date('remedyDue', '期限', 'due', ['整改期限', '完成期限', '整改时限', '完成时限'], { lastDay: true, example: '2026-12-31' }),
    text('responsibleUnit', '责任单位', 'responsible', ['责任部门', '牵头单位', '责任主体'], { example: '示例·住建部门' }),
  ]
}

/** 2014 年以来建成的小区清查整改台账. An area may have several problems, each a row. */
export const register: ImportKind = {
  id: 'register',
  aliases: ['rectification', '清查整改台账', '整改台账', '2014年以来台账'],
  label: { zh: '清查整改', en: 'register of rectifications' },
  geometry: 'none',
  geometryTypes: [],
  keyed: true,
  keepsStrangers: true,
  refers: (fields, find) => [find.area({ ...fields, column: '小区名称' })],
  fields: [
    ...identityFields('小区名称', 'name of the area', ['住宅小区名称', '居住区名称', '项目名称', '小区', '楼盘名称']),
    ...unitFields,
    {
      name: 'phase',
      label: { zh: '分期', en: 'phase' },
      columns: ['期数', '建设分期', '第几期'],
      value: { type: 'integer', measure: 'plain', min: 1, max: 50 },
    },
    {
      name: 'builtYear',
      label: { zh: '建成年份', en: 'year of completion' },
      columns: ['建成时间', '建成日期', '竣工日期', '竣工时间', '竣工年份', '建成年代'],
      value: { type: 'year' },
      example: 2016,
    },
    ...registerFields(true),
    state('state', '整改状态', 'state', ['整改情况', '完成情况', '状态', '进展', '整改进展', '是否完成', '是否整改'], registerWords, {
      note: { zh: '未整改、整改中、已整改，或完成日期', en: 'Open, doing, done, or the date when it was done' },
      example: '整改中',
    }),
    date('doneOn', '完成日期', 'done on', ['完成时间', '整改完成日期', '整改完成时间', '销号日期', '销号时间']),
  ],
}
