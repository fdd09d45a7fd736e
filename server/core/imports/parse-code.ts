import type { Bilingual } from './field.ts'
import type { Parsed } from './parse-number.ts'
import { isBlankCell, tidyText } from './plain-text.ts'
import type { RawCell } from './raw-table.ts'

export type ReadCode = Parsed<string> | { asked: Bilingual; code: 'CODE_SCIENTIFIC' | 'CODE_LOST_ZERO'; fix?: Bilingual }

/**
 * A statistical code, brought to 12 digits: 6 (county) and 9 (township) are filled up with zeros behind, and said so.
 * 3.60735E+11 has lost digits that nobody can give back, and 11 or 8 digits one that nobody can place: both ask.
 */
export function parseUnitCode(cell: RawCell): ReadCode {
  if (isBlankCell(cell)) return { value: null }
  const written = typeof cell === 'string' ? tidyText(cell).replace(/[\s']/g, '') : String(cell)
  if (/^\d+(\.\d+)?e\+?\d+$/i.test(written)) {
    return {
      asked: { zh: `「${written}」是科学计数法，末位已丢失`, en: 'written in scientific notation: its last digits are gone' },
      code: 'CODE_SCIENTIFIC',
      fix: { zh: '请在原表把该列设为文本，重新填写 12 位代码', en: 'Format the column as text and enter the 12 digits again' },
    }
  }
  // Units of the shipped samples bear codes that no real unit can have.
  if (/^S\d{6,9}[A-Z]\d{3}$/.test(written)) return { value: written }
  if (/^\d{12}$/.test(written)) return { value: written }
  if (/^(\d{6}|\d{9})$/.test(written)) {
    const value = written.padEnd(12, '0')
    return { value, note: { zh: `「${written}」按 12 位补为 ${value}`, en: `filled up to ${value}` } }
  }
  if (/^(\d{11}|\d{8}|\d{5})$/.test(written)) {
    return {
      asked: { zh: `「${written}」少一位，可能丢失了零`, en: 'one digit short: a zero may be lost' },
      code: 'CODE_LOST_ZERO',
      fix: { zh: '请核对并填写完整的 12 位代码', en: 'Check it and enter all 12 digits' },
    }
  }
  return {
    refused: { zh: `「${written.slice(0, 40)}」不是 12 位区划代码`, en: 'not a statistical code of 12 digits' },
    fix: { zh: '请填写统计用区划代码（12 位；县 6 位、乡镇 9 位可自动补零）', en: 'Enter the statistical code of 12 digits' },
  }
}

/** An office's own key: text as it stands, whole numbers without a decimal point. */
export function parseKey(cell: RawCell): ReadCode {
  if (isBlankCell(cell)) return { value: null }
  const written = typeof cell === 'string' ? tidyText(cell) : String(cell)
  if (/^\d(\.\d+)?e\+\d{2,}$/i.test(written)) {
    return {
      asked: { zh: `「${written}」是科学计数法，末位已丢失`, en: 'written in scientific notation: its last digits are gone' },
      code: 'CODE_SCIENTIFIC',
    }
  }
  return { value: written }
}
