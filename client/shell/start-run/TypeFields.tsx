import { Button, Checkbox, InputNumber, Radio } from 'antd'
import { facilityTypeCodes, usualCircle } from '../../../server/contract/facility-types.ts'
import { useText } from '../../i18n/index.ts'
import { limitMetresOf, usualLimitMetres, type Fault, type RunChoice } from './choice.ts'

interface TypeFieldsProps {
  choice: RunChoice
  faults: ReadonlySet<Fault>
  onChange: (change: Partial<RunChoice>) => void
}

const usual: readonly string[] = usualCircle.facilityTypes
const others = facilityTypeCodes.filter((type) => !usual.includes(type))

function TypeRow({ type, choice, onChange }: { type: string } & Omit<TypeFieldsProps, 'faults'>) {
  const { t, word } = useText()
  const name = word('facilityType', type)
  const counted = choice.types.includes(type)
  const circleMetres = limitMetresOf(choice)
  const toggle = (checked: boolean) => onChange({ types: checked ? [...choice.types, type] : choice.types.filter((one) => one !== type) })
  return (
    <li className="run-type">
      <Checkbox checked={counted} onChange={(event) => toggle(event.target.checked)}>{name}</Checkbox>
      {counted && (
        <InputNumber
          size="small"
          aria-label={t('run.ownLimitOf', { type: name })}
          step={50} precision={0} suffix="m" controls={false}
          placeholder={circleMetres === undefined ? undefined : String(usualLimitMetres(type, circleMetres))}
          value={choice.limitsMetres[type] ?? null}
          onChange={(metres) => onChange({ limitsMetres: { ...choice.limitsMetres, [type]: metres } })}
        />
      )}
    </li>
  )
}

/** Which facilities count, whether one type is enough, and how far each may be. */
export function TypeFields({ choice, faults, onChange }: TypeFieldsProps) {
  const { t } = useText()
  const row = (type: string) => <TypeRow key={type} type={type} choice={choice} onChange={onChange} />
  const isUsual = choice.types.length === usual.length && usual.every((type) => choice.types.includes(type))
  return (
    <fieldset className="run-fields">
      <legend>{t('run.types')}</legend>
      <Radio.Group
        aria-label={t('run.need')}
        value={choice.need}
        onChange={(event) => onChange({ need: event.target.value as RunChoice['need'] })}
        options={[{ value: 'any', label: t('run.any') }, { value: 'all', label: t('run.all') }]}
      />
      <div className="run-types-head muted" aria-hidden="true">{t('run.ownLimit')}</div>
      <ul className="run-types">{usual.map(row)}</ul>
      <details>
        <summary>{t('run.moreTypes', { n: others.length })}</summary>
        <ul className="run-types">{others.map(row)}</ul>
      </details>
      {!isUsual && <Button size="small" onClick={() => onChange({ types: usual })}>{t('run.usualTypes', { n: usual.length })}</Button>}
      {faults.has('types') && <p className="field-error" role="alert">{t('run.noTypes')}</p>}
      {faults.has('limits') && <p className="field-error" role="alert">{t('run.ownLimitRange')}</p>}
    </fieldset>
  )
}
