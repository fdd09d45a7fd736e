import { sql, type Kysely } from 'kysely'

/** Location problems over a published run: what was asked, what it was asked of, and the answer, written once. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function addForeignKeys(db: Kysely<unknown>): Promise<void> {
  const key = 'foreign key (county_code, run_id) references coverage_runs (county_code, id) on delete cascade'
  await sql.raw(`alter table optimisations add constraint optimisations_run ${key}`).execute(db)
}

const statements = [
  `create table optimisations (
    county_code int not null,
    id uuid not null,
    run_id uuid not null,
    status text not null check (status in ('running', 'published', 'failed', 'cancelled')),
    request jsonb not null,
    input_versions jsonb not null,
    input_hash text not null,
    method_line jsonb not null,
    result jsonb,
    result_hash text,
    objective float8 check (objective <> 'NaN' and abs(objective) < 'Infinity'),
    site_count int check (site_count >= 0),
    proven boolean,
    actor_id text not null,
    created_at timestamptz not null,
    published_at timestamptz,
    primary key (county_code, id),
    check ((status = 'published') = (result is not null))
  )`,
  `create index optimisations_newest on optimisations (county_code, created_at)`,
  `create index optimisations_same on optimisations (county_code, input_hash)`,
]
