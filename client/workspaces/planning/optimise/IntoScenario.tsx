import { Button, Input, Modal, Select } from 'antd'
import { useId, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import type { FacilityTypeCode } from '../../../../server/contract/facility-types.ts'
import type { OptimisationRecord } from '../../../../server/contract/optimisations.ts'
import { scenarioKey, scenarioRequests, useCreateScenario, useScenarios } from '../../../api/planning-queries.ts'
import { useText } from '../../../i18n/index.ts'
import { stepLabel } from '../../../i18n/step-label.ts'
import { TypesField } from '../../../map/planning/SiteForm.tsx'
import { ErrorText } from '../../../shell/states.tsx'
import { withPlanning } from '../../../state/url-state.ts'
import { useUpdateUrl, useUrlState } from '../../../state/use-url-state.ts'
import { withProposals } from './into-scenario.ts'
import type { Answer } from '../../../state/planning/answers.ts'
import { useSiteName } from './use-site-name.ts'

const anew = 'new'

interface IntoScenarioProps {
  code: string
  record: OptimisationRecord
  /** The one in view. */
  answer: Answer
  onClose: () => void
}

/** Puts the proposed sites into a scenario: a new one, or one that is there. */
export function IntoScenario({ code, record, answer, onClose }: IntoScenarioProps) {
  const { t } = useText()
  const nameOf = useSiteName()
  const client = useQueryClient()
  const update = useUpdateUrl()
  const { planning: url } = useUrlState()
  const scenarios = useScenarios(code)
  const create = useCreateScenario(code)
  const open = scenarios.data?.filter(({ archived }) => !archived) ?? []
  const [target, setTarget] = useState(() => url.scenario ?? anew)
  const [name, setName] = useState(() => t('planner.optimise.scenarioName', { problem: t(`planner.problem.${record.request.problem}`) }))
  const [types, setTypes] = useState<readonly FacilityTypeCode[]>(() => [record.request.facilityTypes.find((type) => type === 'community_center') ?? record.request.facilityTypes[0]])
  const [error, setError] = useState<Error | null>(null)
  const [busy, setBusy] = useState(false)
  const targetId = useId()
  const nameId = useId()
  const show = (id: string) => {
    update((state) => withPlanning(state, 'scenarios', { scenario: id }))
    onClose()
  }
  const put = async () => {
    const { changes: base } = record.request
    const sites = answer.sites.map((site) => ({ ...site, name: nameOf(site) }))
    if (target === anew) return show((await create.mutateAsync({ name: name.trim(), changes: withProposals(base, sites, types) })).id)
    const requests = scenarioRequests(code, target)
    const newest = await requests.get()
    const saved = await requests.change({ revision: newest.revision, changes: withProposals(newest.changes, sites, types), label: stepLabel('optimised', String(answer.totals.newSites)) })
    client.setQueryData(scenarioKey(code, saved.id), saved)
    show(saved.id)
  }
  const submit = () => {
    setBusy(true)
    setError(null)
    put().catch((cause: unknown) => {
      setError(cause as Error)
      setBusy(false)
    })
  }
  return (
    <Modal open onCancel={onClose} footer={null} centered destroyOnHidden title={t('planner.optimise.intoTitle')} closable={{ 'aria-label': t('common.close') }}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <div className="site-field">
          <label htmlFor={targetId}>{t('planner.optimise.target')}</label>
          <Select<string> id={targetId} value={open.some(({ id }) => id === target) ? target : anew} onChange={setTarget} options={[{ value: anew, label: t('planner.optimise.newScenario') }, ...open.map(({ id, name: label }) => ({ value: id, label }))]} />
        </div>
        {!open.some(({ id }) => id === target) && (
          <div className="site-field">
            <label htmlFor={nameId}>{t('planner.list.name')}</label>
            <Input id={nameId} maxLength={120} value={name} onChange={(event) => setName(event.target.value)} />
          </div>
        )}
        <TypesField types={types} fault={types.length === 0} onChange={setTypes} />
        <p className="hint">{t('planner.optimise.intoHint')}</p>
        {error && <p className="field-error" role="alert"><ErrorText error={error} /></p>}
        <div className="run-foot">
          <Button onClick={onClose}>{t('run.dismiss')}</Button>
          <Button type="primary" htmlType="submit" loading={busy} disabled={types.length === 0 || (target === anew && !name.trim())}>{t('planner.optimise.intoDo')}</Button>
        </div>
      </form>
    </Modal>
  )
}
