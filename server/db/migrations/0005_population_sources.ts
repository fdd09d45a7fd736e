import { sql, type Kysely } from 'kysely'

/** More sources of the population surface: the census by township, and tables of people by H3 cell. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

/** Versioned records have no key of their own to point at. */
export async function addForeignKeys(): Promise<void> {}

const statements = [
  `alter table population_counts drop constraint population_counts_role_check`,
  `alter table population_counts add constraint population_counts_role_check
    check (role in ('control_total', 'place', 'unit', 'unlocated'))`,

  `create table population_cells (
    county_code int not null,
    id uuid not null,
    valid_from_version bigint not null check (valid_from_version >= 1),
    valid_to_version bigint check (valid_to_version > valid_from_version),
    measure text not null check (measure in ('residents', 'residents_60_plus', 'residents_80_plus', 'households')),
    resolution int not null check (resolution between 5 and 12),
    parent text not null,
    people bytea not null,
    primary key (county_code, id, valid_from_version)
  )`,
]
