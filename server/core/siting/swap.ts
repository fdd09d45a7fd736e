import { siteColumns } from './greedy.ts'
import type { ServiceRows } from './rows.ts'

/**
 * Swapping one open site for a closed one, by the fast interchange of Resende and Werneck (2007, “A fast swap-based
 * local search procedure for location problems”, Annals of Operations Research 150). For a closed site j and an open
 * site r the sum falls by
 *
 *     gain(j) − loss(r) + extra(j, r)
 *
 * gain: what rows save by moving to j; loss: what rows of r pay for their second-best site; extra: what of that loss
 * they are spared because j is better than their second. A row adds to these three only through entries cheaper than
 * its second-best open site, so that a swap touches the rows near it and no others.
 */
export interface SwapSearch {
  readonly work: number
  /** The sum that is minimised; kept up to date by every swap. */
  sum(): number
  /** In the order of their slots. */
  openSites(): number[]
  isOpen(site: number): boolean
  slotCount: number
  /** Slots from this on may be swapped; those before hold fixed sites. */
  firstFreeSlot: number
  /** Puts a closed site in the place of the open one of a slot. */
  swap(site: number, slot: number): void
  /** Makes the best swap there is until none helps. */
  descend(shouldStop: () => boolean): void
}

/** Beyond so many entries of `extra` (512 MB) swapping is refused: the caller keeps the greedy answer. */
const mostExtra = 64 * 1024 * 1024

export function canSwap(rows: ServiceRows, openCount: number): boolean {
  return rows.siteCount * openCount <= mostExtra
}

/** @param open the open sites, of which the first `fixedCount` never close */
export function createSwapSearch(rows: ServiceRows, open: readonly number[], fixedCount: number): SwapSearch {
  const { rowCount, siteCount, start, site: siteOf, value, penalty } = rows
  const columns = siteColumns(rows)
  const slotCount = open.length
  const siteInSlot = Int32Array.from(open)
  const slotOfSite = new Int32Array(siteCount).fill(-1)
  const gain = new Float64Array(siteCount)
  const loss = new Float64Array(slotCount)
  const extra = new Float64Array(siteCount * slotCount)
  // Of each row: the cheapest open site's slot (−1: none), its value, and the slot and value of the second.
  const firstSlot = new Int32Array(rowCount)
  const firstValue = new Float64Array(rowCount)
  const secondSlot = new Int32Array(rowCount)
  const secondValue = new Float64Array(rowCount)
  const isTouched = new Uint8Array(rowCount)
  const touched = new Int32Array(rowCount)
  let total = 0
  let work = 0
  // Sums of whole numbers are exact; for others a swap must save more than what rounding may have put there.
  let tolerance = 0

  for (let slot = 0; slot < slotCount; slot++) slotOfSite[siteInSlot[slot]] = slot
  for (let row = 0; row < rowCount; row++) {
    findNearest(row)
    addRow(row, 1)
    total += firstValue[row]
  }
  if (rows.step === 0) tolerance = 1e-9 * Math.max(1, total)

  function findNearest(row: number): void {
    const end = start[row + 1]
    let k = start[row]
    while (k < end && slotOfSite[siteOf[k]] < 0) k++
    firstSlot[row] = k < end ? slotOfSite[siteOf[k]] : -1
    firstValue[row] = k < end ? value[k] : penalty[row]
    if (k < end) k++
    while (k < end && slotOfSite[siteOf[k]] < 0) k++
    secondSlot[row] = k < end ? slotOfSite[siteOf[k]] : -1
    secondValue[row] = k < end ? value[k] : penalty[row]
    work += k - start[row] + 1
  }

  /** Adds (sign 1) or takes back (−1) all that a row says. */
  function addRow(row: number, sign: number): void {
    const slot = firstSlot[row]
    const first = firstValue[row]
    const second = secondValue[row]
    const end = start[row + 1]
    let k = start[row]
    if (slot < 0) {
      for (; k < end; k++) gain[siteOf[k]] += sign * (first - value[k])
      work += end - start[row]
      return
    }
    loss[slot] += sign * (second - first)
    for (; k < end && value[k] < second; k++) {
      const at = siteOf[k]
      if (value[k] < first) {
        gain[at] += sign * (first - value[k])
        extra[at * slotCount + slot] += sign * (second - first)
      } else {
        extra[at * slotCount + slot] += sign * (second - value[k])
      }
    }
    work += k - start[row] + 1
  }

  function swap(inSite: number, slot: number): void {
    const outSite = siteInSlot[slot]
    let touchedCount = 0
    for (let row = 0; row < rowCount; row++) {
      if (firstSlot[row] === slot || secondSlot[row] === slot) {
        isTouched[row] = 1
        touched[touchedCount++] = row
      }
    }
    for (let c = columns.start[inSite]; c < columns.start[inSite + 1]; c++) {
      const row = columns.row[c]
      if (isTouched[row] || value[columns.entry[c]] >= secondValue[row]) continue
      isTouched[row] = 1
      touched[touchedCount++] = row
    }
    work += 50 + (rowCount >> 3) + columns.start[inSite + 1] - columns.start[inSite]
    for (let t = 0; t < touchedCount; t++) {
      addRow(touched[t], -1)
      total -= firstValue[touched[t]]
    }
    slotOfSite[outSite] = -1
    slotOfSite[inSite] = slot
    siteInSlot[slot] = inSite
    for (let t = 0; t < touchedCount; t++) {
      findNearest(touched[t])
      addRow(touched[t], 1)
      total += firstValue[touched[t]]
      isTouched[touched[t]] = 0
    }
  }

  /** The first best one by the order of sites, then of slots. */
  function findBestSwap(): { site: number; slot: number } | undefined {
    let best = tolerance
    let bestSite = -1
    let bestSlot = -1
    for (let site = 0; site < siteCount; site++) {
      // No row is spared more than it would lose, so a swap never saves more than the gain alone.
      if (slotOfSite[site] >= 0 || gain[site] <= best) continue
      const row = site * slotCount
      for (let slot = fixedCount; slot < slotCount; slot++) {
        const saved = gain[site] - loss[slot] + extra[row + slot]
        if (saved > best) {
          best = saved
          bestSite = site
          bestSlot = slot
        }
      }
      work += (slotCount - fixedCount) >> 1
    }
    work += 20 + siteCount
    return bestSite < 0 ? undefined : { site: bestSite, slot: bestSlot }
  }

  return {
    get work() {
      return work
    },
    sum: () => total,
    openSites: () => [...siteInSlot],
    isOpen: (site) => slotOfSite[site] >= 0,
    slotCount,
    firstFreeSlot: fixedCount,
    swap,
    descend(shouldStop) {
      for (let best = findBestSwap(); best && !shouldStop(); best = findBestSwap()) swap(best.site, best.slot)
    },
  }
}
