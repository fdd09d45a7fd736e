import { sql, type Kysely } from 'kysely'

/**
 * The first schema. Statements are plain SQL because PostGIS types, checks and generated ids read better so.
 * Order as scale.md rule 5 asks: tables without foreign keys, then their placement (the migrator's helper), then
 * named foreign keys, one `alter` a constraint.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of tables) await sql.raw(statement).execute(db)
}

export async function addForeignKeys(db: Kysely<unknown>): Promise<void> {
  for (const [table, name, definition] of foreignKeys) {
    await sql.raw(`alter table ${table} add constraint ${name} ${definition}`).execute(db)
  }
}

/** What every append-only record carries (scale.md rule 0); `valid_to_version` is exclusive. */
const versioned = `
  county_code int not null,
  id uuid not null,
  valid_from_version bigint not null check (valid_from_version >= 1),
  valid_to_version bigint check (valid_to_version > valid_from_version)`

const counts = `
  residents int check (residents >= 0),
  residents_60_plus int check (residents_60_plus >= 0),
  residents_80_plus int check (residents_80_plus >= 0),
  households int check (households >= 0)`

/**
 * Valid, not empty, and in degrees: a validity check alone lets through a NaN point (PostGIS 3.3) and Web Mercator metres
 * that were merely labelled 4326. NaN sorts above every number, so the comparisons refuse it.
 */
function geometry(column: string, type: string): string {
  return `${column} geometry(${type}, 4326) check (${column} is null or (
    ST_IsValid(${column}) and not ST_IsEmpty(${column})
    and ST_XMin(${column}) >= -180 and ST_XMax(${column}) <= 180
    and ST_YMin(${column}) >= -90 and ST_YMax(${column}) <= 90))`
}

const tables = [
  `create table admin_regions (
    code int primary key,
    name text not null,
    name_en text not null,
    level text not null check (level in ('province', 'prefecture', 'county')),
    parent_code int,
    valid_from date not null,
    valid_to date,
    source jsonb not null,
    ${geometry('boundary', 'MultiPolygon')}
  )`,
  `create index admin_regions_boundary on admin_regions using gist (boundary)`,

  `create table data_versions (
    county_code int not null,
    kind text not null,
    version bigint not null check (version >= 1),
    action text not null check (action in ('sample', 'import', 'edit', 'rollback')),
    restored_version bigint,
    data_date date,
    row_count int not null check (row_count >= 0),
    content_hash text not null,
    source jsonb not null,
    actor_id text not null,
    created_at timestamptz not null,
    primary key (county_code, kind, version)
  )`,

  `create table county_units (${versioned},
    unit_code text not null,
    name text not null,
    level text not null check (level in ('township', 'street', 'community', 'village', 'other')),
    parent_id uuid,
    urban_rural_code text,
    place_class text check (place_class in ('city', 'country')),
    boundary_note jsonb,
    demo boolean not null default false,
    ${geometry('centre', 'Point')},
    ${geometry('boundary', 'MultiPolygon')},
    primary key (county_code, id, valid_from_version)
  )`,
  `create index county_units_boundary on county_units using gist (boundary)`,
  `create index county_units_centre on county_units using gist (centre)`,

  `create table study_areas (${versioned},
    name text not null,
    name_en text not null,
    note jsonb,
    ${geometry('boundary', 'MultiPolygon')},
    primary key (county_code, id, valid_from_version)
  )`,

  `create table population_counts (${versioned},
    role text not null check (role in ('control_total', 'place', 'unlocated')),
    unit_id uuid,
    name text,
    reason jsonb,
    as_of date,
    source text,
    ${counts},
    primary key (county_code, id, valid_from_version)
  )`,

  `create table residential_areas (${versioned},
    area_code text not null,
    name text not null,
    unit_id uuid,
    community_id uuid,
    place_class text not null check (place_class in ('city', 'country')),
    build_class text check (build_class in ('new', 'old', 'existing')),
    permit_date date,
    planning_condition_date date,
    completion_date date,
    phase int,
    households_planned int check (households_planned >= 0),
    households_completed int check (households_completed >= 0),
    households_occupied int check (households_occupied >= 0),
    ${counts},
    demo boolean not null default false,
    ${geometry('boundary', 'MultiPolygon')},
    ${geometry('entrances', 'MultiPoint')},
    primary key (county_code, id, valid_from_version)
  )`,
  `create index residential_areas_boundary on residential_areas using gist (boundary)`,

  `create table facilities (${versioned},
    facility_code text not null,
    name text not null,
    facility_types text[] not null check (cardinality(facility_types) >= 1),
    unit_id uuid,
    address text,
    floor_area_m2 numeric(14, 2) check (floor_area_m2 >= 0),
    land_area_m2 numeric(14, 2) check (land_area_m2 >= 0),
    beds int check (beds >= 0),
    nursing_beds int check (nursing_beds >= 0),
    status text not null check (status in ('planned', 'building', 'operating', 'idle', 'closed')),
    current_use text not null,
    tenure text,
    operator_kind text,
    acquisition text check (acquisition in ('ancillary', 'bought', 'leased', 'exchanged', 'converted', 'built')),
    demo boolean not null default false,
    ${geometry('location', 'Point')},
    primary key (county_code, id, valid_from_version)
  )`,
  `create index facilities_location on facilities using gist (location)`,

  `create table facility_allotments (${versioned},
    facility_id uuid not null,
    residential_area_id uuid not null,
    area_m2 numeric(14, 2) check (area_m2 >= 0),
    primary key (county_code, id, valid_from_version)
  )`,

  `create table road_networks (${versioned},
    graph bytea not null,
    graph_hash text not null,
    node_count int not null,
    edge_count int not null,
    length_metres float8 not null,
    report jsonb not null,
    ${geometry('extent', 'MultiPolygon')},
    primary key (county_code, id, valid_from_version)
  )`,

  `create table county_settings (${versioned},
    settings jsonb not null,
    primary key (county_code, id, valid_from_version)
  )`,

  `create table coverage_runs (
    county_code int not null,
    id uuid not null,
    profile text not null,
    status text not null check (status in ('running', 'published', 'failed', 'cancelled')),
    parameters jsonb not null,
    input_versions jsonb not null,
    input_hash text not null,
    result_hash text,
    study_area_id uuid,
    data_date date,
    actor_id text not null,
    created_at timestamptz not null,
    published_at timestamptz,
    notes jsonb not null,
    primary key (county_code, id)
  )`,

  `create table coverage_blocks (
    county_code int not null,
    run_id uuid not null,
    profile text not null,
    resolution int not null check (resolution between 0 and 15),
    parent text not null,
    travel_metres bytea not null,
    edge_marks bytea not null,
    primary key (county_code, run_id, profile, resolution, parent)
  )`,

  `create table coverage_places (
    county_code int not null,
    run_id uuid not null,
    profile text not null,
    place_id uuid not null,
    place_kind text not null check (place_kind in ('residential_area', 'unit')),
    name text not null,
    unit_id uuid,
    place_class text not null,
    verdict text not null check (verdict in ('covered', 'not_covered', 'unreached')),
    reason text,
    travel_metres float8,
    access_metres float8,
    nearest_facility_id uuid,
    edge boolean not null,
    ${counts},
    ${geometry('location', 'Point')},
    primary key (county_code, run_id, profile, place_id)
  )`,

  `create table coverage_summaries (
    county_code int not null,
    run_id uuid not null,
    profile text not null,
    limit_metres int not null,
    scope text not null check (scope in ('study_area', 'county', 'unit', 'place_class')),
    scope_id text not null,
    measure text not null check (measure in ('residents', 'residents_60_plus', 'residents_80_plus', 'households')),
    covered bigint not null,
    known bigint not null,
    unlocated bigint not null,
    missing_places int not null,
    primary key (county_code, run_id, profile, limit_metres, scope, scope_id, measure)
  )`,

  `create table area_results (
    county_code int not null,
    run_id uuid not null,
    residential_area_id uuid not null,
    name text not null,
    unit_id uuid,
    status text not null check (status in ('met', 'not_met', 'insufficient_data', 'not_prescribed')),
    build_class text,
    households int,
    required_m2 numeric,
    provided_m2 numeric,
    missing_m2 numeric,
    detail jsonb not null,
    primary key (county_code, run_id, residential_area_id)
  )`,

  `create table unit_coverage_results (
    county_code int not null,
    run_id uuid not null,
    unit_id uuid not null,
    name text not null,
    level text not null,
    covered boolean not null,
    judged_by text not null check (judged_by in ('boundary', 'code')),
    facility_ids uuid[] not null,
    primary key (county_code, run_id, unit_id)
  )`,

  `create table jobs (
    county_code int not null,
    id uuid not null,
    kind text not null,
    run_id uuid,
    status text not null check (status in ('queued', 'running', 'done', 'failed', 'cancelled')),
    phase text not null,
    progress float8 not null check (progress between 0 and 1),
    cancel_requested boolean not null default false,
    error jsonb,
    actor_id text not null,
    created_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz,
    primary key (county_code, id)
  )`,

  `create table audit_log (
    county_code int not null,
    id bigint generated always as identity,
    at timestamptz not null,
    actor_id text not null,
    actor_roles text[] not null,
    action text not null,
    entity_kind text not null,
    entity_id text not null,
    detail jsonb not null,
    primary key (county_code, id)
  )`,
]

/** Table, name, definition. Versioned records have no key of their own to point at, so only runs' children do. */
const foreignKeys: [table: string, name: string, definition: string][] = [
  'coverage_blocks',
  'coverage_places',
  'coverage_summaries',
  'area_results',
  'unit_coverage_results',
].map((table) => [
  table,
  `${table}_run`,
  'foreign key (county_code, run_id) references coverage_runs (county_code, id) on delete cascade',
])
