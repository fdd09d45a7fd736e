import type { InputRefused } from '../../core/problems.ts'
import { refuse, type Problem, type Severity } from '../../core/problems.ts'

/** What one file may cost. A county's largest layer (100,000 rows of 25 columns) fits with room to spare. */
export interface ReadLimits {
  /** The file itself. */
  maxBytes: number
  /** Everything that comes out of an archive, counted as it comes. */
  maxUnpackedBytes: number
  maxRows: number
  maxColumns: number
  /** Over all tables of the file. */
  maxCells: number
  maxRasterPixels: number
  maxMilliseconds: number
  /** Resident memory of the process that reads. */
  maxMegabytes: number
}

export const defaultLimits: ReadLimits = {
  maxBytes: 512 * 1024 ** 2,
  maxUnpackedBytes: 1024 ** 3,
  maxRows: 300_000,
  maxColumns: 500,
  maxCells: 10_000_000,
  maxRasterPixels: 60_000_000,
  maxMilliseconds: 120_000,
  maxMegabytes: 2048,
}

export interface ReadContext {
  limits: ReadLimits
  /** The user's answer to a question about the encoding. */
  encoding?: string
  /** The user's answer to a question about the sheet or layer. */
  layer?: string
}

/** A cell longer than this is no attribute of a place. Excel itself stops at 32,767. */
export const longestText = 10_000

export interface Words {
  zh: string
  en: string
}

export function problem(severity: Severity, code: string, zh: string, en: string, more: Partial<Problem> = {}): Problem {
  return { code, severity, message: { zh, en }, ...more }
}

/** Refuses a table that grows beyond the limits while it is read, before memory does. */
export function createCellBudget(limits: ReadLimits, code: string) {
  let cells = 0
  let rows = 0
  return {
    row(cellCount: number): void {
      rows++
      cells += cellCount
      if (rows > limits.maxRows) {
        throw refuse(code, `行数超过上限 ${limits.maxRows}`, `More than ${limits.maxRows} rows`, splitFix)
      }
      if (cellCount > limits.maxColumns) throw tooManyColumns(code, cellCount, limits)
      if (cells > limits.maxCells) {
        throw refuse(code, `单元格总数超过上限 ${limits.maxCells}`, `More than ${limits.maxCells} cells`, splitFix)
      }
    },
  }
}

const splitFix = {
  fix: { zh: '请按乡镇拆分为几个文件，或删去空行后再导入', en: 'Split the file by township, or delete empty rows, and import again' },
}

export function tooManyColumns(code: string, columns: number, limits: ReadLimits): InputRefused {
  return refuse(code, `共 ${columns} 列，超过上限 ${limits.maxColumns} 列`, `${columns} columns: more than ${limits.maxColumns}`, {
    fix: { zh: '请删去多余的列后再导入', en: 'Delete the columns that are not needed and import again' },
  })
}

/** 0 → A, 25 → Z, 26 → AA: what a spreadsheet calls the column. */
export function columnLetters(index: number): string {
  let letters = ''
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  return letters
}

/** Collects findings that would repeat for every row: one problem a column, with a count and the first row. */
export function createTally() {
  const groups = new Map<string, { count: number; row: number; column: string; value?: string }>()
  return {
    add(row: number, column: string, value?: string): void {
      const group = groups.get(column)
      if (group) group.count++
      else groups.set(column, { count: 1, row, column, value })
    },
    problems(severity: Severity, code: string, words: (group: { count: number; row: number; column: string }) => Words): Problem[] {
      return [...groups.values()].map((group) => {
        const { zh, en } = words(group)
        return problem(severity, code, zh, en, { row: group.row, column: group.column, value: group.value })
      })
    },
  }
}
