import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
  type Transaction,
} from 'kysely'
import type { Schema } from '../../server/db/schema.ts'
import type { NamedSql } from './rules.ts'

const server = join(import.meta.dirname, '../../server')

/** A repository's functions by name; what is not a function is left out. */
export interface Repository {
  /** Such as 'coverage/coverage.repository'. */
  name: string
  functions: string[]
}

/** Every repository of the tree, found by its file name: a new one is asked for without being told. */
export async function listRepositories(): Promise<Repository[]> {
  const paths = readdirSync(server, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.repository.ts'))
  return Promise.all(
    paths.sort().map(async (path) => {
      const module: Record<string, unknown> = await import(/* @vite-ignore */ join(server, path))
      return { name: path.replace(/\.ts$/, ''), functions: Object.keys(module).filter((key) => typeof module[key] === 'function') }
    }),
  )
}

/** Rows that a function must read before it says more; by a word of the statement that asks for them. */
export type CannedRows = (sql: string) => Record<string, unknown>[]

/** The texts that a function sends, in order, without a database: its statements as compiled for PostgreSQL. */
export async function recordSql(
  name: string,
  perform: (tx: Transaction<Schema>) => Promise<unknown>,
  rowsOf: CannedRows,
): Promise<NamedSql[]> {
  const recorded: NamedSql[] = []
  const db = new Kysely<Schema>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new RecordingDriver((sql) => recorded.push({ name, sql }), rowsOf),
      createIntrospector: (inner) => new PostgresIntrospector(inner),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
  await db.transaction().execute(perform)
  await db.destroy()
  return recorded
}

class RecordingDriver extends DummyDriver {
  readonly #record: (sql: string) => void
  readonly #rowsOf: CannedRows

  constructor(record: (sql: string) => void, rowsOf: CannedRows) {
    super()
    this.#record = record
    this.#rowsOf = rowsOf
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const record = this.#record
    const rowsOf = this.#rowsOf
    return {
      async executeQuery<R>({ sql }: CompiledQuery): Promise<QueryResult<R>> {
        record(sql)
        return { rows: rowsOf(sql) as R[] }
      },
      async *streamQuery() {},
    }
  }
}
