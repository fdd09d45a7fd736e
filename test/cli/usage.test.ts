import { describe, expect, it } from 'vitest'
import { exitCodes, yiquan } from './run-yiquan.ts'

/** Wrong use: exit code 64, nothing on standard output, and the usage of the command on standard error. */
async function expectUsage(parameters: string[], complaint: RegExp) {
  const { stdout, stderr, exitCode } = await yiquan(parameters)
  expect({ parameters, stdout, exitCode }).toEqual({ parameters, stdout: '', exitCode: exitCodes.usage })
  expect(stderr).toMatch(complaint)
  expect(stderr).toMatch(/^用法 \/ Usage: yiquan/m)
}

const reach = ['reach', '--roads', 'r.csv', '--sources', 's.csv']

describe('yiquan', () => {
  it('answers --help and --version on standard output', async () => {
    const help = await yiquan(['reach', '--help'])
    expect({ stderr: help.stderr, exitCode: help.exitCode }).toEqual({ stderr: '', exitCode: 0 })
    expect(help.stdout).toMatch(/--roads[^]*--sources[^]*--limit[^]*--to[^]*--max-access[^]*--format/)
    const version = await yiquan(['--version'])
    expect(version).toEqual({ stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string, stderr: '', exitCode: 0 })
  })

  it('heads its help in both languages, names every variable of the server, and shows no default that is none', async () => {
    const serve = (await yiquan(['serve', '--help'])).stdout
    for (const name of ['HOST', 'PORT', 'DATA_DIR', 'DATABASE_URL', 'SAMPLES', 'LOG_LEVEL']) expect(serve).toMatch(new RegExp(`^  ${name} `, 'm'))
    const [help, evaluate] = [(await yiquan(['--help'])).stdout, (await yiquan(['evaluate', '--help'])).stdout]
    expect(help).toMatch(/^用法 \/ Usage: [^]*^选项 \/ Options:[^]*^命令 \/ Commands:/m)
    expect((await yiquan(['scenario', 'show', '--help'])).stdout).toMatch(/^参数 \/ Arguments:/m)
    expect(evaluate).toContain('--choice <id=value>')
    expect(evaluate).not.toContain('default: []')
    expect((await yiquan(['reach', '--help'])).stdout).toContain('(default: "csv")')
  })

  it('shows its usage where no command or an unknown one is given', async () => {
    await expectUsage([], /analyse/)
    await expectUsage(['reech'], /unknown command 'reech'/)
  })

  it('shows the usage of a command that lacks an option or has one too many', async () => {
    await expectUsage(['reach'], /required option '--roads <file>'/)
    await expectUsage(reach, /required option '--limit <metres>'/)
    await expectUsage(['graph', '--roads', 'r.csv', '--fast'], /unknown option '--fast'/)
    await expectUsage(['graph', '--roads', 'r.csv', 'another.csv'], /too many arguments/)
  })

  it('refuses a limit that is not a positive number', async () => {
    for (const limit of ['0', '-5', '一千', '']) {
      await expectUsage([...reach, `--limit=${limit}`], /应大于 0、至多 1000000 \/ expected more than 0, at most 1000000/)
    }
  })

  it('refuses a speed or heights that a limit in metres would silently ignore', async () => {
    await expectUsage([...reach, '--limit', '5', '--limit-seconds', '5'], /只能给一个/)
    await expectUsage([...reach, '--limit', '5', '--speed', '0.8'], /--speed needs --limit-seconds/)
    await expectUsage([...reach, '--limit', '5', '--dem', 'd.tif'], /--dem needs --limit-seconds/)
    await expectUsage([...reach, '--limit-seconds', '5', '--speed', '2.1'], /expected 0.3 to 2.0 m\/s/)
  })

  it('refuses an unknown format, and a county code that is not six digits', async () => {
    await expectUsage([...reach, '--limit', '5', '--format', 'xml'], /应为 csv、json/)
    await expectUsage(['analyse', '--county', '12'], /应为六位县代码 \/ expected six digits/)
  })
})
