import { SaxesParser } from 'saxes'
import { InputRefused, refuse } from '../../core/problems.ts'
import type { ReadOptions } from './road-report.ts'
import { textChunks, type RoadSource } from './road-source.ts'

export interface XmlHandlers {
  open(name: string, attributes: Record<string, string>): void
  close(name: string): void
  text?(text: string): void
}

const maxDepth = 64

/**
 * Streams XML through the handlers. A DOCTYPE is refused whatever it says: road files need none, and its entities
 * are how XML reaches for other files or explodes in memory.
 */
export async function parseXml(source: RoadSource, handlers: XmlHandlers, options: ReadOptions): Promise<void> {
  const parser = new SaxesParser()
  let depth = 0
  parser.on('error', () => {
    throw notXml(parser.line)
  })
  parser.on('doctype', () => {
    throw doctype()
  })
  parser.on('opentag', (tag) => {
    depth++
    if (depth > maxDepth) throw notXml(parser.line)
    handlers.open(localName(tag.name), tag.attributes)
  })
  parser.on('closetag', (tag) => {
    depth--
    handlers.close(localName(tag.name))
  })
  const { text } = handlers
  if (text) parser.on('text', text)
  for await (const chunk of textChunks(source)) {
    options.signal?.throwIfAborted()
    write(parser, chunk)
  }
  write(parser, undefined)
}

function write(parser: SaxesParser, chunk: string | undefined): void {
  try {
    if (chunk === undefined) parser.close()
    else parser.write(chunk)
  } catch (error) {
    // A single text or attribute beyond the engine's longest string: no road file has one.
    if (error instanceof RangeError && !(error instanceof InputRefused)) throw notXml(parser.line)
    throw error
  }
}

/** Some writers prefix every element with the namespace. */
function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function notXml(line: number): InputRefused {
  return refuse(
    'XML_SYNTAX',
    `第 ${line} 行附近的 XML 不完整或有错`,
    `The XML is broken or cut short near line ${line}`,
    {
      row: line,
      fix: { zh: '请重新导出或下载该文件', en: 'Export or download the file again' },
    },
  )
}

function doctype(): InputRefused {
  return refuse(
    'XML_DOCTYPE',
    '文件含 DOCTYPE 声明，为安全起见不予读取',
    'The file contains a DOCTYPE declaration, which is refused for safety',
    { fix: { zh: '请删除 DOCTYPE 声明后再导入', en: 'Remove the DOCTYPE declaration and import again' } },
  )
}
