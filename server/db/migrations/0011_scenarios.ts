import { sql, type Kysely } from 'kysely'

/** Scenarios: what a planner would change, every step of it, and the runs and evaluations computed over one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function addForeignKeys(db: Kysely<unknown>): Promise<void> {
  const scenario = (column: string) => `foreign key (county_code, ${column}) references scenarios (county_code, id)`
  const keys = [
    `alter table scenarios add constraint scenarios_parent ${scenario('parent_id')}`,
    `alter table scenario_steps add constraint scenario_steps_scenario ${scenario('scenario_id')} on delete cascade`,
    `alter table coverage_runs add constraint coverage_runs_scenario ${scenario('scenario_id')}`,
    `alter table evaluations add constraint evaluations_scenario ${scenario('scenario_id')}`,
  ]
  for (const key of keys) await sql.raw(key).execute(db)
}

const statements = [
  // baseline: versions by kind of data; step: where undo and redo stand in scenario_steps.
  `create table scenarios (
    county_code int not null,
    id uuid not null,
    name text not null,
    note text not null,
    parent_id uuid,
    baseline jsonb not null,
    revision int not null check (revision >= 1),
    step int not null check (step >= 0),
    archived boolean not null,
    created_by text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (county_code, id)
  )`,
  `create index scenarios_newest on scenarios (county_code, archived, created_at)`,

  `create table scenario_steps (
    county_code int not null,
    scenario_id uuid not null,
    step int not null check (step >= 0),
    changes jsonb not null,
    label jsonb not null,
    actor_id text not null,
    created_at timestamptz not null,
    primary key (county_code, scenario_id, step)
  )`,

  `alter table coverage_runs add column scenario_id uuid, add column scenario_revision int`,
  `create index coverage_runs_by_scenario on coverage_runs (county_code, scenario_id, created_at)`,
  `alter table evaluations add column scenario_id uuid, add column scenario_revision int`,
  `create index evaluations_by_scenario on evaluations (county_code, scenario_id, created_at)`,
]
