import { crc32 } from 'node:zlib'
import * as yauzl from 'yauzl'
import { InputRefused, refuse } from '../../core/problems.ts'
import { inflationGraceBytes, maxInflationRatio } from '../../network/files/road-source.ts'
import type { ReadLimits } from './limits.ts'
import { tryDecode } from './text-encoding.ts'

/** An archive whose directory has been checked; contents come out one entry at a time, counted. */
export interface ZipArchive {
  /** File names as stored, `/` between folders; folders themselves are left out. */
  names: string[]
  /** Throws ZIP_* where the entry lies about its size, is damaged, or the archive swells beyond the limits. */
  read(name: string): Promise<Buffer>
  /** The same in pieces, for entries that are better not held whole. */
  stream(name: string): AsyncGenerator<Buffer, void, undefined>
}

export const maxZipEntries = 200
/** Workbooks hold a part a picture, geodatabases eight files a table. */
export const maxPackageEntries = 4000

export async function openZip(bytes: Buffer, limits: ReadLimits): Promise<ZipArchive> {
  const file = await openDirectory(bytes)
  if (file.entryCount > maxPackageEntries) throw tooMany(file.entryCount, maxPackageEntries)
  const entries = await listEntries(file)
  const named = new Map<string, yauzl.Entry>()
  const seen = new Set<string>()
  for (const entry of entries) {
    const name = nameOf(entry)
    refuseUnsafe(entry, name)
    const folded = name.normalize('NFC').toLowerCase()
    if (seen.has(folded)) throw badZip('ZIP_DUP', `压缩包内有重名文件：${name}`, `Two entries of the archive share a name: ${name}`)
    seen.add(folded)
    if (!name.endsWith('/')) named.set(name, entry)
  }
  const isPackage = named.has('[Content_Types].xml') || [...named.keys()].some((name) => /\.gdb\/[^/]+$/i.test(name))
  if (entries.length > maxZipEntries && !isPackage) throw tooMany(entries.length, maxZipEntries)
  refuseOverlaps(bytes, entries)

  let unpackedBytes = 0
  async function* stream(name: string): AsyncGenerator<Buffer, void, undefined> {
    const entry = named.get(name)
    if (!entry) throw new Error(`expected an entry of the archive, got ${name}`)
    let crc = 0
    try {
      for await (const chunk of (await openEntry(file, entry)) as AsyncIterable<Buffer>) {
        unpackedBytes += chunk.length
        if (unpackedBytes > limits.maxUnpackedBytes) throw bomb()
        if (unpackedBytes > inflationGraceBytes && unpackedBytes > bytes.length * maxInflationRatio) throw bomb()
        crc = crc32(chunk, crc)
        yield chunk
      }
    } catch (error) {
      throw refusalOf(error)
    }
    if (crc !== entry.crc32) throw badZip('ZIP_BAD', `压缩包内的文件已损坏：${name}`, `An entry of the archive is damaged: ${name}`)
  }
  return {
    names: [...named.keys()],
    stream,
    async read(name) {
      const pieces: Buffer[] = []
      for await (const piece of stream(name)) pieces.push(piece)
      return Buffer.concat(pieces)
    },
  }
}

function openDirectory(bytes: Buffer): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    // Names stay bytes: Windows in China writes them in GBK without saying so.
    yauzl.fromBuffer(bytes, { lazyEntries: true, decodeStrings: false, validateEntrySizes: true }, (error, file) => {
      if (error) reject(refusalOf(error))
      else resolve(file)
    })
  })
}

function listEntries(file: yauzl.ZipFile): Promise<yauzl.Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: yauzl.Entry[] = []
    file.on('entry', (entry: yauzl.Entry) => {
      entries.push(entry)
      file.readEntry()
    })
    file.on('end', () => resolve(entries))
    file.on('error', (error: unknown) => reject(refusalOf(error)))
    file.readEntry()
  })
}

function openEntry(file: yauzl.ZipFile, entry: yauzl.Entry): Promise<NodeJS.ReadableStream> {
  return new Promise((resolve, reject) => {
    file.openReadStream(entry, (error, stream) => {
      if (error) reject(refusalOf(error))
      else resolve(stream)
    })
  })
}

function nameOf(entry: yauzl.Entry): string {
  const bytes = entry.fileName as unknown as Buffer
  const utf8Flag = (entry.generalPurposeBitFlag & 0x800) !== 0
  const name = tryDecode(bytes, 'utf-8') ?? (utf8Flag ? null : tryDecode(bytes, 'gb18030'))
  if (name === null) throw badZip('ZIP_BAD', '压缩包内的文件名无法辨认', 'A name in the archive cannot be read')
  // Some Windows packers write backslashes.
  return name.replaceAll('\\', '/')
}

const symbolicLink = 0xa000

function refuseUnsafe(entry: yauzl.Entry, name: string): void {
  const mode = (entry.externalFileAttributes >>> 16) & 0xf000
  const leaves = name.split('/').includes('..') || name.startsWith('/') || /^[A-Za-z]:/.test(name)
  if (leaves || mode === symbolicLink || name.includes('\0')) {
    const shown = name.replaceAll('\0', '␀').slice(0, 200)
    throw badZip('ZIP_SLIP', `压缩包内有越界的路径或链接：${shown}`, `An entry of the archive is a link or leads outside it: ${shown}`)
  }
  if ((entry.generalPurposeBitFlag & 0x41) !== 0) {
    throw refuse('ZIP_ENCRYPTED', '压缩包有密码', 'The archive is encrypted', {
      value: name,
      fix: { zh: '请解密后重新压缩再导入', en: 'Remove the password, pack again and import' },
    })
  }
}

/** Entries that share bytes are how a small archive becomes petabytes; entries past the end are damage. */
function refuseOverlaps(bytes: Buffer, entries: yauzl.Entry[]): void {
  const spans = entries.map((entry) => {
    const start = entry.relativeOffsetOfLocalHeader
    if (start + 30 > bytes.length)
      throw badZip('ZIP_BAD', '压缩包不完整：目录指向文件之外', 'The archive is cut short: its directory points past its end')
    const nameLength = bytes.readUInt16LE(start + 26)
    const name = bytes.subarray(start + 30, start + 30 + nameLength)
    if (bytes.readUInt32LE(start) !== 0x04034b50 || !name.equals(entry.fileName as unknown as Buffer)) {
      throw badZip('ZIP_BAD', '压缩包的目录与内容不一致', 'The directory of the archive and its contents disagree')
    }
    const end = start + 30 + nameLength + bytes.readUInt16LE(start + 28) + entry.compressedSize
    if (end > bytes.length) throw badZip('ZIP_BAD', '压缩包不完整', 'The archive is cut short')
    return { start, end }
  })
  spans.sort((a, b) => a.start - b.start)
  for (let i = 1; i < spans.length; i++) {
    if (spans[i].start < spans[i - 1].end)
      throw badZip('ZIP_OVERLAP', '压缩包内的文件互相重叠，疑为恶意文件', 'Entries of the archive overlap: it was made to do harm')
  }
}

function refusalOf(error: unknown): unknown {
  if (error instanceof InputRefused || !(error instanceof Error)) return error
  if (/too many bytes in the stream/i.test(error.message)) {
    return badZip('ZIP_SIZE_LIE', '压缩包内文件的实际大小超过其声明', 'An entry of the archive holds more than it declares')
  }
  if (/encrypt/i.test(error.message)) return badZip('ZIP_ENCRYPTED', '压缩包有密码', 'The archive is encrypted')
  return badZip('ZIP_BAD', '不是压缩包，或已损坏', 'Not a zip archive, or a damaged one')
}

function badZip(code: string, zh: string, en: string): InputRefused {
  return refuse(code, zh, en, {
    fix: { zh: '请在自己的电脑上重新压缩后再导入', en: 'Pack the files again on your own computer and import' },
  })
}

function tooMany(count: number, limit: number): InputRefused {
  return refuse('ZIP_COUNT', `压缩包内有 ${count} 个文件，超过上限 ${limit} 个`, `The archive holds ${count} entries: more than ${limit}`, {
    fix: { zh: '请只压缩一个图层的文件', en: 'Pack the files of one layer only' },
  })
}

function bomb(): InputRefused {
  return refuse('ZIP_BOMB', '压缩内容膨胀过大，疑为恶意文件，已停止读取', 'The archive swells beyond all measure: reading was stopped')
}
