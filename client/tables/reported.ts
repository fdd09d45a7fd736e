import type { EvaluationReply, ReportedEntry } from '../../server/contract/evaluations.ts'

/** Reported figures as they are typed and as they are kept. Pure. */

export const attachmentBytesMost = 5 * 1024 * 1024
type Row = EvaluationReply['reported'][number]

const percentText = /^\d{1,12}(\.\d{1,4})?\s*[%％]$/
const plainNumber = /^-?\d{1,12}(\.\d{1,6})?$/
const shareDecimals = 2

/** The parts that the targets name; a whole where they name none. */
export function partsOf({ targets }: Pick<Row, 'targets'>): (string | null)[] {
  const parts = [...new Set(targets.flatMap(({ value }) => (typeof value === 'object' ? Object.keys(value) : [])))]
  return parts.length > 0 ? parts : [null]
}

/** 「85%」 is kept as 0.85, digit by digit, since shares are fractions everywhere else; anything else as it was typed. */
export function toKeptValue(typed: string): string {
  const text = typed.trim()
  if (!percentText.test(text)) return text
  const [whole, decimals = ''] = text.replace(/\s*[%％]$/, '').split('.')
  const digits = whole.padStart(shareDecimals + 1, '0')
  const kept = `${digits.slice(0, -shareDecimals)}.${digits.slice(-shareDecimals)}${decimals}`.replace(/\.?0+$/, '')
  return kept.replace(/^0+(?=\d)/, '')
}

/** A kept share as per cent again, digit by digit; other values as they stand. */
export function shownValue({ value, unit }: Pick<ReportedEntry, 'value' | 'unit'>): string {
  if (unit !== '%' || !plainNumber.test(value) || value.startsWith('-')) return unit === null || unit === '%' ? value : `${value}\u00a0${unit}`
  const [whole, decimals = ''] = value.split('.')
  const padded = decimals.padEnd(shareDecimals, '0')
  const shifted = `${whole}${padded.slice(0, shareDecimals)}`.replace(/^0+(?=\d)/, '')
  const rest = padded.slice(shareDecimals).replace(/0+$/, '')
  return `${rest ? `${shifted}.${rest}` : shifted}\u00a0%`
}

/** In a field whose unit is %, a bare number above 1 is per cent for sure; up to 1 it may be either, so the sign is asked for. */
export function isDoubtfulShare(typed: string, unit: string | null): boolean {
  return unit === '%' && plainNumber.test(typed.trim())
}
