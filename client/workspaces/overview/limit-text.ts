import type { CountySummary } from '../../../server/contract/counties.ts'
import { formatMetres, formatSeconds } from '../../format.ts'
import type { useText } from '../../i18n/index.ts'

type Coverage = NonNullable<CountySummary['coverage']>

/** A limit in words: its metres, or its time where slopes count, since no length of way is the limit then. */
export function limitText(t: ReturnType<typeof useText>['t'], { useSlope, pace, limitMetres }: Pick<Coverage, 'useSlope' | 'pace' | 'limitMetres'>): string {
  if (!useSlope || !pace) return formatMetres(limitMetres)
  return t('overview.circle.limitSloped', { time: formatSeconds(pace.limitSeconds) })
}
