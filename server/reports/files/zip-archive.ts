import { crc32, deflateRawSync } from 'node:zlib'

const version = 20
/** Names are UTF-8 (APPNOTE.TXT 4.4.4, bit 11). */
const flags = 0x0800
const deflated = 8

/**
 * Files as one archive (PKWARE APPNOTE.TXT 6.3, without ZIP64): the same files and the same instant give the same bytes.
 * Names are Latin or UTF-8; throws beyond 4 GB.
 */
export function zipArchive(files: readonly (readonly [name: string, bytes: Uint8Array])[], at: Date): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, bytes] of files) {
    const encoded = Buffer.from(name, 'utf8')
    const packed = deflateRawSync(bytes)
    const facts = factsOf(bytes, packed.length, encoded.length, at)
    const local = Buffer.concat([signature(0x04034b50), facts, uint16(0), encoded, packed])
    // Made by; internal and external attributes; where the file begins.
    directory.push(Buffer.concat([signature(0x02014b50), uint16(version), facts, uint16(0), uint16(0), uint16(0), uint16(0), uint32(0), uint32(offset), encoded]))
    parts.push(local)
    offset += local.length
  }
  const list = Buffer.concat(directory)
  if (offset + list.length > 0xffffffff) throw new Error(`expected an archive below 4 GB, got ${offset + list.length} bytes`)
  const end = Buffer.concat([signature(0x06054b50), uint16(0), uint16(0), uint16(files.length), uint16(files.length), uint32(list.length), uint32(offset), uint16(0)])
  return Buffer.concat([...parts, list, end])
}

/** What stands alike before a file and in the list of files: version, flags, method, time, day, checksum, sizes, name. */
function factsOf(bytes: Uint8Array, packedLength: number, nameLength: number, at: Date): Buffer {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1)
  const day = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate()
  return Buffer.concat([uint16(version), uint16(flags), uint16(deflated), uint16(time), uint16(day), uint32(crc32(bytes)), uint32(packedLength), uint32(bytes.length), uint16(nameLength)])
}

const signature = uint32

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
