import { Kysely, sql } from 'kysely'
import { copyRows } from '../copy.ts'
import { DatabaseUnusable } from '../errors.ts'
import { migrateToLatest } from '../migrate.ts'
import type { DatabaseHandle } from '../open.ts'
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
      if (changes.sinceSnapshot > 0) snapshot().catch(() => (changes.sinceSnapshot += 1))
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
  const complete = isComplete(directory)
  let brokenDirectory: string | null = null
  let failure: unknown
  if (complete) {
    try {
      return { opened: await openEngine(directory, null, settings, noteWrite), recovery: null }
    } catch (error) {
      failure = error
      if (snapshots.length === 0) throw unusable(directory, error)
    }
  }
  brokenDirectory = moveAside(directory)
  for (const restoredFrom of snapshots) {
    try {
      const opened = await openEngine(directory, restoredFrom, settings, noteWrite)
      return { opened, recovery: { restoredFrom, snapshotTakenAt: snapshotTime(restoredFrom), brokenDirectory } }
    } catch (error) {
      failure = error
      moveAside(directory)
    }
  }
  if (failure) throw unusable(directory, failure)
  return { opened: await openEngine(directory, findTemplate(), settings, noteWrite), recovery: null }
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
