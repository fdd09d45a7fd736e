import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { pointShapefile } from '../shapefile.ts'
import { exitCodes, start, writeFiles, yiquan, type Running } from './run-yiquan.ts'

const directory = mkdtempSync(join(tmpdir(), 'yiquan-cli-served-'))
const env = { DATA_DIR: directory, PORT: '0', SAMPLES: '360735' }
let server: Running | undefined

afterAll(async () => {
  server?.process.kill('SIGKILL')
  await server?.ended
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
})

/** Waits until the server is ready, not only until it listens. */
async function serve(): Promise<Running> {
  server = start(['serve'], env)
  const [address] = await server.says(/http:\/\/127\.0\.0\.1:\d+/)
  for (let attempt = 0; attempt < 600 && !(await fetch(`${address}/api/v1/health`)).ok; attempt++) await sleep(200)
  return server
}

it('`yiquan import` sends a loose shapefile with its parts to the server that holds the directory, by any of their names', async () => {
  const { process: served } = await serve()
  const files = writeFiles(pointShapefile('points', ['CODE', 'NAME', 'TYPE'], [{ at: [116.3277, 26.3137], cells: ['V-1', '示例餐点', '助餐点'] }]))
  const map = ['CODE=code', 'NAME=name', 'TYPE=types'].flatMap((pair) => ['--map', pair])
  const run = async (path: string) => {
    const { stdout, stderr, exitCode } = await yiquan(['import', 'facilities', path, '--county', '360735', ...map, '--json'], env)
    expect(stderr).toBe('')
    return { exitCode, said: JSON.parse(stdout) as Record<string, unknown> }
  }
  expect(await run(files['points.shp'])).toMatchObject({ exitCode: exitCodes.answered, said: { outcome: 'warn', version: 2, changes: { inserted: 1, updated: 0, unchanged: 0, ended: 0 } } })
  expect(await run(files['points.dbf'])).toMatchObject({ exitCode: exitCodes.answered, said: { version: null, changes: { inserted: 0, updated: 0, unchanged: 1, ended: 0 } } })
  expect(readdirSync(join(directory, 'yiquan-imports'))).toEqual([])

  // The server has answered: it lives, and holds what the commands stored after it has stopped.
  served.kill('SIGTERM')
  expect((await server!.ended).exitCode).toBe(0)
  server = undefined
  expect(await run(files['points.shp'])).toMatchObject({ said: { version: null, changes: { unchanged: 1 } } })
})
