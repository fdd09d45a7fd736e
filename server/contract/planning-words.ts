import type { ChangeKind } from '../core/scenarios/changes.ts'
import type { Bilingual } from './common.ts'
import type { WhatIfReply } from './what-if.ts'

/** Words that stand on the screen and in the files handed out: both take them from here. */
export const changeKindNames: Record<ChangeKind, Bilingual> = {
  add: { zh: '新增', en: 'New' },
  convert: { zh: '转用', en: 'Convert' },
  move: { zh: '迁移', en: 'Move' },
  close: { zh: '关停', en: 'Close' },
  resize: { zh: '改面积', en: 'Resize' },
  retype: { zh: '改类型', en: 'Retype' },
  capacity: { zh: '改床位', en: 'Beds' },
}

export const noCircleNames: Record<NonNullable<WhatIfReply['reason']>, Bilingual> = {
  no_walkable_road: { zh: '附近没有可步行的道路，接不上路网', en: 'No walkable road is near enough' },
  type_not_counted: { zh: '所选类型不计入当前批次的服务圈', en: 'The chosen types do not count in this run' },
  outside_county: { zh: '位置在本县之外', en: 'Outside the county' },
  not_operating: { zh: '设施没有在运营，不计入服务圈', en: 'The facility does not operate: it has no circle' },
}

/** The layers that speak in a check, by role. */
export const checkLayerNames = {
  permanent_basic_farmland: { zh: '永久基本农田', en: 'permanent basic farmland' },
  ecological_redline: { zh: '生态保护红线', en: 'ecological redline' },
  hazard: { zh: '灾害风险区', en: 'hazard areas' },
  facilities: { zh: '设施台账', en: 'ledger of facilities' },
  land_parcels: { zh: '地块', en: 'land parcels' },
  idle_premises: { zh: '闲置用房', en: 'idle premises' },
  county_boundary: { zh: '县界', en: 'county boundary' },
  development_boundary: { zh: '城镇开发边界', en: 'development boundary' },
  roads: { zh: '步行路网', en: 'walking network' },
} as const satisfies Record<string, Bilingual>
