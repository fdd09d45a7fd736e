import { plainText } from './plain-text.ts'
import type { RawCell } from './raw-table.ts'

export interface PersonalColumn {
  index: number
  kind: 'id_number' | 'name'
  /** Whether numbers stand there that have lost digits: 18 do not fit a spreadsheet's number. */
  precisionLost: boolean
}

const idHeader = /身份证|公民身份号码|证件号|居民身份|idcard|id_card/
const nameHeader = /^(老人|老年人|本人|服务对象|入住老人)?姓名$/

/** GB 11643-1999: region, birth date of the 1800s to 2000s, order, check character. */
const idNumber = /^[1-9]\d{5}(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]$/

/** Columns that hold people's numbers or names: no elder is stored by name (domain.md, Privacy). */
export function findPersonalColumns(headers: readonly string[], rows: readonly (readonly RawCell[])[]): PersonalColumn[] {
  return headers.flatMap((header, index): PersonalColumn[] => {
    const values = rows.map((cells) => cells[index] ?? null)
    const numbers = values.filter(isIdNumber)
    const precisionLost = numbers.some((value) => typeof value === 'number')
    if (numbers.length > 0 || (idHeader.test(plainText(header)) && values.some((value) => value !== null)))
      return [{ index, kind: 'id_number', precisionLost }]
    return nameHeader.test(plainText(header)) ? [{ index, kind: 'name', precisionLost: false }] : []
  })
}

function isIdNumber(value: RawCell): boolean {
  if (typeof value === 'string')
    return idNumber.test(plainText(value).replace(/^'/, '').toUpperCase()) || /^\d\.\d{5,}e\+17$/i.test(value.trim())
  return typeof value === 'number' && value >= 1.1e17 && value < 9e17 && Number.isInteger(value)
}
