import { add, compare, divide, maximum, multiply, parseDecimal, rational, subtract, zero, type Rational } from '../../exact.ts'
import { figure, figureUp } from '../words.ts'

export type BuildClass = 'new' | 'old' | 'existing'
export type HouseholdsBase = 'planned' | 'completed' | 'occupied'

/** The rule of a plan, or a standard that the user adopted because the plan prints none. Areas in m². */
export interface AreaRule {
  adopted: boolean
  label: { zh: string; en: string }
  /** m² per 100 households by class; null where the plan prints no figure for that class. */
  newM2Per100Households: number | null
  oldM2Per100Households: number | null
  existingM2Per100Households: number | null
  /** Every single counted site of a new area must have this many m²; null for no such clause. */
  newSingleSiteMinimumM2: number | null
  /** The classes that the single-site minimum binds; new areas alone where left out. */
  singleSiteClasses?: BuildClass[]
  facilityTypes: string[]
  acquisitions: string[]
  /** No plan prints the date that parts new from the rest: the document and the day are declared, with the reason. */
  newSince: { document: 'permit' | 'planning_condition'; date: string; reason: { zh: string; en: string } }
  households: Record<BuildClass, HouseholdsBase>
  clause: { document: string; documentNumber: string | null; issued: string; ref: string; quote: string } | null
}

export interface AreaSubject {
  id: string
  name: string
  buildClass: BuildClass | null
  permitDate: string | null
  planningConditionDate: string | null
  households: Record<HouseholdsBase, number | null>
}

export interface AreaSite {
  facilityId: string
  name: string
  types: string[]
  status: string
  currentUse: string
  acquisition: string | null
  /** Decimal m²; null where the ledger gives none. */
  floorAreaM2: string | null
}

export interface Allotment {
  facilityId: string
  residentialAreaId: string
  /** Decimal m²; null asks for a share pro rata to households. */
  areaM2: string | null
}

export interface JudgedSite {
  facilityId: string
  name: string
  counted: boolean
  /** The share allotted to this area. */
  areaM2: Rational | null
  /** The whole site's floor area, which the single-site minimum is about. */
  floorAreaM2: Rational | null
  /** What this one site lacks of the single-site minimum; null where it lacks nothing or no minimum applies. */
  shortfallM2: Rational | null
  /**
   * Why it does not count: status, use, type, acquisition; or what must be known before it can: use_unknown,
   * acquisition_unknown (whether it counts at all), area_unknown (how much of it).
   */
  reason: string | null
}

/** What is unknown of a site: it is counted as neither, and widens what the area may have. */
const unknownReasons = ['use_unknown', 'acquisition_unknown', 'area_unknown']

export type AreaStatus = 'met' | 'not_met' | 'insufficient_data' | 'not_prescribed'

/** The document and day that decided new or not. */
export interface DecidingDate {
  document: 'permit' | 'planning_condition'
  date: string
}

/** Both tests over a choice of the counted sites. */
export interface AreaVariant {
  providedM2: Rational
  missingM2: Rational
  status: 'met' | 'not_met'
}

export interface AreaVerdict {
  subject: AreaSubject
  status: AreaStatus
  buildClass: BuildClass | null
  dateUsed: DecidingDate | null
  /** Which of the ledger's figures the rule asks for; null where no figure is prescribed or the class is unknown. */
  householdsBasis: HouseholdsBase | null
  households: number | null
  /** Undersized sites' area counted, and left out; null where no minimum applies or that choice cannot be judged. */
  withUndersized: AreaVariant | null
  withoutUndersized: AreaVariant | null
  requiredM2: Rational | null
  providedM2: Rational | null
  /** With every site counted that may count; null where one of them gives no area, or as `providedM2` is. */
  providedUpperM2: Rational | null
  missingM2: Rational | null
  rateM2Per100Households: Rational | null
  /** Codes: no_date, no_households, no_figure, sum_short, site_undersized, no_site, site_use_unknown, site_acquisition_unknown, site_area_unknown. */
  reasons: string[]
  sites: JudgedSite[]
}

/**
 * Floor area per 100 households of every residential area (domain.md, Floor area per 100 households):
 * required = h × s / 100, provided = Σ floor area of counted facilities allotted to the area,
 * missing = max(0, required − provided); with a single-site minimum m both Σ area ≥ h × s / 100 and every counted
 * site ≥ m, and with no qualifying site (none counted, or all below m) missing = max(h × s / 100, m). Exact rationals.
 */
export function judgeAreas(rule: AreaRule | null, subjects: AreaSubject[], sites: AreaSite[], allotments: Allotment[]): AreaVerdict[] {
  const siteById = new Map(sites.map((site) => [site.facilityId, site]))
  const householdsOf = new Map(subjects.map((subject) => [subject.id, rule ? ruleHouseholds(rule, subject) : null]))
  const allotted = new Map<string, { site: AreaSite; areaM2: Rational | null }[]>()
  for (const site of sites) {
    const own = allotments.filter((allotment) => allotment.facilityId === site.facilityId)
    for (const [areaId, areaM2] of shareFloorArea(site, own, householdsOf)) {
      const list = allotted.get(areaId) ?? []
      list.push({ site: siteById.get(site.facilityId)!, areaM2 })
      allotted.set(areaId, list)
    }
  }
  return subjects.map((subject) => judgeArea(rule, subject, allotted.get(subject.id) ?? []))
}

/** What tells new areas from the rest. */
export interface DatedRule {
  newSince: Pick<AreaRule['newSince'], 'document' | 'date'>
}

/** New, old or existing by the declared document and day; undefined where the ledger has no date to tell. */
export function classify(rule: DatedRule, subject: AreaSubject): BuildClass | undefined {
  const deciding = decidingDate(rule, subject)
  if (!deciding) return undefined
  if (deciding.date >= rule.newSince.date) return 'new'
  return subject.buildClass === 'old' ? 'old' : 'existing'
}

/** The declared document's date, else the other's (domain.md, New or old); null where the ledger has neither. */
export function decidingDate(rule: DatedRule, subject: AreaSubject): DecidingDate | null {
  const dates = { permit: subject.permitDate, planning_condition: subject.planningConditionDate }
  const documents = rule.newSince.document === 'permit' ? (['permit', 'planning_condition'] as const) : (['planning_condition', 'permit'] as const)
  for (const document of documents) {
    const date = dates[document]
    if (date !== null) return { document, date }
  }
  return null
}

function ruleHouseholds(rule: AreaRule, subject: AreaSubject): number | null {
  const buildClass = classify(rule, subject)
  return buildClass ? subject.households[rule.households[buildClass]] : null
}

/** Explicit allotments first; what is left is shared pro rata to households among those without a stated area. */
function shareFloorArea(site: AreaSite, own: Allotment[], householdsOf: Map<string, number | null>): Map<string, Rational | null> {
  const shares = new Map<string, Rational | null>()
  let left = site.floorAreaM2 === null ? null : parseDecimal(site.floorAreaM2)
  for (const { residentialAreaId, areaM2 } of own) {
    if (areaM2 === null) continue
    shares.set(residentialAreaId, parseDecimal(areaM2))
    if (left) left = subtract(left, parseDecimal(areaM2))
  }
  const open = own.filter((allotment) => allotment.areaM2 === null)
  const counts = open.map((allotment) => householdsOf.get(allotment.residentialAreaId) ?? null)
  const all = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0)
  // One sharer without a household count leaves every share unknown, unless it is the only one.
  const known = open.length === 1 || (all > 0 && counts.every((count) => count !== null))
  open.forEach((allotment, i) => {
    const part = open.length === 1 ? rational(1) : known ? rational(counts[i]!, all) : null
    shares.set(allotment.residentialAreaId, left && part && compare(left, zero) >= 0 ? multiply(left, part) : null)
  })
  return shares
}

function judgeArea(rule: AreaRule | null, subject: AreaSubject, allotted: { site: AreaSite; areaM2: Rational | null }[]): AreaVerdict {
  const blank = {
    subject,
    buildClass: null,
    dateUsed: null,
    householdsBasis: null,
    households: null,
    requiredM2: null,
    providedM2: null,
    providedUpperM2: null,
    missingM2: null,
    rateM2Per100Households: null,
    withUndersized: null,
    withoutUndersized: null,
  }
  if (!rule) return { ...blank, status: 'not_prescribed', reasons: ['no_figure'], sites: [] }
  const dateUsed = decidingDate(rule, subject)
  const buildClass = classify(rule, subject)
  const minimumBinds = buildClass !== undefined && (rule.singleSiteClasses ?? ['new']).includes(buildClass)
  const minimum = minimumBinds && rule.newSingleSiteMinimumM2 !== null ? parseDecimal(String(rule.newSingleSiteMinimumM2)) : null
  const sites = allotted.map(({ site, areaM2 }) => judgeSite(rule, site, areaM2, minimum))
  if (!buildClass) return { ...blank, status: 'insufficient_data', reasons: ['no_date'], sites }
  const standard = standardOf(rule, buildClass)
  if (standard === null) return { ...blank, buildClass, dateUsed, status: 'not_prescribed', reasons: ['no_figure'], sites }
  const householdsBasis = rule.households[buildClass]
  const households = subject.households[householdsBasis]
  const known = { ...blank, buildClass, dateUsed, householdsBasis }
  if (households === null) return { ...known, status: 'insufficient_data', reasons: ['no_households'], sites }

  const requiredM2 = divide(multiply(rational(households), parseDecimal(String(standard))), rational(100))
  const counted = sites.filter((site) => site.counted)
  const open = sites.filter(isUnknown)
  const all = testSites(requiredM2, minimum, counted)
  const isLarge = (site: JudgedSite) => site.shortfallM2 === null
  const large = testSites(requiredM2, minimum, counted.filter(isLarge))
  return {
    ...known,
    households,
    requiredM2,
    providedM2: all.providedM2,
    providedUpperM2: open.every(({ areaM2 }) => areaM2 !== null) ? testSites(requiredM2, null, [...counted, ...open]).providedM2 : null,
    missingM2: all.missingM2,
    rateM2Per100Households: households > 0 ? divide(multiply(all.providedM2, rational(100)), rational(households)) : null,
    withUndersized: minimum ? toVariant(all, decide(requiredM2, minimum, counted, open)) : null,
    withoutUndersized: minimum ? toVariant(large, decide(requiredM2, minimum, counted.filter(isLarge), open.filter(isLarge))) : null,
    status: decide(requiredM2, minimum, counted, open) ?? 'insufficient_data',
    reasons: [
      ...(counted.length === 0 && compare(all.missingM2, zero) > 0 ? ['no_site'] : compare(requiredM2, all.providedM2) > 0 ? ['sum_short'] : []),
      ...(all.undersized ? ['site_undersized'] : []),
      ...unknownReasons.filter((code) => open.some(({ reason }) => reason === code)).map((code) => `site_${code}`),
    ],
    sites,
  }
}

/** Whether it counts, or how much of it, is not known. */
export function isUnknown({ reason }: JudgedSite): boolean {
  return reason !== null && unknownReasons.includes(reason)
}

/** Nobody filled in what the site is used for now. */
export function isUseUnknown({ currentUse }: Pick<AreaSite, 'currentUse'>): boolean {
  return currentUse === '' || currentUse === 'unknown'
}

/** The figure of a class, m² per 100 households; null where the plan prints none. */
export function standardOf(rule: AreaRule, buildClass: BuildClass): number | null {
  return { new: rule.newM2Per100Households, old: rule.oldM2Per100Households, existing: rule.existingM2Per100Households }[buildClass]
}

interface SiteTest {
  providedM2: Rational
  missingM2: Rational
  undersized: boolean
  met: boolean
}

/** Both tests over some of the counted sites: the sum, and with a minimum each of them and at least one. */
function testSites(requiredM2: Rational, minimum: Rational | null, counted: JudgedSite[]): SiteTest {
  const providedM2 = counted.reduce((sum, site) => add(sum, site.areaM2!), zero)
  const qualifying = counted.some((site) => site.shortfallM2 === null)
  const missingM2 = minimum && !qualifying ? maximum(requiredM2, minimum) : maximum(zero, subtract(requiredM2, providedM2))
  const undersized = counted.some((site) => site.shortfallM2 !== null)
  return { providedM2, missingM2, undersized, met: compare(missingM2, zero) === 0 && !undersized }
}

/**
 * The verdict that holds whatever is unknown of the open sites turns out to be; null where it depends on that. They may
 * make up a sum; an undersized one among them, or one whose size nobody knows, may break the minimum that binds each
 * counted site; and no further site cures an undersized one.
 */
function decide(requiredM2: Rational, minimum: Rational | null, counted: JudgedSite[], open: JudgedSite[]): AreaVariant['status'] | null {
  const sure = testSites(requiredM2, minimum, counted)
  if (sure.undersized || open.length === 0) return sure.met ? 'met' : 'not_met'
  const maySpoil = minimum !== null && open.some(({ floorAreaM2 }) => floorAreaM2 === null || compare(floorAreaM2, minimum) < 0)
  if (sure.met) return maySpoil ? null : 'met'
  if (open.some(({ areaM2 }) => areaM2 === null)) return null
  // The best that can be: every open site counts that is large enough.
  const best = testSites(requiredM2, minimum, [...counted, ...open.filter(({ shortfallM2 }) => shortfallM2 === null)])
  return best.met ? null : 'not_met'
}

function toVariant(test: SiteTest, status: AreaVariant['status'] | null): AreaVariant | null {
  return status && { providedM2: test.providedM2, missingM2: test.missingM2, status }
}

/** A site counts when the clause names its type and way, and it is in eldercare use now: not closed, not misused. */
function judgeSite(rule: AreaRule, site: AreaSite, areaM2: Rational | null, minimum: Rational | null): JudgedSite {
  const reason = whyNotCounted(rule, site) ?? (areaM2 === null ? 'area_unknown' : null)
  const floorAreaM2 = site.floorAreaM2 === null ? null : parseDecimal(site.floorAreaM2)
  const short = minimum && areaM2 && floorAreaM2 ? subtract(minimum, floorAreaM2) : null
  return {
    facilityId: site.facilityId,
    name: site.name,
    counted: reason === null,
    areaM2,
    floorAreaM2,
    shortfallM2: short && compare(short, zero) > 0 ? short : null,
    reason,
  }
}

/** What surely keeps a site out comes before what is not filled in: an empty field opens no question that is settled. */
function whyNotCounted(rule: AreaRule, { types, status, currentUse, acquisition }: AreaSite): string | null {
  if (!types.some((type) => rule.facilityTypes.includes(type))) return 'type'
  if (status !== 'operating') return 'status'
  const useUnknown = isUseUnknown({ currentUse })
  if (currentUse !== 'eldercare' && !useUnknown) return 'use'
  if (acquisition !== null && !rule.acquisitions.includes(acquisition)) return 'acquisition'
  if (useUnknown) return 'use_unknown'
  return acquisition === null ? 'acquisition_unknown' : null
}

/**
 * The formula with its numbers, as a reviewer would write it down. Where no site qualifies and the single-site minimum
 * (`minimumM2`) is more than the sum asks for, that is what is missing, and the formula says so.
 */
export function areaFormula(verdict: AreaVerdict, standard: number | null, minimumM2: number | null = null): { zh: string; en: string } {
  if (verdict.status === 'not_prescribed') return { zh: '本规划未规定', en: 'Not prescribed by the plan' }
  if (verdict.requiredM2 === null || standard === null) return { zh: '—', en: '—' }
  const h = verdict.households
  const [required, missing] = [verdict.requiredM2, verdict.missingM2!].map(figureUp)
  const provided = figure(verdict.providedM2!)
  const ofSum = maximum(zero, subtract(verdict.requiredM2, verdict.providedM2!))
  const byMinimum = minimumM2 !== null && compare(verdict.missingM2!, ofSum) !== 0
  const missingZh = byMinimum ? `max(${required}, ${minimumM2}) = ${missing} m²（没有一处达到单处下限 ${minimumM2} m²）` : `${missing} m²`
  const missingEn = byMinimum ? `max(${required}, ${minimumM2}) = ${missing} m² (no site reaches the single-site minimum of ${minimumM2} m²)` : `${missing} m²`
  return {
    zh: `应配 = ${h} 户 × ${standard} m² ÷ 100 户 = ${required} m²；实配 = ${provided} m²；缺口 = ${missingZh}`,
    en: `required = ${h} households × ${standard} m² ÷ 100 = ${required} m²; provided = ${provided} m²; missing = ${missingEn}`,
  }
}
