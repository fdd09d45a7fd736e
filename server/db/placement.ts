import { sql, type Kysely } from 'kysely'
import { tablePlacement, type TableName } from './tables.ts'

/** Colocated with every other distributed table, so that joins on county_code stay on one machine. */
const firstDistributed = 'data_versions' satisfies TableName

/**
 * Tells Citus where new tables live, before they get foreign keys; elsewhere there is nothing to tell. A table that
 * `tables.ts` does not name is refused on every engine.
 */
export async function declarePlacement(db: Kysely<unknown>, created: readonly string[]): Promise<void> {
  const placed = created.map((table) => ({ table, placement: placementOf(table) }))
  if (!(await hasCitus(db))) return
  for (const { table, placement } of placed) {
    if (placement === 'reference') await sql`select create_reference_table(${table})`.execute(db)
    if (placement === 'distributed') {
      const colocateWith = table === firstDistributed ? 'none' : firstDistributed
      await sql`select create_distributed_table(${table}, 'county_code', colocate_with => ${colocateWith})`.execute(db)
    }
  }
}

function placementOf(table: string): (typeof tablePlacement)[TableName] {
  if (!isTableName(table)) throw new Error(`expected ${table} in tables.ts, found no placement for it`)
  return tablePlacement[table]
}

function isTableName(table: string): table is TableName {
  return Object.hasOwn(tablePlacement, table)
}

async function hasCitus(db: Kysely<unknown>): Promise<boolean> {
  const { rows } = await sql`select 1 from pg_extension where extname = 'citus'`.execute(db)
  return rows.length > 0
}
