import type { SitingInstance } from './instance.ts'

/** What open sites come to, in the units of the input. */
export interface Measures {
  /** Σ weight × cost of those who are served. */
  weightedSum: number
  /** undefined where no weight is served. */
  weightedMeanCost?: number
  /** undefined where nobody is served. */
  maxCost?: number
  coveredWeight: number
  coveredCount: number
  totalWeight: number
  /** The cheapest open site of each demand, the first of equals; −1 where it has none. */
  siteOfDemand: Int32Array
}

export function measure(instance: SitingInstance, open: readonly number[]): Measures {
  const { demandCount, siteCount, demandStart, pairSite, pairCost, weight, costScale, weightScale } = instance
  const isOpen = new Uint8Array(siteCount)
  for (const site of open) isOpen[site] = 1
  const siteOfDemand = new Int32Array(demandCount).fill(-1)
  const sum = createSum()
  const covered = createSum()
  const total = createSum()
  let largest = -1
  let coveredCount = 0
  for (let demand = 0; demand < demandCount; demand++) {
    total.add(weight[demand])
    let k = demandStart[demand]
    while (k < demandStart[demand + 1] && !isOpen[pairSite[k]]) k++
    if (k === demandStart[demand + 1]) continue
    siteOfDemand[demand] = pairSite[k]
    sum.add(weight[demand] * pairCost[k])
    covered.add(weight[demand])
    largest = Math.max(largest, pairCost[k])
    coveredCount++
  }
  return {
    weightedSum: sum.value() / (costScale * weightScale),
    weightedMeanCost: covered.value() > 0 ? sum.value() / covered.value() / costScale : undefined,
    maxCost: largest >= 0 ? largest / costScale : undefined,
    coveredWeight: covered.value() / weightScale,
    coveredCount,
    totalWeight: total.value() / weightScale,
    siteOfDemand,
  }
}

/** Adds with the lost digits carried along (Neumaier 1974): exact for whole numbers, nearly so for others. */
function createSum() {
  let sum = 0
  let lost = 0
  return {
    add(value: number): void {
      const next = sum + value
      lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum
      sum = next
    },
    value: () => sum + lost,
  }
}
