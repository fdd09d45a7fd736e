import type { copyRows } from './copy.ts'
import type { Recovery } from './embedded/directory.ts'
import type { DirectoryLock } from './embedded/lock.ts'
import type { Db } from './schema.ts'

export interface DatabaseHandle {
  db: Db
  engine: 'embedded' | 'postgres'
  /** For pg-boss's `db` option; see `boss.ts`. */
  boss: { executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> }
  bossSchema: string
  /** Bulk load inside `tx`; see `copy.ts`. */
  copyRows: typeof copyRows
  /** Embedded engine on a directory: a flushed copy that a power cut cannot take; its file. Elsewhere null. */
  snapshot(): Promise<string | null>
  /** Embedded engine: gives space back after big deletes (nothing does it by itself). PostgreSQL has its own daemon. */
  vacuum(): Promise<void>
  /** Set when the directory could not be opened and a snapshot was taken instead: what is newer is lost. */
  recovery: Recovery | null
  lock: DirectoryLock | null
  close(): Promise<void>
}
