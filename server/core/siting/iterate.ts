import { openGreedily } from './greedy.ts'
import { createRandom } from './random.ts'
import { sumOfRows, type ServiceRows } from './rows.ts'
import { canSwap, createSwapSearch, type SwapSearch } from './swap.ts'

export interface IterateOptions {
  fixed: readonly number[]
  /** How many sites open, fixed ones included. */
  openCount: number
  seed: number
  /** Steps of work, about 10⁸ to a second: the search ends at the same place on every machine. */
  work: number
  /** For a time limit or an abort; where it strikes, the answer depends on the machine. */
  shouldStop(): boolean
  /** No better sum is possible: reaching it ends the search. */
  bound?: number
  /** Sites to begin with instead of the greedy ones; `fixed` first. */
  begin?: readonly number[]
}

export interface OpenSites {
  open: number[]
  sum: number
  unserved: number
}

/**
 * Iterated local search: greedy, swaps until none helps, then again and again a few random swaps and the descent from
 * there; what is worse is taken back. See Lourenço, Martin and Stützle (2003), “Iterated local search”.
 */
export function iterateSwaps(rows: ServiceRows, options: IterateOptions): OpenSites {
  const { fixed, shouldStop, bound = -Infinity } = options
  const openCount = Math.min(Math.max(options.openCount, fixed.length), rows.siteCount)
  const begin = options.begin ?? openGreedily(rows, fixed, openCount)
  if (begin.length - fixed.length <= 0 || begin.length >= rows.siteCount || !canSwap(rows, openCount)) return sumUp(rows, begin)
  const search = createSwapSearch(rows, begin, fixed.length)
  search.descend(shouldStop)
  const random = createRandom(options.seed)
  let bestSum = search.sum()
  let bestOpen = search.openSites()
  let walkOpen = bestOpen
  for (let round = 0; search.work < options.work && bestSum > bound && !shouldStop(); round++) {
    shake(search, random, 1 + (round % strongestShake(search)), rows.siteCount)
    search.descend(shouldStop)
    // Equally good places are walked through, but the first of them is the answer.
    if (search.sum() < bestSum) bestOpen = search.openSites()
    if (search.sum() <= bestSum) {
      bestSum = search.sum()
      walkOpen = search.openSites()
    } else goBack(search, walkOpen)
  }
  return sumUp(rows, bestOpen)
}

function strongestShake({ slotCount, firstFreeSlot }: SwapSearch): number {
  return Math.max(1, Math.min(6, slotCount - firstFreeSlot - 1))
}

function shake(search: SwapSearch, random: () => number, swaps: number, siteCount: number): void {
  for (let k = 0; k < swaps; k++) {
    let site = Math.floor(random() * siteCount)
    while (search.isOpen(site)) site = (site + 1) % siteCount
    search.swap(site, search.firstFreeSlot + Math.floor(random() * (search.slotCount - search.firstFreeSlot)))
  }
}

/** Swaps only what differs, whatever slot it has got to. */
function goBack(search: SwapSearch, wanted: readonly number[]): void {
  const isWanted = new Set(wanted)
  const missing = wanted.filter((site) => !search.isOpen(site))
  search.openSites().forEach((site, slot) => {
    if (!isWanted.has(site)) search.swap(missing.pop()!, slot)
  })
}

/** In the order of sites, and summed afresh: what many swaps added up may carry rounding. */
function sumUp(rows: ServiceRows, open: readonly number[]): OpenSites {
  const isOpen = new Uint8Array(rows.siteCount)
  for (const site of open) isOpen[site] = 1
  return { open: [...open].sort((a, b) => a - b), ...sumOfRows(rows, isOpen) }
}
