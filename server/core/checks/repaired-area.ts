/** A repair that changes more of an area than this is a guess about the drawing (promises.md, Silent wrong numbers). */
export const largestRepair = 0.01

export interface Repair {
  verdict: 'kept' | 'refused'
  /** |after − before| ÷ before; undefined where there was no area to compare with. */
  change: number | undefined
}

/**
 * Whether a polygon that was made valid may replace the drawn one: both areas in m², the drawn one by its ring as it
 * stands, so that a figure of eight counts the difference of its lobes and does not pass. An area out of nothing, or
 * into nothing, is refused.
 */
export function judgeRepair(beforeM2: number, afterM2: number): Repair {
  if (!(beforeM2 > 0 && beforeM2 < Infinity && afterM2 >= 0 && afterM2 < Infinity)) return { verdict: 'refused', change: undefined }
  const change = Math.abs(afterM2 - beforeM2) / beforeM2
  return { verdict: change <= largestRepair ? 'kept' : 'refused', change }
}
