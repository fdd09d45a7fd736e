import { createMipBuilder, type MipModel } from '../mip.ts'
import type { ServiceRows } from '../rows.ts'

export interface RadiusModel {
  model: MipModel
  /** Column of each site; −1 for sites that are closed in every answer. */
  columnOfSite: Int32Array
  /** The values of all columns where these sites are open. */
  startFrom(isOpen: Uint8Array): Float64Array
}

/**
 * The radius formulation (García, Labbé and Marín 2011, “Solving large p-median problems with a radius formulation”,
 * INFORMS Journal on Computing 23; after Church's COBRA 2003): instead of who serves whom, only how far each row must
 * go. y = 1 where a site is open; z = 1 where a row finds no open site at its cheapest k values.
 *
 *     row with entries a 3 · b 5 · c 5 · d 9      sum 3 + 2·z₁ + 4·z₂
 *     z₁ + y_a ≥ 1      z₂ + y_a + y_b + y_c ≥ 1      y_a + y_b + y_c + y_d ≥ 1
 *
 * Equal conditions of different rows share one column z. A finite penalty is one more step behind the last value. For
 * covering (all values 0) this is the model of Church and ReVelle (1974).
 */
export function buildRadiusModel(rows: ServiceRows, isFixed: Uint8Array, isClosed: Uint8Array, openCount: number): RadiusModel {
  const builder = createMipBuilder()
  const columnOfSite = new Int32Array(rows.siteCount).fill(-1)
  for (let site = 0; site < rows.siteCount; site++) {
    if (!isClosed[site]) columnOfSite[site] = builder.column(0, isFixed[site], 1, true)
  }
  for (let site = 0; site < rows.siteCount; site++) if (columnOfSite[site] >= 0) builder.entry(columnOfSite[site], 1)
  builder.endRow(openCount, openCount)

  const steps = collectSteps(rows)
  builder.addOffset(steps.least)
  const conditions: { column: number; sites: Int32Array }[] = []
  for (const { sites, cost } of steps.byCondition.values()) {
    const column = cost === Infinity ? -1 : builder.column(cost, 0, 1, false)
    conditions.push({ column, sites })
    if (column >= 0) builder.entry(column, 1)
    for (const site of sites) builder.entry(columnOfSite[site], 1)
    builder.endRow(1, Infinity)
  }
  const model = builder.finish()
  return {
    model,
    columnOfSite,
    startFrom(isOpen) {
      const values = new Float64Array(model.columnCost.length)
      for (let site = 0; site < rows.siteCount; site++) if (columnOfSite[site] >= 0) values[columnOfSite[site]] = isOpen[site]
      for (const { column, sites } of conditions) if (column >= 0) values[column] = sites.some((site) => isOpen[site] === 1) ? 0 : 1
      return values
    },
  }
}

interface Steps {
  /** What all rows cost where each has its cheapest site. */
  least: number
  byCondition: Map<string, { sites: Int32Array; cost: number }>
}

/** What it costs that none of a set of sites is open, summed over rows; Infinity where one of them must be. */
function collectSteps({ rowCount, start, site, value, penalty }: ServiceRows): Steps {
  const byCondition: Steps['byCondition'] = new Map()
  let least = 0
  for (let row = 0; row < rowCount; row++) {
    const begin = start[row]
    const end = start[row + 1]
    least += begin < end ? value[begin] : penalty[row]
    for (let k = begin + 1; k <= end; k++) {
      const cost = (k < end ? value[k] : penalty[row]) - value[k - 1]
      if (cost === 0) continue
      const sites = site.slice(begin, k).sort()
      const key = keyOf(sites)
      const known = byCondition.get(key)
      if (known) known.cost += cost
      else byCondition.set(key, { sites, cost })
    }
  }
  return { least, byCondition }
}

function keyOf(sites: Int32Array): string {
  return String.fromCharCode(...new Uint16Array(sites.buffer, sites.byteOffset, sites.length * 2))
}

/** Entries that the model would have at most: the caller refuses what no solver could hold. */
export function radiusModelSize({ rowCount, start, value, penalty }: ServiceRows): number {
  let entries = 0
  for (let row = 0; row < rowCount; row++) {
    const length = start[row + 1] - start[row]
    for (let k = 1; k <= length; k++) {
      const next = k < length ? value[start[row] + k] : penalty[row]
      if (next !== value[start[row] + k - 1]) entries += k + 1
    }
  }
  return entries
}
