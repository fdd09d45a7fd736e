import type { Bilingual } from './field.ts'
import type { Parsed } from './parse-number.ts'
import { isBlankCell, tidyText } from './plain-text.ts'
import type { RawCell } from './raw-table.ts'

export interface ReadDate {
  /** YYYY-MM-DD; where only a month or a year is known, its first day. */
  day: string
  known: 'day' | 'month' | 'year'
}

const earliestYear = 1900
const latestYear = 2100
/** Excel's day numbers from 1927 to 2118: nothing else of five digits is a date. */
const serials = { from: 10_000, to: 80_000 }

/**
 * A date in the habits of Chinese offices: 2021-03-05, 2021/3/5, 2021.3.5, 2021年3月5日, 20210305, Excel's day numbers,
 * and months or years alone, which are kept as their first day and said so. Day or month first (3/5/2021), years of two
 * digits and days that no calendar has are refused. `epoch1904`: the sheet counts days from 1904-01-01. `lastDay`: of a month
 * or a year alone the last day is meant (a term, the day of a year's figures).
 */
export function parseDate(cell: RawCell, epoch1904 = false, lastDay = false): Parsed<ReadDate> {
  if (isBlankCell(cell)) return { value: null }
  if (typeof cell === 'boolean') return refused(String(cell))
  const written = typeof cell === 'number' ? String(cell) : cell!
  if (typeof cell === 'number' && /^\d{4}\.1$/.test(written)) return lostZero(written)
  const text = chineseYear(tidyText(written))
    .replace(/\s*\d{1,2}[:：时]\d{1,2}.*$/, '')
    .replace(/T$/, '')
    .replace(/\s/g, '')
  const parts =
    /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text)?.filter((_, i) => i !== 2) ??
    /^(\d{4})年(\d{1,2})月(\d{1,2})[日号]?$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ??
    /^(\d{4})[-/.年](\d{1,2})月?(?:底|末|初|份)?$/.exec(text) ??
    /^((?:19|20)\d{2})(0[1-9]|1[0-2])$/.exec(text) ??
    /^(\d{4})年?(?:底|末|初|度)?$/.exec(text)
  if (parts) return readParts(written, parts.slice(1).map(Number), lastDay)
  const serial = /^\d{5}(\.\d+)?$/.test(text) ? Math.floor(Number(text)) : NaN
  if (serial >= serials.from && serial <= serials.to) return readSerial(serial, epoch1904)
  return refused(written)
}

function readParts(written: string, [year, month, day]: number[], lastDay: boolean): Parsed<ReadDate> {
  if (year < earliestYear || year > latestYear) return refused(written)
  const openMonth = lastDay ? 12 : 1
  const openDay = lastDay ? new Date(Date.UTC(year, month ?? 12, 0)).getUTCDate() : 1
  const text = `${year}-${pad(month ?? openMonth)}-${pad(day ?? openDay)}`
  const date = new Date(`${text}T00:00:00Z`)
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) return refused(written)
  const known = month === undefined ? 'year' : day === undefined ? 'month' : 'day'
  if (known === 'day') return { value: { day: text, known } }
  return {
    value: { day: text, known },
    note: { zh: `「${written}」只到${known === 'year' ? '年' : '月'}，按 ${text} 处理`, en: `only a ${known}: taken as ${text}` },
  }
}

function readSerial(serial: number, epoch1904: boolean): Parsed<ReadDate> {
  // Excel counts a 1900-02-29 that never was; every day after it is day 0 = 1899-12-30.
  const dayZero = epoch1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30)
  const day = new Date(dayZero + serial * 86_400_000).toISOString().slice(0, 10)
  return { value: { day, known: 'day' }, note: { zh: `Excel 日期序号 ${serial} 读作 ${day}`, en: `Excel day number, read as ${day}` } }
}

/** 二〇二一年三月五日 → 2021年3月5日. */
function chineseYear(text: string): string {
  if (!/^[〇零○一二三四五六七八九]{4}年/.test(text)) return text
  const digit = (c: string) => '〇一二三四五六七八九'.indexOf(/[零○]/.test(c) ? '〇' : c)
  const small = (words: string) => {
    const [tens, ones] = words.includes('十') ? words.split('十') : ['0', words]
    return (tens === '0' ? 0 : tens === '' ? 1 : digit(tens)) * 10 + (ones === '' ? 0 : digit(ones))
  }
  return text
    .replace(/^.{4}/, (year) => [...year].map(digit).join(''))
    .replace(/([一二三四五六七八九十]+)(?=[月日号])/g, (words) => String(small(words)))
}

function pad(number: number): string {
  return String(number).padStart(2, '0')
}

/** A sheet keeps 2021.10 as the number 2021.1: October and January are one. */
function lostZero(written: string): Parsed<ReadDate> {
  return {
    refused: { zh: `数值 ${written} 分不清是 1 月还是 10 月（数值会丢失末尾的零）`, en: 'a number: January, or October without its zero' },
    fix: { zh: '请写成 2021-01 或 2021-10，并把单元格设为文本', en: 'Write 2021-01 or 2021-10, as text' },
  }
}

function refused(written: string): Parsed<ReadDate> {
  const fix: Bilingual = {
    zh: '请写成 2021-03-05、2021年3月5日 或 20210305；不知道时留空',
    en: 'Write 2021-03-05; leave it empty where unknown',
  }
  return { refused: { zh: `「${written.slice(0, 40)}」不是有效日期`, en: 'not a date of the calendar' }, fix }
}
