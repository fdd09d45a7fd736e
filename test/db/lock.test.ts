import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DataDirectoryLocked, readLock, startOf, takeLock } from '../../server/db/embedded/lock.ts'
import { startChild } from './child.ts'

let directory = ''

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'yiquan-lock-'))
})

afterEach(() => {
  rmSync(directory, { recursive: true, force: true })
})

const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid

const writeLock = (owner: unknown): void => writeFileSync(join(directory, 'lock.json'), JSON.stringify(owner))

it('a second process is refused within a second and told who has the directory', async () => {
  const config = JSON.stringify({ engine: 'embedded', dataDirectory: directory })
  const holder = startChild('hold', config)
  try {
    await holder.says('open')
    expect(readLock(directory)).toMatchObject({ pid: holder.process.pid, address: 'http://127.0.0.1:8080' })
    const second = startChild('open', config)
    const line = await second.says('refused')
    const refusal = JSON.parse(line.slice('refused '.length))
    expect(refusal).toMatchObject({
      code: 'data_directory_locked',
      pid: holder.process.pid,
      address: 'http://127.0.0.1:8080',
    })
    expect(refusal.ms).toBeLessThan(1000)
    expect(refusal.message).toContain(`进程 ${holder.process.pid}`)
    expect(refusal.message).toContain('in use by process')
    expect((await second.ended).code).toBe(3)
  } finally {
    holder.process.kill('SIGKILL')
    await holder.ended
  }
  expect(readLock(directory)).toBeNull()
})

it('a lock is taken once, and again after its release', () => {
  const lock = takeLock(directory)
  expect(() => takeLock(directory)).toThrow(DataDirectoryLocked)
  lock.release()
  takeLock(directory).release()
  expect(readdirSync(directory)).toEqual([])
})

it('a dead process’s lock is taken over', () => {
  writeLock({ pid: deadPid(), processStart: '1', address: null, startedAt: '' })
  expect(readLock(directory)).toBeNull()
  takeLock(directory).release()
})

it.runIf(startOf(process.pid) !== null)('a pid that was given to another process does not keep the lock', () => {
  writeLock({ pid: process.pid, processStart: '1', address: null, startedAt: '' })
  const lock = takeLock(directory)
  expect(JSON.parse(readFileSync(join(directory, 'lock.json'), 'utf8')).processStart).toBe(startOf(process.pid))
  lock.release()
})

it('an unreadable lock is taken over', () => {
  writeFileSync(join(directory, 'lock.json'), '')
  takeLock(directory).release()
})
