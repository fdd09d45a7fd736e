/** Exact rationals on BigInt, so that 19.97 never becomes 20. Areas enter as decimal strings of square metres. */
export interface Exact {
  n: bigint
  d: bigint
}

export function exact(n: bigint | number, d: bigint | number = 1): Exact {
  let [num, den] = [BigInt(n), BigInt(d)]
  if (den < 0n) [num, den] = [-num, -den]
  const g = gcd(num < 0n ? -num : num, den)
  return { n: num / g, d: den / g }
}

export function parseDecimal(text: string): Exact {
  const match = /^(\d+)(?:\.(\d{1,2}))?$/.exec(text)
  if (!match) throw new Error(`expected a decimal with at most two places, got ${text}`)
  return exact(BigInt(match[1] + (match[2] ?? '').padEnd(2, '0')), 100n)
}

export const add = (a: Exact, b: Exact) => exact(a.n * b.d + b.n * a.d, a.d * b.d)
export const subtract = (a: Exact, b: Exact) => exact(a.n * b.d - b.n * a.d, a.d * b.d)
export const multiply = (a: Exact, b: Exact) => exact(a.n * b.n, a.d * b.d)
export const atLeast = (a: Exact, b: Exact) => a.n * b.d >= b.n * a.d
export const larger = (a: Exact, b: Exact) => (atLeast(a, b) ? a : b)
export const zero = exact(0)

/** A plain decimal where one exists (denominator of twos and fives), else "n/d". */
export function print(value: Exact): string {
  let rest = value.d
  for (const prime of [2n, 5n]) while (rest % prime === 0n) rest /= prime
  if (rest !== 1n) return `${value.n}/${value.d}`
  let digits = 0
  let scaled = value.n
  while (scaled % value.d !== 0n) {
    scaled *= 10n
    digits++
  }
  const whole = scaled / value.d
  const text = (whole < 0n ? -whole : whole).toString().padStart(digits + 1, '0')
  const sign = whole < 0n ? '-' : ''
  return sign + (digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`)
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? (a === 0n ? 1n : a) : gcd(b, a % b)
}
