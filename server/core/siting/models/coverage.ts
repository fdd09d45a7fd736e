import { createMipBuilder, type MipModel } from '../mip.ts'
import type { ServiceRows } from '../rows.ts'

/** What may be spent; undefined limits nothing. */
export interface Budget {
  mostSites?: number
  mostYuan?: number
  mostAreaM2?: number
}

/** What each site takes, one number a site, at least 0. */
export interface SiteNeeds {
  costYuan: Float64Array
  areaM2: Float64Array
}

export type CoverageGoal =
  | { kind: 'most-weight' }
  /** Cover at least so much (in the rows' unit) with fewest sites, or for least money. */
  | { kind: 'fewest-sites' | 'least-yuan'; targetWeight: number }

export interface CoverageModel {
  model: MipModel
  /** Columns 0 … siteCount − 1 are the sites; then one a row: the share that is not covered. */
  siteCount: number
  startFrom(isOpen: Uint8Array): Float64Array
}

/**
 * Covering within a budget of sites, yuan and square metres: the most weight, or the least means for a target weight
 * (the partial covering of Daskin and Owen 1999). y = 1 where a site is open, z = 1 where a row is not covered:
 * z + Σ y ≥ 1 over the row's sites. Minimised is Σ weight·z, Σ y, or Σ cost·y.
 */
export function buildCoverageModel(
  rows: ServiceRows,
  needs: SiteNeeds,
  goal: CoverageGoal,
  budget: Budget,
  isFixed: Uint8Array,
): CoverageModel {
  const { rowCount, siteCount, start, site, penalty } = rows
  const builder = createMipBuilder()
  for (let one = 0; one < siteCount; one++) {
    const cost = goal.kind === 'fewest-sites' ? 1 : goal.kind === 'least-yuan' ? needs.costYuan[one] : 0
    builder.column(cost, isFixed[one], 1, true)
  }
  for (let row = 0; row < rowCount; row++) builder.column(goal.kind === 'most-weight' ? penalty[row] : 0, 0, 1, false)
  for (let row = 0; row < rowCount; row++) {
    builder.entry(siteCount + row, 1)
    for (let k = start[row]; k < start[row + 1]; k++) builder.entry(site[k], 1)
    builder.endRow(1, Infinity)
  }
  const limits: [number | undefined, (one: number) => number][] = [
    [budget.mostSites, () => 1],
    [budget.mostYuan, (one) => needs.costYuan[one]],
    [budget.mostAreaM2, (one) => needs.areaM2[one]],
  ]
  for (const [most, needOf] of limits) {
    if (most === undefined) continue
    for (let one = 0; one < siteCount; one++) if (needOf(one) > 0) builder.entry(one, needOf(one))
    builder.endRow(-Infinity, most)
  }
  if (goal.kind !== 'most-weight') {
    const reachable = penalty.reduce((sum, weight) => sum + weight, 0)
    for (let row = 0; row < rowCount; row++) builder.entry(siteCount + row, penalty[row])
    builder.endRow(-Infinity, reachable - goal.targetWeight)
  }
  return {
    model: builder.finish(),
    siteCount,
    startFrom(isOpen) {
      const values = new Float64Array(siteCount + rowCount)
      values.set(isOpen)
      for (let row = 0; row < rowCount; row++) {
        let k = start[row]
        while (k < start[row + 1] && !isOpen[site[k]]) k++
        values[siteCount + row] = k < start[row + 1] ? 0 : 1
      }
      return values
    },
  }
}
