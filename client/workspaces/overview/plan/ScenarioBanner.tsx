import { Alert, Button } from 'antd'
import { formatShortId, missing } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { isOpen, type Basis, type PlanDeltas } from '../../../state/plan-basis.ts'
import type { PlanView } from '../../../state/plan-view.ts'
import { withBasis, withPlanning } from '../../../state/url-state.ts'
import { useUpdateUrl } from '../../../state/use-url-state.ts'
import { DeltaCounts } from './DeltaCounts.tsx'
import type { Evaluate } from './use-evaluate.ts'

interface ScenarioBannerProps {
  view: PlanView
  basis: Basis
  deltas: PlanDeltas | null
  /** The newest evaluation of the real state, to compare with. */
  baseline: PlanView
  evaluateBaseline: Evaluate
}

function Against({ deltas, baseline, evaluateBaseline }: Pick<ScenarioBannerProps, 'deltas' | 'baseline' | 'evaluateBaseline'>) {
  const { t, say } = useText()
  if (!deltas) {
    if (baseline.evaluation || !baseline.list.data) return null
    return (
      <p>
        {t('basis.noBaseline')}{' '}
        <Button size="small" loading={evaluateBaseline.start.isPending} onClick={() => evaluateBaseline.evaluate()}>{t('basis.evaluateBaseline')}</Button>
      </p>
    )
  }
  return (
    <>
      <DeltaCounts deltas={deltas.list} />
      <p className="muted">{t('basis.delta.against', { run: formatShortId(deltas.before.id), date: deltas.before.dataDate ?? missing })}</p>
      {deltas.warnings.map((warning) => <p key={warning.zh} className="basis-warning">{say(warning)}</p>)}
    </>
  )
}

/** Above a table over a scenario: that it is none of the real state, what it supposes, and what it changes. */
export function ScenarioBanner({ view, basis, deltas, baseline, evaluateBaseline }: ScenarioBannerProps) {
  const { t, say } = useText()
  const update = useUpdateUrl()
  const { evaluation } = view
  const { scenario, name } = basis
  const judged = evaluation?.scenario ?? null
  const title = judged ? t('basis.line', judged) : t('basis.scenario', { name })
  return (
    <section className="basis-banner" aria-label={t('basis.stamp')}>
      <p className="basis-head">
        <span className="stamp stamp-scenario">{t('basis.stamp')}</span>
        <strong>{title}</strong>
        <span className="basis-tools">
          {scenario && <Button size="small" onClick={() => update((state) => withPlanning({ ...state, basis: null }, 'scenarios', { scenario: scenario.id }))}>{t('basis.open')}</Button>}
          <Button size="small" onClick={() => update((state) => withBasis(state, null))}>{t('basis.back')}</Button>
        </span>
      </p>
      {judged && scenario && judged.revision !== scenario.revision && <Alert type="warning" showIcon title={t('basis.stale', { now: scenario.revision, then: judged.revision })} />}
      {basis.scenarios.data && !isOpen(scenario) && <Alert type="info" showIcon title={t('basis.gone')} />}
      {judged && <Against deltas={deltas} baseline={baseline} evaluateBaseline={evaluateBaseline} />}
      {judged && judged.notes.length > 0 && (
        <details>
          <summary>{t('basis.notes')}</summary>
          <ul className="notes">{judged.notes.map((note) => <li key={note.zh}>{say(note)}</li>)}</ul>
        </details>
      )}
    </section>
  )
}
