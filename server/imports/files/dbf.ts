import type { RawCell } from '../../core/imports/raw-table.ts'
import { refuse, type Problem } from '../../core/problems.ts'
import { chooseDbfEncoding } from './dbf-encoding.ts'
import { cutShort, exportShp, readDbfLayout, type DbfLayout } from './dbf-layout.ts'
import { problem, tooManyColumns, type ReadContext } from './limits.ts'
import { tryDecode } from './text-encoding.ts'

export interface DbfTable {
  headers: string[]
  /** One entry a record, null where it is marked deleted. */
  records: (RawCell[] | null)[]
  encoding: string
  problems: Problem[]
}

/** @param cpg the text of the .cpg beside it @param shapeCount the records of the .shp it belongs to, if any */
export function readDbf(bytes: Buffer, context: ReadContext, cpg?: string, shapeCount?: number): DbfTable {
  const layout = readDbfLayout(bytes)
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

/** Records that the header claims must be there, and pair with the shapes: else attributes slip to the next place. */
function checkCounts(
  bytes: Buffer,
  { recordCount, headerLength, recordLength }: DbfLayout,
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
    throw cutShort(
      `.dbf 不完整：应有 ${recordCount} 条记录，实际 ${Math.max(0, room)} 条`,
      `The .dbf is cut short: ${Math.max(0, room)} of ${recordCount} records`,
    )
  }
  if (recordCount > context.limits.maxRows)
    throw refuse('TABLE_DIM', `行数超过上限 ${context.limits.maxRows}`, `More than ${context.limits.maxRows} rows`)
}

function readRecords(
  bytes: Buffer,
  { fields, recordCount, headerLength, recordLength }: DbfLayout,
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
  const text = bytes.toString('latin1').replaceAll('\0', ' ').trim()
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
