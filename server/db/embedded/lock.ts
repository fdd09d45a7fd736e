import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Who has an embedded data directory open; `address` once the HTTP server listens. */
export interface LockOwner {
  pid: number
  /** The start time of that process in clock ticks after boot, so that a reused pid is not taken for the owner. */
  processStart: string | null
  address: string | null
  startedAt: string
}

export interface DirectoryLock {
  setAddress(address: string): void
  release(): void
}

export class DataDirectoryLocked extends Error {
  readonly code = 'data_directory_locked'
  constructor(
    readonly directory: string,
    readonly pid: number,
    readonly address: string | null,
  ) {
    const place = address ?? '—'
    super(
      `数据目录 ${directory} 正由进程 ${pid} 使用（地址 ${place}）；请先停止该进程，或换一个数据目录。` +
        ` / The data directory ${directory} is in use by process ${pid} (address ${place}); stop that process or choose another directory.`,
    )
    this.name = 'DataDirectoryLocked'
  }
}

/**
 * Two processes on one embedded directory silently lose rows, so the lock is taken before anything is opened. The file
 * appears with its whole content at once (a link), so nobody reads half of it, and a dead owner's is moved away by a
 * rename, which only one of several contenders can win.
 */
export function takeLock(directory: string): DirectoryLock {
  mkdirSync(directory, { recursive: true })
  const file = lockFile(directory)
  let owner: LockOwner = {
    pid: process.pid,
    processStart: startOf(process.pid),
    address: null,
    startedAt: new Date().toISOString(),
  }
  const mine = `${file}.${process.pid}.${Math.round(performance.now() * 1000)}`
  writeFileSync(mine, JSON.stringify(owner), { mode: 0o600 })
  try {
    linkOrRefuse(directory, mine)
  } finally {
    rmSync(mine, { force: true })
  }

  return {
    setAddress(address) {
      owner = { ...owner, address }
      writeFileSync(mine, JSON.stringify(owner), { mode: 0o600 })
      renameSync(mine, file)
    },
    release() {
      const current = readOwner(file)
      if (current?.pid === owner.pid && current.startedAt === owner.startedAt) unlinkSync(file)
    },
  }
}

/** For the command line: who has this directory open, if anyone does. */
export function readLock(directory: string): LockOwner | null {
  const owner = readOwner(lockFile(directory))
  return owner !== null && isAlive(owner) ? owner : null
}

function linkOrRefuse(directory: string, mine: string): void {
  const file = lockFile(directory)
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      linkSync(mine, file)
      return
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error
    }
    const owner = readOwner(file)
    if (owner && isAlive(owner)) throw new DataDirectoryLocked(directory, owner.pid, owner.address)
    moveDeadLock(directory, file, `${mine}.stale`)
  }
  throw new Error(`expected to take over the lock ${file} from a dead process within five attempts`)
}

/** What was moved is read again: in between, another contender may have put its own, living lock there. */
function moveDeadLock(directory: string, file: string, stale: string): void {
  try {
    renameSync(file, stale)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return
    throw error
  }
  const moved = readOwner(stale)
  if (!moved || !isAlive(moved)) return unlinkSync(stale)
  linkSync(stale, file)
  unlinkSync(stale)
  throw new DataDirectoryLocked(directory, moved.pid, moved.address)
}

function lockFile(directory: string): string {
  return join(directory, 'lock.json')
}

/** An unreadable lock has no owner that could be asked, and is treated as a dead one's. */
function readOwner(file: string): LockOwner | null {
  try {
    const owner: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof owner === 'object' && owner !== null && 'pid' in owner ? (owner as LockOwner) : null
  } catch {
    return null
  }
}

export function isAlive({ pid, processStart }: Pick<LockOwner, 'pid' | 'processStart'>): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!isCode(error, 'EPERM')) return false
  }
  const start = startOf(pid)
  return start === null || processStart === null || start === processStart
}

/** Field 22 of /proc/<pid>/stat; the second field is a name that may hold spaces and brackets, so count from its end. */
export function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
