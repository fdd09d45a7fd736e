import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBuiltInPack } from '../../server/policies/load-packs.ts'
import { exitCodes, yiquan } from './run-yiquan.ts'

interface Answer {
  region: string
  pack: string
  year: number
  runId: string
  results: Record<string, unknown>[]
}

describe('yiquan evaluate', () => {
  let env: Record<string, string>
  const evaluate = (...more: string[]) => yiquan(['evaluate', '--region', '640502', ...more], env)
  const json = async (...more: string[]) => {
    const { stdout, stderr, exitCode } = await evaluate(...more, '--json')
    expect([exitCode, stderr]).toEqual([0, ''])
    return JSON.parse(stdout) as Answer
  }

  beforeAll(() => {
    env = { DATA_DIR: mkdtempSync(join(tmpdir(), 'yiquan-cli-')), SAMPLES: '640502' }
  })

  afterAll(() => rmSync(env.DATA_DIR, { recursive: true, force: true, maxRetries: 3 }))

  it('answers with every rule of the pack exactly once, in the form that was promised', async () => {
    const answer = await json('--pack', 'shapotou')
    expect(answer).toMatchObject({ region: '640502', pack: 'shapotou', year: 2025 })
    expect(answer.runId).toMatch(/^[0-9a-f-]{36}$/)
    expect(answer.results.map(({ id }) => id)).toEqual(findBuiltInPack('shapotou')!.pack.rules.map(({ id }) => id))
    const keys = ['id', 'name', 'kind', 'status', 'numerator', 'denominator', 'value', 'target', 'nature', 'quote', 'ref', 'assumptions', 'failingUnits']
    for (const result of answer.results) expect([result.id, keys.filter((key) => !(key in result))]).toEqual([result.id, []])
    expect(answer.results.find(({ id }) => id === 'SP-17')).toMatchObject({ status: 'not_met', numerator: 5, denominator: 12, target: 0.5 })
  })

  it('takes a year, a choice and a threshold of one’s own', async () => {
    const answer = await json('--pack', 'leshan', '--year', '2022', '--choice', 'new_standard=20', '--adopt', 'LS-01=0.1')
    const of = (id: string) => answer.results.find((one) => one.id === id) as { status: string; target: unknown; adopted: { zh: string } | null }
    expect([answer.year, of('LS-04').target]).toEqual([2022, 0.8])
    expect(of('LS-06').adopted?.zh).toMatch(/^采用标准：/)
    expect(of('LS-06').status).not.toBe('not_prescribed')
    expect(of('LS-01')).toMatchObject({ status: 'met', adopted: { zh: '采用阈值：≥ 10 %，非本规划规定' } })
  })

  it('says in words that 玉溪’s plan is a draft, the data a demonstration, and the pack another place’s', async () => {
    const { stdout, exitCode } = await evaluate('--pack', 'yuxi')
    expect(exitCode).toBe(0)
    expect(stdout.split('\n')[0]).toMatch(/（征求意见稿）.*演示数据/)
    expect(stdout).toContain('仅作参照')
    for (const { id } of findBuiltInPack('yuxi')!.pack.rules) expect(stdout.split('\n').filter((line) => line.startsWith(`${id} `))).toHaveLength(1)
  })

  it('refuses what there is not with 2, and what is no command with 64', async () => {
    const cases: [string[], number, RegExp][] = [
      [['--region', '640502', '--pack', 'nowhere'], exitCodes.refused, /POLICY_UNKNOWN|nowhere/],
      [['--region', '999999', '--pack', 'shapotou'], exitCodes.refused, /999999/],
      [['--region', '640502', '--pack', 'shapotou', '--choice', 'nobody=1'], exitCodes.refused, /CHOICE_UNKNOWN/],
      [['--region', '640502', '--pack', 'shapotou', '--year', 'soon'], exitCodes.usage, /year/],
      [['--region', '64050', '--pack', 'shapotou'], exitCodes.usage, /region/],
      [['--region', '640502'], exitCodes.usage, /pack/],
    ]
    for (const [parameters, exitCode, words] of cases) {
      const outcome = await yiquan(['evaluate', ...parameters], env)
      expect([parameters, outcome.exitCode, outcome.stdout]).toEqual([parameters, exitCode, ''])
      expect(outcome.stderr).toMatch(words)
    }
  })
})
