import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlive } from './lock.ts'

const prefix = 'yiquan-memory-'

/**
 * A database that is not kept still lives in files: the engine's thread must be able to end, after a swallowed
 * exception, without taking what was committed. Directories of processes that are gone are swept on the way.
 */
export function makeTemporaryDirectory(): { path: string; remove(): void } {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(name.startsWith(prefix) ? name.slice(prefix.length).split('-')[0] : Number.NaN)
    if (Number.isInteger(pid) && !isAlive({ pid, processStart: null })) removeTree(join(tmpdir(), name))
  }
  const path = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
  return { path, remove: () => removeTree(path) }
}

function removeTree(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 3 })
}
