import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { InputRefused, type Problem } from './core/problems.ts'
import { ConfigRefused } from './config.ts'
import { exitCodes, type CommandAnswer } from './commands/answer.ts'
import { runAnalyse, type AnalyseOptions } from './commands/analyse.ts'
import { runEvaluate, type EvaluateOptions } from './commands/evaluate.ts'
import { runGraph } from './commands/graph.ts'
import { runPolicyCheck, runPolicyList, runPolicyShow, runPolicyVerify } from './commands/policy.ts'
import { elderMetresPerSecond, runReach, type ReachOptions } from './commands/reach.ts'
import { runSamples } from './commands/samples.ts'
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
    .option('--profile <id>', '服务圈；自定义：custom-800m、custom-15min-0.8 / circle profile, or one of your own')
    .option('--steps-free', '不走台阶 / without stairs')
    .option('--slope', '计入坡度（需已导入高程，且服务圈按时间计） / with slopes: needs elevation data and a circle of minutes × speed')
    .option('--json', 'JSON')
    .action(async (options: AnalyseOptions) => answer(await runAnalyse(process.env, options)))

  program
    .command('reach')
    .description('从若干起点沿步行路网可达的范围 / what is reached on foot from sources')
    .requiredOption('--roads <file>', '.osm.pbf, .osm, .graphml, .geojson, .csv, .csv.gz')
    .requiredOption('--sources <file>', 'CSV：id,lon,lat；边表路网用 node / CSV of sources')
    .option('--limit <metres>', '上限（米，含，至多 1000000） / limit in metres, inclusive, at most 1,000,000', metresUpTo(1_000_000))
    .option('--limit-seconds <s>', '上限（秒，含，至多 86400），代替 --limit，答案为 travel_s / limit in seconds instead, answers in travel_s', metresUpTo(86_400))
    .option('--speed <m/s>', '平地速度，0.3–2.0 m/s，用于 --limit-seconds（默认 0.8） / speed on the flat for --limit-seconds, 0.8 by default', speedOf)
    .option('--steps-free', '不走台阶（含自动扶梯），也不从台阶接入路网 / stairs and escalators are neither walked nor joined')
    .option('--dem <file>', '高程 GeoTIFF（EPSG:4326/4490）；own 用路网自带高程。按 Tobler 分方向计时，从目的地走向起点，需 --limit-seconds / elevation; times by Tobler, walking from destinations to sources')
    .option('--to <file>', 'CSV：id,lon,lat / CSV of destinations')
    .option('--max-access <metres>', '到路网的最大直线距离（至多 10000） / longest leg to the network, at most 10,000', metresUpTo(10_000), 200)
    .option('--format <format>', 'csv | json', oneOf('csv', 'json'), 'csv')
    .action(async (options: Omit<ReachOptions, 'limitMetres' | 'metresPerSecond'> & LimitWords, command: Command) => answer(await runReach({ ...options, ...limitOf(options, command) })))

  program
    .command('graph')
    .description('路网概况 / figures of a walking network')
    .requiredOption('--roads <file>', '路网文件 / road file')
    .option('--json', 'JSON')
    .action(async (options: { roads: string; json?: boolean }) => answer(await runGraph(options)))

  program
    .command('evaluate')
    .description('按政策包逐条评估一个县或地级市 / judge every rule of a pack for a county or a prefecture')
    .requiredOption('--region <code>', '六位县或地级市代码 / six-digit code of a county or prefecture', countyCodeText)
    .requiredOption('--pack <id>', '政策包 / pack: mianning, leshan, yuxi, shapotou, shicheng …')
    .option('--year <year>', '目标年；缺省为规划期末 / year whose targets count; the end of the period when left out', year)
    .option('--choice <id=value>', '改变一项声明（可重复） / decide a declared choice otherwise (repeatable)', collect, [])
    .option('--adopt <rule=threshold>', '为定性要求采用阈值（可重复） / adopt a threshold for a target in words (repeatable)', collect, [])
    .option('--json', 'JSON')
    .action(async (options: EvaluateOptions) => answer(await runEvaluate(process.env, options)))

  addPolicyCommands(program, answer)
  return program
}

function collect(text: string, before: string[]): string[] {
  return [...before, text]
}

function year(text: string): number {
  if (!/^(19|20)\d{2}$/.test(text)) throw new InvalidArgumentError('应为四位年份 / expected a year of four digits')
  return Number(text)
}

function addPolicyCommands(program: Command, answer: (given: CommandAnswer) => void): void {
  const policy = program.command('policy').description('政策包：列出、查看、检查、核对原文 / policy packs: list, show, check, verify quotes')
  policy
    .command('list')
    .description('列出随产品提供的政策包 / list the packs that come with the product')
    .option('--json', 'JSON')
    .action((options: { json?: boolean }) => answer(runPolicyList(options)))
  policy
    .command('show')
    .description('显示一个政策包 / show a pack')
    .argument('<id>', '政策包代码或 .yaml 文件 / id of a pack, or a .yaml file')
    .option('--json', 'JSON')
    .action((id: string, options: { json?: boolean }) => answer(runPolicyShow(id, options)))
  policy
    .command('check')
    .description('检查自己写的政策包 / check a pack of your own')
    .argument('<file>', '.yaml')
    .option('--json', 'JSON')
    .action((file: string, options: { json?: boolean }) => answer(runPolicyCheck(file, options)))
  policy
    .command('verify')
    .description('核对条文摘录与规划文本一字不差 / check that every quote stands verbatim in the plan')
    .requiredOption('--pack <id>', '政策包代码或 .yaml 文件 / id of a pack, or a .yaml file')
    .requiredOption('--text <file>', '规划全文（文本文件） / text of the plan')
    .option('--json', 'JSON')
    .action((options: { pack: string; text: string; json?: boolean }) => answer(runPolicyVerify(options)))
}

function metresUpTo(most: number) {
  return (text: string): number => {
    const value = text.trim() === '' ? NaN : Number(text)
    if (!(value > 0 && value <= most)) throw new InvalidArgumentError(`应大于 0、至多 ${most} / expected more than 0, at most ${most}`)
    return value
  }
}

function speedOf(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text)
  if (!(value >= 0.3 && value <= 2)) throw new InvalidArgumentError('应为 0.3 到 2.0 m/s / expected 0.3 to 2.0 m/s')
  return value
}

interface LimitWords {
  limit?: number
  limitSeconds?: number
  speed?: number
  dem?: string
}

/** Metres or seconds, one of them: a speed with a limit in metres, or slopes without times, would silently do nothing. */
function limitOf({ limit, limitSeconds, speed, dem }: LimitWords, command: Command): Pick<ReachOptions, 'limitMetres' | 'metresPerSecond'> {
  if (limit === undefined && limitSeconds === undefined) command.error("error: required option '--limit <metres>' not specified，或给出 --limit-seconds / or --limit-seconds")
  if (limit !== undefined && limitSeconds !== undefined) command.error('error: --limit 与 --limit-seconds 只能给一个 / give only one of --limit and --limit-seconds')
  if (limit !== undefined && speed !== undefined) command.error('error: --speed 只用于 --limit-seconds / --speed needs --limit-seconds')
  if (limit !== undefined && dem !== undefined) command.error('error: --dem 需要 --limit-seconds：坡度改变时间而非距离 / --dem needs --limit-seconds: slopes change times, not lengths')
  if (limit !== undefined) return { limitMetres: limit, metresPerSecond: undefined }
  const metresPerSecond = speed ?? elderMetresPerSecond
  return { limitMetres: limitSeconds! * metresPerSecond, metresPerSecond }
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
  const place = [problem.row === undefined ? '' : `第 ${problem.row} 行`, problem.column ?? '', problem.value === undefined ? '' : `「${problem.value}」`]
  const where = place.filter(Boolean).join(' ')
  const fix = problem.fix ? ` → ${problem.fix.zh} / ${problem.fix.en}` : ''
  return `${problem.code}${where ? `（${where}）` : ''}：${problem.message.zh} / ${problem.message.en}${fix}\n`
}

function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return text === '' ? Promise.resolve() : new Promise((resolve) => stream.write(text, () => resolve()))
}
