import { createMipBuilder, type MipModel } from '../mip.ts'
import type { ServiceRows } from '../rows.ts'

/** What open sites may take together: Σ need·y ≤ most. */
export interface SiteLimit {
  kind: 'sites' | 'yuan' | 'm2'
  need: Float64Array
  most: number
}

export type CoverGoal =
  /** The most weight. */
  | { kind: 'most' }
  /** Every row, at least cost. */
  | { kind: 'all'; cost: Float64Array }
  /** At least so much weight (in the rows' unit), at least cost. */
  | { kind: 'target'; cost: Float64Array; targetWeight: number }

/**
 * Covering under limits: y = 1 where a site is open, z = 1 where a row is left out: z + Σ y ≥ 1 over the row's sites.
 * Minimised is Σ weight·z (Church and ReVelle 1974), or Σ cost·y with everyone covered (Toregas et al. 1971) or with
 * Σ weight·z at most what the target leaves (the partial covering of Daskin and Owen 1999). Columns 0 … siteCount − 1
 * are the sites.
 */
export function buildCoverProgram(rows: ServiceRows, goal: CoverGoal, limits: readonly SiteLimit[], isFixed: Uint8Array): MipModel {
  const { rowCount, siteCount, start, site, penalty } = rows
  const builder = createMipBuilder()
  for (let one = 0; one < siteCount; one++) builder.column(goal.kind === 'most' ? 0 : goal.cost[one], isFixed[one], 1, true)
  const mayLeave = goal.kind !== 'all'
  if (mayLeave) for (let row = 0; row < rowCount; row++) builder.column(goal.kind === 'most' ? penalty[row] : 0, 0, 1, false)
  for (let row = 0; row < rowCount; row++) {
    if (mayLeave) builder.entry(siteCount + row, 1)
    for (let k = start[row]; k < start[row + 1]; k++) builder.entry(site[k], 1)
    builder.endRow(1, Infinity)
  }
  if (goal.kind === 'target') {
    const reachable = penalty.reduce((sum, weight) => sum + weight, 0)
    // Of moderate size: the solver's tolerances are absolute.
    const scale = Math.max(1, penalty.reduce((most, weight) => Math.max(most, weight), 0) / 1e3)
    for (let row = 0; row < rowCount; row++) builder.entry(siteCount + row, penalty[row] / scale)
    builder.endRow(-Infinity, (reachable - goal.targetWeight) / scale)
  }
  for (const limit of limits) addLimit(builder, limit, siteCount)
  return builder.finish()
}

function addLimit(builder: ReturnType<typeof createMipBuilder>, { need, most }: SiteLimit, siteCount: number): void {
  const scale = Math.max(1, need.reduce((largest, one) => Math.max(largest, one), 0) / 1e3)
  for (let one = 0; one < siteCount; one++) if (need[one] > 0) builder.entry(one, need[one] / scale)
  builder.endRow(-Infinity, most / scale)
}
