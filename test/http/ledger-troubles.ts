import { expect } from 'vitest'
import type { RuleResultReply } from '../../server/contract/evaluations.ts'
import { stableUuid } from '../../server/hashing.ts'
import type { EvaluationOf } from './asked-evaluations.ts'
import type { LedgerFact, LedgerSheet } from './ledger-sheet.ts'

/** Evaluations of a county beside its sample's own ledgers. Packs of other places serve where the county's own asks no such rule. */
export interface LedgerFindings {
  county: number
  where: string[]
  sheet: LedgerSheet
  evaluationOf: EvaluationOf
}

type State = 'fails' | 'unknown'

/** With the earliest day, every area that has a date is new: the stages of all of them are asked. */
const everyDatedAreaIsNew = { new_since: '1949-10-01' }

const packOf = (ruleId: string) => ({ SC: 'shicheng', MN: 'mianning', SP: 'shapotou' })[ruleId.slice(0, 2)]!

/** One checkable fact for every kind of trouble in the ledgers that only rules of packs read. */
export const ledgerChecks: Record<string, (found: LedgerFindings) => Promise<void>> = {
  async hospital_without_geriatrics(found) {
    const rule = await ruleOf(found, 'SP-27')
    expectNamed(found, rule, 'facility', 'fails', () => '没有老年医学科')
    const { sites, withGeriatrics, notFilledIn } = found.sheet.answers.facilities.hospitalsOfGrade2
    expectFraction(rule, [withGeriatrics, withGeriatrics + notFilledIn, sites])
  },
  async geriatrics_not_filled_in(found) {
    expectNamed(found, await ruleOf(found, 'SP-27'), 'facility', 'unknown', () => '未填：老年医学科')
  },
  async home_far_from_health_centre(found) {
    const rule = await ruleOf(found, 'SC-24')
    const { rows, toleranceMetres } = found.sheet.answers.nearestHealthCentre
    for (const slug of found.where) {
      const words = reasonOf(found, rule, 'facility', slug, 'fails')
      const metres = Number(/敬老院—乡镇卫生院：直线 ≈?([\d.]+) 米/.exec(words)?.[1])
      // Figures for reading are cut after two decimals.
      expect(Math.abs(metres - rows.find(({ from }) => from === slug)!.metres)).toBeLessThanOrEqual(toleranceMetres + 0.01)
    }
  },
  async home_not_rated(found) {
    const rule = await ruleOf(found, 'SP-16')
    // The plans ask for the rating of township homes in operation; another's is in no rule's count.
    expectNamedIf(found, rule, isTownshipHome, 'unknown', () => '未填：等级')
    const homes = [...found.sheet.facilities.values()].filter(isTownshipHome)
    const rated = homes.filter(({ rating }) => rating !== undefined && rating >= 1).length
    const unrated = homes.filter(({ rating }) => rating === undefined).length
    expectFraction(rule, [rated, rated + unrated, homes.length])
    expect(unrated).toBe(found.sheet.answers.facilities.townshipHomes.notRated)
  },
  async home_unsigned(found) {
    // Agreements are asked of institutions in operation: a planned one is named when it opens.
    expectNamedIf(found, await ruleOf(found, 'SP-24'), ({ status }) => status === 'operating', 'fails', () => '签约医疗机构 0 家')
  },
  async residents_not_filled_in(found) {
    const rule = await ruleOf(found, 'SC-15')
    expectNamedIf(found, rule, isTownshipHome, 'unknown', () => '未填：在住人数')
    expectNamedIf(found, await ruleOf(found, 'SC-21'), isTownshipHome, 'unknown', () => '未填床位或在住人数')
    const { beds, residentsInCare } = found.sheet.answers.facilities.townshipHomes
    expectFraction(rule, [residentsInCare.known, residentsInCare.unfilled > 0 ? null : residentsInCare.known, beds])
  },
  async spare_beds(found) {
    const rule = await ruleOf(found, 'SC-21')
    const limited = [...found.sheet.facilities.values()].filter(isPublicHome)
    const counted = limited.filter(({ residentsInCare }) => residentsInCare !== undefined)
    const spareOf = (sites: LedgerFact[]) => sumOf(sites, ({ beds, residentsInCare }) => Math.max(0, beds - residentsInCare!))
    const bedsOf = (sites: LedgerFact[]) => sumOf(sites, ({ beds }) => beds)
    const open = bedsOf(limited.filter((site) => !counted.includes(site)))
    expectFraction(rule, [spareOf(counted), spareOf(counted) + open, bedsOf(limited)])
    // The rule limits new public homes: beds that private, planned or embedded homes have to spare are none of its own.
    for (const slug of found.where.filter((one) => isPublicHome(factOf(found, one)))) {
      const township = townshipOf(factOf(found, slug))
      const sites = counted.filter((site) => townshipOf(site) === township)
      const note = `${found.sheet.unitNames.get(township)}：空余 ${spareOf(sites)} 张，共 ${bedsOf(sites)} 张`
      expect(rule.notes.map(({ zh }) => zh.split('（')[0])).toContain(note)
      expect(spareOf([factOf(found, slug)])).toBeGreaterThan(factOf(found, slug).beds / 2)
    }
  },
  async project_over_limit(found) {
    expectNamed(found, await ruleOf(found, 'SC-19a'), 'facility', 'fails', (slug) => `床位 ${factOf(found, slug).beds} 张，限值 300 张`)
    const share = ({ beds, nursingBeds }: LedgerFact) => `护理型床位 ${nursingBeds} ÷ 床位 ${beds} = ${(100 * nursingBeds) / beds} %`
    expectNamed(found, await ruleOf(found, 'SC-19c'), 'facility', 'fails', (slug) => share(factOf(found, slug)))
  },
  async township_project_over_limit(found) {
    expectNamed(found, await ruleOf(found, 'SC-19b'), 'facility', 'fails', (slug) => `床位 ${factOf(found, slug).beds} 张，限值 150 张`)
    // 80 % nursing beds keep the 70 % of townships.
    expectNotNamed(found, await ruleOf(found, 'SC-19d'), found.where)
  },
  async settlement_without_site(found) {
    const types = ['day_care', 'community_center', 'community_complex', 'mutual_aid', 'meal_point']
    const lost = [...found.sheet.facilities.values()].filter((site) => site.status === 'operating' && !site.placed && site.types.some((type) => types.includes(type)))
    // No site stands inside; only one whose place nobody knows might, and that is said by name instead of a plain “none”.
    const words = lost.length > 0 ? `${lost.length} 处合格设施没有位置，可能在其中（${lost.map(({ name }) => name).join('、')}）` : '合格设施 0 处'
    expectNamed(found, await ruleOf(found, 'MN-06'), 'settlement', lost.length > 0 ? 'unknown' : 'fails', () => words)
  },
  async settlement_without_headcount(found) {
    const rule = await ruleOf(found, 'MN-06')
    expectNamed(found, rule, 'settlement', 'unknown', () => '未填人数，不知是否达到 800 人')
    const atLeast800 = found.sheet.rows.settlements.filter(({ id, residents }) => (residents !== null && residents >= 800) || found.where.includes(id))
    expect(rule.denominator).toBe(atLeast800.length)
  },
  async transition_over(found) {
    const { evaluation } = await found.evaluationOf(found.county, 'mianning')
    const over = found.sheet.rows.premises.filter(({ id }) => found.where.includes(id))
    for (const { transitionUntil } of over) expect(evaluation.dataDate! > transitionUntil!).toBe(true)
    const note = `${over.length} 处过渡期已满（至 ${evaluation.dataDate}）：${over.map(({ name }) => name).join('、')}`
    expect((await ruleOf(found, 'MN-14')).notes.map(({ zh }) => zh)).toContain(note)
  },
  async parcel_misused(found) {
    const areaOf = (slug: string) => found.sheet.rows.parcels.find(({ id }) => id === slug)!.areaM2
    for (const id of ['SC-30', 'SP-21']) expectNamed(found, await ruleOf(found, id), 'parcel', 'fails', (slug) => `改变用途或容积率，面积 ${areaOf(slug)} m²`)
  },
  async misuse_not_filled_in(found) {
    for (const id of ['SC-30', 'SP-21']) expectNamed(found, await ruleOf(found, id), 'parcel', 'unknown', () => '未填是否改变用途')
  },
  site_on_farmland: (found) => expectOnFarmland(found),
  point_on_farmland: (found) => expectOnFarmland(found),
  async site_in_hazard(found) {
    expectNamed(found, await ruleOf(found, 'SC-27'), 'facility', 'fails', () => '位于 1 类管控区：灾害危险区')
    expectNotNamed(found, await ruleOf(found, 'SP-20'), found.where)
  },
  async stage_breached(found) {
    const rule = await ruleOf(found, 'SC-13')
    expectNamed(found, rule, 'residential_area', 'fails', (slug) => {
      const stages = found.sheet.rows.syncStages.filter(({ residentialAreaId }) => residentialAreaId === slug)
      expect(stages.find(({ stage }) => stage === 'handover')).toMatchObject({ state: 'breach', note: '建而不交' })
      return `${stages.filter(({ state }) => state === 'done').length}/4 已完成；同步交付：违规（建而不交）`
    })
    expect(rule.notes.map(({ zh }) => zh.split('：')[0])).toEqual([`${found.where.length} 个小区有违规`])
  },
  async stages_not_filled_in(found) {
    expectNamed(found, await ruleOf(found, 'SC-13'), 'residential_area', 'unknown', (slug) => {
      const stages = found.sheet.rows.syncStages.filter(({ residentialAreaId }) => residentialAreaId === slug)
      expect(stages.length).toBeLessThan(4)
      return `${stages.filter(({ state }) => state === 'done').length}/4 已完成`
    })
  },
  async register_overdue(found) {
    const { evaluation } = await found.evaluationOf(found.county, 'mianning')
    const rule = await ruleOf(found, 'MN-12')
    expect(found.where).toEqual(found.sheet.answers.register.overdue)
    expectNamed(found, rule, 'register', 'fails', (slug) => {
      const { deadline } = entryOf(found, slug)
      expect(deadline! < evaluation.dataDate!).toBe(true)
      return `（台账期限 ${deadline}，至 ${evaluation.dataDate} 已过）`
    })
    const names = found.where.map((slug) => entryOf(found, slug).name).sort()
    expect(rule.notes.map(({ zh }) => zh)).toContain(`${names.length} 条已过台账所定期限：${names.join('、')}`)
  },
  async register_without_deadline(found) {
    const rule = await ruleOf(found, 'MN-12')
    expectNamed(found, rule, 'register', 'fails', () => '（台账未定期限）')
    expect(rule.notes.map(({ zh }) => zh)).toContain(`${found.where.length} 条台账未定期限：${found.where.map((slug) => entryOf(found, slug).name).join('、')}`)
  },
  async register_without_year(found) {
    const rule = await ruleOf(found, 'MN-12')
    expectNamed(found, rule, 'register', 'unknown', () => '未填建成年份，不知是否在清查范围')
    const { since2014, yearNotFilledIn, done } = found.sheet.answers.register
    expectFraction(rule, [done, done + yearNotFilledIn, since2014 + yearNotFilledIn])
  },
  async rooms_not_filled_in(found) {
    const rule = await ruleOf(found, 'MN-24')
    expectNamed(found, rule, 'unit', 'unknown', () => '未填无偿用于养老的面积')
    const { floorAreaM2, eldercareFreeM2, notFilledIn } = found.sheet.answers.communityRooms
    const open = found.sheet.rows.communityRooms.filter(({ unitCode }) => found.where.includes(unitCode))
    expect(open).toHaveLength(notFilledIn)
    expectFraction(rule, [Number(eldercareFreeM2), Number(eldercareFreeM2) + sumOf(open, (room) => Number(room.floorAreaM2)), Number(floorAreaM2)])
  },
  async pooled_but_apart(found) {
    const rule = await ruleOf(found, 'MN-11')
    for (const { id, name, residentialAreaIds } of found.sheet.rows.poolingGroups.filter((group) => found.where.includes(group.id))) {
      expect(reasonOf(found, rule, 'pooling', id, 'fails')).toBe(`统筹 ${residentialAreaIds.length} 个小区，没有批复文号`)
      expect(rule.notes.map(({ zh }) => zh.split('：')[0])).toContain(`${name}（无批复文号；不相邻）`)
    }
  },
  async elders_served_not_filled_in(found) {
    const atMeals = await ruleOf(found, 'SP-11')
    const operates = (types: string[]) => (site: LedgerFact) => site.status === 'operating' && site.types.some((type) => types.includes(type))
    expectNamedIf(found, atMeals, operates(['meal_point']), 'unknown', () => '未填：服务人数')
    const rural = operates(['rural_meal_table', 'mutual_aid', 'regional_center', 'township_home'])
    expectNamedIf(found, await ruleOf(found, 'SP-12'), rural, 'unknown', () => '未填：服务人数')
    const { known, unfilled } = found.sheet.answers.facilities.eldersServedAtMealPoints
    expect([atMeals.numerator, atMeals.failingUnits.length, atMeals.valueUpper]).toEqual([known, unfilled, null])
  },
  four_helps_lacking: (found) => expectFourHelps(found, 'fails', (sites) => `${sites.length} 处设施均未满足“四助五有”九项`),
  four_helps_not_filled_in: (found) =>
    expectFourHelps(found, 'unknown', (sites) => `有 ${sites.length} 处设施未填齐“四助五有”九项（${sites.map(({ name }) => name).sort().join('、')}）`),
}

async function ruleOf({ county, evaluationOf }: LedgerFindings, ruleId: string): Promise<RuleResultReply> {
  const pack = packOf(ruleId)
  const { results } = await evaluationOf(county, pack, pack === 'shicheng' ? everyDatedAreaIsNew : {})
  return results.find(({ id }) => id === ruleId)!
}

type Kind = 'facility' | 'settlement' | 'parcel' | 'register' | 'pooling' | 'residential_area' | 'unit'

/** The reason for which the rule names it, with this state and once; '' where it does not. */
function reasonOf({ county }: LedgerFindings, { failingUnits }: RuleResultReply, kind: Kind, slug: string, state: State): string {
  const named = failingUnits.filter(({ id }) => id === stableUuid(`${county}/${kind}/${slug}`))
  expect([slug, named.map((unit) => unit.state)]).toEqual([slug, [state]])
  expect(named[0].reason.en).not.toMatch(/undefined|null|NaN/)
  return named[0].reason.zh
}

function expectNamed(found: LedgerFindings, rule: RuleResultReply, kind: Kind, state: State, words: (slug: string) => string): void {
  for (const slug of found.where) expect([slug, reasonOf(found, rule, kind, slug, state)]).toEqual([slug, expect.stringContaining(words(slug))])
}

/** Facilities that the rule counts are named; those that it does not count are not. */
function expectNamedIf(found: LedgerFindings, rule: RuleResultReply, counts: (site: LedgerFact) => boolean, state: State, words: () => string): void {
  const isCounted = (slug: string) => counts(factOf(found, slug))
  expectNamed({ ...found, where: found.where.filter(isCounted) }, rule, 'facility', state, words)
  expectNotNamed(found, rule, found.where.filter((slug) => !isCounted(slug)))
}

function expectNotNamed({ county }: LedgerFindings, { failingUnits }: RuleResultReply, slugs: string[]): void {
  const named = new Set(failingUnits.map(({ id }) => id))
  expect(slugs.filter((slug) => named.has(stableUuid(`${county}/facility/${slug}`)))).toEqual([])
}

/** Least and most above the line, and what stands below it: what is unknown is in the most and in the whole, never dropped. */
function expectFraction({ parts }: RuleResultReply, [least, most, whole]: [number, number | null, number]): void {
  expect(parts.map(({ numerator, numeratorUpper, denominator }) => [numerator, numeratorUpper, denominator])).toEqual([[String(least), most === null ? null : String(most), String(whole)]])
}

async function expectOnFarmland(found: LedgerFindings): Promise<void> {
  const rule = await ruleOf(found, 'SP-20')
  const { overlaps, toleranceShare } = found.sheet.answers.controlAreas
  for (const slug of found.where) {
    const { areaM2 } = overlaps.find(({ facilityId, layer }) => facilityId === slug && layer === 'permanent_basic_farmland')!
    const said = Number(/^压占永久基本农田 ≈?([\d.]+) m²$/.exec(reasonOf(found, rule, 'facility', slug, 'fails'))?.[1])
    expect(Math.abs(said - areaM2)).toBeLessThanOrEqual(areaM2 * toleranceShare + (areaM2 > 0 ? 0.01 : 0))
  }
  expect(rule.status).toBe('not_met')
}

/** 四助五有 is asked of a village: it fails, or is unknown, where no other site of it does better. */
async function expectFourHelps(found: LedgerFindings, state: State, words: (sites: LedgerFact[]) => string): Promise<void> {
  const rule = await ruleOf(found, 'SC-04')
  for (const slug of found.where) {
    const { unitCode } = factOf(found, slug)
    const sites = [...found.sheet.facilities.values()].filter((site) => site.unitCode === unitCode && site.status === 'operating' && site.types.includes('mutual_aid'))
    const states = sites.map(({ fourHelpsFiveHaves: nine }) => (nine?.includes(false) ? 'fails' : nine && !nine.includes(null) ? 'met' : 'unknown'))
    expect([slug, states.includes('met'), state === 'fails' && states.includes('unknown')]).toEqual([slug, false, false])
    expect(reasonOf(found, rule, 'unit', unitCode!, state)).toBe(words(sites))
  }
}

const isTownshipHome = ({ status, types }: LedgerFact) => status === 'operating' && types.includes('township_home')
const isPublicHome = ({ status, types, ownership }: LedgerFact) =>
  status === 'operating' && ownership === 'public' && (types.includes('township_home') || types.includes('county_support_home'))

/** The township of a unit of the sample, by its code: S360735100C005 lies in 360735100000. */
const townshipOf = ({ unitCode }: LedgerFact) => `${unitCode!.replace(/^S/, '').slice(0, 9)}000`
const factOf = ({ sheet }: LedgerFindings, slug: string) => sheet.facilities.get(slug)!
const entryOf = ({ sheet }: LedgerFindings, slug: string) => sheet.rows.register.find(({ id }) => id === slug)!
const sumOf = <Row>(rows: Row[], of: (row: Row) => number) => rows.reduce((sum, row) => sum + of(row), 0)
