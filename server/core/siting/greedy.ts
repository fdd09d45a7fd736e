import type { ServiceRows } from './rows.ts'

/**
 * Opens sites one by one until `siteCount` are open, each time the one that lowers the sum most; ties go to the site
 * that comes first. `fixed` are open from the start. Fewer open only where there are no more sites.
 * @returns the open sites, fixed ones first, then in the order of opening
 */
export function openGreedily(rows: ServiceRows, fixed: readonly number[], siteCount: number): number[] {
  const { rowCount, start, site, value, penalty } = rows
  const best = penalty.slice()
  const gain = new Float64Array(rows.siteCount)
  const columns = siteColumns(rows)
  for (let row = 0; row < rowCount; row++) {
    for (let k = start[row]; k < start[row + 1]; k++) gain[site[k]] += best[row] - value[k]
  }
  const isOpen = new Uint8Array(rows.siteCount)
  const open: number[] = []
  function openSite(chosen: number): void {
    isOpen[chosen] = 1
    open.push(chosen)
    for (let c = columns.start[chosen]; c < columns.start[chosen + 1]; c++) {
      const row = columns.row[c]
      const cheaper = value[columns.entry[c]]
      const before = best[row]
      if (cheaper >= before) continue
      best[row] = cheaper
      for (let k = start[row]; k < start[row + 1] && value[k] < before; k++) {
        gain[site[k]] -= before - Math.max(value[k], cheaper)
      }
    }
  }
  for (const one of fixed) openSite(one)
  while (open.length < Math.min(siteCount, rows.siteCount)) {
    let chosen = -1
    for (let one = 0; one < rows.siteCount; one++) {
      if (!isOpen[one] && (chosen < 0 || gain[one] > gain[chosen])) chosen = one
    }
    openSite(chosen)
  }
  return open
}

/** The rows of each site, and where in the rows' arrays the pair stands. */
export interface SiteColumns {
  start: Int32Array
  row: Int32Array
  entry: Int32Array
}

export function siteColumns({
  rowCount,
  siteCount,
  start,
  site,
}: Pick<ServiceRows, 'rowCount' | 'siteCount' | 'start' | 'site'>): SiteColumns {
  const columnStart = new Int32Array(siteCount + 1)
  const entries = start[rowCount]
  for (let k = 0; k < entries; k++) columnStart[site[k] + 1]++
  for (let one = 0; one < siteCount; one++) columnStart[one + 1] += columnStart[one]
  const next = columnStart.slice()
  const rowOf = new Int32Array(entries)
  const entryOf = new Int32Array(entries)
  for (let row = 0; row < rowCount; row++) {
    for (let k = start[row]; k < start[row + 1]; k++) {
      const at = next[site[k]]++
      rowOf[at] = row
      entryOf[at] = k
    }
  }
  return { start: columnStart, row: rowOf, entry: entryOf }
}
