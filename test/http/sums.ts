import { describe, expect, it } from 'vitest'
import type { CoverageMeasure } from '../../server/contract/counties.ts'
import { findSettings } from '../../server/coverage/settings.repository.ts'
import { listSummaries } from '../../server/coverage/coverage.repository.ts'
import { listPopulation } from '../../server/population/population.repository.ts'
import type { TestService } from '../service.ts'
import { getPublished, sampleCounties } from './client.ts'

/** Laws between the figures of one run; nothing of them is known beforehand. */
export function checkSums(running: () => TestService): void {
  describe.each(sampleCounties)('the figures of %i', (county) => {
    const measuresOf = async (): Promise<[string, CoverageMeasure][]> => {
      const { coverage } = await getPublished(running(), county)
      return [coverage, ...coverage.band].flatMap(({ limitMetres, residents, residents60Plus, households }) => [
        [`residents at ${limitMetres} m`, residents] as [string, CoverageMeasure],
        [`residents 60+ at ${limitMetres} m`, residents60Plus] as [string, CoverageMeasure],
        [`households at ${limitMetres} m`, households] as [string, CoverageMeasure],
      ])
    }

    it('covered never exceeds known, and the rate is an interval over everybody', async () => {
      for (const [name, { covered, known, unlocated, rateLower, rateUpper }] of await measuresOf()) {
        expect(covered, name).toBeLessThanOrEqual(known)
        expect(rateLower, name).toBe(covered / (known + unlocated))
        expect(rateUpper, name).toBe((covered + unlocated) / (known + unlocated))
        expect(rateUpper, name).toBeLessThanOrEqual(1)
      }
    })

    it('a longer limit never covers fewer, and the last of the band is the headline', async () => {
      const { coverage } = await getPublished(running(), county)
      const limits = coverage.band.map(({ limitMetres }) => limitMetres)
      expect(limits).toEqual([720, 800, 1000])
      const covered = coverage.band.map(({ residents }) => residents.covered)
      expect(covered).toEqual([...covered].sort((a, b) => a - b))
      const { residents, residents60Plus, households } = coverage
      expect(coverage.band.at(-1)).toEqual({ limitMetres: coverage.limitMetres, residents, residents60Plus, households })
      for (const one of coverage.band) {
        expect(one.residents.known).toBe(residents.known)
        expect(one.residents.unlocated).toBe(residents.unlocated)
      }
    })

    it('elders are among the residents, and so are the covered ones', async () => {
      const { coverage } = await getPublished(running(), county)
      for (const { residents, residents60Plus } of [coverage, ...coverage.band]) {
        expect(residents60Plus.known).toBeLessThan(residents.known)
        expect(residents60Plus.covered).toBeLessThan(residents.covered)
      }
    })

    it('the whole is the sum of its townships and streets, and of city and country with those of unknown class', async () => {
      const { runId, coverage } = await getPublished(running(), county)
      const rows = await listSummaries(running().service.handle.db, county, runId)
      for (const limitMetres of coverage.band.map((entry) => entry.limitMetres)) {
        for (const measure of ['residents', 'residents_60_plus', 'residents_80_plus', 'households'] as const) {
          const at = rows.filter((row) => row.limit_metres === limitMetres && row.measure === measure)
          const sum = (scope: string, key: 'covered' | 'known' | 'unlocated' | 'missing_places') =>
            at.filter((row) => row.scope === scope).reduce((total, row) => total + row[key], 0)
          const whole = at.filter(({ scope }) => scope === 'county' || scope === 'study_area')
          expect(whole).toHaveLength(1)
          for (const key of ['covered', 'known', 'unlocated', 'missing_places'] as const) {
            expect(sum('unit', key), `${measure} ${key} at ${limitMetres} m`).toBe(whole[0][key])
          }
          for (const key of ['covered', 'known'] as const) expect(sum('place_class', key)).toBe(whole[0][key])
          expect(sum('place_class', 'unlocated')).toBeLessThanOrEqual(whole[0].unlocated)
        }
      }
    })

    it('the residents of a whole county are those of its published total', async () => {
      const { coverage } = await getPublished(running(), county)
      const people = await listPopulation(running().service.handle.db, county, 1)
      const total = people.find(({ role, unitId }) => role === 'control_total' && unitId === null)
      const counted = coverage.residents.known + coverage.residents.unlocated
      // A study area's people are part of the county's.
      if (coverage.method === 'network') expect(counted).toBeLessThan(total!.residents!)
      else expect(counted).toBe(total!.residents)
    })

    it('the rule is the one the county declared, with its clause or as adopted', async () => {
      const { areaPer100Households: areas, townshipCoverage } = await getPublished(running(), county)
      const settings = (await findSettings(running().service.handle.db, county, 1))!
      expect(areas.rule.adopted).toBe(settings.areaRule?.adopted)
      expect(areas.rule.clause === null).toBe(areas.rule.adopted)
      expect(townshipCoverage.facilityTypes).toEqual(settings.unitCoverage.facilityTypes)
      expect(townshipCoverage.failing).toHaveLength(townshipCoverage.total - townshipCoverage.covered)
    })
  })
}
