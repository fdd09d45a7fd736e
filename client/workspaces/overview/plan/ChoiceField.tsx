import { Input, InputNumber, Select } from 'antd'
import { formatMeasure } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import type { Choice, ChoiceValue } from '../../../tables/plan-rows.ts'
import { choiceValueText } from './choice-text.ts'

interface ChoiceFieldProps {
  choice: Choice
  value: ChoiceValue
  onChange: (value: ChoiceValue) => void
}

function Field({ choice, value, onChange }: ChoiceFieldProps) {
  const text = useText()
  const { t, say } = text
  const label = say(choice.label)
  if (choice.options) {
    // Values may be null or true: the list goes by place, not by value.
    const { options } = choice
    return (
      <Select
        aria-label={label}
        value={options.findIndex((option) => option.value === value)}
        options={options.map((option, index) => ({ value: index, label: say(option.label) }))}
        onChange={(index: number) => onChange(options[index].value)}
      />
    )
  }
  if (choice.form === 'date') {
    return <Input type="date" aria-label={label} value={typeof value === 'string' ? value : ''} onChange={(event) => onChange(event.target.value || choice.default)} />
  }
  const range = choice.least !== null && choice.most !== null
    ? t('plan.choices.range', { least: formatMeasure(choice.least, 'up'), most: formatMeasure(choice.most, 'down') })
    : ''
  return (
    <InputNumber
      aria-label={label}
      value={typeof value === 'number' ? value : null}
      min={choice.least ?? undefined}
      max={choice.most ?? undefined}
      placeholder={choice.default === null ? choiceValueText(text, choice, null) : range}
      suffix={choice.unit ?? undefined}
      onChange={(next) => onChange(next ?? choice.default)}
    />
  )
}

/** One choice with its default, the reason for it, and what is chosen now. */
export function ChoiceField({ choice, value, onChange }: ChoiceFieldProps) {
  const text = useText()
  const { t, say } = text
  const changed = value !== choice.default
  return (
    <li className={changed ? 'choice choice-changed' : 'choice'}>
      <strong>{say(choice.label)}</strong>
      <Field choice={choice} value={value} onChange={onChange} />
      <span className="muted">{t('plan.drawer.choiceDefault', { value: choiceValueText(text, choice, choice.default) })}</span>
      <span className="muted">{t('plan.drawer.choiceReason', { reason: say(choice.reason) })}</span>
    </li>
  )
}
