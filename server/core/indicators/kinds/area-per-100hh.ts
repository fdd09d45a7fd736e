import { add, compare, divide, maximum, multiply, parseDecimal, rational, subtract, toExactText, zero, type Rational } from '../../exact.ts'

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
  areaM2: Rational | null
  /** What this one site lacks of the single-site minimum; null where it lacks nothing or no minimum applies. */
  shortfallM2: Rational | null
  /** Why it does not count: status, use, type, acquisition, area_unknown. */
  reason: string | null
}

export type AreaStatus = 'met' | 'not_met' | 'insufficient_data' | 'not_prescribed'

export interface AreaVerdict {
  subject: AreaSubject
  status: AreaStatus
  buildClass: BuildClass | null
  households: number | null
  requiredM2: Rational | null
  providedM2: Rational | null
  missingM2: Rational | null
  rateM2Per100Households: Rational | null
  /** Codes: no_date, no_households, no_figure, sum_short, site_undersized, no_site, site_area_unknown. */
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

/** New, old or existing by the declared document and day; undefined where the ledger has no date to tell. */
export function classify(rule: AreaRule, subject: AreaSubject): BuildClass | undefined {
  const dates =
    rule.newSince.document === 'permit'
      ? [subject.permitDate, subject.planningConditionDate]
      : [subject.planningConditionDate, subject.permitDate]
  const date = dates.find((day) => day !== null)
  if (date === undefined || date === null) return undefined
  if (date >= rule.newSince.date) return 'new'
  return subject.buildClass === 'old' ? 'old' : 'existing'
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
  const blank = { subject, buildClass: null, households: null, requiredM2: null, providedM2: null, missingM2: null, rateM2Per100Households: null }
  if (!rule) return { ...blank, status: 'not_prescribed', reasons: ['no_figure'], sites: [] }
  const buildClass = classify(rule, subject)
  const minimum = buildClass === 'new' && rule.newSingleSiteMinimumM2 !== null ? parseDecimal(String(rule.newSingleSiteMinimumM2)) : null
  const sites = allotted.map(({ site, areaM2 }) => judgeSite(rule, site, areaM2, minimum))
  if (!buildClass) return { ...blank, status: 'insufficient_data', reasons: ['no_date'], sites }
  const standard = { new: rule.newM2Per100Households, old: rule.oldM2Per100Households, existing: rule.existingM2Per100Households }[buildClass]
  if (standard === null) return { ...blank, buildClass, status: 'not_prescribed', reasons: ['no_figure'], sites }
  const households = subject.households[rule.households[buildClass]]
  if (households === null) return { ...blank, buildClass, status: 'insufficient_data', reasons: ['no_households'], sites }

  const requiredM2 = divide(multiply(rational(households), parseDecimal(String(standard))), rational(100))
  const counted = sites.filter((site) => site.counted)
  const providedM2 = counted.reduce((sum, site) => add(sum, site.areaM2!), zero)
  const short = subtract(requiredM2, providedM2)
  const qualifying = counted.some((site) => site.shortfallM2 === null)
  const missingM2 = minimum && !qualifying ? maximum(requiredM2, minimum) : maximum(zero, short)
  const undersized = counted.some((site) => site.shortfallM2 !== null)
  const unknown = sites.some((site) => site.reason === 'area_unknown')
  const reasons = [
    ...(counted.length === 0 && compare(missingM2, zero) > 0 ? ['no_site'] : compare(short, zero) > 0 ? ['sum_short'] : []),
    ...(undersized ? ['site_undersized'] : []),
    ...(unknown ? ['site_area_unknown'] : []),
  ]
  const met = compare(missingM2, zero) === 0 && !undersized
  return {
    subject,
    buildClass,
    households,
    requiredM2,
    providedM2,
    missingM2,
    rateM2Per100Households: households > 0 ? divide(multiply(providedM2, rational(100)), rational(households)) : null,
    status: met ? 'met' : unknown ? 'insufficient_data' : 'not_met',
    reasons,
    sites,
  }
}

/** A site counts when the clause names its type and way, and it is in eldercare use now: not closed, not misused. */
function judgeSite(rule: AreaRule, site: AreaSite, areaM2: Rational | null, minimum: Rational | null): JudgedSite {
  const reason = !site.types.some((type) => rule.facilityTypes.includes(type))
    ? 'type'
    : site.status !== 'operating'
      ? 'status'
      : site.currentUse !== 'eldercare'
        ? 'use'
        : site.acquisition === null || !rule.acquisitions.includes(site.acquisition)
          ? 'acquisition'
          : areaM2 === null
            ? 'area_unknown'
            : null
  const short = minimum && areaM2 && site.floorAreaM2 ? subtract(minimum, parseDecimal(site.floorAreaM2)) : null
  return {
    facilityId: site.facilityId,
    name: site.name,
    counted: reason === null,
    areaM2,
    shortfallM2: short && compare(short, zero) > 0 ? short : null,
    reason,
  }
}

/** The formula with its numbers, as a reviewer would write it down. */
export function areaFormula(verdict: AreaVerdict, standard: number | null): { zh: string; en: string } {
  if (verdict.requiredM2 === null || standard === null) return { zh: '—', en: '—' }
  const h = verdict.households
  const required = toExactText(verdict.requiredM2)
  const provided = toExactText(verdict.providedM2!)
  const missing = toExactText(verdict.missingM2!)
  return {
    zh: `应配 = ${h} 户 × ${standard} m² ÷ 100 户 = ${required} m²；实配 = ${provided} m²；缺口 = ${missing} m²`,
    en: `required = ${h} households × ${standard} m² ÷ 100 = ${required} m²; provided = ${provided} m²; missing = ${missing} m²`,
  }
}
