import { refuse } from '../core/problems.ts'

/** The text of a plan as offices save it: UTF-8, UTF-16 with its mark, or GB 18030 (记事本的 ANSI). */
export function readPlanText(bytes: Uint8Array): string {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw notText('这是 Word 或压缩文件', 'This is a Word document or an archive')
  if (bytes[0] === 0x25 && bytes[1] === 0x50 && bytes[2] === 0x44 && bytes[3] === 0x46) throw notText('这是 PDF 文件', 'This is a PDF')
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decode('utf-16le', bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decode('utf-16be', bytes)
  try {
    return decode('utf-8', bytes)
  } catch {
    return decode('gb18030', bytes)
  }
}

function decode(encoding: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (error) {
    if (encoding === 'utf-8') throw error
    throw notText('文件不是文本', 'The file is no text')
  }
}

function notText(zh: string, en: string) {
  return refuse('PLAN_NOT_TEXT', `${zh}，不能直接核对`, `${en} and cannot be compared as it is`, {
    fix: { zh: '在 Word 或 PDF 阅读器中另存为纯文本（.txt）', en: 'Save it as plain text (.txt)' },
  })
}
