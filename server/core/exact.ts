/**
 * Exact rational numbers for statutory comparisons: 19.97 never becomes 20.0 and met (domain.md, Floor area).
 * Always in lowest terms with a positive denominator.
 */
export interface Rational {
  readonly n: bigint
  readonly d: bigint
}

/** n ÷ d in lowest terms. Throws on a zero denominator: callers decide what “no data” means before they divide. */
export function rational(n: bigint | number, d: bigint | number = 1n): Rational {
  let top = BigInt(n)
  let bottom = BigInt(d)
  if (bottom === 0n) throw new Error('expected a denominator other than zero')
  if (bottom < 0n) [top, bottom] = [-top, -bottom]
  const divisor = greatestCommonDivisor(top < 0n ? -top : top, bottom)
  return { n: top / divisor, d: bottom / divisor }
}

export const zero: Rational = { n: 0n, d: 1n }

/** Reads a plain decimal such as '163.50' or '-3'. Throws on anything else; the door has checked before. */
export function parseDecimal(text: string): Rational {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (!match) throw new Error(`expected a plain decimal, got ${JSON.stringify(text)}`)
  const fraction = match[3] ?? ''
  const digits = BigInt(match[2] + fraction)
  return rational(match[1] ? -digits : digits, 10n ** BigInt(fraction.length))
}

export function add(a: Rational, b: Rational): Rational {
  return rational(a.n * b.d + b.n * a.d, a.d * b.d)
}

export function subtract(a: Rational, b: Rational): Rational {
  return rational(a.n * b.d - b.n * a.d, a.d * b.d)
}

export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.n * b.n, a.d * b.d)
}

export function divide(a: Rational, b: Rational): Rational {
  return rational(a.n * b.d, a.d * b.n)
}

/** Negative, zero or positive as a is below, at or above b. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.n * b.d - b.n * a.d
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

export function maximum(a: Rational, b: Rational): Rational {
  return compare(a, b) >= 0 ? a : b
}

/** The exact decimal where one exists ('163.5'), else 'n/d' ('100/3'). */
export function toExactText(value: Rational): string {
  let power = 0
  let rest = value.d
  while (rest % 10n === 0n) rest /= 10n
  for (const factor of [2n, 5n]) while (rest % factor === 0n) rest /= factor
  if (rest !== 1n) return `${value.n}/${value.d}`
  let scale = 1n
  while (scale % value.d !== 0n) {
    scale *= 10n
    power++
  }
  const digits = (value.n < 0n ? -value.n : value.n) * (scale / value.d)
  const text = digits.toString().padStart(power + 1, '0')
  const whole = text.slice(0, text.length - power)
  return (value.n < 0n ? '-' : '') + (power > 0 ? `${whole}.${text.slice(-power)}` : whole)
}

/** The nearest double, for sums on a map or a chart; never for a verdict. */
export function toNumber(value: Rational): number {
  return Number(value.n) / Number(value.d)
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b]
  return a === 0n ? 1n : a
}
