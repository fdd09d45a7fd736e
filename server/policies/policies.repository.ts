import { sql, type Selectable } from 'kysely'
import type { PolicyPackTable } from '../db/policy-tables.ts'
import type { Db, Tx } from '../db/schema.ts'
import type { PackSummary } from './pack-summary.ts'

export type StoredPack = Selectable<PolicyPackTable>

/** Serialises writers of one pack until the transaction ends. */
export async function lockPack(tx: Tx, packId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('policy_packs'), hashtext(${packId}))`.execute(tx)
}

/** One version of an uploaded pack, the newest where none is named. Versions are never changed or deleted. */
export async function findStoredPack(db: Db | Tx, packId: string, version?: number): Promise<StoredPack | undefined> {
  let query = db.selectFrom('policy_packs').selectAll().where('pack_id', '=', packId)
  if (version !== undefined) query = query.where('version', '=', version)
  return query.orderBy('version', 'desc').limit(1).executeTakeFirst()
}

export interface ListedPack {
  summary: PackSummary
  version: number
  contentHash: string
}

/** The newest version of every uploaded pack, by id, without its text. */
export async function listStoredPacks(db: Db | Tx): Promise<ListedPack[]> {
  const rows = await db
    .selectFrom('policy_packs')
    .select(['summary', 'version', 'content_hash'])
    .distinctOn('pack_id')
    .orderBy('pack_id')
    .orderBy('version', 'desc')
    .execute()
  return rows.map((row) => ({ summary: row.summary as PackSummary, version: row.version, contentHash: row.content_hash }))
}

export interface NewStoredPack {
  packId: string
  version: number
  regionCode: number
  summary: PackSummary
  yaml: string
  contentHash: string
  actorId: string
  at: Date
}

export async function insertStoredPack(tx: Tx, pack: NewStoredPack): Promise<void> {
  await tx
    .insertInto('policy_packs')
    .values({
      pack_id: pack.packId,
      version: pack.version,
      region_code: pack.regionCode,
      summary: JSON.stringify(pack.summary),
      yaml: pack.yaml,
      content_hash: pack.contentHash,
      actor_id: pack.actorId,
      created_at: pack.at,
    })
    .execute()
}
