import type { Bilingual } from '../contract/common.ts'
import { checkLayerNames } from '../contract/planning-words.ts'
import { facilityTypeNames, type FacilityTypeCode } from '../contract/facility-types.ts'
import type { SiteCheckReply } from '../contract/what-if.ts'

export const outcomeNames: Record<SiteCheckReply['checks'][number]['outcome'], Bilingual> = {
  pass: { zh: '通过', en: 'passed' },
  veto: { zh: '否决', en: 'veto' },
  warning: { zh: '注意', en: 'mind' },
  unknown: { zh: '无数据', en: 'no data' },
}

export const stamps = {
  demo: { zh: '演示数据', en: 'Demo data' },
  demoHint: { zh: '含示例数据：带“示例”字样的地点与设施均为虚构。', en: 'Contains sample data: places and facilities marked 示例 are invented.' },
  internal: { zh: '内部用图 · 不得公开', en: 'Internal map · not for publication' },
} as const satisfies Record<string, Bilingual>

/** The stamps that no file goes without, as one text. */
export function stampOf(county: { demo: boolean }, language: keyof Bilingual): string {
  return [...(county.demo ? [stamps.demo] : []), stamps.internal].map((stamp) => stamp[language]).join(' · ')
}

export function typesText(types: readonly string[], language: keyof Bilingual): string {
  return types.map((type) => facilityTypeNames[type as FacilityTypeCode]?.[language] ?? type).join(language === 'zh' ? '、' : ', ')
}

const beijingMilliseconds = 8 * 3600_000

/** An instant as offices write it, in Beijing time. */
export function instantText(instant: string): string {
  return `${new Date(Date.parse(instant) + beijingMilliseconds).toISOString().slice(0, 16).replace('T', ' ')} (UTC+8)`
}

export function layerText(layer: string | null, language: keyof Bilingual): string | null {
  return layer === null ? null : ((checkLayerNames as Record<string, Bilingual>)[layer]?.[language] ?? layer)
}

export const unitNames: Record<string, Bilingual> = {
  m: { zh: 'm', en: 'm' },
  m2: { zh: 'm²', en: 'm²' },
  beds: { zh: '张', en: 'beds' },
  count: { zh: '处', en: 'sites' },
}
