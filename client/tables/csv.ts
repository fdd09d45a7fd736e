/** Text that Excel opens as it is meant: UTF-8 with a mark, CRLF, quoted where needed, and never run as a formula. */

export type CsvCell = string | number | null

const byteOrderMark = '\ufeff'
const lineEnd = '\r\n'
/** Excel takes a cell that begins so for a formula; a number of ours is no text and stays as it is. */
const formulaStart = /^[=+\-@\t\r]/
const needsQuotes = /[",\r\n]/

/** Comment rows first (the method, the demo mark), then the headings, then the rows. */
export function toCsv(comments: readonly string[], headings: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  const lines = [...comments.map((comment) => [`# ${comment}`]), headings, ...rows]
  return byteOrderMark + lines.map((cells) => cells.map(toCell).join(',')).join(lineEnd) + lineEnd
}

function toCell(value: CsvCell): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = formulaStart.test(value) ? `'${value}` : value
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
