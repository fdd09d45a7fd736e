import { date, identityFields, state, text, unitFields, type Field, type ImportKind } from '../field.ts'

/**
 * 「否」 and 「×」 say that a stage is not done; that it breaks the rule is another statement, and needs its own word.
 * Both leave the area short of 四同步; only a breach is listed by name as one.
 */
const stageWords = {
  done: ['是', '已', '√', '✓', '☑', '✔', '已完成', '完成', '同步', '已同步', '1', 'Y', 'yes'],
  pending: ['未完成', '否', '未', '×', '✗', '✘', '在建', '进行中', '未开始', '待定', '0', 'N', 'no'],
  breach: ['违反', '违规', '未同步', '不同步', '建而不交', '建而未交', '未按要求'],
} as const

const stageNote = {
  zh: '是/√/已完成，否/×/未完成，违反，或完成日期（如 2022-03-05）',
  en: 'Done, pending, breach, or the date when it was done',
}

/** 同步规划、同步建设、同步验收、同步交付. In a ledger of nothing else 「规划」 alone says it too. */
export function stageFields(alone: boolean): Field[] {
  const stage = (name: string, word: string, en: string, columns: readonly string[], example: string) =>
    state(name, `同步${word}`, en, [`四同步${word}`, ...columns, ...(alone ? [word] : [])], stageWords, { note: stageNote, example })
  return [
    stage('syncPlanned', '规划', 'planned together', [], '已完成'),
    stage('syncBuilt', '建设', 'built together', [], '2023-02-01'),
    stage('syncAccepted', '验收', 'accepted together', [], '未完成'),
    stage('syncHandedOver', '交付', 'handed over together', ['同步移交', '四同步移交', '同步交付使用'], '未完成'),
  ]
}

/** Field of the state, field of the day, stage as it is stored. */
export const stageColumns = [
  { state: 'syncPlanned', day: 'plannedOn', stage: 'plan' },
  { state: 'syncBuilt', day: 'builtOn', stage: 'build' },
  { state: 'syncAccepted', day: 'acceptedOn', stage: 'accept' },
  { state: 'syncHandedOver', day: 'handedOverOn', stage: 'handover' },
] as const

/** One row a residential area. */
export const syncStages: ImportKind = {
  id: 'sync_stages',
  aliases: ['stages', '四同步', '四同步台账'],
  label: { zh: '四同步', en: 'four stages' },
  geometry: 'none',
  geometryTypes: [],
  keyed: true,
  oneOf: stageColumns.flatMap(({ state, day }) => [state, day]),
  refers: (fields, find) => [find.area({ ...fields, column: '小区名称' })],
  fields: [
    ...identityFields('小区名称', 'name of the area', ['住宅小区名称', '居住区名称', '项目名称', '小区', '楼盘名称'], false),
    ...unitFields,
    {
      name: 'phase',
      label: { zh: '分期', en: 'phase' },
      columns: ['期数', '建设分期', '第几期'],
      value: { type: 'integer', measure: 'plain', min: 1, max: 50 },
    },
    ...stageFields(true),
    date('plannedOn', '规划日期', 'planned on', ['同步规划日期', '同步规划时间', '规划时间']),
    date('builtOn', '建设日期', 'built on', ['同步建设日期', '同步建设时间', '建设时间']),
    date('acceptedOn', '验收日期', 'accepted on', ['同步验收日期', '同步验收时间', '验收时间']),
    date('handedOverOn', '移交日期', 'handed over on', ['同步交付日期', '同步交付时间', '移交时间', '交付日期', '交付时间']),
    text('note', '备注', 'note', ['说明', '情况说明', '存在问题']),
  ],
}
