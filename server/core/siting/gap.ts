export interface Proof {
  /** undefined where nothing is proven. */
  bound?: number
  /** |bound − objective| ÷ |objective|; undefined where that says nothing. */
  gap?: number
  isOptimal: boolean
}

/** Answers within this of their bound, relative, are optimal: the last digits of a double. */
const optimalGap = 1e-9

/** @param magnitude of the numbers whose difference the objective is; the objective's own unless told */
export function gapOf(objective: number, bound: number | undefined, magnitude = 0): Proof {
  if (bound === undefined || !Number.isFinite(bound)) return { bound: undefined, gap: undefined, isOptimal: false }
  const difference = Math.abs(bound - objective)
  const isOptimal = difference <= Math.max(optimalGap * Math.abs(objective), 1e-11 * magnitude)
  // A proven optimum says so in both numbers; what is left between them is the rounding of the last digits.
  if (isOptimal) return { bound: objective, gap: 0, isOptimal }
  return { bound, gap: objective === 0 ? undefined : difference / Math.abs(objective), isOptimal }
}
