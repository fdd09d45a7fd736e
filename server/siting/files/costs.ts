import type { PairList } from '../../core/siting/instance.ts'

/** Costs between demands and sites as a file gives them, with the ids in the order of the file. */
export interface Costs {
  demandIds: string[]
  siteIds: string[]
  pairs: PairList
  /** The row of the file that each pair stands in. */
  rowOfPair: Int32Array
}

/** Ids by their order of first appearance. */
export function createIdList() {
  const indexOf = new Map<string, number>()
  const ids: string[] = []
  return {
    ids,
    indexOf: (id: string): number | undefined => indexOf.get(id),
    add(id: string): number {
      const known = indexOf.get(id)
      if (known !== undefined) return known
      indexOf.set(id, ids.length)
      return ids.push(id) - 1
    },
  }
}

/** Pairs in typed arrays that double when full: millions of rows as objects would not fit. */
export function createPairCollector() {
  let count = 0
  let demand = new Int32Array(1024)
  let site = new Int32Array(1024)
  let cost = new Float64Array(1024)
  let row = new Int32Array(1024)
  return {
    add(demandIndex: number, siteIndex: number, value: number, fileRow: number): void {
      if (count === demand.length) {
        demand = grown(demand, new Int32Array(count * 2))
        site = grown(site, new Int32Array(count * 2))
        cost = grown(cost, new Float64Array(count * 2))
        row = grown(row, new Int32Array(count * 2))
      }
      demand[count] = demandIndex
      site[count] = siteIndex
      cost[count] = value
      row[count++] = fileRow
    },
    finish: (): Pick<Costs, 'pairs' | 'rowOfPair'> => ({ pairs: { count, demand, site, cost }, rowOfPair: row }),
  }
}

function grown<T extends Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from)
  return to
}
