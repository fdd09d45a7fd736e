import type { Bilingual } from '../contract/common.ts'

export function say(zh: string, en: string): Bilingual {
  return { zh, en }
}

/** A number for a sentence: at most two decimals, thousands apart. */
export function amount(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 2 })
}

/** A share as per cent, rounded down so that what is not reached never reads as reached. */
export function percent(rate: number): string {
  return `${(Math.floor(rate * 10_000 + 1e-9) / 100).toFixed(2)} %`
}

const mostNames = 8

/** The first few names, and how many more; empty for none. */
export function listNames(names: readonly string[]): string {
  const rest = names.length - mostNames
  return rest > 0 ? `${names.slice(0, mostNames).join('、')} … +${rest}` : names.join('、')
}
