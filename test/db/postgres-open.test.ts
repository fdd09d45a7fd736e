import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { expect, inject, it } from 'vitest'
import { openDatabase } from '../../server/db/open.ts'

const name = `bare_${randomBytes(4).toString('hex')}`

function databaseUrl(change: (url: URL) => void): string {
  const url = new URL(inject('postgresUrl'))
  change(url)
  return url.href
}

it('a server that is not there is named as such, in both languages', async () => {
  const connectionString = databaseUrl((url) => (url.port = '1'))
  const opened = openDatabase({ engine: 'postgres', connectionString })
  await expect(opened).rejects.toMatchObject({ name: 'DatabaseUnusable', code: 'unreachable' })
  await expect(opened).rejects.toThrow(/无法连接.*cannot be reached/s)
})

it('a database without PostGIS whose user may not create it is refused with what to do', async () => {
  const admin = await openDatabase({ engine: 'postgres', connectionString: inject('postgresUrl'), schema: name })
  await sql.raw(`create role ${name} login`).execute(admin.db)
  await sql.raw(`create database ${name} owner ${name}`).execute(admin.db)
  try {
    const connectionString = databaseUrl((url) => {
      url.pathname = name
      url.username = name
    })
    const opened = openDatabase({ engine: 'postgres', connectionString })
    await expect(opened).rejects.toMatchObject({ name: 'DatabaseUnusable', code: 'no_postgis' })
    await expect(opened).rejects.toThrow(/create extension postgis/)
  } finally {
    await sql.raw(`drop database ${name} with (force)`).execute(admin.db)
    await sql.raw(`drop role ${name}`).execute(admin.db)
    await sql.raw(`drop schema ${name} cascade`).execute(admin.db)
    await admin.close()
  }
})

it('a schema name is not a place for SQL', async () => {
  const opened = openDatabase({ engine: 'postgres', connectionString: inject('postgresUrl'), schema: 'a; drop schema b' })
  await expect(opened).rejects.toThrow('expected a schema name')
})

it('is not disturbed by others who drop their schemas on the same server meanwhile', async () => {
  const connectionString = inject('postgresUrl')
  const neighbour = await openDatabase({ engine: 'postgres', connectionString, schema: `${name}_beside` })
  let stopped = false
  const churn = Promise.all(
    ['a', 'b', 'c', 'd'].map(async (letter) => {
      const theirs = sql.id(`${name}_${letter}`)
      while (!stopped) {
        await sql`create schema ${theirs}`.execute(neighbour.db)
        await sql`create table ${theirs}.t (n int generated always as identity)`.execute(neighbour.db)
        await sql`drop schema ${theirs} cascade`.execute(neighbour.db)
      }
    }),
  )
  try {
    for (let round = 0; round < 25; round += 1) {
      await (await openDatabase({ engine: 'postgres', connectionString, schema: `${name}_beside` })).close()
    }
  } finally {
    stopped = true
    await churn
    await sql`drop schema ${sql.id(`${name}_beside`)} cascade`.execute(neighbour.db)
    await neighbour.close()
  }
})
