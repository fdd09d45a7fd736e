import { add, atLeast, exact, larger, multiply, parseDecimal, print, subtract, zero, type Exact } from './exact.ts'
import type { AreaRule, BuildClass, County, Facility, ResidentialArea } from './types.ts'
import { serves } from './answers-coverage.ts'

interface Site {
  facilityId: string
  floorArea: Exact
  /** The part of it that belongs to this area. */
  share: Exact
}

/** 每百户用房面积, area by area, in exact numbers. */
export function areaAnswers(county: County) {
  const rows = county.areas.map((area) => judge(county, area))
  const count = (status: string) => rows.filter((row) => row.status === status).length
  const missing = rows.reduce((sum, row) => add(sum, row.missing), zero)
  return {
    note: 'providedM2 counts every counted site. Where a single-site minimum applies, providedWithoutUndersizedM2 leaves out sites below it. missingM2 = max(0, required − provided); with no site of at least the minimum, max(required, minimum).',
    met: count('met'),
    notMet: count('not_met'),
    insufficientData: count('insufficient_data'),
    notPrescribed: 0,
    missingM2: print(missing),
    perArea: rows.map(({ missing: _, ...row }) => row),
  }
}

/** permitDate on or after the split: new. Before it: the ledger's word if it is old or existing, else existing. */
export function classOf(area: ResidentialArea, rule: AreaRule): BuildClass | null {
  if (!area.permitDate) return null
  if (area.permitDate >= rule.newSince.date) return 'new'
  return area.buildClass === 'old' || area.buildClass === 'existing' ? area.buildClass : 'existing'
}

export function ruleHouseholds(area: ResidentialArea, rule: AreaRule): number | null {
  const buildClass = classOf(area, rule)
  if (!buildClass) return null
  return rule.households[buildClass] === 'planned' ? area.householdsPlanned : area.householdsCompleted
}

function judge(county: County, area: ResidentialArea) {
  const rule = county.areaRule
  const buildClass = classOf(area, rule)
  const households = ruleHouseholds(area, rule)
  const sites = countedSites(county, area)
  const provided = sites.reduce((sum, site) => add(sum, site.share), zero)
  const base = { residentialAreaId: area.id, class: buildClass, households }
  if (!buildClass || households === null) {
    const why = buildClass ? 'no household figure' : 'no permit date and no planning-condition date'
    const rest = { requiredM2: null, providedM2: print(provided), missingM2: null, status: 'insufficient_data', why }
    return { ...base, ...rest, sites: sites.length, undersized: [], missing: zero }
  }
  const required = multiply(exact(households), exact(standardOf(rule, buildClass), 100))
  const minimum =
    buildClass === 'new' && rule.newSingleSiteMinimumM2 !== null ? exact(rule.newSingleSiteMinimumM2) : null
  const undersized = minimum ? sites.filter((site) => !atLeast(site.floorArea, minimum)) : []
  const qualifying = sites.filter((site) => !undersized.includes(site))
  const enough = atLeast(provided, required)
  const met = minimum ? enough && sites.length > 0 && undersized.length === 0 : enough
  const missing = missingOf(required, provided, minimum !== null && qualifying.length === 0 ? minimum : null)
  return {
    ...base,
    requiredM2: print(required),
    providedM2: print(provided),
    missingM2: print(missing),
    status: met ? 'met' : 'not_met',
    why: whyOf(met, enough, undersized.length, sites.length),
    sites: sites.length,
    ...(minimum && {
      providedWithoutUndersizedM2: print(qualifying.reduce((sum, site) => add(sum, site.share), zero)),
    }),
    undersized: undersized.map((site) => ({
      facilityId: site.facilityId,
      floorAreaM2: print(site.floorArea),
      shortfallM2: print(subtract(minimum!, site.floorArea)),
    })),
    missing,
  }
}

function missingOf(required: Exact, provided: Exact, minimumWithoutSite: Exact | null): Exact {
  if (minimumWithoutSite) return larger(required, minimumWithoutSite)
  return larger(subtract(required, provided), zero)
}

function whyOf(met: boolean, enough: boolean, undersized: number, sites: number): string {
  if (met) return 'area enough'
  if (sites === 0) return 'no counted site'
  if (enough) return 'area enough, but a site is below the single-site minimum'
  return undersized > 0 ? 'area short, and a site is below the single-site minimum' : 'area short'
}

function standardOf(rule: AreaRule, buildClass: BuildClass): number {
  return {
    new: rule.newM2Per100Households,
    old: rule.oldM2Per100Households,
    existing: rule.existingM2Per100Households,
  }[buildClass]
}

export function isCounted(facility: Facility, rule: AreaRule): boolean {
  return (
    serves(facility) &&
    facility.floorAreaM2 !== null &&
    facility.acquisition !== null &&
    rule.acquisitions.includes(facility.acquisition) &&
    facility.types.some((type) => rule.facilityTypes.includes(type))
  )
}

function countedSites(county: County, area: ResidentialArea): Site[] {
  return county.facilities
    .filter((f) => isCounted(f, county.areaRule) && f.allotments.some((a) => a.residentialAreaId === area.id))
    .map((f) => ({ facilityId: f.id, floorArea: parseDecimal(f.floorAreaM2!), share: shareOf(county, f, area) }))
}

/** An explicit allotment as it stands; else what explicit ones leave, pro rata to rule households. */
function shareOf(county: County, facility: Facility, area: ResidentialArea): Exact {
  const own = facility.allotments.find((a) => a.residentialAreaId === area.id)!
  if (own.areaM2 !== null) return parseDecimal(own.areaM2)
  const explicit = facility.allotments.filter((a) => a.areaM2 !== null)
  const left = explicit.reduce(
    (rest, a) => subtract(rest, parseDecimal(a.areaM2!)),
    parseDecimal(facility.floorAreaM2!),
  )
  const sharers = facility.allotments.filter((a) => a.areaM2 === null)
  // One sharer takes all that is left, whether or not its households are known.
  if (sharers.length === 1) return left
  const householdsOf = (id: string) => {
    const found = ruleHouseholds(
      county.areas.find((candidate) => candidate.id === id)!,
      county.areaRule,
    )
    if (found === null) throw new Error(`expected households for ${id}, which shares ${facility.id} pro rata, got none`)
    return found
  }
  const all = sharers.reduce((sum, a) => sum + householdsOf(a.residentialAreaId), 0)
  return multiply(left, exact(householdsOf(area.id), all))
}
