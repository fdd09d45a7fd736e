import { describe, expect, it } from 'vitest'
import { dataVersion, type DataVersion } from '../../server/contract/counties.ts'
import { runRecord } from '../../server/contract/runs.ts'
import { z } from '../../server/contract/common.ts'
import { localActor } from '../../server/auth/actor.ts'
import type { DataKind, Tx } from '../../server/db/schema.ts'
import { insertFacilities, listAllotments, listFacilities } from '../../server/facilities/facilities.repository.ts'
import { getCountyBoundary } from '../../server/regions/regions.repository.ts'
import { findStudyArea, insertStudyArea } from '../../server/regions/study-areas.repository.ts'
import { createTilesService } from '../../server/tiles/tiles.service.ts'
import { findVersion, insertVersion, lockKind } from '../../server/versions/versions.repository.ts'
import type { TestService } from '../service.ts'
import { idOf, placeIdOf, readAnswers } from './answer-sheet.ts'
import { ask, askRefused, computeRun, futian, getPublished, postJson, shicheng } from './client.ts'

export function checkVersions(running: () => TestService): void {
  describe('a version of the facilities', () => {
    const rollBack = (version: number): Promise<DataVersion> =>
      ask(running(), `/counties/${shicheng}/versions/facilities/rollback`, dataVersion, { ...postJson({ version }), status: 201 })
    const records = async (version: number) => {
      const { db } = running().service.handle
      return { facilities: await listFacilities(db, shicheng, version), allotments: await listAllotments(db, shicheng, version) }
    }
    const figures = async (runId: string) => {
      const { runId: _id, ...rest } = await getPublished(running(), shicheng, runId)
      return rest
    }
    const resultHash = async (runId: string) => (await ask(running(), `/counties/${shicheng}/runs/${runId}`, runRecord)).resultHash

    /** The only facility that covers somebody: without it they are covered no longer. */
    const only = readAnswers(shicheng).coverage.covered.find(({ coveredBy }) => coveredBy.length === 1)!
    const closedId = idOf(shicheng, 'facility', only.coveredBy[0])
    let firstRun: string

    it('that closes the only facility near a place takes that place out of coverage, and no other into it', async () => {
      firstRun = await computeRun(running(), shicheng)
      await closeFacility(running(), closedId)
      const secondRun = await computeRun(running(), shicheng)
      const [before, after] = [await figures(firstRun), await figures(secondRun)]
      expect(after.coverage.residents.covered).toBeLessThan(before.coverage.residents.covered)
      expect(after.coverage.residents.known).toBe(before.coverage.residents.known)
      for (const [i, { residents }] of after.coverage.band.entries()) {
        expect(residents.covered).toBeLessThanOrEqual(before.coverage.band[i].residents.covered)
      }
      expect(after.townshipCoverage.covered).toBeLessThanOrEqual(before.townshipCoverage.covered)
      const [was, is] = [await verdicts(running(), firstRun), await verdicts(running(), secondRun)]
      expect(is.get(placeIdOf(shicheng, only))).toBe('not_covered')
      for (const [id, verdict] of is) if (verdict === 'covered') expect(was.get(id)).toBe('covered')
      expect(await resultHash(secondRun)).not.toBe(await resultHash(firstRun))
    })

    it('leaves the earlier run and the earlier version as they were', async () => {
      expect((await records(1)).facilities.find(({ id }) => id === closedId)?.status).toBe('operating')
      expect((await records(2)).facilities.find(({ id }) => id === closedId)?.status).toBe('closed')
      expect((await records(2)).facilities).toHaveLength((await records(1)).facilities.length)
      const run = await ask(running(), `/counties/${shicheng}/runs/${firstRun}`, runRecord)
      expect([run.status, run.inputVersions.facilities]).toEqual(['published', 1])
    })

    it('rolled back is a new version with the records of the first, and computes the same numbers', async () => {
      const made = await rollBack(1)
      const [first] = (await listVersions(running())).filter(({ kind, version }) => kind === 'facilities' && version === 1)
      expect(made).toMatchObject({
        version: 3,
        action: 'rollback',
        restoredVersion: 1,
        contentHash: first.contentHash,
        rowCount: first.rowCount,
        actorId: 'local',
      })
      expect(await records(3)).toEqual(await records(1))
      const thirdRun = await computeRun(running(), shicheng)
      expect(await figures(thirdRun)).toEqual(await figures(firstRun))
      expect(await resultHash(thirdRun)).toBe(await resultHash(firstRun))
    })

    it('rolled forward again has the records of the second, and every version between stays readable', async () => {
      const kept = [await records(1), await records(2), await records(3)]
      expect(await rollBack(2)).toMatchObject({ version: 4, restoredVersion: 2 })
      expect(await records(4)).toEqual(kept[1])
      expect(await rollBack(1)).toMatchObject({ version: 5, restoredVersion: 1 })
      expect(await records(5)).toEqual(kept[0])
      expect([await records(1), await records(2), await records(3)]).toEqual(kept)
    })

    it('is refused a rollback to what does not exist, to itself, or without a version', async () => {
      for (const [kind, version, code] of [
        ['facilities', 99, 'VERSION_UNKNOWN'],
        ['facilities', 5, 'VERSION_UNKNOWN'],
        ['facilities', Number.MAX_SAFE_INTEGER, 'VERSION_UNKNOWN'],
        ['nothing', 1, 'VERSION_UNKNOWN'],
        ['__proto__', 1, 'VERSION_UNKNOWN'],
        ['facilities', 0, 'BAD_REQUEST'],
        ['facilities', 1.5, 'BAD_REQUEST'],
        ['facilities', '1; drop table facilities', 'BAD_REQUEST'],
        ['facilities', null, 'BAD_REQUEST'],
      ] as const) {
        const { error } = await askRefused(running(), `/counties/${shicheng}/versions/${kind}/rollback`, postJson({ version }))
        expect([kind, version, error.code]).toEqual([kind, version, code])
      }
      expect((await listVersions(running())).filter(({ kind }) => kind === 'facilities').map(({ version }) => version)).toEqual([
        5, 4, 3, 2, 1,
      ])
    })
  })

  describe('a version of one kind of data', () => {
    it('leaves the tiles of the others as they are, since their addresses say that they never change', async () => {
      const { handle, coverage } = running().service
      const study = (await findStudyArea(handle.db, futian, 1))!
      const z = 11
      const x = Math.floor(((study.bbox[0] + study.bbox[2]) / 2 / 360 + 0.5) * 2 ** z)
      const latitude = ((study.bbox[1] + study.bbox[3]) / 2) * (Math.PI / 180)
      const y = Math.floor((0.5 - Math.asinh(Math.tan(latitude)) / (2 * Math.PI)) * 2 ** z)
      // Another process, which has no tiles in memory yet.
      const tile = () => createTilesService(handle.db, coverage, { listFailing: async () => [] }).getBaseTile(localActor, futian, 1, 'boundary', z, x, y)
      const before = await tile()
      expect(before.length).toBeGreaterThan(0)
      await handle.db.transaction().execute(async (tx) => {
        await lockKind(tx, futian, 'study_areas')
        await tx.updateTable('study_areas').set({ valid_to_version: 2 }).where('county_code', '=', futian).execute()
        await insertStudyArea(tx, futian, 2, { ...study, boundary: await getCountyBoundary(tx, futian) })
        await keepEdit(tx, futian, 'study_areas', 'a larger study area')
      })
      expect(Buffer.from(await tile()).equals(Buffer.from(before))).toBe(true)
    })
  })

  describe('the audit log', () => {
    it('has an entry for every version, every run, every evaluation and every cancelled job, by who did it', async () => {
      const { db } = running().service.handle
      const entries = await db.selectFrom('audit_log').selectAll().execute()
      const said = new Set(entries.map((entry) => `${entry.county_code} ${entry.action} ${entry.entity_id} ${entry.actor_id}`))
      const versions = await db.selectFrom('data_versions').selectAll().where('action', '!=', 'edit').execute()
      const runs = await db.selectFrom('coverage_runs').selectAll().execute()
      const jobs = await db.selectFrom('jobs').selectAll().where('status', '=', 'cancelled').execute()
      const packs = await db.selectFrom('policy_packs').selectAll().execute()
      const evaluations = await db.selectFrom('evaluations').selectAll().execute()
      const figures = await db.selectFrom('reported_figures').selectAll().execute()
      const scenarios = await db.selectFrom('scenarios').selectAll().execute()
      const forecasts = await db.selectFrom('forecasts').selectAll().execute()
      const optimisations = await db.selectFrom('optimisations').selectAll().execute()
      const expected = [
        ...versions.map((row) => `${row.county_code} version.${row.action} ${row.kind}/${row.version} ${row.actor_id}`),
        ...runs.map((row) => `${row.county_code} ${said.has(`${row.county_code} run.repeat ${row.id} ${row.actor_id}`) ? 'run.repeat' : 'run.start'} ${row.id} ${row.actor_id}`),
        ...runs.flatMap((row) => (row.status === 'published' ? [`${row.county_code} run.publish ${row.id} ${row.actor_id}`] : [])),
        ...runs.flatMap((row) =>
          row.status === 'cancelled' || row.status === 'failed' ? [`${row.county_code} run.${row.status} ${row.id} ${row.actor_id}`] : [],
        ),
        ...packs.map((row) => `${row.region_code} policy.store ${row.pack_id}/${row.version} ${row.actor_id}`),
        // Each of a county whose sample has control areas asks those too, in the name of whoever started it.
        ...evaluations.flatMap((row) => [
          ...['start', ...(row.status === 'running' ? [] : [row.status.replace('published', 'publish')])].map((end) => `${row.county_code} evaluation.${end} ${row.id} ${row.actor_id}`),
          ...Object.entries(row.input_versions).flatMap(([code, versions]) => (versions.control_areas ? [`${Number(code)} control_areas.ask ${row.id} ${row.actor_id}`] : [])),
        ]),
        ...figures.map((row) => `${row.county_code} reported.${row.withdrawn ? 'withdraw' : 'enter'} ${row.pack_id}/${row.rule_id}/${row.part} ${row.entered_by}`),
        ...jobs.map((row) => `${row.county_code} job.cancel ${row.id} local`),
        ...forecasts.map((row) => `${row.county_code} forecast.create ${row.id} ${row.actor_id}`),
        ...optimisations.flatMap((row) =>
          ['start', ...(row.status === 'running' ? [] : [row.status.replace('published', 'publish')])].map((end) => `${row.county_code} optimisation.${end} ${row.id} ${row.actor_id}`),
        ),
      ]
      expect(expected.filter((entry) => !said.has(entry))).toEqual([])
      expect(jobs.length).toBeGreaterThan(0)
      expect(evaluations.length).toBeGreaterThan(0)
      expect(versions.some(({ action }) => action === 'rollback')).toBe(true)
      // What was refused left nothing: an entry without its deed would be as wrong as a deed without an entry.
      // A scenario's every revision is one entry; of a site asked about and of a file handed out nothing is kept but that it was.
      const exported = entries.filter(({ action }) => action === 'scenario.export')
      expect(exported.length).toBeGreaterThan(0)
      const ofScenarios = entries.filter((entry) => entry.action.startsWith('scenario.') && !exported.includes(entry))
      expect(ofScenarios.length).toBe(scenarios.reduce((sum, { revision }) => sum + revision, 0))
      const judged = new Set(evaluations.map(({ id }) => id))
      const questions = entries.filter(({ action, entity_id }) => action === 'mapping.forget' || (action === 'control_areas.ask' && !judged.has(entity_id)))
      expect(entries.length - ofScenarios.length - exported.length - questions.length).toBe(expected.length)
    })
  })
}

/** What an edit will do: the record ends, and another begins with the new version; the same transaction keeps both. */
async function closeFacility(service: TestService, id: string): Promise<void> {
  const { db } = service.service.handle
  await db.transaction().execute(async (tx) => {
    await lockKind(tx, shicheng, 'facilities')
    const facility = (await listFacilities(tx, shicheng, 1)).find((one) => one.id === id)!
    await tx.updateTable('facilities').set({ valid_to_version: 2 }).where('county_code', '=', shicheng).where('id', '=', id).execute()
    await insertFacilities(tx, shicheng, 2, [{ ...facility, status: 'closed' }])
    await keepEdit(tx, shicheng, 'facilities', `${id} closed`)
  })
}

async function keepEdit(tx: Tx, countyCode: number, kind: DataKind, change: string): Promise<void> {
  const first = (await findVersion(tx, countyCode, kind, 1))!
  await insertVersion(tx, {
    countyCode,
    kind,
    version: 2,
    action: 'edit',
    restoredVersion: null,
    dataDate: first.data_date,
    rowCount: first.row_count,
    contentHash: `${first.content_hash}, ${change}`,
    sources: first.source,
    actorId: 'test',
    at: new Date(),
  })
}

async function listVersions(service: TestService): Promise<DataVersion[]> {
  return ask(service, `/counties/${shicheng}/versions`, z.array(dataVersion))
}

async function verdicts(service: TestService, runId: string): Promise<Map<string, string>> {
  const rows = await service.service.handle.db
    .selectFrom('coverage_places')
    .select(['place_id', 'verdict'])
    .where('county_code', '=', shicheng)
    .where('run_id', '=', runId)
    .execute()
  return new Map(rows.map(({ place_id, verdict }) => [place_id, verdict]))
}
