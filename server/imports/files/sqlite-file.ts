import { refuse, type InputRefused } from '../../core/problems.ts'

export type SqliteValue = number | bigint | string | Buffer | null

export interface SchemaEntry {
  type: string
  name: string
  rootPage: number
  sql: string
}

/** Read-only access to the tables of an SQLite file: no SQL runs, so no view, trigger or function of the file can. */
export interface SqliteFile {
  schema: SchemaEntry[]
  /** Rows of a rowid table in rowid order. */
  rows(rootPage: number): Generator<{ rowid: bigint; values: SqliteValue[] }>
}

const tableLeaf = 0x0d
const tableInterior = 0x05
const maxDepth = 40
/** No geometry of a county's layer comes near; a length beyond it is damage or malice. */
const maxPayloadBytes = 128 * 1024 ** 2

/** Reads the b-trees of a database file (sqlite.org/fileformat2.html). Every pointer is checked, no page is read twice. */
export function openSqlite(bytes: Buffer): SqliteFile {
  if (bytes.length < 512 || bytes.subarray(0, 16).toString('latin1') !== 'SQLite format 3\0')
    throw corrupt('文件头无效', 'its header is not one')
  const rawSize = bytes.readUInt16BE(16)
  const pageSize = rawSize === 1 ? 65536 : rawSize
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) throw corrupt('页大小无效', 'its page size is impossible')
  const usable = pageSize - bytes[20]
  const pageCount = Math.floor(bytes.length / pageSize)
  const declared = bytes.readUInt32BE(28)
  const trusted = bytes.readUInt32BE(24) === bytes.readUInt32BE(92)
  if (trusted && declared > pageCount)
    throw corrupt(`应有 ${declared} 页，实际 ${pageCount} 页，文件不完整`, `${pageCount} of ${declared} pages are there: it is cut short`)
  const textEncoding = (['utf-8', 'utf-8', 'utf-16le', 'utf-16be'] as const)[bytes.readUInt32BE(56)] ?? 'utf-8'
  const decoder = new TextDecoder(textEncoding, { ignoreBOM: true })

  function page(number: number, seen: Set<number>): { data: Buffer; start: number } {
    if (number < 1 || number > pageCount) throw corrupt(`指向不存在的第 ${number} 页`, `it points to page ${number}, which is not there`)
    if (seen.has(number)) throw corrupt(`第 ${number} 页被重复引用`, `page ${number} is used twice`)
    seen.add(number)
    return { data: bytes.subarray((number - 1) * pageSize, number * pageSize), start: number === 1 ? 100 : 0 }
  }

  function* walk(number: number, seen: Set<number>, depth: number): Generator<{ rowid: bigint; values: SqliteValue[] }> {
    if (depth > maxDepth) throw corrupt('层次过深', 'its tree is too deep')
    const { data, start } = page(number, seen)
    const kind = data[start]
    const cellCount = data.readUInt16BE(start + 3)
    const pointersAt = start + (kind === tableInterior ? 12 : 8)
    if ((kind !== tableLeaf && kind !== tableInterior) || pointersAt + cellCount * 2 > pageSize)
      throw corrupt(`第 ${number} 页不是表`, `page ${number} is no table page`)
    for (let i = 0; i < cellCount; i++) {
      const at = data.readUInt16BE(pointersAt + i * 2)
      if (at + 4 > pageSize) throw corrupt(`第 ${number} 页的单元越界`, `a cell of page ${number} lies outside it`)
      if (kind === tableInterior) yield* walk(data.readUInt32BE(at), seen, depth + 1)
      else yield readCell(data, at, seen)
    }
    if (kind === tableInterior) yield* walk(data.readUInt32BE(start + 8), seen, depth + 1)
  }

  function readCell(data: Buffer, at: number, seen: Set<number>) {
    const size = readVarint(data, at)
    const rowid = readVarint(data, size.next)
    const payloadBytes = Number(size.value)
    if (payloadBytes > maxPayloadBytes) throw corrupt('记录过大', 'a record is of an impossible size')
    const most = usable - 35
    const least = Math.floor(((usable - 12) * 32) / 255) - 23
    const spill = least + ((payloadBytes - least) % (usable - 4))
    const local = payloadBytes <= most ? payloadBytes : spill <= most ? spill : least
    if (rowid.next + local > data.length) throw corrupt('记录越界', 'a record reaches beyond its page')
    const pieces = [data.subarray(rowid.next, rowid.next + local)]
    let missing = payloadBytes - local
    let next = missing > 0 ? readPointer(data, rowid.next + local) : 0
    while (missing > 0) {
      const overflow = page(next, seen).data
      const taken = Math.min(missing, usable - 4)
      pieces.push(overflow.subarray(4, 4 + taken))
      missing -= taken
      next = overflow.readUInt32BE(0)
    }
    const payload = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces)
    return { rowid: BigInt.asIntN(64, rowid.value), values: readRecord(payload) }
  }

  function readRecord(payload: Buffer): SqliteValue[] {
    const header = readVarint(payload, 0)
    const headerBytes = Number(header.value)
    if (headerBytes > payload.length) throw corrupt('记录头越界', 'the header of a record reaches beyond it')
    const values: SqliteValue[] = []
    let at = headerBytes
    let typeAt = header.next
    while (typeAt < headerBytes) {
      const serial = readVarint(payload, typeAt)
      typeAt = serial.next
      const type = Number(serial.value)
      const length = lengthOf(type)
      if (at + length > payload.length) throw corrupt('字段越界', 'a value reaches beyond its record')
      values.push(readValue(payload, at, type, length))
      at += length
    }
    return values
  }

  function readValue(payload: Buffer, at: number, type: number, length: number): SqliteValue {
    if (type === 0) return null
    if (type <= 4 || type === 5) return payload.readIntBE(at, length)
    if (type === 6) {
      const value = payload.readBigInt64BE(at)
      return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value
    }
    if (type === 7) return payload.readDoubleBE(at)
    if (type === 8 || type === 9) return type - 8
    const content = payload.subarray(at, at + length)
    return type % 2 === 0 ? content : decoder.decode(content)
  }

  const rows = (rootPage: number) => walk(rootPage, new Set(), 0)
  return { schema: readSchema(rows(1)), rows }
}

function readSchema(rows: Iterable<{ values: SqliteValue[] }>): SchemaEntry[] {
  const schema: SchemaEntry[] = []
  for (const { values } of rows) {
    const [type, name, , rootPage, sql] = values
    schema.push({ type: String(type), name: String(name), rootPage: Number(rootPage ?? 0), sql: String(sql ?? '') })
    if (schema.length > 10_000) throw corrupt('对象过多', 'it holds too many objects')
  }
  return schema
}

function lengthOf(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2)
  const length = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type]
  if (length === undefined) throw corrupt('字段类型不存在', 'a value is of a type that is not')
  return length
}

/** Big-endian, seven bits a byte, the ninth byte whole. */
function readVarint(data: Buffer, start: number): { value: bigint; next: number } {
  let value = 0n
  for (let i = 0; i < 8; i++) {
    const byte = data[start + i]
    if (byte === undefined) throw corrupt('数值越界', 'a number reaches beyond its page')
    // Most are one byte: no big arithmetic for them.
    if (i === 0 && byte < 0x80) return { value: BigInt(byte), next: start + 1 }
    value = (value << 7n) | BigInt(byte & 0x7f)
    if (byte < 0x80) return { value, next: start + i + 1 }
  }
  if (data[start + 8] === undefined) throw corrupt('数值越界', 'a number reaches beyond its page')
  return { value: (value << 8n) | BigInt(data[start + 8]), next: start + 9 }
}

function readPointer(data: Buffer, at: number): number {
  if (at + 4 > data.length) throw corrupt('记录越界', 'a record reaches beyond its page')
  return data.readUInt32BE(at)
}

function corrupt(zh: string, en: string): InputRefused {
  return refuse('GPKG_CORRUPT', `GeoPackage 数据库已损坏：${zh}`, `The GeoPackage is damaged: ${en}`, {
    fix: { zh: '请用 GIS 软件重新导出 GeoPackage', en: 'Export the GeoPackage again with GIS software' },
  })
}
