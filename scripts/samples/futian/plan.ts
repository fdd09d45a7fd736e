import { areaPoints, farLimitMetres } from '../answers-coverage.ts'
import { createFacilityList, type FacilityList } from '../facility-draft.ts'
import { geodesicMetres } from '../geometry.ts'
import type { ResidentialArea, Trouble } from '../types.ts'
import type { AgeShares } from './areas.ts'
import type { Footprint } from './footprints.ts'
import { listSpots, spotInside, walkerFrom, type Spot, type Walker } from './spots.ts'
import type { FutianWorld } from './world.ts'

/** The board on which facilities are set: who walks where, which areas must stay gaps, which can take a site. */
export interface FutianPlan {
  world: FutianWorld
  shares: AgeShares
  areas: ResidentialArea[]
  walkers: Walker[]
  spots: Spot[]
  /** Areas that no operating 1000 m facility may reach. */
  gaps: Walker[]
  facilities: FacilityList
  troubles: Trouble[]
  /** The order in which areas are asked to host a site: shuffled, so that sites spread over the town. */
  hosts: ResidentialArea[]
  /** Areas already used by some case. */
  taken: Set<string>
}

/** Nobody may stand so near a limit that two programs' rounding could disagree. */
const clearanceMetres = 5
const gapMarginMetres = 60

export function openPlan(
  world: FutianWorld,
  areas: ResidentialArea[],
  footprints: Footprint[],
  shares: AgeShares,
): FutianPlan {
  const walkers = areas.map((area) => walkerFrom(world, area))
  const spots = listSpots(world, footprints, 400)
  const gaps = chooseGaps(world, walkers, 5)
  const keys = new Map(areas.map((area) => [area.id, world.random.next()]))
  return {
    ...{ world, shares, areas, walkers, spots, gaps },
    hosts: [...areas].sort((a, b) => keys.get(a.id)! - keys.get(b.id)!),
    facilities: createFacilityList('ft'),
    troubles: [],
    taken: new Set(gaps.map((gap) => gap.area.id)),
  }
}

/** Whether an operating facility may stand here: every gap stays one, and no verdict hangs on a few metres. */
export function mayOperate(plan: FutianPlan, spot: Spot, limitMetres = farLimitMetres): boolean {
  if (!isConnected(plan, spot)) return false
  if (limitMetres === farLimitMetres && plan.gaps.some((gap) => gap.metresTo(spot) < farLimitMetres + gapMarginMetres))
    return false
  return plan.walkers.every((walker) => Math.abs(walker.metresTo(spot) - limitMetres) > clearanceMetres)
}

/** Every gap area stands on the main piece of the network; what it cannot reach is on a cut-off piece. */
function isConnected(plan: FutianPlan, spot: Spot): boolean {
  return Number.isFinite(plan.gaps[0].metresTo(spot))
}

/** The first spot that may operate and passes a test; throws where the town has none. */
export function findSpot(plan: FutianPlan, what: string, test: (spot: Spot) => boolean, limitMetres?: number): Spot {
  const found = plan.spots.find((spot) => test(spot) && mayOperate(plan, spot, limitMetres))
  if (!found) throw new Error(`expected a spot for ${what}, got none`)
  plan.spots = plan.spots.filter((spot) => spot !== found)
  return found
}

/** A spot for something that does not serve: no gap is harmed by it, whatever the distance. */
export function findIdleSpot(plan: FutianPlan, what: string, test: (spot: Spot) => boolean): Spot {
  const found = plan.spots.find(test)
  if (!found) throw new Error(`expected a spot for ${what}, got none`)
  plan.spots = plan.spots.filter((spot) => spot !== found)
  return found
}

/** The next untaken area that can take an operating site of its own. */
export function takeHost(plan: FutianPlan, test: (area: ResidentialArea) => boolean = () => true) {
  for (const area of plan.hosts) {
    if (plan.taken.has(area.id) || !area.ring || !test(area)) continue
    const spot = spotInside(plan.world, area)
    if (!spot || !mayOperate(plan, spot)) continue
    plan.taken.add(area.id)
    return { area, spot }
  }
  throw new Error('expected one more host area, got none')
}

export function isBetween(value: number, low: number, high: number): boolean {
  return value > low && value < high
}

/** Straight-line metres from the nearest door. */
export function straightMetres(area: ResidentialArea, spot: Spot): number {
  return Math.min(...areaPoints(area).map((p) => geodesicMetres(p, spot.point)))
}

/** Whether a spot is well away from the two gaps that must show no reason but distance. */
export function isAwayFromPlainGaps(plan: FutianPlan, spot: Spot): boolean {
  return [plan.gaps[3], plan.gaps[4]].every((gap) => gap.metresTo(spot) > farLimitMetres + gapMarginMetres)
}

/** Areas far from one another on the network: start with the loneliest, then always the one farthest from all chosen. */
function chooseGaps(world: FutianWorld, walkers: Walker[], count: number): Walker[] {
  const inside = walkers
    .map((walker) => ({ walker, spot: spotInside(world, walker.area) }))
    .filter((c) => c.spot !== null)
  const reach = (a: Walker, b: (typeof inside)[number]) => a.metresTo(b.spot!)
  const connected = inside.filter(
    (c) => inside.filter((d) => Number.isFinite(reach(c.walker, d))).length > inside.length / 2,
  )
  const chosen: Walker[] = []
  while (chosen.length < count) {
    const distance = (c: (typeof inside)[number]) =>
      chosen.length === 0
        ? connected.reduce((sum, d) => sum + Math.min(9999, reach(c.walker, d)), 0)
        : Math.min(...chosen.map((walker) => reach(walker, c)))
    const usable = connected.filter((c) => Number.isFinite(distance(c)))
    chosen.push(usable.reduce((a, b) => (distance(b) > distance(a) ? b : a)).walker)
  }
  return chosen
}
