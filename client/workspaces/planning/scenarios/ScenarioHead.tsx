import { ArrowLeftOutlined, CheckOutlined, EditOutlined, LinkOutlined, LoadingOutlined, WarningOutlined } from '@ant-design/icons'
import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { useEditScenario } from '../../../api/planning-queries.ts'
import { useText } from '../../../i18n/index.ts'
import { copyText } from '../../../shell/save-file.ts'
import { ErrorText } from '../../../shell/states.tsx'
import type { ScenarioState, ScenarioStore } from '../../../state/planning/scenario-store.ts'
import { withPlanning } from '../../../state/url-state.ts'
import { useUpdateUrl } from '../../../state/use-url-state.ts'
import { ScenarioForm } from './ScenarioForm.tsx'

function SaveState({ scenario }: { scenario: ScenarioState }) {
  const { t } = useText()
  const state = scenario.conflict ? 'conflict' : scenario.saving ? 'saving' : scenario.unsaved ? 'unsaved' : 'saved'
  const icon = { conflict: <WarningOutlined />, saving: <LoadingOutlined />, unsaved: <WarningOutlined />, saved: <CheckOutlined /> }[state]
  return <span className={`save-state save-${state}`} role="status">{icon} {t(`planner.save.${state}`)}</span>
}

interface NamingProps {
  code: string
  scenario: ScenarioState
  store: ScenarioStore
  onDone: () => void
}

function Naming({ code, scenario: { record }, store, onDone }: NamingProps) {
  const { t } = useText()
  const edit = useEditScenario(code)
  const [name, setName] = useState(record.name)
  const [note, setNote] = useState(record.note)
  const save = () =>
    edit.mutate({ id: record.id, revision: record.revision, name: name.trim(), note }, {
      onSuccess: (saved) => {
        store.receive(saved)
        onDone()
      },
    })
  return (
    <form
      className="scenario-naming"
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim()) save()
      }}
    >
      <Input autoFocus maxLength={120} value={name} aria-label={t('planner.list.name')} onChange={(event) => setName(event.target.value)} />
      <Input.TextArea rows={2} maxLength={4000} value={note} aria-label={t('planner.list.note')} placeholder={t('planner.list.note')} onChange={(event) => setNote(event.target.value)} />
      {edit.error && <p className="field-error" role="alert"><ErrorText error={edit.error} /></p>}
      <div className="scenario-card-foot">
        <Button size="small" onClick={onDone}>{t('run.dismiss')}</Button>
        <Button size="small" type="primary" htmlType="submit" loading={edit.isPending} disabled={!name.trim()}>{t('planner.save.save')}</Button>
      </div>
    </form>
  )
}

/** Its name, whether it is saved, and the ways to hand it on. */
export function ScenarioHead({ code, scenario, store }: Omit<NamingProps, 'onDone'>) {
  const { t } = useText()
  const update = useUpdateUrl()
  const { message } = App.useApp()
  const [naming, setNaming] = useState(false)
  const [branching, setBranching] = useState(false)
  const { record } = scenario
  const share = async () => {
    if (await copyText(window.location.href)) void message.success(t('planner.scenario.linkCopied'))
    else void message.error(t('tables.copyFailed'))
  }
  return (
    <header className="scenario-head">
      <div className="scenario-head-line">
        <Button type="text" size="small" icon={<ArrowLeftOutlined />} aria-label={t('planner.scenario.back')} onClick={() => update((state) => withPlanning(state, 'scenarios', { scenario: null }))} />
        <h1 title={record.name}>{record.name}</h1>
        <Button type="text" size="small" icon={<EditOutlined />} aria-label={t('planner.scenario.rename')} aria-expanded={naming} onClick={() => setNaming(!naming)} />
        <SaveState scenario={scenario} />
      </div>
      {naming ? <Naming code={code} scenario={scenario} store={store} onDone={() => setNaming(false)} /> : record.note && <p className="scenario-note">{record.note}</p>}
      <div className="scenario-card-foot">
        <Button size="small" icon={<LinkOutlined />} onClick={() => void share()}>{t('planner.scenario.share')}</Button>
        <Button size="small" onClick={() => setBranching(true)}>{t('planner.list.branch')}</Button>
      </div>
      {branching && <ScenarioForm code={code} branchOf={record} onClose={() => setBranching(false)} />}
    </header>
  )
}
