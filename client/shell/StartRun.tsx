import { ReloadOutlined } from '@ant-design/icons'
import { Button, InputNumber, Popover, Radio } from 'antd'
import { useState } from 'react'
import { useStartRun } from '../api/queries.ts'
import { useText } from '../i18n/index.ts'
import { useUpdateUrl } from '../state/use-url-state.ts'
import { ErrorText } from './states.tsx'

const builtInProfiles = ['gb50180-15min', 'elder-15min', 'gb50180-10min', 'gb50180-5min'] as const
const lowestMetres = 50
const highestMetres = 5000
const suggestedMetres = 800

function ProfileForm({ code, onStarted }: { code: string; onStarted: () => void }) {
  const { t, word } = useText()
  const update = useUpdateUrl()
  const start = useStartRun(code)
  const [profile, setProfile] = useState<string>(builtInProfiles[0])
  const [metres, setMetres] = useState<number | null>(suggestedMetres)
  const custom = profile === 'custom'
  const metresFit = metres !== null && Number.isInteger(metres) && metres >= lowestMetres && metres <= highestMetres
  const submit = () => {
    start.mutate(custom ? `custom-${metres}m` : profile, {
      onSuccess: () => {
        // The new run is the one to look at when it is done.
        update((state) => ({ ...state, run: null }), { replace: true })
        onStarted()
      },
    })
  }
  return (
    <form
      className="profile-form"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Radio.Group
        vertical
        aria-label={t('run.profile')}
        value={profile}
        onChange={(event) => setProfile(String(event.target.value))}
        options={[
          ...builtInProfiles.map((value) => ({ value: value as string, label: word('profile', value) })),
          { value: 'custom', label: t('run.customMetres') },
        ]}
      />
      {custom && (
        <InputNumber
          aria-label={t('run.customMetres')}
          min={lowestMetres}
          max={highestMetres}
          step={50}
          precision={0}
          suffix="m"
          value={metres}
          status={metresFit ? undefined : 'error'}
          onChange={setMetres}
        />
      )}
      {custom && !metresFit && <p className="field-error" role="alert">{t('run.customRange')}</p>}
      <p className="muted">{t('run.hint')}</p>
      {start.error && <p className="field-error" role="alert">{t('run.startFailed')}: <ErrorText error={start.error} /></p>}
      <Button type="primary" htmlType="submit" block loading={start.isPending} disabled={custom && !metresFit}>
        {t('run.start')}
      </Button>
    </form>
  )
}

/** Starts a computation under a chosen profile. */
export function StartRun({ code, label, primary = false }: { code: string; label: string; primary?: boolean }) {
  const { t } = useText()
  const [open, setOpen] = useState(false)
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      title={t('run.profile')}
      open={open}
      onOpenChange={setOpen}
      destroyOnHidden
      content={<ProfileForm code={code} onStarted={() => setOpen(false)} />}
    >
      <Button icon={<ReloadOutlined />} type={primary ? 'primary' : 'default'}>
        {label}
      </Button>
    </Popover>
  )
}
