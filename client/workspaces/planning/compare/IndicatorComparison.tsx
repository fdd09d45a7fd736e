import { Alert, Button, Checkbox } from 'antd'
import { useState } from 'react'
import type { RuleDelta } from '../../../../server/contract/evaluation-deltas.ts'
import { formatCount, formatShortId, missing } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { ErrorNotice, ErrorText } from '../../../shell/states.tsx'
import { ExportButtons } from '../../../shell/TableExport.tsx'
import { RuleStatusTag } from '../../../shell/VerdictTag.tsx'
import { isOpen, useBasis, usePlanDeltas, type PlanDeltas } from '../../../state/plan-basis.ts'
import { usePlanView, type PlanView } from '../../../state/plan-view.ts'
import type { ScenarioOfRun } from '../../../state/planning/scenario-runs.ts'
import { signed } from '../../../tables/deltas.ts'
import { toCsv, type CsvCell } from '../../../tables/csv.ts'
import { DeltaCounts } from '../../overview/plan/DeltaCounts.tsx'
import { useDifference } from '../../overview/plan/DeltaLine.tsx'
import { EvaluationProgress } from '../../overview/plan/EvaluationProgress.tsx'
import { planComments } from '../../overview/plan/plan-csv.ts'
import { PackPicker } from '../../overview/plan/PlanHead.tsx'
import { measuredOf, valueText } from '../../overview/plan/rule-text.ts'
import { useEvaluate } from '../../overview/plan/use-evaluate.ts'

type Scenario = Pick<ScenarioOfRun, 'id' | 'name' | 'revision'> | null

/** One side: whether its evaluation is there, of which revision, and the button that makes it. */
function Side({ code, label, view, of }: { code: string; label: string; view: PlanView; of: Scenario }) {
  const { t } = useText()
  const basis = useBasis(code, view)
  const evaluate = useEvaluate(code, view, basis.scenario ?? undefined)
  const { evaluation } = view
  const name = of ? t('basis.scenario', { name: of.name }) : t('basis.baseline')
  const then = evaluation?.scenario?.revision
  const stale = of !== null && then !== undefined && then !== of.revision
  const behind = isOpen(basis.scenario) && then !== undefined && then !== basis.scenario.revision
  if (!view.list.data || (evaluation && !stale && !behind)) return null
  const canJudge = of === null || isOpen(basis.scenario)
  return (
    <div className="indicator-side">
      <p>
        {evaluation && of ? (stale ? t('basis.compare.otherRevision', { name: of.name, then: then, run: of.revision }) : t('basis.stale', { now: basis.scenario?.revision ?? '', then: then ?? '' })) : t('basis.compare.missing', { side: label, name })}
        {!canJudge && basis.scenarios.data && ` ${t('basis.gone')}`}
      </p>
      {canJudge && (
        <Button size="small" type={evaluation ? 'default' : 'primary'} loading={evaluate.start.isPending} onClick={() => evaluate.evaluate()}>
          {of ? t(evaluation ? 'basis.again' : 'basis.evaluate', { name: of.name }) : t('basis.evaluateBaseline')}
        </Button>
      )}
      {evaluate.start.error && <p className="field-error" role="alert">{t('plan.startFailed')}: <ErrorText error={evaluate.start.error} /></p>}
    </div>
  )
}

function Cell({ rule }: { rule: RuleDelta['before'] }) {
  const { t } = useText()
  if (!rule) return <span className="muted">{t('basis.delta.absent')}</span>
  return (
    <>
      <RuleStatusTag status={rule.status} />
      {rule.value !== null && <><br /><span>{valueText({ t }, measuredOf(rule), rule.op)}</span></>}
    </>
  )
}

function Rows({ code, deltas, before, after }: { code: string; deltas: PlanDeltas; before: PlanView; after: PlanView }) {
  const text = useText()
  const { t, say, word } = text
  const difference = useDifference()
  const [changedOnly, setChangedOnly] = useState(true)
  const shown = changedOnly ? deltas.list.filter(({ change }) => change !== 'same') : deltas.list
  const csv = () => {
    const sides = [before, after].flatMap(({ evaluation }, index) => (evaluation ? [t(index === 0 ? 'planner.compare.before' : 'planner.compare.after'), ...planComments(text, evaluation)] : []))
    const heads = [t('plan.csv.id'), t('plan.csv.name'), ...(['before', 'after'] as const).flatMap((side) => [`${t(`planner.compare.${side}`)} ${t('plan.csv.status')}`, `${t(`planner.compare.${side}`)} ${t('plan.csv.value')}`]), t('basis.csv.change'), t('basis.csv.delta'), t('plan.csv.unit')]
    const cells = (rule: RuleDelta['before']): CsvCell[] => (rule ? [word('ruleStatus', rule.status), valueText(text, measuredOf(rule), rule.op)] : [null, null])
    const rows = shown.map((delta): CsvCell[] => [delta.id, delta.name, ...cells(delta.before), ...cells(delta.after), t(`basis.delta.tag.${delta.change}`), delta.value, (delta.after ?? delta.before)!.unit])
    return toCsv([...sides, ...deltas.warnings.map((warning) => say(warning))], heads, rows)
  }
  return (
    <>
      <DeltaCounts deltas={deltas.list} />
      {deltas.warnings.map((warning) => <Alert key={warning.zh} type="warning" showIcon title={say(warning)} />)}
      <div className="table-head">
        <span role="status">{t('basis.compare.shown', { shown: formatCount(shown.length), total: formatCount(deltas.list.length) })}</span>
        <Checkbox checked={changedOnly} onChange={(event) => setChangedOnly(event.target.checked)}>{t('basis.delta.onlyChanged')}</Checkbox>
        <ExportButtons fileName={`${code}-${t('basis.compare.file')}-${formatShortId(before.evaluation?.id)}-${formatShortId(after.evaluation?.id)}.csv`} count={shown.length} csv={csv} />
      </div>
      {shown.length === 0 ? <p className="hint">{t('basis.compare.noChange')}</p> : (
        <table className="figures figures-text indicator-deltas">
          <caption className="visually-hidden">{t('basis.compare.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('basis.compare.rule')}</th>
              <th scope="col">{t('planner.compare.before')}</th>
              <th scope="col">{t('planner.compare.after')}</th>
              <th scope="col">{t('planner.compare.gained')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((delta) => (
              <tr key={delta.id}>
                <th scope="row"><span lang="zh-CN">{delta.name}</span><br /><span className="muted">{delta.id}</span></th>
                <td><Cell rule={delta.before} /></td>
                <td><Cell rule={delta.after} /></td>
                <td className={`delta-${delta.change}`}>
                  {delta.change === 'same' ? <span className="muted">{t('basis.delta.tag.same')}</span> : <span className="delta-tag">{t(`basis.delta.tag.${delta.change}`)}</span>}
                  {difference(delta) !== null && <><br /><strong>{difference(delta)}</strong></>}
                  {delta.failing !== 0 && <><br /><span>{t('basis.delta.failing', { n: signed(delta.failing) })}</span></>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}

/** The plan's rules over what either run supposes, side by side: which of them turn, and by how much. */
export function IndicatorComparison({ code, before: ofBefore, after: ofAfter }: { code: string; before: Scenario; after: Scenario }) {
  const { t } = useText()
  const before = usePlanView(code, ofBefore?.id ?? null)
  const after = usePlanView(code, ofAfter?.id ?? null)
  const deltas = usePlanDeltas(before, after)
  const broken = [before.policies, before.list, after.list, before.reply, after.reply].find(({ isError }) => isError)
  const same = (ofBefore?.id ?? null) === (ofAfter?.id ?? null)
  const line = ({ evaluation }: PlanView) =>
    evaluation && `${evaluation.scenario ? t('basis.line', evaluation.scenario) : t('basis.baseline')} · ${t('plan.dataLine', { year: evaluation.year, date: evaluation.dataDate ?? missing, run: formatShortId(evaluation.id) })}`
  return (
    <section className="block indicator-comparison">
      <h2 className="label">{t('basis.compare.title')}</h2>
      {same ? <p className="hint">{t('basis.compare.sameBasis')}</p> : (
        <>
          <p className="hint">{t('basis.compare.hint')}</p>
          <PackPicker view={before} />
          {broken?.error && <ErrorNotice what={t('error.what.plan')} error={broken.error} onRetry={() => void broken.refetch()} />}
          {before.pack && (
            <>
              <Side code={code} label={t('planner.compare.before')} view={before} of={ofBefore} />
              <Side code={code} label={t('planner.compare.after')} view={after} of={ofAfter} />
              <EvaluationProgress code={code} />
              {deltas && <Rows code={code} deltas={deltas} before={before} after={after} />}
              <ul className="notes">{[line(before), line(after)].map((said) => said && <li key={said}>{said}</li>)}</ul>
            </>
          )}
        </>
      )}
    </section>
  )
}
