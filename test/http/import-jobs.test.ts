import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import pg from 'pg'
import { localActor } from '../../server/auth/actor.ts'
import { importDraft, importDraftList, storeDraftReply } from '../../server/contract/import-drafts.ts'
import { startImportReply } from '../../server/contract/imports.ts'
import { createQueue } from '../../server/db/boss.ts'
import { hashFile } from '../../server/imports/examine-import.ts'
import { createImportFiles } from '../../server/imports/import-files.ts'
import { ownMark } from '../../server/imports/upload-owner.ts'
import { insertJob } from '../../server/jobs/jobs.repository.ts'
import { jobQueueName } from '../../server/jobs/jobs.service.ts'
import { findNewestVersion } from '../../server/versions/versions.repository.ts'
import { mealPoints, prepareImportTown } from '../import-town.ts'
import { describeServiceOnBothEngines, type TestService } from '../service.ts'
import { ask, getJob, postJson, waitForJob } from './client.ts'

const county = 999001
const home = `/counties/${county}/imports?kind=facilities`
const options = { crs: 'EPSG:4490', replace: true }

/** By engine: the hash of what the same file made. */
const hashes = new Map<string, string>()

describeServiceOnBothEngines('jobs that import', checkJobs, [])

it('both engines keep the same hash of the same file', () => {
  expect([hashes.size, new Set(hashes.values()).size]).toEqual([2, 1])
})

function checkJobs(running: () => TestService): void {
  const db = () => running().service.handle.db
  const uploads = () => (existsSync(running().uploads) ? readdirSync(running().uploads) : [])
  const form = (text: string) => {
    const body = new FormData()
    body.set('options', JSON.stringify(options))
    body.append('file', new Blob([text]), '助餐点.csv')
    return { method: 'POST', body }
  }
  const start = async (text: string) => (await ask(running(), home, startImportReply, { ...form(text), status: 202 })).jobId!
  const cancel = async (jobId: string) => (await fetch(`${running().api}/counties/${county}/jobs/${jobId}/cancel`, { method: 'POST' })).status
  const newest = async () => (await findNewestVersion(db(), county, 'facilities'))?.version ?? 0
  const countRows = async () =>
    Number((await sql<{ n: number }>`select count(*) as n from facilities where county_code = ${county}`.execute(db())).rows[0].n)
  const state = async () => ({ version: await newest(), rows: await countRows() })

  beforeAll(async () => {
    await running().service.prepare()
    await prepareImportTown(db(), county)
  })

  it('store their file, all of it, and leave nothing else', async () => {
    await waitForJob(running(), county, await start(mealPoints(300)), 'done')
    const version = await findNewestVersion(db(), county, 'facilities')
    expect(version).toMatchObject({ version: 1, row_count: 300 })
    hashes.set(running().engine, version!.content_hash)
    await expect.poll(uploads).toEqual([])
  })

  it('whose upload is given up while it is read leave nothing', async () => {
    const before = await state()
    const gone = new AbortController()
    const asked = fetch(`${running().api}${home}`, { ...form(mealPoints(30_000, 20)), signal: gone.signal })
    await expect.poll(uploads, { timeout: 30_000 }).toHaveLength(1)
    gone.abort()
    await expect(asked).rejects.toThrow()
    await expect.poll(uploads, { timeout: 30_000 }).toEqual([])
    expect(await state()).toEqual(before)
  })

  it('cancelled at any instant are either cancelled with nothing stored, or had ended before', { timeout: 240_000 }, async () => {
    const seen = new Set<number>()
    for (const [turn, delayMs] of [0, 40, 120, 300, 600, 900].entries()) {
      const before = await state()
      const jobId = await start(mealPoints(2000, 30 + turn))
      await sleep(delayMs)
      const status = await cancel(jobId)
      seen.add(status)
      const job = await waitForJob(running(), county, jobId, 'done', 'cancelled')
      expect([status, job.status, job.error]).toEqual(status === 202 ? [202, 'cancelled', null] : [409, 'done', null])
      if (status === 202) expect(await state()).toEqual(before)
      else expect(await newest()).toBe(before.version + 1)
      await expect.poll(uploads).toEqual([])
    }
    expect(seen).toContain(202)
  })

  describe('left behind by a process that died', () => {
    /** What the dead process had: its job, its queue's entry, its file. */
    async function leaveBehind(text: string): Promise<string> {
      const jobId = randomUUID()
      const files = createImportFiles(running().uploads)
      const directory = await files.receive()
      const path = join(directory, '助餐点.csv')
      writeFileSync(path, text)
      const fileHash = await hashFile(path)
      const task = { countyCode: county, kind: 'facilities', fileName: '助餐点.csv', actor: localActor, jobId, path, fileHash, baseVersion: await newest() }
      await files.keep(jobId, directory, { ...task, options: { ...options, map: [], answers: {}, acceptRows: false } })
      await db().transaction().execute((tx) => insertJob(tx, { countyCode: county, id: jobId, kind: 'import', runId: null, actorId: localActor.id, at: new Date() }))
      const queue = createQueue(running().service.handle, { supervise: false, schedule: false })
      await queue.start()
      await queue.send(jobQueueName, { countyCode: county, jobId }, { retryLimit: 3 })
      await queue.stop({ graceful: false })
      return jobId
    }

    it('are taken up by the next one and keep the same content', async () => {
      await running().restart()
      const jobId = await leaveBehind(mealPoints(300))
      const before = await newest()
      await running().service.prepare()
      await waitForJob(running(), county, jobId, 'done')
      const version = await findNewestVersion(db(), county, 'facilities')
      expect(version).toMatchObject({ version: before + 1, row_count: 300, content_hash: hashes.get(running().engine) })
      await expect.poll(uploads).toEqual([])
    })

    it('can be cancelled while their file is read again, and leave nothing', async () => {
      await running().restart()
      const before = await state()
      const jobId = await leaveBehind(mealPoints(30_000, 50))
      await running().service.prepare()
      await waitForJob(running(), county, jobId, 'running')
      expect(await cancel(jobId)).toBe(202)
      expect(await waitForJob(running(), county, jobId, 'cancelled')).toMatchObject({ phase: expect.stringMatching(/load|read/), error: null })
      expect(await state()).toEqual(before)
      await expect.poll(uploads).toEqual([])
    })

    it('whose file was changed since are refused', async () => {
      await running().restart()
      const before = await state()
      const jobId = await leaveBehind(mealPoints(100, 60))
      writeFileSync(join(running().uploads, jobId, '助餐点.csv'), mealPoints(100, 61))
      await running().service.prepare()
      expect(await waitForJob(running(), county, jobId, 'failed')).toMatchObject({ error: { code: 'IMPORT_FILE_GONE' } })
      expect(await state()).toEqual(before)
      await expect.poll(uploads).toEqual([])
    })

    it('leave uploads that nobody will fetch: these are gone at the next start', async () => {
      const dead = join(running().uploads, `upload-${createMark(2 ** 22)}-aaaaaa`)
      mkdirSync(dead, { recursive: true })
      await running().restart()
      const own = await createImportFiles(running().uploads).receive()
      await running().service.prepare()
      expect(existsSync(dead)).toBe(false)
      // On its own store nobody else can be at an upload; beside others this living process' own stays.
      expect(existsSync(own)).toBe(running().engine === 'postgres')
      await createImportFiles(running().uploads).discard(own)
    })
  })

  it('waiting to store are stopped by a cancel before a row is written (PostgreSQL)', async ({ skip }) => {
    if (running().engine === 'embedded') skip('the embedded engine has one connection: a cancel waits until the import is stored')
    const before = await state()
    const { jobId, release } = await holdStoring(start)
    expect(await cancel(jobId)).toBe(202)
    await release()
    expect(await waitForJob(running(), county, jobId, 'cancelled')).toMatchObject({ phase: 'store' })
    expect(await state()).toEqual(before)
    await expect.poll(uploads).toEqual([])
  })

  it('of a draft give it back with its answers when they are cancelled (PostgreSQL)', async ({ skip }) => {
    if (running().engine === 'embedded') skip('the embedded engine has one connection: a cancel waits until the import is stored')
    const before = await state()
    const drafts = `/counties/${county}/import-drafts`
    let id = ''
    const { jobId, release } = await holdStoring(async (text) => {
      const body = new FormData()
      body.append('file', new Blob([text]), '助餐点.csv')
      id = (await ask(running(), drafts, importDraft, { method: 'POST', body, status: 201 })).id
      return (await ask(running(), `${drafts}/${id}/store`, storeDraftReply, { ...postJson({ kind: 'facilities', ...options }), status: 202 })).jobId!
    })
    expect(await ask(running(), drafts, importDraftList)).toEqual([])
    expect(await cancel(jobId)).toBe(202)
    await release()
    await waitForJob(running(), county, jobId, 'cancelled')
    expect(await state()).toEqual(before)
    await expect.poll(async () => (await ask(running(), drafts, importDraftList)).map((draft) => [draft.id, draft.kind])).toEqual([[id, 'facilities']])
    expect((await fetch(`${running().api}${drafts}/${id}`, { method: 'DELETE' })).status).toBe(204)
    expect(uploads()).toEqual([])
  })

  it('whose connections are cut fail with nothing stored; the process lives and takes the file again (PostgreSQL)', async ({ skip }) => {
    if (running().engine === 'embedded') skip('the embedded engine has no connections')
    const before = await state()
    const { jobId, release, holder } = await holdStoring(start)
    await holder.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'yiquan' and datname = current_database()")
    await release()
    // A request that is given a connection which has just been cut fails as the job does; the next one gets a new one.
    const status = () => getJob(running(), county, jobId).then((job) => job.status, () => 'no answer')
    await expect.poll(status, { timeout: 30_000 }).toBe('failed')
    expect(await state()).toEqual(before)
    await expect.poll(uploads).toEqual([])
    await waitForJob(running(), county, await start(mealPoints(2000, 71)), 'done')
    expect(await newest()).toBe(before.version + 1)
  })

  /** Holds the lock that an import takes before it writes, on a connection of the test's own. */
  async function holdStoring(begin: typeof start) {
    const holder = new pg.Client({ connectionString: running().databaseUrl })
    await holder.connect()
    await holder.query('begin')
    await holder.query("select pg_advisory_xact_lock($1::int, hashtext('facilities'))", [county])
    const jobId = await begin(mealPoints(2000, 70))
    await expect.poll(async () => (await getJob(running(), county, jobId)).phase, { timeout: 30_000 }).toBe('store')
    const waits = "select 1 from pg_stat_activity where application_name = 'yiquan' and datname = current_database() and wait_event = 'advisory'"
    await expect.poll(async () => (await holder.query(waits)).rowCount, { timeout: 30_000 }).toBe(1)
    return {
      jobId,
      holder,
      async release() {
        await holder.query('rollback')
        await holder.end()
      },
    }
  }

}

/** As an owner's mark says it: a process of this machine with a number that none has. */
function createMark(pid: number): string {
  return ownMark.replace(/-\d+-\d+$/, `-${pid}-1`)
}
