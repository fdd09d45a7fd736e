import type ExcelJS from 'exceljs'
import { safeCell } from '../../imports/safe-cell.ts'

export type SheetCell = string | number | null

export interface SheetColumn<Row> {
  head: string
  width: number
  /** Of Excel, for numbers. */
  format?: string
  cell(row: Row): SheetCell
}

export const formats = { whole: '#,##0', area: '#,##0.##', metres: '0.000', degrees: '0.0000000', percent: '0.0##%', signed: '+#,##0;-#,##0;0' }

/** Excel, and those who paste from it, may take such text for a formula once it is edited: the cell is marked as text. */
const formulaStart = /^[=+\-@\t\r]/

/** A sheet with its stamps on top, which print on every page, a frozen header, and a filter over the rows. */
export function addTable<Row>(book: ExcelJS.Workbook, name: string, stamps: readonly string[], columns: readonly SheetColumn<Row>[], rows: readonly Row[]): void {
  const headRow = stamps.length + 1
  const sheet = book.addWorksheet(name, {
    views: [{ state: 'frozen', ySplit: headRow, xSplit: Math.min(3, columns.length - 1) }],
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: `1:${headRow}` },
  })
  for (const line of stamps) sheet.addRow([safeCell(line)]).font = { bold: true, color: { argb: 'FF9C3D10' } }
  const head = sheet.addRow(columns.map((column) => safeCell(column.head)))
  head.font = { bold: true }
  head.alignment = { wrapText: true, vertical: 'middle' }
  head.eachCell((cell) => (cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE4EDE8' } }))
  columns.forEach(({ width }, index) => (sheet.getColumn(index + 1).width = width))
  for (const row of rows) {
    const added = sheet.addRow(columns.map((column) => safeCell(column.cell(row))))
    added.alignment = { vertical: 'top', wrapText: true }
    columns.forEach(({ format }, index) => formatCell(added.getCell(index + 1), format))
  }
  sheet.autoFilter = { from: { row: headRow, column: 1 }, to: { row: headRow + rows.length, column: columns.length } }
}

function formatCell(cell: ExcelJS.Cell, format: string | undefined): void {
  const { value } = cell
  if (typeof value === 'number' && format) cell.numFmt = format
  else if (typeof value === 'string') {
    if (formulaStart.test(value)) cell.numFmt = '@'
    // ‹10 and ※ stand in columns of numbers.
    if (format) cell.alignment = { ...cell.alignment, horizontal: 'right' }
  }
}
