import { ReloadOutlined } from '@ant-design/icons'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { useCounty, useStartRun, type RunWish } from '../api/queries.ts'
import { useText } from '../i18n/index.ts'
import { useUpdateUrl } from '../state/use-url-state.ts'
import { faultsOf, firstChoice, toWish, type RunChoice } from './start-run/choice.ts'
import { CircleFields } from './start-run/CircleFields.tsx'
import { StudyAreaField } from './start-run/StudyAreaField.tsx'
import { TypeFields } from './start-run/TypeFields.tsx'
import { WalkFields } from './start-run/WalkFields.tsx'
import { ErrorText } from './states.tsx'

const formPixels = 760

/** Starts a run over the newest data; a scenario brings its own. */
export type RunStarter = (wish: RunWish, on: { onSuccess: () => void }) => void

interface RunFormProps {
  code: string
  starter: { start: RunStarter; error: Error | null; isPending: boolean } | undefined
  onStarted: () => void
  onDismiss: () => void
}

function RunForm({ code, starter, onStarted, onDismiss }: RunFormProps) {
  const { t } = useText()
  const update = useUpdateUrl()
  const usual = useStartRun(code)
  const { start, error, isPending } = starter ?? { start: usual.mutate as RunStarter, error: usual.error, isPending: usual.isPending }
  const detail = useCounty(code).data
  const versions = detail?.versions ?? []
  const has = (kind: string) => versions.some((version) => version.kind === kind)
  const data = { roads: has('roads'), elevation: has('elevation') }
  const [choice, setChoice] = useState<RunChoice>(firstChoice)
  const change = (changed: Partial<RunChoice>) => setChoice((before) => ({ ...before, ...changed }))
  const faults = faultsOf(choice)
  const submit = () => {
    start(toWish({ ...choice, stepsFree: choice.stepsFree && data.roads }, data.roads && data.elevation), {
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
          {detail && <StudyAreaField detail={detail} chosen={choice.studyArea} onChange={(studyArea) => change({ studyArea })} />}
        </div>
        <div className="run-column">
          <TypeFields choice={choice} faults={faults} onChange={change} />
        </div>
      </div>
      {error && <p className="field-error" role="alert">{t('run.startFailed')}: <ErrorText error={error} /></p>}
      <div className="run-foot">
        <p className="muted">{t('run.hint')}</p>
        <Button onClick={onDismiss}>{t('run.dismiss')}</Button>
        <Button type="primary" htmlType="submit" loading={isPending} disabled={faults.size > 0}>{t('run.start')}</Button>
      </div>
    </form>
  )
}

/** Starts a computation under a chosen circle, chosen facility types and a chosen way of walking. */
export function StartRun({ code, label, primary = false, disabled = false, starter }: { code: string; label: string; primary?: boolean; disabled?: boolean; starter?: RunFormProps['starter'] }) {
  const { t } = useText()
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      <Button icon={<ReloadOutlined />} type={primary ? 'primary' : 'default'} aria-haspopup="dialog" disabled={disabled} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Modal
        open={open} onCancel={close} footer={null} width={formPixels} centered destroyOnHidden
        title={t('run.heading')} closable={{ 'aria-label': t('common.close') }}
      >
        <RunForm code={code} starter={starter} onStarted={close} onDismiss={close} />
      </Modal>
    </>
  )
}
