import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { runRecord } from '../../server/contract/runs.ts'
import { createQueue } from '../../server/db/boss.ts'
import { findRun, insertRun } from '../../server/coverage/coverage.repository.ts'
import { insertJob, startJob } from '../../server/jobs/jobs.repository.ts'
import type { TestService } from '../service.ts'
import { ask, getPublished, runTables, shicheng, waitForJob } from './client.ts'

const queueName = 'yiquan-jobs'

/** Last: it leaves the service restarted. */
export function checkResume(running: () => TestService): void {
  describe('a store whose process died while it computed', () => {
    const ids = { run: randomUUID(), job: randomUUID() }
    let model: string

    it('is computed by the next process, published once, with the results it would have had', { timeout: 240_000 }, async () => {
      model = (await getPublished(running(), shicheng)).runId
      await running().restart()
      await leaveBehind(running(), model, ids)
      await running().service.prepare()
      const job = await waitForJob(running(), shicheng, ids.job, 'done')
      expect(job).toMatchObject({ runId: ids.run, error: null, progress: 1 })
      const [dead, whole] = await Promise.all([ids.run, model].map((id) => ask(running(), `/counties/${shicheng}/runs/${id}`, runRecord)))
      expect(dead).toMatchObject({ status: 'published', resultHash: whole.resultHash })
      expect((await getPublished(running(), shicheng)).runId).toBe(ids.run)
      for (const table of runTables)
        expect([table, await countRows(running(), table, ids.run)]).toEqual([table, await countRows(running(), table, model)])
    })

    it('loads no sample twice and starts no run of its own', async () => {
      const { db } = running().service.handle
      const samples = await db
        .selectFrom('data_versions')
        .select('kind')
        .where('county_code', '=', shicheng)
        .where('action', '=', 'sample')
        .execute()
      expect(new Set(samples.map(({ kind }) => kind)).size).toBe(samples.length)
      const started = await db
        .selectFrom('coverage_runs')
        .select('id')
        .where('actor_id', '=', 'system')
        .where('county_code', '=', shicheng)
        .execute()
      expect(started).toHaveLength(1)
    })
  })
}

/** A run and its job as a worker leaves them that took the job from the queue and then fell silent. */
async function leaveBehind(service: TestService, model: string, ids: { run: string; job: string }): Promise<void> {
  const { handle } = service.service
  const run = (await findRun(handle.db, shicheng, model))!
  const at = new Date()
  await handle.db.transaction().execute(async (tx) => {
    await insertRun(tx, {
      countyCode: shicheng,
      id: ids.run,
      profile: run.profile,
      parameters: run.parameters,
      inputVersions: run.input_versions,
      inputHash: run.input_hash,
      studyAreaId: run.study_area_id,
      dataDate: run.data_date,
      actorId: 'dead',
      at,
      notes: run.notes,
    })
    await insertJob(tx, { countyCode: shicheng, id: ids.job, kind: 'coverage', runId: ids.run, actorId: 'dead', at })
  })
  await startJob(handle.db, shicheng, ids.job, at)
  const queue = createQueue(handle, { supervise: false, schedule: false })
  await queue.start()
  await queue.send(queueName, { countyCode: shicheng, jobId: ids.job }, { retryLimit: 3 })
  const taken = await queue.fetch(queueName)
  expect(taken).toHaveLength(1)
  await queue.stop({ graceful: false })
  const jobs = sql.id(handle.bossSchema, 'job')
  await sql`update ${jobs} set started_on = started_on - interval '1 hour', heartbeat_on = heartbeat_on - interval '1 hour'
    where state = 'active'`.execute(handle.db)
}

async function countRows(service: TestService, table: (typeof runTables)[number], runId: string): Promise<number> {
  const rows = await service.service.handle.db
    .selectFrom(table)
    .select('run_id')
    .where('county_code', '=', shicheng)
    .where('run_id', '=', runId)
    .execute()
  return rows.length
}
