import type { Problem } from '../problems.ts'
import { examineRaster } from './examine-raster.ts'
import { examineRoads } from './examine-roads.ts'
import { examineTable, type TableOptions } from './examine-table.ts'
import type { ImportKind } from './field.ts'
import { countChanges } from './match-records.ts'
import type { RawFile, RawTable } from './raw-table.ts'
import type { ImportContext } from './region.ts'
import { isNote, judgeOutcome, rejected, type Question, type Report } from './report.ts'
import { hasHeader } from './table-header.ts'

export interface DoctorOptions extends TableOptions {
  /** Sheet or layer. */
  layer?: string
}

/** Questions that a reader asks and an option of the command answers: gone once the option is given. */
const answeredByCrs = /^CRS_/
const answeredByLayer = /^(SHEET_CHOICE|LAYER_CHOICE)$/
/** A csv knows no formulas: what its reader counts by column are the very cells that are each judged again. */
const judgesEveryCell = ({ format }: RawFile) => format === 'csv'

/** Formats whose tables are sheets: somebody put them side by side for people to look at. */
const sheets = /^(xlsx|xls|ods)$/

/**
 * The import doctor: what a file would store, before anything is stored. Every row that was read is accepted, refused or
 * waits for an answer; what is not certain becomes a question with its options. Pure: the same file, options and context
 * give the same report.
 */
export function examine(file: RawFile, kind: ImportKind, options: DoctorOptions, context: ImportContext): Report {
  const fatal = file.problems.some(({ severity, row }) => severity === 'error' && row === undefined)
  if (fatal) return rejected(kind.id, [...sayWorkbook(file), ...file.problems])
  // What stopped the reader may name a line: with nothing read, there is no more to say than that.
  if (file.tables.length === 0 && !file.raster && !file.roads && file.problems.some(({ severity }) => severity === 'error')) return rejected(kind.id, file.problems)
  if (file.roads)
    return kind.id === 'roads'
      ? examineRoads(file.roads, kind, file.problems, context)
      : rejected(kind.id, [
          ...file.problems,
          fileError('KIND_ROADS', '这是路网文件，请用 roads 导入', 'This is a road network: import it as roads'),
        ])
  const questions = readerQuestions(file, options)
  // Which of several tables is meant depends on the kind: chooseTables says so. Hidden sheets only their reader knows, and asks.
  const others = file.problems.filter(
    ({ code, severity, row }) =>
      (severity !== 'question' || row !== undefined) && !(code === 'SHEET_CHOICE' && severity === 'warning') && !(code === 'FORMULA_ACTIVE' && judgesEveryCell(file)),
  )
  if (kind.raster && file.raster) return finish(examineRaster(file.raster, kind, options, context), others, questions, context)
  if (kind.raster === 'metres')
    return rejected(kind.id, [...others, fileError('KIND_RASTER', '高程需要栅格文件（GeoTIFF）', 'Elevation is a raster (GeoTIFF)')])
  if (file.raster && file.tables.length === 0)
    return rejected(kind.id, [
      ...others,
      fileError('KIND_ROWS', `${kind.label.zh}需要表格或矢量文件，不是栅格`, 'Rows are expected, not a raster'),
    ])

  const chosen = chooseTables(file, kind, options)
  if ('rejected' in chosen) return rejected(kind.id, [...others, chosen.rejected])
  const ofTable = (index: number) => others.filter(({ row }) => (row === undefined ? false : chosen.tables.length === 1 || index === 0))
  const reports = chosen.tables.map((table, i) => examineTable({ ...table, format: file.format }, kind, options, context, ofTable(i)))
  const general = [...others.filter(({ row }) => row === undefined), ...chosen.notes]
  const all = withoutRepeatedChoice([...questions, ...chosen.questions])
  const waits = all.some(({ code }) => answeredByLayer.test(code)) && reports.every(({ outcome }) => outcome === 'reject')
  return finish(waits ? waiting(kind, file.tables) : merge(reports, kind), general, all, context)
}

/** That sheets are hidden their reader asks, which sheets there are the choice among them: one question with both. */
function withoutRepeatedChoice(questions: readonly Question[]): Question[] {
  const [hidden, choice] = questions.filter(({ code }) => code === 'SHEET_CHOICE')
  if (!choice) return [...questions]
  const message = { zh: `${choice.message.zh}（${hidden.message.zh}）`, en: `${choice.message.en} (${hidden.message.en})` }
  return questions.flatMap((question) => (question === hidden ? [] : question === choice ? { ...choice, message } : question))
}

/** Nothing is said of a sheet that may not be the one that is meant. */
function waiting(kind: ImportKind, tables: readonly RawTable[]): Report {
  const read = tables.reduce((sum, { rows }) => sum + rows.length, 0)
  return { ...rejected(kind.id, []), rows: { read, accepted: 0, refused: 0, asked: read } }
}

/** People know that an .xlsx is a workbook, not that it is an archive. */
function sayWorkbook({ format, problems }: RawFile): Problem[] {
  const codes = problems.map(({ code }) => code)
  if (!/^xls[xm]$/.test(format) || !codes.includes('ZIP_BAD') || codes.includes('XLSX_CORRUPT')) return []
  const fix = { zh: '请用 Excel 或 WPS 打开并另存后再导入', en: 'Open it in Excel or WPS, save it again and import' }
  return [{ ...fileError('XLSX_CORRUPT', '工作簿已损坏', 'The workbook is damaged'), fix }]
}

function readerQuestions({ problems, tables }: RawFile, options: DoctorOptions): Question[] {
  // The encoding that the bytes were read in comes first: what the user sees is already in it.
  const likely = tables.flatMap(({ encoding }) => encoding ?? [])
  return problems.flatMap((problem): Question[] => {
    const { code, severity, row, message, fix, value } = problem
    if (severity !== 'question') return []
    if (answeredByCrs.test(code) && options.crs) return []
    if (answeredByLayer.test(code) && options.layer !== undefined) return []
    if (
      options.answers[code] === 'accept' ||
      (code === 'CSV_DUPHEADER' && (options.answers.CSV_DUPHEADER === 'first' || options.map.length > 0))
    )
      return []
    const option = answeredByCrs.test(code)
      ? '--crs'
      : code.startsWith('ENC_')
        ? '--encoding'
        : answeredByLayer.test(code)
          ? '--layer'
          : `--answer ${code}=accept`
    const choices = code.startsWith('ENC_')
      ? [...new Set([...likely, 'utf-8', 'gbk', 'gb18030', 'big5', 'utf-16le', 'utf-16be'])].map((name) => ({ value: name, label: { zh: name.toUpperCase(), en: name.toUpperCase() } }))
      : option.startsWith('--answer')
        ? [{ value: 'accept', label: fix ?? { zh: '确认', en: 'confirm' } }]
        : []
    const shown = value && !message.zh.includes(value) ? { zh: `${message.zh}（${value}）`, en: message.en } : message
    return [{ code, message: shown, options: choices, option, ...(row === undefined || code === 'CSV_DUPHEADER' ? {} : { rows: [row] }) }]
  })
}

export type Chosen = { tables: RawTable[]; questions: Question[]; notes: Problem[] } | { rejected: Problem }

/**
 * Which tables are taken. One is; of several the user names one. A `layer` takes all layers of a geographic file, each by
 * itself; of several sheets those without a header are no tables, and are said to be left out.
 */
export function chooseTables(file: RawFile, kind: ImportKind, options: DoctorOptions): Chosen {
  const filled = file.tables.filter(({ rows }) => rows.length > 0)
  if (options.layer !== undefined) {
    const named = file.tables.filter(({ name }) => name === options.layer)
    if (named.length === 0)
      return {
        rejected: fileError(
          'LAYER_UNKNOWN',
          `没有名为「${options.layer}」的图层或工作表`,
          `There is no layer or sheet ${options.layer}`,
          file.tables.map(({ name }) => name).join('、'),
        ),
      }
    return { tables: named, questions: [], notes: [] }
  }
  if (filled.length === 0)
    return { rejected: fileError('EMPTY', '文件中没有数据行，原有数据保持不变', 'The file holds no rows; what is stored stays as it is') }
  if (filled.length === 1) return { tables: filled, questions: [], notes: [] }
  const isSheets = sheets.test(file.format)
  const usable = isSheets ? filled.filter((table) => hasHeader(table, kind)) : filled
  if (isSheets && usable.length === 1) {
    const left = filled.filter((table) => !usable.includes(table)).map(({ name }) => name)
    return {
      tables: usable,
      questions: [],
      notes: [
        {
          code: 'SHEETS_SKIPPED',
          severity: 'warning',
          message: {
            zh: `只读取「${usable[0].name}」；没有表头的工作表未读：${left.join('、')}`,
            en: `Only ${usable[0].name} is read; sheets without a header are left out: ${left.join(', ')}`,
          },
        },
      ],
    }
  }
  const names = filled.map(({ name }) => name)
  if (!isSheets && kind.id === 'layer') {
    return {
      tables: filled,
      questions: [],
      notes: [
        {
          code: 'LAYERS_ALL',
          severity: 'warning',
          message: {
            zh: `共 ${names.length} 个图层，逐个导入：${names.join('、')}；用 --layer 只导入其一`,
            en: `${names.length} layers, each imported: ${names.join(', ')}; name one with --layer`,
          },
        },
      ],
    }
  }
  const code = isSheets ? 'SHEET_CHOICE' : 'LAYER_CHOICE'
  const question: Question = {
    code,
    message: {
      zh: `文件中有 ${names.length} 个${isSheets ? '工作表' : '图层'}：${names.join('、')}，请选择`,
      en: `The file holds ${names.length} ${isSheets ? 'sheets' : 'layers'}: ${names.join(', ')}`,
    },
    options: names.map((name) => ({ value: name, label: { zh: name, en: name } })),
    option: '--layer',
  }
  return { tables: [usable[0] ?? filled[0]], questions: [question], notes: [] }
}

function merge(reports: readonly Report[], kind: ImportKind): Report {
  if (reports.length === 1) return reports[0]
  const usable = reports.filter(({ rows }) => rows.read > 0)
  if (usable.length === 0) return reports[0]
  const sum = (pick: (report: Report) => number) => usable.reduce((total, report) => total + pick(report), 0)
  const [first] = usable
  return {
    ...first,
    rows: {
      read: sum(({ rows }) => rows.read),
      accepted: sum(({ rows }) => rows.accepted),
      refused: sum(({ rows }) => rows.refused),
      asked: sum(({ rows }) => rows.asked),
    },
    problems: usable.flatMap(({ problems }) => problems),
    questions: usable.flatMap(({ questions }) => questions),
    records: usable.flatMap(({ records }) => records),
    mapping: usable.flatMap(({ mapping }) => mapping),
    summary: {
      ...first.summary,
      kind: kind.id,
      approximate: usable.some(({ summary }) => summary.approximate),
      withoutPlace: sum(({ summary }) => summary.withoutPlace),
    },
  }
}

function finish(report: Report, general: readonly Problem[], questions: readonly Question[], context: ImportContext): Report {
  const problems = thinOut(withoutRepeats([...report.problems, ...general]))
  if (report.problems.some(({ severity, row }) => severity === 'error' && row === undefined)) {
    const { read } = report.rows
    return { ...report, outcome: 'reject', rows: { read, accepted: 0, refused: read, asked: 0 }, records: [], problems, questions: [] }
  }
  const codes = new Set(report.questions.map(({ code }) => code))
  const all = [...report.questions, ...questions.filter(({ code }) => !codes.has(code))]
  const holdsAll = all.some(({ rows }) => rows === undefined)
  const rows = holdsAll ? { ...report.rows, accepted: 0, asked: report.rows.accepted + report.rows.asked } : report.rows
  const records = holdsAll ? [] : report.records
  const changes = context.records.length > 0 && records.length > 0 ? { changes: countChanges(records, context.records) } : {}
  const settled = { ...report, rows, records, problems, questions: all, summary: { ...report.summary, ...changes } }
  return { ...settled, outcome: judgeOutcome(settled) }
}

function withoutRepeats(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>()
  return problems.filter(({ code, row, column, value, message }) => {
    const key = JSON.stringify([code, row, column, value, message.zh])
    return seen.has(key) ? false : seen.add(key)
  })
}

/** Errors and questions are all listed; of one kind of note or warning the first hundred, and how many more there are. */
const mostAlike = 100

function thinOut(problems: readonly Problem[]): Problem[] {
  const counts = new Map<string, number>()
  const kept = problems.filter(({ code, severity }) => {
    if (severity !== 'warning') return true
    const count = (counts.get(code) ?? 0) + 1
    counts.set(code, count)
    return count <= mostAlike
  })
  const more = [...counts].filter(([, count]) => count > mostAlike)
  return [
    ...kept,
    ...more.map(([code, count]): Problem => ({
      code,
      severity: 'warning',
      message: {
        zh: `另有 ${count - mostAlike} 处同类${isNote(code) ? '说明' : '提醒'}未列出`,
        en: `${count - mostAlike} more of the kind are not listed`,
      },
    })),
  ]
}

function fileError(code: string, zh: string, en: string, value?: string): Problem {
  return { code, severity: 'error', message: { zh, en }, ...(value === undefined ? {} : { value }) }
}
