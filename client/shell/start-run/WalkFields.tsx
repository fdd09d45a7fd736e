import { Checkbox } from 'antd'
import { useId } from 'react'
import { useText } from '../../i18n/index.ts'
import { isTimed, type RunChoice } from './choice.ts'

/** Which data the county has; undefined while that is not known yet. */
export interface WalkingData {
  roads: boolean
  elevation: boolean
}

interface OptionProps {
  label: string
  hint: string
  /** Why it cannot be chosen; undefined where it can. */
  refusal: string | undefined
  checked: boolean
  onChange: (checked: boolean) => void
}

function Option({ label, hint, refusal, checked, onChange }: OptionProps) {
  const hintId = useId()
  return (
    <div className="run-option">
      <Checkbox checked={checked && !refusal} disabled={refusal !== undefined} aria-describedby={hintId} onChange={(event) => onChange(event.target.checked)}>
        {label}
      </Checkbox>
      <p id={hintId} className="muted">{refusal ?? hint}</p>
    </div>
  )
}

interface WalkFieldsProps {
  choice: RunChoice
  data: WalkingData
  onChange: (change: Partial<RunChoice>) => void
}

/** Stairs and slopes; what the data cannot answer says so instead of being left out. */
export function WalkFields({ choice, data, onChange }: WalkFieldsProps) {
  const { t } = useText()
  const noRoads = data.roads ? undefined : t('run.noRoads')
  const noHeights = data.elevation ? undefined : t('run.noElevation')
  return (
    <fieldset className="run-fields">
      <legend>{t('run.walking')}</legend>
      <Option
        label={t('run.stepsFree')} hint={t('run.stepsFreeHint')} refusal={noRoads}
        checked={choice.stepsFree} onChange={(stepsFree) => onChange({ stepsFree })}
      />
      <Option
        label={t('run.useSlope')} hint={t('run.useSlopeHint')} refusal={noRoads ?? noHeights ?? (isTimed(choice) ? undefined : t('run.notTimed'))}
        checked={choice.useSlope} onChange={(useSlope) => onChange({ useSlope })}
      />
    </fieldset>
  )
}
