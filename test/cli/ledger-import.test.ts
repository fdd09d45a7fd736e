import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { writeFiles, yiquan } from './run-yiquan.ts'

const directory = mkdtempSync(join(tmpdir(), 'yiquan-cli-ledgers-'))
afterAll(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }))

const csv = (...lines: string[]) => `${lines.join('\r\n')}\r\n`

describe('yiquan import of ledgers', () => {
  it('holds a dry run of sync_stages against the sample’s own areas, and names the nearest', async () => {
    const { stages } = writeFiles({ stages: csv('小区名称,乡镇街道,同步规划,同步建设,同步验收,同步交付', '示例小区01,琴江镇,√,2023年2月,是,违反', '示例小区001,琴江镇,√,,,') })
    const { stdout, stderr, exitCode } = await yiquan(['import', 'sync_stages', stages, '--county', '360735', '--dry-run', '--json'], { DATA_DIR: '/nonexistent/yiquan' })
    expect(stderr).toBe('')
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({ outcome: 'rows', rows: { read: 2, accepted: 1, refused: 1, asked: 0 }, summary: { kind: 'sync_stages' } })
    const wrong = report.problems.find(({ code }: { code: string }) => code === 'AREA_REF_UNKNOWN')
    expect(wrong).toMatchObject({ severity: 'error', row: 3, column: '小区名称', value: '示例小区001', fix: expect.stringContaining('示例小区01') })
    expect(exitCode).toBe(3)
  })

  it('stores a 小区台账 with its stages, and says the version of each kind', async () => {
    const { areas } = writeFiles({ areas: csv('编码,小区名称,乡镇街道,规划户数,同步规划,同步建设', 'C-1,示例新小区,琴江镇,100,√,2025-02-03') })
    const run = async () => {
      const { stdout, stderr, exitCode } = await yiquan(['import', 'residential_areas', areas, '--county', '360735', '--json'], { DATA_DIR: directory, SAMPLES: '360735' })
      expect([stderr, exitCode]).toEqual(['', 0])
      return JSON.parse(stdout)
    }
    const counts = { inserted: 2, updated: 0, unchanged: 0, ended: 0 }
    expect(await run()).toMatchObject({ version: 2, changes: { inserted: 1 }, also: [{ dataKind: 'sync_stages', version: 2, changes: counts }] })
    expect(await run()).toMatchObject({ version: null, changes: { unchanged: 1 }, also: [] })
  })
})
