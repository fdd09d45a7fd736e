import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { accessReply } from '../../server/contract/access.ts'
import { countyList, countySummary, type CountySummary } from '../../server/contract/counties.ts'
import { exitCodes, start, yiquan, type Running } from './run-yiquan.ts'

/*
 * One data directory through its life: computed by the command alone, served, shared with commands, stopped, killed
 * and served again. The tests build on each other; each holds one database at most.
 */
const directory = mkdtempSync(join(tmpdir(), 'yiquan-cli-service-'))
const lockFile = join(directory, 'lock.json')
const env = { DATA_DIR: directory, PORT: '0', SAMPLES: '360735,440304' }
const answersFile = fileURLToPath(new URL('../../data/samples/360735/answers.json', import.meta.url))
const running = new Set<Running>()

afterAll(async () => {
  for (const server of running) server.process.kill('SIGKILL')
  await Promise.all([...running].map((server) => server.ended))
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
})

/** Starts the server and waits until it has said its address and is ready; polls, for there is no other sign. */
async function serve(): Promise<{ server: Running; address: string }> {
  const server = start(['serve'], env)
  running.add(server)
  void server.ended.then(() => running.delete(server))
  const [address] = await server.says(/http:\/\/127\.0\.0\.1:\d+/)
  for (let attempt = 0; attempt < 600; attempt++) {
    if ((await fetch(`${address}/api/v1/health`)).ok) return { server, address }
    await sleep(200)
  }
  throw new Error(`expected ${address} to become ready within two minutes`)
}

async function getJson(address: string): Promise<unknown> {
  const response = await fetch(address)
  if (!response.ok) throw new Error(`expected an answer of ${address}, got ${response.status}`)
  return response.json()
}

function summaryIn(stdout: string): CountySummary {
  expect(stdout.indexOf('\n')).toBe(stdout.length - 1)
  return countySummary.parse(JSON.parse(stdout))
}

/** The sample's own answers were computed without our engine (scripts/samples/answers-coverage.ts). */
interface Answers {
  coverage: Record<'residentsCovered' | 'residents60PlusCovered' | 'householdsCovered', { covered: number; all: number }>
}

function expectSampleAnswers({ coverage }: CountySummary) {
  const answers = (JSON.parse(readFileSync(answersFile, 'utf8')) as Answers).coverage
  const found = ({ covered, known, unlocated }: { covered: number; known: number; unlocated: number }) => ({
    covered,
    all: known + unlocated,
  })
  const pick = ({ covered, all }: { covered: number; all: number }) => ({ covered, all })
  expect(found(coverage!.residents)).toEqual(pick(answers.residentsCovered))
  expect(found(coverage!.residents60Plus)).toEqual(pick(answers.residents60PlusCovered))
  expect(found(coverage!.households)).toEqual(pick(answers.householdsCovered))
}

let firstRunId = ''
/** What `access` says of the first run, from a process of its own and through the server. */
const access = ['access', '--county', '360735', '--method', '2sfca', '--target', '30', '--json']
let firstAccess = ''

describe('a data directory nobody has open', () => {
  it('is made and filled by `analyse`, which prints the published figures of the county', async () => {
    const { stdout, stderr, exitCode } = await yiquan(['analyse', '--county', '360735', '--json'], env)
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: exitCodes.answered })
    const summary = summaryIn(stdout)
    expect(summary).toMatchObject({ code: '360735', status: 'published', demo: true, error: null })
    expectSampleAnswers(summary)
    firstRunId = summary.runId!
    expect(existsSync(lockFile)).toBe(false)
  })

  it('has the sample counties', async () => {
    const { stdout, exitCode } = await yiquan(['samples', '--json'], env)
    expect(exitCode).toBe(exitCodes.answered)
    expect(countyList.parse(JSON.parse(stdout)).map(({ code, demo }) => ({ code, demo }))).toEqual([
      { code: '360735', demo: true },
      { code: '440304', demo: true },
    ])
  })

  it('is asked for the access to beds in its newest run', async () => {
    const { stdout, stderr, exitCode } = await yiquan(access, env)
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: exitCodes.answered })
    const { runId, totals, parameters } = accessReply.parse(JSON.parse(stdout))
    expect([runId, parameters.method, totals.target?.perThousand]).toEqual([firstRunId, '2sfca', 30])
    expect(totals.served + totals.unserved).toBe(totals.need)
    firstAccess = stdout
  })

  it('refuses bands of access that are no bands, before anything is opened', async () => {
    for (const bands of ['500', '500:1,400:0.5', '500:0.2,1000:0.8']) {
      const { stdout, stderr, exitCode } = await yiquan(['access', '--county', '360735', '--bands', bands], env)
      expect({ bands, stdout, exitCode }).toEqual({ bands, stdout: '', exitCode: exitCodes.refused })
      expect(stderr).toMatch(/^BAD_REQUEST：/m)
    }
  })

  it('refuses a county it does not have', async () => {
    const { stdout, stderr, exitCode } = await yiquan(['analyse', '--county', '999999', '--json'], env)
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: exitCodes.refused })
    expect(stderr).toMatch(/^COUNTY_UNKNOWN：没有县（区）999999 \/ No county 999999$/m)
  })
})

describe('a data directory that a server has open', () => {
  let served: { server: Running; address: string }

  it('is answered for by the server, which says its address and writes it into the lock', async () => {
    served = await serve()
    expect(JSON.parse(readFileSync(lockFile, 'utf8'))).toMatchObject({ pid: served.server.process.pid, address: served.address })
    expect(countyList.parse(await getJson(`${served.address}/api/v1/counties`))).toHaveLength(2)
  })

  it('is analysed through the server: the new run is the server’s own', async () => {
    const { stdout, stderr, exitCode } = await yiquan(['analyse', '--county', '360735', '--profile', 'custom-800m', '--json'], env)
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: exitCodes.answered })
    const summary = summaryIn(stdout)
    expect(summary.coverage).toMatchObject({ profile: 'custom-800m', limitMetres: 800 })
    const published = countySummary.parse(await getJson(`${served.address}/api/v1/counties/360735/summary`))
    expect(published).toEqual(summary)
    expect(summary.runId).not.toBe(firstRunId)
  })

  it('says the same of the access in the first run as the command did alone', async () => {
    const { stdout, stderr, exitCode } = await yiquan([...access, '--run', firstRunId], env)
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: exitCodes.answered })
    expect(stdout).toBe(firstAccess)
  })

  it('lists its counties through the server', async () => {
    const { stdout, exitCode } = await yiquan(['samples'], env)
    expect(exitCode).toBe(exitCodes.answered)
    expect(stdout).toMatch(/^360735 {2}石城县 .*演示数据.*\n440304 {2}福田区 .*演示数据.*\n$/)
  })

  it('gives the server’s refusals the same codes as its own', async () => {
    const unknown = await yiquan(['analyse', '--county', '999999', '--json'], env)
    expect({ stdout: unknown.stdout, exitCode: unknown.exitCode }).toEqual({ stdout: '', exitCode: exitCodes.refused })
    expect(unknown.stderr).toMatch(/^COUNTY_UNKNOWN：/m)
    const profile = await yiquan(['analyse', '--county', '360735', '--profile', 'an-hour'], env)
    expect({ stdout: profile.stdout, exitCode: profile.exitCode }).toEqual({ stdout: '', exitCode: exitCodes.refused })
    expect(profile.stderr).toMatch(/^PROFILE_UNKNOWN：/m)
  })

  it('is refused to a second server, which says who has it', async () => {
    const second = await yiquan(['serve'], env)
    expect({ stdout: second.stdout, exitCode: second.exitCode }).toEqual({ stdout: '', exitCode: exitCodes.refused })
    for (const part of [directory, `进程 ${served.server.process.pid}`, `process ${served.server.process.pid}`, served.address]) {
      expect(second.stderr).toContain(part)
    }
    expect(second.stderr).not.toMatch(/^ {4}at /m)
    // The refusal leaves the first one and its lock alone.
    expect((await fetch(`${served.address}/api/v1/health`)).ok).toBe(true)
    expect(JSON.parse(readFileSync(lockFile, 'utf8'))).toMatchObject({ pid: served.server.process.pid })
  })

  it('is let go when the server is asked to stop', async () => {
    served.server.process.kill('SIGTERM')
    const { stdout, exitCode } = await served.server.ended
    expect(exitCode).toBe(exitCodes.answered)
    // Its address is all it ever says on standard output; its log goes to standard error.
    expect(stdout).toBe(`颐圈 Yiquan：${served.address}\n`)
    expect(existsSync(lockFile)).toBe(false)
  })
})

describe('a data directory whose server was killed', () => {
  it('is opened again by the next one, with everything that was published', async () => {
    const first = await serve()
    first.server.process.kill('SIGKILL')
    await first.server.ended
    expect(existsSync(lockFile)).toBe(true)

    const second = await serve()
    const earlier = countySummary.parse(await getJson(`${second.address}/api/v1/counties/360735/summary?run=${firstRunId}`))
    expect(earlier).toMatchObject({ runId: firstRunId, status: 'published' })
    expectSampleAnswers(earlier)
    expect(JSON.parse(readFileSync(lockFile, 'utf8'))).toMatchObject({ pid: second.server.process.pid, address: second.address })
    second.server.process.kill('SIGTERM')
    expect((await second.server.ended).exitCode).toBe(exitCodes.answered)
  })

  it('is let go also when the server is stopped before it is ready', async () => {
    const server = start(['serve'], env)
    running.add(server)
    await server.says(/http:/)
    server.process.kill('SIGTERM')
    const { exitCode } = await server.ended
    running.delete(server)
    expect(exitCode).toBe(exitCodes.answered)
    expect(existsSync(lockFile)).toBe(false)
  })
})

describe('a bad environment', () => {
  const bad = { HOST: '0.0.0.0', PORT: '80.5', DATABASE_URL: 'mysql://x', LOG_LEVEL: 'loud' }

  it.each([[['serve']], [['samples', '--json']], [['analyse', '--county', '360735']]])(
    'is refused by %j, all of it together',
    async (parameters) => {
      const { stdout, stderr, exitCode } = await yiquan(parameters, { ...env, ...bad })
      expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: exitCodes.refused })
      for (const part of ['HOST=0.0.0.0', 'PORT=80.5', 'DATABASE_URL', 'LOG_LEVEL=loud']) expect(stderr).toContain(part)
      expect(stderr).not.toMatch(/^ {4}at /m)
    },
  )

  it('never opens the service to the network, as there are no accounts', async () => {
    for (const HOST of ['0.0.0.0', '::', '192.168.1.5', 'example.org']) {
      const { stdout, stderr, exitCode } = await yiquan(['serve'], { ...env, HOST })
      expect({ HOST, stdout, exitCode }).toEqual({ HOST, stdout: '', exitCode: exitCodes.refused })
      expect(stderr).toContain(`HOST=${HOST}：`)
    }
  })
})
