import { ReloadOutlined } from '@ant-design/icons'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { useCounty, useStartRun } from '../api/queries.ts'
import { useText } from '../i18n/index.ts'
import { useUpdateUrl } from '../state/use-url-state.ts'
import { faultsOf, firstChoice, toWish, type RunChoice } from './start-run/choice.ts'
import { CircleFields } from './start-run/CircleFields.tsx'
import { TypeFields } from './start-run/TypeFields.tsx'
import { WalkFields } from './start-run/WalkFields.tsx'
import { ErrorText } from './states.tsx'

const formPixels = 760

function RunForm({ code, onStarted, onDismiss }: { code: string; onStarted: () => void; onDismiss: () => void }) {
  const { t } = useText()
  const update = useUpdateUrl()
  const start = useStartRun(code)
  const versions = useCounty(code).data?.versions ?? []
  const has = (kind: string) => versions.some((version) => version.kind === kind)
  const data = { roads: has('roads'), elevation: has('elevation') }
  const [choice, setChoice] = useState<RunChoice>(firstChoice)
  const change = (changed: Partial<RunChoice>) => setChoice((before) => ({ ...before, ...changed }))
  const faults = faultsOf(choice)
  const submit = () => {
    start.mutate(toWish({ ...choice, stepsFree: choice.stepsFree && data.roads }, data.roads && data.elevation), {
      onSuccess: () => {
        // The new run is the one to look at when it is done.
        update((state) => ({ ...state, run: null }), { replace: true })
        onStarted()
      },
    })
  }
  return (
    <form
      className="run-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (faults.size === 0) submit()
      }}
    >
      <div className="run-columns">
        <div className="run-column">
          <CircleFields choice={choice} faults={faults} onChange={change} />
          <WalkFields choice={choice} data={data} onChange={change} />
        </div>
        <div className="run-column">
          <TypeFields choice={choice} faults={faults} onChange={change} />
        </div>
      </div>
      {start.error && <p className="field-error" role="alert">{t('run.startFailed')}: <ErrorText error={start.error} /></p>}
      <div className="run-foot">
        <p className="muted">{t('run.hint')}</p>
        <Button onClick={onDismiss}>{t('run.dismiss')}</Button>
        <Button type="primary" htmlType="submit" loading={start.isPending} disabled={faults.size > 0}>{t('run.start')}</Button>
      </div>
    </form>
  )
}

/** Starts a computation under a chosen circle, chosen facility types and a chosen way of walking. */
export function StartRun({ code, label, primary = false }: { code: string; label: string; primary?: boolean }) {
  const { t } = useText()
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      <Button icon={<ReloadOutlined />} type={primary ? 'primary' : 'default'} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Modal
        open={open} onCancel={close} footer={null} width={formPixels} centered destroyOnHidden
        title={t('run.heading')} closable={{ 'aria-label': t('common.close') }}
      >
        <RunForm code={code} onStarted={close} onDismiss={close} />
      </Modal>
    </>
  )
}
