import { InputRefused, type Problem } from '../../core/problems.ts'
import { problem } from './limits.ts'

export interface JsonDocument {
  value: unknown
  /** Where it starts and ends in the text. */
  start: number
  end: number
}

/** GeoJSON of a MultiPolygon within a collection nests nine levels; nobody's data needs this many. */
const maxDepth = 64

/**
 * Parses one JSON value from `start` (RFC 8259) and says where it ends. Unlike JSON.parse it refuses a key that occurs
 * twice in one object (the last would win silently), nests no deeper than its limit, and names line and column.
 */
export function parseJsonAt(text: string, start: number): JsonDocument {
  const duplicates: Problem[] = []
  let at = skipSpace(start)
  const first = at
  const value = parseValue(0)
  if (duplicates.length > 0) throw new InputRefused(duplicates)
  return { value, start: first, end: at }

  function parseValue(depth: number): unknown {
    const code = text.charCodeAt(at)
    if (code === 0x7b) return parseObject(depth)
    if (code === 0x5b) return parseArray(depth)
    if (code === 0x22) return parseString()
    if (code === 0x74) return word('true', true)
    if (code === 0x66) return word('false', false)
    if (code === 0x6e) return word('null', null)
    return parseNumber()
  }

  function parseObject(depth: number): Record<string, unknown> {
    if (depth >= maxDepth) throw tooDeep(text, at)
    const result: Record<string, unknown> = Object.create(null)
    at = skipSpace(at + 1)
    if (text.charCodeAt(at) === 0x7d) {
      at++
      return result
    }
    for (;;) {
      const keyAt = at
      if (text.charCodeAt(at) !== 0x22) throw badJson(text, at)
      const key = parseString()
      at = skipSpace(at)
      if (text.charCodeAt(at) !== 0x3a) throw badJson(text, at)
      at = skipSpace(at + 1)
      const value = parseValue(depth + 1)
      if (key in result && duplicates.length < 100) duplicates.push(duplicateKey(text, keyAt, key))
      result[key] = value
      at = skipSpace(at)
      const next = text.charCodeAt(at)
      if (next !== 0x2c && next !== 0x7d) throw badJson(text, at)
      at = next === 0x7d ? at + 1 : skipSpace(at + 1)
      if (next === 0x7d) return result
    }
  }

  function parseArray(depth: number): unknown[] {
    if (depth >= maxDepth) throw tooDeep(text, at)
    const result: unknown[] = []
    at = skipSpace(at + 1)
    if (text.charCodeAt(at) === 0x5d) {
      at++
      return result
    }
    for (;;) {
      result.push(parseValue(depth + 1))
      at = skipSpace(at)
      const next = text.charCodeAt(at)
      if (next !== 0x2c && next !== 0x5d) throw badJson(text, at)
      at = next === 0x5d ? at + 1 : skipSpace(at + 1)
      if (next === 0x5d) return result
    }
  }

  function parseString(): string {
    const from = at
    let plain = true
    for (at++; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === 0x22) {
        at++
        if (plain) return text.slice(from + 1, at - 1)
        try {
          return JSON.parse(text.slice(from, at)) as string
        } catch {
          throw badJson(text, from)
        }
      }
      if (code === 0x5c) {
        plain = false
        at++
      } else if (code < 0x20) throw badJson(text, at)
    }
    throw badJson(text, text.length)
  }

  function parseNumber(): number {
    numberPattern.lastIndex = at
    const match = numberPattern.exec(text)
    if (!match) throw badJson(text, at)
    at += match[0].length
    return Number(match[0])
  }

  function word<T>(spelling: string, value: T): T {
    if (!text.startsWith(spelling, at)) throw badJson(text, at)
    at += spelling.length
    return value
  }

  function skipSpace(from: number): number {
    while (from < text.length) {
      const code = text.charCodeAt(from)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break
      from++
    }
    return from
  }
}

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

export function placeIn(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at).split(/\r\n|\n|\r/)
  return { line: before.length, column: before[before.length - 1].length + 1 }
}

export function badJson(text: string, at: number): InputRefused {
  const { line, column } = placeIn(text, at)
  const isEnd = at >= text.length
  const zh = isEnd ? `JSON 在第 ${line} 行中途结束，文件不完整` : `第 ${line} 行第 ${column} 个字符处 JSON 有语法错误`
  const en = isEnd
    ? `The JSON ends midway in line ${line}: the file is cut short`
    : `The JSON is malformed at line ${line}, character ${column}`
  return new InputRefused([problem('error', 'JSON_SYNTAX', zh, en, { value: text.slice(Math.max(0, at - 10), at + 20), fix: exportAgain })])
}

export const exportAgain = { zh: '请用 GIS 软件重新导出 GeoJSON', en: 'Export the GeoJSON again with GIS software' }

function duplicateKey(text: string, at: number, key: string): Problem {
  const { line, column } = placeIn(text, at)
  const zh = `第 ${line} 行第 ${column} 个字符处的键“${key.slice(0, 50)}”在同一对象中重复`
  return problem(
    'error',
    'JSON_DUPKEY',
    zh,
    `The key “${key.slice(0, 50)}” at line ${line}, character ${column} occurs twice in one object`,
    { column: key.slice(0, 100), fix: exportAgain },
  )
}

function tooDeep(text: string, at: number): InputRefused {
  const { line } = placeIn(text, at)
  return new InputRefused([
    problem(
      'error',
      'JSON_DEPTH',
      `第 ${line} 行的 JSON 嵌套超过 ${maxDepth} 层`,
      `The JSON nests deeper than ${maxDepth} levels at line ${line}`,
    ),
  ])
}
