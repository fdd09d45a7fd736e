import { parse } from 'csv-parse/sync'
import { refuse, type InputRefused, type Problem } from '../../core/problems.ts'
import { lineBatches, openFileSource } from '../../network/files/road-source.ts'

export interface CsvRow {
  /** Trimmed. */
  cells: string[]
  /** In the user's file, the first being 1; blank lines count, though they are left out. */
  row: number
}

/** Rows of a CSV file, plain or gzipped, many at a time and never all at once; commas, semicolons or tabs between cells. */
export async function* readCsv(path: string): AsyncGenerator<CsvRow[], void, undefined> {
  let separator: string | undefined
  let row = 0
  for await (const lines of lineBatches(await openFileSource(path))) {
    const rows: CsvRow[] = []
    for (const whole of lines) {
      row++
      const line = row === 1 ? whole.replace(/^\uFEFF/, '') : whole
      if (line.trim() === '' || (row === 1 && /^sep=.$/i.test(line))) continue
      separator ??= [',', ';', '\t'].find((one) => line.includes(one)) ?? ','
      rows.push({ cells: split(line, separator, row), row })
    }
    yield rows
  }
}

/** Quoting is rare and dear to parse, so only lines with a quotation mark pay for it. A cell cannot hold a line break. */
function split(line: string, separator: string, row: number): string[] {
  if (!line.includes('"')) return line.split(separator).map((cell) => cell.trim())
  try {
    const records: string[][] = parse(line, { delimiter: separator, trim: true })
    return records[0]
  } catch {
    throw refuse('CSV_BROKEN', `第 ${row} 行的引号不成对`, `Row ${row} has a quotation mark without its pair`, { row })
  }
}

/** Where the needed columns stand, whatever their order and case. */
export function findColumns(path: string, header: CsvRow | undefined, names: readonly string[]): number[] {
  const given = header?.cells.map((name) => name.toLowerCase()) ?? []
  const fix = { zh: `表头应为 ${names.join(',')}`, en: `The header must be ${names.join(',')}` }
  const missing = names.filter((name) => !given.includes(name))
  if (missing.length > 0) {
    const list = missing.join(', ')
    throw refuse('COLUMN_MISSING', `缺少列 ${list}`, `Missing column ${list}`, { row: header?.row ?? 1, column: list, value: path, fix })
  }
  const doubled = names.find((name) => given.indexOf(name) !== given.lastIndexOf(name))
  if (doubled)
    throw refuse('COLUMN_DOUBLED', `有两列都叫 ${doubled}`, `Two columns are named ${doubled}`, { row: header!.row, column: doubled, fix })
  return names.map((name) => given.indexOf(name))
}

/** Plain decimals of at least 0: no thousands separators, no NaN. */
const numberPattern = /^\+?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** NaN for anything that is not a finite number of at least 0. */
export function readNumber(text: string): number {
  const value = numberPattern.test(text) ? Number(text) : NaN
  return value < Infinity ? value : NaN
}

const pairFix = { zh: '到不了的组合：成对的表中删去这一行，矩阵中写 inf', en: 'A pair that cannot be used has no row in a table of pairs, and is inf in a matrix' }

/** A cost that is no number: what was meant is often that the pair cannot be used. */
export function badCost(row: number, column: string, value: string): Problem {
  return /^(|[-–—/]|n\/?a|nan|null|none|[+-]?inf(inity)?)$/i.test(value) ? { ...badNumber(row, column, value), fix: pairFix } : badNumber(row, column, value)
}

/**
 * More cells than the header has columns: a comma inside a name or a number (1,5 or 1,000), which would be read as another
 * cell and give a wrong number silently. Empty cells at the end are what spreadsheets leave.
 */
export function surplusCells({ cells, row }: CsvRow, columnCount: number): Problem | undefined {
  const surplus = cells.slice(columnCount).filter((cell) => cell !== '')
  if (surplus.length === 0) return undefined
  return {
    code: 'ROW_RAGGED',
    severity: 'error',
    row,
    value: cells.join(',').slice(0, 200),
    message: { zh: `应有 ${columnCount} 格，实有 ${cells.length} 格`, en: `Expected ${columnCount} cells, got ${cells.length}` },
    fix: { zh: '名称里有逗号时加英文双引号；数字用小数点，不用千分位', en: 'Put quotation marks around a name that holds a comma; write numbers with a decimal point and without thousands separators' },
  }
}

export function badNumber(row: number, column: string, value: string): Problem {
  const isEmpty = value === ''
  return {
    code: isEmpty ? 'NUMBER_MISSING' : 'NUMBER_BAD',
    severity: 'error',
    message: isEmpty ? { zh: '没有数值', en: 'The number is missing' } : { zh: '应为零或正数', en: 'Expected zero or a positive number' },
    row,
    column,
    value: value.slice(0, 200),
  }
}

export function missingId(row: number, column: string): Problem {
  return { code: 'ID_MISSING', severity: 'error', message: { zh: '没有编号', en: 'The id is missing' }, row, column, value: '' }
}

export function doubledRow(row: number, firstRow: number, column: string, value: string): InputRefused {
  return refuse('ROW_DOUBLED', `与第 ${firstRow} 行重复`, `Says the same thing twice: see row ${firstRow}`, {
    row,
    column,
    value: value.slice(0, 200),
    fix: { zh: '请只保留一行', en: 'Keep one of the two rows' },
  })
}
