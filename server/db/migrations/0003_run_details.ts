import { sql, type Kysely } from 'kysely'

/** Runs in full: the population surface, what is missed beyond the limit, and what the data could not tell. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function addForeignKeys(db: Kysely<unknown>): Promise<void> {
  for (const table of ['population_blocks', 'run_diagnostics']) {
    const key = `foreign key (county_code, run_id) references coverage_runs (county_code, id) on delete cascade`
    await sql.raw(`alter table ${table} add constraint ${table}_run ${key}`).execute(db)
  }
}

const statements = [
  // A community's people are in its township's sum as well: a scope of its own keeps county = Σ units true.
  `alter table coverage_summaries drop constraint coverage_summaries_scope_check`,
  `alter table coverage_summaries add constraint coverage_summaries_scope_check
    check (scope in ('study_area', 'county', 'unit', 'community', 'place_class'))`,

  `alter table coverage_places
    add column community_id uuid,
    add column nearest_metres float8,
    add column misses_by_metres float8,
    add column straight_metres float8,
    add column straight_covered boolean not null default false,
    add column component int`,

  `create table population_blocks (
    county_code int not null,
    run_id uuid not null,
    measure text not null check (measure in ('residents', 'residents_60_plus', 'residents_80_plus', 'households')),
    resolution int not null check (resolution between 0 and 15),
    parent text not null,
    people bytea not null,
    primary key (county_code, run_id, measure, resolution, parent)
  )`,

  `create table run_diagnostics (
    county_code int not null,
    run_id uuid not null,
    detail jsonb not null,
    primary key (county_code, run_id)
  )`,
]
