import { describe, expect, it } from 'vitest'
import { miniature } from '../core/policies/miniature.ts'
import { exitCodes, writeFiles, yiquan } from './run-yiquan.ts'

const plan = '新建居住区按照每百户不低于20平方米的标准配建社区养老服务设施。特殊困难老年人月探访率达到100%；建设家庭养老照护床位300张。到2025年，村级互助养老服务设施 覆盖率达到90%以上。'

describe('yiquan policy', () => {
  it('lists the five packs, the draft as a draft', async () => {
    const { stdout, stderr, exitCode } = await yiquan(['policy', 'list'])
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
    const rows = stdout.trimEnd().split('\n').map((line) => line.split('\t'))
    expect(rows.map(([id, code, , status, count]) => [id, code, status, count])).toEqual([
      ['leshan', '511100', '正式印发', '25+15'],
      ['mianning', '513433', '正式印发', '26+17'],
      ['shapotou', '640502', '正式文本（无文号）', '27+19'],
      ['shicheng', '360735', '正式印发', '38+14'],
      ['yuxi', '530400', '征求意见稿', '24+5'],
    ])
    const listed = JSON.parse((await yiquan(['policy', 'list', '--json'])).stdout) as { id: string; countsByKind: Record<string, number> }[]
    expect(listed.find(({ id }) => id === 'yuxi')?.countsByKind.area_per_100hh).toBe(2)
  })

  it('shows a pack as its file stands, and as JSON', async () => {
    const { stdout, exitCode } = await yiquan(['policy', 'show', 'shicheng'])
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^# yaml-language-server: .*\n# 石城县/)
    expect((JSON.parse((await yiquan(['policy', 'show', 'shicheng', '--json'])).stdout) as { rules: unknown[] }).rules).toHaveLength(38)
    const unknown = await yiquan(['policy', 'show', 'nowhere'])
    expect([unknown.exitCode, unknown.stdout]).toEqual([exitCodes.refused, ''])
    expect(unknown.stderr).toMatch(/POLICY_UNKNOWN（「nowhere」）.*leshan/)
  })

  it('checks a file of one’s own: sound, or everything wrong with its line and remedy', async () => {
    const broken = miniature.replace('kind: admin_coverage', 'kind: coverage').replace('value: occupied', 'value: 入住')
    const files = writeFiles({ 'sound.yaml': miniature, 'broken.yaml': broken })
    const sound = await yiquan(['policy', 'check', files['sound.yaml']])
    expect([sound.exitCode, sound.stderr]).toEqual([0, ''])
    expect(sound.stdout).toMatch(/^通过 \/ sound：example/)
    const refused = await yiquan(['policy', 'check', files['broken.yaml']])
    expect([refused.exitCode, refused.stdout]).toEqual([exitCodes.refused, ''])
    const line = broken.split('\n').findIndex((row) => row.includes('kind: coverage')) + 1
    expect(refused.stderr).toContain(`KIND_UNKNOWN（第 ${line} 行 rules[0].kind 「coverage」）`)
    expect(refused.stderr).toMatch(/OPTION_DOES_NOT_FIT（第 \d+ 行 rules\[1\]\.compute\.households 「new_households = 入住」）/)
    const missing = await yiquan(['policy', 'check', '/nowhere/pack.yaml'])
    expect([missing.exitCode, missing.stdout]).toEqual([exitCodes.refused, ''])
    expect(missing.stderr).toContain('FILE_NOT_READABLE')
  })

  it('verifies the quotes of a pack in the plan’s text: 0 when all stand, 2 with what does not', async () => {
    const files = writeFiles({ 'pack.yaml': miniature, 'plan.txt': plan, 'other.txt': plan.replace('90%', '85%') })
    const all = await yiquan(['policy', 'verify', '--pack', files['pack.yaml'], '--text', files['plan.txt'], '--json'])
    expect([all.exitCode, JSON.parse(all.stdout)]).toEqual([0, { pack: 'example', checked: 4, found: 4, missing: [] }])
    const one = await yiquan(['policy', 'verify', '--pack', files['pack.yaml'], '--text', files['other.txt'], '--json'])
    expect(one.exitCode).toBe(exitCodes.refused)
    const { found, missing } = JSON.parse(one.stdout) as { found: number; missing: { id: string; nearest: { passage: string } }[] }
    expect([found, missing.map(({ id }) => id)]).toEqual([3, ['XX-01']])
    expect(missing[0].nearest.passage).toContain('覆盖率达到85%以上')
    const words = await yiquan(['policy', 'verify', '--pack', files['pack.yaml'], '--text', files['other.txt']])
    expect([words.exitCode, words.stderr]).toEqual([exitCodes.refused, ''])
    expect(words.stdout).toMatch(/3 \/ 4 条原文一致[^]*✗ XX-01（第三章第二节）[^]*最近 \/ nearest（\d+%）：/)
    const built = await yiquan(['policy', 'verify', '--pack', 'yuxi', '--text', files['plan.txt']])
    expect(built.exitCode).toBe(exitCodes.refused)
  })

  it('asks for what it needs', async () => {
    const { exitCode, stdout, stderr } = await yiquan(['policy', 'verify', '--pack', 'yuxi'])
    expect([exitCode, stdout]).toEqual([exitCodes.usage, ''])
    expect(stderr).toMatch(/required option '--text <file>'/)
  })
})
