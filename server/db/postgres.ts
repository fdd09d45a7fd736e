import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Kysely, sql, type PostgresPool, type PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { copyRows, findCopyText, type CopyText } from './copy.ts'
import { DatabaseUnusable } from './errors.ts'
import { migrateToLatest } from './migrate.ts'
import { OwnSchemaDialect } from './own-schema-dialect.ts'
import type { DatabaseHandle } from './handle.ts'
import type { Schema } from './schema.ts'
import { readerOf, writeParameter } from './values.ts'

export interface PostgresConfig {
  engine: 'postgres'
  connectionString: string
  /** Our tables' schema; it is made when it does not exist. The default is the connection's own. */
  schema?: string
  statementTimeoutMs?: number
  /** Connections of this process at most. */
  poolSize?: number
}

const oldestVersion = 150000
const defaultStatementTimeoutMs = 120_000

export async function openPostgres(config: PostgresConfig): Promise<DatabaseHandle> {
  const { schema } = config
  if (schema !== undefined && !/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    throw new Error(`expected a schema name of lower-case letters, digits and underscores, got ${schema}`)
  }
  const pool = createPool(config)
  const db = new Kysely<Schema>({ dialect: new OwnSchemaDialect({ pool: guardPool(pool) }) })
  try {
    await requireServer(pool)
    if (schema !== undefined) await sql`create schema if not exists ${sql.id(schema)}`.execute(db)
    await requirePostgis(pool)
    await migrateToLatest(db, schema)
  } catch (error) {
    await pool.end()
    throw error
  }
  return {
    db,
    engine: 'postgres',
    boss: { executeSql: (text, values) => executeForQueue(pool, text, values) },
    copyRows,
    bossSchema: schema === undefined ? 'pgboss' : `${schema}_boss`,
    snapshot: async () => null,
    vacuum: async () => undefined,
    recovery: null,
    lock: null,
    close: once(() => db.destroy()),
  }
}

/** Sessions are in UTC with ISO dates, so that text forms of times are the same as the embedded engine's. */
function createPool(config: PostgresConfig): pg.Pool {
  const searchPath = config.schema === undefined ? '' : ` -c search_path=${config.schema},public`
  const pool = new pg.Pool({
    connectionString: config.connectionString,
    application_name: 'yiquan',
    max: config.poolSize ?? 10,
    connectionTimeoutMillis: 10_000,
    statement_timeout: config.statementTimeoutMs ?? defaultStatementTimeoutMs,
    options: `-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=postgres -c bytea_output=hex${searchPath}`,
    types: { getTypeParser: (oid: number) => readerOf(oid) },
  })
  // An idle connection that the server closes must not end the process; the next query opens another one.
  pool.on('error', () => undefined)
  return pool
}

/** What Kysely sees of the pool: one statement a query, our parameters, and bulk loads on the same connection. */
function guardPool(pool: pg.Pool): PostgresPool {
  const guarded = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  return {
    async connect() {
      const client = await pool.connect()
      const known = guarded.get(client) ?? guardClient(client)
      guarded.set(client, known)
      return known
    },
    end: () => pool.end(),
    options: pool.options,
  }
}

function guardClient(client: pg.PoolClient): PostgresPoolClient {
  // A released connection that dies is the pool's affair; one in use rejects its query, and must not throw besides.
  client.on('error', () => undefined)
  const query = (text: string, parameters: readonly unknown[]): Promise<unknown> => {
    const copy = findCopyText(parameters)
    if (copy) return copyInto(client, text, copy)
    const values = parameters.map(toDriver)
    // The simple protocol would run several statements from one text; the extended one refuses.
    const config: pg.QueryConfig & { queryMode: string } = { text, values, queryMode: 'extended' }
    return client.query(config)
  }
  return {
    query: query as PostgresPoolClient['query'],
    release: (error?: boolean | Error) => client.release(error),
  } as PostgresPoolClient
}

function toDriver(value: unknown): string | Buffer | null {
  const written = writeParameter(value)
  return written instanceof Uint8Array ? Buffer.from(written) : written
}

async function copyInto(client: pg.PoolClient, text: string, copy: CopyText): Promise<unknown> {
  const stream = client.query(copyFrom(text))
  await pipeline(Readable.from(copy.chunks.map((chunk) => Buffer.from(chunk))), stream)
  return { command: 'INSERT', rowCount: stream.rowCount, rows: [] }
}

/** The job queue sends several statements in one text when it installs itself, hence the plain query. */
async function executeForQueue(pool: pg.Pool, text: string, values?: unknown[]): Promise<{ rows: unknown[] }> {
  const result: pg.QueryResult | pg.QueryResult[] = await pool.query(text, values?.map(toDriver))
  return { rows: Array.isArray(result) ? result.flatMap(({ rows }) => rows) : result.rows }
}

async function requireServer(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query("select current_setting('server_version_num')::int as version").catch((error) => {
    throw new DatabaseUnusable(
      'unreachable',
      '无法连接 PostgreSQL：请检查地址、端口、用户名、密码，以及服务是否已启动',
      'PostgreSQL cannot be reached: check host, port, user, password and that the server runs',
      error,
    )
  })
  const { version } = rows[0] as { version: number }
  if (version >= oldestVersion) return
  throw new DatabaseUnusable(
    'too_old',
    `PostgreSQL 版本过低（${version}），需要 15 或更高版本`,
    `PostgreSQL is too old (${version}); 15 or newer is needed`,
  )
}

async function requirePostgis(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query("select 1 from pg_extension where extname = 'postgis'")
  if (rows.length > 0) return
  await pool.query('create extension if not exists postgis').catch(async (error) => {
    const { rows: found } = await pool.query("select 1 from pg_extension where extname = 'postgis'")
    if (found.length > 0) return
    throw new DatabaseUnusable(
      'no_postgis',
      '数据库没有 PostGIS 扩展，当前用户也无法创建：请管理员安装 PostGIS 并在此数据库中执行 create extension postgis',
      'The database lacks the PostGIS extension and this user cannot create it: ask an administrator to install PostGIS and run “create extension postgis” in this database',
      error,
    )
  })
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => (done ??= work())
}
