import { sql, type Kysely } from 'kysely'

/** Who changed a scenario last: whoever finds it changed must know whom to ask. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function addForeignKeys(): Promise<void> {}

const statements = [
  `alter table scenarios add column updated_by text`,
  // Undo, a new name and a new baseline leave no step behind, but every write is in the audit.
  `update scenarios set updated_by = coalesce((
    select a.actor_id from audit_log a
    where a.county_code = scenarios.county_code and a.entity_kind = 'scenario' and a.entity_id = scenarios.id::text
    order by a.id desc limit 1
  ), created_by)`,
  `alter table scenarios alter column updated_by set not null`,
]
