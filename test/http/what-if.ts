import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { runRecord } from '../../server/contract/runs.ts'
import { placeList } from '../../server/contract/tables.ts'
import { circleShape, siteCheckReply, whatIfReply, type WhatIf, type WhatIfReply } from '../../server/contract/what-if.ts'
import { listFacilities } from '../../server/facilities/facilities.repository.ts'
import { insideTester } from '../../server/core/population/locate.ts'
import type { TestService } from '../service.ts'
import { ask, askRefused, getPublished, postJson, sampleCounties, shicheng } from './client.ts'

export function checkWhatIfs(running: () => TestService): void {
  const whatIf = async (county: number, question: object) =>
    ask(running(), `/counties/${county}/runs/${(await getPublished(running(), county)).runId}/what-if`, whatIfReply, postJson(question))

  describe.each(sampleCounties)('a what-if of %i', (county) => {
    it('without changes and without a pin moves nothing, and starts from the run’s own figures', async () => {
      const { coverage, townshipCoverage } = await getPublished(running(), county)
      const reply = await whatIf(county, { pin: null })
      expect([reply.gained.places, reply.lost.places, reply.reason, reply.streets.coordinates]).toEqual([0, 0, null, []])
      for (const { before, after } of reply.indicators) expect(after).toEqual(before)
      const share = (id: string) => reply.indicators.find((one) => one.id === id)!.before
      expect(share('coverage_residents')).toMatchObject({ numerator: coverage.residents.covered, lower: coverage.residents.rateLower, upper: coverage.residents.rateUpper })
      expect(share('coverage_residents_60_plus')).toMatchObject({ numerator: coverage.residents60Plus.covered, lower: coverage.residents60Plus.rateLower })
      expect(share('township_coverage')).toMatchObject({ numerator: townshipCoverage.covered, denominator: townshipCoverage.total })
    })

    it('a pin beside an uncovered place gains it, and its circle holds it', async () => {
      const place = await findUncovered(running(), county)
      const question = { pin: { location: place.location!, facilityTypes: ['community_center'] } }
      const reply = await whatIf(county, question)
      expect(reply.gainedPlaceIds).toContain(place.id)
      expect(reply.gained.residents).toBeGreaterThanOrEqual(place.residents ?? 0)
      expect(reply.lost.places).toBe(0)
      expect(reply.inCircle.places).toBe(reply.gained.places + reply.overlap.places)
      expect(reply.streets.coordinates.length).toBeGreaterThan(0)
      const { runId } = await getPublished(running(), county)
      const { shape, areaM2 } = await ask(running(), `/counties/${county}/runs/${runId}/what-if/shape`, circleShape, postJson(question))
      expect(insideTester(shape.coordinates)(...place.location!)).toBe(true)
      // No walk leads farther than the crow flies.
      expect(areaM2).toBeGreaterThan(0)
      expect(areaM2).toBeLessThan(Math.PI * reply.limitMetres! ** 2)
    })

    it('closing everything loses everybody who was covered, and no township keeps its own', async () => {
      const { coverage, runId } = await getPublished(running(), county)
      const { inputVersions } = await ask(running(), `/counties/${county}/runs/${runId}`, runRecord)
      const facilities = await listFacilities(running().service.handle.db, county, inputVersions.facilities)
      const changes: WhatIf['changes'] = facilities.map(({ id }) => ({ id: randomUUID(), kind: 'close', facilityId: id }))
      const reply = await whatIf(county, { changes, pin: null })
      expect(reply.lost.places).toBe(coverage.places.covered)
      expect(reply.indicators.find(({ id }) => id === 'township_coverage')!.after.numerator).toBe(0)
      const areas = reply.indicators.find(({ id }) => id === 'areas_met')!
      const { areaPer100Households } = await getPublished(running(), county)
      expect([areas.before.numerator, areas.after.numerator]).toEqual([areaPer100Households.met, 0])
    })

    it('names the changes that the run’s data have no place for, and counts none of them', async () => {
      const { runId } = await getPublished(running(), county)
      const { inputVersions } = await ask(running(), `/counties/${county}/runs/${runId}`, runRecord)
      const { id: facilityId } = (await listFacilities(running().service.handle.db, county, inputVersions.facilities)).find(({ status }) => status === 'operating')!
      const close = (id: string) => ({ id: randomUUID(), kind: 'close' as const, facilityId: id })
      const add = { id: randomUUID(), kind: 'add' as const, name: '界外', location: [10, 10] as [number, number], facilityTypes: ['community_center' as const] }
      const changes: WhatIf['changes'] = [close(randomUUID()), close(facilityId), close(facilityId), add]
      const reply = await whatIf(county, { changes, pin: null })
      expect(reply.misfits.map(({ changeId, reason }) => [changeId, reason])).toEqual([
        [changes[0].id, 'facility_unknown'],
        [changes[2].id, 'facility_closed_already'],
        [add.id, 'outside_county'],
      ])
      expect(reply.misfits[0].message.zh).toMatch(/没有这处设施/)
      const fitting = await whatIf(county, { changes: [changes[1]], pin: null })
      expect(fitting.misfits).toEqual([])
      expect([reply.lostPlaceIds, reply.indicators]).toEqual([fitting.lostPlaceIds, fitting.indicators])
      // A pin that drags a facility closes it where it stood: that is no change of the scenario's.
      const [place] = await uncovered(running(), county)
      const dragged = await whatIf(county, { changes: [changes[1]], pin: { location: place.location!, facilityTypes: ['community_center'], replacesFacilityId: facilityId } })
      expect([dragged.misfits, dragged.reason]).toEqual([[], 'not_operating'])
    })

    it('two pins at once say what each says alone', async () => {
      const pins = (await uncovered(running(), county)).slice(0, 4).map(({ location }) => ({ pin: { location: location!, facilityTypes: ['community_center'] } }))
      const alone: WhatIfReply[] = []
      for (const pin of pins) alone.push(await whatIf(county, pin))
      const together = await Promise.all(pins.map((pin) => whatIf(county, pin)))
      const bare = (replies: WhatIfReply[]) => replies.map(({ computeMs: _, ...reply }) => reply)
      expect(bare(together)).toEqual(bare(alone))
    })
  })

  describe('what cannot be asked', () => {
    it('is refused by name', async () => {
      const { runId } = await getPublished(running(), shicheng)
      const pin = { location: [116.3, 26.3], facilityTypes: ['community_center'] }
      const refusals = [
        [`/counties/${shicheng}/runs/${randomUUID()}/what-if`, { pin }, 'RUN_UNKNOWN'],
        [`/counties/${shicheng}/runs/${runId}/what-if`, { pin: { ...pin, replacesFacilityId: randomUUID() } }, 'BAD_REQUEST'],
        [`/counties/${shicheng}/runs/${runId}/what-if`, { pin: { location: [190, 0], facilityTypes: [] } }, 'BAD_REQUEST'],
        [`/counties/${shicheng}/runs/${runId}/what-if/shape`, { pin: null }, 'BAD_REQUEST'],
        [`/counties/${shicheng}/site-checks`, { ...pin, packId: 'nowhere' }, 'POLICY_UNKNOWN'],
        ['/counties/999999/site-checks', pin, 'COUNTY_UNKNOWN'],
      ] as const
      for (const [path, body, code] of refusals) expect((await askRefused(running(), path, postJson(body))).error.code, path).toBe(code)
    })

    it('a pin outside the county has no circle, and says so', async () => {
      const reply = await whatIf(shicheng, { pin: { location: [110, 30], facilityTypes: ['community_center'] } })
      expect([reply.reason, reply.limitMetres, reply.inCircle.places]).toEqual(['outside_county', null, 0])
    })
  })

  it('a site check of 石城 asks its own plan, and draws no control area', async () => {
    const reply = await ask(running(), `/counties/${shicheng}/site-checks`, siteCheckReply, postJson({ location: [116.279, 26.214], facilityTypes: ['township_home'], beds: 50 }))
    // The sample's first field of farmland, from 116.2773 to 116.2803 and 26.2134 to 26.2161.
    const farmland = reply.checks.find(({ layer }) => layer === 'permanent_basic_farmland')!
    expect([reply.vetoed, farmland.outcome, farmland.value]).toEqual([true, 'veto', null])
    expect(JSON.stringify(reply)).not.toContain('coordinates')
    expect(reply.checks.find(({ id }) => id === 'spare_beds')!.clause?.ruleId).toBe('SC-21')
  })
}

async function uncovered(running: TestService, county: number) {
  const { runId } = await getPublished(running, county)
  return (await ask(running, `/counties/${county}/runs/${runId}/places`, placeList)).filter(({ verdict, location }) => verdict === 'not_covered' && location !== null)
}

async function findUncovered(running: TestService, county: number) {
  const [place] = await uncovered(running, county)
  if (!place) throw new Error(`expected a place of ${county} that is not covered`)
  return place
}
