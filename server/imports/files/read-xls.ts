import * as xlsx from '@e965/xlsx'
import * as codePages from '@e965/xlsx/dist/cpexcel.full.mjs'
import type { RawCell, RawFile, RawRow, RawTable } from '../../core/imports/raw-table.ts'
import type { InputRefused } from '../../core/problems.ts'
import { refuse, type Problem } from '../../core/problems.ts'
import { columnLetters, createCellBudget, createTally, problem, tooManyColumns, type ReadContext } from './limits.ts'
import { fillMerges, hiddenSheets, sayHidden } from './sheet-habits.ts'
import { dateOfSerial, isDateFormat } from './spreadsheet-dates.ts'
import { fromFormula, recalculate } from './xlsx-sheet.ts'
import { longestCell } from './xlsx-text.ts'

// Workbooks before Excel 97 keep their text in a code page, in China 936.
xlsx.set_cptable(codePages)

/** Reads .xls and WPS .et (OLE2 containers of BIFF records). Formulas give their cached values. */
export function readXls(bytes: Buffer, context: ReadContext): RawFile {
  refuseEncrypted(bytes)
  const book = openBook(bytes, context)
  const problems: Problem[] = []
  const tables: RawTable[] = []
  const hidden: RawTable[] = []
  const date1904 = book.Workbook?.WBProps?.date1904 === true
  book.SheetNames.forEach((name, index) => {
    if (context.layer !== undefined && name !== context.layer && book.SheetNames.includes(context.layer)) return
    const table = readSheet(name, book.Sheets[name] as xlsx.DenseWorkSheet, date1904, context, problems)
    if (table.rows.length === 0) return
    if (book.Workbook?.Sheets?.[index]?.Hidden) hidden.push(table)
    else tables.push(table)
  })
  if (book.vbaraw) problems.push(problem('warning', 'XLSX_MACRO', '工作簿含宏，未执行', 'The workbook contains macros, which were not run'))
  if (hidden.length > 0 && context.layer === undefined) problems.push(hiddenSheets(hidden))
  return { format: 'xls', tables: [...tables, ...hidden], raster: null, problems }
}

/** An encrypted .xlsx is an OLE2 container too: with these streams, named in UTF-16. */
function refuseEncrypted(bytes: Buffer): void {
  if (bytes.includes(Buffer.from('EncryptedPackage', 'utf16le')) || bytes.includes(Buffer.from('EncryptionInfo', 'utf16le')))
    throw encrypted()
}

function openBook(bytes: Buffer, { limits }: ReadContext): xlsx.WorkBook {
  try {
    return xlsx.read(bytes, {
      type: 'buffer',
      dense: true,
      cellDates: false,
      cellNF: true,
      cellFormula: true,
      cellHTML: false,
      cellText: false,
      bookVBA: false,
      // For what is hidden only.
      cellStyles: true,
      sheetRows: limits.maxRows + 1,
    })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    if (/password|encrypt/i.test(message)) throw encrypted()
    throw refuse('XLS_CORRUPT', '.xls/.et 已损坏，无法读取', 'The .xls or .et is damaged', {
      fix: { zh: '请用 Excel 或 WPS 打开并另存为 .xlsx 后再导入', en: 'Open it in Excel or WPS, save it as .xlsx and import' },
    })
  }
}

export function encrypted(): InputRefused {
  return refuse('XLSX_ENCRYPTED', '工作簿有密码', 'The workbook is protected by a password', {
    fix: { zh: '请在 Excel 或 WPS 中去掉打开密码后另存再导入', en: 'Remove the password in Excel or WPS, save it and import' },
  })
}

function readSheet(name: string, sheet: xlsx.DenseWorkSheet, date1904: boolean, { limits }: ReadContext, problems: Problem[]): RawTable {
  const rows: RawRow[] = []
  const budget = createCellBudget(limits, 'XLSX_DIM')
  const formulas = createTally()
  const origin = { row: 0, column: 0 }
  const data = sheet['!data'] ?? []
  data.forEach((cells, rowIndex) => {
    if (!cells) return
    const number = origin.row + rowIndex + 1
    const row: RawRow = { number, cells: [], geometry: null }
    cells.forEach((cell, column) => {
      if (!cell) return
      const value = readCell(cell, number, column, date1904, formulas, problems)
      if (value === null) return
      if (column >= limits.maxColumns) throw tooManyColumns('XLSX_DIM', column + 1, limits)
      while (row.cells.length < column) row.cells.push(null)
      row.cells[column] = value
    })
    if (row.cells.length === 0) return
    budget.row(row.cells.length)
    rows.push(row)
  })
  const merges = (sheet['!merges'] ?? []).map(({ s, e }: xlsx.Range) => ({
    fromRow: s.r + 1,
    toRow: e.r + 1,
    fromColumn: s.c,
    toColumn: e.c,
  }))
  problems.push(...formulas.problems('warning', 'FORMULA_ACTIVE', fromFormula))
  const isHidden = ({ number }: RawRow) => sheet['!rows']?.[number - 1]?.hidden === true
  const columns = (sheet['!cols'] ?? []).flatMap((column: xlsx.ColInfo | undefined, i: number) => (column?.hidden && rows.some(({ cells }) => (cells[i] ?? null) !== null) ? [i] : []))
  problems.push(...sayHidden(rows.filter(isHidden).length, columns))
  return {
    name,
    headers: null,
    rows,
    merges: fillMerges(rows, merges, problems),
    spatial: false,
    crs: null,
    encoding: null,
    ...(date1904 && { date1904 }),
  }
}

function readCell(
  cell: xlsx.CellObject,
  row: number,
  column: number,
  date1904: boolean,
  formulas: ReturnType<typeof createTally>,
  problems: Problem[],
): RawCell {
  const letters = columnLetters(column)
  const fault = (code: string, zh: string, en: string, value?: string) =>
    problems.push(
      problem('error', code, `第 ${row} 行 ${letters} 列：${zh}`, `Row ${row}, column ${letters}: ${en}`, { row, column: letters, value, fix: recalculate }),
    )
  if (cell.f !== undefined) {
    if (cell.v === undefined) {
      fault('FORMULA_ACTIVE', '单元格是公式但没有缓存的结果，无法取值', 'The cell is a formula without a cached result: it has no value')
      return null
    }
    formulas.add(row, letters, String(cell.v).slice(0, 100))
  }
  if (cell.t === 'z' || cell.v === undefined || cell.v === null || cell.v === '') return null
  if (cell.t === 'e') {
    const name = errorNames[Number(cell.v)] ?? '#ERROR!'
    fault('CELL_ERROR', `单元格是错误值 ${name}`, `The cell is an error value ${name}`, name)
    return name
  }
  if (cell.t === 'n') {
    const number = Number(cell.v)
    const format = typeof cell.z === 'string' ? cell.z : undefined
    return format !== undefined && isDateFormat(-1, format) ? (dateOfSerial(number, date1904) ?? number) : number
  }
  if (cell.t === 'b') return cell.v === true
  const text = String(cell.v)
  if (text.length > longestCell) {
    fault('TEXT_LONG', `文字超过 ${longestCell} 个字符`, `The text exceeds ${longestCell} characters`, text.slice(0, 40))
    return text.slice(0, longestCell)
  }
  return text.replaceAll('\0', '␀')
}

/** MS-XLS 2.5.10, BErr. */
const errorNames: Record<number, string> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
  43: '#GETTING_DATA',
}
