import type { RawCell } from '../../core/imports/raw-table.ts'
import { refuse, type InputRefused, type Problem } from '../../core/problems.ts'
import { problem, tooManyColumns, type ReadContext } from './limits.ts'
import { chooseEncoding, encodingOfName, hanziShare, sampleOf, tryDecode } from './text-encoding.ts'

export interface DbfTable {
  headers: string[]
  /** One entry a record, null where it is marked deleted. */
  records: (RawCell[] | null)[]
  encoding: string
  problems: Problem[]
}

interface Field {
  nameBytes: Buffer
  type: string
  offset: number
  length: number
}

interface Layout {
  fields: Field[]
  recordCount: number
  headerLength: number
  recordLength: number
  /** The language driver's byte: which code page the writer meant. */
  language: number
}

/** @param cpg the text of the .cpg beside it @param shapeCount the records of the .shp it belongs to, if any */
export function readDbf(bytes: Buffer, context: ReadContext, cpg?: string, shapeCount?: number): DbfTable {
  const layout = readLayout(bytes)
  if (layout.fields.length > context.limits.maxColumns) throw tooManyColumns('TABLE_DIM', layout.fields.length, context.limits)
  checkCounts(bytes, layout, shapeCount, context)
  const problems: Problem[] = []
  const encoding = chooseDbfEncoding(bytes, layout, context.encoding, cpg, problems)
  const cut: Cut = { count: 0, stars: 0 }
  const headers = distinctNames(
    layout.fields.map(({ nameBytes }) => decodeValue(nameBytes, encoding, cut)),
    problems,
  )
  const memo = layout.fields.filter(({ type }) => 'MGBP'.includes(type)).length
  if (memo > 0)
    problems.push(problem('warning', 'DBF_MEMO', `有 ${memo} 个备注或二进制字段未读取`, `${memo} memo or binary fields were not read`))
  const records = readRecords(bytes, layout, encoding, cut)
  const deleted = records.filter((record) => record === null).length
  if (deleted > 0)
    problems.push(
      problem(
        'warning',
        'DBF_DELETED',
        `有 ${deleted} 条记录已标记删除，不读取`,
        `${deleted} records are marked deleted and were left out`,
      ),
    )
  if (cut.stars > 0)
    problems.push(
      problem(
        'warning',
        'DBF_STARS',
        `有 ${cut.stars} 个数值字段填满星号，按空值读取`,
        `${cut.stars} numbers are filled with asterisks and were read as empty`,
      ),
    )
  if (cut.count > 0) {
    problems.push(
      problem(
        'warning',
        'TEXT_CUT',
        `有 ${cut.count} 处文字被字段宽度截断在半个汉字处`,
        `${cut.count} texts were cut in mid-character by the width of their field`,
        { value: cut.value },
      ),
    )
  }
  return { headers, records, encoding, problems }
}

function readLayout(bytes: Buffer): Layout {
  if (bytes.length < 33) throw cut('.dbf 不完整', 'The .dbf is cut short')
  const recordCount = bytes.readUInt32LE(4)
  const headerLength = bytes.readUInt16LE(8)
  const recordLength = bytes.readUInt16LE(10)
  const fields: Field[] = []
  let offset = 1
  let at = 32
  while (at < bytes.length && bytes[at] !== 0x0d && at + 32 <= headerLength) {
    if (at + 32 > bytes.length) throw cut('.dbf 不完整', 'The .dbf is cut short')
    const name = bytes.subarray(at, at + 11)
    const end = name.indexOf(0)
    const type = String.fromCharCode(bytes[at + 11])
    // Texts beyond 255 bytes use the byte of the decimals too.
    const length = type === 'C' ? bytes.readUInt16LE(at + 16) : bytes[at + 16]
    fields.push({ nameBytes: name.subarray(0, end < 0 ? 11 : end), type, offset, length })
    offset += length
    at += 32
  }
  if (at >= bytes.length) throw cut('.dbf 不完整', 'The .dbf is cut short')
  // Some writers put a high byte into the decimals of texts without meaning length: believe the record's length.
  if (offset !== recordLength) relayNarrow(bytes, fields)
  const total = 1 + fields.reduce((sum, { length }) => sum + length, 0)
  if (fields.length === 0 || total !== recordLength || headerLength < at + 1) {
    throw refuse('SHP_CORRUPT', '.dbf 的字段与记录长度不符', 'The fields of the .dbf do not add up to its record length', {
      fix: exportShp,
    })
  }
  return { fields, recordCount, headerLength, recordLength, language: bytes[29] }
}

function relayNarrow(bytes: Buffer, fields: Field[]): void {
  let offset = 1
  fields.forEach((field, index) => {
    field.length = bytes[32 + index * 32 + 16]
    field.offset = offset
    offset += field.length
  })
}

/** Records that the header claims must be there, and pair with the shapes: else attributes slip to the next place. */
function checkCounts(
  bytes: Buffer,
  { recordCount, headerLength, recordLength }: Layout,
  shapeCount: number | undefined,
  context: ReadContext,
): void {
  const room = Math.floor((bytes.length - headerLength) / recordLength)
  if (shapeCount !== undefined && recordCount !== shapeCount) {
    throw refuse(
      'SHP_COUNT',
      `.shp 有 ${shapeCount} 个图形，.dbf 声明 ${recordCount} 条记录，属性会错位`,
      `${shapeCount} shapes in the .shp, ${recordCount} records in the .dbf: attributes would slip`,
      { fix: exportShp },
    )
  }
  if (recordCount > room) {
    if (shapeCount === undefined && recordCount > room + 100_000) {
      throw refuse(
        'SHP_COUNT',
        `.dbf 声明 ${recordCount} 条记录，实际只有 ${room} 条`,
        `The .dbf claims ${recordCount} records and holds ${room}`,
        { fix: exportShp },
      )
    }
    throw cut(
      `.dbf 不完整：应有 ${recordCount} 条记录，实际 ${Math.max(0, room)} 条`,
      `The .dbf is cut short: ${Math.max(0, room)} of ${recordCount} records`,
    )
  }
  if (recordCount > context.limits.maxRows)
    throw refuse('TABLE_DIM', `行数超过上限 ${context.limits.maxRows}`, `More than ${context.limits.maxRows} rows`)
}

function readRecords(
  bytes: Buffer,
  { fields, recordCount, headerLength, recordLength }: Layout,
  encoding: string,
  cutTexts: Cut,
): (RawCell[] | null)[] {
  const records: (RawCell[] | null)[] = []
  for (let i = 0; i < recordCount; i++) {
    const start = headerLength + i * recordLength
    if (bytes[start] === 0x2a) {
      records.push(null)
      continue
    }
    records.push(
      fields.map((field) =>
        readCell(bytes.subarray(start + field.offset, start + field.offset + field.length), field.type, encoding, cutTexts),
      ),
    )
  }
  return records
}

function readCell(bytes: Buffer, type: string, encoding: string, cutTexts: Cut): RawCell {
  if ('MGBP'.includes(type)) return null
  if (type === 'I' || type === '+') return bytes.length === 4 ? bytes.readInt32LE(0) : null
  if (type === 'O' && bytes.length === 8) return bytes.readDoubleLE(0)
  if (type === 'C' || !'NFDL'.includes(type)) {
    const text = decodeValue(bytes, encoding, cutTexts)
    return text === '' ? null : text.replaceAll('\0', '␀')
  }
  const text = bytes.toString('latin1').replace(/\0+$/, '').trim()
  if (text === '') return null
  if (/^\*+$/.test(text)) {
    cutTexts.stars++
    return null
  }
  if (type === 'D') {
    if (text === '00000000') return null
    return /^\d{8}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : text
  }
  if (type === 'L') return /^[TtYy]$/.test(text) ? true : /^[FfNn]$/.test(text) ? false : null
  return /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text) ? numberOrText(text) : text
}

/** An identity number of 18 digits does not fit a double: it stays text rather than lose its end. */
function numberOrText(text: string): RawCell {
  const number = Number(text)
  if (!Number.isFinite(number)) return text
  return Number.isInteger(number) && !Number.isSafeInteger(number) && /^[-+]?\d+$/.test(text) ? text : number
}

/** What is counted over all cells, to be told once. */
interface Cut {
  /** Numbers filled with asterisks: how ESRI and GDAL write an empty one, and dBase one too wide for its field. */
  stars: number
  count: number
  value?: string
}

/** Field widths count bytes: a text may end in half a character, which is dropped and counted. */
function decodeValue(bytes: Buffer, encoding: string, cutTexts: Cut): string {
  let end = bytes.length
  while (end > 0 && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0)) end--
  for (let dropped = 0; dropped <= 3 && dropped <= end; dropped++) {
    const text = tryDecode(bytes.subarray(0, end - dropped), encoding)
    if (text === null) continue
    if (dropped > 0) {
      cutTexts.count++
      cutTexts.value ??= text
    }
    return text
  }
  // Not text in this encoding, which the choice of encoding has already put to the user.
  return new TextDecoder(encoding).decode(bytes.subarray(0, end)).replaceAll('\ufffd', '□')
}

/** Language driver bytes that name Chinese code page 936; 0 and 0x57 ("system default") name nothing. */
const gbkDrivers = new Set([0x4d, 0x7a])

function chooseDbfEncoding(
  bytes: Buffer,
  layout: Layout,
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
function textBytes(bytes: Buffer, { fields, recordCount, headerLength, recordLength }: Layout): Buffer[] {
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

/** Both columns of one name are kept, and told apart; which to use is the user's choice. */
function distinctNames(names: string[], problems: Problem[]): string[] {
  const seen = new Set<string>()
  return names.map((plain, index) => {
    const name = plain.trim() === '' ? `F${index + 1}` : plain.trim()
    let distinct = name
    for (let n = 2; seen.has(distinct); n++) distinct = `${name}_${n}`
    seen.add(distinct)
    if (distinct !== name) {
      problems.push(
        problem(
          'question',
          'CSV_DUPHEADER',
          `字段名“${name}”重复，第二个改称“${distinct}”，请选择用哪一列`,
          `The field name “${name}” is repeated; the second is called “${distinct}”: choose which to use`,
          { column: name },
        ),
      )
    }
    return distinct
  })
}

export const exportShp = { zh: '请在 GIS 软件中重新导出整套 Shapefile', en: 'Export the whole shapefile again with GIS software' }

function cut(zh: string, en: string): InputRefused {
  return refuse('SHP_TRUNC', zh, en, { fix: exportShp })
}
