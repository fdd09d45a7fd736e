import { formatCount, formatMeasure, formatMetres, formatYuan } from '../../../format.ts'
import type { useText } from '../../../i18n/index.ts'
import type { Result } from './result.ts'

/** A figure of the objective with its unit. */
export function objectiveText(value: number, unit: Result['objectiveUnit'], t: ReturnType<typeof useText>['t'], language: 'zh' | 'en'): string {
  switch (unit) {
    case 'sites': return t('planner.unit.sites', { n: formatCount(value) })
    case 'people': return t('planner.unit.people', { n: formatMeasure(value, 'down') })
    case 'people_metres': return t('planner.unit.peopleMetres', { n: formatCount(Math.ceil(value - 1e-6)) })
    case 'metres': return formatMetres(value)
    case 'yuan': return formatYuan(value, language)
    case 'm2': return `${formatMeasure(value, 'up')} m²`
  }
}
