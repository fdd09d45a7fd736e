import type { RuleDelta } from '../../../../server/contract/evaluation-deltas.ts'
import type { EvaluationRecord, RuleResultReply } from '../../../../server/contract/evaluations.ts'
import { formatShortId, missing } from '../../../format.ts'
import type { useText } from '../../../i18n/index.ts'
import { toCsv, type CsvCell } from '../../../tables/csv.ts'
import { countFailing } from '../../../tables/plan-rows.ts'
import { measuredOf, targetText, valueText } from './rule-text.ts'

type Text = ReturnType<typeof useText>

/** On top of every file of a plan: which plan, its status, year, data and run; nothing of a draft goes without the word. */
export function planComments({ t, say }: Pick<Text, 't' | 'say'>, evaluation: EvaluationRecord): string[] {
  const { pack, region, ownJurisdiction, scenario } = evaluation
  return [
    `${region.name} · ${t('plan.document', { title: pack.title, number: pack.number ?? '' })} · ${pack.statusText}`,
    ...(scenario ? [t('basis.line', scenario), ...scenario.notes.map((note) => say(note))] : []),
    ...(ownJurisdiction ? [] : [t('plan.otherPack')]),
    t('plan.dataLine', { year: evaluation.year, date: evaluation.dataDate ?? missing, run: formatShortId(evaluation.id) }),
    ...(evaluation.demo ? [`${t('shell.demo')} · ${t('shell.demoHint')}`] : []),
  ]
}

/** The rules on screen, figures as text with their units and as plain numbers; over a scenario beside those of the real state. */
export function planCsv(text: Text, evaluation: EvaluationRecord, rules: readonly RuleResultReply[], deltas?: ReadonlyMap<string, RuleDelta>): string {
  const { t, word, say } = text
  const heads = ['id', 'name', 'kind', 'status', 'value', 'numerator', 'denominator', 'target', 'nature', 'fails', 'unknown', 'adopted', 'clause', 'ref'] as const
  const rows = rules.map((rule): CsvCell[] => {
    const { fails, unknown } = countFailing(rule)
    const measured = measuredOf(rule)
    const parts = rule.parts.length > 1 ? rule.parts.map((part) => `${part.label ? say(part.label) : (part.key ?? '')} ${valueText(text, { ...part, unit: part.unit }, rule.op)}`).join('；') : null
    return [
      rule.id, rule.name, word('ruleKind', rule.kind), word('ruleStatus', rule.status), parts ?? valueText(text, measured, rule.op), rule.numerator, rule.denominator,
      rule.target ? targetText(rule.target.value, rule.op, measured.unit, rule.name) : null, word('nature', rule.nature), fails, unknown,
      rule.adopted ? say(rule.adopted) : null, rule.quote, rule.ref,
      ...(deltas ? deltaCells(text, deltas.get(rule.id)) : []),
    ]
  })
  const more = deltas ? deltaHeads.map((head) => t(`basis.csv.${head}`)) : []
  return toCsv(planComments(text, evaluation), [...heads.map((head) => t(`plan.csv.${head}`)), ...more], rows)
}

const deltaHeads = ['beforeStatus', 'beforeValue', 'change', 'delta'] as const

function deltaCells({ t, word }: Text, delta: RuleDelta | undefined): CsvCell[] {
  if (!delta?.before) return [null, null, null, null]
  const { before, change, value } = delta
  return [word('ruleStatus', before.status), valueText({ t }, measuredOf(before), before.op), t(`basis.delta.tag.${change}`), value]
}

/** Every unit that fails a rule, or could not be judged, with its reason. */
export function failingCsv(text: Text, evaluation: EvaluationRecord, rule: RuleResultReply, countyName: (code: string) => string): string {
  const { t, word, say } = text
  const heads = ['unitName', 'code', 'entity', 'county', 'state', 'reason'] as const
  const comments = [...planComments(text, evaluation), `${rule.id} ${rule.name} · ${word('ruleStatus', rule.status)}`, rule.quote]
  const rows = rule.failingUnits.map((unit): CsvCell[] => [
    unit.name, unit.code, word('entity', unit.entity), countyName(unit.countyCode), word('unitState', unit.state), say(unit.reason),
  ])
  return toCsv(comments, heads.map((head) => t(`plan.csv.${head}`)), rows)
}
