import { sql, type Kysely } from 'kysely'

/** How each office mapped the tables it has imported, by their header. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(table).execute(db)
}

export async function addForeignKeys(): Promise<void> {}

// header_signature: SHA-256 of the column names in their order. mapping: column → field.
const table = `create table import_mappings (
  county_code int not null,
  kind text not null,
  header_signature text not null,
  mapping jsonb not null,
  crs text,
  encoding text,
  actor_id text not null,
  stored_at timestamptz not null,
  primary key (county_code, kind, header_signature)
)`
