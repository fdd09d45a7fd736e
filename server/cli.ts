import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { InputRefused, type Problem } from './core/problems.ts'
import { ConfigRefused } from './config.ts'
import { exitCodes, type CommandAnswer } from './commands/answer.ts'
import { runAnalyse } from './commands/analyse.ts'
import { runGraph } from './commands/graph.ts'
import { runImport, type ImportOptions } from './commands/import.ts'
import { runReach } from './commands/reach.ts'
import { runSamples } from './commands/samples.ts'
import { runTemplate } from './commands/template.ts'
import { AppError } from './errors.ts'
import { DataDirectoryLocked } from './db/embedded/lock.ts'
import { PortRefused, serve } from './main.ts'
import { productVersion } from './product-version.ts'

const exitCode = await main(process.argv)
// Everything has been flushed by now; workers and timers that are still alive must not keep the process.
process.exit(exitCode)

async function main(argv: string[]): Promise<number> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  let answer: CommandAnswer = { output: '', exitCode: exitCodes.answered }
  const program = createProgram((given) => (answer = given))
  try {
    await program.parseAsync(argv)
  } catch (error) {
    return sayFailure(error)
  }
  await write(process.stdout, answer.output)
  return answer.exitCode
}

function createProgram(answer: (given: CommandAnswer) => void): Command {
  const program = new Command('yiquan')
    .description('颐圈：养老设施规划与覆盖分析 / eldercare facility planning and coverage')
    .version(productVersion)
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text) })
    .showHelpAfterError()

  program
    .command('serve')
    .description('启动服务（HOST、PORT、DATA_DIR、DATABASE_URL） / start the server')
    .action(async () => answer({ output: '', exitCode: await serve(process.env) }))

  program
    .command('samples')
    .description('装载并列出样例县 / load and list the sample counties')
    .option('--json', 'JSON')
    .action(async (options: { json?: boolean }) => answer(await runSamples(process.env, options)))

  program
    .command('analyse')
    .description('计算一个县的覆盖与指标 / compute a county')
    .requiredOption('--county <code>', '六位县代码 / six-digit county code', countyCodeText)
    .option('--profile <id>', '服务圈 / circle profile')
    .option('--json', 'JSON')
    .action(async (options: { county: string; profile?: string; json?: boolean }) => answer(await runAnalyse(process.env, options)))

  program
    .command('reach')
    .description('从若干起点沿步行路网可达的范围 / what is reached on foot from sources')
    .requiredOption('--roads <file>', '.osm.pbf, .osm, .graphml, .geojson, .csv, .csv.gz')
    .requiredOption('--sources <file>', 'CSV：id,lon,lat；边表路网用 node / CSV of sources')
    .requiredOption(
      '--limit <metres>',
      '上限（米，含，至多 1000000） / limit in metres, inclusive, at most 1,000,000',
      metresUpTo(1_000_000),
    )
    .option('--to <file>', 'CSV：id,lon,lat / CSV of destinations')
    .option(
      '--max-access <metres>',
      '到路网的最大直线距离（至多 10000） / longest leg to the network, at most 10,000',
      metresUpTo(10_000),
      200,
    )
    .option('--format <format>', 'csv | json', oneOf('csv', 'json'), 'csv')
    .action(async (options: Parameters<typeof runReach>[0]) => answer(await runReach(options)))

  program
    .command('graph')
    .description('路网概况 / figures of a walking network')
    .requiredOption('--roads <file>', '路网文件 / road file')
    .option('--json', 'JSON')
    .action(async (options: { roads: string; json?: boolean }) => answer(await runGraph(options)))

  program
    .command('import <kind> <file>')
    .description('导入前的体检（JSON） / examine a file before it is imported')
    .option('--county <code>', '六位县代码 / six-digit county code', countyCodeText)
    .option('--region <none>', '不核对位置 / do not check the place', oneOf('none'))
    .option('--crs <name>', 'EPSG:4490、EPSG:4526、GCJ-02、BD-09 …')
    .option('--encoding <name>', 'UTF-8、GBK、GB18030 …')
    .option('--layer <name>', '图层或工作表 / layer or sheet')
    .option('--map <column=field>', '列对应的字段，- 为不用 / which field a column is, - for none', collect, [])
    .option('--header <rows>', '表头所在行，如 2-3 / rows of the header')
    .option('--answer <code=value>', '对提问的回答 / the answer to a question', collect, [])
    .option('--dry-run', '只体检，不保存 / examine, store nothing')
    .option('--yes', '只有坏行时导入好行 / take the good rows where only rows are refused')
    .option('--json', 'JSON（总是） / always')
    .action(async (kind: string, file: string, options: ImportOptions) => answer(await runImport(kind, file, options, () => new Date())))

  program
    .command('template <kind>')
    .description('导入模板（xlsx） / an empty workbook to fill in')
    .requiredOption('--out <file>', '.xlsx')
    .action(async (kind: string, options: { out: string }) => answer(await runTemplate(kind, options)))

  return program
}

function collect(one: string, all: string[]): string[] {
  return [...all, one]
}

function metresUpTo(most: number) {
  return (text: string): number => {
    const value = text.trim() === '' ? NaN : Number(text)
    if (!(value > 0 && value <= most)) throw new InvalidArgumentError(`应大于 0、至多 ${most} / expected more than 0, at most ${most}`)
    return value
  }
}

function countyCodeText(text: string): string {
  if (!/^\d{6}$/.test(text)) throw new InvalidArgumentError('应为六位县代码 / expected six digits')
  return text
}

function oneOf(...allowed: string[]) {
  return (text: string): string => {
    if (!allowed.includes(text)) throw new InvalidArgumentError(`应为 ${allowed.join('、')} / expected one of ${allowed.join(', ')}`)
    return text
  }
}

/** Words for people on standard error; the exit code for programs. */
async function sayFailure(error: unknown): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.answered : exitCodes.usage
  if (error instanceof InputRefused) {
    await write(process.stderr, error.problems.map(problemLine).join(''))
    return exitCodes.refused
  }
  if (error instanceof ConfigRefused || error instanceof PortRefused) {
    await write(process.stderr, `${error.message}\n`)
    return exitCodes.refused
  }
  if (error instanceof AppError || error instanceof DataDirectoryLocked) {
    await write(process.stderr, `${error instanceof AppError ? `${error.code}：${error.words.zh} / ${error.words.en}` : error.message}\n`)
    return exitCodes.refused
  }
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
  await write(process.stderr, `内部错误 / internal error: ${words}\n`)
  return exitCodes.bug
}

function problemLine(problem: Problem): string {
  const place = [
    problem.row === undefined ? '' : `第 ${problem.row} 行`,
    problem.column ?? '',
    problem.value === undefined ? '' : `「${problem.value}」`,
  ]
  const where = place.filter(Boolean).join(' ')
  const fix = problem.fix ? ` → ${problem.fix.zh} / ${problem.fix.en}` : ''
  return `${problem.code}${where ? `（${where}）` : ''}：${problem.message.zh} / ${problem.message.en}${fix}\n`
}

function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return text === '' ? Promise.resolve() : new Promise((resolve) => stream.write(text, () => resolve()))
}
