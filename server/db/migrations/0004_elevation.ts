import { sql, type Kysely } from 'kysely'

/** Heights of a county, so that a walk uphill takes longer than the same walk down. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

/** Versions of data refer to nothing. */
export async function addForeignKeys(): Promise<void> {}

const statements = [
  `create table elevation_grids (
    county_code int not null,
    id uuid not null,
    valid_from_version bigint not null check (valid_from_version >= 1),
    valid_to_version bigint check (valid_to_version > valid_from_version),
    west float8 not null,
    north float8 not null,
    lon_step float8 not null check (lon_step > 0),
    lat_step float8 not null check (lat_step > 0),
    column_count int not null check (column_count >= 2),
    row_count int not null check (row_count >= 2),
    heights bytea not null,
    heights_hash text not null,
    primary key (county_code, id, valid_from_version)
  )`,

  // The bytes are deflated already: squeezing them again only costs time.
  `alter table elevation_grids alter column heights set storage external`,
]
