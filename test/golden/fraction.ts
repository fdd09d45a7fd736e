/** A fraction of whole numbers, as one writes it down: no doubles, so nothing rounds. */
export interface Fraction {
  n: bigint
  d: bigint
}

export const nothing: Fraction = { n: 0n, d: 1n }

export function whole(n: number): Fraction {
  return { n: BigInt(n), d: 1n }
}

/** '43.50' is 4350/100. */
export function decimal(text: string): Fraction {
  const [integer, digits = ''] = text.split('.')
  return { n: BigInt(integer + digits), d: 10n ** BigInt(digits.length) }
}

export function plus(a: Fraction, b: Fraction): Fraction {
  return { n: a.n * b.d + b.n * a.d, d: a.d * b.d }
}

export function times(a: Fraction, n: bigint, d: bigint): Fraction {
  return { n: a.n * n, d: a.d * d }
}

export function less(a: Fraction, b: Fraction): boolean {
  return a.n * b.d < b.n * a.d
}

export function same(a: Fraction, b: Fraction): boolean {
  return a.n * b.d === b.n * a.d
}
