import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../../server/auth/actor.ts'
import { accessReply, type AccessReply } from '../../server/contract/access.ts'
import { geodesicMetres } from '../../server/core/geodesic.ts'
import { loadDemand } from '../../server/coverage/inputs.ts'
import { startServiceForTest, type TestService } from '../service.ts'
import { expectExactly } from './addresses.ts'
import { ask, askRefused, computeRun, futian, getPublished, postJson, shicheng } from './client.ts'

/* Capacity against people over the two sample counties: one without roads, one with. */
let running: TestService
const runs: Record<number, string> = {}

beforeAll(async () => {
  running = await startServiceForTest('embedded')
  await running.service.prepare()
  for (const county of [shicheng, futian]) runs[county] = await computeRun(running, county)
})

afterAll(async () => running?.close())

async function assess(county: number, wish: object = {}): Promise<AccessReply> {
  const response = await ask(running, `/counties/${county}/runs/${runs[county]}/access`, accessReply, postJson(wish))
  expectExactly(response, accessReply)
  return response
}

const sum = <T>(rows: readonly T[], of: (row: T) => number) => rows.reduce((total, row) => total + of(row), 0)

describe.each([shicheng, futian])('the access of %i', (county) => {
  it.each([{}, { method: '2sfca' }, { method: 'gaussian', limitMetres: 3000 }, { weight: 'residents', needShare: 0.03 }, { demand: 'cells', limitMetres: 2000 }])(
    'neither makes nor loses a bed or a person: %o',
    async (wish) => {
      const { totals, facilities, places, units } = await assess(county, wish)
      expect(sum(units, ({ people, accessPerThousand }) => (people * (accessPerThousand ?? 0)) / 1000)).toBeCloseTo(totals.capacityInReach, 6)
      expect(sum(facilities, ({ capacity, ratioPerThousand }) => (ratioPerThousand === null ? 0 : capacity))).toBe(totals.capacityInReach)
      for (const key of ['people', 'unlocatedPeople', 'need', 'served', 'unserved', 'placesWithoutCount'] as const) expect(sum(units, (unit) => unit[key])).toBe(totals[key])
      expect(totals.served + totals.unserved).toBe(totals.need)
      expect(totals.served).toBe(totals.capacityUsed)
      expect(sum(facilities, ({ used }) => used)).toBe(totals.capacityUsed)
      for (const { used, capacity } of facilities) expect(used).toBeLessThanOrEqual(capacity)
      if (!('demand' in wish)) expect(sum(places, ({ people }) => people ?? 0)).toBe(totals.people)
      expect(totals.need).toBe(Math.round(totals.people * ('needShare' in wish ? wish.needShare! : 1)))
    },
  )

  it('counts the people that the run counts', async () => {
    const { coverage } = await getPublished(running, county, runs[county])
    for (const weight of ['residents60Plus', 'residents'] as const) {
      const { totals } = await assess(county, { weight })
      expect([totals.people, totals.unlocatedPeople]).toEqual([coverage[weight].known, coverage[weight].unlocated])
      const cells = (await assess(county, { weight, demand: 'cells' })).totals
      expect(cells.people + cells.unlocatedPeople).toBe(totals.people + totals.unlocatedPeople)
    }
  })

  it('shows no count of people of a single cell', async () => {
    const { places } = await assess(county, { demand: 'cells' })
    expect(places.length).toBeGreaterThan(10)
    expect(places.every(({ kind, people, served, unserved, need }) => kind === 'cell' && [people, served, unserved, need].every((one) => one === null))).toBe(true)
  })
})

it('is what a table of all pairs gives, in a county without roads', async () => {
  const limit = 2000
  const { facilities, places } = await assess(shicheng, { method: 'gaussian', limitMetres: limit })
  const { db } = running.service.handle
  const run = await running.service.coverage.get(systemActor, shicheng, runs[shicheng])
  const demand = (await loadDemand(db, shicheng, run.input_versions)).places
  const weights = facilities.map(({ location: [lon, lat] }) =>
    demand.map(({ points }) => {
      const walk = 1.3 * Math.min(...points.map(([x, y]) => geodesicMetres(x, y, lon, lat)))
      return walk < limit ? (Math.exp(-((walk / limit) ** 2) / 2) - Math.exp(-0.5)) / (1 - Math.exp(-0.5)) : 0
    }),
  )
  const ratios = weights.map((row, f) => facilities[f].capacity / sum(row.map((weight, p) => weight * (demand[p].counts.residents_60_plus ?? 0)), (one) => one))
  const expected = new Map(demand.map(({ id }, p) => [id, sum(weights, (row) => (row[p] > 0 ? row[p] * ratios[weights.indexOf(row)] : 0))]))
  expect(places.length).toBe(demand.length)
  expect(places.filter(({ accessPerThousand }) => accessPerThousand > 0).length).toBeGreaterThan(10)
  for (const { id, accessPerThousand } of places) expect(accessPerThousand / 1000).toBeCloseTo(expected.get(id)!, 9)
})

it('names the facilities whose capacity is not stated instead of taking it for none', async () => {
  const { missingCapacity, facilities, totals, notes } = await assess(shicheng, { capacity: 'nursing_beds' })
  const stored = await running.service.handle.db.selectFrom('facilities').select(['id', 'nursing_beds']).where('county_code', '=', shicheng).execute()
  const stated = new Map(stored.map(({ id, nursing_beds: beds }) => [id, beds]))
  expect(missingCapacity.every(({ id }) => stated.get(id) === null)).toBe(true)
  expect(facilities.every(({ id, capacity }) => stated.get(id) === capacity)).toBe(true)
  expect(notes.some(({ zh }) => zh.includes('未填护理型床位'))).toBe(missingCapacity.length > 0)
  expect(totals.capacity).toBe(sum(facilities, ({ capacity }) => capacity))
})

it('takes places only by the area that was declared for one, in whole places', async () => {
  const { facilities } = await assess(shicheng, { capacity: 'places', m2PerPlace: 7.3 })
  const stored = await running.service.handle.db.selectFrom('facilities').select(['id', 'floor_area_m2']).where('county_code', '=', shicheng).execute()
  const area = new Map(stored.map(({ id, floor_area_m2: m2 }) => [id, Number(m2)]))
  expect(facilities.length).toBeGreaterThan(5)
  for (const { id, capacity } of facilities) expect(capacity).toBe(Math.floor(area.get(id)! / 7.3))
})

it('counts the units below a target, and answers the same when asked again', async () => {
  const wish = { targetPerThousand: 20 }
  const { totals, units } = await assess(shicheng, wish)
  expect(totals.target).toMatchObject({ unitsBelow: units.filter(({ belowTarget }) => belowTarget).length, units: units.filter(({ people }) => people > 0).length })
  expect((await assess(shicheng, wish)).totals).toEqual(totals)
})

it.each([
  [{ capacity: 'places' }, 400, 'BAD_REQUEST'],
  [{ m2PerPlace: 6 }, 400, 'BAD_REQUEST'],
  [{ method: '2sfca', bands: [{ upToMetres: 500, weight: 1 }] }, 400, 'BAD_REQUEST'],
  [{ bands: [{ upToMetres: 500, weight: 0.5 }, { upToMetres: 1000, weight: 1 }] }, 400, 'BAD_REQUEST'],
  [{ limitMetres: 900, bands: [{ upToMetres: 500, weight: 1 }] }, 400, 'BAD_REQUEST'],
  [{ limitMetres: 30 }, 400, 'BAD_REQUEST'],
  [{ needShare: 0 }, 400, 'BAD_REQUEST'],
  [{ limit: 900 }, 400, 'BAD_REQUEST'],
])('refuses %o', async (wish, status, code) => {
  const refusal = await askRefused(running, `/counties/${shicheng}/runs/${runs[shicheng]}/access`, postJson(wish))
  expect([refusal.status, refusal.error.code]).toEqual([status, code])
})

it('refuses a run that is not there', async () => {
  const refusal = await askRefused(running, `/counties/${shicheng}/runs/${runs[futian]}/access`, postJson({}))
  expect([refusal.status, refusal.error.code]).toEqual([404, 'RUN_UNKNOWN'])
})
