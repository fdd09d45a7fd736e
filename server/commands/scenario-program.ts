import type { Command } from 'commander'
import type { CommandAnswer } from './answer.ts'
import { countyCodeText, oneOf, year } from './options.ts'
import { runScenarioCompare, runScenarioExport, runScenarioList, runScenarioShow, type ComparisonOptions, type ScenarioOptions } from './scenario.ts'

const countyHint = '六位县代码；缺省按编号在各县查找 / six-digit county code; an id is looked for in every county when left out'

export function addScenarioCommands(program: Command, answer: (given: CommandAnswer) => void): void {
  const scenario = program.command('scenario').description('方案：列出、查看、导出、对比（评估用 evaluate --scenario） / scenarios: list, show, export, compare; judge one with evaluate --scenario')
  scenario
    .command('list')
    .description('列出一个县的方案 / list the scenarios of a county')
    .requiredOption('--county <code>', '六位县代码 / six-digit county code', countyCodeText)
    .option('--all', '连同已归档的 / archived ones too')
    .option('--json', 'JSON')
    .action(async (options: { county: string; all?: boolean; json?: boolean }) => answer(await runScenarioList(process.env, options)))
  scenario
    .command('show')
    .description('查看一个方案的全部改动 / show a scenario with all its changes')
    .argument('<id>', '方案编号；给出 --county 时也可用名称 / id, or with --county its name')
    .option('--county <code>', countyHint, countyCodeText)
    .option('--json', 'JSON')
    .action(async (id: string, options: ScenarioOptions) => answer(await runScenarioShow(process.env, id, options)))
  scenario
    .command('export')
    .description('导出改动的位置与属性（写到标准输出） / write the changes with their places to standard output')
    .argument('<id>', '方案编号；给出 --county 时也可用名称 / id, or with --county its name')
    .option('--county <code>', countyHint, countyCodeText)
    .option('--format <format>', 'geojson', oneOf('geojson'), 'geojson')
    .option('--json', 'JSON（GeoJSON 即 JSON） / GeoJSON is JSON anyway')
    .action(async (id: string, options: ScenarioOptions) => answer(await runScenarioExport(process.env, id, options)))
  scenario
    .command('compare')
    .description('对比两个方案，或现状（baseline）与方案；差值为后者减前者 / two scenarios side by side, or `baseline` and one; differences are second − first')
    .argument('<before>', '方案编号、名称，或 baseline（现状） / id, name or baseline')
    .argument('<after>', '方案编号、名称，或 baseline（现状） / id, name or baseline')
    .option('--county <code>', countyHint, countyCodeText)
    .option('--profile <id>', '服务圈；缺省为最近一次现状批次的 / circle profile, that of the newest baseline run when left out')
    .option('--pack <id>', '再按政策包评估两者，逐条给出差值 / judge both by a pack too, rule by rule')
    .option('--year <year>', '目标年，用于 --pack / year whose targets count, with --pack', year)
    .option('--json', 'JSON')
    .action(async (before: string, after: string, options: ComparisonOptions, command: Command) => {
      if (options.year !== undefined && options.pack === undefined) command.error('error: --year 需要 --pack / --year needs --pack')
      answer(await runScenarioCompare(process.env, before, after, options))
    })
}
