import type { SitingInstance } from '../instance.ts'
import { createMipBuilder, type MipModel } from '../mip.ts'
import type { SiteLists } from '../rows.ts'

/**
 * Capacitated maximal covering (Current and Storbeck 1988; Pirkul and Schilling 1991): sites take weight up to their
 * capacity; a demand may be shared between sites unless `isWhole`. Columns 0 … siteCount − 1 are the sites, then one
 * for each pair of the lists: the share of the demand that goes there. Minimised is minus the weight served.
 *
 * @param capacity in the unit of the instance's weights
 */
export function buildCapacitatedModel(
  { siteCount, weight }: Pick<SitingInstance, 'siteCount' | 'weight'>,
  lists: SiteLists,
  capacity: Float64Array,
  mostSites: number,
  isFixed: Uint8Array,
  isWhole: boolean,
): MipModel {
  const builder = createMipBuilder()
  for (let site = 0; site < siteCount; site++) builder.column(0, isFixed[site], 1, true)
  const pairsOfSite = Array.from({ length: siteCount }, (): [column: number, weight: number][] => [])
  const demandCount = lists.start.length - 1
  for (let demand = 0; demand < demandCount; demand++) {
    for (let k = lists.start[demand]; k < lists.start[demand + 1]; k++) {
      const column = builder.column(-weight[demand], 0, 1, isWhole)
      pairsOfSite[lists.site[k]].push([column, weight[demand]])
      builder.entry(column, 1)
    }
    builder.endRow(-Infinity, 1)
  }
  for (let site = 0; site < siteCount; site++) {
    for (const [column, demandWeight] of pairsOfSite[site]) builder.entry(column, demandWeight)
    builder.entry(site, -capacity[site])
    builder.endRow(-Infinity, 0)
    // Each share needs the site open: implied by the capacity for whole answers, but a much stronger relaxation.
    for (const [column] of pairsOfSite[site]) {
      builder.entry(column, 1)
      builder.entry(site, -1)
      builder.endRow(-Infinity, 0)
    }
  }
  for (let site = 0; site < siteCount; site++) builder.entry(site, 1)
  builder.endRow(-Infinity, mostSites)
  return builder.finish()
}
