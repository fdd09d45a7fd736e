import { refuse, type InputRefused } from '../../core/problems.ts'
import { createNumberList } from './number-list.ts'
import { decodeUtf8 } from './road-source.ts'

export interface FeatureHandlers {
  /** One object of a `features` array. */
  feature(value: unknown): void
  /** A whole document, once complete, with 0 in place of each feature already handed over. */
  document(value: unknown): void
}

const maxDepth = 64
/** Beyond this no single feature, and nothing around the features, belongs to a road layer. */
const maxFeatureBytes = 256 * 1024 * 1024

const quote = 0x22
const backslash = 0x5c
const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d
/** Between records of a GeoJSON text sequence, RFC 8142. */
const recordSeparator = 0x1e

/**
 * Cuts a stream of GeoJSON into features without holding it: each object of the root's `features` array is parsed
 * alone and leaves a 0 behind. What remains, the skeleton, is parsed at the end, so that a missing comma or bracket
 * anywhere is still found. Documents may follow each other, as in newline-delimited GeoJSON.
 *
 *     {"type":"FeatureCollection","features":[{…},{…}]}   →   two features, skeleton {…,"features":[0,0]}
 */
export function createFeatureScanner(handlers: FeatureHandlers) {
  const skeleton = createNumberList(Uint8Array)
  let depth = 0
  let inString = false
  let escaped = false
  let inFeatures = false
  let stringStart = 0
  /** Whether the last string at depth 1 was the key `features`. */
  let keyIsFeatures = false
  /** Pieces of the feature being read that came with earlier chunks. */
  let pieces: Uint8Array[] = []
  let pieceBytes = 0
  let inFeature = false
  let featureCount = 0

  /** The hot loop: one look at every byte of the file. */
  function push(chunk: Uint8Array): void {
    let featureStart = 0
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]
      if (!inFeature) {
        if (depth === 0 && isBetweenDocuments(byte)) continue
        skeleton.push(byte)
      }
      if (inString) {
        if (escaped) escaped = false
        else if (byte === backslash) escaped = true
        else if (byte === quote) {
          inString = false
          if (depth === 1) keyIsFeatures = isFeaturesKey(skeleton.view(), stringStart)
        }
      } else if (byte === quote) {
        inString = true
        stringStart = skeleton.length
      } else if (byte === openBrace || byte === openBracket) {
        depth++
        if (depth > maxDepth) throw tooDeep()
        if (depth === 2 && byte === openBracket && keyIsFeatures) inFeatures = true
        if (depth === 3 && byte === openBrace && inFeatures && !inFeature) {
          inFeature = true
          featureStart = i
        }
      } else if (byte === closeBrace || byte === closeBracket) {
        depth--
        if (depth < 0) throw badJson(featureCount)
        if (depth === 2 && inFeature) {
          emitFeature(chunk.subarray(featureStart, i + 1))
        } else if (depth === 1) {
          inFeatures = false
          keyIsFeatures = false
        } else if (depth === 0) emitDocument()
      } else if (depth === 0) throw badJson(featureCount)
    }
    if (inFeature) keepPiece(chunk.subarray(featureStart))
    if (skeleton.length > maxFeatureBytes) throw badJson(featureCount + 1)
  }

  function emitFeature(end: Uint8Array): void {
    const bytes = pieces.length === 0 ? end : Buffer.concat([...pieces, end])
    pieces = []
    pieceBytes = 0
    inFeature = false
    featureCount++
    // The object's opening brace is the last byte of the skeleton; 0 takes its place.
    skeleton.view()[skeleton.length - 1] = 0x30
    handlers.feature(parse(bytes, featureCount))
  }

  function emitDocument(): void {
    const value = parse(skeleton.view(), featureCount + 1)
    skeleton.truncate(0)
    handlers.document(value)
  }

  function keepPiece(piece: Uint8Array): void {
    // Copied, because the stream may reuse the chunk's memory.
    pieces.push(Uint8Array.from(piece))
    pieceBytes += piece.length
    if (pieceBytes > maxFeatureBytes) throw badJson(featureCount + 1)
  }

  return {
    push,
    end() {
      if (depth !== 0 || inString) throw cutShort()
    },
  }
}

function parse(bytes: Uint8Array, row: number): unknown {
  const text = decodeUtf8(bytes)
  try {
    return JSON.parse(text)
  } catch {
    throw badJson(row)
  }
}

function isFeaturesKey(skeleton: Uint8Array, start: number): boolean {
  const word = 'features'
  if (skeleton.length - 1 - start !== word.length) return false
  for (let i = 0; i < word.length; i++) if (skeleton[start + i] !== word.charCodeAt(i)) return false
  return true
}

/** White space, a record separator, or the three bytes of a UTF-8 byte-order mark. */
function isBetweenDocuments(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === recordSeparator || isMark(byte)
}

function isMark(byte: number): boolean {
  return byte === 0xef || byte === 0xbb || byte === 0xbf
}

function badJson(row: number): InputRefused {
  return refuse(
    'JSON_SYNTAX',
    `第 ${Math.max(1, row)} 个要素附近的 JSON 有语法错误`,
    `The JSON is malformed near feature ${Math.max(1, row)}`,
    { row: Math.max(1, row), fix: { zh: '请用 GIS 软件重新导出 GeoJSON', en: 'Export the GeoJSON again' } },
  )
}

function cutShort(): InputRefused {
  return refuse('JSON_SYNTAX', '文件不完整：JSON 在中途结束', 'The file is cut short: the JSON ends midway', {
    fix: { zh: '请重新导出或下载该文件', en: 'Export or download the file again' },
  })
}

function tooDeep(): InputRefused {
  return refuse(
    'JSON_DEPTH',
    `JSON 嵌套超过 ${maxDepth} 层，不是道路数据`,
    `The JSON nests deeper than ${maxDepth} levels`,
  )
}
