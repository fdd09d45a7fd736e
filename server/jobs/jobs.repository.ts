import type { Selectable } from 'kysely'
import type { Bilingual, Db, JobStatus, JobTable, Tx } from '../db/schema.ts'

export type Job = Selectable<JobTable>

export interface NewJob {
  countyCode: number
  id: string
  kind: string
  runId: string | null
  actorId: string
  at: Date
}

export async function insertJob(tx: Tx, job: NewJob): Promise<void> {
  await tx
    .insertInto('jobs')
    .values({
      county_code: job.countyCode,
      id: job.id,
      kind: job.kind,
      run_id: job.runId,
      status: 'queued',
      phase: 'queued',
      progress: 0,
      actor_id: job.actorId,
      created_at: job.at,
    })
    .execute()
}

export async function findJob(db: Db | Tx, countyCode: number, id: string): Promise<Job | undefined> {
  return db.selectFrom('jobs').selectAll().where('county_code', '=', countyCode).where('id', '=', id).executeTakeFirst()
}

/** The unfinished job that computes a run, if any. */
export async function findOpenJobOfRun(db: Db | Tx, countyCode: number, runId: string): Promise<Job | undefined> {
  return db
    .selectFrom('jobs')
    .selectAll()
    .where('county_code', '=', countyCode)
    .where('run_id', '=', runId)
    .where('status', 'in', ['queued', 'running'])
    .executeTakeFirst()
}

export async function findLastJob(db: Db | Tx, countyCode: number): Promise<Job | undefined> {
  return db
    .selectFrom('jobs')
    .selectAll()
    .where('county_code', '=', countyCode)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function listOpenJobs(db: Db | Tx): Promise<Job[]> {
  return db.selectFrom('jobs').selectAll().where('status', 'in', ['queued', 'running']).orderBy('created_at').execute()
}

/** Of one county, the oldest first: the order in which they will end. */
export async function listOpenJobsOf(db: Db | Tx, countyCode: number): Promise<Job[]> {
  return db
    .selectFrom('jobs')
    .selectAll()
    .where('county_code', '=', countyCode)
    .where('status', 'in', ['queued', 'running'])
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

/** Marks a job as taken up; false when it has ended meanwhile. */
export async function startJob(db: Db, countyCode: number, id: string, at: Date): Promise<boolean> {
  const row = await db
    .updateTable('jobs')
    .set({ status: 'running', phase: 'load', progress: 0, started_at: at })
    .where('county_code', '=', countyCode)
    .where('id', '=', id)
    .where('status', 'in', ['queued', 'running'])
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Notes how far a job is, and returns whether someone has asked to cancel it. */
export async function noteProgress(db: Db, countyCode: number, id: string, phase: string, progress: number): Promise<boolean> {
  const row = await db
    .updateTable('jobs')
    .set({ phase, progress })
    .where('county_code', '=', countyCode)
    .where('id', '=', id)
    .where('status', '=', 'running')
    .returning('cancel_requested')
    .executeTakeFirst()
  return row?.cancel_requested ?? true
}

/** Ends a job that nobody has taken up; false where someone has, or it has ended. */
export async function cancelQueuedJob(tx: Tx, countyCode: number, id: string, at: Date): Promise<boolean> {
  const row = await tx
    .updateTable('jobs')
    .set({ status: 'cancelled', cancel_requested: true, finished_at: at })
    .where('county_code', '=', countyCode)
    .where('id', '=', id)
    .where('status', '=', 'queued')
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Asks a running job to stop; false where it has ended. */
export async function requestCancel(tx: Tx, countyCode: number, id: string): Promise<boolean> {
  const row = await tx
    .updateTable('jobs')
    .set({ cancel_requested: true })
    .where('county_code', '=', countyCode)
    .where('id', '=', id)
    .where('status', '=', 'running')
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export interface JobEnd {
  status: Extract<JobStatus, 'done' | 'failed' | 'cancelled'>
  error: (Bilingual & { code: string }) | null
  at: Date
}

/** Ends an open job; false where it has ended before. */
export async function endJob(db: Db | Tx, countyCode: number, id: string, end: JobEnd): Promise<boolean> {
  const row = await db
    .updateTable('jobs')
    .set({
      status: end.status,
      error: end.error && JSON.stringify(end.error),
      finished_at: end.at,
      ...(end.status === 'done' ? { phase: 'done', progress: 1 } : {}),
    })
    .where('county_code', '=', countyCode)
    .where('id', '=', id)
    .where('status', 'in', ['queued', 'running'])
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Ends a job as done in the transaction that holds what it made; false where that must not be kept, because the job has
 * ended or someone has asked to cancel it. Asking and ending wait for each other at the row: one of them comes first.
 */
export async function completeJob(tx: Tx, countyCode: number, id: string, at: Date): Promise<boolean> {
  const row = await tx
    .updateTable('jobs')
    .set({ status: 'done', phase: 'done', progress: 1, error: null, finished_at: at })
    .where('county_code', '=', countyCode)
    .where('id', '=', id)
    .where('status', 'in', ['queued', 'running'])
    .where('cancel_requested', '=', false)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
