import type { OptimisationRecord } from '../../../../server/contract/optimisations.ts'
import { formatCount, formatMeasure, formatMetres, formatYuan } from '../../../format.ts'
import type { useText } from '../../../i18n/index.ts'
import type { Result } from '../../../state/planning/answers.ts'

/** A figure of the objective with its unit; `weight` says who the people are. */
export function objectiveText(value: number, unit: Result['objectiveUnit'], weight: OptimisationRecord['request']['weight'], { t, language }: Pick<ReturnType<typeof useText>, 't' | 'language'>): string {
  switch (unit) {
    case 'sites': return t('planner.unit.sites', { n: formatCount(value) })
    case 'people': return t('planner.unit.people', { n: formatMeasure(value, 'down'), what: typeof weight === 'string' ? t(`planner.weight.${weight}`) : t('planner.unit.forecast', { year: weight.year }) })
    case 'people_metres': return t('planner.unit.peopleMetres', { n: formatCount(Math.ceil(value - 1e-6)) })
    case 'metres': return formatMetres(value)
    case 'yuan': return formatYuan(value, language)
    case 'm2': return `${formatMeasure(value, 'up')} m²`
  }
}
