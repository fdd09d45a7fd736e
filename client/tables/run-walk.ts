import type { i18n } from 'i18next'

export interface Walk {
  stepsFree?: unknown
  useSlope?: unknown
}

/** " · without stairs · with slopes": what tells a run from one of the same circle that walks otherwise; empty for the usual walk. */
export function walkSuffix({ stepsFree, useSlope }: Walk, t: i18n['t']): string {
  return [stepsFree === true && t('planner.runName.stepsFree'), useSlope === true && t('planner.runName.useSlope')].flatMap((part) => (part ? [` · ${part}`] : [])).join('')
}
