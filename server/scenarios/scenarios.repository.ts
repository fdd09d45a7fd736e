import { sql, type Selectable } from 'kysely'
import type { SiteChange } from '../core/scenarios/changes.ts'
import type { Bilingual, Db, Tx } from '../db/schema.ts'
import type { ScenarioTable } from '../db/scenario-tables.ts'

/** A scenario as it stands: its record, and the step that undo and redo have led to. */
export type Scenario = Selectable<ScenarioTable> & {
  changes: SiteChange[]
  /** What an undo would take back, and a redo bring again; null where there is nothing. */
  undo_label: Bilingual | null
  redo_label: Bilingual | null
}

export interface NewScenario {
  countyCode: number
  id: string
  name: string
  note: string
  parentId: string | null
  baseline: Record<string, number>
  actorId: string
  at: Date
}

/** Serialises makers of scenarios of one county, so that their number is counted truly. */
export async function lockScenarios(tx: Tx, countyCode: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(${countyCode}::int, hashtext('scenarios'))`.execute(tx)
}

export async function insertScenario(tx: Tx, scenario: NewScenario): Promise<void> {
  await tx
    .insertInto('scenarios')
    .values({
      county_code: scenario.countyCode,
      id: scenario.id,
      name: scenario.name,
      note: scenario.note,
      parent_id: scenario.parentId,
      baseline: JSON.stringify(scenario.baseline),
      revision: 1,
      step: 0,
      archived: false,
      created_by: scenario.actorId,
      created_at: scenario.at,
      updated_at: scenario.at,
      updated_by: scenario.actorId,
    })
    .execute()
}

export interface NewStep {
  step: number
  changes: readonly SiteChange[]
  label: Bilingual
  actorId: string
  at: Date
}

/** Writes a step; what stood at or behind it (the redo tail) goes, and so does what lies more than `keep` steps back. */
export async function replaceSteps(tx: Tx, countyCode: number, scenarioId: string, step: NewStep, keep: number): Promise<void> {
  await tx
    .deleteFrom('scenario_steps')
    .where('county_code', '=', countyCode)
    .where('scenario_id', '=', scenarioId)
    .where((eb) => eb.or([eb('step', '>=', step.step), eb('step', '<', step.step - keep)]))
    .execute()
  await tx
    .insertInto('scenario_steps')
    .values({
      county_code: countyCode,
      scenario_id: scenarioId,
      step: step.step,
      changes: JSON.stringify(step.changes),
      label: JSON.stringify(step.label),
      actor_id: step.actorId,
      created_at: step.at,
    })
    .execute()
}

export async function updateScenario(
  tx: Tx,
  countyCode: number,
  id: string,
  change: { revision: number; actorId: string; at: Date; name?: string; note?: string; archived?: boolean; step?: number; baseline?: Record<string, number> },
): Promise<void> {
  const { actorId, at, baseline, ...columns } = change
  await tx
    .updateTable('scenarios')
    .set({ ...columns, updated_at: at, updated_by: actorId, ...(baseline ? { baseline: JSON.stringify(baseline) } : {}) })
    .where('county_code', '=', countyCode)
    .where('id', '=', id)
    .execute()
}

/** Unarchived ones first, then the newest. */
export async function listScenarios(db: Db | Tx, countyCode: number): Promise<Scenario[]> {
  const rows = await scenariosOf(db, countyCode).orderBy('s.archived').orderBy('s.created_at', 'desc').orderBy('s.id').execute()
  return rows as Scenario[]
}

export async function findScenario(db: Db | Tx, countyCode: number, id: string): Promise<Scenario | undefined> {
  return (await scenariosOf(db, countyCode).where('s.id', '=', id).executeTakeFirst()) as Scenario | undefined
}

/** Keeps the scenario from other writers until the transaction ends, not from those who refer to it; false where there is none. */
export async function lockScenario(tx: Tx, countyCode: number, id: string): Promise<boolean> {
  const row = await tx.selectFrom('scenarios').select('id').where('county_code', '=', countyCode).where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
  return row !== undefined
}

export async function countOpenScenarios(tx: Tx, countyCode: number): Promise<number> {
  const { count } = await tx
    .selectFrom('scenarios')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('county_code', '=', countyCode)
    .where('archived', '=', false)
    .executeTakeFirstOrThrow()
  return count
}

function scenariosOf(db: Db | Tx, countyCode: number) {
  return db
    .selectFrom('scenarios as s')
    .innerJoin('scenario_steps as now', (join) =>
      join.onRef('now.county_code', '=', 's.county_code').onRef('now.scenario_id', '=', 's.id').onRef('now.step', '=', 's.step'),
    )
    .leftJoin('scenario_steps as before', (join) =>
      join.onRef('before.county_code', '=', 's.county_code').onRef('before.scenario_id', '=', 's.id').on(sql<boolean>`before.step = s.step - 1`),
    )
    .leftJoin('scenario_steps as after', (join) =>
      join.onRef('after.county_code', '=', 's.county_code').onRef('after.scenario_id', '=', 's.id').on(sql<boolean>`after.step = s.step + 1`),
    )
    .selectAll('s')
    .select(['now.changes', sql<Bilingual | null>`case when before.step is null then null else now.label end`.as('undo_label'), 'after.label as redo_label'])
    .where('s.county_code', '=', countyCode)
}
