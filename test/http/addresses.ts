import { describe, expect, it } from 'vitest'
import { countyDetail, countyList } from '../../server/contract/counties.ts'
import { forecastReply } from '../../server/contract/forecasts.ts'
import { operations } from '../../server/contract/openapi.ts'
import { startOptimisationReply } from '../../server/contract/optimisations.ts'
import { tileEncoding } from '../../server/contract/tile-layers.ts'
import { areaList, placeList, unitList } from '../../server/contract/tables.ts'
import { listOpenJobs } from '../../server/jobs/jobs.repository.ts'
import type { TestService } from '../service.ts'
import { scenarioRecord, type ScenarioRecord } from '../../server/contract/scenarios.ts'
import { ask, askRefused, getPublished, postJson, sampleCounties, shicheng, waitForJob } from './client.ts'
import { enter, evaluate, figure } from './evaluation-requests.ts'

type Operation = (typeof operations)[number]

/** Requests that are answered by a refusal here, each checked where its success belongs. */
const refusedHere: Record<string, { path: string; body: unknown; code: string }> = {
  'post /counties/{code}/versions/{kind}/rollback': {
    path: '/counties/360735/versions/facilities/rollback',
    body: { version: 1 },
    code: 'VERSION_UNKNOWN',
  },
  'post /counties/{code}/imports/examine': { path: '/counties/360735/imports/examine?kind=facilities', body: {}, code: 'BAD_REQUEST' },
  'post /counties/{code}/imports': { path: '/counties/360735/imports?kind=facilities', body: {}, code: 'BAD_REQUEST' },
  'post /counties/{code}/import-drafts': { path: '/counties/360735/import-drafts', body: {}, code: 'BAD_REQUEST' },
  ...Object.fromEntries(
    (
      [
        ['delete', '', undefined],
        ['post', '/examine', { kind: 'facilities' }],
        ['get', '/rows', undefined],
        ['get', '/places', undefined],
        ['get', '/report.xlsx', undefined],
        ['post', '/store', { kind: 'facilities' }],
      ] as const
    ).map(([method, rest, body]) => [
      `${method} /counties/{code}/import-drafts/{draftId}${rest}`,
      { path: `/counties/360735/import-drafts/00000000-0000-4000-8000-000000000000${rest}`, body, code: 'DRAFT_UNKNOWN' },
    ]),
  ),
  'post /counties/{code}/optimisations': { path: '/counties/360735/optimisations', body: {}, code: 'BAD_REQUEST' },
  'post /policies/validate': { path: '/policies/validate', body: {}, code: 'BAD_REQUEST' },
  'put /policies/{id}': { path: '/policies/shicheng', body: { yaml: '' }, code: 'POLICY_BUILT_IN' },
}

const bodies: Record<string, object> = {
  '/counties/{code}/scenarios': { name: '示例方案' },
  '/counties/{code}/scenarios/{id}/changes': { changes: [] },
  '/regions/{code}/evaluations': { pack: 'shicheng' },
  '/counties/{code}/runs/{runId}/what-if': { pin: { location: [116.34, 26.33], facilityTypes: ['community_center'] } },
  '/counties/{code}/runs/{runId}/what-if/shape': { pin: { location: [116.34, 26.33], facilityTypes: ['community_center'] } },
  '/counties/{code}/site-checks': { location: [116.34, 26.33], facilityTypes: ['township_home'] },
  '/regions/{code}/reported/{pack}/{ruleId}': figure,
  '/regions/{code}/reported/{pack}/{ruleId}/withdraw': { seenVersion: 1 },
}

export function checkAddresses(running: () => TestService): void {
  describe('every address of the contract', () => {
    it.each(operations)('$method $path answers in its own shape', async (operation) => {
      const refused = refusedHere[`${operation.method} ${operation.path}`]
      if (refused) {
        const method = operation.method.toUpperCase()
        expect((await askRefused(running(), refused.path, method === 'GET' ? undefined : { ...postJson(refused.body), method })).error.code).toBe(refused.code)
        return
      }
      const scenario = operation.path.includes('/scenarios/{id}') ? await makeScenario(running(), operation.path) : undefined
      const address = await fillIn(running(), operation, scenario?.id)
      const wish = { ...bodies[operation.path], ...(scenario ? { revision: scenario.revision } : {}) }
      const init = operation.method === 'get' ? undefined : { ...postJson(operation.body ? wish : undefined), method: operation.method.toUpperCase() }
      const response = await fetch(`${running().api}${address}`, init)
      if (address.endsWith('/cancel')) {
        expect(response.status).toBe(409) // the job has ended; a cancel that works stands with the runs
        return
      }
      expect(response.status).toBe(operation.status ?? 200)
      expect(response.headers.get('content-type')).toContain(operation.type ?? 'application/json')
      const body = Buffer.from(await response.arrayBuffer())
      expect(body.length).toBeGreaterThan(0)
      if (operation.reply) expectExactly(JSON.parse(body.toString('utf8')), operation.reply)
      if (response.status === 202) await finishOpenJobs(running())
    })

    it('is routed, and nothing is routed that the contract does not list', () => {
      const listed = operations.map(({ method, path }) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`)
      expect(routesOf(running().service.app).sort()).toEqual(listed.sort())
    })

    it.each([
      ['GET', '/nothing'],
      ['GET', ''],
      ['POST', '/counties'],
      ['DELETE', '/counties/360735'],
      ['PUT', '/counties/360735/runs'],
      ['PATCH', '/counties/360735/versions/units/rollback'],
      ['GET', '/counties/360735/versions/units/rollback'],
      ['GET', `/counties/360735/runs/x/tiles/${tileEncoding}/cells/1/1/1.png`],
    ])('any other is refused by name: %s %s', async (method, path) => {
      const { status, error } = await askRefused(running(), path, { method })
      expect([status, error.code]).toEqual([404, 'ROUTE_UNKNOWN'])
    })
  })

  describe('the counties', () => {
    it('are exactly the two samples, both marked as demonstrations', async () => {
      const counties = await ask(running(), '/counties', countyList)
      expect(counties.map(({ code }) => code)).toEqual(sampleCounties.map(String))
      expect(counties.every(({ demo }) => demo)).toBe(true)
    })

    it.each(sampleCounties)('%i lists its versions, its layers and whose work they are', async (county) => {
      const detail = await ask(running(), `/counties/${county}`, countyDetail)
      const [west, south, east, north] = detail.bbox
      expect(west).toBeLessThan(east)
      expect(south).toBeLessThan(north)
      expect(detail.versions.every(({ version, action }) => version === 1 && action === 'sample')).toBe(true)
      expect(new Set(detail.versions.map(({ kind }) => kind)).size).toBe(detail.versions.length)
      const hasRoads = detail.versions.some(({ kind }) => kind === 'roads')
      expect(detail.layers.map(({ layer }) => layer).includes('roads')).toBe(hasRoads)
      expect(detail.attribution.some((line) => line.includes('OpenStreetMap'))).toBe(hasRoads)
      for (const { centre } of detail.units.filter((unit) => unit.placeKnown)) {
        expect(centre![0]).toBeGreaterThan(west)
        expect(centre![0]).toBeLessThan(east)
        expect(centre![1]).toBeGreaterThan(south)
        expect(centre![1]).toBeLessThan(north)
      }
    })
  })

  describe('two views of one run', () => {
    it.each(sampleCounties)('%i: the tables say what the summary says', async (county) => {
      const { runId, coverage, areaPer100Households, townshipCoverage } = await getPublished(running(), county)
      const places = await ask(running(), `/counties/${county}/runs/${runId}/places`, placeList)
      const count = <T>(rows: T[], holds: (row: T) => boolean) => rows.filter(holds).length
      expect(coverage.places).toEqual({
        covered: count(places, ({ verdict }) => verdict === 'covered'),
        notCovered: count(places, ({ verdict }) => verdict === 'not_covered'),
        unreached: count(places, ({ verdict }) => verdict === 'unreached'),
        edge: count(places, ({ edge, verdict }) => edge && verdict !== 'covered'),
      })
      const covered = places.filter(({ verdict }) => verdict === 'covered')
      expect(covered.reduce((sum, { residents }) => sum + (residents ?? 0), 0)).toBe(coverage.residents.covered)
      expect(places.reduce((sum, { residents }) => sum + (residents ?? 0), 0)).toBe(coverage.residents.known)
      const areas = await ask(running(), `/counties/${county}/runs/${runId}/areas`, areaList)
      expect(areaPer100Households).toMatchObject({
        met: count(areas, ({ status }) => status === 'met'),
        notMet: count(areas, ({ status }) => status === 'not_met'),
        insufficientData: count(areas, ({ status }) => status === 'insufficient_data'),
        notPrescribed: count(areas, ({ status }) => status === 'not_prescribed'),
      })
      const units = await ask(running(), `/counties/${county}/runs/${runId}/units`, unitList)
      expect(townshipCoverage).toMatchObject({
        covered: count(units, (unit) => unit.covered),
        total: units.length,
        rate: count(units, (unit) => unit.covered) / units.length,
        unknownPlace: count(units, ({ judgedBy }) => judgedBy === 'code'),
      })
      expect(townshipCoverage.failing.map(({ unitId }) => unitId).sort()).toEqual(
        units
          .filter((unit) => !unit.covered)
          .map(({ id }) => id)
          .sort(),
      )
      for (const unit of units) expect(unit.facilities.length > 0).toBe(unit.covered)
    })
  })
}

/** A county, run, job and tile that are there. */
async function fillIn(service: TestService, { path, method }: Operation, scenarioId?: string): Promise<string> {
  const { runId } = await getPublished(service, shicheng)
  const job = await service.service.handle.db
    .selectFrom('jobs')
    .select('id')
    .where('county_code', '=', shicheng)
    .where('run_id', '=', runId)
    .executeTakeFirstOrThrow()
  const [west, south, east, north] = (await ask(service, '/counties', countyList))[0].bbox
  const z = 8
  const x = Math.floor(((west + east) / 2 / 360 + 0.5) * 2 ** z)
  const y = Math.floor((0.5 - Math.asinh(Math.tan((((south + north) / 2) * Math.PI) / 180)) / (2 * Math.PI)) * 2 ** z)
  const layer = path.includes('runs') ? 'places' : 'units'
  const ruleId = path.endsWith('/withdraw') ? 'SC-R04' : path.includes('/reported') ? 'SC-R01' : 'SC-02'
  const values: Record<string, string | number> = {
    ...{ code: shicheng, runId, jobId: job.id, id: 'yuxi', kind: /import-(mappings|kinds)/.test(path) ? 'facilities' : 'units', version: 1, layer, z, x, y, pack: 'shicheng', ruleId, encoding: tileEncoding },
    ...(scenarioId ? { id: scenarioId } : {}),
    ...(path.includes('{evaluationId}') ? { evaluationId: (await evaluate(service, { pack: 'shicheng' })).evaluation.id } : {}),
    ...(path.includes('{forecastId}') ? { forecastId: (await ask(service, `/counties/${shicheng}/forecasts`, forecastReply, { ...postJson({}), status: 201 })).id } : {}),
    ...(path.includes('{optimisationId}') ? { optimisationId: await optimise(service, runId) } : {}),
    ...(path.includes('{attachmentId}') ? { attachmentId: (await enter(service, 'SC-R05', { attachment: { name: '表.txt', base64: 'YQ==' } })).attachment!.id } : {}),
  }
  if (path.endsWith('/withdraw')) await enter(service, ruleId, {})
  const filled = path.replace(/\{(\w+)\}/g, (_whole, name: string) => String(values[name]))
  if (path.endsWith('/compare')) return `${filled}?a=${runId}&b=${runId}`
  if (path.endsWith('{evaluationId}')) return `${filled}?pack=shicheng`
  if (path.endsWith('/versions/{kind}/diff')) return `${filled}?from=0&to=1`
  return method === 'get' && path.endsWith('/why') ? `${filled}?lon=${(west + east) / 2}&lat=${(south + north) / 2}` : filled
}

/** One that the address can be asked about: with a step to take back, or one to bring again. */
async function makeScenario(service: TestService, path: string): Promise<ScenarioRecord> {
  const send = (method: string, address: string, body: object, status = 200) =>
    ask(service, `/counties/${shicheng}/scenarios${address}`, scenarioRecord, { ...postJson(body), method, status })
  const made = await send('POST', '', { name: '示例方案' }, 201)
  if (!/undo$|redo$/.test(path)) return made
  const change = { id: made.id, kind: 'close', facilityId: made.id }
  const changed = await send('PUT', `/${made.id}/changes`, { revision: made.revision, changes: [change] })
  return path.endsWith('redo') ? send('POST', `/${made.id}/undo`, { revision: changed.revision }) : changed
}

async function optimise(service: TestService, runId: string): Promise<string> {
  const wish = { runId, facilityTypes: ['community_center'], problem: 'mclp', p: 1, candidates: {} }
  const { id, jobId } = await ask(service, `/counties/${shicheng}/optimisations`, startOptimisationReply, { ...postJson(wish), status: 202 })
  await waitForJob(service, shicheng, jobId, 'done')
  return id
}

async function finishOpenJobs(service: TestService): Promise<void> {
  for (const job of await listOpenJobs(service.service.handle.db)) await waitForJob(service, job.county_code, job.id, 'done')
}

/** Read by its schema and nothing lost: the reply has the documented keys and no other. */
export function expectExactly(reply: unknown, schema: NonNullable<Operation['reply']>): void {
  expect(reply).toEqual(schema.parse(reply))
}

interface Layer {
  route?: { path: string; methods: Record<string, boolean> }
  handle: unknown
}

/** The routes of the API, read from Express itself: what nobody listed is found too. */
function routesOf(app: unknown): string[] {
  const routers = layersOf((app as { router: unknown }).router).map(({ handle }) => handle)
  return routers.flatMap((router) =>
    layersOf(router).flatMap(({ route }) => (route ? Object.keys(route.methods).map((method) => `${method} ${route.path}`) : [])),
  )
}

function layersOf(router: unknown): Layer[] {
  return (router as { stack?: Layer[] } | null)?.stack ?? []
}
