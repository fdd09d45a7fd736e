import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { DatabaseHandle } from '../../server/db/handle.ts'
import { openDatabase, type DatabaseConfig } from '../../server/db/open.ts'
import { tablePlacement } from '../../server/db/tables.ts'
import { startChild } from '../../test/db/child.ts'
import { startCluster } from '../../test/postgres-cluster.ts'
import type { FaultLine } from './line.ts'

const allTables = Object.keys(tablePlacement).length

/** Killed while it lays out the schema, a process leaves the whole of it or none, and the next one goes on from there. */
export async function* killMigrate(runs: number): AsyncIterable<FaultLine> {
  const cluster = await startCluster()
  const watch = await openDatabase({ engine: 'postgres', connectionString: cluster.connectionString, schema: 'kill_watch' })
  try {
    yield await killOpening('postgres', runs, async (run) => {
      const schema = `killed_${run}`
      return {
        config: { engine: 'postgres', connectionString: cluster.connectionString, schema },
        left: () => countTables(watch, schema),
        schema,
        remove: async () => void (await sql`drop schema if exists ${sql.id(schema)} cascade`.execute(watch.db)),
      }
    })
  } finally {
    await watch.close()
    await cluster.stop()
  }
  yield await killOpening('embedded', runs, async () => {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'yiquan-fault-'))
    return { config: { engine: 'embedded', dataDirectory }, schema: 'public', remove: async () => rmSync(dataDirectory, { recursive: true, force: true, maxRetries: 5 }) }
  })
}

interface Place {
  config: DatabaseConfig
  schema: string
  /** Tables that the killed process left; an embedded directory cannot be looked into without opening it. */
  left?: () => Promise<number>
  remove(): Promise<void>
}

async function killOpening(engine: FaultLine['engine'], runs: number, prepare: (run: number) => Promise<Place>): Promise<FaultLine> {
  const began = performance.now()
  const counts = { none: 0, all: 0 }
  const broken: string[] = []
  let ok = 0
  let wholeMs = 0
  // The first one is not killed: it says how long opening takes.
  for (let run = 0; run <= runs; run++) {
    const { config, schema, left, remove } = await prepare(run)
    const started = performance.now()
    const child = startChild('open', JSON.stringify(config))
    if (run === 0) {
      await child.ended
      wholeMs = performance.now() - started
    } else {
      await sleep(wholeMs * (0.3 + 0.9 * Math.random()))
      child.process.kill('SIGKILL')
      await child.ended
      const found = await left?.()
      if (found !== undefined) counts[found === 0 ? 'none' : 'all']++
      const handle = await openDatabase(config)
      const after = await countTables(handle, schema)
      await handle.close()
      if ((found === undefined || found === 0 || found === allTables) && after === allTables) ok++
      else if (broken.length < 5) broken.push(`${found} tables left, ${after} after the next start, of ${allTables}`)
    }
    await remove()
  }
  const seconds = Math.round((performance.now() - began) / 1000)
  return { fault: 'kill-migrate', engine, target: 'the first process on a store', runs, ok, counts, broken, seconds }
}

async function countTables(handle: DatabaseHandle, schema: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from pg_tables where schemaname = ${schema}
    and tablename not in ('kysely_migration', 'kysely_migration_lock', 'spatial_ref_sys')`.execute(handle.db)
  return Number(rows[0].n)
}
