import { Button } from 'antd'
import { useRunScenario } from '../../../api/planning-queries.ts'
import { formatInstant } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { StartRun, type RunStarter } from '../../../shell/StartRun.tsx'
import { useCountyView } from '../../../state/county-view.ts'
import { usePlanning } from '../../../state/planning/planning-context.tsx'
import type { ScenarioState } from '../../../state/planning/scenario-store.ts'
import { withPlanning } from '../../../state/url-state.ts'
import { walkSuffix } from '../../../tables/run-walk.ts'
import { useUpdateUrl } from '../../../state/use-url-state.ts'

/** Full computations over the scenario: each keeps the revision it was started from, and never changes. */
export function ScenarioRuns({ code, scenario }: { code: string; scenario: ScenarioState }) {
  const { t, word } = useText()
  const update = useUpdateUrl()
  const { baseRunId } = usePlanning()
  const { runId } = useCountyView(code)
  const { record, saving, unsaved, changes } = scenario
  const run = useRunScenario(code, record.id)
  const start: RunStarter = (wish, on) => run.mutate({ ...wish, revision: record.revision }, on)
  const runs = [...record.runs].sort((a, b) => b.createdAt.localeCompare(a.createdAt))
  const shown = runs.some((one) => one.runId === runId)
  return (
    <section className="block">
      <h2 className="label">{t('planner.runs.title')}</h2>
      <p className="muted">{t('planner.runs.hint')}</p>
      <div className="scenario-card-foot">
        <StartRun code={code} label={t('planner.runs.start')} disabled={saving || unsaved || changes.length === 0} starter={{ start, error: run.error, isPending: run.isPending }} />
        {shown && <Button onClick={() => update((state) => ({ ...state, run: null }))}>{t('planner.runs.showBaseline')}</Button>}
      </div>
      <ul className="run-list">
        {runs.map((one) => (
          <li key={one.runId}>
            <span>{t('planner.runs.revision', { revision: one.revision })} · {word('profile', one.profile)}{walkSuffix(one, t)} · {formatInstant(one.createdAt)}</span>
            <span className="muted">{t(`planner.list.run.${one.status}`, { time: '' })}{one.revision !== record.revision && ` ${t('planner.list.behind')}`}</span>
            {one.status === 'published' && (
              <span className="run-list-tools">
                <Button size="small" disabled={one.runId === runId} onClick={() => update((state) => ({ ...state, run: one.runId }))}>{t(one.runId === runId ? 'data.shown' : 'data.show')}</Button>
                {baseRunId && <Button size="small" onClick={() => update((state) => withPlanning({ ...state, run: null }, 'compare', { before: baseRunId, after: one.runId }))}>{t('planner.runs.compare')}</Button>}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
