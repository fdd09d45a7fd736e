import { openEmbedded, type EmbeddedConfig } from './embedded/open.ts'
import type { DatabaseHandle } from './handle.ts'
import { openPostgres, type PostgresConfig } from './postgres.ts'

export type { DatabaseHandle } from './handle.ts'
export type DatabaseConfig = EmbeddedConfig | PostgresConfig

/** Opens the store, checks that it can be used, and brings its schema up to date. */
export function openDatabase(config: DatabaseConfig): Promise<DatabaseHandle> {
  return config.engine === 'embedded' ? openEmbedded(config) : openPostgres(config)
}
