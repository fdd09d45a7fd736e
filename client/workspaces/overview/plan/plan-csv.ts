import type { EvaluationRecord, RuleResultReply } from '../../../../server/contract/evaluations.ts'
import { formatShortId, missing } from '../../../format.ts'
import type { useText } from '../../../i18n/index.ts'
import { toCsv, type CsvCell } from '../../../tables/csv.ts'
import { countFailing } from '../../../tables/plan-rows.ts'
import { measuredOf, targetText, valueText } from './rule-text.ts'

type Text = ReturnType<typeof useText>

/** On top of every file of a plan: which plan, its status, year, data and run; nothing of a draft goes without the word. */
export function planComments({ t }: Pick<Text, 't'>, evaluation: EvaluationRecord): string[] {
  const { pack, region, ownJurisdiction } = evaluation
  return [
    `${region.name} · ${t('plan.document', { title: pack.title, number: pack.number ?? '' })} · ${pack.statusText}`,
    ...(ownJurisdiction ? [] : [t('plan.otherPack')]),
    t('plan.dataLine', { year: evaluation.year, date: evaluation.dataDate ?? missing, run: formatShortId(evaluation.id) }),
    ...(evaluation.demo ? [`${t('shell.demo')} · ${t('shell.demoHint')}`] : []),
  ]
}

/** The rules on screen, figures as text with their units and as plain numbers. */
export function planCsv(text: Text, evaluation: EvaluationRecord, rules: readonly RuleResultReply[]): string {
  const { t, word, say } = text
  const heads = ['id', 'name', 'kind', 'status', 'value', 'numerator', 'denominator', 'target', 'nature', 'fails', 'unknown', 'adopted', 'clause', 'ref'] as const
  const rows = rules.map((rule): CsvCell[] => {
    const { fails, unknown } = countFailing(rule)
    const measured = measuredOf(rule)
    const parts = rule.parts.length > 1 ? rule.parts.map((part) => `${part.label ? say(part.label) : (part.key ?? '')} ${valueText({ ...part, unit: part.unit }, rule.op)}`).join('；') : null
    return [
      rule.id, rule.name, word('ruleKind', rule.kind), word('ruleStatus', rule.status), parts ?? valueText(measured, rule.op), rule.numerator, rule.denominator,
      rule.target ? targetText(rule.target.value, rule.op, measured.unit) : null, word('nature', rule.nature), fails, unknown,
      rule.adopted ? say(rule.adopted) : null, rule.quote, rule.ref,
    ]
  })
  return toCsv(planComments(text, evaluation), heads.map((head) => t(`plan.csv.${head}`)), rows)
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
