import type { RawCell } from '../core/imports/raw-table.ts'

const longestCell = 32_000

/** Text stays text, of characters that a workbook may hold; numbers that are none are said in words. */
export function safeCell(cell: RawCell): RawCell {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : String(cell)
  return typeof cell === 'string' ? cell.replace(/[\p{Surrogate}\ufffe\uffff]/gu, '\ufffd').slice(0, longestCell) : cell
}
