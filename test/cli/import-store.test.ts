import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { writeFiles, yiquan } from './run-yiquan.ts'

const directory = mkdtempSync(join(tmpdir(), 'yiquan-cli-import-'))
afterAll(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }))

it('`yiquan import` stores a file as a version, says what changed, and changes nothing the second time', async () => {
  const env = { DATA_DIR: directory, SAMPLES: '360735' }
  const { sites } = writeFiles({ sites: '编码,名称,类型,经度,纬度,床位数,运营状态,现状用途\r\nC-1,示例甲,助餐点,116.3277,26.3137,50,运营,养老\r\n' })
  const run = async () => {
    const { stdout, stderr, exitCode } = await yiquan(['import', 'facilities', sites, '--county', '360735', '--crs', 'EPSG:4490', '--json'], env)
    expect(stderr).toBe('')
    return { exitCode, said: JSON.parse(stdout) as Record<string, unknown> }
  }
  const first = await run()
  expect(first).toMatchObject({ exitCode: 0, said: { outcome: 'ok', version: 2, changes: { inserted: 1, updated: 0, unchanged: 0, ended: 0 } } })
  expect(await run()).toMatchObject({ exitCode: 0, said: { version: null, changes: { inserted: 0, updated: 0, unchanged: 1, ended: 0 } } })
  expect(readdirSync(join(directory, 'yiquan-imports'))).toEqual([])
})
