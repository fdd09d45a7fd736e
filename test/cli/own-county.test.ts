import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { writeFiles, yiquan } from './run-yiquan.ts'

const directory = mkdtempSync(join(tmpdir(), 'yiquan-cli-county-'))
afterAll(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }))

const townships = '区划代码,名称,级别,经度,纬度\r\n513433110000,锦屏镇,镇,102.17,28.5\r\n513433110201,河里村,村,102.172,28.502\r\n'

it('`yiquan import regions` looks at a county that is not there without storing it, then brings it, and refuses what is examined only', async () => {
  const env = { DATA_DIR: directory, SAMPLES: 'none' }
  const { units } = writeFiles({ units: townships })
  const run = async (...args: string[]) => {
    const { stdout, exitCode } = await yiquan(['import', ...args, '--crs', 'EPSG:4490', '--json'], env)
    return { exitCode, said: JSON.parse(stdout) as { outcome: string; problems: { code: string }[] } }
  }
  expect(await run('regions', units, '--county', '513433', '--dry-run')).toMatchObject({ exitCode: 0, said: { rows: { accepted: 2 } } })
  const layer = await run('layer', units, '--county', '513433', '--dry-run')
  expect([layer.exitCode, layer.said.problems.map(({ code }) => code)]).toEqual([0, expect.not.arrayContaining(['KIND_NOT_STORED'])])
  const refused = await run('layer', units, '--county', '513433')
  expect([refused.exitCode, refused.said.problems[0].code]).toEqual([2, 'KIND_NOT_STORED'])
  // The outline is that of the product's reference list.
  expect(await run('regions', units, '--county', '513433')).toMatchObject({ exitCode: 0, said: { outcome: 'warn', version: 1, changes: { inserted: 2 } } })
}, 300_000)
