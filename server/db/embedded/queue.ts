import { writeParameter } from '../values.ts'
import type { EmbeddedEngine } from './dialect.ts'
import { withMutex } from './mutex.ts'
import type { StatementResult } from './protocol.ts'

/**
 * The job queue's door. It expects a pool: whatever one call leaves behind must not touch the next, so a transaction
 * still open afterwards is rolled back. Its polling is no reason for a snapshot; jobs enqueued with a change are, there.
 */
export function executeForQueue(
  engine: EmbeddedEngine,
  text: string,
  values: unknown[] = [],
): Promise<{ rows: unknown[] }> {
  return withMutex(engine.mutex, async () => {
    try {
      const { rows, transactionStatus } = await runOneOrMany(engine, text, values)
      if (transactionStatus !== 'I') throw new Error('expected the queue to end its own transaction')
      return { rows }
    } catch (error) {
      await engine.session.perform({ kind: 'statement', text: 'rollback', parameters: [] })
      throw error
    }
  })
}

async function runOneOrMany(engine: EmbeddedEngine, text: string, values: unknown[]): Promise<StatementResult> {
  const { session, statementTimeoutMs } = engine
  try {
    const parameters = values.map(writeParameter)
    return await session.perform({ kind: 'statement', text, parameters }, statementTimeoutMs)
  } catch (error) {
    if (values.length > 0 || !isSeveralStatements(error)) throw error
    return session.perform({ kind: 'script', text }, statementTimeoutMs)
  }
}

/** Refused while parsing, so nothing of it has run. */
function isSeveralStatements(error: unknown): boolean {
  return error instanceof Error && error.message.includes('cannot insert multiple commands into a prepared statement')
}
