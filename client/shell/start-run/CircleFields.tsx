import { InputNumber, Radio } from 'antd'
import { useText } from '../../i18n/index.ts'
import { builtInProfiles, limitMetresOf, type Fault, type RunChoice } from './choice.ts'

interface FieldsProps {
  choice: RunChoice
  faults: ReadonlySet<Fault>
  onChange: (change: Partial<RunChoice>) => void
}

/** No bounds on the fields themselves: they would keep an earlier number behind the one on screen. */
function Metres({ choice, faults, onChange }: FieldsProps) {
  const { t } = useText()
  const wrong = faults.has('metres')
  return (
    <div className="run-own">
      <InputNumber
        aria-label={t('run.customMetres')}
        step={50} precision={0} suffix="m"
        value={choice.metres} status={wrong ? 'error' : undefined} onChange={(metres) => onChange({ metres })}
      />
      {wrong && <p className="field-error" role="alert">{t('run.customRange')}</p>}
    </div>
  )
}

function MinutesAndSpeed({ choice, faults, onChange }: FieldsProps) {
  const { t } = useText()
  const metres = limitMetresOf(choice)
  return (
    <div className="run-own">
      <InputNumber
        aria-label={t('run.minutes')}
        precision={0} suffix={t('run.minutes')}
        value={choice.minutes} status={faults.has('minutes') ? 'error' : undefined} onChange={(minutes) => onChange({ minutes })}
      />
      <span aria-hidden="true">×</span>
      <InputNumber
        aria-label={t('run.speed')}
        step={0.1} precision={1} suffix="m/s"
        value={choice.metresPerSecond} status={faults.has('speed') ? 'error' : undefined} onChange={(metresPerSecond) => onChange({ metresPerSecond })}
      />
      {metres !== undefined && <span className="muted" aria-live="polite">{t('run.equals', { metres })}</span>}
      {faults.has('minutes') && <p className="field-error" role="alert">{t('run.minutesRange')}</p>}
      {faults.has('speed') && <p className="field-error" role="alert">{t('run.speedRange')}</p>}
    </div>
  )
}

/** The circle: a built-in one, or the user's own in metres or in minutes × speed. */
export function CircleFields(props: FieldsProps) {
  const { t, word } = useText()
  const { choice, onChange } = props
  return (
    <fieldset className="run-fields">
      <legend>{t('run.profile')}</legend>
      <Radio.Group
        vertical
        aria-label={t('run.profile')}
        value={choice.profile}
        onChange={(event) => onChange({ profile: event.target.value as RunChoice['profile'] })}
        options={[
          ...builtInProfiles.map((value) => ({ value: value as string, label: word('profile', value) })),
          { value: 'custom-metres', label: t('run.customMetres') },
          { value: 'custom-minutes', label: t('run.customMinutes') },
        ]}
      />
      {choice.profile === 'custom-metres' && <Metres {...props} />}
      {choice.profile === 'custom-minutes' && <MinutesAndSpeed {...props} />}
    </fieldset>
  )
}
