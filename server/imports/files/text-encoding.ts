import type { InputRefused } from '../../core/problems.ts'
import { refuse, type Problem } from '../../core/problems.ts'
import { problem } from './limits.ts'

export interface DecodedText {
  text: string
  encoding: string
  /** How it is known: stated by the user or the file, sure from the bytes, or only likely. */
  certainty: 'stated' | 'sure' | 'detected' | 'unsure'
}

/** Names that users and .cpg files write, to the names of the Encoding Standard. */
const aliases: Record<string, string> = {
  '65001': 'utf-8', utf8: 'utf-8', 'utf-8': 'utf-8',
  '936': 'gbk', cp936: 'gbk', gbk: 'gbk', gb2312: 'gbk', 'ansi 936': 'gbk', 'ms936': 'gbk', 'windows-936': 'gbk', 'x-gbk': 'gbk', ansi_936: 'gbk',
  '54936': 'gb18030', gb18030: 'gb18030', 'gb18030-2022': 'gb18030',
  '950': 'big5', big5: 'big5', cp950: 'big5', 'ansi 950': 'big5', ansi_950: 'big5',
  '1200': 'utf-16le', 'utf-16': 'utf-16le', 'utf-16le': 'utf-16le', utf16le: 'utf-16le',
  '1201': 'utf-16be', 'utf-16be': 'utf-16be', utf16be: 'utf-16be',
  '1252': 'windows-1252', 'windows-1252': 'windows-1252', ansi_1252: 'windows-1252', 'iso-8859-1': 'windows-1252', 'iso8859-1': 'windows-1252', 'iso 8859-1': 'windows-1252', '88591': 'windows-1252', latin1: 'windows-1252',
} // prettier-ignore

/** @returns undefined where the name is none that we read */
export function encodingOfName(name: string): string | undefined {
  return aliases[name.trim().toLowerCase()]
}

/** @returns null where the bytes are not text in that encoding. A byte-order mark is not part of the text. */
export function tryDecode(bytes: Uint8Array, encoding: string): string | null {
  let decoder = decoders.get(encoding)
  if (!decoder) decoders.set(encoding, (decoder = new TextDecoder(encoding, { fatal: true })))
  try {
    return decoder.decode(bytes)
  } catch {
    return null
  }
}

/** Kept, for a .dbf asks once a cell. */
const decoders = new Map<string, TextDecoder>()

/** Decodes a whole text; throws ENC_CONFLICT or ENC_UNKNOWN where no single encoding gives every character. */
export function decodeText(bytes: Buffer, stated?: string): DecodedText {
  if (stated !== undefined) return decodeStated(bytes, stated)
  const marked = encodingOfMark(bytes)
  if (marked) {
    const text = tryDecode(bytes, marked)
    if (text === null) throw conflict(firstBadLine(bytes, marked), marked)
    return { text, encoding: marked, certainty: 'sure' }
  }
  const wide = wideWithoutMark(bytes)
  if (wide) {
    const text = tryDecode(bytes, wide)
    if (text !== null) return { text, encoding: wide, certainty: 'unsure' }
  }
  const utf8 = tryDecode(bytes, 'utf-8')
  if (utf8 !== null) return { text: utf8, encoding: 'utf-8', certainty: 'sure' }
  if (endsMidway(bytes)) throw cutShort()
  const conflictLine = firstForeignLine(bytes)
  const chinese = conflictLine === undefined ? tryDecode(bytes, 'gb18030') : null
  if (chinese !== null) {
    const { share, fourByte } = hanziShare(bytes)
    return { text: chinese, encoding: fourByte ? 'gb18030' : 'gbk', certainty: share >= 0.6 ? 'detected' : 'unsure' }
  }
  throw conflict(conflictLine ?? firstBadLine(bytes, 'utf-8'))
}

/** The question or warning that goes with a text whose encoding nobody stated. */
export function encodingProblems({ encoding, certainty, text }: DecodedText, severity: 'question' | 'warning'): Problem[] {
  const name = encoding.toUpperCase()
  const value = /[^\x00-\x7f]/.exec(text) ? sampleOf(text) : undefined
  if (certainty === 'detected') {
    const zh = `文件没有说明编码，按内容判断为 ${name}`
    return [
      problem(severity, 'ENC_DETECTED', zh, `The file does not state its encoding; by its content it is ${name}`, {
        value,
        fix: chooseEncoding,
      }),
    ]
  }
  if (certainty === 'unsure') {
    const zh = `无法确定文件的编码，可能是 ${name}，请核对预览`
    return [
      problem('question', 'ENC_UNKNOWN', zh, `The encoding is uncertain, perhaps ${name}: check the preview`, {
        value,
        fix: chooseEncoding,
      }),
    ]
  }
  if (certainty === 'sure' && encoding.startsWith('utf-16')) {
    return [problem('warning', 'ENC_DETECTED', `文件带有 ${name} 标记，已按其读取`, `The file is marked ${name} and was read so`)]
  }
  return []
}

export const chooseEncoding = {
  zh: '请确认预览中的汉字正确；如不正确，请另选编码（UTF-8、GBK、GB18030）',
  en: 'Check the characters in the preview; if they are wrong choose another encoding (UTF-8, GBK, GB18030)',
}

/** A few words around the first character beyond ASCII, so that the user can judge. */
export function sampleOf(text: string): string {
  const at = text.search(/[^\x00-\x7f]/)
  return text.slice(at, at + 40).split(/[\r\n]/, 1)[0]
}

/** Of the two-byte characters, the share in the GB 2312 rows of symbols and hanzi, where real texts live. */
export function hanziShare(bytes: Uint8Array): { share: number; fourByte: boolean } {
  let usual = 0
  let total = 0
  let fourByte = false
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i]
    if (lead < 0x80) continue
    const trail = bytes[++i]
    total++
    if (trail >= 0x30 && trail <= 0x39) {
      fourByte = true
      usual++
      i += 2
    } else if (trail >= 0xa1 && ((lead >= 0xa1 && lead <= 0xa9) || (lead >= 0xb0 && lead <= 0xf7))) usual++
  }
  return { share: total === 0 ? 1 : usual / total, fourByte }
}

function decodeStated(bytes: Buffer, stated: string): DecodedText {
  const encoding = encodingOfName(stated)
  if (!encoding) {
    throw refuse('ENC_UNKNOWN', `不支持的编码：${stated}`, `This encoding is not supported: ${stated}`, {
      value: stated.slice(0, 100),
      fix: chooseEncoding,
    })
  }
  const text = tryDecode(bytes, encoding)
  if (text === null) throw conflict(firstBadLine(bytes, encoding), encoding)
  return { text, encoding, certainty: 'stated' }
}

function encodingOfMark(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  return undefined
}

/** ASCII characters in UTF-16 leave NULs on one side only; NULs strewn into other texts do not. */
function wideWithoutMark(bytes: Buffer): string | undefined {
  const sample = bytes.subarray(0, 65536)
  if (bytes.length % 2 !== 0) return undefined
  const nuls = [0, 0]
  for (let i = 0; i < sample.length; i++) if (sample[i] === 0) nuls[i % 2]++
  const units = sample.length / 2
  if (Math.max(...nuls) < units * 0.05 || Math.min(...nuls) > Math.max(...nuls) * 0.1) return undefined
  return nuls[0] > nuls[1] ? 'utf-16be' : 'utf-16le'
}

/**
 * The first line in another encoding than the lines before it, in a text that as a whole is not UTF-8. GBK text is by
 * chance valid UTF-8 for a character or two (联通), so a line speaks for UTF-8 only with two three-byte characters.
 */
function firstForeignLine(bytes: Buffer): number | undefined {
  let first: 'utf-8' | 'gb18030' | undefined
  let line = 0
  for (const piece of linesOf(bytes)) {
    line++
    if (!piece.some((byte) => byte >= 0x80)) continue
    const utf8 = tryDecode(piece, 'utf-8')
    const threeByte = utf8?.match(/[\u0800-\uffff]/g)?.length ?? 0
    const kind = utf8 !== null && threeByte >= 2 ? 'utf-8' : utf8 === null ? 'gb18030' : undefined
    if (kind === 'gb18030' && tryDecode(piece, 'gb18030') === null) return line
    if (kind && first && kind !== first) return line
    first ??= kind
    // Two encodings within one line: the fields are judged one by one.
    if (kind === 'gb18030' && hasUtf8Field(piece)) return line
  }
  return undefined
}

function hasUtf8Field(line: Buffer): boolean {
  return line
    .toString('latin1')
    .split(/[,;\t|]/)
    .some((field) => (tryDecode(Buffer.from(field, 'latin1'), 'utf-8')?.match(/[\u4e00-\u9fff]/g)?.length ?? 0) >= 3)
}

function firstBadLine(bytes: Buffer, encoding: string): number {
  if (encoding.startsWith('utf-16')) return 1
  let line = 0
  for (const piece of linesOf(bytes)) {
    line++
    if (tryDecode(piece, encoding) === null) return line
  }
  return line
}

function* linesOf(bytes: Buffer): Generator<Buffer> {
  let start = 0
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] !== 0x0a && bytes[i] !== 0x0d) continue
    if (bytes[i] === 0x0d && bytes[i + 1] === 0x0a) i++
    yield bytes.subarray(start, i)
    start = i + 1
  }
  yield bytes.subarray(start)
}

/** UTF-8 throughout but for the first bytes of one last character: a copy or download that stopped. */
function endsMidway(bytes: Buffer): boolean {
  return [1, 2, 3].some((dropped) => (tryDecode(bytes.subarray(0, -dropped), 'utf-8')?.match(/[\u0800-\uffff]/g)?.length ?? 0) >= 2)
}

function cutShort(): InputRefused {
  return refuse('TEXT_TRUNC', '文件不完整：最后一个字只有一半', 'The file is cut short in the middle of its last character', {
    fix: { zh: '请重新复制或下载该文件后再导入', en: 'Copy or download the file again and import' },
  })
}

function conflict(line: number, encoding?: string): InputRefused {
  const name = encoding?.toUpperCase()
  return refuse(
    'ENC_CONFLICT',
    name ? `第 ${line} 行不是 ${name} 编码的文字` : `第 ${line} 行起编码与前文不同，或不是文字：一个文件里混有两种编码`,
    name ? `Line ${line} is not text in ${name}` : `From line ${line} the encoding differs or is none: one file, two encodings`,
    { value: `${line}`, fix: { zh: '请将各部分统一另存为 UTF-8 后再导入', en: 'Save all parts as UTF-8 and import again' } },
  )
}
