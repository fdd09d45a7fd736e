import { statfsSync } from 'node:fs'
import { Kysely, sql } from 'kysely'
import { copyRows } from '../copy.ts'
import { DatabaseUnusable } from '../errors.ts'
import { migrateToLatest } from '../migrate.ts'
import type { DatabaseHandle } from '../handle.ts'
import type { Schema } from '../schema.ts'
import { executeForQueue } from './queue.ts'
import { embeddedDialect, type EmbeddedEngine } from './dialect.ts'
import {
  engineDirectory,
  isComplete,
  keepSnapshot,
  listSnapshots,
  markComplete,
  moveAside,
  removeStalePid,
  snapshotTime,
  type Recovery,
} from './directory.ts'
import { takeLock } from './lock.ts'
import { createMutex, withMutex } from './mutex.ts'
import { startSession, type Session } from './session.ts'
import { findTemplate } from './template.ts'
import { makeTemporaryDirectory } from './temporary.ts'

export interface EmbeddedConfig {
  engine: 'embedded'
  /** Null: a database that is gone when it is closed. */
  dataDirectory: string | null
  statementTimeoutMs?: number
  /** How long a statement waits for the one connection before it is refused. */
  waitLimitMs?: number
  snapshotEveryMs?: number
}

const defaults = { statementTimeoutMs: 120_000, waitLimitMs: 120_000, snapshotEveryMs: 15 * 60_000 }

interface Opened {
  session: Session
  engine: EmbeddedEngine
  db: Kysely<Schema>
}

export async function openEmbedded(config: EmbeddedConfig): Promise<DatabaseHandle> {
  const temporary = config.dataDirectory === null ? makeTemporaryDirectory() : null
  const directory = config.dataDirectory ?? temporary?.path ?? ''
  const lock = takeLock(directory)
  const changes = { sinceSnapshot: 0 }
  try {
    const settings = { ...defaults, ...config }
    const { opened, recovery } = await openOrRecover(directory, settings, () => (changes.sinceSnapshot += 1))
    const { db, engine, session } = opened
    const snapshot = async (): Promise<string | null> => {
      if (temporary) return null
      return withMutex(engine.mutex, async () => {
        changes.sinceSnapshot = 0
        return keepSnapshot(directory, async (file) => void (await session.perform({ kind: 'dump', file })))
      })
    }
    const timer = setInterval(() => {
      if (changes.sinceSnapshot === 0) return
      snapshot().catch((error) => {
        changes.sinceSnapshot += 1
        process.emitWarning(`快照失败，将重试 / the snapshot failed and will be tried again: ${error}`, 'SnapshotFailed')
      })
    }, settings.snapshotEveryMs)
    timer.unref()
    let closing: Promise<void> | undefined
    const close = async (): Promise<void> => {
      clearInterval(timer)
      await withMutex(engine.mutex, () => session.close())
      await db.destroy()
      lock.release()
      temporary?.remove()
    }
    return {
      db,
      engine: 'embedded',
      boss: { executeSql: (text, values) => executeForQueue(engine, text, values) },
      bossSchema: 'pgboss',
      copyRows,
      snapshot,
      vacuum: async () => void (await sql`vacuum (analyze)`.execute(db)),
      recovery,
      lock: temporary ? null : lock,
      close: () => (closing ??= close()),
    }
  } catch (error) {
    lock.release()
    temporary?.remove()
    throw error
  }
}

type Settings = typeof defaults

/** The directory as it is; else from the newest snapshot that opens, which is said in `recovery`. */
async function openOrRecover(
  directory: string,
  settings: Settings,
  noteWrite: () => void,
): Promise<{ opened: Opened; recovery: Recovery | null }> {
  const snapshots = listSnapshots(directory)
  const openFrom = (loadFrom: string | null): Promise<Opened> => openEngine(directory, loadFrom, settings, noteWrite)
  if (isComplete(directory)) {
    const opened = await openTwice(directory, () => openFrom(null), snapshots.length > 0)
    if (opened) return { opened, recovery: null }
  }
  const brokenDirectory = moveAside(directory)
  for (const restoredFrom of snapshots) {
    try {
      const opened = await openFrom(restoredFrom)
      return { opened, recovery: { restoredFrom, snapshotTakenAt: snapshotTime(restoredFrom), brokenDirectory } }
    } catch (error) {
      if (!isBroken(directory, error)) throw error
      moveAside(directory)
      if (restoredFrom === snapshots.at(-1)) throw unusable(directory, error)
    }
  }
  return { opened: await openFrom(findTemplate()), recovery: null }
}

/** Null when the directory is broken and there are snapshots to turn to. Once more, lest a passing trouble decide. */
async function openTwice(directory: string, open: () => Promise<Opened>, orNull: boolean): Promise<Opened | null> {
  try {
    return await open()
  } catch (error) {
    if (!isBroken(directory, error)) throw error
  }
  try {
    return await open()
  } catch (error) {
    if (!isBroken(directory, error)) throw error
    if (orNull) return null
    throw unusable(directory, error)
  }
}

const roomToStartBytes = 100_000_000
/** The engine ended, its files are damaged or missing, or its own checks failed. */
const brokenCodes = ['08006', 'XX000', 'XX001', 'XX002', '58P01', '58030']

/** A full disk, a lack of memory or a fault in a migration are no reason to go back to an older state. */
function isBroken(directory: string, error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || !brokenCodes.includes(String(error.code))) return false
  if (/memory|ENOSPC|EACCES|EMFILE|EROFS|in time/i.test(error.message)) return false
  const { bavail, bsize } = statfsSync(directory)
  return bavail * bsize > roomToStartBytes
}

async function openEngine(
  directory: string,
  loadFrom: string | null,
  settings: Settings,
  noteWrite: () => void,
): Promise<Opened> {
  removeStalePid(directory)
  const session = await startSession({ directory: engineDirectory(directory), loadFrom })
  const { statementTimeoutMs, waitLimitMs } = settings
  const engine: EmbeddedEngine = { session, mutex: createMutex(waitLimitMs), statementTimeoutMs, noteWrite }
  const db = new Kysely<Schema>({ dialect: embeddedDialect(engine) })
  try {
    await sql`create extension if not exists postgis`.execute(db)
    await migrateToLatest(db)
  } catch (error) {
    await session.close()
    throw error
  }
  markComplete(directory)
  return { session, engine, db }
}

function unusable(directory: string, cause: unknown): DatabaseUnusable {
  return new DatabaseUnusable(
    'broken_directory',
    `数据目录 ${directory} 无法打开，也没有可用的快照；目录保持原样`,
    `The data directory ${directory} cannot be opened and no snapshot can be used; it is left as it is`,
    cause,
  )
}
