import { Alert, Button } from 'antd'
import { useState } from 'react'
import { formatInstant } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { ErrorText } from '../../../shell/states.tsx'
import type { ScenarioState, ScenarioStore } from '../../../state/planning/scenario-store.ts'
import { ScenarioForm } from './ScenarioForm.tsx'

/** Somebody else's change, a save that failed, data that has moved on: what happened, and what can be done. */
export function ScenarioNotices({ code, scenario, store }: { code: string; scenario: ScenarioState; store: ScenarioStore }) {
  const { t, say, word } = useText()
  const [branching, setBranching] = useState(false)
  const { conflict, error, record, changes } = scenario
  return (
    <>
      {conflict && (
        <Alert
          type="warning" showIcon title={t('planner.conflict.title')}
          description={
            <>
              <p>{t('planner.conflict.what', { who: word('actor', conflict.updatedBy), time: formatInstant(conflict.updatedAt), theirs: conflict.changes.length, mine: changes.length })}</p>
              {conflict.undoLabel && <p>{t('planner.conflict.last', { what: say(conflict.undoLabel) })}</p>}
              <div className="scenario-card-foot">
                <Button size="small" type="primary" onClick={() => setBranching(true)}>{t('planner.conflict.branch')}</Button>
                <Button size="small" onClick={store.takeTheirs}>{t('planner.conflict.reload')}</Button>
              </div>
            </>
          }
        />
      )}
      {error && !conflict && (
        <Alert type="error" showIcon title={t('planner.save.failed')} description={<><ErrorText error={error} /> <span className="muted">{t('planner.save.kept')}</span></>} action={<Button size="small" onClick={store.retry}>{t('error.retry')}</Button>} />
      )}
      {!record.isBaselineNewest && (
        <Alert type="info" showIcon title={t('planner.rebase.title')} description={t('planner.rebase.hint')} action={<Button size="small" onClick={() => void store.step('rebase')}>{t('planner.rebase.do')}</Button>} />
      )}
      {branching && <ScenarioForm code={code} branchOf={record} changes={changes} onClose={() => setBranching(false)} onCreated={store.takeTheirs} />}
    </>
  )
}
