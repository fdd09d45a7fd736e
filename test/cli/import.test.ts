import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { toGcj02 } from '../../server/core/imports/datum.ts'
import { writeFiles, yiquan } from './run-yiquan.ts'

interface Answer {
  outcome: string
  rows: { read: number; accepted: number; refused: number; asked: number }
  problems: { code: string; row: number | null; column: string | null; value: string | null; message: string; fix: string | null }[]
  questions: { code: string; message: string; options: { value: string }[] }[]
}

async function tryImport(parameters: string[], env: Record<string, string> = {}) {
  const { stdout, stderr, exitCode } = await yiquan(['import', ...parameters, '--dry-run', '--json'], env)
  return { report: JSON.parse(stdout) as Answer, stdout, stderr, exitCode }
}

const csv = (...lines: string[]) => `${lines.join('\r\n')}\r\n`
const header = '名称,类型,经度,纬度,床位数'

describe('yiquan import --dry-run', () => {
  it('answers with one JSON object, exit 0 for a sound file, and needs no data directory', async () => {
    const dataDir = '/nonexistent/yiquan'
    const { sites } = writeFiles({ sites: csv(header, '示例甲,助餐点,116.3277,26.3137,50') })
    const { report, stdout, stderr, exitCode } = await tryImport(['facilities', sites, '--county', '360735', '--crs', 'EPSG:4490'], {
      DATA_DIR: dataDir,
    })
    expect(stderr).toBe('')
    expect(stdout.trimEnd().split('\n')).toHaveLength(1)
    expect(report).toMatchObject({ outcome: 'ok', rows: { read: 1, accepted: 1, refused: 0, asked: 0 }, problems: [], questions: [] })
    expect(exitCode).toBe(0)
    expect(existsSync(dataDir)).toBe(false)
  })

  it('exits 3 for rows, with row, column, value, words and remedy; 0 where --yes takes the good ones', async () => {
    const { sites } = writeFiles({
      sites: csv(header, '示例甲,助餐点,116.3277,26.3137,50', '示例乙,助餐点,116.33,26.32,约120', '合计,,,,170'),
    })
    const asked = await tryImport(['facilities', sites, '--county', '360735', '--crs', 'EPSG:4490'])
    expect(asked.report).toMatchObject({ outcome: 'rows', rows: { read: 3, accepted: 1, refused: 2, asked: 0 } })
    expect(asked.report.problems.find(({ code }) => code === 'NUM_PARSE')).toMatchObject({ row: 3, column: '床位数', value: '约120' })
    expect(asked.report.problems[0].message).toMatch(/第 3 行「床位数」/)
    expect(asked.exitCode).toBe(3)
    expect((await tryImport(['facilities', sites, '--county', '360735', '--crs', 'EPSG:4490', '--yes'])).exitCode).toBe(0)
  })

  it('exits 3 for questions and says which option answers them', async () => {
    const { sites } = writeFiles({ sites: csv(header, '示例甲,助餐点,116.3277,26.3137,50') })
    const { report, exitCode } = await tryImport(['facilities', sites, '--county', '360735'])
    expect(report.outcome).toBe('ask')
    expect(report.questions[0]).toMatchObject({ code: 'CRS_UNKNOWN', option: '--crs' })
    expect(exitCode).toBe(3)
  })

  it('holds points of a sample county against its own places, townships and roads', async () => {
    const names = ['示例小区01', '示例小区02']
    const { areas } = writeFiles({
      areas: csv(
        '小区名称,规划户数,经度,纬度',
        ...names.map((name, i) => `${name},${500 + i},${toGcj02(116.3209 + i * -0.0045, 26.3262 - i * 0.0088).join(',')}`),
        `示例小区外,10,104.06,30.57`,
      ),
    })
    const { report } = await tryImport(['residential-areas', areas, '--county', '360735', '--crs', '4490'])
    expect(report.problems.map(({ code, row }) => [code, row])).toContainEqual(['COORD_OUT_OF_REGION', 4])
  })

  it('exits 2 for what cannot be read, is empty, or stands the wrong way round', async () => {
    const files = writeFiles({ broken: '{"type":"Feature" "a":1}', empty: '', swapped: csv(header, '示例甲,助餐点,26.3137,116.3277,50') })
    for (const [path, code] of [
      [files.broken, 'JSON_SYNTAX'],
      [files.empty, 'EMPTY'],
      [files.swapped, 'AXIS_SWAP'],
    ] as const) {
      const { report, exitCode } = await tryImport(['layer', path, '--county', '360735', '--crs', 'EPSG:4326'])
      expect([report.outcome, report.problems[0].code, exitCode], path).toEqual(['reject', code, 2])
    }
    const { report, exitCode } = await tryImport(['layer', '/nonexistent.csv', '--region', 'none'])
    expect([report.outcome, exitCode]).toEqual(['reject', 2])
  })

  it('says of a kind that is only examined that it is not stored', async () => {
    const { sites } = writeFiles({ sites: csv(header, '示例甲,助餐点,116.3277,26.3137,50') })
    const { stdout, exitCode } = await yiquan(['import', 'layer', sites, '--county', '360735', '--crs', '4490'])
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'reject', problems: [{ code: 'KIND_NOT_STORED' }] })
    expect(exitCode).toBe(2)
    expect((await yiquan(['import', '--help'])).stdout).toMatch(/KIND_NOT_STORED.*layer/)
  })

  it('refuses a kind or an option that it does not know, as JSON too', async () => {
    for (const parameters of [
      ['houses', 'a.csv', '--region', 'none'],
      ['layer', 'a.csv'],
      ['layer', 'a.csv', '--region', 'none', '--header', 'x'],
    ]) {
      const { report, exitCode } = await tryImport(parameters)
      expect([report.outcome, report.problems[0].code, exitCode], parameters.join(' ')).toEqual(['reject', 'BAD_REQUEST', 2])
    }
    expect((await yiquan(['import', 'layer', 'a.csv', '--region', 'all', '--dry-run'])).exitCode).toBe(64)
  })
})
