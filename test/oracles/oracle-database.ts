import { randomUUID } from 'node:crypto'
import pg from 'pg'

/** A database of the test's own beside the one given, so that the oracle's extensions disturb nobody. */
export async function createOracleDatabase(postgresUrl: string, extensions: readonly string[]) {
  const name = `yiquan_oracle_${randomUUID().slice(0, 8)}`
  const admin = new pg.Client({ connectionString: postgresUrl })
  await admin.connect()
  await admin.query(`create database ${name}`)
  const url = new URL(postgresUrl)
  url.pathname = `/${name}`
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  for (const extension of extensions) await client.query(`create extension if not exists ${extension} cascade`)
  return {
    client,
    async remove() {
      await client.end()
      await admin.query(`drop database ${name}`)
      await admin.end()
    },
  }
}

export type OracleDatabase = Awaited<ReturnType<typeof createOracleDatabase>>
