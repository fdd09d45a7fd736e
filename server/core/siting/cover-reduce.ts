import { siteColumns } from './greedy.ts'
import { mergeEqualRows, type SiteLists } from './rows.ts'

/** Comparing sets stops after so many steps: what is left unreduced is still right, only larger. */
const mostSteps = 2e8

/**
 * Leaves out lists that contain another one whole: a site for the smaller serves the larger (row dominance, Toregas and
 * ReVelle 1973). Equal lists become one.
 */
export function dropWiderLists(lists: SiteLists, siteCount: number): SiteLists {
  const merged = mergeEqualRows(lists, () => true)
  const rowCount = merged.members.length
  const columns = siteColumns({ rowCount, siteCount, start: merged.start, site: merged.site })
  const isDropped = new Uint8Array(rowCount)
  const inRow = new Int32Array(siteCount).fill(-1)
  const length = (row: number) => merged.start[row + 1] - merged.start[row]
  const shortestFirst = Int32Array.from({ length: rowCount }, (_, row) => row).sort((a, b) => length(a) - length(b) || a - b)
  let steps = 0
  for (const row of shortestFirst) {
    if (steps > mostSteps) break
    if (isDropped[row]) continue
    let rarest = merged.site[merged.start[row]]
    for (let k = merged.start[row]; k < merged.start[row + 1]; k++) {
      const site = merged.site[k]
      if (columns.start[site + 1] - columns.start[site] < columns.start[rarest + 1] - columns.start[rarest]) rarest = site
    }
    for (let c = columns.start[rarest]; c < columns.start[rarest + 1]; c++) {
      const other = columns.row[c]
      if (other === row || isDropped[other] || length(other) <= length(row)) continue
      for (let k = merged.start[other]; k < merged.start[other + 1]; k++) inRow[merged.site[k]] = other
      let k = merged.start[row]
      while (k < merged.start[row + 1] && inRow[merged.site[k]] === other) k++
      if (k === merged.start[row + 1]) isDropped[other] = 1
      steps += length(other) + length(row)
    }
  }
  return keepLists(merged, (row) => !isDropped[row])
}

export function keepLists({ start, site }: SiteLists, isKept: (row: number) => boolean): SiteLists {
  const newStart = [0]
  const newSite = new Int32Array(site.length)
  let end = 0
  for (let row = 0; row + 1 < start.length; row++) {
    if (!isKept(row)) continue
    newSite.set(site.subarray(start[row], start[row + 1]), end)
    end += start[row + 1] - start[row]
    newStart.push(end)
  }
  return { start: Int32Array.from(newStart), site: newSite.slice(0, end) }
}

/** Sites whose lists another site serves as well (column dominance); of equals the first stays. */
export function markPoorerSites(lists: SiteLists, isClosed: Uint8Array, isFixed: Uint8Array): number {
  const { start, site } = lists
  const siteCount = isClosed.length
  const columns = siteColumns({ rowCount: start.length - 1, siteCount, start, site })
  const size = (one: number) => columns.start[one + 1] - columns.start[one]
  const hits = new Int32Array(siteCount)
  let steps = 0
  let marked = 0
  for (let one = 0; one < siteCount && steps < mostSteps; one++) {
    if (isClosed[one] || isFixed[one]) continue
    let isPoorer = size(one) === 0
    hits.fill(0)
    for (let c = columns.start[one]; c < columns.start[one + 1] && !isPoorer; c++) {
      const row = columns.row[c]
      // Who serves the rows seen so far and this one too; the last row decides.
      const seen = c - columns.start[one]
      for (let k = start[row]; k < start[row + 1]; k++) {
        const other = site[k]
        if (other === one || isClosed[other] || hits[other] !== seen) continue
        hits[other]++
        if (hits[other] === size(one) && (size(other) > size(one) || other < one)) isPoorer = true
      }
      steps += start[row + 1] - start[row]
    }
    if (isPoorer) {
      isClosed[one] = 1
      marked++
    }
  }
  return marked
}
