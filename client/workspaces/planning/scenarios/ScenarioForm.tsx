import { Button, Input, Modal } from 'antd'
import { useId, useState } from 'react'
import type { ScenarioRecord, SiteChange } from '../../../../server/contract/scenarios.ts'
import { useCreateScenario } from '../../../api/planning-queries.ts'
import { useText } from '../../../i18n/index.ts'
import { ErrorText } from '../../../shell/states.tsx'
import { withPlanning } from '../../../state/url-state.ts'
import { useUpdateUrl } from '../../../state/use-url-state.ts'

interface ScenarioFormProps {
  code: string
  branchOf: ScenarioRecord | null
  /** What it begins with, where that is not the parent's list. */
  changes?: readonly SiteChange[]
  onClose: () => void
  onCreated?: () => void
}

/** Names a new scenario, of its own or branched from another, and opens it. */
export function ScenarioForm({ code, branchOf, changes, onClose, onCreated }: ScenarioFormProps) {
  const { t } = useText()
  const update = useUpdateUrl()
  const create = useCreateScenario(code)
  const nameId = useId()
  const noteId = useId()
  const [name, setName] = useState(branchOf ? t('planner.list.branchName', { name: branchOf.name }) : '')
  const [note, setNote] = useState('')
  const submit = () => {
    const wish = { name: name.trim(), note, ...(branchOf ? { branchOf: branchOf.id } : {}), ...(changes ? { changes: [...changes] } : {}) }
    create.mutate(wish, {
      onSuccess: (made) => {
        onCreated?.()
        update((state) => withPlanning(state, 'scenarios', { scenario: made.id }))
        onClose()
      },
    })
  }
  return (
    <Modal open onCancel={onClose} footer={null} centered destroyOnHidden title={t(branchOf ? 'planner.list.branchTitle' : 'planner.list.createTitle')} closable={{ 'aria-label': t('common.close') }}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim()) submit()
        }}
      >
        {branchOf && <p>{t('planner.list.branchHint', { name: branchOf.name })}</p>}
        <div className="site-field">
          <label htmlFor={nameId}>{t('planner.list.name')}</label>
          <Input id={nameId} autoFocus maxLength={120} value={name} onChange={(event) => setName(event.target.value)} />
        </div>
        <div className="site-field">
          <label htmlFor={noteId}>{t('planner.list.note')}</label>
          <Input.TextArea id={noteId} rows={3} maxLength={4000} value={note} onChange={(event) => setNote(event.target.value)} />
        </div>
        {create.error && <p className="field-error" role="alert"><ErrorText error={create.error} /></p>}
        <div className="run-foot">
          <Button onClick={onClose}>{t('run.dismiss')}</Button>
          <Button type="primary" htmlType="submit" loading={create.isPending} disabled={!name.trim()}>{t(branchOf ? 'planner.list.branch' : 'planner.list.create')}</Button>
        </div>
      </form>
    </Modal>
  )
}
