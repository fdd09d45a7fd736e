import { percentText, type Direction } from '../../contract/rates.ts'

/** A share as the screen rounds it, as a number for Excel: a lower bound is cut, an upper bound raised. */
export function shownRate(share: number | null, direction: Direction): number | null {
  return share === null ? null : Number((Number(percentText(share, direction)) / 100).toFixed(12))
}

/** The difference of two shares in percentage points, to a hundredth; null where one is not known. */
export function shownPoints(before: number | null, after: number | null): number | null {
  return before === null || after === null ? null : Math.round((after - before) * 1e4) / 100
}
