import { SaxesParser } from 'saxes'
import { InputRefused, refuse } from '../../core/problems.ts'

export interface XmlHandlers {
  /** Names without their namespace prefix: writers differ in prefixes, not in names. */
  open(name: string, attributes: Record<string, string>, line: number): void
  close(name: string): void
  text?(text: string): void
}

export interface XmlRules {
  /** Named in messages: the part of a package or the file. */
  name: string
  /** The code for XML that is broken. */
  code: string
  /** Encodings besides UTF-8 and UTF-16 that an XML declaration may name. */
  encodings?: readonly string[]
}

const maxDepth = 128

/**
 * Streams XML through the handlers. A DOCTYPE is refused whatever it says: no data format here needs one, and its
 * entities are how XML reads other files, calls other machines or explodes in memory.
 */
export async function parseXml(chunks: AsyncIterable<Buffer> | Iterable<Buffer>, handlers: XmlHandlers, rules: XmlRules): Promise<void> {
  const parser = new SaxesParser()
  let depth = 0
  parser.on('error', (error) => {
    throw broken(rules, parser.line, error.message)
  })
  parser.on('doctype', () => {
    throw refuse(
      'XML_DTD',
      `${rules.name} 含 DOCTYPE 声明，为安全起见不予读取`,
      `${rules.name} contains a DOCTYPE, which is refused for safety`,
      {
        fix: { zh: '请用 Excel/WPS 或 GIS 软件重新另存后再导入', en: 'Save it again with Excel, WPS or GIS software and import' },
      },
    )
  })
  parser.on('opentag', (tag) => {
    if (++depth > maxDepth) throw broken(rules, parser.line, 'nested too deeply')
    handlers.open(localName(tag.name), tag.attributes as Record<string, string>, parser.line)
  })
  parser.on('closetag', (tag) => {
    depth--
    handlers.close(localName(tag.name))
  })
  const { text } = handlers
  if (text) {
    parser.on('text', text)
    parser.on('cdata', text)
  }
  let decoder: TextDecoder | undefined
  try {
    for await (const chunk of chunks) {
      decoder ??= new TextDecoder(encodingOf(chunk, rules), { fatal: true })
      parser.write(decode(decoder, chunk, rules, true))
    }
    if (!decoder) throw broken(rules, 1, 'empty')
    parser.write(decode(decoder, undefined, rules, false)).close()
  } catch (error) {
    // Text beyond the engine's longest string.
    if (error instanceof RangeError && !(error instanceof InputRefused)) throw broken(rules, parser.line, 'too long')
    throw error
  }
}

export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function encodingOf(start: Buffer, rules: XmlRules): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be'
  if (start[0] === 0x3c && start[1] === 0) return 'utf-16le'
  if (start[0] === 0 && start[1] === 0x3c) return 'utf-16be'
  const declared = /^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']/.exec(start.subarray(0, 200).toString('latin1'))?.[1]
  const encoding = declared?.toLowerCase() ?? 'utf-8'
  if (['utf-8', 'utf8', 'us-ascii', 'ascii'].includes(encoding)) return 'utf-8'
  if (rules.encodings?.includes(encoding)) return encoding === 'gb2312' ? 'gbk' : encoding
  throw badEncoding(rules, declared)
}

function decode(decoder: TextDecoder, chunk: Buffer | undefined, rules: XmlRules, stream: boolean): string {
  try {
    return decoder.decode(chunk, { stream })
  } catch {
    throw badEncoding(rules)
  }
}

function broken(rules: XmlRules, line: number, detail: string): InputRefused {
  return refuse(
    rules.code,
    `${rules.name} 第 ${line} 行附近的 XML 不完整或有错`,
    `${rules.name}: the XML is broken or cut short near line ${line}`,
    {
      value: detail.slice(0, 200),
      fix: { zh: '请重新导出或另存该文件后再导入', en: 'Export or save the file again and import' },
    },
  )
}

function badEncoding(rules: XmlRules, declared?: string): InputRefused {
  return refuse(
    'XML_ENCODING',
    `${rules.name} 的文字编码不受支持或与声明不符`,
    `${rules.name}: its text encoding is not supported or not as declared`,
    {
      value: declared?.slice(0, 50),
      fix: { zh: '请另存为 UTF-8 编码', en: 'Save it as UTF-8' },
    },
  )
}
