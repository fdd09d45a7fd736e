import { dayCareLimitMetres, farLimitMetres } from '../answers-coverage.ts'
import { isInside, metresToOutline, type LonLat, type Polygonal } from '../geometry.ts'
import { squareMetres } from '../ledger.ts'
import type { Spot } from './spots.ts'
import { isAwayFromPlainGaps, findIdleSpot, findSpot, isBetween, straightMetres, type FutianPlan } from './plan.ts'
import { lianhua, shatou, streetOf, xiangmihu } from './world.ts'

/** The five gap areas and what lies near each without covering it. */
export function seedGaps(plan: FutianPlan): void {
  const [closed, misused, dayCare, trueGap, detour] = plan.gaps
  seedClosed(plan, closed.area.id, (spot, low, high) => isBetween(closed.metresTo(spot), low, high))
  const use = findIdleSpot(plan, 'a misused site', (spot) => isBetween(misused.metresTo(spot), 150, 700))
  const site = add(plan, use, ['community_center'], { floorAreaM2: '420.00', currentUse: 'other: 仓库' })
  trouble(plan, 'misused', [misused.area.id, site.id], {
    zh: '设施在营但现状为仓库，不计入；周边无其他设施，小区未覆盖',
    en: 'The site is operating but used as a warehouse and does not count; nothing else is near, the area is not covered',
  })
  const care = findSpot(plan, 'a day care', (spot) => isBetween(dayCare.metresTo(spot), 400, 800), dayCareLimitMetres)
  const centre = add(plan, care, ['day_care'], { floorAreaM2: '360.00' })
  trouble(plan, 'day_care_beyond_300', [dayCare.area.id, centre.id], {
    zh: '仅日间照料中心在 300–1000 m 之间；其限值为 300 m，不算覆盖',
    en: 'Only a day-care centre lies 300–1000 m away; its limit is 300 m, so it does not cover the area',
  })
  const far = findSpot(plan, 'a true gap', (spot) => isBetween(trueGap.metresTo(spot), 1080, 1380))
  add(plan, far, ['embedded_home'], {
    floorAreaM2: '980.00',
    beds: 24,
    nursingBeds: 16,
    operatorKind: 'private',
  })
  trouble(plan, 'true_gap', [trueGap.area.id], {
    zh: '最近的合格设施步行 1000–1400 m，超出限值',
    en: 'The nearest qualifying facility is 1,000–1,400 m on foot, beyond the limit',
  })
  const around = findSpot(plan, 'a detour', (spot) => {
    return isBetween(detour.metresTo(spot), 1080, 1600) && straightMetres(detour.area, spot) < farLimitMetres - 20
  })
  const across = add(plan, around, ['community_center'], { floorAreaM2: '510.00' })
  trouble(plan, 'detour', [detour.area.id, across.id], {
    zh: '直线不足 1000 m，步行超过 1000 m：按路网未覆盖',
    en: 'Under 1,000 m in a straight line, over 1,000 m on foot: not covered on the network',
  })
}

function seedClosed(
  plan: FutianPlan,
  areaId: string,
  between: (spot: Spot, low: number, high: number) => boolean,
): void {
  const shut = findIdleSpot(plan, 'a closed site', (spot) => between(spot, 150, 800))
  const closed = add(plan, shut, ['community_center', 'day_care'], { floorAreaM2: '640.00', status: 'closed' })
  const wait = findIdleSpot(plan, 'a planned site', (spot) => between(spot, 150, 950))
  const planned = add(plan, wait, ['community_center'], { floorAreaM2: '700.00', status: 'planned' })
  trouble(plan, 'only_closed', [areaId, closed.id, planned.id], {
    zh: '附近只有已关停和规划中的设施，均不计入，小区未覆盖',
    en: 'Only a closed and a planned facility are near; neither counts, the area is not covered',
  })
}

/** Sites of the wide kind stand exactly where the street verdicts need them. */
export function seedComplexes(plan: FutianPlan): void {
  const cellOf = (code: string) => plan.world.units.find((unit) => unit.unitCode === code)!.geometry!
  const [west, north] = [cellOf(xiangmihu), cellOf(lianhua)]
  const deep = (p: LonLat, cell: Polygonal) => isInside(p, cell) && metresToOutline(p, cell) > 300
  const own = findSpot(
    plan,
    '香蜜湖 complex',
    (spot) => deep(spot.point, west) && streetOf(plan.world, spot.point) === xiangmihu,
  )
  add(plan, own, ['community_complex', 'meal_point'], {
    floorAreaM2: '1650.00',
    landAreaM2: '1200.00',
    unitCode: xiangmihu,
    beds: 20,
    nursingBeds: 12,
  })
  const coded = findSpot(
    plan,
    '沙头 complex',
    (spot) => streetOf(plan.world, spot.point) === shatou && deep(spot.point, west),
  )
  add(plan, coded, ['community_complex'], { floorAreaM2: '1320.00', landAreaM2: '960.50', unitCode: shatou })
  const border = findSpot(
    plan,
    'border complex',
    (spot) => isInside(spot.point, west) && metresToOutline(spot.point, north) < 160 && spot.point[1] > 22.533,
  )
  const outside = add(plan, border, ['community_complex', 'day_care'], { floorAreaM2: '1180.00', unitCode: lianhua })
  trouble(plan, 'outside_coded_unit', [outside.id, lianhua], {
    zh: '设施登记为莲花街道，落点却在其（近似）界外；按点在面内判定，莲花街道不因它达标',
    en: 'Coded to 莲花 but lying just outside its (approximate) border; judged by point in polygon it does not cover 莲花',
  })
  trouble(plan, 'units_without_site', [lianhua, '440304004000', '440304010000', '440304011000'], {
    zh: '这些街道没有在营的综合功能设施；沙头、福保、华强北位置未知，按设施区划代码判定',
    en: 'These streets have no operating multi-purpose site; streets of unknown place are judged by the code on the facility',
  })
}

/** The rest of the town: enough sites that most places are covered, and the kinds that do not count in a circle. */
export function seedOrdinary(plan: FutianPlan): void {
  const kinds: [string[], Record<string, unknown>][] = [
    [['community_center', 'day_care'], { floorAreaM2: '860.00' }],
    [['community_center'], { floorAreaM2: '540.00', tenure: 'leased', acquisition: 'leased' }],
    [
      ['embedded_home', 'care_institution'],
      { floorAreaM2: '1450.00', landAreaM2: '880.00', beds: 40, nursingBeds: 28, operatorKind: 'private' },
    ],
    [['community_center', 'meal_point'], { floorAreaM2: '610.00' }],
    [['community_center'], { floorAreaM2: '475.50', acquisition: 'converted' }],
  ]
  for (const [types, rest] of kinds) {
    const spot = findSpot(plan, types.join(), (candidate) => isAway(plan, candidate, 550))
    add(plan, spot, types, rest)
  }
  for (const types of [['day_care'], ['day_care', 'meal_point']]) {
    const test = (candidate: Spot) => isAway(plan, candidate, 300) && isAwayFromPlainGaps(plan, candidate)
    const spot = findSpot(plan, 'day care', test, dayCareLimitMetres)
    add(plan, spot, types, { floorAreaM2: squareMetres(plan.world.random.integer(260, 420)) })
  }
  for (const types of [['meal_point'], ['care_institution'], ['meal_point']]) {
    const nearGap = plan.gaps[types[0] === 'care_institution' ? 1 : 0]
    const spot = findIdleSpot(
      plan,
      types[0],
      (candidate) => isBetween(nearGap.metresTo(candidate), 200, 900) && isAwayFromPlainGaps(plan, candidate),
    )
    add(plan, spot, types, {
      floorAreaM2: types[0] === 'meal_point' ? '180.00' : '3900.00',
      beds: types[0] === 'meal_point' ? 0 : 120,
    })
  }
  seedNotServing(plan)
}

function seedNotServing(plan: FutianPlan): void {
  const away = (spot: Spot) => isAwayFromPlainGaps(plan, spot)
  const building = add(plan, findIdleSpot(plan, 'building', away), ['community_complex'], {
    floorAreaM2: '1500.00',
    status: 'building',
  })
  const planned = add(plan, findIdleSpot(plan, 'planned', away), ['embedded_home'], {
    floorAreaM2: '1100.00',
    beds: 30,
    status: 'planned',
  })
  const idle = add(plan, findIdleSpot(plan, 'idle', away), ['day_care'], { floorAreaM2: '300.00', status: 'idle' })
  trouble(plan, 'not_operating', [building.id, planned.id, idle.id], {
    zh: '在建、规划、闲置设施不计入现状覆盖',
    en: 'Sites under construction, planned or idle do not count today',
  })
  const lost = plan.facilities.add({
    types: ['community_center'],
    unitCode: lianhua,
    point: null,
    place: '莲花街道',
    floorAreaM2: '450.00',
  })
  trouble(plan, 'facility_without_place', [lost.id], {
    zh: '设施无坐标，不能判断覆盖，须列出，不得静默丢弃',
    en: 'A facility without coordinates cannot cover anything and must be listed, not dropped in silence',
  })
}

function isAway(plan: FutianPlan, spot: Spot, metres: number): boolean {
  return plan.facilities.list.every(
    (f) => !f.point || f.status !== 'operating' || straightPoints(f.point, spot) > metres,
  )
}

function straightPoints(p: LonLat, spot: Spot): number {
  return Math.hypot((p[0] - spot.point[0]) * 102800, (p[1] - spot.point[1]) * 110760)
}

export function add(plan: FutianPlan, spot: Spot, types: string[], rest: Record<string, unknown>) {
  const unitCode = streetOf(plan.world, spot.point)
  const code = (rest.unitCode as string | undefined) ?? unitCode
  const place = plan.world.units.find((unit) => unit.unitCode === code)!.name
  return plan.facilities.add({ types, unitCode, point: spot.point, place, ...rest })
}

export function trouble(plan: FutianPlan, kind: string, where: string[], expect: { zh: string; en: string }): void {
  plan.troubles.push({ id: `ft-t${String(plan.troubles.length + 1).padStart(2, '0')}`, kind, where, expect })
}
