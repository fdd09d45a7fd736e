import type { Db, Tx } from '../db/schema.ts'

/** How an office last read a table with a certain header. */
export interface ImportMapping {
  /** Column → field; '-' for one that was left out. */
  mapping: { column: string; field: string }[]
  /** What was answered, not what the file says of itself; null where nobody had to. */
  crs: string | null
  encoding: string | null
}

export async function rememberMapping(
  tx: Tx,
  countyCode: number,
  kind: string,
  headerSignature: string,
  { mapping, crs, encoding, actorId, at }: ImportMapping & { actorId: string; at: Date },
): Promise<void> {
  const row = { mapping: JSON.stringify(mapping), crs, encoding, actor_id: actorId, stored_at: at }
  await tx
    .insertInto('import_mappings')
    .values({ county_code: countyCode, kind, header_signature: headerSignature, ...row })
    .onConflict((conflict) =>
      conflict.columns(['county_code', 'kind', 'header_signature']).doUpdateSet((eb) => ({
        mapping: eb.ref('excluded.mapping'),
        crs: eb.ref('excluded.crs'),
        encoding: eb.ref('excluded.encoding'),
        actor_id: eb.ref('excluded.actor_id'),
        stored_at: eb.ref('excluded.stored_at'),
      })),
    )
    .execute()
}

export async function findMapping(db: Db | Tx, countyCode: number, kind: string, headerSignature: string): Promise<ImportMapping | undefined> {
  return db
    .selectFrom('import_mappings')
    .select(['mapping', 'crs', 'encoding'])
    .where('county_code', '=', countyCode)
    .where('kind', '=', kind)
    .where('header_signature', '=', headerSignature)
    .executeTakeFirst()
}

/** Forgets what an office has told of a kind; returns of how many headers. */
export async function forgetMappings(tx: Tx, countyCode: number, kind: string): Promise<number> {
  const gone = await tx
    .deleteFrom('import_mappings')
    .where('county_code', '=', countyCode)
    .where('kind', '=', kind)
    .returning('header_signature')
    .execute()
  return gone.length
}
