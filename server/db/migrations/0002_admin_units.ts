import { sql, type Kysely } from 'kysely'

/** Townships change: their own days of validity, what merged into what, and coverage by every denominator the plans use. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function addForeignKeys(db: Kysely<unknown>): Promise<void> {
  const key = 'foreign key (county_code, run_id) references coverage_runs (county_code, id) on delete cascade'
  await sql.raw(`alter table unit_coverage_rates add constraint unit_coverage_rates_run ${key}`).execute(db)
}

const statements = [
  `alter table county_units add column valid_from date, add column valid_to date`,
  // Named and on its own: Citus refuses constraints without a name on a table that is already distributed.
  `alter table county_units add constraint county_units_validity check (valid_to > valid_from)`,

  `create table unit_mergers (
    county_code int not null,
    id uuid not null,
    valid_from_version bigint not null check (valid_from_version >= 1),
    valid_to_version bigint check (valid_to_version > valid_from_version),
    old_unit_code text not null,
    new_unit_code text not null check (new_unit_code <> old_unit_code),
    merged_on date not null,
    primary key (county_code, id, valid_from_version)
  )`,

  `create table unit_coverage_rates (
    county_code int not null,
    run_id uuid not null,
    denominator text not null,
    covered int not null check (covered >= 0),
    total int not null check (total >= covered),
    reached_from_outside int check (reached_from_outside between 0 and total - covered),
    unknown_place int not null check (unknown_place between 0 and total),
    facility_types text[] not null,
    detail jsonb not null,
    primary key (county_code, run_id, denominator)
  )`,
]
