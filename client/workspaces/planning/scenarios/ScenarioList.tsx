import { PlusOutlined } from '@ant-design/icons'
import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import type { ScenarioRecord } from '../../../../server/contract/scenarios.ts'
import { useEditScenario, useScenarios } from '../../../api/planning-queries.ts'
import { formatCount, formatInstant, formatYuan } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { EmptyState, ErrorNotice, ErrorText, LoadingBlock } from '../../../shell/states.tsx'
import { withPlanning } from '../../../state/url-state.ts'
import { useUpdateUrl } from '../../../state/use-url-state.ts'
import { ScenarioForm } from './ScenarioForm.tsx'

function lastRunOf({ runs, revision }: ScenarioRecord) {
  const newest = [...runs].sort((a, b) => b.createdAt.localeCompare(a.createdAt))[0]
  return newest ? { ...newest, behind: newest.revision !== revision } : null
}

function ScenarioCard({ scenario, onBranch, onArchive }: { scenario: ScenarioRecord; onBranch: () => void; onArchive: () => void }) {
  const { t, language, word } = useText()
  const update = useUpdateUrl()
  const run = lastRunOf(scenario)
  const open = () => update((state) => withPlanning(state, 'scenarios', { scenario: scenario.id }))
  return (
    <li className={scenario.archived ? 'scenario-card scenario-archived' : 'scenario-card'}>
      <div className="scenario-card-head">
        <button type="button" className="row-link" onClick={open} title={scenario.name}>{scenario.name}</button>
        {scenario.archived && <span className="verdict verdict-plain">{t('planner.list.archived')}</span>}
        {scenario.misfits.length > 0 && <span className="verdict verdict-gap">{t('planner.list.misfits', { n: scenario.misfits.length })}</span>}
      </div>
      {scenario.note && <p className="muted scenario-note">{scenario.note}</p>}
      <p>
        {t('planner.list.changes', { n: formatCount(scenario.changes.length) })}
        {' · '}
        {scenario.costYuan === null ? t('planner.list.noCost') : t('planner.list.cost', { cost: formatYuan(scenario.costYuan, language) })}
        {' · '}
        {run ? t(`planner.list.run.${run.status}`, { time: formatInstant(run.createdAt) }) : t('planner.list.noRun')}
        {run?.behind && <span className="muted"> {t('planner.list.behind')}</span>}
      </p>
      <p className="muted">{t('planner.list.updated', { creator: word('actor', scenario.createdBy), who: word('actor', scenario.updatedBy), time: formatInstant(scenario.updatedAt) })}</p>
      <div className="scenario-card-foot">
        <Button size="small" type="primary" ghost onClick={open}>{t('planner.list.open')}</Button>
        <Button size="small" onClick={onBranch}>{t('planner.list.branch')}</Button>
        <Button size="small" onClick={onArchive}>{t(scenario.archived ? 'planner.list.unarchive' : 'planner.list.archive')}</Button>
      </div>
    </li>
  )
}

/** Every scenario of the county, and what to do where there is none. */
export function ScenarioList({ code }: { code: string }) {
  const { t } = useText()
  const scenarios = useScenarios(code)
  const edit = useEditScenario(code)
  const [creating, setCreating] = useState<{ branchOf: ScenarioRecord | null } | null>(null)
  const [archived, setArchived] = useState(false)
  if (scenarios.isError) return <ErrorNotice what={t('planner.what.scenarios')} error={scenarios.error} onRetry={() => void scenarios.refetch()} />
  if (!scenarios.data) return <LoadingBlock rows={8} />
  const shown = scenarios.data.filter((scenario) => archived || !scenario.archived)
  const hidden = scenarios.data.length - scenarios.data.filter((scenario) => !scenario.archived).length
  const create = <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating({ branchOf: null })}>{t('planner.list.create')}</Button>
  return (
    <div className="planning-scroll">
      <div className="list-head">
        <h1>{t('planner.list.heading')}</h1>
        {shown.length > 0 && create}
      </div>
      {hidden > 0 && <Checkbox checked={archived} onChange={(event) => setArchived(event.target.checked)}>{t('planner.list.showArchived', { n: hidden })}</Checkbox>}
      {edit.error && <p className="field-error" role="alert"><ErrorText error={edit.error} /></p>}
      {shown.length === 0 ? (
        <EmptyState title={t('planner.list.empty')} next={t('planner.list.emptyNext')} action={create} />
      ) : (
        <ul className="scenario-list">
          {shown.map((scenario) => (
            <ScenarioCard
              key={scenario.id} scenario={scenario} onBranch={() => setCreating({ branchOf: scenario })}
              onArchive={() => edit.mutate({ id: scenario.id, revision: scenario.revision, archived: !scenario.archived })}
            />
          ))}
        </ul>
      )}
      {creating && <ScenarioForm code={code} branchOf={creating.branchOf} onClose={() => setCreating(null)} />}
    </div>
  )
}
