import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { InputRefused, type Problem } from './core/problems.ts'
import { ConfigRefused } from './config.ts'
import { exitCodes, type CommandAnswer } from './commands/answer.ts'
import { runAnalyse } from './commands/analyse.ts'
import { runGraph } from './commands/graph.ts'
import { runReach } from './commands/reach.ts'
import { runSamples } from './commands/samples.ts'
import { runSolve, solveHelp, type SolveOptions } from './commands/solve.ts'
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
    .command('solve')
    .description('设施选址：由成本表求解，不需要数据库 / where sites should open, from a table of costs')
    .requiredOption('--problem <problem>', 'lscp | mclp | p-median | p-centre', oneOf('lscp', 'mclp', 'p-median', 'p-centre'))
    .requiredOption('--cost <file>', 'CSV：demand,site,cost；没有的组合即不可达 / a pair without a row cannot be used')
    .option(
      '--matrix',
      '成本表是矩阵：首行站点、首列需求（左上角留空），或不带编号的方阵；inf 为不可达 / the costs are a matrix, with ids or bare and square',
    )
    .option('--demand <file>', 'CSV：demand,weight；缺省权重为 1 / weights, 1 unless given')
    .option('--limit <cost>', '成本上限（含） / pairs that cost more cannot be used', numberAtLeast(0))
    .option('-p, --p <n>', '开设几个，含固定站点 / how many sites open, fixed ones included', wholeNumberFrom(1))
    .option('--fixed <ids>', '必开的站点，逗号分隔 / sites open in every answer, separated by commas')
    .option('--method <method>', 'exact | heuristic', oneOf('exact', 'heuristic'), 'exact')
    .option('--time-limit <seconds>', '时限（秒） / seconds, after which the best answer and its gap are given', secondsAboveZero, 60)
    .option('--seed <n>', '随机种子 / seed of the swap search', wholeNumberFrom(0), 1)
    .option('--alternatives <n>', '列出至多 n 个同样最优的方案（JSON） / list up to n equally optimal choices (JSON)', wholeNumberFrom(1))
    .option('--json', 'JSON')
    .addHelpText('after', solveHelp)
    .action(async (options: SolveOptions, command: Command) => {
      if (options.problem === 'lscp' && options.p !== undefined)
        command.error('lscp 不接受 -p：求的就是个数 / lscp takes no -p: the number is what it finds', { exitCode: exitCodes.usage })
      if (options.problem !== 'lscp' && options.p === undefined)
        command.error(`${options.problem} 需要 -p / ${options.problem} needs -p`, { exitCode: exitCodes.usage })
      answer(await runSolve(options))
    })

  return program
}

function numberAtLeast(least: number) {
  return (text: string): number => {
    const value = text.trim() === '' ? NaN : Number(text)
    if (!(value >= least && value < Infinity)) throw new InvalidArgumentError(`应至少为 ${least} / expected at least ${least}`)
    return value
  }
}

function secondsAboveZero(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text)
  if (!(value > 0 && value <= 86_400)) throw new InvalidArgumentError('应大于 0、至多 86400 / expected more than 0, at most 86400')
  return value
}

function wholeNumberFrom(least: number) {
  return (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN
    if (!(value >= least && Number.isSafeInteger(value)))
      throw new InvalidArgumentError(`应为不小于 ${least} 的整数 / expected a whole number from ${least}`)
    return value
  }
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
