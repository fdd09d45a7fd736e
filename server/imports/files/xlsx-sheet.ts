import type { RawCell, RawRow, RawTable } from '../../core/imports/raw-table.ts'
import { refuse, type InputRefused, type Problem } from '../../core/problems.ts'
import { columnLetters, createCellBudget, createTally, problem, tooManyColumns, type ReadLimits } from './limits.ts'
import { fillMerges, sayHidden, type Merge } from './sheet-habits.ts'
import { parseXml } from './safe-xml.ts'
import { dateOfSerial } from './spreadsheet-dates.ts'
import { cellTooLong, decodeEscapes, longestCell } from './xlsx-text.ts'

interface SheetContext {
  name: string
  strings: string[]
  dateStyles: boolean[]
  date1904: boolean
  limits: ReadLimits
}

/** Excel's own last row; a row number beyond it is an attack on loops that count up to it. */
const lastRow = 1_048_576

/** Reads one worksheet part. Rows without a value are left out; columns stand where they stand in the sheet. */
export async function readSheet(chunks: AsyncIterable<Buffer>, context: SheetContext): Promise<{ table: RawTable; problems: Problem[] }> {
  const { strings, dateStyles, limits } = context
  const problems: Problem[] = []
  const rows: RawRow[] = []
  const merges: Merge[] = []
  const budget = createCellBudget(limits, 'XLSX_DIM')
  const formulas = createTally()
  let hiddenRows = 0
  const hiddenColumns: number[] = []
  let links = 0
  let sheetSeen = false

  let row: RawRow | undefined
  let rowNumber = 0
  let column = -1
  let type = ''
  let isDate = false
  let value = ''
  let hasFormula = false
  let inFormula = false
  let hasValue = false
  let collecting = false
  let phonetic = 0

  function openCell(attributes: Record<string, string>): void {
    column = attributes.r === undefined ? column + 1 : columnOf(attributes.r)
    type = attributes.t ?? 'n'
    isDate = dateStyles[Number(attributes.s ?? 0)] ?? false
    value = ''
    hasFormula = false
    hasValue = false
  }

  function closeCell(): void {
    const letters = columnLetters(Math.max(0, column))
    if (hasFormula && !hasValue) {
      problems.push(
        inRow(
          'error',
          'FORMULA_ACTIVE',
          rowNumber,
          letters,
          '单元格是公式但没有缓存的结果，无法取值',
          'The cell is a formula without a cached result: it has no value',
        ),
      )
      return
    }
    if (!hasValue || value === '') return
    const cell = cellValue(letters)
    if (hasFormula) formulas.add(rowNumber, letters, value.slice(0, 100))
    if (cell === null || row === undefined) return
    if (column >= limits.maxColumns) throw tooManyColumns('XLSX_DIM', column + 1, limits)
    while (row.cells.length < column) row.cells.push(null)
    row.cells[column] = cell
  }

  function cellValue(letters: string): RawCell {
    if (type === 's') {
      const text = strings[Number(value)]
      if (text !== undefined) return text === '' ? null : text
      problems.push(
        inRow('error', 'XLSX_CORRUPT', rowNumber, letters, '单元格指向不存在的文字', 'The cell points to a text that is not there', value),
      )
      return null
    }
    if (type === 'b') return value.trim() === '1' || value.trim() === 'true'
    if (type === 'e') {
      problems.push(
        inRow('error', 'CELL_ERROR', rowNumber, letters, `单元格是错误值 ${value}`, `The cell is an error value ${value}`, value),
      )
      return value
    }
    if (type === 'inlineStr' || type === 'str') return decodeEscapes(value)
    if (type === 'd') return value.replace(/T00:00:00(\.0+)?Z?$/, '')
    const number = Number(value)
    if (!Number.isFinite(number)) {
      problems.push(
        inRow('error', 'XLSX_CORRUPT', rowNumber, letters, '数值单元格里不是数', 'A numeric cell does not hold a number', value),
      )
      return null
    }
    return isDate ? (dateOfSerial(number, context.date1904) ?? number) : number
  }

  function openRow(attributes: Record<string, string>): void {
    const number = attributes.r === undefined ? rowNumber + 1 : Number(attributes.r)
    if (!Number.isInteger(number) || number < 1 || number > lastRow) throw badRow(attributes.r)
    if (number <= rowNumber) throw disordered(number)
    rowNumber = number
    column = -1
    row = { number, cells: [], geometry: null }
    if (attributes.hidden === '1' || attributes.hidden === 'true') hiddenRows++
  }

  /** A run of columns may claim all 16,384: those beyond the limit hold no data that would be read. */
  function openColumns({ min, max, hidden }: Record<string, string>): void {
    if (hidden !== '1' && hidden !== 'true') return
    for (let index = Number(min); index <= Math.min(Number(max), limits.maxColumns); index++) hiddenColumns.push(index - 1)
  }

  function closeRow(): void {
    if (row === undefined || row.cells.length === 0) return
    budget.row(row.cells.length)
    rows.push(row)
    row = undefined
  }

  await parseXml(
    chunks,
    {
      open(name, attributes) {
        if (name === 'c') openCell(attributes)
        else if (name === 'v') collecting = hasValue = true
        else if (name === 't' && phonetic === 0) collecting = hasValue = true
        else if (name === 'f') inFormula = hasFormula = true
        else if (name === 'rPh') phonetic++
        else if (name === 'row') openRow(attributes)
        else if (name === 'col') openColumns(attributes)
        else if (name === 'mergeCell') addMerge(merges, attributes.ref ?? '')
        else if (name === 'hyperlink') links++
        else if (name === 'sheetData') sheetSeen = true
      },
      close(name) {
        if (name === 'v' || name === 't') collecting = false
        else if (name === 'f') inFormula = false
        else if (name === 'c') closeCell()
        else if (name === 'row') closeRow()
        else if (name === 'rPh') phonetic--
      },
      text(text) {
        if (inFormula && /^\s*HYPERLINK\s*\(/i.test(text)) links++
        if (!collecting) return
        value += text
        if (value.length > longestCell) throw cellTooLong()
      },
    },
    { name: `“${context.name}”`, code: 'XLSX_CORRUPT' },
  )
  if (!sheetSeen) throw refuse('XLSX_CORRUPT', `工作表“${context.name}”没有数据部分`, `The sheet “${context.name}” has no data part`)
  const kept = fillMerges(rows, merges, problems)
  problems.push(...formulas.problems('warning', 'FORMULA_ACTIVE', fromFormula))
  problems.push(...sayHidden(hiddenRows, hiddenColumns.filter((index) => rows.some(({ cells }) => (cells[index] ?? null) !== null))))
  if (links > 0)
    problems.push(
      problem('warning', 'LINK_DROPPED', `有 ${links} 处超链接，只保留文字`, `${links} hyperlinks: the text is kept, the link dropped`),
    )
  return {
    table: {
      name: context.name,
      headers: null,
      rows,
      merges: kept,
      spatial: false,
      crs: null,
      encoding: null,
      ...(context.date1904 && { date1904: true }),
    },
    problems,
  }
}

export function fromFormula({ count, column }: { count: number; column: string }) {
  return {
    zh: `${column} 列有 ${count} 个公式，取文件中缓存的结果，不重新计算`,
    en: `Column ${column} has ${count} formulas: their cached results are taken, nothing is evaluated`,
  }
}

/** 'AB12' → 27. A reference that is none counts as column 0 of a damaged file. */
function columnOf(reference: string): number {
  let index = 0
  let at = 0
  for (; at < reference.length; at++) {
    const code = reference.charCodeAt(at)
    if (code < 65 || code > 90) break
    index = index * 26 + (code - 64)
  }
  if (at === 0 || at > 3 || at === reference.length)
    throw refuse('XLSX_CORRUPT', `单元格位置无效：${reference.slice(0, 20)}`, `Not a cell reference: ${reference.slice(0, 20)}`)
  return index - 1
}

const maxMerges = 100_000

function addMerge(merges: Merge[], reference: string): void {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(reference)
  if (!match) return
  if (merges.length >= maxMerges) throw refuse('XLSX_DIM', `合并单元格超过 ${maxMerges} 处`, `More than ${maxMerges} merged blocks`)
  merges.push({
    fromColumn: columnOf(`${match[1]}1`),
    fromRow: Number(match[2]),
    toColumn: columnOf(`${match[3]}1`),
    toRow: Number(match[4]),
  })
}

const saveAgain = { zh: '请用 Excel 或 WPS 打开并另存后再导入', en: 'Open it in Excel or WPS, save it again and import' }

/** What is done about a cell that holds no value of its own. */
export const recalculate = { zh: '请在 Excel 或 WPS 中打开、改正公式并重新计算后保存', en: 'Open it in Excel or WPS, mend the formula, recalculate and save' }

function inRow(severity: 'error' | 'warning', code: string, row: number, column: string, zh: string, en: string, value?: string): Problem {
  return problem(severity, code, `第 ${row} 行 ${column} 列：${zh}`, `Row ${row}, column ${column}: ${en}`, {
    row,
    column,
    value: value?.slice(0, 100),
    ...(severity === 'error' && { fix: code === 'XLSX_CORRUPT' ? saveAgain : recalculate }),
  })
}

function badRow(value: string): InputRefused {
  return refuse('XLSX_DIM', `行号 ${value.slice(0, 20)} 超出表格范围`, `Row number ${value.slice(0, 20)} lies outside any sheet`, {
    value: value.slice(0, 20),
  })
}

function disordered(row: number): InputRefused {
  return refuse('XLSX_CORRUPT', `第 ${row} 行重复或次序颠倒`, `Row ${row} is repeated or out of order`, {
    fix: saveAgain,
  })
}
