/** The few forms that our own guides use, as blocks to draw: no HTML is ever made from text. Pure. */

export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'list'; ordered: boolean; items: ListItem[] }
  | { kind: 'code'; text: string }
  | { kind: 'table'; head: string[]; rows: string[][] }

export interface ListItem {
  text: string
  /** Items indented below it. */
  inner: string[]
}

export type Span = { kind: 'text' | 'strong' | 'code'; text: string }

const fence = '```'
const heading = /^(#{1,3}) (.*)$/
const item = /^\s*(?:([-*])|\d+\.) +(.*)$/
const comment = /^<!--.*-->$/
const tableRule = /^\|[\s:|-]+\|$/

export function parseMarkdown(source: string): Block[] {
  const lines = source.replaceAll('\r\n', '\n').split('\n')
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) at = readBlock(lines, at, blocks)
  return blocks
}

function readBlock(lines: readonly string[], start: number, blocks: Block[]): number {
  const line = lines[start]
  if (line.trim() === '' || comment.test(line.trim())) return start + 1
  if (line.startsWith(fence)) {
    const end = lines.indexOf(fence, start + 1)
    const last = end < 0 ? lines.length : end
    blocks.push({ kind: 'code', text: lines.slice(start + 1, last).join('\n') })
    return last + 1
  }
  const titled = heading.exec(line)
  if (titled) {
    blocks.push({ kind: 'heading', level: titled[1].length as 1 | 2 | 3, text: titled[2] })
    return start + 1
  }
  let end = start
  while (end < lines.length && !endsBlock(lines[end], end > start)) end++
  const own = lines.slice(start, end)
  if (own[0].startsWith('|')) blocks.push(readTable(own))
  else if (item.test(own[0])) blocks.push(readList(own))
  else blocks.push({ kind: 'paragraph', text: join(own) })
  return end
}

function endsBlock(line: string, inside: boolean): boolean {
  return line.trim() === '' || (inside && (line.startsWith(fence) || heading.test(line) || comment.test(line.trim())))
}

/** Lines of one paragraph are one line; between Chinese characters a line's end is no space. */
function join(lines: readonly string[]): string {
  return lines.map((line) => line.trim()).reduce((whole, line) => (/[\u3000-\uffef]$/.test(whole) && /^[\u3000-\uffef]/.test(line) ? whole + line : `${whole} ${line}`))
}

function readList(lines: readonly string[]): Block {
  const items: ListItem[] = []
  for (const line of lines) {
    const match = item.exec(line)
    const last = items[items.length - 1]
    if (match && (!/^\s/.test(line) || !last)) items.push({ text: match[2], inner: [] })
    else if (match) last.inner.push(match[2])
    else if (last.inner.length > 0) last.inner.push(join([last.inner.pop() ?? '', line]))
    else last.text = join([last.text, line])
  }
  return { kind: 'list', ordered: item.exec(lines[0])?.[1] === undefined, items }
}

function readTable(lines: readonly string[]): Block {
  // A cell may hold a bar of its own, written \|.
  const cells = (line: string) => line.trim().replace(/^\||\|$/g, '').split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'))
  const [head, ...rows] = lines.filter((line) => !tableRule.test(line.trim()))
  return { kind: 'table', head: cells(head), rows: rows.map(cells) }
}

export function parseSpans(text: string): Span[] {
  return text
    .split(/(\*\*[^*]+\*\*|`[^`]+`)/)
    .filter((piece) => piece !== '')
    .map((piece): Span => {
      if (piece.startsWith('**') && piece.endsWith('**') && piece.length > 4) return { kind: 'strong', text: piece.slice(2, -2) }
      if (piece.startsWith('`') && piece.endsWith('`') && piece.length > 2) return { kind: 'code', text: piece.slice(1, -1) }
      return { kind: 'text', text: piece }
    })
}
