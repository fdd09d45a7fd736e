import type { RawCell, RawFile, RawRow } from '../../core/imports/raw-table.ts'
import { refuse, type InputRefused, type Problem } from '../../core/problems.ts'
import { parseCsv, sniffSeparator, type CsvParse } from './csv-records.ts'
import { columnLetters, createCellBudget, createTally, longestText, problem, type ReadContext } from './limits.ts'
import { decodeText, encodingProblems } from './text-encoding.ts'

/** Reads delimited text: every cell stays text, for a csv knows no types. */
export function readCsv(name: string, bytes: Buffer, context: ReadContext): RawFile {
  refuseBytes(bytes)
  const decoded = decodeText(bytes, context.encoding)
  refuseBinary(decoded.text)
  const problems: Problem[] = encodingProblems(decoded, 'warning')
  const { text, separator, skippedLines } = chooseSeparator(decoded.text, problems)
  const budget = createCellBudget(context.limits, 'CSV_DIM')
  const parsed = parseCsv(text, separator, (fieldCount) => budget.row(fieldCount))
  noteQuotes(parsed, problems)
  if (parsed.lineEnds.size > 1) {
    problems.push(
      problem('warning', 'EOL_MIXED', '文件混用多种换行符，均按换行处理', 'The file mixes kinds of line ends; each ends a line', {
        value: [...parsed.lineEnds].join(', '),
      }),
    )
  }
  if (parsed.records.length < 2) throw refuse('EMPTY', '文件没有数据行', 'The file holds no row of data')
  problems.push(...duplicateHeaders(parsed.records[0]))
  const width = usualWidth(parsed)
  refuseFullWidthHeader(parsed, width, separator, skippedLines)
  const active = createTally()
  const rows = parsed.records.map(({ line, fields }): RawRow => {
    const number = line + skippedLines
    noteSurplus(fields, width, number, problems)
    noteFullWidth(fields, width, separator, number, problems)
    return { number, cells: fields.map((field, column) => readField(field, number, column, active, problems)), geometry: null }
  })
  problems.push(...active.problems('warning', 'FORMULA_ACTIVE', likeFormulas))
  const table = { name, headers: null, rows, merges: [], spatial: false, crs: null, encoding: decoded.encoding }
  return { format: 'csv', tables: [table], raster: null, problems }
}

/** A spreadsheet would run these if they were opened there; here they are text, and exports neutralise them. */
const formulaStart = /^\s*[=＝+@\t\r-]/

function likeFormulas({ count, column }: { count: number; column: string }) {
  return {
    zh: `${column} 列有 ${count} 个单元格以 = + - @ 等开头，按文字保存，不作公式`,
    en: `${count} cells of column ${column} begin like formulas; they are kept as text`,
  }
}

/** Text holds hardly a control character; what does is a file of another kind. */
export function refuseBinary(text: string): void {
  const sample = text.slice(0, 4096)
  const controls = sample.match(/[\x01-\x08\x0e-\x1f\x7f]/g)?.length ?? 0
  if (controls > sample.length * 0.02 + 2) {
    throw noText()
  }
}

function noText(): InputRefused {
  return refuse('FORMAT_UNKNOWN', '不是文本，也不是可识别的格式', 'Neither text nor a format that is known', {
    fix: {
      zh: '可用格式：xlsx、csv、shp（zip）、gpkg、geojson、kml、dxf、gdb（zip）、fgb、tif',
      en: 'Accepted: xlsx, csv, shp (zip), gpkg, geojson, kml, dxf, gdb (zip), fgb, tif',
    },
  })
}

/** Before anything is decoded: programs and pictures are full of control bytes, of which UTF-16 has only NULs. */
function refuseBytes(bytes: Buffer): void {
  const sample = bytes.subarray(0, 4096)
  if ((sample[0] === 0xff && sample[1] === 0xfe) || (sample[0] === 0xfe && sample[1] === 0xff)) return
  let controls = 0
  const nuls = [0, 0]
  sample.forEach((byte, i) => {
    if (byte === 0) nuls[i % 2]++
    else if (byte < 9 || (byte > 13 && byte < 32) || byte === 127) controls++
  })
  const isStrewn = Math.min(...nuls) > sample.length * 0.1
  if (isStrewn || (controls > sample.length * 0.05 + 2 && Math.max(...nuls) < sample.length * 0.1)) throw noText()
}

function chooseSeparator(text: string, problems: Problem[]) {
  const stated = /^sep=(.)(\r\n|\n|\r)/i.exec(text)
  if (stated) {
    problems.push(
      problem(
        'warning',
        'CSV_SEP',
        `首行声明分隔符“${stated[1]}”，该行不作数据`,
        `The first line declares the separator “${stated[1]}” and is no data`,
      ),
    )
    return { text: text.slice(stated[0].length), separator: stated[1], skippedLines: 1 }
  }
  const separator = sniffSeparator(text)
  if (separator === undefined && isSpaced(text)) {
    throw refuse('CSV_SEP', '列之间用的是空格，无法可靠分列', 'The columns are separated by blanks, which cannot be told apart from words', {
      value: ' ',
      fix: { zh: '请在 Excel 中“分列”后另存为 CSV 或 xlsx', en: 'Use “Text to Columns” in Excel and save as CSV or xlsx' },
    })
  }
  if (separator === undefined && /[，；、｜]/.test(text.split(/[\r\n]/, 1)[0])) {
    const found = /[，；、｜]/.exec(text)![0]
    throw refuse('CSV_SEP', `列之间用的是全角符号“${found}”，无法分列`, `The columns are separated by the full-width “${found}”`, {
      value: found,
      fix: {
        zh: '请将全角符号替换为半角逗号，或用 Excel 另存为 CSV/xlsx',
        en: 'Replace it by a plain comma, or save as CSV or xlsx with Excel',
      },
    })
  }
  return { text, separator: separator ?? ',', skippedLines: 0 }
}

/** Every line in as many pieces, three or more, parted by several blanks. */
function isSpaced(text: string): boolean {
  const lines = text.slice(0, 64 * 1024).split(/[\r\n]+/).filter((line) => line.trim() !== '').slice(0, 50)
  const counts = new Set(lines.map((line) => line.trim().split(/ {2,}|\u3000+/).length))
  return lines.length > 1 && counts.size === 1 && [...counts][0] >= 3
}

/** A line in which full-width commas stand for just the separators it lacks: all behind them would slip a column. */
function countLacking(fields: readonly string[], width: number, separator: string): number {
  if (separator !== ',' || fields.length >= width) return 0
  const commas = fields.join('').match(/[，]/g)?.length ?? 0
  return fields.length + commas === width ? commas : 0
}

const commaFix = { zh: '请将全角逗号“，”改为半角“,”后再导入', en: 'Replace the full-width comma by a plain one' }

/** The line above the first whole one is a title or the header: with its names a column off, no row below can be read. */
function refuseFullWidthHeader({ records }: CsvParse, width: number, separator: string, skippedLines: number): void {
  const first = records.findIndex(({ fields }) => fields.length >= width)
  if (first < 1 || countLacking(records[first - 1].fields, width, separator) === 0) return
  const line = records[first - 1].line + skippedLines
  throw refuse('CSV_SEP', `第 ${line} 行（表头）混用了全角逗号“，”，列名会错位`, `Line ${line}, the header, mixes in full-width commas: names would slip a column`, {
    value: records[first - 1].fields.join(',').slice(0, 100),
    fix: commaFix,
  })
}

function noteFullWidth(fields: readonly string[], width: number, separator: string, row: number, problems: Problem[]): void {
  if (countLacking(fields, width, separator) === 0) return
  const words = [`第 ${row} 行混用了全角逗号“，”，各列会错位`, `Row ${row} mixes in full-width commas: its columns would slip`] as const
  problems.push(problem('error', 'CSV_SEP', ...words, { row, value: fields.join(',').slice(0, 100), fix: commaFix }))
}

function noteQuotes({ strayQuotes }: CsvParse, problems: Problem[]): void {
  for (const { line, swallowsLines } of strayQuotes) {
    if (!swallowsLines) {
      problems.push(
        problem('error', 'CSV_QUOTE', `第 ${line} 行的引号不成对`, `The quotes of line ${line} do not pair`, { row: line, fix: quoteFix }),
      )
      continue
    }
    throw refuse(
      'CSV_QUOTE',
      `第 ${line} 行的引号没有闭合，其后的行被吞掉`,
      `A quote opened in line ${line} does not close there and swallows the lines after it`,
      {
        value: `${line}`,
        fix: quoteFix,
      },
    )
  }
}

const quoteFix = { zh: '请补上缺少的引号，或用 Excel 另存为 xlsx', en: 'Add the missing quote, or save as xlsx with Excel' }

function duplicateHeaders({ line, fields }: CsvParse['records'][number]): Problem[] {
  const names = fields.map((field) => field.trim())
  const repeated = [...new Set(names.filter((name, i) => name !== '' && names.indexOf(name) !== i))]
  return repeated.map((name) =>
    problem(
      'question',
      'CSV_DUPHEADER',
      `列名“${name}”出现不止一次，请选择用哪一列`,
      `The column name “${name}” occurs more than once: choose which to use`,
      { row: line, column: name },
    ),
  )
}

/** The number of fields that most records have: the first line may be a title, the last a note. */
function usualWidth({ records }: CsvParse): number {
  const counts = new Map<number, number>()
  for (const { fields } of records) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1)
  const [usual] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]
  return Math.max(usual, records[0].fields.length)
}

/** Values beyond the last column mean that an unquoted separator has pushed them there. */
function noteSurplus(fields: string[], width: number, row: number, problems: Problem[]): void {
  if (!fields.slice(width).some((field) => field.trim() !== '')) return
  problems.push(
    problem(
      'error',
      'CSV_COLUMNS',
      `第 ${row} 行有 ${fields.length} 个值，多于 ${width} 列，可能有未加引号的逗号`,
      `Row ${row} has ${fields.length} values for ${width} columns: an unquoted separator?`,
      {
        row,
        value: fields.slice(width).join(',').slice(0, 100),
        fix: { zh: '请给含逗号的值加英文双引号，或另存为 xlsx', en: 'Quote values that hold commas, or save as xlsx' },
      },
    ),
  )
}

function readField(field: string, row: number, column: number, active: ReturnType<typeof createTally>, problems: Problem[]): RawCell {
  if (field === '') return null
  // How Excel is made to keep a long code whole: the text itself is what is meant.
  const kept = /^="([^"]*)"$/.exec(field)?.[1]
  if (kept !== undefined) return kept === '' ? null : kept
  const letters = columnLetters(column)
  if (field.includes('\0')) {
    problems.push(
      problem(
        'error',
        'TEXT_NUL',
        `第 ${row} 行 ${letters} 列含有空字符（NUL）`,
        `Row ${row}, column ${letters} contains a NUL character`,
        { row, column: letters, fix: { zh: '请删除该字符后重新导出', en: 'Remove it and export again' } },
      ),
    )
    return field.replaceAll('\0', '␀')
  }
  if (formulaStart.test(field) && !/^\s*[-+]?[\d.,\s%]*$/.test(field)) active.add(row, letters, field.slice(0, 60))
  if (field.length > longestText) {
    problems.push(
      problem(
        'error',
        'TEXT_LONG',
        `第 ${row} 行 ${letters} 列的文字超过 ${longestText} 个字符`,
        `Row ${row}, column ${letters} holds more than ${longestText} characters`,
        {
          row,
          column: letters,
          value: field.slice(0, 40),
        },
      ),
    )
    return field.slice(0, longestText)
  }
  if (field.includes('\ufffd')) {
    problems.push(
      problem(
        'warning',
        'TEXT_DAMAGED',
        `第 ${row} 行 ${letters} 列有无法辨认的字符（�），此前转码时已丢失`,
        `Row ${row}, column ${letters} holds characters lost in an earlier conversion (�)`,
        {
          row,
          column: letters,
          value: field.slice(0, 40),
        },
      ),
    )
  }
  return field
}
