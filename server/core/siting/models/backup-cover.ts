import { createMipBuilder, type MipModel } from '../mip.ts'
import type { SiteLists } from '../rows.ts'

/**
 * Backup covering (Hogan and ReVelle 1986, BACOP1): with exactly `openCount` sites every list is covered, and the most
 * weight a second time. Columns 0 … siteCount − 1 are the sites, then one a list: 1 where it has no second site.
 * Minimised is the weight without a second site.
 */
export function buildBackupModel(
  lists: SiteLists,
  weight: Float64Array,
  siteCount: number,
  openCount: number,
  isFixed: Uint8Array,
): MipModel {
  const builder = createMipBuilder()
  for (let site = 0; site < siteCount; site++) builder.column(0, isFixed[site], 1, true)
  const rowCount = lists.start.length - 1
  for (let row = 0; row < rowCount; row++) builder.column(weight[row], 0, 1, false)
  for (let row = 0; row < rowCount; row++) {
    const begin = lists.start[row]
    const end = lists.start[row + 1]
    for (let k = begin; k < end; k++) builder.entry(lists.site[k], 1)
    builder.endRow(1, Infinity)
    for (let k = begin; k < end; k++) builder.entry(lists.site[k], 1)
    builder.entry(siteCount + row, 1)
    builder.endRow(2, Infinity)
  }
  for (let site = 0; site < siteCount; site++) builder.entry(site, 1)
  builder.endRow(openCount, openCount)
  return builder.finish()
}
