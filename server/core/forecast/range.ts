/** A declared value with the range that whoever declared it holds to be possible. Where none was given, all three are one. */
export interface Range {
  low: number
  medium: number
  high: number
}

/** `low` is the variant with fewer elders, `high` the one with more: every declared low goes into one, every high into the other. */
export const variants = ['low', 'medium', 'high'] as const
export type Variant = (typeof variants)[number]

export function rangeOf(of: (variant: Variant) => number): Range {
  return { low: of('low'), medium: of('medium'), high: of('high') }
}

export function isOpen({ low, high }: Range): boolean {
  return low !== high
}
