/** Spaces of every kind, byte-order marks and the invisible characters that sheets and web pages leave in cells. */
const invisible = /[\s\u00a0\u180e\u2000-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff]+/g

/** The same words whatever their width, spaces or case: for comparing, never for storing. */
export function plainText(text: string): string {
  return text.normalize('NFKC').replace(invisible, '').toLowerCase()
}

/** A cell's text as it is read: half-width digits and signs, inner spaces single, none outside. */
export function tidyText(text: string): string {
  return text.normalize('NFKC').replace(invisible, ' ').trim()
}

const blankWords = new Set([
  '',
  '-',
  '--',
  '---',
  '—',
  '——',
  '―',
  '–',
  '－',
  '/',
  '\\',
  '*',
  '无',
  '暂无',
  '空',
  '未知',
  '不详',
  '待定',
  '缺',
  '缺失',
  'null',
  'none',
  'na',
  'n/a',
  '#n/a',
  'nan',
  '无数据',
  '未统计',
])

/** What offices write where nothing is known: it is nothing, and never 0. */
export function isBlankCell(cell: string | number | boolean | null): boolean {
  return cell === null || (typeof cell === 'string' && blankWords.has(plainText(cell)))
}

/** A value as a report shows it: short, on one line, control characters as their code. */
export function showValue(cell: unknown, longest = 60): string {
  const text = String(cell).replace(/[\u0000-\u001f\u007f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return text.length > longest ? `${text.slice(0, longest)}…（${text.length}）` : text
}
