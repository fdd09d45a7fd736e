import type { Workflow } from '../../policy/compute.ts'
import type { ChecklistEntry, CountyLedger, EvaluationFacts, LedgerArea } from '../../policy/ledger.ts'
import type { Computed, FailingUnit } from '../../policy/result.ts'
import type { Bilingual } from '../../problems.ts'
import { areasMissing, classWords, joinWords } from '../area-standard.ts'
import { gapTo, type Aim } from '../judge.ts'
import { computedOf, sharePart, unknownPart } from '../parts.ts'
import { byText, names, say } from '../words.ts'
import { classify } from './area-per-100hh.ts'

/**
 * 四同步 of residential areas (share with every stage done; breaches by name), pooling groups, or one entry of the
 * county's checklist, which only a person can answer. A stage that nobody filled in leaves its area unknown, unless another is surely not done.
 */
export function workflow(compute: Workflow, { ledger }: EvaluationFacts, ruleId: string, aim: Aim | null): Computed {
  if (compute.of === 'checklist') return checklist(ledger, ruleId)
  return compute.of === 'pooling_groups' ? poolingGroups(ledger, aim) : stages(compute, ledger, aim)
}

type Stage = Workflow['stages'][number]

const stageWords: Record<Stage, Bilingual> = {
  plan: { zh: '同步规划', en: 'planned together' },
  build: { zh: '同步建设', en: 'built together' },
  accept: { zh: '同步验收', en: 'accepted together' },
  handover: { zh: '同步交付', en: 'handed over together' },
}

const stateWords = {
  done: { zh: '已完成', en: 'done' },
  breach: { zh: '违规', en: 'breach' },
  pending: { zh: '未完成', en: 'pending' },
  absent: { zh: '未填', en: 'not filled in' },
} as const

function stages(compute: Workflow, ledger: CountyLedger, aim: Aim | null): Computed {
  const scoped = ledger.areas.flatMap((area) => {
    const belongs = isInScope(compute, area)
    return belongs === false ? [] : [{ area, certain: belongs === true, ...judgeStages(compute.stages, area) }]
  })
  const state = (one: (typeof scoped)[number]) => (one.certain ? one.state : 'unknown')
  const count = (wanted: string) => scoped.filter((one) => state(one) === wanted).length
  const part = { ...sharePart({ known: count('done'), unknown: count('unknown'), total: scoped.length }), ...areasMissing(ledger) }
  const breaches = scoped.filter(({ breach }) => breach)
  const unknown = scoped.filter((one) => state(one) === 'unknown')
  const listed = { breach: names(breaches.map(({ area }) => area.name)), unknown: names(unknown.map(({ area }) => area.name)) }
  return computedOf(part, {
    status: ledger.areas.length === 0 ? 'insufficient_data' : null,
    failing: scoped.flatMap((one): FailingUnit[] => {
      const own = state(one)
      if (own === 'done') return []
      const reason = one.certain ? one.reason : joinWords([say('不知是否新建（没有日期）', 'Whether it is new is not known (no date)'), one.reason])
      return [{ entity: 'residential_area', id: one.area.id, code: one.area.code, name: one.area.name, countyCode: ledger.county.code, state: own === 'unknown' ? 'unknown' : 'fails', reason }]
    }),
    assumptions: [
      say(`范围：${compute.buildClasses.map((one) => classWords[one].zh).join('、')}居住（小）区；阶段：${compute.stages.map((stage) => stageWords[stage].zh).join('、')}`, `Scope: ${compute.buildClasses.map((one) => classWords[one].en).join(', ')} areas; stages: ${compute.stages.map((stage) => stageWords[stage].en).join(', ')}`),
      say('各阶段均已完成才计入', 'An area counts when every stage is done'),
    ],
    lacking: [
      ...(unknown.length > 0 ? [say(`${unknown.length} 个小区未填齐（${listed.unknown.zh}）`, `${unknown.length} areas are not filled in (${listed.unknown.en})`)] : []),
      ...(ledger.areas.length === 0 ? [say('没有居住（小）区台账', 'There is no ledger of residential areas')] : scoped.length === 0 ? [say('范围内没有居住（小）区', 'There is no residential area in scope')] : []),
    ],
    notes: breaches.length > 0 ? [say(`${breaches.length} 个小区有违规：${listed.breach.zh}`, `${breaches.length} areas have breaches: ${listed.breach.en}`)] : [],
    gap: gapTo([part], aim, 'areas'),
  })
}

/** By the declared document and day, else by the class that the ledger gives; null where neither tells. */
function isInScope({ buildClasses, newSince }: Workflow, area: LedgerArea): boolean | null {
  if (buildClasses.length === 3) return true
  const own = newSince ? (classify({ newSince }, area) ?? null) : area.buildClass
  return own === null ? null : buildClasses.includes(own)
}

function judgeStages(wanted: readonly Stage[], area: LedgerArea): { state: 'done' | 'open' | 'unknown'; breach: boolean; reason: Bilingual } {
  const states = wanted.map((stage) => ({ stage, entry: area.stages.find((one) => one.stage === stage) }))
  const breach = states.some(({ entry }) => entry?.state === 'breach')
  const open = breach || states.some(({ entry }) => entry?.state === 'pending')
  const done = states.every(({ entry }) => entry?.state === 'done')
  const words = states
    .filter(({ entry }) => entry?.state !== 'done')
    .map(({ stage, entry }) => {
      const { zh, en } = stateWords[entry?.state ?? 'absent']
      return say(`${stageWords[stage].zh}：${zh}${entry?.note ? `（${entry.note}）` : ''}`, `${stageWords[stage].en}: ${en}${entry?.note ? ` (${entry.note})` : ''}`)
    })
  const missing = states.filter(({ entry }) => entry?.state !== 'done').length
  return { state: done ? 'done' : open ? 'open' : 'unknown', breach, reason: joinWords([say(`${wanted.length - missing}/${wanted.length} 已完成`, `${wanted.length - missing}/${wanted.length} done`), ...words]) }
}

/** Pooling is shared operation: it changes no area's verdict. Groups with an approval number ÷ groups; adjacency is shown. */
function poolingGroups({ poolingGroups: groups, areas, county }: CountyLedger, aim: Aim | null): Computed {
  if (!groups) return computedOf(unknownPart({ partOfWhole: true, unit: '%' }), { status: 'insufficient_data', lacking: [say('尚未登记相邻统筹组', 'No pooling group was ever entered')] })
  const nameOf = new Map(areas.map(({ id, name }) => [id, name]))
  const approved = groups.filter(({ approval }) => approval !== null && approval !== '')
  const part = sharePart({ known: approved.length, unknown: 0, total: groups.length })
  const words = (group: (typeof groups)[number]) => {
    const members = names(group.residentialAreaIds.map((id) => nameOf.get(id) ?? id), 20)
    const adjacent = group.adjacent === null ? say('是否相邻未核', 'adjacency not checked') : group.adjacent ? say('相邻', 'adjacent') : say('不相邻', 'not adjacent')
    return say(`${group.name}（${group.approval || '无批复文号'}；${adjacent.zh}）：${members.zh}`, `${group.name} (${group.approval || 'no approval number'}; ${adjacent.en}): ${members.en}`)
  }
  return computedOf(part, {
    failing: groups.filter((group) => !approved.includes(group)).map((group): FailingUnit => ({
      entity: 'register_entry',
      id: group.id,
      code: null,
      name: group.name,
      countyCode: county.code,
      state: 'fails',
      reason: say(`统筹 ${group.residentialAreaIds.length} 个小区，没有批复文号`, `Pools ${group.residentialAreaIds.length} areas without an approval number`),
    })),
    assumptions: [say('统筹是共同运营，不改变单个居住区自身的判定；有批复文号时另列“统筹后”', 'Pooling is shared operation: it changes no verdict of an area; with an approval number the pooled figure stands beside')],
    lacking: groups.length === 0 ? [say('没有登记统筹组', 'No pooling group is entered')] : [],
    notes: [...groups].sort((a, b) => byText(`${a.name} ${a.id}`, `${b.name} ${b.id}`)).map(words),
    gap: gapTo([part], aim, 'sites'),
  })
}

const answerWords: Record<ChecklistEntry['state'], Bilingual> = { yes: { zh: '已落实', en: 'yes' }, no: { zh: '未落实', en: 'no' }, partly: { zh: '部分落实', en: 'partly' } }

function checklist({ checklist: entries, county }: CountyLedger, ruleId: string): Computed {
  const own = entries.filter((entry) => entry.ruleId === ruleId)
  return computedOf([], {
    status: 'manual',
    lacking: own.length === 0 ? [say(`${county.name}未填报`, `Not entered by ${county.name}`)] : [],
    notes: own.map(({ state, note, document, asOf }) => {
      const { zh, en } = answerWords[state]
      return say(
        `填报：${zh}${note ? `；${note}` : ''}；文件：${document ?? '未填'}；日期：${asOf ?? '未填'}`,
        `Entered: ${en}${note ? `; ${note}` : ''}; document: ${document ?? 'not given'}; date: ${asOf ?? 'not given'}`,
      )
    }),
  })
}
