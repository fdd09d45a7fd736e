import { Command } from 'commander'
import { serve } from '../main.ts'
import { productVersion } from '../product-version.ts'
import { runAccess, type AccessOptions } from './access.ts'
import { runAnalyse, type AnalyseOptions } from './analyse.ts'
import { exitCodes, type CommandAnswer } from './answer.ts'
import { runEvaluate, type EvaluateOptions } from './evaluate.ts'
import { runGraph } from './graph.ts'
import { importHelp, runImport, type ImportOptions } from './import.ts'
import { bilingualHelp, serveHelp } from './help.ts'
import { collect, countyCodeText, dayText, limitOf, metresUpTo, numberAtLeast, oneOf, secondsAboveZero, speedOf, wholeNumberFrom, year, type LimitWords } from './options.ts'
import { runOptimise, type OptimiseOptions } from './optimise.ts'
import { runPolicyCheck, runPolicyList, runPolicyShow, runPolicyVerify } from './policy.ts'
import { runReach, type ReachOptions } from './reach.ts'
import { runSamples } from './samples.ts'
import { addScenarioCommands } from './scenario-program.ts'
import { runSolve, solveHelp, type SolveOptions } from './solve.ts'
import { runTemplate } from './template.ts'

const optimisationProblems = ['lscp', 'mclp', 'p-median', 'p-centre', 'backup', 'capacitated', 'coverage-target', 'township-target', 'area-target'] as const

/** Every command with its options; `answer` takes what the one that was asked has to say. */
export function createProgram(answer: (given: CommandAnswer) => void): Command {
  const program = new Command('yiquan')
    .description('颐圈：养老设施规划与覆盖分析 / eldercare facility planning and coverage')
    .version(productVersion, '-V, --version', '版本号 / version number')
    .helpOption('-h, --help', '显示帮助 / display help')
    .helpCommand('help [command]', '显示某个命令的帮助 / display help for a command')
    .configureHelp(bilingualHelp)
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text) })
    .showHelpAfterError()

  program
    .command('serve')
    .description('启动服务（设置见环境变量） / start the server; its settings are environment variables')
    .addHelpText('after', serveHelp)
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
    .option('--study-area <code>', '分析片区：详细规划单元的编号 / study area: the code of a planning unit')
    .option('--scenario <id or name>', '按方案计算，而非现状 / over a scenario instead of the real state')
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
    .option('--scenario <id or name>', '按该县的方案评估，而非现状 / judge a scenario of the county instead of the real state')
    .option('--json', 'JSON')
    .action(async (options: EvaluateOptions) => answer(await runEvaluate(process.env, options)))

  program
    .command('access')
    .description('床位（名额）与步行可达人口的供需：2SFCA、容量用尽后未获服务者 / capacity against the people in reach, and who is left over')
    .requiredOption('--county <code>', '六位县代码 / six-digit county code', countyCodeText)
    .option('--run <id>', '已发布的批次；缺省为最近一次 / a published run, the newest when left out')
    .option('--capacity <kind>', 'beds | nursing_beds | places', oneOf('beds', 'nursing_beds', 'places'), 'beds')
    .option('--m2-per-place <m2>', '每个名额的建筑面积（声明），用于 --capacity places / declared m² a place', numberAtLeast(0.5))
    .option('--weight <people>', 'residents60Plus | residents80Plus | residents', oneOf('residents60Plus', 'residents80Plus', 'residents'), 'residents60Plus')
    .option('--method <method>', '2sfca | e2sfca | gaussian', oneOf('2sfca', 'e2sfca', 'gaussian'), 'e2sfca')
    .option('--limit <metres>', '服务范围（米），缺省为该批次的服务圈 / catchment in metres, the run’s circle when left out', metresUpTo(20_000))
    .option('--bands <m:w,…>', 'e2sfca 的分段，如 333:1,667:0.68,1000:0.22 / bands of e2sfca')
    .option('--cells', '按人口格网而非地点 / by cells of the population surface instead of places')
    .option('--need <share>', '需要床位者的比例（声明），0–1，缺省 1 / declared share of people who need one, 1 when left out', numberAtLeast(0))
    .option('--target <per 1000>', '每千人目标，数出低于它的单元 / target per 1,000 people: units below it are counted', numberAtLeast(0))
    .option('--json', 'JSON')
    .action(async (options: AccessOptions) => answer(await runAccess(process.env, options)))

  program
    .command('optimise')
    .description('按一个县的数据选址 / where a county should open sites')
    .requiredOption('--county <code>', '六位县代码 / six-digit county code', countyCodeText)
    .requiredOption('--problem <problem>', optimisationProblems.join(' | '), oneOf(...optimisationProblems))
    .option('--run <id>', '分析批次；缺省为最新 / the run, the newest when left out')
    .option('--type <type>', '设施类型（可重复）；缺省为服务圈各类 / facility type (repeatable)', collect, [])
    .option('-p, --p <n>', '新开几个 / how many sites', wholeNumberFrom(1))
    .option('--rate <share>', '目标覆盖率 0–1 / coverage rate to reach', numberAtLeast(0))
    .option('--capacity <n>', '每处容量 / what a site can take', numberAtLeast(1))
    .option('--limit <metres>', '步行上限 / walk allowed, the run’s when left out', metresUpTo(5000))
    .option('--weight <weight>', 'residents60Plus | residents80Plus | residents | households | places', oneOf('residents60Plus', 'residents80Plus', 'residents', 'households', 'places'), 'residents60Plus')
    .option('--existing <how>', 'fixed | free | ignored', oneOf('fixed', 'free', 'ignored'), 'fixed')
    .option('--no-premises', '不取闲置用房 / no idle premises')
    .option('--parcels', '取地块 / land parcels')
    .option('--nodes', '取路网节点 / nodes of the network')
    .option('--grid <metres>', '取网格点 / grid points so far apart', metresUpTo(5000))
    .option('--minimise <what>', 'sites | yuan | m2', oneOf('sites', 'yuan', 'm2'), 'sites')
    .option('--budget-yuan <yuan>', '预算（元） / budget', numberAtLeast(0))
    .option('--budget-m2 <m2>', '面积预算 / budget of floor area', numberAtLeast(0))
    .option('--method <method>', 'exact | heuristic', oneOf('exact', 'heuristic'), 'exact')
    .option('--time-limit <seconds>', '时限（秒） / seconds', secondsAboveZero, 60)
    .option('--request <file>', '其余参数的 JSON（单价、否决、候选点 …），同 API / the rest as JSON, as the API takes it')
    .option('--json', 'JSON')
    .action(async (options: OptimiseOptions) => answer(await runOptimise(process.env, options)))

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

  program
    .command('import <kind> <file>')
    .description('检查并导入文件（JSON）；--dry-run 只检查 / examine a file and import it; --dry-run examines only')
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
    .option('--replace', '文件中没有的已有记录作废（缺省保留） / end stored records that the file does not name')
    .option('--date <day>', '数据日期 YYYY-MM-DD / the day the data speaks of', dayText)
    .option('--edits <file>', '修改清单（JSON：cells、places、dropRows） / corrections to read the file with')
    .option('--report <file>', '标注后的工作簿 .xlsx / the table as a workbook with its cells marked')
    .option('--json', 'JSON（总是） / always')
    .addHelpText('after', importHelp)
    .action(async (kind: string, file: string, options: ImportOptions) => answer(await runImport(kind, file, options, () => new Date())))

  program
    .command('template <kind>')
    .description('导入模板（xlsx） / an empty workbook to fill in')
    .requiredOption('--out <file>', '.xlsx')
    .action(async (kind: string, options: { out: string }) => answer(await runTemplate(kind, options)))

  addPolicyCommands(program, answer)
  addScenarioCommands(program, answer)
  return program
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
