import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { tileEncoding } from '../../server/contract/tile-layers.ts'
import { jobReply, runList, runRecord, type JobReply } from '../../server/contract/runs.ts'
import { dataVersion } from '../../server/contract/counties.ts'
import { z } from '../../server/contract/common.ts'
import type { TestService } from '../service.ts'
import {
  ask,
  askRefused,
  computeRun,
  futian,
  getPublished,
  getSummary,
  postJson,
  runTables,
  shicheng,
  startRunOf,
  waitForJob,
} from './client.ts'

/** The kinds of data of a run; heights, which the sample has none of, are pinned by runs with slopes alone (slope-runs.test.ts). */
const readByCoverage = ['facilities', 'population', 'residential_areas', 'roads', 'settings', 'study_areas', 'units']
const askedElsewhere = [
  'age_pyramids', 'checklist', 'community_rooms', 'control_areas', 'parcels', 'pooling_groups', 'premises', 'register', 'settlements', 'statistics', 'sync_stages', 'unit_tags',
]

export function checkRuns(running: () => TestService, hashes: Map<string, string[]>): void {
  describe('a run', () => {
    it('is told as events with rising progress that end with done', async () => {
      const { runId, jobId } = await startRunOf(running(), shicheng)
      const response = await fetch(`${running().api}/counties/${shicheng}/jobs/${jobId}/events`)
      expect(response.headers.get('content-type')).toBe('text/event-stream')
      expect(response.headers.get('cache-control')).toBe('no-store')
      const events = readEvents(await response.text())
      expect(events.at(-1)).toMatchObject({ id: jobId, runId, status: 'done', progress: 1, error: null })
      const progress = events.map((event) => event.progress)
      expect(progress).toEqual([...progress].sort((a, b) => a - b))
      const order = ['queued', 'running', 'done']
      const places = events.map(({ status }) => order.indexOf(status))
      expect(places).toEqual([...places].sort((a, b) => a - b))
      expect(new Set(events.map((event) => JSON.stringify(event))).size).toBe(events.length)
    })

    it('asked for again while it is under way is the one under way', async () => {
      const first = await startRunOf(running(), futian)
      const second = await startRunOf(running(), futian)
      const { finishedAt } = await waitForJob(running(), futian, first.jobId, 'done')
      // A new one only if the first had already ended when the second was made.
      if (second.runId !== first.runId) {
        const { createdAt } = await waitForJob(running(), futian, second.jobId, 'done')
        expect(createdAt >= finishedAt!).toBe(true)
      }
      expect((await startRunAndWait(running(), futian)).runId).not.toBe(first.runId)
    })

    it('asked for by several at the same moment is one', async () => {
      const started = await atTheSameMoment(running(), () => Promise.all([1, 2].map(() => startRunOf(running(), shicheng))))
      for (const { jobId } of started) await waitForJob(running(), shicheng, jobId, 'done')
      expect(new Set(started.map(({ runId }) => runId)).size).toBe(1)
    })

    it.each([shicheng, futian])('of %i on the same versions has the same inputs, the same results and the same hashes', async (county) => {
      const {
        runId: again,
        coverage,
        areaPer100Households,
        townshipCoverage,
      } = await getPublished(running(), county, await computeRun(running(), county))
      const runs = (await ask(running(), `/counties/${county}/runs`, runList)).filter(
        ({ status, profile }) => status === 'published' && profile === 'gb50180-15min',
      )
      expect(runs[0].id).toBe(again)
      const first = runs.at(-1)!
      expect(first.id).not.toBe(again)
      expect(runs[0]).toMatchObject({
        inputHash: first.inputHash,
        resultHash: first.resultHash,
        inputVersions: first.inputVersions,
        parameters: first.parameters,
      })
      const { runId: _id, ...figures } = await getPublished(running(), county, first.id)
      expect(figures).toEqual({ coverage, areaPer100Households, townshipCoverage })
      const seen = hashes.get(String(county)) ?? []
      hashes.set(String(county), [...seen, `${first.inputHash} ${first.resultHash}`])
    })

    it('pins the newest version of every kind of data that coverage reads: no ledger of the packs, no heights that it does not use', async () => {
      const versions = await ask(running(), `/counties/${futian}/versions`, z.array(dataVersion))
      const { runId } = await getPublished(running(), futian)
      const run = await ask(running(), `/counties/${futian}/runs/${runId}`, runRecord)
      const read = versions.filter(({ kind }) => readByCoverage.includes(kind))
      expect(run.inputVersions).toEqual(Object.fromEntries(read.map(({ kind, version }) => [kind, version])))
      // What is left out are ages, which forecasts ask, and ledgers that only the rules of packs do; the sample has every kind.
      const leftOut = versions.filter((version) => !read.includes(version)).map(({ kind }) => kind)
      expect(leftOut.sort()).toEqual([...askedElsewhere].sort())
      expect((run.parameters as { useSlope?: boolean }).useSlope ?? false).toBe(false)
      expect(run.publishedAt! >= run.createdAt).toBe(true)
    })

    it('takes any built-in circle and any of 50 to 5000 m', async () => {
      const limits: Record<string, number> = { 'elder-15min': 15 * 60 * 0.8, 'custom-350m': 350 }
      const covered: number[] = []
      for (const [profile, limitMetres] of Object.entries(limits)) {
        const { coverage } = await getPublished(running(), shicheng, await computeRun(running(), shicheng, profile))
        expect(coverage).toMatchObject({ profile, limitMetres })
        expect(coverage.methodLine.zh).toContain(`${limitMetres} m`)
        covered.push(coverage.residents.covered)
      }
      expect(covered[0]).toBeGreaterThan(covered[1])
      // 720 m is in the band of the default profile too: the same limit gives the same people, whoever asks.
      const runs = await ask(running(), `/counties/${shicheng}/runs`, runList)
      const standard = runs.find(({ profile, status }) => profile === 'gb50180-15min' && status === 'published')!
      const { coverage } = await getPublished(running(), shicheng, standard.id)
      expect(coverage.band.find(({ limitMetres }) => limitMetres === 720)?.residents.covered).toBe(covered[0])
    })

    it.each(['', 'none', 'custom-49m', 'custom-5001m', 'custom-1e3m', 'custom-00100m', "gb50180-15min'--", 12, null])(
      'of a circle that is none is refused: %j',
      async (profile) => {
        const { status, error } = await askRefused(running(), `/counties/${shicheng}/runs`, postJson({ profile }))
        expect([status, error.code]).toEqual([400, 'BAD_REQUEST'])
      },
    )
  })

  describe('a run that is cancelled', () => {
    it.each(['running', 'queued'] as const)('while %s ends as cancelled, shows nothing, and the published one stays', async (moment) => {
      const before = await getSummary(running(), futian)
      const { runId, jobId } = await startRunOf(running(), futian, 'custom-4000m')
      if (moment === 'running') await waitForJob(running(), futian, jobId, 'running')
      const asked = await ask(running(), `/counties/${futian}/jobs/${jobId}/cancel`, jobReply, { method: 'POST', status: 202 })
      expect(asked.cancelRequested).toBe(true)
      const job = await waitForJob(running(), futian, jobId, 'cancelled')
      expect(job.error).toBeNull()
      expect((await ask(running(), `/counties/${futian}/runs/${runId}`, runRecord)).status).toBe('cancelled')
      for (const [table, rows] of await countRows(running(), futian, runId)) expect([table, rows]).toEqual([table, 0])
      for (const path of ['places', 'areas', 'units', 'why?lon=114&lat=22.5', `tiles/${tileEncoding}/cells/8/1/1.mvt`]) {
        const { status, error } = await askRefused(running(), `/counties/${futian}/runs/${runId}/${path}`)
        expect([path, status, error.code]).toEqual([path, 404, 'NO_PUBLISHED_RUN'])
      }
      expect(await getSummary(running(), futian)).toEqual(before)
      const again = await askRefused(running(), `/counties/${futian}/jobs/${jobId}/cancel`, { method: 'POST' })
      expect([again.status, again.error.code]).toEqual([409, 'JOB_ALREADY_ENDED'])
    })

    it('can be asked for anew and is then computed', async () => {
      const { coverage } = await getPublished(running(), futian, await computeRun(running(), futian, 'custom-4000m'))
      expect(coverage.limitMetres).toBe(4000)
      await computeRun(running(), futian)
    })
  })
}

async function startRunAndWait(service: TestService, county: number) {
  const started = await startRunOf(service, county)
  await waitForJob(service, county, started.jobId, 'done')
  return started
}

/**
 * On PostgreSQL the requests are held just before they write, so that both have looked before either is seen; the
 * embedded engine has one connection, which takes them one by one whatever we do.
 */
async function atTheSameMoment<T>(service: TestService, perform: () => Promise<T>): Promise<T> {
  if (service.engine === 'embedded') return perform()
  const { db } = service.service.handle
  return db.connection().execute(async (connection) => {
    await sql`begin`.execute(connection)
    await sql`lock table coverage_runs in share row exclusive mode`.execute(connection)
    const performed = perform()
    for (;;) {
      const { rows } = await sql`select 1 from pg_locks l join pg_database d on d.oid = l.database
        where d.datname = current_database() and not l.granted`.execute(connection)
      if (rows.length >= 2) break
      await sleep(50)
    }
    await sql`commit`.execute(connection)
    return performed
  })
}

function readEvents(text: string): JobReply[] {
  const blocks = text.split('\n\n').filter((block) => block !== '')
  return blocks.map((block) => {
    expect(block).toMatch(/^data: \{.*\}$/)
    return jobReply.parse(JSON.parse(block.slice('data: '.length)))
  })
}

async function countRows(service: TestService, county: number, runId: string): Promise<[string, number][]> {
  return Promise.all(
    runTables.map(async (table): Promise<[string, number]> => {
      const rows = await service.service.handle.db
        .selectFrom(table)
        .select('run_id')
        .where('county_code', '=', county)
        .where('run_id', '=', runId)
        .execute()
      return [table, rows.length]
    }),
  )
}
