import { sql, type Kysely } from 'kysely'

/** A pack judged for a region and a year: its record, a row a rule, and the failing units with their places. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function addForeignKeys(db: Kysely<unknown>): Promise<void> {
  for (const table of ['evaluation_results', 'evaluation_failing_units']) {
    const key = 'foreign key (county_code, evaluation_id) references evaluations (county_code, id) on delete cascade'
    await sql.raw(`alter table ${table} add constraint ${table}_evaluation ${key}`).execute(db)
  }
}

const statuses = `('met', 'not_met', 'insufficient_data', 'not_prescribed', 'qualitative', 'manual')`

const statements = [
  // county_code is the code of the region judged: a county's, or a prefecture's whose rows then live together.
  `create table evaluations (
    county_code int not null,
    id uuid not null,
    pack_id text not null,
    pack_hash text not null,
    pack jsonb not null,
    year int not null,
    status text not null check (status in ('running', 'published', 'failed', 'cancelled')),
    parameters jsonb not null,
    input_versions jsonb not null,
    missing_counties jsonb not null,
    input_hash text not null,
    result_hash text,
    data_date date,
    demo boolean not null,
    actor_id text not null,
    created_at timestamptz not null,
    published_at timestamptz,
    primary key (county_code, id)
  )`,
  `create index evaluations_newest on evaluations (county_code, pack_id, created_at)`,

  // scope_code: the region itself, or one county of a prefecture.
  `create table evaluation_results (
    county_code int not null,
    evaluation_id uuid not null,
    scope_code int not null,
    rule_id text not null,
    ordinal int not null,
    status text not null check (status in ${statuses}),
    numerator float8 check (numerator <> 'NaN' and abs(numerator) < 'Infinity'),
    denominator float8 check (denominator <> 'NaN' and abs(denominator) < 'Infinity'),
    value float8 check (value <> 'NaN' and abs(value) < 'Infinity'),
    value_upper float8 check (value_upper <> 'NaN' and abs(value_upper) < 'Infinity'),
    result jsonb not null,
    primary key (county_code, evaluation_id, scope_code, rule_id)
  )`,

  `create table evaluation_failing_units (
    county_code int not null,
    evaluation_id uuid not null,
    rule_id text not null,
    ordinal int not null,
    entity text not null,
    entity_id text not null,
    name text not null,
    state text not null check (state in ('fails', 'unknown')),
    reason jsonb not null,
    place geometry(Geometry, 4326) check (ST_IsValid(place)),
    primary key (county_code, evaluation_id, rule_id, ordinal)
  )`,
]
