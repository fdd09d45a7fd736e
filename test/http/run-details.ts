import { describe, expect, it } from 'vitest'
import { runNotes, unitSummaryList } from '../../server/contract/run-details.ts'
import { runRecord, startRunReply as startedReply, whyReply } from '../../server/contract/runs.ts'
import { placeList } from '../../server/contract/tables.ts'
import type { TestService } from '../service.ts'
import { ask, getPublished, getSummary, postJson, sampleCounties, shicheng, startRunOf, waitForJob } from './client.ts'

export function checkRunDetails(running: () => TestService): void {
  describe.each(sampleCounties)('behind the figures of %i', (county) => {
    const base = async () => `/counties/${county}/runs/${(await getPublished(running(), county)).runId}`

    it('stand the versions, licences and parameters, and the hashes of the run', async () => {
      const notes = await ask(running(), `${await base()}/notes`, runNotes)
      const run = await ask(running(), await base(), runRecord)
      expect(notes.inputs.map(({ kind, version }) => [kind, version]).sort()).toEqual(Object.entries(run.inputVersions).sort())
      expect([notes.inputHash, notes.resultHash]).toEqual([run.inputHash, run.resultHash])
      expect(notes.inputs.flatMap(({ sources }) => sources).every(({ origin, licence }) => origin !== '' && licence !== '')).toBe(true)
      expect(notes.parameters.map(({ key }) => key)).toEqual(expect.arrayContaining(['profile', 'limitMetres', 'method', 'need']))
    })

    it('the surface holds every located person, scaled to the published total where one applies', async () => {
      const { surface } = await ask(running(), `${await base()}/notes`, runNotes)
      const { coverage } = await getPublished(running(), county)
      const { studyArea } = await getSummary(running(), county)
      const residents = surface.find(({ measure }) => measure === 'residents')!
      expect(residents.counted).toBe(coverage.residents.known)
      expect(residents.unlocated).toBe(coverage.residents.unlocated)
      if (studyArea) expect([residents.controlTotal, residents.factor]).toEqual([null, 1])
      else expect(residents.located).toBe(residents.controlTotal! - residents.unlocated)
    })

    it('every uncovered place says the same as why: which facility, how far, how much too far', async () => {
      const places = await ask(running(), `${await base()}/places`, placeList)
      const uncovered = places.filter(({ verdict }) => verdict === 'not_covered')
      expect(uncovered.length).toBeGreaterThan(5)
      for (const place of uncovered) {
        const why = await ask(running(), `${await base()}/why?placeId=${place.id}`, whyReply)
        expect([place.name, place.reason]).toEqual([place.name, why.reason])
        if (why.travelMetres === null) expect([place.name, place.nearestMetres]).toEqual([place.name, null])
        else expect(place.nearestMetres).toBeCloseTo(why.travelMetres, 4)
        if (why.missesByMetres !== null) expect(place.missesByMetres).toBeCloseTo(why.missesByMetres, 4)
        if (why.travelMetres !== null) expect(place.nearestFacilityName).toBe(why.facility!.name)
      }
      for (const place of places) {
        if (place.verdict === 'covered') expect(place.nearestMetres).toBe(place.travelMetres)
        if (place.verdict === 'covered') expect(place.straightCovered).toBe(true)
      }
    })

    it('every scope has its interval under every limit, and a wider limit never covers fewer', async () => {
      const rows = await ask(running(), `${await base()}/unit-summaries`, unitSummaryList)
      const { coverage } = await getPublished(running(), county)
      const whole = rows.filter(({ scope }) => scope === 'county' || scope === 'study_area')
      expect(whole.map(({ limitMetres }) => limitMetres).sort((a, b) => a - b)).toEqual(coverage.band.map(({ limitMetres }) => limitMetres))
      expect(whole.find(({ limitMetres }) => limitMetres === coverage.limitMetres)!.residents).toEqual(coverage.residents)
      for (const { scopeId } of rows) {
        const covered = rows.filter((row) => row.scopeId === scopeId).sort((a, b) => a.limitMetres - b.limitMetres)
        expect(covered.map(({ residents }) => residents.covered)).toEqual(covered.map(({ residents }) => residents.covered).sort((a, b) => a - b))
      }
    })

    it('units stand in the order of the register, and townships are not ranked', async () => {
      const names = [...new Set((await ask(running(), `${await base()}/unit-summaries`, unitSummaryList)).filter(({ level }) => level === 'township').map(({ name }) => name.zh))]
      if (county === shicheng) expect(names).toEqual(['琴江镇', '小松镇', '屏山镇', '横江镇', '高田镇', '木兰乡', '丰山乡', '大由乡', '龙岗乡', '珠坑乡'])
    })

    it('a run is repeated from its record with the same hash of results', async () => {
      const before = await ask(running(), await base(), runRecord)
      const { runId, jobId } = await ask(running(), `${await base()}/repeat`, startedReply, { method: 'POST', status: 202 })
      await waitForJob(running(), county, jobId, 'done')
      const again = await ask(running(), `/counties/${county}/runs/${runId}`, runRecord)
      expect([again.inputHash, again.resultHash]).toEqual([before.inputHash, before.resultHash])
      expect(again.id).not.toBe(before.id)
    })
  })

  describe('a circle of the user’s own', () => {
    const placesOf = async (wish: object) => {
      const { runId, jobId } = await ask(running(), `/counties/${shicheng}/runs`, startedReply, { ...postJson(wish), status: 202 })
      await waitForJob(running(), shicheng, jobId, 'done')
      const places = await ask(running(), `/counties/${shicheng}/runs/${runId}/places`, placeList)
      return new Map(places.map((place) => [place.id, place.travelMetres ?? Infinity]))
    }

    it('of which all types are needed is as far as the farthest of them', async () => {
      const types = ['mutual_aid', 'community_center'] as const
      const [all, ...each] = await Promise.all([
        placesOf({ profile: 'custom-3000m', facilityTypes: types, need: 'all' }),
        ...types.map((type) => placesOf({ profile: 'custom-3000m', facilityTypes: [type] })),
      ])
      expect([...all.values()].some((metres) => metres < Infinity)).toBe(true)
      for (const [id, metres] of all) expect(metres).toBe(Math.max(...each.map((one) => one.get(id)!)))
    })

    it('gives a type the limit the user says', async () => {
      const near = await placesOf({ profile: 'custom-1000m', facilityTypes: ['mutual_aid'], typeLimitsMetres: { mutual_aid: 200 } })
      for (const metres of near.values()) expect(metres <= 200 || metres === Infinity).toBe(true)
      await startRunOf(running(), shicheng).then(({ jobId }) => waitForJob(running(), shicheng, jobId, 'done'))
    })
  })
}
