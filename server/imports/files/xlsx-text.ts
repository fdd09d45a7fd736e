import { refuse, type InputRefused } from '../../core/problems.ts'

/** What Excel allows in one cell. */
export const longestCell = 32_767

/** `_x000D_` stands for the character with that code (ECMA-376 part 1, 22.9.2.19); `_x005F_` protects an underscore. */
export function decodeEscapes(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
}

export function cellTooLong(): InputRefused {
  return refuse(
    'XLSX_CELL_TOO_LONG',
    `有单元格超过 ${longestCell} 个字符，不是正常的表格`,
    `A cell exceeds ${longestCell} characters: no spreadsheet writes that`,
  )
}
