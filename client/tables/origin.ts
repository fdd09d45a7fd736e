import type { i18n } from 'i18next'

const script = 'scripts/make-samples.ts'

/** Where data comes from, for people: manifests name the script that made a sample, which tells a planner nothing. */
export function originText(origin: string, t: i18n['t']): string {
  return origin === script ? t('data.generated') : origin.replaceAll(script, t('data.generator'))
}
