import { sql, type Kysely } from 'kysely'

/** The ledgers that plans' rules ask for beside facilities and residential areas, and the figures that offices report. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function addForeignKeys(db: Kysely<unknown>): Promise<void> {
  const key = 'foreign key (county_code, attachment_id) references reported_attachments (county_code, id)'
  await sql.raw(`alter table reported_figures add constraint reported_figures_attachment ${key}`).execute(db)
}

/** What every append-only record carries (scale.md rule 0); `valid_to_version` is exclusive. */
const versioned = `
  county_code int not null,
  id uuid not null,
  valid_from_version bigint not null check (valid_from_version >= 1),
  valid_to_version bigint check (valid_to_version > valid_from_version)`
const versionedKey = 'primary key (county_code, id, valid_from_version)'

/** Valid, not empty, and in degrees, as in 0001: a migration never borrows from another, which may not change again. */
function geometry(column: string, type: string): string {
  return `${column} geometry(${type}, 4326) check (${column} is null or (
    ST_IsValid(${column}) and not ST_IsEmpty(${column})
    and ST_XMin(${column}) >= -180 and ST_XMax(${column}) <= 180
    and ST_YMin(${column}) >= -90 and ST_YMax(${column}) <= 90))`
}

const statements = [
  `alter table facilities
    add column medical_beds int check (medical_beds >= 0),
    add column residents_in_care int check (residents_in_care >= 0),
    add column elders_served int check (elders_served >= 0),
    add column ownership text check (ownership in ('public', 'private')),
    add column rating int check (rating between 0 and 5),
    add column project text check (project in ('new', 'expansion', 'none')),
    add column project_year int check (project_year between 1900 and 2200),
    add column tier_level text check (tier_level in ('county', 'township', 'village')),
    add column four_helps_five_haves boolean[] check (cardinality(four_helps_five_haves) = 9),
    add column medical_kind text check (medical_kind in ('general_hospital', 'community_health_centre',
      'community_health_station', 'township_health_centre', 'village_clinic', 'other')),
    add column hospital_grade int check (hospital_grade between 1 and 3),
    add column geriatrics boolean,
    add column medical_partner text,
    add column own_land boolean`,

  `create table settlements (${versioned},
    settlement_code text not null,
    name text not null,
    kind text not null check (kind in ('resettlement_site', 'natural_village')),
    unit_id uuid,
    residents int check (residents >= 0),
    demo boolean not null,
    ${geometry('location', 'Point')},
    ${geometry('boundary', 'MultiPolygon')},
    ${versionedKey}
  )`,
  `create index settlements_location on settlements using gist (location)`,

  `create table idle_premises (${versioned},
    premises_code text not null,
    name text not null,
    kind text not null,
    unit_id uuid,
    owner text,
    address text,
    floor_area_m2 numeric(14, 2) check (floor_area_m2 >= 0),
    land_area_m2 numeric(14, 2) check (land_area_m2 >= 0),
    status text not null check (status in ('idle', 'reserved', 'converted', 'other_use')),
    transition_until date,
    demo boolean not null,
    ${geometry('location', 'Point')},
    ${versionedKey}
  )`,

  `create table control_areas (${versioned},
    layer text not null check (layer in ('permanent_basic_farmland', 'ecological_redline', 'hazard')),
    name text not null,
    demo boolean not null,
    ${geometry('boundary', 'MultiPolygon')},
    ${versionedKey}
  )`,
  `create index control_areas_boundary on control_areas using gist (boundary)`,

  `create table land_parcels (${versioned},
    parcel_code text not null,
    land_use text,
    area_m2 numeric(14, 2) check (area_m2 >= 0),
    facility_id uuid,
    phase text not null check (phase in ('current', 'planned')),
    misused boolean,
    note text,
    demo boolean not null,
    ${geometry('boundary', 'MultiPolygon')},
    ${versionedKey}
  )`,
  `create index land_parcels_boundary on land_parcels using gist (boundary)`,

  `create table sync_stages (${versioned},
    residential_area_id uuid not null,
    stage text not null check (stage in ('plan', 'build', 'accept', 'handover')),
    state text not null check (state in ('done', 'breach', 'pending')),
    done_on date,
    note text,
    ${versionedKey}
  )`,

  `create table register_entries (${versioned},
    name text not null,
    residential_area_id uuid,
    built_year int check (built_year between 1900 and 2200),
    problem text not null,
    measure text,
    deadline date,
    responsible text,
    state text not null check (state in ('open', 'doing', 'done')),
    done_on date,
    ${versionedKey}
  )`,

  `create table community_rooms (${versioned},
    unit_id uuid not null,
    name text not null,
    floor_area_m2 numeric(14, 2) check (floor_area_m2 >= 0),
    eldercare_free_m2 numeric(14, 2) check (eldercare_free_m2 >= 0),
    ${versionedKey}
  )`,

  `create table pooling_groups (${versioned},
    name text not null,
    approval text,
    residential_area_ids uuid[] not null,
    ${versionedKey}
  )`,

  `create table county_statistics (${versioned},
    key text not null check (key in ('social_workers', 'planned_population', 'urban_elders_60_plus', 'rural_elders_60_plus')),
    value numeric(18, 4) not null check (value >= 0),
    as_of date,
    source text not null,
    ${versionedKey}
  )`,

  `create table unit_tags (${versioned},
    unit_id uuid not null,
    tag text not null check (tag <> ''),
    ${versionedKey}
  )`,

  `create table checklist_entries (${versioned},
    rule_id text not null,
    state text not null check (state in ('yes', 'no', 'partly')),
    note text,
    document text,
    as_of date,
    ${versionedKey}
  )`,

  // county_code holds a prefecture's code too: a figure is reported for the region of its plan.
  `create table reported_attachments (
    county_code int not null,
    id uuid not null,
    name text not null,
    media_type text not null,
    sha256 text not null,
    bytes bytea not null check (octet_length(bytes) between 1 and 5242880),
    entered_by text not null,
    entered_at timestamptz not null,
    primary key (county_code, id)
  )`,
  `create table reported_figures (
    county_code int not null,
    pack_id text not null,
    rule_id text not null,
    part text not null,
    version bigint not null check (version >= 1),
    withdrawn boolean not null,
    value_text text,
    value_number numeric(20, 6),
    unit text,
    as_of date,
    source text,
    note text,
    attachment_id uuid,
    entered_by text not null,
    entered_at timestamptz not null,
    primary key (county_code, pack_id, rule_id, part, version),
    constraint reported_figures_complete check (withdrawn
      or ((value_text is not null or value_number is not null) and as_of is not null and coalesce(source, '') <> ''))
  )`,
]
