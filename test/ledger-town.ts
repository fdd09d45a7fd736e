import type { AdminCoverage, AreaStandard, Compute, ServiceCircle, UnitSelector } from '../server/core/policy/compute.ts'
import type {
  CircleVerdicts, CountyLedger, EvaluationFacts, LedgerArea, LedgerFacility, LedgerPlace, LedgerUnit,
} from '../server/core/policy/ledger.ts'
import type { Rule, RuleKind } from '../server/core/policy/pack.ts'
import type { RuleResult } from '../server/core/policy/result.ts'
import { circleKey, circlesOf } from '../server/core/indicators/facts.ts'
import { computeRule } from '../server/core/indicators/evaluate.ts'
import { aimOf, judgeRule, type JudgeOptions, type MissingCounty } from '../server/core/indicators/judge-rule.ts'

/** Small ledgers with every field filled in plainly, so that a test names only what it is about. */
export function ledger(more: Partial<CountyLedger> = {}): CountyLedger {
  return {
    county: { code: '360735', name: '石城县' },
    dataDate: '2025-06-30',
    demo: false,
    units: [],
    facilities: [],
    areas: [],
    allotments: [],
    places: [],
    unlocated: { residents: 0, residents_60_plus: 0, residents_80_plus: 0, households: 0 },
    settlements: null,
    premises: null,
    parcels: null,
    register: null,
    communityRooms: null,
    poolingGroups: null,
    statistics: null,
    controlLayers: [],
    checklist: [],
    ...more,
  }
}

export function facts(more: Partial<CountyLedger> = {}, rest: Partial<EvaluationFacts> = {}): EvaluationFacts {
  return { ledger: ledger(more), circles: new Map(), nearest: new Map(), ...rest }
}

/** A unit with a boundary, in township `T` unless it is one. */
export function unit(id: string, level: LedgerUnit['level'], more: Partial<LedgerUnit> = {}): LedgerUnit {
  return { id, code: id, name: id, level, townshipId: null, placeClass: 'country', tags: [], residents: 0, residents60Plus: 0, hasBoundary: true, ...more }
}

/** In operation and in eldercare use, standing inside the given units. */
export function facility(facilityId: string, types: string[], insideUnitIds: string[] = [], more: Partial<LedgerFacility> = {}): LedgerFacility {
  return {
    facilityId,
    name: facilityId,
    code: facilityId,
    types,
    status: 'operating',
    currentUse: 'eldercare',
    acquisition: 'ancillary',
    floorAreaM2: '200',
    unitId: insideUnitIds[0] ?? null,
    insideUnitIds,
    insideSettlementIds: [],
    landAreaM2: null,
    beds: null,
    nursingBeds: null,
    medicalBeds: null,
    residentsInCare: null,
    eldersServed: null,
    ownership: 'public',
    rating: null,
    project: 'none',
    projectYear: null,
    tierLevel: null,
    fourHelpsFiveHaves: null,
    medicalKind: null,
    hospitalGrade: null,
    geriatrics: null,
    medicalPartner: null,
    ownLand: null,
    overlaps: [],
    located: true,
    ...more,
  }
}

/** Permitted on 2023-01-01, with the same count of households by every measure. */
export function area(id: string, households: number | null, more: Partial<LedgerArea> = {}): LedgerArea {
  return {
    id,
    name: id,
    code: id,
    buildClass: 'new',
    permitDate: '2023-01-01',
    planningConditionDate: null,
    households: { planned: households, completed: households, occupied: households },
    townshipId: null,
    placeClass: 'city',
    stages: [],
    ...more,
  }
}

/** As many people 60+ as said; ten times the residents, a tenth aged 80+, a third as many households again. */
export function place(id: string, elders: number | null, more: Partial<LedgerPlace> = {}): LedgerPlace {
  const times = (factor: number) => (elders === null ? null : elders * factor)
  const counts = { residents: times(10), residents_60_plus: elders, residents_80_plus: elders === null ? null : Math.floor(elders / 10), households: times(3) }
  return { id, name: id, kind: 'residential_area', townshipId: null, placeClass: 'city', tags: [], counts, ...more }
}

/** Verdicts for the circle of a rule: metres to the nearest facility; null where none is in reach; left out without a point. */
export function circleOf(compute: Pick<ServiceCircle | AdminCoverage, 'facilityTypes' | 'need'> & { profile: string | null }, travel: Record<string, number | null | 'unreached'>): Map<string, CircleVerdicts> {
  const verdicts: CircleVerdicts['verdicts'] = new Map(
    Object.entries(travel).map(([id, metres]) => [
      id,
      metres === 'unreached'
        ? { verdict: 'unreached' as const, travelMetres: null }
        : { verdict: metres === null ? ('not_covered' as const) : ('covered' as const), travelMetres: metres },
    ]),
  )
  const methodLine = { zh: '步行路网', en: 'walking network' }
  return new Map(circlesOf(compute.facilityTypes, compute.need, compute.profile ?? '').map((request) => [circleKey(request), { verdicts, methodLine }]))
}

export function rule(kind: RuleKind, more: Partial<Rule> = {}): Rule {
  return {
    id: 'R-1',
    name: 'rule',
    ref: 'ref',
    quote: 'quote',
    kind,
    unit: '%',
    printed: { numerator: null, denominator: null, scope: null },
    op: '>=',
    targets: [],
    baseline: [],
    nature: '未标注',
    mode: 'computed',
    assumption: null,
    conflict: null,
    compute: {},
    ...more,
  }
}

/** A rule with one standing target. */
export function target(compute: Compute, op: Rule['op'], value: Rule['targets'][number]['value'], more: Partial<Rule> = {}): Rule {
  return rule(compute.kind, { op, targets: [{ when: 'standing', value }], ...more })
}

/** Computes and judges one rule for its counties, as evaluatePack does. */
export function judge(own: Rule, compute: Compute, counties: EvaluationFacts | EvaluationFacts[], missing: MissingCounty[] = [], more: Partial<JudgeOptions> = {}): RuleResult {
  const options: JudgeOptions = { year: 2025, adoptedThreshold: null, adoptedStandard: null, ...more }
  const list = Array.isArray(counties) ? counties : [counties]
  const computedAt: JudgeOptions['computedAt'] = (aim) => list.map((one) => computeRule(own, compute, one, aim))
  const aim = aimOf(own, options.year, options.adoptedThreshold)
  return judgeRule(own, list.map((one) => computeRule(own, compute, one, aim)), missing, { computedAt, ...options })
}

/** Status, fraction and value in one line, and the failing by name: 「name」 fails, 「name?」 is unknown. */
export function digest(result: RuleResult) {
  const { status, numerator, denominator, value, valueUpper } = result
  return { status, numerator, denominator, value, valueUpper, failing: result.failingUnits.map(({ name, state }) => (state === 'fails' ? name : `${name}?`)) }
}

export function units(levels: UnitSelector['levels'], more: Partial<UnitSelector> = {}): UnitSelector {
  return { levels, placeClass: null, tag: null, tagLevels: [], minResidents: null, ...more }
}

export function coverage(levels: UnitSelector['levels'], facilityTypes: string[], more: Partial<AdminCoverage> = {}): AdminCoverage {
  return { kind: 'admin_coverage', units: units(levels), facilityTypes, need: 'any', conditions: [], by: 'inside', profile: null, ...more }
}

export function circle(more: Partial<ServiceCircle> = {}): ServiceCircle {
  return { kind: 'service_circle', measure: 'coverage', population: 'residents_60_plus', scope: 'all', facilityTypes: ['meal_point'], need: 'any', profile: 'gb50180-15min', lacking: null, ...more }
}

/** 石城: new areas, 20 m² per 100 households, permits from 2022-06-20 on. */
export const standard: AreaStandard = {
  buildClasses: ['new'],
  m2Per100Households: 20,
  singleSiteMinimumM2: null,
  facilityTypes: ['residential_ancillary'],
  acquisitions: ['ancillary', 'leased'],
  newSince: { document: 'permit', date: '2022-06-20' },
  households: 'planned',
}

/** The whole of a site goes to one area. */
export function allot(facilityId: string, residentialAreaId: string) {
  return { facilityId, residentialAreaId, areaM2: null }
}
