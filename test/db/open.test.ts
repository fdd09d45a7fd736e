import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { describeOnBothEngines } from './engines.ts'

describeOnBothEngines('an opened database', (open) => {
  it('has the schema and PostGIS', async () => {
    const { db } = open()
    const { rows } = await sql<{ version: string }>`select postgis_lib_version() as version`.execute(db)
    expect(rows[0].version).toMatch(/^3\./)
    expect(await db.selectFrom('facilities').selectAll().execute()).toEqual([])
  })
})
