import { areaPoints } from '../answers-coverage.ts'
import { destination, geodesicMetres, isInside, metresToOutline, type LonLat } from '../geometry.ts'
import type { Facility, ResidentialArea, Text } from '../types.ts'
import { makeOutlying } from './areas.ts'
import { add, isClear, methodMetres, nearestServing, trouble, type ShichengPlan } from './plan.ts'
import { qinjiang, randomInBox } from './world.ts'

/** Areas on the edge of the town that nothing covers, each for its own reason. Called once every other site stands. */
export function seedGaps(plan: ShichengPlan): void {
  gapWith(plan, 'sc-gap1', 'only_closed', { types: ['residential_ancillary', 'day_care'], status: 'closed' }, 260, {
    zh: '附近只有已关停的设施，不计入，小区未覆盖',
    en: 'Only a closed facility is near; it does not count, the area is not covered',
  })
  gapWith(plan, 'sc-gap2', 'misused', { types: ['residential_ancillary'], currentUse: 'other: 仓库' }, 180, {
    zh: '设施在营但现状为仓库，不计入，小区未覆盖',
    en: 'The site is operating but used as a warehouse; it does not count, the area is not covered',
  })
  gapWith(plan, 'sc-gap3', 'only_planned', { types: ['community_center'], status: 'building' }, 330, {
    zh: '附近只有在建设施，现状不计入，小区未覆盖',
    en: 'Only a facility under construction is near; it does not count today, the area is not covered',
  })
  gapWith(plan, 'sc-gap4', 'day_care_beyond_300', { types: ['day_care'] }, 420, {
    zh: '仅日间照料中心在直线 420 m（×1.3＝546 m）处，超过其 300 m 限值，不算覆盖',
    en: 'Only a day-care centre, 420 m away in a straight line (×1.3 = 546 m), beyond its 300 m limit',
  })
  besideSite(plan, 'sc-gap5', 'true_gap', 980, {
    zh: '最近的合格设施按直线×1.3 为 1000–1400 m，超出限值',
    en: 'The nearest qualifying facility is 1,000–1,400 m by straight line × 1.3, beyond the limit',
  })
  besideSite(plan, 'sc-gap6', 'detour', 850, {
    zh: '直线不足 1000 m，乘 1.3 后超过 1000 m：未覆盖',
    en: 'Under 1,000 m in a straight line, over it once multiplied by 1.3: not covered',
  })
}

function gapWith(
  plan: ShichengPlan,
  id: string,
  kind: string,
  wish: Partial<Facility> & { types: string[] },
  metres: number,
  expect: Text,
): void {
  const { area, point } = findOutlying(plan, id, metres, wish.types)
  plan.areas.push(area)
  const site = add(plan, { unitCode: qinjiang, floorAreaM2: '240.00', ...wish, point })
  trouble(plan, kind, [area.id, site.id], expect)
}

function findOutlying(plan: ShichengPlan, id: string, metres: number, types: string[]) {
  const cell = plan.world.townships.find((unit) => unit.unitCode === qinjiang)!
  for (let tries = 0; tries < 5000; tries++) {
    const centre = randomInBox(plan.world.random, cell.geometry)
    if (!isInside(centre, cell.geometry) || metresToOutline(centre, cell.geometry) < 800) continue
    if (nearestServing(plan, [centre]) < 1600 || !isFarFromAreas(plan, centre)) continue
    const area = makeOutlying(plan.world, id, `示例小区（镇外${id.slice(-1)}）`, centre)
    const point = destination(areaPoints(area)[0], plan.world.random.between(0, 360), metres)
    if (isInside(point, cell.geometry) && isClear(plan, point, types)) return { area, point }
  }
  throw new Error(`expected an outlying place for ${id}, got none`)
}

/** An area at a chosen straight distance from an existing site, with every other site well beyond the limit. */
function besideSite(plan: ShichengPlan, id: string, kind: string, metres: number, expect: Text): void {
  const cell = plan.world.townships.find((unit) => unit.unitCode === qinjiang)!
  const sites = plan.facilities.list.filter(
    (f) => f.types.includes('mutual_aid') && f.status === 'operating' && isInside(f.point!, cell.geometry),
  )
  for (const site of sites) {
    for (let azimuth = 0; azimuth < 360; azimuth += 15) {
      const centre = destination(site.point!, azimuth, metres)
      if (!isInside(centre, cell.geometry) || !isFarFromAreas(plan, centre)) continue
      const area = makeOutlying(plan.world, id, `示例小区（镇外${id.slice(-1)}）`, centre)
      if (nearestServing(plan, areaPoints(area), site) < 1500 || !isGap(area, site)) continue
      plan.areas.push(area)
      trouble(plan, kind, [area.id, site.id], expect)
      return
    }
  }
  throw new Error(`expected a place ${metres} m from a site, got none`)
}

function isGap(area: ResidentialArea, site: Facility): boolean {
  const metres = methodMetres(areaPoints(area), site.point!)
  return metres > 1010 && metres < 1395
}

function isFarFromAreas(plan: ShichengPlan, p: LonLat): boolean {
  return plan.areas.every((area) => areaPoints(area).every((q) => geodesicMetres(p, q) > 1500))
}
