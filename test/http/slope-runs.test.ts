import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../../server/auth/actor.ts'
import { runNotes } from '../../server/contract/run-details.ts'
import { runRecord, startRunReply, whyReply, type WhyReply } from '../../server/contract/runs.ts'
import { placeList } from '../../server/contract/tables.ts'
import type { ElevationGrid } from '../../server/core/network/elevation-grid.ts'
import { createElevationService } from '../../server/network/elevation.service.ts'
import { startServiceForTest, type TestService } from '../service.ts'
import { ask, askRefused, futian, getPublished, postJson, shicheng, waitForJob } from './client.ts'

/*
 * Runs with slopes and without stairs, through the whole service on a database of its own: Futian's roads, and heights
 * made up for it. Where a figure cannot be worked out by hand, a law of slopes stands in for it.
 */
let running: TestService

beforeAll(async () => {
  running = await startServiceForTest('embedded')
  await running.service.prepare()
})

afterAll(async () => running?.close())

/** Over Futian and half a degree around it, one cell a hundredth of a degree. */
function ground(height: (lon: number, lat: number) => number): ElevationGrid {
  const [west, north, step, columns, rows] = [113.5, 23, 0.01, 120, 100]
  const metres = Float32Array.from({ length: columns * rows }, (_, i) => height(west + (i % columns) * step, north - Math.floor(i / columns) * step))
  return { west, north, lonStep: step, latStep: step, columns, rows, metres }
}

const store = (raster: ElevationGrid) =>
  createElevationService(running.service.handle.db, () => new Date()).storeElevation(systemActor, futian, { raster, dataDate: null, sources: [] })

async function run(wish: object, county: number = futian): Promise<string> {
  const { runId, jobId } = await ask(running, `/counties/${county}/runs`, startRunReply, { ...postJson(wish), status: 202 })
  await waitForJob(running, county, jobId, 'done')
  return runId
}

const placesOf = (runId: string) => ask(running, `/counties/${futian}/runs/${runId}/places`, placeList)
const whyPlace = (runId: string, placeId: string): Promise<WhyReply> => ask(running, `/counties/${futian}/runs/${runId}/why?placeId=${placeId}`, whyReply)
const notesOf = (runId: string) => ask(running, `/counties/${futian}/runs/${runId}/notes`, runNotes)

describe('a run with slopes', () => {
  it('is refused, and why, where no heights are loaded, where time plays no part, and where there are no roads', async () => {
    const refusal = async (county: number, wish: object) => {
      const { status, error } = await askRefused(running, `/counties/${county}/runs`, postJson(wish))
      return [status, error.code]
    }
    expect(await refusal(futian, { profile: 'elder-15min', useSlope: true })).toEqual([422, 'ELEVATION_MISSING'])
    expect(await refusal(futian, { profile: 'gb50180-15min', useSlope: true })).toEqual([400, 'BAD_REQUEST'])
    expect(await refusal(shicheng, { profile: 'elder-15min', useSlope: true })).toEqual([422, 'ROADS_MISSING'])
    expect(await refusal(shicheng, { stepsFree: true })).toEqual([422, 'ROADS_MISSING'])
    for (const profile of ['custom-61min-0.8', 'custom-5min-0.2', 'custom-5min-2.9']) expect(await refusal(futian, { profile })).toEqual([400, 'BAD_REQUEST'])
  })

  it('over flat ground is the run without, place for place, and pins the heights it used', async () => {
    const before = await run({ profile: 'elder-15min' })
    await store(ground(() => 33))
    const again = await run({ profile: 'elder-15min' })
    const flat = await run({ profile: 'elder-15min', useSlope: true })
    const record = (id: string) => ask(running, `/counties/${futian}/runs/${id}`, runRecord)
    // Heights are an input of runs that use them, and of no other.
    expect((await record(again)).inputHash).toBe((await record(before)).inputHash)
    expect((await record(again)).inputVersions.elevation).toBeUndefined()
    expect((await record(flat)).inputVersions.elevation).toBe(1)
    const [level, plain] = [await placesOf(flat), await placesOf(before)]
    expect(level.map((place) => ({ ...place, edge: null }))).toEqual(plain.map((place) => ({ ...place, edge: null })))
    // Gently downhill one gets 19 % farther within the same time: the rim in doubt is that much wider.
    plain.forEach((place, i) => expect(level[i].edge || !place.edge).toBe(true))
    const { coverage } = await getPublished(running, futian, flat)
    expect(coverage).toMatchObject({ useSlope: true, stepsFree: false, pace: { limitSeconds: 900, metresPerSecond: 0.8 }, limitMetres: 720 })
    expect(coverage.methodLine.zh).toMatch(/900 s（平地 0.8 m\/s，平地等效 720 m）.*计入坡度（Tobler 1993，高程第 1 版）/)
    expect(coverage.residents).toEqual((await getPublished(running, futian, before)).coverage.residents)
    const notes = await notesOf(flat)
    expect(notes.inputs.map(({ kind }) => kind)).toContain('elevation')
    expect(notes.parameters.find(({ key }) => key === 'useSlope')).toMatchObject({ value: 'true', words: { zh: '计入（高程 v1）' } })
  }, 240_000)

  it('over steep ground covers no place of other heights better than the gentlest way down, and why says the same', async () => {
    // 20 % up to the east: one degree of longitude there is about 102.8 km.
    await store(ground((lon) => 500 + (lon - 114) * 102_800 * 0.2))
    const plain = new Map((await placesOf(await run({ profile: 'elder-15min' }))).map((place) => [place.id, place]))
    const steep = await run({ profile: 'elder-15min', useSlope: true })
    const places = await placesOf(steep)
    const longer = places.filter((place) => place.nearestMetres !== null && place.nearestMetres > (plain.get(place.id)?.nearestMetres ?? Infinity) * 1.05)
    expect(longer.length).toBeGreaterThan(10)
    for (const place of places) {
      const walk = plain.get(place.id)?.travelMetres
      if (place.travelMetres !== null && walk) expect(place.travelMetres).toBeGreaterThanOrEqual(walk * 0.8394 - 1e-6)
    }
    for (const place of [...longer.slice(0, 3), ...places.filter(({ verdict }) => verdict === 'covered').slice(0, 3)]) {
      const why = await whyPlace(steep, place.id)
      expect(why).toMatchObject({ verdict: place.verdict, useSlope: true, stepsFree: false, limitMetres: expect.any(Number) })
      expect(why.travelMetres).toBeCloseTo(place.nearestMetres!, 4)
      expect(why.travelSeconds).toBeCloseTo(place.nearestMetres! / 0.8, 4)
      expect(why.walkedMetres).not.toBe(why.travelMetres)
      expect(why.sentence.zh).toMatch(/计入坡度步行.*路长 \d+ m/)
    }
    const repeated = await ask(running, `/counties/${futian}/runs/${steep}/repeat`, startRunReply, { method: 'POST', status: 202 })
    await waitForJob(running, futian, repeated.jobId, 'done')
    const record = (id: string) => ask(running, `/counties/${futian}/runs/${id}`, runRecord)
    expect((await record(repeated.runId)).resultHash).toBe((await record(steep)).resultHash)
  }, 240_000)
})

describe('a run without stairs', () => {
  it('never finds a shorter walk, and says how it was asked for', async () => {
    const plain = new Map((await placesOf(await run({ profile: 'custom-10min-1.0' }))).map((place) => [place.id, place]))
    const level = await run({ profile: 'custom-10min-1.0', stepsFree: true, facilityTypes: ['community_center', 'day_care'], need: 'any', typeLimitsMetres: { day_care: 500 } })
    const { coverage } = await getPublished(running, futian, level)
    expect(coverage).toMatchObject({ limitMetres: 600, pace: { limitSeconds: 600, metresPerSecond: 1 }, stepsFree: true, useSlope: false })
    expect(coverage.methodLine.zh).toBe('步行路网 600 m · 自定义 10 分钟 × 1.0 m/s · 不走台阶 · 计入 2 类设施（自选） · 1 类设施自定上限')
    const places = await placesOf(await run({ profile: 'custom-10min-1.0', stepsFree: true }))
    for (const place of places) {
      // Joining elsewhere than on stairs moves the foot of a place; the walk along the network only grows.
      const before = plain.get(place.id)!
      if (place.accessMetres === before.accessMetres && place.nearestMetres !== null) expect(place.nearestMetres).toBeGreaterThanOrEqual(before.nearestMetres! - 1e-6)
    }
  }, 240_000)
})
