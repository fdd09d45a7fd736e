import { formatMeasure } from '../../format.ts'
import type { useText } from '../../i18n/index.ts'
import type { ChoiceValue } from '../../tables/plan-rows.ts'

/** A default as the check tells it: without its options there are no words for it. */
export function choiceValueWords(t: ReturnType<typeof useText>['t'], value: ChoiceValue): string {
  if (value === null) return t('plan.choices.notAdopted')
  if (typeof value === 'boolean') return t(value ? 'plan.choices.yes' : 'plan.choices.no')
  return typeof value === 'number' ? formatMeasure(value, 'down') : value
}
