import { isAlias, LineCounter, parseDocument, visit, type Document, type ErrorCode, type Node } from 'yaml'
import type { Bilingual, Problem } from '../core/problems.ts'

/** A pack's file of five plans' size is below 150 kB: more is no pack. */
export const largestPackBytes = 1_000_000
const deepestNesting = 40
/** Signs that YAML forbids and PostgreSQL cannot keep. */
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/

/** A YAML text as plain data, with the line of every path in it. */
export interface PackText {
  data: unknown
  /** Line of a path, else of the nearest thing around it that is there. */
  lineOf(path: readonly PropertyKey[]): number
}

/** Reads bytes as YAML 1.2; nothing but plain values comes out, and every problem names its line. */
export function readPackText(bytes: Uint8Array): { read: PackText | null; problems: Problem[] } {
  if (bytes.length > largestPackBytes) {
    return refused('PACK_TOO_LARGE', { zh: `文件有 ${bytes.length} 字节，超过上限 ${largestPackBytes}`, en: `The file has ${bytes.length} bytes, more than ${largestPackBytes}` }, 1, {
      zh: '政策包只放条文摘录，不放全文',
      en: 'A pack holds quoted clauses, not the whole plan',
    })
  }
  const text = decode(bytes)
  if (typeof text !== 'string') return { read: null, problems: [text] }
  const control = text.split('\n').findIndex((row) => unprintable.test(row))
  if (control >= 0) return refused('PACK_CONTROL_SIGN', { zh: '含有不可打印的控制字符', en: 'There is a control character' }, control + 1, { zh: '删去该字符；不要从 PDF 直接粘贴', en: 'Remove it' })
  const depth = findTooDeep(text)
  if (depth !== null) return refused('PACK_TOO_DEEP', { zh: '括号嵌套过深', en: 'Brackets are nested too deeply' }, depth, { zh: `至多 ${deepestNesting} 层`, en: `At most ${deepestNesting} levels` })
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, version: '1.2', schema: 'core', maxAliasCount: 0 } as object)
  const amiss = [...document.errors, ...document.warnings]
  if (amiss.length > 0) {
    return { read: null, problems: amiss.slice(0, 50).map((error) => yamlProblem(error.code, error.message, lines.linePos(error.pos[0]).line)) }
  }
  const alias = findAlias(document)
  if (alias) {
    return refused('PACK_ALIAS', { zh: '不接受锚点与引用（& 与 *）', en: 'Anchors and aliases (& and *) are not accepted' }, lines.linePos(alias.range?.[0] ?? 0).line, {
      zh: '把内容照写一遍',
      en: 'Write the content out',
    })
  }
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true) as Node | undefined
      if (node?.range) return lines.linePos(node.range[0]).line
    }
    return 1
  }
  return { read: { data: document.toJS() as unknown, lineOf }, problems: [] }
}

/** UTF-8, with or without a byte order mark; anything else is named with the line where it stops being UTF-8. */
function decode(bytes: Uint8Array): string | Problem {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return {
      code: 'PACK_NOT_UTF8',
      severity: 'error',
      row: firstBadLine(bytes),
      message: { zh: '文件不是 UTF-8 编码', en: 'The file is not UTF-8' },
      fix: { zh: '用记事本等另存为，编码选 UTF-8', en: 'Save it again with encoding UTF-8' },
    }
  }
}

function firstBadLine(bytes: Uint8Array): number {
  let line = 1
  let start = 0
  for (let end = 0; end <= bytes.length; end++) {
    if (end < bytes.length && bytes[end] !== 0x0a) continue
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start, end))
    } catch {
      return line
    }
    line++
    start = end + 1
  }
  return 1
}

/** The line at which flow brackets or indentation go deeper than any pack does: the parser recurses on both. */
function findTooDeep(text: string): number | null {
  let line = 1
  let open = 0
  for (const row of text.split('\n')) {
    for (const sign of row) {
      if (sign === '[' || sign === '{') open++
      else if ((sign === ']' || sign === '}') && open > 0) open--
    }
    const indent = /^[ \t]*(?:[-?:] +)*/.exec(row)![0].length
    if (open > deepestNesting || indent > 4 * deepestNesting) return line
    line++
  }
  return null
}

function findAlias(document: Document): Node | undefined {
  let found: Node | undefined
  visit(document, (_key, node) => {
    const anchored = node !== null && typeof node === 'object' && 'anchor' in node && typeof node.anchor === 'string'
    if (!isAlias(node) && !anchored) return undefined
    found = node as Node
    return visit.BREAK
  })
  return found
}

const yamlWords: Partial<Record<ErrorCode, { message: Bilingual; fix: Bilingual }>> = {
  TAB_AS_INDENT: { message: { zh: '用了制表符（Tab）缩进', en: 'A tab is used for indentation' }, fix: { zh: '改用空格，每级两个', en: 'Use spaces, two a level' } },
  DUPLICATE_KEY: { message: { zh: '同一处写了两次同名字段', en: 'The same key is written twice' }, fix: { zh: '删去一个', en: 'Remove one' } },
  BAD_INDENT: { message: { zh: '缩进不对齐', en: 'The indentation does not line up' }, fix: { zh: '同级字段左端对齐', en: 'Line up keys of one level' } },
  TAG_RESOLVE_FAILED: { message: { zh: '不接受自定义标签（!…）', en: 'Tags (!…) are not accepted' }, fix: { zh: '去掉标签', en: 'Remove the tag' } },
  MULTIPLE_DOCS: { message: { zh: '一个文件只放一个政策包', en: 'One file holds one pack' }, fix: { zh: '去掉「---」，分成两个文件', en: 'Remove “---”; use two files' } },
  MISSING_CHAR: { message: { zh: '缺少引号、括号或冒号', en: 'A quote, bracket or colon is missing' }, fix: { zh: '补全；含英文引号的文字请整体加单引号', en: 'Complete it; put text that holds quotes into single quotes' } },
}

function yamlProblem(code: ErrorCode, parserSays: string, row: number): Problem {
  const words = yamlWords[code]
  const detail = parserSays.split('\n')[0].replace(/ at line \d+, column \d+:?$/, '')
  return {
    code: `YAML_${code}`,
    severity: 'error',
    row,
    message: words?.message ?? { zh: `这一行不是合格的 YAML（${detail}）`, en: `This line is not valid YAML: ${detail}` },
    fix: words?.fix ?? { zh: '对照 docs/policy-pack.md 的写法；文字含「: 」或「#」时加引号', en: 'Compare docs/policy-pack.md; quote text that holds “: ” or “#”' },
  }
}

function refused(code: string, message: Bilingual, row: number, fix: Bilingual): { read: null; problems: Problem[] } {
  return { read: null, problems: [{ code, severity: 'error', row, message, fix }] }
}
