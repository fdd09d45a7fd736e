import { refuse, type Problem } from '../../core/problems.ts'
import type { DbfLayout } from './dbf-layout.ts'
import { problem } from './limits.ts'
import { chooseEncoding, encodingOfName, hanziShare, sampleOf, tryDecode } from './text-encoding.ts'

/** Language driver bytes that name Chinese code page 936; 0 and 0x57 ("system default") name nothing. */
const gbkDrivers = new Set([0x4d, 0x7a])

/** The encoding of names and texts: the user's answer, else what the file states where its bytes agree, else by its bytes. */
export function chooseDbfEncoding(
  bytes: Buffer,
  layout: DbfLayout,
  answer: string | undefined,
  cpg: string | undefined,
  problems: Problem[],
): string {
  const texts = textBytes(bytes, layout)
  if (answer !== undefined) {
    const encoding = encodingOfName(answer)
    if (!encoding)
      throw refuse('ENC_UNKNOWN', `不支持的编码：${answer}`, `This encoding is not supported: ${answer}`, { fix: chooseEncoding })
    if (!fits(texts, encoding))
      throw refuse(
        'ENC_CONFLICT',
        `.dbf 的文字不是 ${encoding.toUpperCase()} 编码`,
        `The texts of the .dbf are not ${encoding.toUpperCase()}`,
        { fix: chooseEncoding },
      )
    return encoding
  }
  const stated = cpg === undefined ? undefined : encodingOfName(cpg.replace(/^\uFEFF/, ''))
  const declared = stated ?? (gbkDrivers.has(layout.language) ? 'gbk' : undefined)
  if (texts.length === 0) return declared ?? 'utf-8'
  const whole = Buffer.concat(texts.map((text) => Buffer.concat([text, Buffer.from('\n')])))
  const isUtf8 = fits(texts, 'utf-8')
  const isGbk = fits(texts, 'gb18030')
  const { share, fourByte } = hanziShare(whole)
  const likely = isUtf8 ? 'utf-8' : fourByte ? 'gb18030' : 'gbk'
  const value = sampleOf(new TextDecoder(likely).decode(whole))
  if (declared === undefined) {
    if (isUtf8) return 'utf-8'
    if (!isGbk)
      throw refuse(
        'ENC_CONFLICT',
        '.dbf 的文字既不是 UTF-8 也不是 GBK，可能混有两种编码',
        'The texts of the .dbf are neither UTF-8 nor GBK: two encodings in one file?',
        { fix: chooseEncoding },
      )
    const code = share >= 0.6 ? 'ENC_DETECTED' : 'ENC_UNKNOWN'
    problems.push(
      problem(
        'question',
        code,
        `没有 .cpg 说明编码，按内容判断为 ${likely.toUpperCase()}`,
        `No .cpg states the encoding; by its content it is ${likely.toUpperCase()}`,
        { value, fix: chooseEncoding },
      ),
    )
    return likely
  }
  const hasUtf8Hanzi = isUtf8 && /[\u4e00-\u9fff]{2}/.test(whole.toString('utf8'))
  const lies = !fits(texts, declared) || (declared !== 'utf-8' && hasUtf8Hanzi) || (declared === 'windows-1252' && isGbk && share >= 0.6)
  if (!lies) return declared
  if (!isUtf8 && !isGbk)
    throw refuse(
      'ENC_CONFLICT',
      `.dbf 声明为 ${declared.toUpperCase()}，内容不符，且无法辨认`,
      `The .dbf is declared ${declared.toUpperCase()}; its content is not, nor any other`,
      { fix: chooseEncoding },
    )
  problems.push(
    problem(
      'question',
      'ENC_CONFLICT',
      `声明的编码是 ${declared.toUpperCase()}，内容却是 ${likely.toUpperCase()}，请核对预览`,
      `Declared as ${declared.toUpperCase()}, the content is ${likely.toUpperCase()}: check the preview`,
      { value, fix: chooseEncoding },
    ),
  )
  return likely
}

/** Every name and text with a byte beyond ASCII. */
function textBytes(bytes: Buffer, { fields, recordCount, headerLength, recordLength }: DbfLayout): Buffer[] {
  const texts = fields.map(({ nameBytes }) => nameBytes)
  const textFields = fields.filter(({ type }) => type === 'C')
  for (let i = 0; i < recordCount; i++) {
    const start = headerLength + i * recordLength
    for (const { offset, length } of textFields) texts.push(bytes.subarray(start + offset, start + offset + length))
  }
  return texts.filter((text) => text.some((byte) => byte >= 0x80))
}

function fits(texts: Buffer[], encoding: string): boolean {
  return texts.every((text) => {
    let end = text.length
    while (end > 0 && (text[end - 1] === 0x20 || text[end - 1] === 0)) end--
    // Half a character at the end is the width's doing, not the encoding's.
    for (let dropped = 0; dropped <= 3 && dropped < end; dropped++)
      if (tryDecode(text.subarray(0, end - dropped), encoding) !== null) return true
    return false
  })
}
