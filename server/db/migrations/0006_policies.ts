import { sql, type Kysely } from 'kysely'

/** Policy packs that users upload; those of the product are files. A pack belongs to no one county, so it is copied everywhere. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

/** None: a reference table points at nothing here. */
export async function addForeignKeys(): Promise<void> {}

const statements = [
  `create table policy_packs (
    pack_id text not null,
    version int not null check (version >= 1),
    region_code int not null,
    summary jsonb not null,
    yaml text not null,
    content_hash text not null,
    actor_id text not null,
    created_at timestamptz not null,
    primary key (pack_id, version)
  )`,
]
