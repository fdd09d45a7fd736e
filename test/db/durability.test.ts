import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { tablePlacement } from '../../server/db/tables.ts'
import { openDatabase, type DatabaseHandle } from '../../server/db/open.ts'
import { startChild } from './child.ts'

let directory = ''

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'yiquan-durability-'))
})

afterEach(() => {
  rmSync(directory, { recursive: true, force: true })
})

const open = (): Promise<DatabaseHandle> => openDatabase({ engine: 'embedded', dataDirectory: directory })
const config = (): string => JSON.stringify({ engine: 'embedded', dataDirectory: directory })

async function countRows(handle: DatabaseHandle): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from written`.execute(handle.db)
  return rows[0].n
}

describe('an embedded data directory', () => {
  it('keeps every committed row of a process killed with -9', async () => {
    const child = startChild('write', config())
    await child.says('committed 20')
    child.process.kill('SIGKILL')
    const { output } = await child.ended
    const last = Math.max(...[...output.matchAll(/^committed (\d+)$/gm)].map(([, n]) => Number(n)))
    writeFileSync(join(directory, 'pgdata', 'postmaster.pid'), '')
    const handle = await open()
    // The row after the last one said may be committed too: the process was killed before it could say so.
    expect(await countRows(handle)).toBeGreaterThanOrEqual(last)
    expect(handle.recovery).toBeNull()
    await handle.close()
  })

  it('falls back to the last good snapshot and keeps what it could not open', async () => {
    const first = await open()
    await sql`create table written (n int)`.execute(first.db)
    await sql`insert into written values (1)`.execute(first.db)
    const good = await first.snapshot()
    await sql`insert into written values (2)`.execute(first.db)
    const bad = await first.snapshot()
    await first.close()
    truncateSync(join(directory, 'pgdata', 'global', 'pg_control'), 10)
    truncateSync(bad ?? '', 100_000)

    const second = await open()
    expect(second.recovery).toMatchObject({ restoredFrom: good })
    expect(second.recovery?.snapshotTakenAt).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
    expect(existsSync(join(second.recovery?.brokenDirectory ?? '', 'PG_VERSION'))).toBe(true)
    expect(await countRows(second)).toBe(1)
    await second.close()

    const third = await open()
    expect(third.recovery).toBeNull()
    expect(await countRows(third)).toBe(1)
    await third.close()
  })

  it('is left as it is when it cannot be opened and there is no snapshot', async () => {
    await (await open()).close()
    truncateSync(join(directory, 'pgdata', 'global', 'pg_control'), 10)
    await expect(open()).rejects.toMatchObject({ name: 'DatabaseUnusable', code: 'broken_directory' })
    expect(readdirSync(directory).sort()).toEqual(['complete.json', 'pgdata'])
  })

  it('starts anew when its first start was cut off', async () => {
    mkdirSync(join(directory, 'pgdata'))
    writeFileSync(join(directory, 'pgdata', 'PG_VERSION'), '18\n')
    const handle = await open()
    expect(await handle.db.selectFrom('facilities').selectAll().execute()).toEqual([])
    await handle.close()
  })

  it('keeps three snapshots', async () => {
    const handle = await open()
    for (let n = 0; n < 4; n += 1) await handle.snapshot()
    await handle.close()
    expect(readdirSync(join(directory, 'snapshots'))).toHaveLength(3)
  })

  it('is snapshotted by itself after writes, and not without', async () => {
    const handle = await openDatabase({ engine: 'embedded', dataDirectory: directory, snapshotEveryMs: 200 })
    const list = (): string[] => readdirSync(join(directory, 'snapshots')).filter((name) => name.endsWith('.tar'))
    try {
      await handle.snapshot()
      const before = list()
      await sql`select count(*) from facilities`.execute(handle.db)
      await delay(1500)
      expect(list()).toEqual(before)
      await sql`create table written (n int)`.execute(handle.db)
      await expect.poll(() => list().length, { timeout: 60_000 }).toBe(before.length + 1)
    } finally {
      await handle.close()
    }
  })
})

describe('a statement that does not end', () => {
  it('is cancelled; its transaction is lost and the database answers again', async () => {
    const handle = await openDatabase({ engine: 'embedded', dataDirectory: directory, statementTimeoutMs: 10_000 })
    await sql`create table written (n int)`.execute(handle.db)
    await sql`insert into written values (1)`.execute(handle.db)
    const runaway = handle.db.transaction().execute(async (tx) => {
      await sql`insert into written values (2)`.execute(tx)
      await sql`select count(*) from generate_series(1, 100000) a, generate_series(1, 100000) b`.execute(tx)
    })
    await expect(runaway).rejects.toMatchObject({ code: '57014' })
    expect(await countRows(handle)).toBe(1)
    await handle.vacuum()
    await handle.close()
  })

  it('gets the same answer on PostgreSQL', async () => {
    const connectionString = inject('postgresUrl')
    const handle = await openDatabase({ engine: 'postgres', connectionString, schema: 'runaway', statementTimeoutMs: 500 })
    await expect(sql`select pg_sleep(5)`.execute(handle.db)).rejects.toMatchObject({ code: '57014' })
    await sql`drop schema runaway cascade`.execute(handle.db)
    await handle.close()
  })

  it('used outside the transaction that holds the one connection is refused, not awaited for ever', async () => {
    const handle = await openDatabase({ engine: 'embedded', dataDirectory: null, waitLimitMs: 500 })
    const waiting = handle.db.transaction().execute(() => sql`select 1`.execute(handle.db))
    await expect(waiting).rejects.toThrow('is db used where tx must be')
    await handle.close()
  })
})

describe('a migration that is killed', () => {
  it.each([150, 400, 900])('after %i ms leaves all of the schema or none (embedded)', async (ms) => {
    const child = startChild('open', config())
    await delay(ms + 900)
    child.process.kill('SIGKILL')
    await child.ended
    const handle = await open()
    expect(await countTables(handle)).toBe(Object.keys(tablePlacement).length)
    await handle.close()
  })

  it.each([0, 20, 60])('after %i ms leaves all of the schema or none (postgres)', async (ms) => {
    const connectionString = inject('postgresUrl')
    const schema = `killed_${ms}`
    const child = startChild('open', JSON.stringify({ engine: 'postgres', connectionString, schema }))
    const other = await openDatabase({ engine: 'postgres', connectionString, schema: 'killed_watch' })
    await waitForSchema(other, schema, child.ended)
    await delay(ms)
    child.process.kill('SIGKILL')
    await child.ended
    expect([0, Object.keys(tablePlacement).length]).toContain(await countTables(other, schema))
    const handle = await openDatabase({ engine: 'postgres', connectionString, schema })
    expect(await countTables(handle, schema)).toBe(Object.keys(tablePlacement).length)
    await sql`drop schema ${sql.id(schema)} cascade`.execute(handle.db)
    await sql`drop schema killed_watch cascade`.execute(handle.db)
    await handle.close()
    await other.close()
  })
})

async function waitForSchema(handle: DatabaseHandle, schema: string, ended: Promise<unknown>): Promise<void> {
  let childEnded = false
  void ended.then(() => (childEnded = true))
  for (;;) {
    const { rows } = await sql`select 1 from pg_namespace where nspname = ${schema}`.execute(handle.db)
    if (rows.length > 0 || childEnded) return
  }
}

async function countTables(handle: DatabaseHandle, schema = 'public'): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from pg_tables where schemaname = ${schema}
    and tablename not in ('kysely_migration', 'kysely_migration_lock', 'spatial_ref_sys')`.execute(handle.db)
  return rows[0].n
}
