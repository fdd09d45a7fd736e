import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Actor } from '../../server/auth/actor.ts'
import { createWhyService } from '../../server/coverage/why.service.ts'
import { AppError } from '../../server/errors.ts'
import { createResultTablesService } from '../../server/indicators/tables.service.ts'
import { createTilesService } from '../../server/tiles/tiles.service.ts'
import { createVersionsService } from '../../server/versions/versions.service.ts'
import type { TestService } from '../service.ts'
import { tileEncoding } from '../../server/contract/tile-layers.ts'
import { askRaw, askRefused, askRefusedRaw, futian, getPublished, postJson, shicheng } from './client.ts'

const sqlish = ["'", "' or '1'='1", '1; drop table jobs', '1 union select 1', '$1', '%27', 'null', '--']

export function checkRefusals(running: () => TestService): void {
  describe('a request that is not right', () => {
    it.each(['36073', '3607355', '36073a', '-36073', '0x1234', '３６０７３５', '36073%35x', ' 360735', '%00', '*', ...sqlish])(
      'is refused for the county %j',
      async (county) => {
        for (const rest of ['', '/summary', '/runs', '/versions', `/jobs/${randomUUID()}`]) {
          const { error } = await askRefused(running(), `/counties/${encodeURIComponent(county)}${rest}`)
          expect(error.code).toBe('BAD_REQUEST')
        }
      },
    )

    it.each(['999999', '000000'])('is refused for the county %s, of which nothing is known', async (county) => {
      for (const rest of ['', '/summary', `/runs/${randomUUID()}`, `/jobs/${randomUUID()}`]) {
        expect((await askRefused(running(), `/counties/${county}${rest}`)).status).toBe(404)
      }
      expect((await askRefused(running(), `/counties/${county}/runs`, postJson({}))).error.code).toBe('COUNTY_UNKNOWN')
    })

    it.each(['1', 'x', `${randomUUID()}0`, randomUUID().slice(1), '..', ...sqlish])('is refused for the uuid %j', async (id) => {
      const text = encodeURIComponent(id)
      for (const path of [
        `runs/${text}/places`,
        `runs/${text}/why?lon=1&lat=1`,
        `runs/${text}/tiles/${tileEncoding}/cells/1/1/1.mvt`,
        `jobs/${text}/events`,
        `summary?run=${text}`,
      ]) {
        expect((await askRefused(running(), `/counties/${shicheng}/${path}`)).status, path).toBeLessThan(405)
      }
    })

    it('is refused for runs and jobs of another county', async () => {
      const { runId } = await getPublished(running(), shicheng)
      for (const rest of ['', '/places', '/areas', '/units', '/why?lon=115&lat=26', `/tiles/${tileEncoding}/cells/8/1/1.mvt`]) {
        const { status, error } = await askRefused(running(), `/counties/${futian}/runs/${runId}${rest}`)
        expect([status, error.code]).toEqual([404, 'RUN_UNKNOWN'])
      }
      expect((await askRefused(running(), `/counties/${futian}/summary?run=${runId}`)).error.code).toBe('RUN_UNKNOWN')
      const { error } = await askRefused(running(), `/counties/${futian}/jobs/${randomUUID()}/cancel`, { method: 'POST' })
      expect(error.code).toBe('JOB_UNKNOWN')
    })

    it('is refused for a question of why without a place, or with half of one', async () => {
      const { runId } = await getPublished(running(), shicheng)
      const base = `/counties/${shicheng}/runs/${runId}/why`
      for (const query of [
        '',
        '?lon=115',
        '?lat=26',
        '?lon=181&lat=0',
        '?lon=0&lat=91',
        '?lon=x&lat=0',
        '?lon=115&lon=116&lat=26',
        '?lon=NaN&lat=0',
        '?lon=Infinity&lat=0',
        '?placeId=x',
      ]) {
        expect((await askRefused(running(), `${base}${query}`)).error.code, query).toBe('BAD_REQUEST')
      }
      expect((await askRefused(running(), `${base}?placeId=${randomUUID()}`)).error.code).toBe('PLACE_UNKNOWN')
    })

    it('is refused where a coordinate is left blank, which is not zero degrees', async () => {
      const { runId } = await getPublished(running(), shicheng)
      expect((await askRefused(running(), `/counties/${shicheng}/runs/${runId}/why?lon=&lat=`)).error.code).toBe('BAD_REQUEST')
    })

    it.each(['{', '{"profile":', '[1', '"text', '\u0000', '{"profile":"gb50180-15min"}}'])('is refused for the body %j', async (body) => {
      const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body }
      expect((await askRefused(running(), `/counties/${shicheng}/runs`, init)).error.code).toBe('BAD_REQUEST')
    })

    it('is refused for a body over the limit, in another character set or compressed beyond reading', async () => {
      const send = (headers: Record<string, string>, body: string) =>
        askRefused(running(), `/counties/${shicheng}/runs`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', ...headers },
          body,
        })
      expect((await send({}, JSON.stringify({ profile: 'x'.repeat(2_000_000) }))).status).toBe(413)
      expect((await send({ 'Content-Type': 'application/json; charset=klingon' }, '{}')).status).toBe(415)
      expect((await send({ 'Content-Encoding': 'gzip' }, '{}')).status).toBe(400)
    })

    it('is refused where the body is no JSON by its type, instead of starting a run nobody asked for', async () => {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
        const init = { method: 'POST', headers: { 'Content-Type': type }, body: '{"profile":"elder-15min"}' }
        expect((await askRefused(running(), `/counties/${shicheng}/runs`, init)).status, type).toBe(415)
      }
    })

    it.each([
      '/counties/%2e%2e/summary',
      '/counties/..%2f..%2fetc/summary',
      '/%2e%2e/%2e%2e/package.json',
      '/counties/360735/%2e%2e/%2e%2e',
      '/counties/%ff',
      '/counties/%',
      '/counties/360735/runs/%00/places',
    ])('is refused for the path %s', async (path) => {
      await askRefusedRaw(running(), path)
    })

    it('reaches no file outside the client', async () => {
      for (const path of [
        '/../../assets/%2e%2e/%2e%2e/%2e%2e/package.json',
        '/../../..%2fpackage.json',
        '/../../assets/..%5c..%5cpackage.json',
        '/../../.env',
        '/../../.git/config',
      ]) {
        const { status, text } = await askRaw(running(), path)
        expect([path, status >= 400 && status < 500]).toEqual([path, true])
        expect(text).not.toContain('"dependencies"')
        expect(text).not.toMatch(/\n\s+at /)
      }
    })
  })

  describe('an actor without the county', () => {
    it('is refused by every service, and sees the county in no list', async () => {
      const { handle, coverage, regions, summaries, jobs } = running().service
      const { runId } = await getPublished(running(), futian)
      const guest: Actor = { id: 'guest', roles: ['planner', 'reviewer', 'leader'], counties: [shicheng] }
      const tiles = createTilesService(handle.db, coverage, { listFailing: async () => [] })
      const why = createWhyService(handle.db, coverage)
      const tables = createResultTablesService(handle.db, coverage)
      const versions = createVersionsService(handle.db, () => new Date())
      const asked: Record<string, () => Promise<unknown>> = {
        region: () => regions.get(guest, futian),
        summary: () => summaries.getSummary(guest, futian),
        'summary of a run': () => summaries.getSummary(guest, futian, runId),
        'start of a run': () => coverage.start(guest, futian),
        run: () => coverage.get(guest, futian, runId),
        runs: () => coverage.list(guest, futian),
        'newest run': () => coverage.getPublished(guest, futian),
        places: () => coverage.listPlaces(guest, futian, runId),
        'table of places': () => tables.listPlaces(guest, futian, runId),
        'table of areas': () => tables.listAreas(guest, futian, runId),
        'table of units': () => tables.listUnits(guest, futian, runId),
        'why of a point': () => why.explainPoint(guest, futian, runId, 114, 22.5),
        'why of a place': () => why.explainPlace(guest, futian, runId, randomUUID()),
        'tile of a run': () => tiles.getRunTile(guest, futian, runId, 'cells', 8, 1, 1),
        'tile of a version': () => tiles.getBaseTile(guest, futian, 1, 'units', 8, 1, 1),
        versions: () => versions.list(guest, futian),
        rollback: () => versions.rollBack(guest, futian, 'facilities', 1),
        job: () => jobs.get(guest, futian, randomUUID()),
        'cancel of a job': () => jobs.cancel(guest, futian, randomUUID()),
        'watch of a job': () => jobs.watch(guest, futian, randomUUID(), new AbortController().signal)[Symbol.asyncIterator]().next(),
        'first run': () => coverage.ensureFirstRun(guest, futian),
      }
      const codes = await Promise.all(Object.entries(asked).map(async ([name, ask]) => [name, await codeOf(ask())]))
      expect(codes).toEqual(Object.keys(asked).map((name) => [name, 'COUNTY_NOT_ALLOWED']))
      expect((await regions.list(guest)).map(({ code }) => code)).toEqual([String(shicheng)])
    })

    it('or without the role may look but not change', async () => {
      const { handle, coverage, summaries } = running().service
      const leader: Actor = { id: 'leader', roles: ['leader'], counties: 'all' }
      expect((await summaries.getSummary(leader, futian)).status).toBe('published')
      expect(await codeOf(coverage.start(leader, futian))).toBe('ROLE_NOT_ALLOWED')
      expect(await codeOf(createVersionsService(handle.db, () => new Date()).rollBack(leader, futian, 'facilities', 1))).toBe(
        'ROLE_NOT_ALLOWED',
      )
    })

    it('or without the role may not cancel the work of others', async () => {
      const leader: Actor = { id: 'leader', roles: ['leader'], counties: 'all' }
      expect(await codeOf(running().service.jobs.cancel(leader, futian, randomUUID()))).toBe('ROLE_NOT_ALLOWED')
    })
  })
}

async function codeOf(asked: Promise<unknown>): Promise<string> {
  try {
    await asked
    return 'allowed'
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}
