import type { PlaceRow } from '../../server/contract/tables.ts'

type Judged = Pick<PlaceRow, 'verdict' | 'straightCovered' | 'residents' | 'residents60Plus'>

export interface Covered {
  places: number
  residents: number
  residents60Plus: number
}

export interface StraightComparison {
  walk: Covered
  straight: Covered
  /** Inside the straight circle, not covered by the walk. */
  overstated: Covered
  /** Covered by the walk, not inside the straight circle: a day-care limit or the network's own lengths may do that. */
  understated: Covered
}

/** Would a straight-line circle have judged the place otherwise? */
export function misjudgedByStraightLine(row: Pick<PlaceRow, 'verdict' | 'straightCovered'>): boolean {
  return row.straightCovered !== (row.verdict === 'covered')
}

/** Both circles over the same places; a count that is not given adds nothing to either. */
export function compareWithStraightLine(rows: readonly Judged[]): StraightComparison {
  const comparison = { walk: nobody(), straight: nobody(), overstated: nobody(), understated: nobody() }
  for (const row of rows) {
    const walked = row.verdict === 'covered'
    if (walked) add(comparison.walk, row)
    if (row.straightCovered) add(comparison.straight, row)
    if (row.straightCovered && !walked) add(comparison.overstated, row)
    if (walked && !row.straightCovered) add(comparison.understated, row)
  }
  return comparison
}

function nobody(): Covered {
  return { places: 0, residents: 0, residents60Plus: 0 }
}

function add(sum: Covered, row: Judged): void {
  sum.places += 1
  sum.residents += row.residents ?? 0
  sum.residents60Plus += row.residents60Plus ?? 0
}
