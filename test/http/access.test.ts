import type { Polygon } from 'geojson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../../server/auth/actor.ts'
import { accessReply, type AccessReply } from '../../server/contract/access.ts'
import { geodesicMetres } from '../../server/core/geodesic.ts'
import { loadDemand } from '../../server/coverage/inputs.ts'
import type { DataKind, Tx } from '../../server/db/schema.ts'
import { insertPopulation } from '../../server/population/population.repository.ts'
import { insertRegion, insertUnits } from '../../server/regions/regions.repository.ts'
import { insertVersion } from '../../server/versions/versions.repository.ts'
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

describe('across the border', () => {
  const neighbour = 360731
  const source = { origin: 'test', licence: 'MIT', crs: 'EPSG:4326', date: null, file: null, sha256: null, synthetic: true, assumptions: [] }
  const wish = { limitMetres: 2000, method: '2sfca' }
  const unitId = '00000000-0000-4000-8000-000000360731'
  const villageId = '00000000-0000-4000-8000-000001360731'
  let home: AccessReply['facilities'][number]
  let before: AccessReply

  const box = ([lon, lat]: [number, number]): Polygon => ({ type: 'Polygon', coordinates: [[[lon - 0.002, lat - 0.002], [lon + 0.002, lat - 0.002], [lon + 0.002, lat + 0.002], [lon - 0.002, lat + 0.002], [lon - 0.002, lat - 0.002]]] })

  async function keep(tx: Tx, kind: DataKind, version: number) {
    await insertVersion(tx, { countyCode: neighbour, kind, version, action: 'sample', restoredVersion: null, dataDate: null, rowCount: 1, contentHash: `${kind} ${version}`, sources: [source], actorId: 'test', at: new Date(0) })
  }

  async function addPeople(version: number, residents60Plus: number) {
    await running.service.handle.db.transaction().execute(async (tx) => {
      if (version > 1) await tx.updateTable('population_counts').set({ valid_to_version: version }).where('county_code', '=', neighbour).execute()
      const blank = { name: null, reason: null, asOf: null, source: null, residents80Plus: null, households: null }
      await insertPopulation(tx, neighbour, version, [{ ...blank, id: villageId, role: 'place', unitId: villageId, residents: 5000, residents60Plus }])
      await keep(tx, 'population', version)
    })
  }

  it('names the county whose people are not stored, once its land is within a facility’s catchment', async () => {
    const first = await assess(shicheng, wish)
    home = first.facilities.find(({ ratioPerThousand, used }) => ratioPerThousand !== null && used > 0)!
    const [lon, lat] = home.location
    await running.service.handle.db.transaction().execute((tx) =>
      insertRegion(tx, { code: neighbour, name: '示例邻县', nameEn: 'Neighbour', level: 'county', parentCode: null, validFrom: '2020-01-01', source, boundary: box([lon + 0.005, lat]) }),
    )
    before = await assess(shicheng, wish)
    expect(before.neighbours).toEqual([{ code: '360731', name: '示例邻县', state: 'no_people', places: 0, people: 0 }])
    expect(before.notes.some(({ zh }) => zh.includes('没有示例邻县的人口数据'))).toBe(true)
    expect(before.facilities).toEqual(first.facilities)
    expect(before.totals.unservedLower).toBe(before.totals.unserved)
  })

  it('counts its people in the demand of the facility once they are stored, pinned and hashed, and shows none of them', async () => {
    const [lon, lat] = home.location
    await running.service.handle.db.transaction().execute(async (tx) => {
      const blank = { parentId: null, urbanRuralCode: null, placeClass: null, boundaryNote: null, demo: true, boundary: null }
      await insertUnits(tx, neighbour, 1, [
        { ...blank, id: unitId, unitCode: '360731100000', name: '示例邻镇', level: 'township', centre: null },
        { ...blank, id: villageId, unitCode: '360731100201', name: '示例邻村', level: 'village', parentId: unitId, placeClass: 'country', centre: [lon + 0.004, lat] },
      ])
      await keep(tx, 'units', 1)
    })
    await addPeople(1, 1000)
    for (const demand of ['places', 'cells'] as const) {
      const alone = demand === 'places' ? before : undefined
      const after = await assess(shicheng, { ...wish, demand })
      expect(after.neighbours).toEqual([{ code: '360731', name: '示例邻县', state: 'counted', places: 1, people: 1000 }])
      expect(after.inputVersions).toMatchObject({ 'units@360731': 1, 'population@360731': 1 })
      expect(after.places.some(({ id }) => id === villageId)).toBe(false)
      expect(after.units.some(({ unitId: id }) => id === unitId)).toBe(false)
      expect(sum(after.units, ({ people, accessPerThousand }) => (people * (accessPerThousand ?? 0)) / 1000) + after.outside.capacityReached).toBeCloseTo(after.totals.capacityInReach, 6)
      expect(after.totals.served + after.outside.served).toBe(after.totals.capacityUsed)
      expect(after.totals.unservedLower).toBeLessThanOrEqual(after.totals.unserved)
      if (!alone) continue
      expect(after.inputHash).not.toBe(alone.inputHash)
      const changed = after.facilities.filter(({ id, weightedPeople }) => alone.facilities.find((one) => one.id === id)!.weightedPeople !== weightedPeople)
      expect(changed.map(({ id }) => id)).toContain(home.id)
      for (const { id, weightedPeople } of changed) expect(weightedPeople).toBe(alone.facilities.find((one) => one.id === id)!.weightedPeople + 1000)
      expect(after.totals.unservedLower).toBe(alone.totals.unserved)
      expect(after.totals.people).toBe(alone.totals.people)
    }
  })

  it('reads the newest people, or exactly those of an earlier answer', async () => {
    const earlier = await assess(shicheng, wish)
    await addPeople(2, 1500)
    const newer = await assess(shicheng, wish)
    expect([newer.inputVersions['population@360731'], newer.outside.people]).toEqual([2, 1500])
    const again = await assess(shicheng, { ...wish, neighbourVersions: { 'units@360731': 1, 'population@360731': 1 } })
    expect(again).toEqual(earlier)
    const refusal = await askRefused(running, `/counties/${shicheng}/runs/${runs[shicheng]}/access`, postJson({ ...wish, neighbourVersions: { 'units@360731': 9 } }))
    expect([refusal.status, refusal.error.code]).toEqual([404, 'VERSION_UNKNOWN'])
  })
})
