import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { killImportOnEmbedded } from './kill-import-embedded.ts'
import { killImportOnPostgres } from './kill-import-postgres.ts'
import type { FaultLine } from './line.ts'

/**
 * An import is all or nothing whatever dies in the middle of it: the server, the process that reads the file, a backend of
 * ours, the whole of PostgreSQL; on the embedded engine, which has none of the others, the server. `only` one of them:
 * server, reader, backend, postmaster or embedded.
 */
export async function* killImport(runs: number, only?: string): AsyncIterable<FaultLine> {
  for (const killOn of [killImportOnPostgres, killImportOnEmbedded]) {
    const root = mkdtempSync(join(tmpdir(), 'yiquan-fault-'))
    try {
      yield* killOn(root, runs, only)
    } finally {
      rmSync(root, { recursive: true, force: true, maxRetries: 5 })
    }
  }
}
