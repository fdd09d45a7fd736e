import {
  AbortedTransactionError,
  CompiledQuery,
  PGliteAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely'
import { findCopyText } from '../copy.ts'
import { writeParameter } from '../values.ts'
import type { Mutex } from './mutex.ts'
import type { StatementResult } from './protocol.ts'
import { databaseError, type Session } from './session.ts'

export interface EmbeddedEngine {
  session: Session
  /** Held by one statement, or by one whole transaction: the engine has a single connection. */
  mutex: Mutex
  statementTimeoutMs: number
  noteWrite(): void
}

export function embeddedDialect(engine: EmbeddedEngine): Dialect {
  return {
    createAdapter: () => new SharedConnectionAdapter(),
    createDriver: () => embeddedDriver(engine),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

/** Our own mutex is the only one: Kysely's would not know of snapshots and the queue, and waits for ever. */
class SharedConnectionAdapter extends PGliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true
  }
}

interface EmbeddedConnection extends DatabaseConnection {
  begin(text: string): Promise<void>
  commit(): Promise<void>
  rollback(): Promise<void>
  release(): void
}

function embeddedDriver(engine: EmbeddedEngine): Driver {
  const of = (connection: DatabaseConnection): EmbeddedConnection => connection as EmbeddedConnection
  return {
    init: async () => undefined,
    acquireConnection: async () => openConnection(engine, await engine.mutex.acquire()),
    beginTransaction: async (connection, { isolationLevel, accessMode }) => {
      const isolation = isolationLevel ? ` isolation level ${isolationLevel}` : ''
      await of(connection).begin(`start transaction${isolation}${accessMode ? ` ${accessMode}` : ''}`)
    },
    commitTransaction: (connection) => of(connection).commit(),
    rollbackTransaction: (connection) => of(connection).rollback(),
    savepoint: async (connection, name) => void (await connection.executeQuery(savepoint('savepoint', name))),
    rollbackToSavepoint: async (connection, name) =>
      void (await connection.executeQuery(savepoint('rollback to savepoint', name))),
    releaseSavepoint: async (connection, name) =>
      void (await connection.executeQuery(savepoint('release savepoint', name))),
    releaseConnection: async (connection) => of(connection).release(),
    destroy: async () => undefined,
  }
}

function savepoint(command: string, name: string): CompiledQuery {
  return CompiledQuery.raw(`${command} "${name.replaceAll('"', '""')}"`)
}

/** A connection lives from acquire to release; `began` is the thread its transaction runs in. */
function openConnection(engine: EmbeddedEngine, release: () => void): EmbeddedConnection {
  let began: number | null = null

  async function executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (began !== null && began !== engine.session.generation) throw abortedTransaction()
    const result = await performStatement(engine, query.sql, query.parameters)
    const expected = began === null ? 'I' : 'TE'
    if (!expected.includes(result.transactionStatus)) {
      await engine.session.abandon()
      throw new Error('expected transactions to be begun and ended through transaction(), got a statement that did')
    }
    return { rows: result.rows as R[], ...affectedRows(result.tag) }
  }

  return {
    executeQuery,
    streamQuery() {
      throw new Error('expected no streaming on the embedded engine')
    },
    async begin(text) {
      await performStatement(engine, text, [])
      began = engine.session.generation
    },
    async commit() {
      if (began !== engine.session.generation) throw new AbortedTransactionError()
      const { tag } = await performStatement(engine, 'commit', [])
      began = null
      if (tag === 'ROLLBACK') throw new AbortedTransactionError()
    },
    async rollback() {
      const lost = began !== engine.session.generation
      began = null
      if (!lost) await performStatement(engine, 'rollback', [])
    },
    release,
  }
}

async function performStatement(
  engine: EmbeddedEngine,
  text: string,
  parameters: readonly unknown[],
): Promise<StatementResult> {
  const copy = findCopyText(parameters)
  const result = await engine.session.perform(
    copy
      ? { kind: 'statement', text: text.replace(/from stdin$/, `from '/dev/blob'`), parameters: [], copy: copy.chunks }
      : { kind: 'statement', text, parameters: parameters.map(writeParameter) },
    engine.statementTimeoutMs,
  )
  if (isWrite(result.tag, text)) engine.noteWrite()
  return result
}

/** A select may write in a common table expression; taking one too many for a write only costs a snapshot. */
function isWrite(tag: string, text: string): boolean {
  if (tag.startsWith('SELECT')) return /\b(insert|update|delete|merge)\b/i.test(text)
  return !/^(SHOW|START|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET|VACUUM|INSERT 0 0|UPDATE 0|DELETE 0|COPY 0|$)/.test(tag)
}

const countedTags = /^(?:INSERT \d+|UPDATE|DELETE|MERGE|COPY) (\d+)$/

function affectedRows(tag: string): { numAffectedRows?: bigint } {
  const count = countedTags.exec(tag)?.[1]
  return count === undefined ? {} : { numAffectedRows: BigInt(count) }
}

function abortedTransaction(): Error {
  return databaseError('current transaction is aborted, commands ignored until end of transaction block', {
    severity: 'ERROR',
    code: '25P02',
  })
}
