import { formatMeasure } from '../../../format.ts'
import type { useText } from '../../../i18n/index.ts'
import type { Choice, ChoiceValue } from '../../../tables/plan-rows.ts'

/** A choice's value in words: its option, or the figure with its unit. */
export function choiceValueText({ t, say }: Pick<ReturnType<typeof useText>, 't' | 'say'>, choice: Choice, value: ChoiceValue): string {
  const option = choice.options?.find((one) => one.value === value)
  if (option) return say(option.label)
  if (value === null) return t('plan.choices.notAdopted')
  if (typeof value === 'boolean') return t(value ? 'plan.choices.yes' : 'plan.choices.no')
  const figure = typeof value === 'number' ? formatMeasure(value, 'down') : value
  return choice.unit === null ? figure : `${figure}\u00a0${choice.unit}`
}
