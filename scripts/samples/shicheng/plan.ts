import { areaPoints, circleLimitMetres, farLimitMetres, serves } from '../answers-coverage.ts'
import { createFacilityList, type FacilityList, type FacilityWish } from '../facility-draft.ts'
import { destination, geodesicMetres, isInside, type LonLat } from '../geometry.ts'
import type { Facility, ResidentialArea, Text, Trouble } from '../types.ts'
import type { ShichengWorld } from './world.ts'

export const detourFactor = 1.3

export interface ShichengPlan {
  world: ShichengWorld
  areas: ResidentialArea[]
  facilities: FacilityList
  troubles: Trouble[]
  taken: Set<string>
}

export function openPlan(world: ShichengWorld, areas: ResidentialArea[]): ShichengPlan {
  return { world, areas, facilities: createFacilityList('sc'), troubles: [], taken: new Set() }
}

/** Metres as the method counts them: the straight line from the nearest door × 1.3. */
export function methodMetres(from: LonLat[], to: LonLat): number {
  return Math.min(...from.map((p) => geodesicMetres(p, to))) * detourFactor
}

/** A point around another, inside its township, on which no verdict hangs by less than 5 m. */
export function pointNear(
  plan: ShichengPlan,
  around: LonLat,
  parentCode: string,
  low: number,
  high: number,
  types: string[],
): LonLat {
  const cell = plan.world.townships.find((unit) => unit.unitCode === parentCode)!.geometry
  for (let tries = 0; tries < 500; tries++) {
    const p = destination(around, plan.world.random.between(0, 360), plan.world.random.between(low, high))
    if (isInside(p, cell) && isClear(plan, p, types)) return p
  }
  throw new Error(`expected a free point near ${around}, got none`)
}

export function isClear(plan: ShichengPlan, p: LonLat, types: string[]): boolean {
  const limit = circleLimitMetres({ types } as Facility)
  if (limit === null) return true
  const places = [...plan.world.places.map((unit) => [unit.centre]), ...plan.areas.map(areaPoints)]
  return places.every((points) => points.length === 0 || Math.abs(methodMetres(points, p) - limit) > 5)
}

/** Method metres from a place to the nearest site that serves with the 1000 m limit, one site left out if wished. */
export function nearestServing(plan: ShichengPlan, from: LonLat[], except?: Facility): number {
  const sites = plan.facilities.list.filter(
    (f) => f !== except && f.point && serves(f) && circleLimitMetres(f) === farLimitMetres,
  )
  return Math.min(...sites.map((f) => methodMetres(from, f.point!)))
}

export function takeArea(plan: ShichengPlan, test: (area: ResidentialArea) => boolean = () => true): ResidentialArea {
  const found = plan.areas.find((area) => area.ring && !plan.taken.has(area.id) && test(area))
  if (!found) throw new Error('expected one more untaken area, got none')
  plan.taken.add(found.id)
  return found
}

export function unitName(plan: ShichengPlan, unitCode: string): string {
  const unit = [...plan.world.townships, ...plan.world.places].find((candidate) => candidate.unitCode === unitCode)!
  return unit.name.replace('示例·', '')
}

export function add(plan: ShichengPlan, wish: Omit<FacilityWish, 'place'> & { place?: string }): Facility {
  return plan.facilities.add({ place: unitName(plan, wish.unitCode), ...wish })
}

export function trouble(plan: ShichengPlan, kind: string, where: string[], expect: Text): void {
  plan.troubles.push({ id: `sc-t${String(plan.troubles.length + 1).padStart(2, '0')}`, kind, where, expect })
}
