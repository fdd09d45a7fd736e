import type { Bilingual, Measure } from './field.ts'
import type { RawCell } from './raw-table.ts'
import { isBlankCell, tidyText } from './plain-text.ts'

export type Parsed<T> =
  | { value: T | null; note?: Bilingual }
  /** Refused: the words end up in the report. */
  | { refused: Bilingual; fix?: Bilingual }

/** 1 亩 is 10000/15 m² (国务院, 1984-02-27, 关于在我国统一实行法定计量单位的命令). */
const squareMetres: Readonly<Record<string, number>> = {
  m2: 1,
  'm^2': 1,
  平方米: 1,
  平米: 1,
  平方: 1,
  方: 1,
  sqm: 1,
  亩: 10_000 / 15,
  公顷: 10_000,
  ha: 10_000,
  hm2: 10_000,
  平方公里: 1_000_000,
  平方千米: 1_000_000,
  km2: 1_000_000,
}
const metres: Readonly<Record<string, number>> = { m: 1, 米: 1, km: 1000, 公里: 1000, 千米: 1000, 里: 500 }
/** Words that only a header may carry: 「床位（张）」. In a cell they show that somebody wrote a remark, not a number. */
const countWords = ['张', '人', '户', '床', '个', '处', '间', '套', '名', '家', '座', '栋', '%', '元', '层', '年']
const tens: Readonly<Record<string, number>> = { 百: 100, 千: 1000, 万: 10_000, 亿: 100_000_000 }

/** The factor that a header's unit stands for, undefined where the words are no unit of this measure. */
export function unitFactor(words: string, measure: Measure): number | undefined {
  const unit = tidyText(words)
    .replace(/\s/g, '')
    .toLowerCase()
    .replace(/^单位[:：]?/, '')
  const many = tens[unit[0]] !== undefined ? tens[unit[0]] : 1
  const rest = many === 1 ? unit : unit.slice(1)
  if (rest === '') return many
  if (measure === 'area_m2') return squareMetres[rest] === undefined ? undefined : many * squareMetres[rest]
  if (measure === 'length_m') return metres[rest] === undefined ? undefined : many * metres[rest]
  return countWords.includes(rest) ? many : undefined
}

/**
 * A number as offices write it, in the field's own unit (m², m, or a count): full-width digits, thousands separators,
 * 万 / 亿, and units of area or length behind it. Blank words are null, never 0. 「约120」, 「120张」, 「85%」, ranges and
 * anything else is refused: a half-read number is a wrong number. `headerFactor` is the unit of the header, which a unit
 * in the cell overrules. Results are rounded to 10⁻⁶ so that 1.1 万 is 11000.
 */
export function parseNumber(cell: RawCell, measure: Measure, headerFactor = 1): Parsed<number> {
  if (isBlankCell(cell)) return { value: null }
  if (typeof cell === 'boolean') return refused(String(cell))
  if (typeof cell === 'number') return Number.isFinite(cell) ? { value: rounded(cell * headerFactor) } : refused(String(cell))
  const written = cell!
  if (raised.test(written)) return refused(written)
  const tidy = tidyText(written).replace(/ /g, '').replace(/[−–]/g, '-')
  const match = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)?(\.\d+)?(.*)$/s.exec(tidy)
  if (!match || (match[2] === undefined && match[3] === undefined)) return refused(written)
  const [, sign, whole = '0', fraction = '', tail] = match
  const digits = Number(`${sign}${whole.replace(/,/g, '')}${fraction}`)
  if (!Number.isFinite(digits)) return refused(written)
  if (tail === '') {
    const value = rounded(digits * headerFactor)
    return written === tidy && !whole.includes(',') ? { value } : { value, note: noteOf(written, value) }
  }
  const factor = countWords.includes(tail) ? undefined : cellFactor(tail, measure)
  if (factor === undefined) return refused(written)
  const value = rounded(digits * factor)
  return { value, note: noteOf(written, value) }
}

/** Unfolded, 「10²」 would be 102 and 「①」 1: only behind a unit (m²) is a raised digit no part of the number. */
const raised = /(^|[\d.,\s])[\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u209f\u2150-\u218f\u2460-\u24ff\u2776-\u2793\u3248-\u32ff]/

/** 「1.2万」 is a count; 「2.5万㎡」 an area; 「1200㎡」 in a column of counts is refused. */
function cellFactor(tail: string, measure: Measure): number | undefined {
  return /^e/i.test(tail) ? undefined : unitFactor(tail, measure)
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6
}

function noteOf(written: string, value: number): Bilingual {
  return { zh: `「${written.trim()}」读作 ${value}`, en: `read as ${value}` }
}

function refused(written: string): Parsed<number> {
  return {
    refused: { zh: `「${written.slice(0, 40)}」不是数`, en: 'not a number' },
    fix: { zh: '请填写纯数字；没有数据时留空或写「—」', en: 'Write digits only; leave the cell empty where nothing is known' },
  }
}
