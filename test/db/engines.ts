import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, inject } from 'vitest'
import { openDatabase, type DatabaseHandle } from '../../server/db/open.ts'

/**
 * The same tests on both engines. `open()` gives the file's one database of that engine: embedded, a fresh one from the
 * template that is gone afterwards; PostgreSQL, a schema of its own in the tests' cluster.
 */
export function describeOnBothEngines(name: string, tests: (open: () => DatabaseHandle) => void): void {
  describe.each(['embedded', 'postgres'] as const)(`${name} (%s)`, (engine) => {
    let handle: DatabaseHandle | undefined

    beforeAll(async () => {
      handle = engine === 'embedded' ? await openEmbeddedForTest() : await openPostgresForTest()
    })

    afterAll(async () => {
      await handle?.close()
      handle = undefined
    })

    tests(() => {
      if (!handle) throw new Error('expected open() inside a test')
      return handle
    })
  })
}

export function openEmbeddedForTest(): Promise<DatabaseHandle> {
  return openDatabase({ engine: 'embedded', dataDirectory: null, waitLimitMs: 30_000 })
}

export async function openPostgresForTest(): Promise<DatabaseHandle> {
  const schema = `test_${randomBytes(6).toString('hex')}`
  const handle = await openDatabase({ engine: 'postgres', connectionString: inject('postgresUrl'), schema, poolSize: 5 })
  return {
    ...handle,
    async close() {
      await sql`drop schema ${sql.id(schema)} cascade`.execute(handle.db)
      await sql`drop schema if exists ${sql.id(handle.bossSchema)} cascade`.execute(handle.db)
      await handle.close()
    },
  }
}
