import { parseDate, type ReadDate } from './parse-date.ts'
import type { Parsed } from './parse-number.ts'
import { isBlankCell, plainText, tidyText } from './plain-text.ts'
import type { RawCell } from './raw-table.ts'

/**
 * How far something is, as offices write it: a word of the list, a date (it was done then), or both in one cell
 * (「已完成 2022-03-05」, 「√（2022年3月）」). A date beside a word that does not mean done is a plan, and only the word is
 * kept. `words` are by state; `done` is the one that a date stands for.
 */
export function parseState(cell: RawCell, words: Readonly<Record<string, readonly string[]>>, done: string, epoch1904: boolean): Parsed<string | ReadDate> {
  if (cell === null) return { value: null }
  const known = Object.entries(words)
    .flatMap(([state, all]) => [state, ...all].map((word) => ({ state, word: plainText(word) })))
    .sort((a, b) => b.word.length - a.word.length)
  const written = plainText(String(cell))
  const whole = known.find(({ word }) => word === written)
  if (whole) return { value: whole.state }
  if (isBlankCell(cell)) return { value: null }
  const date = parseDate(cell, epoch1904)
  if (!('refused' in date)) return date
  // 「1」 and 「y」 alone are words; before a date they are a slip of the pen.
  const both = known.find(({ word }) => !/^[\da-z]$/.test(word) && (written.startsWith(word) || written.endsWith(word)))
  if (!both) return refused(String(cell), words)
  const rest = (written.startsWith(both.word) ? written.slice(both.word.length) : written.slice(0, -both.word.length)).replace(/^[（(:：,，、]+|[）)]+$/g, '')
  const beside = parseDate(rest, epoch1904)
  if ('refused' in beside) return refused(String(cell), words)
  if (both.state === done) return beside
  return { value: both.state, note: { zh: `「${tidyText(String(cell))}」只取状态，日期未保存`, en: 'only the state is kept, not the date' } }
}

function refused(written: string, words: Readonly<Record<string, readonly string[]>>): Parsed<string | ReadDate> {
  const firsts = Object.values(words).map(([first]) => first)
  return {
    refused: { zh: `「${written.slice(0, 40)}」既不是日期，也不在词表中`, en: 'neither a date nor one of the words' },
    fix: { zh: `可填：${firsts.join('、')}，或完成日期（2022-03-05）`, en: `One of ${Object.keys(words).join(', ')}, or the date when it was done` },
  }
}
