import { describe, expect, it } from 'vitest'
import { listFacilities } from '../../server/facilities/facilities.repository.ts'
import { countyDetail } from '../../server/contract/counties.ts'
import { whyReply, type WhyReply } from '../../server/contract/runs.ts'
import { areaList, placeList, unitList, type AreaRow, type PlaceRow } from '../../server/contract/tables.ts'
import { openGraph } from '../../server/core/network/graph-file.ts'
import { describeNetwork } from '../../server/core/network/components.ts'
import { getGraphBytes } from '../../server/network/network.repository.ts'
import type { TestService } from '../service.ts'
import { idOf, readAnswers, readFacilityFacts, type FacilityFact, type Trouble } from './answer-sheet.ts'
import { ask, getPublished, sampleCounties } from './client.ts'
import { keepEvaluations } from './asked-evaluations.ts'
import { readLedgerSheet } from './ledger-sheet.ts'
import { ledgerChecks } from './ledger-troubles.ts'

/** What the product says of a county's first run, looked up by the sample's own names. */
interface Findings {
  county: number
  where: string[]
  area(slug: string): AreaRow
  place(slug: string): PlaceRow | undefined
  why(slug: string): Promise<WhyReply>
  fact(slug: string): FacilityFact
  /** Facilities that the unit's row names as its own. */
  facilitiesOf(unitCode: string): string[]
  isCoveredUnit(unitCode: string): boolean
  /** Facilities to which the product says that somebody walks. */
  walkedTo: Set<string>
  networkComponents(): Promise<number>
}

const isArea = (slug: string) => /^(sc|ft)-(?!f\d)/.test(slug)
const isFacility = (slug: string) => /^(sc|ft)-f\d/.test(slug)
const isUnit = (slug: string) => /^\d{12}$/.test(slug)
const areasOf = ({ where }: Findings) => where.filter(isArea)
const facilitiesIn = ({ where }: Findings) => where.filter(isFacility)

/** One checkable fact for every kind of seeded trouble. */
const checks: Record<string, (found: Findings) => void | Promise<void>> = {
  rounding_19_97(found) {
    for (const { status, rateM2Per100Households, missingM2 } of areasOf(found).map(found.area)) {
      expect([status, rateM2Per100Households]).toEqual(['not_met', '19.97'])
      expect(Number(missingM2)).toBeGreaterThan(0)
    }
  },
  exactly_20: (found) => expectRate(found, '20', 'new'),
  exactly_15: (found) => expectRate(found, '15', 'old'),
  short(found) {
    for (const area of areasOf(found).map(found.area)) {
      expect(area).toMatchObject({ status: 'not_met', reasons: ['sum_short'] })
      expect(Number(area.missingM2)).toBe(Number(area.requiredM2) - Number(area.providedM2))
    }
  },
  undersized_site: (found) => expectUndersized(found, '0'),
  undersized_only: (found) => expectUndersized(found, '150'),
  no_site_minimum_binds(found) {
    for (const area of areasOf(found).map(found.area)) {
      expect(area).toMatchObject({ status: 'not_met', sites: [], missingM2: '150', reasons: ['no_site'] })
      expect(Number(area.requiredM2)).toBeLessThan(150)
    }
  },
  no_date: (found) => expectInsufficient(found, 'no_date'),
  no_households(found) {
    expectInsufficient(found, 'no_households')
    for (const slug of areasOf(found)) expect(found.place(slug)?.residents).toBeGreaterThan(0)
  },
  area_closed: (found) => expectNotCounted(found, 'status', 'closed'),
  area_misused: (found) => expectNotCounted(found, 'use', 'operating'),
  area_planned: (found) => expectNotCounted(found, 'status', 'planned'),
  class_conflict(found) {
    // The permit decides, whatever the ledger's word: each of these has the class that its date gives.
    const answers = readAnswers(found.county).areaPer100Households.perArea
    for (const slug of areasOf(found)) {
      expect(found.area(slug).buildClass).toBe(answers.find(({ residentialAreaId }) => residentialAreaId === slug)?.class)
    }
  },
  day_before_split: (found) => expectClass(found, 'existing'),
  dates_straddle_split: (found) => expectClass(found, 'new'),
  shared_explicit(found) {
    const [site] = facilitiesIn(found).map(found.fact)
    for (const slug of areasOf(found)) {
      const named = site.allotments.find(({ residentialAreaId }) => residentialAreaId === slug)
      expect(siteIn(found, slug, site.id)).toMatchObject({ counted: true, areaM2: String(Number(named?.areaM2)) })
    }
    expect(sumOf(areasOf(found).map((slug) => siteIn(found, slug, site.id)?.areaM2))).toBeLessThan(Number(site.floorAreaM2))
  },
  shared_pro_rata(found) {
    const [site] = facilitiesIn(found).map(found.fact)
    const shares = areasOf(found).map((slug) => siteIn(found, slug, site.id)?.areaM2)
    expect(sumOf(shares)).toBeCloseTo(Number(site.floorAreaM2), 9)
    const open = site.allotments.filter(({ areaM2 }) => areaM2 === null).map(({ residentialAreaId }) => residentialAreaId)
    const perHousehold = open.map((slug) => numberOf(siteIn(found, slug, site.id)?.areaM2) / found.area(slug).households!)
    for (const share of perHousehold) expect(share).toBeCloseTo(perHousehold[0], 9)
  },
  phased(found) {
    const [first, second] = areasOf(found).map(found.area)
    expect(first).toMatchObject({ status: 'met', buildClass: 'existing' })
    expect(second).toMatchObject({ status: 'not_met', buildClass: 'new', providedM2: '0' })
  },
  only_closed: (found) => expectUnservedBy(found, ({ status }) => status !== 'operating'),
  only_planned: (found) => expectUnservedBy(found, ({ status }) => status === 'building' || status === 'planned'),
  misused: (found) => expectUnservedBy(found, ({ status, currentUse }) => status === 'operating' && currentUse !== 'eldercare'),
  async day_care_beyond_300(found) {
    await expectUnservedBy(found, ({ types }) => types.includes('day_care'))
    for (const slug of areasOf(found)) {
      const { limitMetres, travelMetres, facility } = await found.why(slug)
      expect(facility?.id).toBe(idOf(found.county, 'facility', facilitiesIn(found)[0]))
      expect(limitMetres).toBe(300)
      expect(travelMetres).toBeGreaterThan(300)
      expect(travelMetres).toBeLessThan(1000)
    }
  },
  async true_gap(found) {
    for (const slug of areasOf(found)) {
      const { verdict, travelMetres } = await found.why(slug)
      expect(verdict).toBe('not_covered')
      expect(travelMetres).toBeGreaterThan(1000)
      expect(travelMetres).toBeLessThan(1400)
    }
  },
  async detour(found) {
    for (const slug of areasOf(found)) {
      const { verdict, straightMetres, travelMetres } = await found.why(slug)
      expect(verdict).toBe('not_covered')
      expect(straightMetres).toBeLessThan(1000)
      expect(travelMetres).toBeGreaterThan(1000)
    }
  },
  outside_coded_unit(found) {
    const [site] = facilitiesIn(found).map(found.fact)
    const unit = found.where.find(isUnit)!
    expect(site.unitCode).toBe(unit)
    expect(found.facilitiesOf(unit)).not.toContain(idOf(found.county, 'facility', site.id))
    expect(found.isCoveredUnit(unit)).toBe(false)
  },
  units_without_site(found) {
    for (const unit of found.where) expect([unit, found.isCoveredUnit(unit)]).toEqual([unit, false])
  },
  site_in_village_beyond_limit(found) {
    const answers = readAnswers(found.county).coverage
    for (const village of found.where) {
      const covered = answers.covered.some((key) => 'unitCode' in key && key.unitCode === village)
      expect([village, found.place(village)?.verdict]).toEqual([village, covered ? 'covered' : 'not_covered'])
    }
  },
  not_operating(found) {
    for (const site of facilitiesIn(found).map(found.fact)) {
      expect(site.status).not.toBe('operating')
      expect(found.walkedTo).not.toContain(idOf(found.county, 'facility', site.id))
    }
  },
  facility_without_place(found) {
    for (const site of facilitiesIn(found).map(found.fact)) {
      expect(site.placed).toBe(false)
      expect(found.walkedTo).not.toContain(idOf(found.county, 'facility', site.id))
    }
  },
  facility_off_road(found) {
    for (const slug of facilitiesIn(found)) expect(found.walkedTo).not.toContain(idOf(found.county, 'facility', slug))
  },
  area_without_place(found) {
    for (const slug of areasOf(found)) {
      expect(found.place(slug)).toBeUndefined()
      expect(found.area(slug).name).toBeTruthy()
    }
  },
  async no_walkable_road(found) {
    for (const slug of areasOf(found)) {
      expect(found.place(slug)).toMatchObject({ verdict: 'unreached', reason: 'no_walkable_road', travelMetres: null })
      const { verdict, path, sentence } = await found.why(slug)
      expect([verdict, path]).toEqual(['unreached', null])
      expect(sentence.zh).toContain('200 m')
    }
  },
  async disconnected_road(found) {
    for (const slug of areasOf(found)) {
      const { verdict, reason, access, travelMetres } = await found.why(slug)
      expect([verdict, reason, travelMetres]).toEqual(['not_covered', 'no_facility_in_search', null])
      expect(access?.metres).toBeLessThanOrEqual(access!.maxMetres)
    }
    expect(await found.networkComponents()).toBeGreaterThan(1)
  },
}

export function checkTroubles(running: () => TestService): void {
  const evaluationOf = keepEvaluations(running)

  describe.each(sampleCounties)('the troubles seeded in %i', (county) => {
    const { troubles, coverage } = readAnswers(county)
    const facts = readFacilityFacts(county)
    const sheet = readLedgerSheet(county)

    it('are all of kinds that have a check', () => {
      expect(troubles.map(({ kind }) => kind).filter((kind) => !Object.hasOwn(checks, kind) && !Object.hasOwn(ledgerChecks, kind))).toEqual([])
    })

    const isOfLedgers = ({ kind }: Trouble) => Object.hasOwn(ledgerChecks, kind)

    it.each(troubles.filter(isOfLedgers))('$id is found by the rules of packs: $kind', ({ kind, where }) =>
      ledgerChecks[kind]({ county, where, sheet, evaluationOf }),
    )

    it.each(troubles.filter((trouble) => !isOfLedgers(trouble)))('$id is found: $kind', async ({ kind, where }: Trouble) => {
      const { runId } = await getPublished(running(), county)
      const base = `/counties/${county}/runs/${runId}`
      const areas = await ask(running(), `${base}/areas`, areaList)
      const places = await ask(running(), `${base}/places`, placeList)
      const units = await ask(running(), `${base}/units`, unitList)
      const placeId = (slug: string) => idOf(county, isArea(slug) ? 'residential_area' : 'unit', slug)
      const unitRow = (code: string) => units.find(({ id }) => id === idOf(county, 'unit', code))!
      const walked = await running()
        .service.handle.db.selectFrom('coverage_places')
        .select(['nearest_facility_id', 'verdict'])
        .where('county_code', '=', county)
        .where('run_id', '=', runId)
        .where('nearest_facility_id', 'is not', null)
        .execute()
      await checks[kind]({
        county,
        where,
        area: (slug) => areas.find(({ id }) => id === idOf(county, 'residential_area', slug))!,
        place: (slug) => places.find(({ id }) => id === placeId(slug)),
        why: (slug) => ask(running(), `${base}/why?placeId=${placeId(slug)}`, whyReply),
        fact: (slug) => facts.get(slug)!,
        facilitiesOf: (code) => unitRow(code).facilities.map(({ id }) => id),
        isCoveredUnit: (code) => unitRow(code).covered,
        walkedTo: new Set(walked.filter(({ verdict }) => verdict === 'covered').map((row) => String(row.nearest_facility_id))),
        networkComponents: async () => {
          const bytes = await getGraphBytes(running().service.handle.db, county, 1)
          return describeNetwork(openGraph(bytes.slice().buffer)).components
        },
      })
    })

    it('the facilities without a place and off the roads are named to the user, not dropped in silence', async () => {
      const lost = troubles
        .filter(({ kind }) => kind === 'facility_without_place' || kind === 'facility_off_road')
        .flatMap(({ where }) => where)
      const { runId } = await getPublished(running(), county)
      const base = `/counties/${county}`
      const said = await Promise.all(
        [base, `${base}/summary`, `${base}/runs/${runId}`, `${base}/runs/${runId}/places`].map(async (path) =>
          (await fetch(`${running().api}${path}`)).text(),
        ),
      )
      const facilities = await listFacilities(running().service.handle.db, county, 1)
      const names = facilities.flatMap(({ facilityCode, name }) => (lost.includes(facilityCode) ? [name] : []))
      expect(names).toHaveLength(lost.length)
      expect(names.filter((name) => !said.some((text) => text.includes(name)))).toEqual([])
    })

    it('nobody is dropped: the people of every area and village are in the denominator', async () => {
      const { coverage: said } = await getPublished(running(), county)
      const { units } = await ask(running(), `/counties/${county}`, countyDetail)
      expect(units.length).toBeGreaterThan(0)
      expect(said.residents.known + said.residents.unlocated).toBe(coverage.residentsCovered.all)
    })
  })
}

function siteIn(found: Findings, area: string, facility: string) {
  return found.area(area).sites.find(({ facilityId }) => facilityId === idOf(found.county, 'facility', facility))
}

function numberOf(text: string | null | undefined): number {
  const [n, d = '1'] = String(text).split('/')
  return Number(n) / Number(d)
}

function sumOf(texts: (string | null | undefined)[]): number {
  return texts.reduce((sum, text) => sum + numberOf(text), 0)
}

function expectRate(found: Findings, rate: string, buildClass: string): void {
  for (const area of areasOf(found).map(found.area)) {
    expect(area).toMatchObject({ status: 'met', buildClass, rateM2Per100Households: rate, missingM2: '0', reasons: [] })
  }
}

function expectUndersized(found: Findings, missingM2: string): void {
  for (const area of areasOf(found).map(found.area)) {
    expect(area).toMatchObject({ status: 'not_met', missingM2, reasons: ['site_undersized'] })
    expect(Number(area.providedM2)).toBeGreaterThanOrEqual(Number(area.requiredM2))
  }
}

function expectInsufficient(found: Findings, reason: string): void {
  for (const area of areasOf(found).map(found.area))
    expect(area).toMatchObject({ status: 'insufficient_data', reasons: [reason], missingM2: null })
}

function expectNotCounted(found: Findings, reason: string, status: string): void {
  const [site] = facilitiesIn(found).map(found.fact)
  expect(site.status).toBe(status)
  for (const slug of areasOf(found)) {
    expect(siteIn(found, slug, site.id)).toMatchObject({ counted: false, reason })
    expect(found.area(slug)).toMatchObject({ status: 'not_met', providedM2: '0' })
  }
}

function expectClass(found: Findings, buildClass: string): void {
  for (const area of areasOf(found).map(found.area)) expect(area.buildClass).toBe(buildClass)
}

async function expectUnservedBy(found: Findings, holds: (site: FacilityFact) => boolean): Promise<void> {
  for (const site of facilitiesIn(found).map(found.fact)) {
    expect([site.id, holds(site)]).toEqual([site.id, true])
    expect(found.walkedTo).not.toContain(idOf(found.county, 'facility', site.id))
  }
  for (const slug of areasOf(found)) expect((await found.why(slug)).verdict).toBe('not_covered')
}
