import { sql, type Kysely } from 'kysely'

/** 城镇开发边界 as a kind of its own, and planning units among the study areas. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function addForeignKeys(): Promise<void> {
  // Nothing here points at another table.
}

const statements = [
  `create table development_boundaries (
    county_code int not null,
    id uuid not null,
    valid_from_version bigint not null check (valid_from_version >= 1),
    valid_to_version bigint check (valid_to_version > valid_from_version),
    boundary_code text not null,
    name text,
    zone text,
    stated_area_m2 numeric(16, 2) check (stated_area_m2 >= 0),
    demo boolean not null,
    boundary geometry(MultiPolygon, 4326) check (boundary is null or (
      ST_IsValid(boundary) and not ST_IsEmpty(boundary)
      and ST_XMin(boundary) >= -180 and ST_XMax(boundary) <= 180
      and ST_YMin(boundary) >= -90 and ST_YMax(boundary) <= 90)),
    primary key (county_code, id, valid_from_version)
  )`,
  `create index development_boundaries_boundary on development_boundaries using gist (boundary)`,

  // What is there already was given with the county. Named checks, each on its own: Citus takes no others on a table that
  // is distributed already.
  `alter table study_areas
    add column kind text not null default 'given',
    add column area_code text,
    add column planned_residents int,
    add column stated_area_m2 numeric(16, 2)`,
  `alter table study_areas add constraint study_areas_kind check (kind in ('given', 'planning_unit'))`,
  `alter table study_areas add constraint study_areas_planned_residents check (planned_residents >= 0)`,
  `alter table study_areas add constraint study_areas_stated_area check (stated_area_m2 >= 0)`,
]
