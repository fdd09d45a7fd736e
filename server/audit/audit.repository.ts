import type { Actor } from '../auth/actor.ts'
import type { Selectable } from 'kysely'
import type { AuditLogTable, Db, Tx } from '../db/schema.ts'

export interface AuditEntry {
  countyCode: number
  at: Date
  action: string
  entityKind: string
  entityId: string
  detail: Record<string, unknown>
}

/** Every write leaves its trace in the same transaction: what is not audited did not happen. */
export async function writeAudit(tx: Tx, actor: Actor, entry: AuditEntry): Promise<void> {
  await tx
    .insertInto('audit_log')
    .values({
      county_code: entry.countyCode,
      at: entry.at,
      actor_id: actor.id,
      actor_roles: [...actor.roles],
      action: entry.action,
      entity_kind: entry.entityKind,
      entity_id: entry.entityId,
      detail: JSON.stringify(entry.detail),
    })
    .execute()
}

export type AuditRow = Selectable<AuditLogTable>

/** How often a kind of thing was done, by the beginning of the entity's id. */
export async function countAuditOf(db: Db | Tx, countyCode: number, action: string, entityIdPrefix: string): Promise<number> {
  const { count } = await db
    .selectFrom('audit_log')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('county_code', '=', countyCode)
    .where('action', '=', action)
    .where('entity_id', 'like', `${entityIdPrefix}%`)
    .executeTakeFirstOrThrow()
  return count
}

const mostListed = 500

/** What was done to a county in one way, newest first; the last five hundred. */
export async function listAuditOf(db: Db | Tx, countyCode: number, action: string): Promise<AuditRow[]> {
  return db
    .selectFrom('audit_log')
    .selectAll()
    .where('county_code', '=', countyCode)
    .where('action', '=', action)
    .orderBy('id', 'desc')
    .limit(mostListed)
    .execute()
}
