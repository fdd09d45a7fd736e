import { compare, divide, multiply, rational, subtract, toExactText, zero, type Rational } from '../exact.ts'
import type { Bilingual } from '../problems.ts'
import type { Measure } from '../coverage/summarise.ts'

/** How results word their figures, in both languages. Figures in words are for reading; verdicts use the exact ones. */
export function say(zh: string, en: string): Bilingual {
  return { zh, en }
}

/**
 * A figure for reading: exact where two decimals hold it, else cut (never rounded up: 19.999 reads 约 19.99, so that
 * nothing looks met that is not).
 */
export function figure(value: Rational): string {
  const cut = rational((value.n * 100n) / value.d, 100)
  return compare(cut, value) === 0 ? toExactText(value) : `≈${toExactText(cut)}`
}

/** A figure that is asked for or missing, for reading: what two decimals do not hold is rounded up, so that nothing missing reads as nothing. */
export function figureUp(value: Rational): string {
  const cut = rational((value.n * 100n) / value.d, 100)
  return compare(cut, value) === 0 ? toExactText(value) : `≈${toExactText(compare(value, zero) > 0 ? rational((value.n * 100n) / value.d + 1n, 100) : cut)}`
}

/** A share as per cent; '—' where the whole is zero. */
export function percent(part: Rational, whole: Rational): string {
  return compare(whole, zero) === 0 ? '—' : `${figure(multiply(divide(part, whole), rational(100)))} %`
}

/** The exact rational of a double as it prints (0.1 is one tenth). Throws on NaN and infinities. */
export function exactNumber(value: number): Rational {
  if (!Number.isFinite(value)) throw new Error(`expected a finite number, got ${value}`)
  const [mantissa, exponent = '0'] = String(value).split('e')
  const [whole, fraction = ''] = mantissa.split('.')
  const power = Number(exponent) - fraction.length
  const digits = BigInt(whole + fraction)
  return power >= 0 ? rational(digits * 10n ** BigInt(power)) : rational(digits, 10n ** BigInt(-power))
}

/** Some names and how many there are: 「甲、乙 等 7 个」. Names come sorted, so that the order of rows changes nothing. */
export function names(all: readonly string[], most = 5): Bilingual {
  const some = [...all].sort(byText).slice(0, most)
  return all.length <= most
    ? { zh: some.join('、'), en: some.join(', ') }
    : { zh: `${some.join('、')} 等 ${all.length} 个`, en: `${some.join(', ')} and others, ${all.length} in all` }
}

/** Plain comparison of code units: the same on every machine. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Counts of elders below 10 are not told (domain.md, Privacy). */
export function people(count: number, measure: Measure): string {
  return measure !== 'households' && measure !== 'residents' && count > 0 && count < 10 ? '‹10' : String(count)
}

export const measureWords: Record<Measure, Bilingual> = {
  residents: { zh: '常住人口', en: 'residents' },
  residents_60_plus: { zh: '60 岁及以上', en: 'residents 60+' },
  residents_80_plus: { zh: '80 岁及以上', en: 'residents 80+' },
  households: { zh: '户数', en: 'households' },
}

/** Whole units still needed; `strict` where the target must be passed. */
export function roundUp(value: Rational, strict: boolean): Rational {
  const floor = value.n / value.d
  const whole = value.n % value.d === 0n
  return rational(whole && !strict ? floor : floor + 1n)
}

export function positive(value: Rational): Rational {
  return compare(value, zero) > 0 ? value : zero
}

export function difference(a: Rational, b: Rational): Rational {
  return positive(subtract(a, b))
}
