import { createMipBuilder, type MipModel } from '../mip.ts'
import type { SiteLists } from '../rows.ts'

export interface SetCoverModel {
  model: MipModel
  /** −1 for closed sites. */
  columnOfSite: Int32Array
}

/** Location set covering (Toregas, Swain, ReVelle and Bergman 1971): fewest sites such that each list has one open. */
export function buildSetCoverModel(lists: SiteLists, isFixed: Uint8Array, isClosed: Uint8Array): SetCoverModel {
  const builder = createMipBuilder()
  const columnOfSite = Int32Array.from(isClosed, (closed, site) => (closed ? -1 : builder.column(1, isFixed[site], 1, true)))
  for (let row = 0; row + 1 < lists.start.length; row++) {
    for (let k = lists.start[row]; k < lists.start[row + 1]; k++) {
      if (columnOfSite[lists.site[k]] >= 0) builder.entry(columnOfSite[lists.site[k]], 1)
    }
    builder.endRow(1, Infinity)
  }
  return { model: builder.finish(), columnOfSite }
}
