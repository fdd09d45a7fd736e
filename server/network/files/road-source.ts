import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { refuse, type InputRefused } from '../../core/problems.ts'
import type { ReadOptions } from './road-report.ts'

/** The bytes of a road file, already unzipped; may be opened more than once, for readers that take two passes. */
export interface RoadSource {
  name: string
  chunks(): AsyncGenerator<Uint8Array, void, undefined>
}

export const defaultMaxBytes = 4 * 1024 ** 3

/** Text squeezes 5 to 60 times; beyond this factor the archive was made to fill our memory. */
export const maxInflationRatio = 250
/** Small files may squeeze well without harm: the ratio is asked only beyond this size. */
export const inflationGraceBytes = 64 * 1024 ** 2

export async function openFileSource(path: string, options: ReadOptions = {}): Promise<RoadSource> {
  const start = await readStart(path)
  const raw = () => createReadStream(path, { highWaterMark: 1024 * 1024 })
  return createSource(path, start, raw, options)
}

export function openBytesSource(name: string, bytes: Uint8Array, options: ReadOptions = {}): RoadSource {
  const raw = () => Readable.from(slices(bytes), { objectMode: false })
  return createSource(name, bytes.subarray(0, 2), raw, options)
}

/** Text of a source in pieces. UTF-8 unless a byte-order mark says UTF-16; anything else is refused. */
export async function* textChunks(source: RoadSource): AsyncGenerator<string, void, undefined> {
  let decoder: TextDecoder | undefined
  for await (const chunk of source.chunks()) {
    decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true })
    yield decode(decoder, chunk, true)
  }
  if (decoder) yield decode(decoder, new Uint8Array(0), false)
}

/** Lines of a source, many at a time; LF, CRLF and CR all end a line. */
export async function* lineBatches(source: RoadSource): AsyncGenerator<string[], void, undefined> {
  let rest = ''
  for await (const text of textChunks(source)) {
    // A CR at the very end may be the first half of a CRLF: it waits for the next piece.
    const whole = rest + text
    const held = whole.endsWith('\r') ? whole.length - 1 : whole.length
    const lines = whole.slice(0, held).split(/\r\n|\n|\r/)
    rest = lines.pop() + whole.slice(held)
    if (rest.length > maxLineLength) throw lineTooLong()
    if (lines.length > 0) yield lines
  }
  const last = rest.replace(/\r$/, '')
  if (last !== '') yield [last]
}

export function decodeUtf8(bytes: Uint8Array): string {
  return decode(utf8, bytes, false)
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
const maxLineLength = 1024 * 1024

function createSource(name: string, start: Uint8Array, raw: () => Readable, options: ReadOptions): RoadSource {
  const gzipped = start[0] === 0x1f && start[1] === 0x8b
  return {
    name,
    async *chunks() {
      const maxBytes = options.maxBytes ?? defaultMaxBytes
      const input = raw()
      let readBytes = 0
      if (gzipped) input.on('data', (chunk: Uint8Array) => (readBytes += chunk.length))
      const output = gzipped ? pipeline(input, createGunzip(), () => undefined) : input
      let bytes = 0
      try {
        for await (const chunk of output as AsyncIterable<Uint8Array>) {
          options.signal?.throwIfAborted()
          bytes += chunk.length
          if (bytes > maxBytes) throw tooLarge(maxBytes)
          if (gzipped) refuseBomb(bytes, readBytes)
          yield chunk
        }
      } catch (error) {
        throw refusalOf(error, name)
      }
    },
  }
}

/** @param bytes after decompression @param readBytes taken from the file so far */
export function refuseBomb(bytes: number, readBytes: number): void {
  if (bytes < inflationGraceBytes || bytes < readBytes * maxInflationRatio) return
  throw refuse(
    'DECOMPRESSION_BOMB',
    `压缩内容膨胀超过 ${maxInflationRatio} 倍，疑为恶意文件，已停止读取`,
    `The compressed content grows more than ${maxInflationRatio} times: reading was stopped`,
  )
}

async function readStart(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r')
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  } catch (error) {
    throw refusalOf(error, path)
  }
}

/** Errors of the file system and of zlib carry a code; everything else is passed on unchanged. */
function refusalOf(error: unknown, name: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (fileErrors.has(code)) return notReadable(name, code)
  if (code.startsWith('Z_') || code === 'ERR_BUFFER_TOO_LARGE') {
    return refuse(
      'GZIP_CORRUPT',
      '压缩文件损坏或不完整，无法解压',
      'The compressed file is damaged or cut short and cannot be unpacked',
      { fix: { zh: '请重新下载或重新压缩后再导入', en: 'Download or compress it again, then import' } },
    )
  }
  return error
}

const fileErrors = new Set(['ENOENT', 'EACCES', 'EPERM', 'EISDIR', 'ENOTDIR', 'EIO', 'ELOOP', 'ENAMETOOLONG', 'EMFILE'])

function notReadable(name: string, code: string): InputRefused {
  const missing = code === 'ENOENT' || code === 'ENOTDIR'
  return refuse(
    'FILE_NOT_READABLE',
    missing ? `找不到文件：${name}` : `文件无法读取：${name}`,
    missing ? `File not found: ${name}` : `The file cannot be read: ${name}`,
    { fix: { zh: '请检查文件路径和读取权限', en: 'Check the path and the permission to read it' }, value: name },
  )
}

function tooLarge(maxBytes: number): InputRefused {
  const gigabytes = (maxBytes / 1024 ** 3).toFixed(1)
  return refuse(
    'FILE_TOO_LARGE',
    `文件（解压后）超过 ${gigabytes} GB 的上限`,
    `The file (once unpacked) exceeds the limit of ${gigabytes} GB`,
    { fix: { zh: '请裁剪到本县及周边范围后再导入', en: 'Cut it to the county and its surroundings first' } },
  )
}

function lineTooLong(): InputRefused {
  return refuse('LINE_TOO_LONG', '有一行超过一百万字符，不是表格', 'A line exceeds a million characters: not a table')
}

function encodingOf(start: Uint8Array): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be'
  return 'utf-8'
}

function decode(decoder: TextDecoder, bytes: Uint8Array, stream: boolean): string {
  try {
    return decoder.decode(bytes, { stream })
  } catch {
    throw refuse(
      'ENCODING_NOT_UTF8',
      '文件不是 UTF-8 编码，文字无法辨认',
      'The file is not UTF-8: its text cannot be read',
      {
        fix: { zh: '请另存为 UTF-8 编码后再导入', en: 'Save it as UTF-8 and import again' },
      },
    )
  }
}

function* slices(bytes: Uint8Array): Generator<Buffer> {
  const size = 1024 * 1024
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let start = 0; start < whole.length; start += size) yield whole.subarray(start, start + size)
}
