export interface CsvRecord {
  /** Where it begins, counting every line end of the file from 1. */
  line: number
  fields: string[]
}

export interface CsvParse {
  records: CsvRecord[]
  /** Line where a quote opens that never closes, or closes only in a later line before further text. */
  strayQuotes: { line: number; swallowsLines: boolean }[]
  /** The line ends met, outside quotes. */
  lineEnds: Set<'LF' | 'CR' | 'CRLF'>
}

const quote = 0x22
const lineFeed = 0x0a
const carriageReturn = 0x0d

/**
 * Cuts a text into records (RFC 4180, with LF, CR and CRLF all ending a line). Blank lines are left out but counted.
 *
 * @param onRecord called with each record's number of fields; may throw to stop
 */
export function parseCsv(text: string, separator: string, onRecord: (fieldCount: number) => void = () => undefined): CsvParse {
  const separatorCode = separator.charCodeAt(0)
  const result: CsvParse = { records: [], strayQuotes: [], lineEnds: new Set() }
  let line = 1
  let at = 0
  while (at < text.length) {
    const record: CsvRecord = { line, fields: [] }
    for (;;) {
      if (text.charCodeAt(at) === quote) readQuoted(record)
      else readPlain(record)
      if (text.charCodeAt(at) !== separatorCode || at >= text.length) break
      at++
      if (at === text.length) record.fields.push('')
      if (at >= text.length) break
    }
    endLine()
    if (record.fields.length > 1 || record.fields[0].trim() !== '') {
      onRecord(record.fields.length)
      result.records.push(record)
    }
  }
  return result

  function readPlain(record: CsvRecord): void {
    const start = at
    while (at < text.length) {
      const code = text.charCodeAt(at)
      if (code === separatorCode || code === lineFeed || code === carriageReturn) break
      at++
    }
    record.fields.push(text.slice(start, at))
  }

  function readQuoted(record: CsvRecord): void {
    const opened = line
    let value = ''
    let start = ++at
    for (;;) {
      const end = text.indexOf('"', at)
      if (end < 0) {
        record.fields.push(value + text.slice(start))
        result.strayQuotes.push({ line: opened, swallowsLines: true })
        at = text.length
        return
      }
      line += countLineEnds(text, at, end)
      if (text.charCodeAt(end + 1) === quote) {
        value += text.slice(start, end + 1)
        at = start = end + 2
        continue
      }
      value += text.slice(start, end)
      at = end + 1
      break
    }
    const next = text.charCodeAt(at)
    if (at < text.length && next !== separatorCode && next !== lineFeed && next !== carriageReturn) {
      result.strayQuotes.push({ line: opened, swallowsLines: line > opened })
      readPlain(record)
      value += record.fields.pop()!
    }
    record.fields.push(value)
  }

  function endLine(): void {
    if (at >= text.length) return
    const isReturn = text.charCodeAt(at) === carriageReturn
    const isPair = isReturn && text.charCodeAt(at + 1) === lineFeed
    result.lineEnds.add(isPair ? 'CRLF' : isReturn ? 'CR' : 'LF')
    at += isPair ? 2 : 1
    line++
  }
}

function countLineEnds(text: string, from: number, to: number): number {
  let count = 0
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i)
    if (code === lineFeed || (code === carriageReturn && text.charCodeAt(i + 1) !== lineFeed)) count++
  }
  return count
}

/** The separator that cuts the first records most evenly into more than one field; undefined where none does. */
export function sniffSeparator(text: string): string | undefined {
  const sample = text.slice(0, 64 * 1024)
  let best: { separator: string; score: number } | undefined
  for (const separator of [',', '\t', ';', '|']) {
    const records = parseCsv(sample, separator).records.slice(0, 50)
    const counts = new Map<number, number>()
    for (const { fields } of records) if (fields.length > 1) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1)
    const [fieldCount, agreeing] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [1, 0]
    const score = (agreeing / records.length) * 100 + Math.min(fieldCount, 50) / 100
    if (agreeing > 0 && (!best || score > best.score)) best = { separator, score }
  }
  return best?.separator
}
