import { isValidCell } from 'h3-js'
import type { Draft, Findings } from './draft.ts'
import type { Bilingual, Field } from './field.ts'
import type { MappedColumn } from './guess-columns.ts'
import { isLandUseCode } from './kinds/land-parcels.ts'
import { parseKey, parseUnitCode, type ReadCode } from './parse-code.ts'
import { parseCoordinate } from './parse-coordinate.ts'
import { parseDate } from './parse-date.ts'
import { parseNumber, type Parsed } from './parse-number.ts'
import { parseState } from './parse-state.ts'
import { isBlankCell, plainText, showValue, tidyText } from './plain-text.ts'
import type { RawCell } from './raw-table.ts'
import type { FieldValue } from './report.ts'

/** PostgreSQL holds no NUL, and nobody writes a name of ten thousand characters. */
const longestText = 10_000
const active = /^(?:\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r])/

export interface FieldRules {
  epoch1904: boolean
  /** YYYY-MM-DD: dates after it are listed. */
  today: string
  /** What the user has said about codes that lost digits: `refuse` drops those rows. */
  codes?: string
}

/** Reads the mapped cells of one row; returns its longitude and latitude, or x and y, apart. */
export function readFields(
  draft: Draft,
  cells: readonly RawCell[],
  columns: readonly MappedColumn[],
  findings: Findings,
  rules: FieldRules,
) {
  const at: { lon: number | null; lat: number | null } = { lon: null, lat: null }
  for (const column of columns) {
    const cell = withoutControls(draft, cells[column.index] ?? null, column, findings)
    if (!isSound(draft, cell, column, findings)) continue
    if (!column.field) {
      if (column.header !== '') draft.others[column.header] = cell
      continue
    }
    const { value } = column.field
    if (value.type === 'longitude') at.lon = readCoordinate(draft, cell, column, findings, 'longitude')
    else if (value.type === 'latitude') at.lat = readCoordinate(draft, cell, column, findings, 'latitude')
    else if (value.type === 'crs') draft.crsWords = isBlankCell(cell) ? null : tidyText(String(cell))
    else draft.fields[column.field.name] = readValue(draft, cell, column, column.field, findings, rules)
  }
  return at
}

/** Required fields that are empty refuse the row. */
export function checkRequired(draft: Draft, fields: readonly Field[], findings: Findings): void {
  for (const field of fields) {
    if (!field.required || draft.fields[field.name] != null || draft.refused) continue
    findings.row(
      'error',
      draft,
      'REQUIRED_MISSING',
      { zh: `缺少${field.label.zh}`, en: `${field.label.en} is missing` },
      { column: field.label.zh, fix: { zh: `请填写${field.label.zh}`, en: 'Fill it in' } },
    )
  }
}

/** No sheet or page shows them, and some turn the text around them: they are dropped, and said so. */
const controls = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

function withoutControls(draft: Draft, cell: RawCell, column: MappedColumn, findings: Findings): RawCell {
  if (typeof cell !== 'string' || cell.search(controls) < 0) return cell
  const words = { zh: '文字中有看不见的控制字符，已去除', en: 'The text holds invisible control characters, which were dropped' }
  findings.row('warning', draft, 'TEXT_CONTROL', words, { column: column.header || undefined, value: showValue(cell) })
  return cell.replace(controls, '')
}

function isSound(draft: Draft, cell: RawCell, column: MappedColumn, findings: Findings): boolean {
  if (typeof cell !== 'string') return true
  const at = { column: column.header || undefined }
  if (cell.includes('\0')) {
    findings.row(
      'error',
      draft,
      'TEXT_NUL',
      { zh: '文字中有空字符（NUL）', en: 'The text holds a NUL character' },
      { ...at, value: showValue(cell), fix: { zh: '请删除该字符后重新导出', en: 'Remove it and export again' } },
    )
    return false
  }
  if (cell.length > longestText) {
    findings.row(
      'error',
      draft,
      'TEXT_LONG',
      { zh: `文字超过 ${longestText} 个字符`, en: `Longer than ${longestText} characters` },
      { ...at, value: showValue(cell, 30), fix: { zh: '请缩短后再导入', en: 'Shorten it' } },
    )
    return false
  }
  if (active.test(cell) && !isBlankCell(cell) && !/^\s*[+-]?[\d.,\s%]+$/.test(cell)) {
    findings.row(
      'warning',
      draft,
      'FORMULA_ACTIVE',
      { zh: '以公式符号开头，按文字原样保存，导出时加以中和', en: 'Begins like a formula: kept as text, neutralised in exports' },
      { ...at, value: showValue(cell) },
    )
  }
  return true
}

function readValue(draft: Draft, cell: RawCell, column: MappedColumn, field: Field, findings: Findings, rules: FieldRules): FieldValue {
  const { value } = field
  switch (value.type) {
    case 'text':
      return isBlankCell(cell) ? null : (typeof cell === 'string' ? cell : String(cell)).normalize('NFC').trim()
    case 'key':
      return readCode(draft, parseKey(cell), cell, column, field, findings, rules)
    case 'unit_code':
      return readCode(draft, parseUnitCode(cell), cell, column, field, findings, rules)
    case 'integer':
    case 'decimal':
      return readNumber(draft, cell, column, field, findings)
    case 'date': {
      const date = take(draft, parseDate(cell, rules.epoch1904, value.lastDay), 'DATE_PARSE', 'DATE_SERIAL', cell, column, findings, (read) =>
        read && read.known !== 'day' ? 'DATE_PRECISION' : undefined,
      )
      if (date && date.day > rules.today && /建成|竣工|开业|启用|投用|移交|统计|截至/.test(column.header)) {
        findings.row(
          'warning',
          draft,
          'DATE_FUTURE',
          { zh: `日期 ${date.day} 晚于今天`, en: `${date.day} lies in the future` },
          { column: column.header, value: showValue(cell) },
        )
      }
      return date
    }
    case 'year': {
      const year = take(draft, withoutNote(parseDate(cell, rules.epoch1904)), 'DATE_PARSE', 'DATE_SERIAL', cell, column, findings)
      return year && Number(year.day.slice(0, 4))
    }
    case 'state':
      return readState(draft, cell, column, field, findings, rules)
    case 'choice':
      return readChoice(draft, cell, column, field, findings)
    case 'h3': {
      if (isBlankCell(cell)) return null
      const text = tidyText(String(cell)).toLowerCase()
      if (isValidCell(text)) return text
      findings.row(
        'error',
        draft,
        'H3_PARSE',
        { zh: '不是有效的 H3 单元编号', en: 'Not an H3 cell' },
        { column: column.header, value: showValue(cell) },
      )
      return null
    }
    case 'longitude':
    case 'latitude':
    case 'crs':
      return null
  }
}

function readNumber(draft: Draft, cell: RawCell, column: MappedColumn, field: Field, findings: Findings): number | null {
  const { value } = field
  if (value.type !== 'integer' && value.type !== 'decimal') return null
  const number = take(draft, parseNumber(cell, value.measure, column.factor), 'NUM_PARSE', 'NUM_NORMALISED', cell, column, findings)
  if (number === null) return null
  const at = { column: column.header, value: showValue(cell) }
  const refuse = (zh: string, en: string) =>
    findings.row('error', draft, 'NUM_PARSE', { zh, en }, { ...at, fix: { zh: '请核对并改正', en: 'Check and correct it' } })
  if (value.type === 'integer' && !Number.isInteger(number)) refuse(`应为整数，得到 ${number}`, `a whole number is expected, got ${number}`)
  else if (value.min !== undefined && number < value.min) refuse(`不能小于 ${value.min}`, `must not be below ${value.min}`)
  else if (value.max !== undefined && number > value.max) refuse(`不能大于 ${value.max}`, `must not exceed ${value.max}`)
  else if (value.doubtAbove !== undefined && number > value.doubtAbove) {
    findings.row(
      'question',
      draft,
      'OUTLIER',
      {
        zh: `${field.label.zh} ${number} 大得不寻常（通常不超过 ${value.doubtAbove}）`,
        en: `${field.label.en} of ${number} is unusually large (${value.doubtAbove} at most as a rule)`,
      },
      at,
    )
  }
  return number
}

function readCode(
  draft: Draft,
  read: ReadCode,
  cell: RawCell,
  column: MappedColumn,
  field: Field,
  findings: Findings,
  rules: FieldRules,
): string | null {
  if ('asked' in read) {
    const severity = rules.codes === 'refuse' ? 'error' : 'question'
    findings.row(severity, draft, read.code, read.asked, { column: column.header, value: showValue(cell), fix: read.fix })
    return null
  }
  const code = take(draft, read, 'CODE_PARSE', 'CODE_PADDED', cell, column, findings)
  if (code !== null && field.name === 'landUseCode' && !isLandUseCode(code)) {
    const lost = /^\d{1}$|^\d{3}$|^\d{5}$/.test(code) && isLandUseCode(`0${code}`)
    const words: Bilingual = lost
      ? { zh: `「${code}」少一位，可能丢失了前导零`, en: 'one digit short: a leading zero may be lost' }
      : { zh: `「${code}」不是用地用海分类代码`, en: 'not a land use code' }
    findings.row(lost && rules.codes !== 'refuse' ? 'question' : 'error', draft, lost ? 'CODE_LOST_ZERO' : 'CODE_PARSE', words, {
      column: column.header,
      value: showValue(cell),
    })
  }
  return code
}

function readChoice(draft: Draft, cell: RawCell, column: MappedColumn, field: Field, findings: Findings): FieldValue {
  const { value } = field
  // Blank words stand for themselves here: 「无」 may be one of a choice's words.
  if (value.type !== 'choice' || cell === null) return null
  const find = (word: string) =>
    Object.entries(value.words).find(([id, words]) => [id, ...words].some((one) => plainText(one) === plainText(word)))?.[0]
  const whole = find(String(cell))
  if (whole !== undefined) return value.many ? [whole] : whole
  if (isBlankCell(cell)) return null
  if (value.others) return `other: ${tidyText(String(cell)).replace(/^other: /, '')}`
  const parts = value.many
    ? String(cell)
        .split(/[、，,;；/|\s+[\]"']+/)
        .filter((word) => word.trim() !== '')
    : [String(cell)]
  const found = parts.map(find)
  if (found.every((one) => one !== undefined)) return value.many ? [...new Set(found as string[])] : found[0]!
  findings.row(
    field.required ? 'error' : 'warning',
    draft,
    'ENUM_UNKNOWN',
    {
      zh: `${field.label.zh}「${showValue(cell, 30)}」不在词表中${field.required ? '' : '，留空'}`,
      en: `not one of the words for ${field.label.en}${field.required ? '' : ': left empty'}`,
    },
    {
      column: column.header,
      value: showValue(cell),
      fix: {
        zh: `可填：${Object.values(value.words)
          .map(([first]) => first)
          .join('、')}`,
        en: `One of: ${Object.keys(value.words).join(', ')}`,
      },
    },
  )
  return null
}

/** A word that is no state is left empty, as a word that is on no list is, unless every row needs the state. */
function readState(draft: Draft, cell: RawCell, column: MappedColumn, field: Field, findings: Findings, rules: FieldRules): FieldValue {
  const { value } = field
  if (value.type !== 'state') return null
  const read = parseState(cell, value.words, value.done, rules.epoch1904)
  const at = { column: column.header, value: showValue(cell) }
  if ('refused' in read) {
    const left: Bilingual = field.required ? { zh: '', en: '' } : { zh: '，留空', en: ': left empty' }
    const words = { zh: `${field.label.zh}${read.refused.zh}${left.zh}`, en: `${field.label.en}: ${read.refused.en}${left.en}` }
    findings.row(field.required ? 'error' : 'warning', draft, 'ENUM_UNKNOWN', words, { ...at, fix: read.fix })
    return null
  }
  if (read.note) findings.row('warning', draft, 'DATE_PRECISION', read.note, at)
  return read.value
}

function withoutNote<T>(read: Parsed<T>): Parsed<T> {
  return 'refused' in read ? read : { value: read.value }
}

function readCoordinate(
  draft: Draft,
  cell: RawCell,
  column: MappedColumn,
  findings: Findings,
  axis: 'longitude' | 'latitude',
): number | null {
  const read = parseCoordinate(cell, axis)
  if ('value' in read && read.note)
    findings.row('warning', draft, 'COORD_DMS', read.note, { column: column.header, value: showValue(cell) })
  return take(draft, 'value' in read ? { value: read.value } : read, 'COORD_PARSE', 'COORD_DMS', cell, column, findings)
}

function take<T>(
  draft: Draft,
  read: Parsed<T>,
  refusedAs: string,
  notedAs: string,
  cell: RawCell,
  column: MappedColumn,
  findings: Findings,
  noteCode?: (value: T | null) => string | undefined,
): T | null {
  const at = { column: column.header, value: showValue(cell) }
  if ('refused' in read) {
    findings.row('error', draft, refusedAs, read.refused, { ...at, fix: read.fix })
    return null
  }
  if (read.note) findings.row('warning', draft, noteCode?.(read.value) ?? notedAs, read.note, at)
  return read.value
}
