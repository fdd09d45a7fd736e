/**
 * One reading of PostgreSQL's text format for both engines, by type oid, so that a repository never sees which engine
 * answered: int8 is a safe number, numeric a decimal string, date a calendar string, bytea plain bytes.
 */
export type ReadText = (text: string) => unknown

const scalarReaders: Record<number, ReadText> = {
  16: (text) => text === 't',
  17: readBytes,
  20: readInt8,
  21: Number,
  23: Number,
  26: Number,
  114: readJson,
  700: Number,
  701: Number,
  1184: readTimestamp,
  3802: readJson,
}

/** Array type → element type, for the element types our schema and the queue use. */
const arrayElements: Record<number, number> = {
  199: 114,
  1000: 16,
  1001: 17,
  1002: 18,
  1003: 19,
  1005: 21,
  1007: 23,
  1009: 25,
  1015: 1043,
  1016: 20,
  1021: 700,
  1022: 701,
  1028: 26,
  1182: 1082,
  1185: 1184,
  1231: 1700,
  2951: 2950,
  3807: 3802,
}

/** Types not named here (text, uuid, numeric, date, geometry, enumerations …) stay the text the server sent. */
export function readerOf(typeOid: number): ReadText {
  const element = arrayElements[typeOid]
  if (element !== undefined) return (text) => readArray(text, readerOf(element))
  return scalarReaders[typeOid] ?? String
}

/**
 * What is sent for one parameter: text, or bytes in binary form for bytea. Arrays become array literals, other objects
 * JSON — as node-postgres does, so both engines receive the same.
 */
export function writeParameter(value: unknown): string | Uint8Array | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (value instanceof Uint8Array) return value
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
  if (value instanceof ArrayBuffer) return new Uint8Array(value)
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return writeArray(value)
  if (typeof value === 'object') return JSON.stringify(value)
  return String(value)
}

function writeArray(values: readonly unknown[]): string {
  return `{${values.map(writeElement).join(',')}}`
}

function writeElement(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  if (Array.isArray(value)) return writeArray(value)
  const text = value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : writeParameter(value)
  return `"${String(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

function readInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error(`expected a bigint within ±2^53, got ${text}`)
  return value
}

function readJson(text: string): unknown {
  return JSON.parse(text)
}

function readBytes(text: string): Uint8Array {
  if (!text.startsWith('\\x')) throw new Error('expected bytea in hexadecimal form (bytea_output = hex)')
  return new Uint8Array(Buffer.from(text.slice(2), 'hex'))
}

/** Sessions run in UTC with ISO dates: `2026-03-01 08:00:00.123456+00`. */
function readTimestamp(text: string): Date {
  const date = new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
  if (Number.isNaN(date.getTime())) throw new Error(`expected a timestamp with time zone, got ${text}`)
  return date
}

/** Reads an array literal such as `{a,"b,\"c",NULL,{nested}}`. */
function readArray(text: string, readElement: ReadText): unknown[] {
  let at = text.indexOf('{')
  if (at < 0) throw new Error(`expected an array literal, got ${text.slice(0, 40)}`)

  function readList(): unknown[] {
    const list: unknown[] = []
    at += 1
    while (text[at] !== '}') {
      if (at >= text.length) throw new Error('expected the end of an array literal')
      if (text[at] === ',') at += 1
      else if (text[at] === '{') list.push(readList())
      else if (text[at] === '"') list.push(readElement(readQuoted()))
      else list.push(readBare())
    }
    at += 1
    return list
  }

  function readQuoted(): string {
    let out = ''
    for (at += 1; text[at] !== '"'; at += 1) {
      if (at >= text.length) throw new Error('expected a closing quote in an array literal')
      if (text[at] === '\\') at += 1
      out += text[at]
    }
    at += 1
    return out
  }

  function readBare(): unknown {
    const start = at
    while (text[at] !== ',' && text[at] !== '}' && at < text.length) at += 1
    const word = text.slice(start, at)
    return word === 'NULL' ? null : readElement(word)
  }

  return readList()
}
