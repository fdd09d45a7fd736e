import { refuse, type InputRefused } from '../../core/problems.ts'

export interface DbfField {
  nameBytes: Buffer
  type: string
  offset: number
  length: number
}

export interface DbfLayout {
  fields: DbfField[]
  recordCount: number
  headerLength: number
  recordLength: number
  /** The language driver's byte: which code page the writer meant. */
  language: number
}

/** The header of a .dbf: its fields and where records lie, checked against each other. */
export function readDbfLayout(bytes: Buffer): DbfLayout {
  if (bytes.length < 33) throw cutShort('.dbf 不完整', 'The .dbf is cut short')
  const recordCount = bytes.readUInt32LE(4)
  const headerLength = bytes.readUInt16LE(8)
  const recordLength = bytes.readUInt16LE(10)
  const fields: DbfField[] = []
  let offset = 1
  let at = 32
  while (at < bytes.length && bytes[at] !== 0x0d && at + 32 <= headerLength) {
    if (at + 32 > bytes.length) throw cutShort('.dbf 不完整', 'The .dbf is cut short')
    const name = bytes.subarray(at, at + 11)
    const end = name.indexOf(0)
    const type = String.fromCharCode(bytes[at + 11])
    // Texts beyond 255 bytes use the byte of the decimals too.
    const length = type === 'C' ? bytes.readUInt16LE(at + 16) : bytes[at + 16]
    fields.push({ nameBytes: name.subarray(0, end < 0 ? 11 : end), type, offset, length })
    offset += length
    at += 32
  }
  if (at >= bytes.length) throw cutShort('.dbf 不完整', 'The .dbf is cut short')
  // Some writers put a high byte into the decimals of texts without meaning length: believe the record's length.
  if (offset !== recordLength) relayNarrow(bytes, fields)
  const total = 1 + fields.reduce((sum, { length }) => sum + length, 0)
  if (fields.length === 0 || total !== recordLength || headerLength < at + 1) {
    throw refuse('SHP_CORRUPT', '.dbf 的字段与记录长度不符', 'The fields of the .dbf do not add up to its record length', {
      fix: exportShp,
    })
  }
  return { fields, recordCount, headerLength, recordLength, language: bytes[29] }
}

function relayNarrow(bytes: Buffer, fields: DbfField[]): void {
  let offset = 1
  fields.forEach((field, index) => {
    field.length = bytes[32 + index * 32 + 16]
    field.offset = offset
    offset += field.length
  })
}

export const exportShp = { zh: '请在 GIS 软件中重新导出整套 Shapefile', en: 'Export the whole shapefile again with GIS software' }

export function cutShort(zh: string, en: string): InputRefused {
  return refuse('SHP_TRUNC', zh, en, { fix: exportShp })
}
