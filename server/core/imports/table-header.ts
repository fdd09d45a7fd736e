import type { Problem } from '../problems.ts'
import type { ImportKind } from './field.ts'
import { findHeader, takeHeader, type Header } from './find-header.ts'
import { columnLetter, createNameTest } from './guess-columns.ts'
import { plainText } from './plain-text.ts'
import type { RawTable } from './raw-table.ts'
import type { Question } from './report.ts'

export interface HeaderOptions {
  header?: { fromRow: number; toRow: number }
  answers: Readonly<Record<string, string>>
}

export type ReadHeader =
  | { columns: string[][]; dataIndex: number; rows: { fromRow: number; toRow: number } | null; questions: Question[] } | { rejected: Problem }

/** Where a table's column names are: declared by its format, or found in its rows and shown to the user where that took a guess. */
export function readHeader(table: RawTable, kind: ImportKind, options: HeaderOptions): ReadHeader {
  if (table.headers !== null) return { columns: table.headers.map((name) => [name]), dataIndex: 0, rows: null, questions: [] }
  if (options.header) {
    const taken = takeHeader(table, options.header.fromRow, options.header.toRow)
    return taken
      ? { ...taken, rows: rowsOf(taken), questions: [] }
      : { rejected: problem('HEADER_MISSING', '所指的表头行不存在', 'There are no such header rows') }
  }
  const found = findHeader(table, createNameTest(kind.fields))
  if (!found) return withoutHeader(table, options)
  const questions = found.merged && options.answers.HEADER_MERGED !== 'accept' ? [askMerged(found)] : []
  return { columns: found.columns, dataIndex: found.dataIndex, rows: rowsOf(found), questions }
}

function rowsOf({ fromRow, toRow }: Header) {
  return { fromRow, toRow }
}

/** Whether a sheet holds a table of the kind: for choosing among several, of which one may be an instruction. */
export function hasHeader(table: RawTable, kind: ImportKind): boolean {
  if (table.headers !== null) return true
  const isKnown = createNameTest(kind.fields)
  const found = findHeader(table, isKnown)
  if (!found || kind.id === 'layer') return found !== undefined
  return found.columns.filter((parts) => parts.some(isKnown)).length >= 2
}

function askMerged(header: Header): Question {
  const rows = header.fromRow === header.toRow ? `${header.fromRow}` : `${header.fromRow}-${header.toRow}`
  const names = header.columns.map((parts) => parts.join('·')).filter((name) => name !== '')
  return {
    code: 'HEADER_MERGED',
    message: {
      zh: `表头有合并单元格或多行：第 ${rows} 行，读作 ${names.join('、')}，请确认`,
      en: `The header is merged or has several rows: row ${rows}, read as ${names.join(', ')}`,
    },
    options: [{ value: 'accept', label: { zh: `第 ${rows} 行是表头`, en: `row ${rows} is the header` } }],
    option: `--header ${rows} | --answer HEADER_MERGED=accept`,
  }
}

/** One row of something that is no name is data: its columns are called by their letters. More rows are asked about. */
function withoutHeader(table: RawTable, options: HeaderOptions): ReadHeader {
  const rows = table.rows.filter(({ cells }) => cells.some((cell) => cell !== null && plainText(String(cell)) !== ''))
  if (rows.length === 0) return { rejected: problem('EMPTY', `「${table.name}」是空的`, 'It is empty') }
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0)
  const columns = Array.from({ length: width }, (_, i) => [columnLetter(i)])
  if (rows.length === 1 || options.answers.HEADER_MISSING === 'none') return { columns, dataIndex: 0, rows: null, questions: [] }
  const merged = table.merges.length > 0
  return {
    columns,
    dataIndex: 0,
    rows: null,
    questions: [
      {
        code: merged ? 'HEADER_MERGED' : 'HEADER_MISSING',
        message: merged
          ? { zh: '表中有合并单元格，找不到表头，请指明表头所在行', en: 'Cells are merged and no header was found: say where it is' }
          : { zh: '找不到表头，请指明表头所在行', en: 'No header was found: say where it is' },
        options: [{ value: 'none', label: { zh: '没有表头', en: 'there is none' } }],
        option: '--header <row> | --answer HEADER_MISSING=none',
      },
    ],
  }
}

function problem(code: string, zh: string, en: string): Problem {
  return { code, severity: 'error', message: { zh, en } }
}
