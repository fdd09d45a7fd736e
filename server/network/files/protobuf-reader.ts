import { refuse, type InputRefused } from '../../core/problems.ts'

/** The file breaks the rules of its format. `detail` is for the person who made the file. */
export function pbfCorrupt(zh: string, en: string): InputRefused {
  return refuse('PBF_CORRUPT', `OSM PBF 文件损坏：${zh}`, `The OSM PBF file is damaged: ${en}`, {
    fix: { zh: '请重新下载该文件', en: 'Download the file again' },
  })
}

/**
 * Protocol-buffer fields of one message. Every read is checked against the message's end: the common libraries
 * trust lengths, and a hostile file then makes them loop for ever or hand out `undefined`.
 */
export class ProtobufReader {
  private readonly bytes: Uint8Array
  private position: number
  private readonly end: number
  private wireType = 0

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.bytes = bytes
    this.position = start
    this.end = end
  }

  get done(): boolean {
    return this.position >= this.end
  }

  /** The next field's number, or 0 at the end. The caller then reads or skips its value. */
  field(): number {
    if (this.position >= this.end) return 0
    const tag = this.varint()
    this.wireType = tag % 8
    const field = Math.floor(tag / 8)
    if (field === 0) throw pbfCorrupt('字段编号为零', 'a field is numbered zero')
    return field
  }

  /** Unsigned; exact up to 2^53, which ids, lengths and coordinates never exceed. */
  varint(): number {
    let value = 0
    let factor = 1
    for (let count = 0; count < 10; count++) {
      if (this.position >= this.end) throw overrun()
      const byte = this.bytes[this.position++]
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
      factor *= 128
    }
    throw pbfCorrupt('整数过长', 'a number is too long')
  }

  /** Zigzag-coded signed integer (sint32, sint64). */
  signedVarint(): number {
    const value = this.varint()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  /** Two's-complement signed integer (int64), where negatives fill all 64 bits. */
  int64(): number {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      if (this.position >= this.end) throw overrun()
      const byte = this.bytes[this.position++]
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return Number(BigInt.asIntN(64, value))
    }
    throw pbfCorrupt('整数过长', 'a number is too long')
  }

  /** A view of a length-delimited value; no copy. */
  data(): Uint8Array {
    const [start, end] = this.range()
    return this.bytes.subarray(start, end)
  }

  /** A length-delimited value as a message, or as a packed list; a lone value reads as a list of one. */
  message(): ProtobufReader {
    if (this.wireType === 0) {
      const start = this.position
      this.varint()
      return new ProtobufReader(this.bytes, start, this.position)
    }
    const [start, end] = this.range()
    return new ProtobufReader(this.bytes, start, end)
  }

  skip(): void {
    if (this.wireType === 0) this.varint()
    else if (this.wireType === 2) this.range()
    else if (this.wireType === 1) this.advance(8)
    else if (this.wireType === 5) this.advance(4)
    else throw pbfCorrupt('字段类型未知', 'a field has an unknown type')
  }

  private range(): [number, number] {
    if (this.wireType !== 2) throw pbfCorrupt('字段类型不符', 'a field has the wrong type')
    const length = this.varint()
    const start = this.position
    this.advance(length)
    return [start, this.position]
  }

  private advance(length: number): void {
    if (length > this.end - this.position) throw overrun()
    this.position += length
  }
}

function overrun(): InputRefused {
  return pbfCorrupt('内容比声明的短', 'its content is shorter than declared')
}
