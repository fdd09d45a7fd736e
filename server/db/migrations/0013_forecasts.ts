import { sql, type Kysely } from 'kysely'

/** People by age group and sex, and what was forecast from them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

/** Versions of data refer to nothing, and a forecast keeps everything it was made of. */
export async function addForeignKeys(): Promise<void> {}

const statements = [
  // One row a unit and age group; unit_id null is the county. age_to null is open: 85+, 100+.
  `create table age_pyramids (
    county_code int not null,
    id uuid not null,
    valid_from_version bigint not null check (valid_from_version >= 1),
    valid_to_version bigint check (valid_to_version > valid_from_version),
    pyramid_code text not null,
    unit_id uuid,
    age_from int not null check (age_from between 0 and 100),
    age_to int check (age_to >= age_from),
    male int check (male >= 0),
    female int check (female >= 0),
    as_of date,
    source text,
    primary key (county_code, id, valid_from_version)
  )`,

  // Written once, never changed: other data or parameters make another forecast.
  `create table forecasts (
    county_code int not null,
    id uuid not null,
    parameters jsonb not null,
    input_versions jsonb not null,
    input_hash text not null,
    result jsonb not null,
    result_hash text not null,
    data_date date,
    demo boolean not null,
    actor_id text not null,
    created_at timestamptz not null,
    primary key (county_code, id)
  )`,
  `create index forecasts_newest on forecasts (county_code, created_at)`,
]
