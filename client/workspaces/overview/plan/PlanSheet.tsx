import type { RuleDelta } from '../../../../server/contract/evaluation-deltas.ts'
import type { EvaluationReply, RuleResultReply } from '../../../../server/contract/evaluations.ts'
import { formatCount, formatShortId, missing } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { Stamps } from '../../../map/Stamps.tsx'
import type { PaperKey } from '../../../shell/print/paper.ts'
import { RuleStatusTag } from '../../../shell/VerdictTag.tsx'
import { useAgainstBaseline } from '../../../state/plan-basis.ts'
import type { PlanView } from '../../../state/plan-view.ts'
import { countByStatus, countFailing, isJudgedOneByOne, reachBeside, ruleStatuses, type ReportedRow } from '../../../tables/plan-rows.ts'
import { shownValue } from '../../../tables/reported.ts'
import { ChangedChoices } from './ChangedChoices.tsx'
import { DeltaLine } from './DeltaLine.tsx'
import { EntryLine, TargetLine, toNumber } from './PlanRow.tsx'
import { fractionText, measuredOf, measuredOfPart, targetText, valueText, whenText, type Measured } from './rule-text.ts'

type Part = RuleResultReply['parts'][number]

function Figure({ label, measured, op, part }: { label: string | null; measured: Measured; op: RuleResultReply['op']; part: Part | undefined }) {
  const { t } = useText()
  const fraction = part ? fractionText(toNumber(part.numerator), toNumber(part.numeratorUpper), toNumber(part.denominator)) : null
  return (
    <span className="sheet-figure">
      {label !== null && `${label} `}<strong>{valueText({ t }, measured, op)}</strong>
      {fraction !== null && <span className="muted"> {fraction}</span>}
      {label !== null && measured.target !== null && ` ${targetText(measured.target, op, measured.unit)}`}
    </span>
  )
}

function Value({ rule, entered }: { rule: RuleResultReply; entered: ReportedRow | undefined }) {
  const { t, say } = useText()
  const several = rule.parts.length > 1
  const reach = reachBeside(rule)
  return (
    <>
      {several && rule.parts.map((part, index) => (
        <Figure key={part.key ?? index} label={part.label ? say(part.label) : part.key} measured={measuredOfPart(rule, part)} op={rule.op} part={part} />
      ))}
      {!several && rule.value !== null && <Figure label={null} measured={measuredOf(rule)} op={rule.op} part={rule.parts[0]?.denominator ? rule.parts[0] : undefined} />}
      {!several && rule.value === null && rule.status !== 'manual' && missing}
      {reach && <span className="sheet-figure">{say(reach.label)} {valueText({ t }, { ...reach, target: null }, null)}</span>}
      {rule.status === 'manual' && <EntryLine entered={entered} />}
      {isJudgedOneByOne(rule) && <span className="tag-plain">{t('plan.oneByOne')}</span>}
    </>
  )
}

function RuleRow({ rule, entered, delta, compared }: { rule: RuleResultReply; entered: ReportedRow | undefined; delta: RuleDelta | undefined; compared: boolean }) {
  const { t, word, say } = useText()
  const { fails, unknown } = countFailing(rule)
  return (
    <tr className="sheet-rule">
      <th scope="row">
        <span lang="zh-CN">{rule.name}</span>
        <span className="muted"> {rule.id} · {word('ruleKind', rule.kind)}</span>
        {rule.adopted && <span className="rule-adopted">{say(rule.adopted)}</span>}
      </th>
      <td>{rule.nature === '约束性' ? <span className="tag-binding">{word('nature', rule.nature)}</span> : word('nature', rule.nature)}</td>
      <td><RuleStatusTag status={rule.status} /></td>
      <td><Value rule={rule} entered={entered} /></td>
      <td><TargetLine rule={rule} /></td>
      <td>{fails + unknown > 0 ? t('sheet.table.failing', { fails: formatCount(fails), unknown: formatCount(unknown) }) : t(rule.status === 'not_met' ? 'plan.judgedAsWhole' : 'plan.noneFailing')}</td>
      {compared && <td><DeltaLine delta={delta} /></td>}
    </tr>
  )
}

/** What offices report, under a line of its own: nothing of it is computed. */
function ReportedRows({ reply, columns }: { reply: EvaluationReply; columns: number }) {
  const text = useText()
  const { t, word } = text
  const computed = new Set(reply.results.map(({ id }) => id))
  const rows = reply.reported.filter(({ id }) => !computed.has(id))
  if (rows.length === 0) return null
  return (
    <tbody>
      <tr className="sheet-part"><th scope="rowgroup" colSpan={columns}>{t('sheet.table.reported')}</th></tr>
      {rows.map((row) => {
        const entries = row.entries.filter(({ withdrawn }) => !withdrawn)
        return (
          <tr key={row.id} className="sheet-reported">
            <th scope="row"><span lang="zh-CN">{row.name}</span><span className="muted"> {row.id}</span></th>
            <td>{word('nature', row.nature)}</td>
            <td>{t(entries.length === 0 ? 'plan.reported.notEntered' : 'sheet.table.entered')}</td>
            <td>
              {entries.length === 0 ? missing : entries.map((entry) => (
                <span key={entry.part ?? ''} className="sheet-figure">
                  {entry.part && `${entry.part} `}<strong>{shownValue(entry)}</strong>
                  <span className="muted"> {entry.asOf && t('plan.reported.asOf', { date: entry.asOf })} · {t('plan.reported.from', { source: entry.source ?? '' })}</span>
                </span>
              ))}
            </td>
            <td lang="zh-CN">{row.targets.length === 0 ? t('plan.noTarget') : row.targets.map(({ when, value }) => <span key={when} className="sheet-figure">{whenText(text, when)}: {targetText(value, null, row.unit)}</span>)}</td>
            <td>{missing}</td>
            {columns > 6 && <td>{missing}</td>}
          </tr>
        )
      })}
    </tbody>
  )
}

interface PlanSheetProps {
  code: string
  paper: PaperKey
  plan: PlanView
  attribution: readonly string[]
}

/** The plan's table over as many pages as it takes: stamps, heads, data date and sources stand on each of them. */
export function PlanSheet({ code, paper, plan, attribution }: PlanSheetProps) {
  const { t, word, say } = useText()
  const { deltas } = useAgainstBaseline(code, plan)
  const { evaluation, reply } = plan
  if (!evaluation || !reply.data) return null
  const { results, reported } = reply.data
  const { pack, scenario, region, missingCounties } = evaluation
  const counts = countByStatus(results)
  const columns = ['rule', 'nature', 'status', 'value', 'target', 'failing', ...(deltas ? (['delta'] as const) : [])] as const
  return (
    <article className={`sheet sheet-plan sheet-${paper}`}>
      {scenario && scenario.notes.length > 0 && <ul className="notes">{scenario.notes.map((note) => <li key={note.zh}>{say(note)}</li>)}</ul>}
      {deltas && <p className="muted">{t('basis.delta.against', { run: formatShortId(deltas.before.id), date: deltas.before.dataDate ?? missing })}</p>}
      {missingCounties.length > 0 && <p className="adopted">{t('plan.missingCounties', { n: formatCount(missingCounties.length), names: missingCounties.map(({ name }) => name).join(t('common.separator')) })}</p>}
      <ChangedChoices view={plan} />
      <p>{t('sheet.table.counts', { n: formatCount(results.length), counts: ruleStatuses.filter((status) => counts[status] > 0).map((status) => `${word('ruleStatus', status)} ${formatCount(counts[status])}`).join(t('common.separator')) })}</p>
      <table className={deltas ? 'sheet-table sheet-table-compared' : 'sheet-table'}>
        <colgroup>{columns.map((column) => <col key={column} className={`sheet-column-${column}`} />)}</colgroup>
        <thead>
          <tr>
            <td colSpan={columns.length}>
              <span className="sheet-stamps"><Stamps detail={evaluation} evaluation={evaluation} /></span>
              <strong className="sheet-table-title">{region.name} · {t('sheet.table.title')}</strong>
              <span>{t('plan.document', { title: pack.title, number: pack.number ?? '' })} {pack.statusText} · {t('plan.dataLine', { year: evaluation.year, date: evaluation.dataDate ?? missing, run: formatShortId(evaluation.id) })}</span>
              {scenario && <strong> · {t('basis.line', scenario)}</strong>}
            </td>
          </tr>
          <tr>{columns.map((column) => <th key={column} scope="col">{t(column === 'value' && scenario ? 'sheet.table.valueScenario' : `sheet.table.columns.${column}`)}</th>)}</tr>
        </thead>
        <tfoot>
          <tr><td colSpan={columns.length}>{t('sheet.table.foot')} {results.some(isJudgedOneByOne) && `${t('sheet.table.oneByOne')} `}{attribution.length > 0 && t('sheet.sources', { sources: attribution.join(' · ') })}{evaluation.demo && ` · ${t('shell.demoHint')}`}</td></tr>
        </tfoot>
        <tbody>
          {results.map((rule) => <RuleRow key={rule.id} rule={rule} entered={reported.find(({ id }) => id === rule.id)} delta={deltas?.byRule.get(rule.id)} compared={deltas !== null} />)}
        </tbody>
        <ReportedRows reply={reply.data} columns={columns.length} />
      </table>
    </article>
  )
}
