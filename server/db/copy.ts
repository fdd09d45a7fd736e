import { CompiledQuery, sql } from 'kysely'
import type { Schema, Tx } from './schema.ts'
import { writeParameter } from './values.ts'

/**
 * Bulk loading: rows become PostgreSQL's COPY text and travel as the only parameter of a `copy … from stdin` query.
 * Both drivers recognise that parameter and use their own transport, so the load runs on the connection, and inside the
 * transaction, of the `tx` it was given.
 */
export interface CopyText {
  readonly [copyTextMark]: true
  readonly chunks: readonly string[]
}

const copyTextMark = Symbol('copy text')
const rowsPerChunk = 1000

export type CopyValue = string | number | bigint | boolean | null | undefined | Date | Uint8Array | CopyValue[] | object

export async function copyRows<T extends keyof Schema & string>(
  tx: Tx,
  table: T,
  columns: readonly (keyof Schema[T] & string)[],
  rows: Iterable<readonly CopyValue[]>,
): Promise<number> {
  const copy: CopyText = { [copyTextMark]: true, chunks: [...encodeChunks(columns, rows)] }
  if (copy.chunks.length === 0) return 0
  const target = sql`copy ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))}) from stdin`
  const { sql: text } = target.compile(tx)
  const result = await tx.executeQuery(CompiledQuery.raw(text, [copy]))
  return Number(result.numAffectedRows ?? 0)
}

export function findCopyText(parameters: readonly unknown[]): CopyText | undefined {
  const [only] = parameters
  return typeof only === 'object' && only !== null && copyTextMark in only ? (only as CopyText) : undefined
}

function* encodeChunks(columns: readonly string[], rows: Iterable<readonly CopyValue[]>): Iterable<string> {
  let lines: string[] = []
  let rowNumber = 0
  for (const row of rows) {
    rowNumber += 1
    if (row.length !== columns.length) {
      throw new Error(`expected ${columns.length} values in row ${rowNumber}, got ${row.length}`)
    }
    lines.push(`${row.map((value, index) => encodeField(value, `${columns[index]}, row ${rowNumber}`)).join('\t')}\n`)
    if (lines.length === rowsPerChunk) {
      yield lines.join('')
      lines = []
    }
  }
  if (lines.length > 0) yield lines.join('')
}

function encodeField(value: CopyValue, where: string): string {
  if (value === null || value === undefined) return '\\N'
  const parameter = value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : writeParameter(value)
  const text = String(parameter)
  if (text.includes('\0')) throw new NulInText(where)
  return text.replace(/[\\\t\n\r\b\f\v]/g, (character) => escapes[character])
}

/** PostgreSQL text cannot hold U+0000; said before anything is sent, with the place. */
export class NulInText extends Error {
  readonly code = '22021'
  constructor(readonly where: string) {
    super(`文本中含有空字符 U+0000（${where}）/ text holds a NUL character U+0000 (${where})`)
    this.name = 'NulInText'
  }
}

const escapes: Record<string, string> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
}
