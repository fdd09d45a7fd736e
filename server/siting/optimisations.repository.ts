import { sql, type Selectable } from 'kysely'
import type { StartOptimisation } from '../contract/optimisations.ts'
import type { OptimisationTable } from '../db/optimisation-tables.ts'
import type { Bilingual, Db, RunStatus, Tx } from '../db/schema.ts'

export type Optimisation = Omit<Selectable<OptimisationTable>, 'request' | 'result'> & { request: StartOptimisation; job_id: string | null }

export interface NewOptimisation {
  countyCode: number
  id: string
  runId: string
  request: StartOptimisation
  inputVersions: Record<string, number>
  inputHash: string
  methodLine: Bilingual
  actorId: string
  at: Date
}

/** Serialises starters in one county, so that asking twice at once finds the other's. */
export async function lockOptimisations(tx: Tx, countyCode: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(${countyCode}::int, hashtext('optimisations'))`.execute(tx)
}

export async function insertOptimisation(tx: Tx, one: NewOptimisation): Promise<void> {
  await tx
    .insertInto('optimisations')
    .values({
      county_code: one.countyCode,
      id: one.id,
      run_id: one.runId,
      status: 'running',
      request: JSON.stringify(one.request),
      input_versions: JSON.stringify(one.inputVersions),
      input_hash: one.inputHash,
      method_line: JSON.stringify(one.methodLine),
      result: null,
      result_hash: null,
      objective: null,
      site_count: null,
      proven: null,
      actor_id: one.actorId,
      created_at: one.at,
      published_at: null,
    })
    .execute()
}

function headQuery(db: Db | Tx, countyCode: number) {
  return db
    .selectFrom('optimisations')
    .select(['county_code', 'id', 'run_id', 'status', 'request', 'input_versions', 'input_hash', 'method_line', 'result_hash', 'objective', 'site_count', 'proven', 'actor_id', 'created_at', 'published_at'])
    .select(
      sql<string | null>`(select job.id from jobs job where job.county_code = optimisations.county_code and job.run_id = optimisations.id
        order by job.created_at desc limit 1)`.as('job_id'),
    )
    .where('county_code', '=', countyCode)
}

export async function findOptimisation(db: Db | Tx, countyCode: number, id: string): Promise<Optimisation | undefined> {
  return (await headQuery(db, countyCode).where('id', '=', id).executeTakeFirst()) as Optimisation | undefined
}

/** Newest first. */
export async function listOptimisations(db: Db | Tx, countyCode: number, limit: number): Promise<Optimisation[]> {
  return (await headQuery(db, countyCode).orderBy('created_at', 'desc').orderBy('id').limit(limit).execute()) as Optimisation[]
}

/** Of the same inputs: one under way, or one whose answer a second computation would only repeat; newest first. */
export async function listSameOptimisations(db: Db | Tx, countyCode: number, inputHash: string): Promise<Optimisation[]> {
  return (await headQuery(db, countyCode)
    .where('input_hash', '=', inputHash)
    .where(({ eb, or, and }) => or([eb('status', '=', 'running'), and([eb('status', '=', 'published'), eb('proven', '=', true)])]))
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(5)
    .execute()) as Optimisation[]
}

/** The stored answer; undefined before it is published. */
export async function findOptimisationResult(db: Db | Tx, countyCode: number, id: string): Promise<unknown> {
  const row = await db.selectFrom('optimisations').select('result').where('county_code', '=', countyCode).where('id', '=', id).executeTakeFirst()
  return row?.result ?? undefined
}

export interface OptimisationEnd {
  result: unknown
  resultHash: string
  objective: number | null
  siteCount: number
  proven: boolean
  at: Date
}

/** Writes the answer and publishes it, once: a published one is never written again. */
export async function publishOptimisation(tx: Tx, countyCode: number, id: string, end: OptimisationEnd): Promise<void> {
  await tx
    .updateTable('optimisations')
    .set({
      status: 'published',
      result: JSON.stringify(end.result),
      result_hash: end.resultHash,
      objective: end.objective,
      site_count: end.siteCount,
      proven: end.proven,
      published_at: end.at,
    })
    .where('county_code', '=', countyCode)
    .where('id', '=', id)
    .where('status', '=', 'running')
    .execute()
}

export async function endOptimisation(tx: Tx, countyCode: number, id: string, status: Extract<RunStatus, 'failed' | 'cancelled'>): Promise<void> {
  await tx.updateTable('optimisations').set({ status }).where('county_code', '=', countyCode).where('id', '=', id).where('status', '=', 'running').execute()
}
