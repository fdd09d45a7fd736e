import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { setImmediate as breathe } from 'node:timers/promises'
import ExcelJS from 'exceljs'
import type { ImportKind } from '../../core/imports/field.ts'
import type { RawCell } from '../../core/imports/raw-table.ts'
import type { Report } from '../../core/imports/report.ts'
import type { Problem, Severity } from '../../core/problems.ts'
import type { EditedReading } from '../edit-file.ts'
import { safeCell } from '../safe-cell.ts'
import { indexProblems, type RowProblem } from './examination.ts'

/** What the doctor has said of a file, to be handed to whoever keeps the file. */
export interface MarkedReport {
  fileName: string
  sha256: string
  kind: ImportKind
  report: Pick<Report, 'outcome' | 'rows' | 'problems' | 'questions' | 'mapping' | 'summary'>
  reading: EditedReading
}

/** Rows written before others are heard. */
const rowsAtOnce = 500
/** The comments of a sheet are kept until it ends; further cells are coloured only, and listed on the sheet of problems. */
const mostComments = 20_000
const longestCell = 32_000
const hidden = '（个人信息，不显示 / personal, not shown）'

const colours: Record<Severity | 'edited' | 'left_out', string> = {
  error: 'FFF4B6B6',
  question: 'FFFFE699',
  warning: 'FFDDEBF7',
  edited: 'FFC6E0B4',
  left_out: 'FFD9D9D9',
}
const words: Record<Severity | 'edited' | 'left_out', string> = {
  error: '错误 / error',
  question: '待答 / question',
  warning: '提醒 / warning',
  edited: '已修改 / corrected',
  left_out: '不读取 / not read',
}
const outcomes: Record<MarkedReport['report']['outcome'], string> = {
  ok: '可导入 / ok',
  warn: '可导入，有提醒 / ok, with warnings',
  ask: '有待回答的问题 / questions open',
  rows: '有行被拒绝 / rows refused',
  reject: '不能导入 / rejected',
}

type Writer = ExcelJS.stream.xlsx.WorkbookWriter
type Sheet = ExcelJS.Worksheet

/**
 * The user's own table with every cell in question coloured and commented, a summary before it and the list of problems
 * behind. Written as it goes, so that 300,000 rows take no more memory than a few. Every text is written as text: nothing
 * that a file holds becomes a formula.
 */
export async function writeMarkedWorkbook(path: string, material: MarkedReport, signal: AbortSignal): Promise<void> {
  const stream = (await open(path, 'w')).createWriteStream()
  // A disk that fills up must not leave the workbook waiting for ever.
  const closed = once(stream, 'close').then(() => undefined)
  const book: Writer = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false })
  const write = async () => {
    writeSummary(book, material)
    await writeTable(book, material, signal)
    await writeProblems(book, material, signal)
    await book.commit()
  }
  try {
    await Promise.race([write(), closed])
    await closed
  } catch (error) {
    stream.destroy()
    throw error
  }
}

function writeSummary(book: Writer, { fileName, sha256, kind, report, reading }: MarkedReport): void {
  const sheet = book.addWorksheet('体检结果 Summary')
  sheet.columns = [{ width: 34 }, { width: 80 }]
  const { rows, summary, problems, outcome, questions } = report
  const edited = [...reading.cells.values()].reduce((sum, cells) => sum + cells.size, 0)
  const lines: [string, RawCell][] = [
    ['文件 / file', fileName],
    ['SHA-256', sha256],
    ['数据种类 / kind', `${kind.label.zh} / ${kind.label.en}`],
    ['工作表或图层 / sheet or layer', reading.view?.table.name ?? ''],
    ['坐标系 / coordinate system', summary.crs ?? '未定 / not known'],
    ['结果 / outcome', outcomes[outcome]],
    ['读取行数 / rows read', rows.read],
    ['接受 / accepted', rows.accepted],
    ['拒绝 / refused', rows.refused],
    ['待答 / asked', rows.asked],
    ['核对：读取 = 接受 + 拒绝 + 待答 / read = accepted + refused + asked', rows.read === rows.accepted + rows.refused + rows.asked ? '相符 / agrees' : '不符 / differs'],
    ['没有位置的行 / rows without a place', summary.withoutPlace],
    ['修改过的单元格 / cells corrected', edited],
    ['不读取的行 / rows left out', reading.dropped.size],
  ]
  if (summary.approximate) lines.push(['坐标精度 / accuracy', '由 GCJ-02/BD-09 换算，近似值，不作测绘成果 / converted, approximate: no survey result'])
  for (const [label, value] of lines) put(sheet, [label, value])
  put(sheet, [])
  for (const { code, message } of questions) put(sheet, [`问题 / question: ${code}`, `${message.zh} / ${message.en}`])
  put(sheet, [])
  put(sheet, ['代码 / code', '处数 / count', '级别 / severity'], { bold: true })
  for (const [code, { count, severity }] of countByCode(problems)) put(sheet, [code, count, words[severity]], {}, severity)
  put(sheet, [])
  for (const [state, label] of Object.entries(words)) put(sheet, [`颜色 / colour: ${label}`], {}, state as keyof typeof colours)
  sheet.commit()
}

async function writeTable(book: Writer, { kind, report, reading }: MarkedReport, signal: AbortSignal): Promise<void> {
  const { view } = reading
  if (!view) return
  const sheet = book.addWorksheet('数据 Data', { views: [{ state: 'frozen', ySplit: view.headerRows?.toRow ?? 1 }] })
  // A layer's features have no header among them: they stand one row below their number, their number before them.
  const declared = view.table.headers !== null
  const [shift, offset] = declared ? [1, 1] : [0, 0]
  if (declared) put(sheet, ['序号 / no.', ...view.columns], { bold: true })
  const problemsOf = indexProblems(report, view, kind)
  const data = new Map(reading.rows.map((row) => [row.number, row]))
  let comments = 0
  let written = 0
  for (const original of view.table.rows) {
    const read = data.get(original.number)
    const cells = (read ?? original).cells.map((cell, i) => (view.personal.has(i) && read && cell !== null ? hidden : cell))
    const row = sheet.getRow(original.number + shift)
    ;(declared ? [original.number, ...cells] : cells).forEach((cell, i) => (row.getCell(i + 1).value = safeCell(cell)))
    const marks = marksOf(problemsOf(original.number), reading.cells.get(original.number), reading.dropped.has(original.number))
    for (const { column, state, comment } of marks) {
      const cell = row.getCell(Math.max(0, column) + 1 + (column < 0 ? 0 : offset))
      cell.fill = fillOf(state)
      if (comments++ < mostComments) cell.note = comment
    }
    row.commit()
    if (++written % rowsAtOnce > 0) continue
    await breathe()
    signal.throwIfAborted()
  }
  sheet.commit()
}

async function writeProblems(book: Writer, { report }: MarkedReport, signal: AbortSignal): Promise<void> {
  const sheet = book.addWorksheet('问题 Problems', { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = [10, 20, 20, 24, 24, 50, 50, 50, 50].map((width) => ({ width }))
  put(sheet, ['行 / row', '级别 / severity', '代码 / code', '列 / column', '值 / value', '说明', '怎么办', 'message', 'what to do'], { bold: true })
  let written = 0
  for (const { row, severity, code, column, value, message, fix } of report.problems) {
    put(sheet, [row ?? null, words[severity], code, column ?? null, value ?? null, message.zh, fix?.zh ?? null, message.en, fix?.en ?? null], {}, severity)
    if (++written % rowsAtOnce > 0) continue
    await breathe()
    signal.throwIfAborted()
  }
  sheet.commit()
}

interface Mark {
  /** -1 for the row as a whole, which its first cell stands for. */
  column: number
  state: keyof typeof colours
  comment: string
}

/** One mark a cell: the gravest colours it, all are said. */
function marksOf(problems: readonly RowProblem[], edited: ReadonlySet<number> | undefined, dropped: boolean): Mark[] {
  const byColumn = new Map<number, { states: (keyof typeof colours)[]; lines: string[] }>()
  const add = (column: number, state: keyof typeof colours, line: string) => {
    const mark = byColumn.get(column) ?? { states: [], lines: [] }
    byColumn.set(column, mark)
    mark.states.push(state)
    mark.lines.push(line)
  }
  if (dropped) add(-1, 'left_out', '按您的选择不读取 / not read, as you have chosen')
  for (const { severity, column, code, problem } of problems) if (code !== 'CELL_EDITED') add(column, severity, sayProblem(problem))
  for (const column of edited ?? []) add(column, 'edited', '按您的修改读取 / read as you have corrected it')
  const order = Object.keys(colours) as (keyof typeof colours)[]
  return [...byColumn].map(([column, { states, lines }]) => ({
    column,
    state: order.find((one) => states.includes(one))!,
    comment: lines.join('\n').slice(0, longestCell),
  }))
}

function sayProblem({ code, message, fix }: Problem): string {
  return [`[${code}] ${message.zh} / ${message.en}`, ...(fix ? [`→ ${fix.zh} / ${fix.en}`] : [])].join('\n')
}

function countByCode(problems: readonly Problem[]): Map<string, { count: number; severity: Severity }> {
  const counts = new Map<string, { count: number; severity: Severity }>()
  const order: Severity[] = ['error', 'question', 'warning']
  for (const { code, severity } of problems) {
    const known = counts.get(code)
    if (!known) counts.set(code, { count: 1, severity })
    else {
      known.count++
      if (order.indexOf(severity) < order.indexOf(known.severity)) known.severity = severity
    }
  }
  return counts
}

function put(sheet: Sheet, cells: readonly RawCell[], font: { bold?: boolean } = {}, state?: keyof typeof colours): void {
  const row = sheet.addRow(cells.map(safeCell))
  if (font.bold) row.font = font
  if (state) row.getCell(1).fill = fillOf(state)
  row.commit()
}

function fillOf(state: keyof typeof colours): ExcelJS.Fill {
  return { type: 'pattern', pattern: 'solid', fgColor: { argb: colours[state] } }
}
