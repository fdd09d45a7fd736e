import { describe, expect, it } from 'vitest'
import { countyDetail } from '../../server/contract/counties.ts'
import { areaSumList, unitCoverageList, type UnitCoverageRow } from '../../server/contract/run-details.ts'
import { areaList } from '../../server/contract/tables.ts'
import { add, toExactText, zero } from '../../server/core/exact.ts'
import { communityFacilityTypes, denominators, villageFacilityTypes } from '../../server/core/indicators/kinds/admin-coverage.ts'
import { readExact } from '../../server/indicators/records.ts'
import type { TestService } from '../service.ts'
import { idOf, readAnswers, readFacilityFacts } from './answer-sheet.ts'
import { ask, computeRun, futian, getPublished, sampleCounties, shicheng } from './client.ts'
import { facility, firstFacilities, idIn, insertMergedCounty, mianning, replaceFacilities } from './merged-county.ts'

export type Coverage = Record<UnitCoverageRow['denominator'], UnitCoverageRow>

async function coverageOf(service: TestService, county: number, runId: string): Promise<Coverage> {
  const rows = await ask(service, `/counties/${county}/runs/${runId}/unit-coverage`, unitCoverageList)
  expect(rows.map(({ denominator }) => denominator)).toEqual([...denominators])
  return Object.fromEntries(rows.map((row) => [row.denominator, row])) as Coverage
}

const sumsOf = (service: TestService, county: number, runId: string) => ask(service, `/counties/${county}/runs/${runId}/area-sums`, areaSumList)

/** Areas and units of the samples in full, against the answers and the samples' own files. */
export function checkFullAnalyses(running: () => TestService): void {
  describe.each(sampleCounties)('the full analyses of %i', (county) => {
    const answers = readAnswers(county)
    const run = async () => (await getPublished(running(), county)).runId

    it('the sums of areas by township are those of the sheet, and every column of the whole is the sum of its rows', async () => {
      const [whole, ...rows] = await sumsOf(running(), county, await run())
      const { met, notMet, insufficientData, notPrescribed, missingM2 } = answers.areaPer100Households
      expect(whole).toMatchObject({ whole: true, unitId: null, met, notMet, insufficientData, notPrescribed, missingM2 })
      expect(rows.every((row) => !row.whole && (row.unitName === null) === (row.unitId === null))).toBe(true)
      for (const key of ['areas', 'met', 'notMet', 'insufficientData', 'notPrescribed', 'households'] as const) {
        expect(rows.reduce((sum, row) => sum + row[key], 0), key).toBe(whole[key])
      }
      for (const key of ['requiredM2', 'providedM2', 'missingM2'] as const) {
        expect(toExactText(rows.reduce((sum, row) => add(sum, readExact(row[key])), zero)), key).toBe(whole[key])
      }
    })

    it('each verdict says what it rests on, and how it stands without undersized sites', async () => {
      const rows = new Map((await ask(running(), `/counties/${county}/runs/${await run()}/areas`, areaList)).map((row) => [row.id, row]))
      for (const answer of answers.areaPer100Households.perArea as ((typeof answers.areaPer100Households.perArea)[number] & { providedWithoutUndersizedM2?: string })[]) {
        const row = rows.get(idOf(county, 'residential_area', answer.residentialAreaId))!
        const slug = answer.residentialAreaId
        expect(row.withoutUndersized?.providedM2, slug).toBe(answer.requiredM2 === null ? undefined : answer.providedWithoutUndersizedM2)
        if (row.withUndersized) expect(row.withUndersized, slug).toEqual({ providedM2: row.providedM2, missingM2: row.missingM2, status: row.status })
        expect(row.dateUsed === null, slug).toBe(row.buildClass === null)
        expect(row.householdsBasis, slug).toBe(answer.class === null ? null : answer.class === 'new' ? 'planned' : 'completed')
      }
      expect([...rows.values()].flatMap(({ phase }) => phase ?? []).sort()).toEqual([1, 2])
    })

    it('乡镇＋街道 is the township coverage of the summary, and 乡镇 and 街道 together', async () => {
      const { runId, townshipCoverage } = await getPublished(running(), county)
      const { township_and_street: both, township, street } = await coverageOf(running(), county, runId)
      const { covered, total, rate, unknownPlace, facilityTypes } = townshipCoverage
      expect(both).toMatchObject({ covered, total, rate, unknownPlace, facilityTypes })
      expect([township.covered + street.covered, township.total + street.total]).toEqual([covered, total])
      const { units } = await ask(running(), `/counties/${county}`, countyDetail)
      const codeOf = new Map(units.map(({ id, unitCode }) => [id, unitCode]))
      expect(both.failing.map(({ unitId }) => codeOf.get(unitId)).sort()).toEqual([...answers.townshipCoverage.failing].sort())
    })

    it('every denominator is covered and failing units together, and a zero denominator has no rate', async () => {
      for (const row of Object.values(await coverageOf(running(), county, await run()))) {
        expect([row.denominator, row.covered + row.failing.length]).toEqual([row.denominator, row.total])
        expect(row.rate).toBe(row.total > 0 ? row.covered / row.total : null)
        expect(row.reachedFromOutside ?? 0).toBe(row.failing.filter(({ reached }) => reached).length)
      }
    })
  })

  it('the village coverage of the Shicheng sample is the 80 of 131 that its plan prints', async () => {
    const { runId } = await getPublished(running(), shicheng)
    const rows = await coverageOf(running(), shicheng, runId)
    expect(rows.village).toMatchObject({ covered: 80, total: 131, unknownPlace: 131, facilityTypes: villageFacilityTypes })
    const facts = [...readFacilityFacts(shicheng).values()].filter(({ status, currentUse }) => status === 'operating' && currentUse === 'eldercare')
    const coded = new Set(facts.filter(({ types }) => types.some((type) => communityFacilityTypes.includes(type))).map(({ unitCode }) => unitCode))
    expect(rows.community.covered).toBe([...coded].filter((code) => /^S360735\d{3}C/.test(code ?? '')).length)
    expect(rows).toMatchObject({ county: { covered: 1, total: 1 }, community: { total: 22 }, street: { total: 0, rate: null }, urban_town: { total: 0 }, settlement: { total: 0 } })
  })

  it('the Futian sample has streets alone, three of them without a place', async () => {
    const rows = await coverageOf(running(), futian, (await getPublished(running(), futian)).runId)
    expect(rows).toMatchObject({ township: { total: 0, rate: null }, street: { covered: 2, total: 6, unknownPlace: 3 }, community: { total: 0 }, village: { total: 0 } })
  })

  checkMergedCounty(running)
}

function checkMergedCounty(running: () => TestService): void {
  describe('a county after mergers', () => {
    const figures = (rows: Coverage) => Object.fromEntries(Object.values(rows).map(({ denominator, covered, total }) => [denominator, `${covered}/${total}`]))
    let first: Coverage
    let firstRun: string

    it('counts what carries an old code for the unit it has become', async () => {
      await insertMergedCounty(running().service.handle.db)
      firstRun = await computeRun(running(), mianning)
      first = await coverageOf(running(), mianning, firstRun)
      // 复兴 by its polygon, 彝海 by the code that was merged into its own; 城厢镇 and 旧彝海镇 are no units any more.
      expect(figures(first)).toEqual({
        county: '1/1',
        township_and_street: '3/4',
        township: '2/3',
        street: '1/1',
        urban_town: '0/1',
        community: '1/1',
        village: '0/1',
        settlement: '0/0',
      })
      expect(first.township_and_street.unknownPlace).toBe(2)
      const { townshipCoverage } = await getPublished(running(), mianning, firstRun)
      expect(townshipCoverage).toMatchObject({ covered: 3, total: 4, unknownPlace: 2 })
    })

    it('lists the units in force on the data date, and apart from them those that are no more', async () => {
      const { units, formerUnits } = await ask(running(), `/counties/${mianning}`, countyDetail)
      expect(units.map(({ id }) => id).sort()).toEqual(['复兴镇', '彝海镇', '锦屏镇', '高阳街道'].map((key) => idIn('unit', key)).sort())
      expect(formerUnits.map(({ id }) => id).sort()).toEqual(['城厢镇', '旧彝海镇'].map((key) => idIn('unit', key)).sort())
    })

    it('says of a unit without a facility whether its people are reached', () => {
      // The village's site is coded to the township: the village has none, but its people walk 389 m to it.
      expect(first.township.failing).toEqual([{ unitId: idIn('unit', '锦屏镇'), name: '锦屏镇', level: 'township', reached: true }])
      expect(first.township.reachedFromOutside).toBe(1)
      expect(first.village).toMatchObject({ reachedFromOutside: 1, failing: [{ name: '河里村', reached: true }] })
      expect(first.street.reachedFromOutside).toBe(0)
    })

    it('sums areas under the township that their unit has become or stands in, and the rest by themselves', async () => {
      const rows = await sumsOf(running(), mianning, firstRun)
      // New areas at 20 m² per 100 households, none with a site: 200 and 80 required, missing max(200, 150) + max(80, 150).
      expect(rows.map(({ unitName, whole, areas, requiredM2, missingM2 }) => [unitName, whole, areas, requiredM2, missingM2])).toEqual([
        [null, true, 4, '300', '500'],
        ['彝海镇', false, 2, '280', '350'],
        ['锦屏镇', false, 1, '0', '0'],
        [null, false, 1, '20', '150'],
      ])
      expect(rows[2]).toMatchObject({ insufficientData: 1, households: 0 })
    })

    it('law: one more operating facility never lowers a coverage, and closing one never raises it', async () => {
      const { db } = running().service.handle
      const more = [...firstFacilities, facility('e-锦屏中心', 'regional_center', null, [102.19, 28.19]), facility('f-河里点', 'mutual_aid', '河里村', null)]
      await replaceFacilities(db, 2, more)
      const added = await coverageOf(running(), mianning, await computeRun(running(), mianning))
      expect(figures(added)).toMatchObject({ township: '3/3', urban_town: '1/1', village: '1/1' })
      await replaceFacilities(db, 3, more.map((one) => (one.facilityCode === 'b-彝海中心' ? { ...one, status: 'closed' as const } : one)))
      const closed = await coverageOf(running(), mianning, await computeRun(running(), mianning))
      expect(figures(closed)).toMatchObject({ township: '2/3', township_and_street: '3/4' })
      await replaceFacilities(db, 4, more.map((one) => (one.facilityCode === 'a-复兴中心' ? { ...one, currentUse: 'other: 仓库' } : one)))
      const misused = await coverageOf(running(), mianning, await computeRun(running(), mianning))
      for (const denominator of denominators) {
        expect(added[denominator].covered).toBeGreaterThanOrEqual(first[denominator].covered)
        expect(closed[denominator].covered).toBeLessThanOrEqual(added[denominator].covered)
        expect(misused[denominator].covered).toBeLessThanOrEqual(added[denominator].covered)
        expect(new Set([first, added, closed, misused].map((rows) => rows[denominator].total)).size).toBe(1)
      }
      expect(await coverageOf(running(), mianning, firstRun)).toEqual(first)
    })

    it('a run stored before these were is judged from what it pins, and shows blanks for what it never kept', async () => {
      const { db } = running().service.handle
      await db.deleteFrom('unit_coverage_rates').where('county_code', '=', mianning).where('run_id', '=', firstRun).execute()
      expect(await coverageOf(running(), mianning, firstRun)).toEqual(first)
      const detail = JSON.stringify({ requiredM2: null, providedM2: null, missingM2: null, rateM2Per100Households: null, reasons: [], sites: [], formula: { zh: '—', en: '—' } })
      await db.updateTable('area_results').set({ detail }).where('county_code', '=', mianning).where('run_id', '=', firstRun).execute()
      const rows = await ask(running(), `/counties/${mianning}/runs/${firstRun}/areas`, areaList)
      expect(rows[0]).toMatchObject({ phase: null, dateUsed: null, householdsBasis: null, withUndersized: null, withoutUndersized: null })
    })

    it('a run whose mergers form a cycle fails and says so', async () => {
      const { db } = running().service.handle
      const back = { old_unit_code: '513433108000', new_unit_code: '513433106000', merged_on: '2021-01-01' }
      await db.insertInto('unit_mergers').values({ county_code: mianning, id: idIn('merger', 'back'), valid_from_version: 1, valid_to_version: null, ...back }).execute()
      await expect(computeRun(running(), mianning)).rejects.toThrow(/513433106000 → 513433108000 → 513433106000.*INPUT_REFUSED/)
      // Its page stays readable: each unit's own days decide.
      const { formerUnits } = await ask(running(), `/counties/${mianning}`, countyDetail)
      expect(formerUnits).toHaveLength(2)
      await db.deleteFrom('unit_mergers').where('county_code', '=', mianning).where('id', '=', idIn('merger', 'back')).execute()
    })
  })
}
