import { findCrs } from '../core/imports/crs.ts'
import { examine } from '../core/imports/doctor.ts'
import { findImportKind, importKinds } from '../core/imports/kinds.ts'
import { rejected, type Question, type Report } from '../core/imports/report.ts'
import type { Problem } from '../core/problems.ts'
import { AppError } from '../errors.ts'
import { readFile } from '../imports/files/read-file.ts'
import { readImportContext } from '../imports/sample-context.ts'
import { exitCodes, type CommandAnswer } from './answer.ts'

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
}

/**
 * `yiquan import`: the doctor's report on a file, as one JSON object. A dry run takes no lock and opens no database: the
 * sample counties' own borders serve. Exit 0 for ok and warn, 3 for ask and rows (0 where `--yes` takes the good rows), 2 for reject.
 */
export async function runImport(kindName: string, path: string, options: ImportOptions, now: () => Date): Promise<CommandAnswer> {
  try {
    return await tryFile(kindName, path, options, now)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
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
  if (!options.dryRun)
    return answer(
      rejected(kind.id, [
        fileError('DRY_RUN_ONLY', '命令行目前只做试导入：请加 --dry-run', 'The command line only tries imports: add --dry-run'),
      ]),
      options,
    )
  const crs = options.crs === undefined ? undefined : findCrs(options.crs)
  if (options.crs !== undefined && !crs) return answer(rejected(kind.id, [unknownCrs(options.crs)]), options)
  const file = await readFile(path, { encoding: options.encoding, layer: options.layer })
  const context = await readImportContext(options.county ?? null, kind, now().toISOString().slice(0, 10))
  const map = options.map.map((pair) => splitPair(pair)).map(([column, field]) => ({ column, field }))
  const report = examine(
    file,
    kind,
    { crs, layer: options.layer, map, header: readRows(options.header), answers: Object.fromEntries(options.answer.map(splitPair)) },
    context,
  )
  return answer(report, options)
}

function answer(report: Report, options: ImportOptions): CommandAnswer {
  const { outcome, rows, problems, questions, mapping, summary } = report
  const output = { outcome, rows, problems: problems.map(sayProblem), questions: questions.map(sayQuestion), mapping, summary }
  return { output: `${JSON.stringify(output)}\n`, exitCode: exitCodeOf(report, options) }
}

function exitCodeOf({ outcome, rows }: Report, { yes }: ImportOptions): number {
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

function unknownCrs(name: string): Problem {
  return {
    ...fileError('CRS_NOT_TAKEN', `不支持坐标系「${name}」`, `The coordinate system ${name} is not taken`),
    fix: {
      zh: '可用：EPSG:4490、EPSG:4326、EPSG:4491–4554（CGCS2000 高斯–克吕格）、EPSG:3857、GCJ-02、BD-09',
      en: 'Taken: EPSG:4490, EPSG:4326, EPSG:4491–4554 (CGCS2000 Gauss–Krüger), EPSG:3857, GCJ-02, BD-09',
    },
  }
}

function fileError(code: string, zh: string, en: string): Problem {
  return { code, severity: 'error', message: { zh, en } }
}
