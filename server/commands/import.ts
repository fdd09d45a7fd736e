import { readFile as readText } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { draftEdits } from '../contract/import-drafts.ts'
import { examine } from '../core/imports/doctor.ts'
import type { ImportKind } from '../core/imports/field.ts'
import { findImportKind, importKinds } from '../core/imports/kinds.ts'
import { rejected, type Question, type Report } from '../core/imports/report.ts'
import { InputRefused, type Problem } from '../core/problems.ts'
import { AppError } from '../errors.ts'
import type { ImportEdits } from '../core/imports/edits.ts'
import { writeMarkedWorkbook } from '../imports/drafts/marked-workbook.ts'
import { editFile, type EditedReading } from '../imports/edit-file.ts'
import { hashFile } from '../imports/examine-import.ts'
import { readFile } from '../imports/files/read-file.ts'
import { toDoctorOptions, type ImportOptions as ServiceImportOptions } from '../imports/import-options.ts'
import { getStoredKind } from '../imports/imports.service.ts'
import { planners } from '../imports/planners.ts'
import { readImportContext } from '../imports/sample-context.ts'
import { exitCodes, type CommandAnswer } from './answer.ts'
import { accessService } from './service-access.ts'

type Said = Pick<Report, 'outcome' | 'rows' | 'problems' | 'questions' | 'mapping' | 'summary'>

export interface ImportOptions {
  county?: string
  region?: string
  crs?: string
  encoding?: string
  layer?: string
  map: string[]
  header?: string
  answer: string[]
  dryRun?: boolean
  yes?: boolean
  replace?: boolean
  date?: string
  /** A file of corrections, as the API takes them. */
  edits?: string
  /** Where the marked workbook goes. */
  report?: string
}

const storedKinds = Object.keys(planners)
export const importHelp = `
可保存 / stored: ${storedKinds.join(', ')}
只检查 / examined only (KIND_NOT_STORED, 2): ${importKinds.map(({ id }) => id).filter((id) => !storedKinds.includes(id)).join(', ')}
退出码 / exit codes: 0 已保存或无变化 stored or nothing to change, 3 有待回答的问题或坏行 questions or refused rows, 2 拒绝 refused, 64 用法 usage`

/**
 * `yiquan import`: the doctor's report on a file, as one JSON object, and the version that was made of it (null where
 * nothing would change or nothing may be stored). A dry run takes no lock and opens no database: the sample counties' own
 * borders serve. Exit 0 for ok and warn, 3 for ask and rows (0 where `--yes` takes the good rows), 2 for reject.
 */
export async function runImport(kindName: string, path: string, options: ImportOptions, now: () => Date): Promise<CommandAnswer> {
  try {
    return await tryFile(kindName, path, options, now)
  } catch (error) {
    if (error instanceof InputRefused) return answer(rejected(kindName, error.problems), options)
    if (!(error instanceof AppError) || error.code === 'INTERNAL') throw error
    return answer(rejected(kindName, [fileError(error.code, error.words.zh, error.words.en)]), options)
  }
}

async function tryFile(kindName: string, path: string, options: ImportOptions, now: () => Date): Promise<CommandAnswer> {
  const kind = findImportKind(kindName)
  if (!kind)
    throw new AppError(
      'BAD_REQUEST',
      `没有「${kindName}」这种导入；可用：${importKinds.map(({ id }) => id).join('、')}`,
      `There is no import of ${kindName}: ${importKinds.map(({ id }) => id).join(', ')}`,
    )
  if ((options.county === undefined) === (options.region === undefined))
    throw new AppError('BAD_REQUEST', '请用 --county <六位代码> 或 --region none 之一', 'Give either --county <code> or --region none')
  if (!options.dryRun) return await store(kind, path, options)
  const wish = toImportOptions(options, await readEdits(options.edits))
  const doctorOptions = toDoctorOptions(wish)
  const reading = editFile(await readFile(path, { encoding: options.encoding, layer: options.layer }), kind, wish)
  const context = await readImportContext(options.county ?? null, kind, now().toISOString().slice(0, 10))
  const report = examine(reading.file, kind, doctorOptions, context)
  await writeReport(path, kind, options, report, reading)
  return answer(report, options)
}

/** Through the service: what is stored is a version of the county's data, written by a job. */
async function store(kind: ImportKind, path: string, options: ImportOptions): Promise<CommandAnswer> {
  getStoredKind(kind.id)
  if (options.county === undefined)
    throw new AppError('BAD_REQUEST', '保存需要 --county；--region none 只能与 --dry-run 同用', 'Storing needs --county; --region none goes with --dry-run only')
  const wish = toImportOptions(options, await readEdits(options.edits))
  toDoctorOptions(wish)
  const service = await accessService(process.env)
  try {
    const { report, version, changes, also } = await service.importFile(options.county, kind.id, resolve(path), wish)
    if (options.report !== undefined) {
      const reading = editFile(await readFile(path, { encoding: options.encoding, layer: options.layer }), kind, wish)
      await writeReport(path, kind, options, report, reading)
    }
    return answer(report, options, { version, changes, also })
  } finally {
    await service.close()
  }
}

/** What was said of the file, at its cells. */
async function writeReport(path: string, kind: ImportKind, { report: out }: ImportOptions, report: Said, reading: EditedReading): Promise<void> {
  if (out === undefined) return
  const material = { fileName: basename(path), sha256: await hashFile(path), kind, report, reading }
  try {
    await writeMarkedWorkbook(resolve(out), material, new AbortController().signal)
  } catch (error) {
    if (!isFileError(error)) throw error
    throw new AppError('BAD_REQUEST', `无法写入「${out}」：${error.code}`, `Cannot write ${out}: ${error.code}`)
  }
}

async function readEdits(path: string | undefined): Promise<ImportEdits | undefined> {
  if (path === undefined) return undefined
  const text = await readText(path, 'utf8').catch((error: unknown) => {
    if (!isFileError(error)) throw error
    throw new AppError('BAD_REQUEST', `无法读取「${path}」：${error.code}`, `Cannot read ${path}: ${error.code}`)
  })
  const parsed = draftEdits.safeParse(tryJson(text))
  if (parsed.success) return parsed.data
  const where = parsed.error.issues[0].path.join('.')
  throw new AppError('BAD_REQUEST', `「${path}」不是修改清单：${where || '应为 JSON'}`, `${path} is no list of edits: ${where || 'expected JSON'}`)
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error
}

function toImportOptions(options: ImportOptions, edits: ImportEdits | undefined): ServiceImportOptions {
  return {
    crs: options.crs,
    encoding: options.encoding,
    layer: options.layer,
    map: options.map.map((pair) => splitPair(pair)).map(([column, field]) => ({ column, field })),
    header: readRows(options.header),
    answers: Object.fromEntries(options.answer.map(splitPair)),
    acceptRows: options.yes === true,
    replace: options.replace === true,
    dataDate: options.date,
    edits,
  }
}

function answer(report: Said, options: ImportOptions, stored: object = {}): CommandAnswer {
  const { outcome, rows, problems, questions, mapping, summary } = report
  const output = { outcome, rows, problems: problems.map(sayProblem), questions: questions.map(sayQuestion), mapping, summary, ...stored }
  return { output: `${JSON.stringify(output)}\n`, exitCode: exitCodeOf(report, options) }
}

function exitCodeOf({ outcome, rows }: Said, { yes }: ImportOptions): number {
  if (outcome === 'reject') return exitCodes.refused
  if (outcome === 'rows' && yes && rows.accepted > 0) return exitCodes.answered
  return outcome === 'ok' || outcome === 'warn' ? exitCodes.answered : exitCodes.questions
}

function sayProblem({ code, severity, row, column, value, message, fix }: Problem) {
  const where = [row === undefined ? '' : `第 ${row} 行`, column === undefined ? '' : `「${column}」`].join('')
  return {
    code,
    severity,
    row: row ?? null,
    column: column ?? null,
    value: value ?? null,
    message: `${where && !message.zh.startsWith(`第 ${row}`) ? `${where}：` : ''}${message.zh} / ${message.en}`,
    fix: fix ? `${fix.zh} / ${fix.en}` : null,
  }
}

function sayQuestion({ code, message, options, option, rows }: Question) {
  return {
    code,
    message: `${message.zh} / ${message.en}`,
    options: options.map(({ value, label }) => ({ value, label: `${label.zh} / ${label.en}` })),
    option,
    rows: rows ?? null,
  }
}

/** `列=字段`: the name of a column may itself hold a `=`. */
function splitPair(text: string): [string, string] {
  const at = text.lastIndexOf('=')
  if (at < 1 || at === text.length - 1)
    throw new AppError('BAD_REQUEST', `应为 名称=值，得到「${text}」`, `Expected name=value, got ${text}`)
  return [text.slice(0, at), text.slice(at + 1)]
}

function readRows(text: string | undefined): { fromRow: number; toRow: number } | undefined {
  if (text === undefined) return undefined
  const match = /^(\d+)(?:-(\d+))?$/.exec(text)
  if (!match)
    throw new AppError('BAD_REQUEST', `--header 应为行号，如 2 或 2-3，得到「${text}」`, `Expected rows like 2 or 2-3, got ${text}`)
  return { fromRow: Number(match[1]), toRow: Number(match[2] ?? match[1]) }
}

function fileError(code: string, zh: string, en: string): Problem {
  return { code, severity: 'error', message: { zh, en } }
}
