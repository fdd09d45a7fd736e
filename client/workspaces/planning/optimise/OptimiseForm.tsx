import { Alert, Button, Radio } from 'antd'
import { useEffect, useState } from 'react'
import { useScenarios, useStartOptimisation } from '../../../api/planning-queries.ts'
import { useText } from '../../../i18n/index.ts'
import { EmptyState, ErrorText } from '../../../shell/states.tsx'
import { useCountyView } from '../../../state/county-view.ts'
import { proposalsOf, withoutCandidates } from '../../../state/planning/given-points.ts'
import { usePlanning } from '../../../state/planning/planning-context.tsx'
import { withPlanning } from '../../../state/url-state.ts'
import { useUpdateUrl, useUrlState } from '../../../state/use-url-state.ts'
import { CandidateFields } from './CandidateFields.tsx'
import { faultsOf, firstChoice, problems, toOptimisation, type OptimisationChoice } from './choice.ts'
import { CostFields } from './CostFields.tsx'
import { GoalFields } from './GoalFields.tsx'
import { keepForm, keptForm } from './kept-choice.ts'

/** A question in plain words, and everything that it leaves open. */
export function OptimiseForm({ code }: { code: string }) {
  const { t } = useText()
  const update = useUpdateUrl()
  const { planning: url } = useUrlState()
  const { summary } = useCountyView(code)
  const { baseRunId, scenario, given } = usePlanning()
  const scenarios = useScenarios(code)
  const start = useStartOptimisation(code)
  const [kept] = useState(() => keptForm(window.sessionStorage, code))
  const [choice, setChoice] = useState<OptimisationChoice>(() => ({ ...(kept?.choice ?? firstChoice), points: given.points.length > 0 && (kept?.choice.points ?? true) }))
  const [overScenarioId, setOverScenarioId] = useState(kept?.overScenarioId ?? null)
  useEffect(() => keepForm(window.sessionStorage, code, { choice, overScenarioId }), [code, choice, overScenarioId])
  const change = (changed: Partial<OptimisationChoice>) => setChoice((before) => ({ ...before, ...changed }))
  const faults = faultsOf(choice, given.points)
  const open = scenario?.record ?? scenarios.data?.find(({ id }) => id === url.scenario)
  const overScenario = open !== undefined && overScenarioId === open.id
  const openChanges = scenario?.changes ?? open?.changes ?? []
  const inQuestion = openChanges.length - withoutCandidates(openChanges, choice.points ? given.points : []).length
  if (summary.data && baseRunId === null) return <EmptyState title={t('planning.noRun')} next={t('planning.noRunNext')} />
  const submit = () => {
    if (baseRunId === null || faults.size > 0) return
    start.mutate(toOptimisation(choice, baseRunId, overScenario ? openChanges : [], given.points), {
      onSuccess: ({ id }) => update((state) => withPlanning(state, 'optimise', { optimisation: id })),
    })
  }
  return (
    <form
      className="optimise-form"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <h1>{t('planner.optimise.heading')}</h1>
      <fieldset>
        <legend>{t('planner.optimise.problem')}</legend>
        <Radio.Group value={choice.problem} onChange={(event) => change({ problem: event.target.value as OptimisationChoice['problem'] })}>
          <ul className="problem-list">
            {problems.map((problem) => (
              <li key={problem}>
                <Radio value={problem}>{t(`planner.problem.${problem}`)}</Radio>
                {choice.problem === problem && <p className="muted">{t(`planner.problemHint.${problem}`)}</p>}
              </li>
            ))}
          </ul>
        </Radio.Group>
      </fieldset>
      <GoalFields code={code} choice={choice} faults={faults} onChange={change} />
      <CandidateFields choice={choice} faults={faults} onChange={change} scenario={open ? { name: open.name, proposals: proposalsOf(openChanges, new Set(open.misfits.map(({ changeId }) => changeId))) } : null} />
      <CostFields choice={choice} faults={faults} onChange={change} />
      {open && open.changes.length > 0 && (
        <fieldset>
          <legend>{t('planner.optimise.base')}</legend>
          <Radio.Group value={overScenario} onChange={(event) => setOverScenarioId(event.target.value === true ? open.id : null)}>
            <Radio value={false}>{t('planner.optimise.baseRun')}</Radio>
            <Radio value={true}>{t('planner.optimise.baseScenario', { name: open.name })}</Radio>
          </Radio.Group>
          {overScenario && inQuestion > 0 && <p className="muted">{t('planner.point.inQuestion', { n: inQuestion })}</p>}
        </fieldset>
      )}
      {faults.size > 0 && (
        <Alert type="warning" showIcon title={t('planner.optimise.faults')} description={<ul>{[...faults].map((fault) => <li key={fault}>{t(`planner.optimise.fault.${fault}`)}</li>)}</ul>} />
      )}
      {start.error && <p className="field-error" role="alert"><ErrorText error={start.error} /></p>}
      <div className="run-foot">
        <p className="muted">{t('planner.optimise.hint')}</p>
        <Button type="primary" htmlType="submit" loading={start.isPending} disabled={faults.size > 0 || baseRunId === null}>{t('planner.optimise.start')}</Button>
      </div>
    </form>
  )
}
