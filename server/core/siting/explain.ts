import type { SitingInstance } from './instance.ts'

/** A demand that no candidate can serve, and why. Costs are in the units of the input. */
export type Unreachable =
  { demand: number; reason: 'no-pair' } | { demand: number; reason: 'beyond-limit'; nearestSite: number; nearestCost: number }

/** Why no choice of sites keeps the conditions. */
export type Infeasibility =
  | { reason: 'fixed-exceed-count'; fixedCount: number; openCount: number }
  /** So many sites cannot serve all demand that is reachable; at least `neededCount` are needed. */
  | { reason: 'too-few-sites'; openCount: number; neededCount: number; isExact: boolean }
  /** Whatever is opened within the budgets, no more than `mostWeight` is covered. */
  | { reason: 'target-out-of-reach'; targetWeight: number; mostWeight: number }
  | { reason: 'fixed-exceed-budget'; costYuan: number; areaM2: number }
  /** All sites together cannot take the weight, or some demand fits no site that has room. */
  | { reason: 'capacity-too-small'; totalWeight: number; totalCapacity: number }

export function findUnreachable({ demandCount, demandStart, nearestSite, nearestCost }: SitingInstance): Unreachable[] {
  const unreachable: Unreachable[] = []
  for (let demand = 0; demand < demandCount; demand++) {
    if (demandStart[demand] < demandStart[demand + 1]) continue
    unreachable.push(
      nearestSite[demand] < 0
        ? { demand, reason: 'no-pair' }
        : { demand, reason: 'beyond-limit', nearestSite: nearestSite[demand], nearestCost: nearestCost[demand] },
    )
  }
  return unreachable
}
