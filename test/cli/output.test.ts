import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { executable, exitCodes, yiquan } from './run-yiquan.ts'

const run = promisify(execFile)

function portoAlegre(name: string): string {
  return fileURLToPath(new URL(`../oracles/fixtures/porto-alegre/${name}`, import.meta.url))
}

const question = ['reach', '--roads', portoAlegre('edges.csv.gz'), '--sources', portoAlegre('sources_1000.csv'), '--limit', '1000']

/** The same question asked through a shell; `$YIQUAN` stands for the command with its parameters. */
function shell(script: string) {
  const quoted = [process.execPath, executable, ...question].map((word) => `'${word}'`).join(' ')
  return run('bash', ['-o', 'pipefail', '-c', script.replace('$YIQUAN', quoted)], { maxBuffer: 1e8 })
}

/** Node and millimetres of every line, for both sides have three decimals at most. */
function millimetres(text: string): Map<string, number> {
  const [, ...lines] = text.trimEnd().split('\n')
  return new Map(lines.map((line) => line.split(',')).map(([node, metres]) => [node, Math.round(Number(metres) * 1000)]))
}

describe('standard output', () => {
  it('carries a large answer whole through a pipe, and it is the answer that other programs gave', async () => {
    const expected = millimetres(gunzipSync(readFileSync(portoAlegre('nearest_1000.csv.gz'))).toString())
    const { stdout, stderr, exitCode } = await yiquan(question)
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: exitCodes.answered })
    expect(stdout.endsWith('\n')).toBe(true)
    const found = millimetres(stdout)
    expect(found.size).toBe(37354)
    expect(stdout.trimEnd().split('\n')).toHaveLength(37354 + 1)
    expect([...found].filter(([node, metres]) => expected.get(node) !== metres)).toEqual([])
    expect(expected.size).toBe(found.size)
  })

  it('arrives whole at a reader who takes his time', async () => {
    const { stdout } = await shell('$YIQUAN | { sleep 3; cat; } | wc -l')
    expect(stdout.trim()).toBe(String(37354 + 1))
  })

  it('may be closed early without a word of complaint', async () => {
    // `pipefail` turns a failing yiquan into a failing pipeline, which would reject.
    const { stdout, stderr } = await shell('$YIQUAN | head -n 1')
    expect({ stdout, stderr }).toEqual({ stdout: 'node,distance_m\n', stderr: '' })
  })

  it.skipIf(!existsSync('/dev/full'))('on a full disk is not reported as answered', async () => {
    await expect(shell('$YIQUAN > /dev/full')).rejects.toMatchObject({ code: exitCodes.bug })
  })
})
