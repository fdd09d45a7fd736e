import type { Bilingual } from '../contract/common.ts'
import { facilityTypeNames, type FacilityTypeCode } from '../contract/facility-types.ts'
import type { SiteCheckReply, WhatIfReply } from '../contract/what-if.ts'
import type { ChangeKind } from '../core/scenarios/changes.ts'

/** The words of the screen, for files. */
export const kindNames: Record<ChangeKind, Bilingual> = {
  add: { zh: '新增', en: 'New' },
  convert: { zh: '转用', en: 'Convert' },
  move: { zh: '迁移', en: 'Move' },
  close: { zh: '关停', en: 'Close' },
  resize: { zh: '改面积', en: 'Resize' },
  retype: { zh: '改类型', en: 'Retype' },
  capacity: { zh: '改床位', en: 'Beds' },
}

export const reasonNames: Record<NonNullable<WhatIfReply['reason']>, Bilingual> = {
  no_walkable_road: { zh: '附近没有可步行的道路，接不上路网', en: 'No walkable road is near enough' },
  type_not_counted: { zh: '所选类型不计入当前批次的服务圈', en: 'The chosen types do not count in this run' },
  outside_county: { zh: '位置在本县之外', en: 'Outside the county' },
  not_operating: { zh: '设施没有在运营，不计入服务圈', en: 'The facility does not operate: it has no circle' },
}

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

/** The layers that speak in a check, by role. */
const layerNames: Record<string, Bilingual> = {
  permanent_basic_farmland: { zh: '永久基本农田', en: 'permanent basic farmland' },
  ecological_redline: { zh: '生态保护红线', en: 'ecological redline' },
  hazard: { zh: '灾害风险区', en: 'hazard areas' },
  facilities: { zh: '设施台账', en: 'ledger of facilities' },
  land_parcels: { zh: '地块', en: 'land parcels' },
  idle_premises: { zh: '闲置用房', en: 'idle premises' },
  county_boundary: { zh: '县界', en: 'county boundary' },
  development_boundary: { zh: '城镇开发边界', en: 'development boundary' },
  roads: { zh: '步行路网', en: 'walking network' },
}

export function layerText(layer: string | null, language: keyof Bilingual): string | null {
  return layer === null ? null : (layerNames[layer]?.[language] ?? layer)
}

export const unitNames: Record<string, Bilingual> = {
  m: { zh: 'm', en: 'm' },
  m2: { zh: 'm²', en: 'm²' },
  beds: { zh: '张', en: 'beds' },
  count: { zh: '处', en: 'sites' },
}
