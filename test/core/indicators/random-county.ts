import fc from 'fast-check'
import type { Compute } from '../../../server/core/policy/compute.ts'
import type { EvaluationFacts, LedgerFacility } from '../../../server/core/policy/ledger.ts'
import type { PolicyPack, Rule } from '../../../server/core/policy/pack.ts'
import { evaluatePack } from '../../../server/core/indicators/evaluate.ts'
import { factsNeeded, circleKey, nearestKey } from '../../../server/core/indicators/facts.ts'
import { area, circle, coverage, facility, ledger, place, rule, standard, unit, units } from '../../ledger-town.ts'

const beds = (sum: 'beds' | 'nursingBeds' | 'one', where: never[] = []) => ({ of: 'facilities' as const, facilityTypes: ['care_institution'], where, sum })

/** One rule at least of every kind, with every reading of it, each held to a number so that bounds decide. */
export const everyKind: { compute: Compute; op?: Rule['op']; value?: number }[] = [
  { compute: circle(), value: 0.5 },
  { compute: circle({ scope: 'city', population: 'residents' }), value: 0.5 },
  { compute: circle({ scope: 'tag:central_urban_area' }), value: 0.5 },
  { compute: circle({ measure: 'balance' }), value: 0.5 },
  { compute: { kind: 'area_per_100hh', ...standard, test: 'both' }, value: 20 },
  { compute: { kind: 'area_per_100hh', ...standard, singleSiteMinimumM2: 150, test: 'both' }, value: 20 },
  { compute: { kind: 'area_per_100hh', ...standard, singleSiteMinimumM2: 150, test: 'single_site' }, value: 150 },
  { compute: { kind: 'compliance_rate', ...standard, measure: 'built', denominator: 'all' }, op: '==', value: 1 },
  { compute: { kind: 'compliance_rate', ...standard, measure: 'meets_standard', denominator: 'all' }, value: 0.5 },
  { compute: { kind: 'compliance_rate', ...standard, buildClasses: ['old', 'existing'], measure: 'made_good', denominator: 'with_gap' }, value: 0.5 },
  { compute: { kind: 'compliance_rate', ...standard, m2Per100Households: null, measure: 'meets_standard', denominator: 'all' }, value: 0.5 },
  { compute: coverage(['township', 'street'], ['regional_center']), value: 0.6 },
  { compute: coverage(['county'], ['care_institution']), op: '==', value: 1 },
  { compute: coverage(['village'], ['mutual_aid'], { conditions: ['four_helps_five_haves'] }), value: 0.5 },
  { compute: coverage(['village'], ['mutual_aid'], { units: units(['village'], { placeClass: 'country' }) }), value: 0.5 },
  { compute: coverage(['township'], ['regional_center'], { units: units(['township'], { tag: 'central_town', tagLevels: ['township'] }) }), op: '==', value: 1 },
  { compute: coverage(['resettlement_site'], ['mutual_aid'], { units: units(['resettlement_site'], { minResidents: 800 }) }), op: '==', value: 1 },
  { compute: coverage(['village'], ['mutual_aid'], { by: 'reach', profile: 'gb50180-15min' }), value: 0.5 },
  { compute: { kind: 'per_capita_land', facilityTypes: ['day_care', 'township_home'], basis: 'current' }, value: 0.1 },
  { compute: { kind: 'per_capita_land', facilityTypes: ['day_care', 'township_home'], basis: 'planned' }, value: 0.1 },
  { compute: { kind: 'ratio', numerator: beds('nursingBeds'), denominator: beds('beds'), beside: circle() }, value: 0.5 },
  { compute: { kind: 'ratio', numerator: { ...beds('one'), where: [{ field: 'rating', is: '>=', value: 1 }] }, denominator: beds('one'), beside: null }, op: '==', value: 1 },
  { compute: { kind: 'ratio', numerator: beds('one'), denominator: { of: 'population', measure: 'residents_60_plus', scope: 'city' }, beside: null }, value: 0.01 },
  { compute: { kind: 'ratio', numerator: { of: 'community_rooms', sum: 'eldercareFreeM2' }, denominator: { of: 'community_rooms', sum: 'floorAreaM2' }, beside: null }, value: 0.4 },
  { compute: { kind: 'count', parts: [{ key: null, tally: beds('one') }], namedSites: [] }, value: 2 },
  { compute: { kind: 'count', parts: [{ key: null, tally: beds('beds') }], namedSites: [] }, value: 150 },
  { compute: { kind: 'count', parts: [{ key: null, tally: beds('one') }], namedSites: ['f1', 'f2'] }, value: 2 },
  { compute: { kind: 'per_thousand', numerator: { of: 'statistic', key: 'social_workers' }, parts: [{ key: null, denominator: beds('beds'), per: 100 }] }, value: 1 },
  { compute: { kind: 'capacity_limit', measure: 'beds', facilityTypes: ['care_institution'], where: [{ field: 'project', is: 'in', value: ['new', 'expansion'] }] }, op: '<=', value: 100 },
  { compute: { kind: 'capacity_limit', measure: 'nursing_share', facilityTypes: ['care_institution'], where: [{ field: 'ownership', is: '==', value: 'public' }] }, value: 0.5 },
  { compute: { kind: 'capacity_limit', measure: 'spare_beds', facilityTypes: ['care_institution'], where: [] }, value: 0.5 },
  { compute: { kind: 'proximity', pairs: [{ label: 'x', from: { facilityTypes: ['care_institution'], medicalKinds: [] }, to: { facilityTypes: ['medical'], medicalKinds: [] } }], withinMetres: 200, measure: 'near' }, value: 0.5 },
  { compute: { kind: 'proximity', pairs: [{ label: 'x', from: { facilityTypes: ['care_institution'], medicalKinds: [] }, to: { facilityTypes: ['medical'], medicalKinds: [] } }], withinMetres: 200, measure: 'signed' }, value: 0.5 },
  { compute: { kind: 'land_constraint', test: 'no_overlap', layer: 'permanent_basic_farmland', withinMetres: null }, op: '==', value: 0 },
  { compute: { kind: 'land_constraint', test: 'no_misuse', layer: null, withinMetres: null }, op: '==', value: 1 },
  { compute: { kind: 'land_constraint', test: 'siting', layer: null, withinMetres: null }, value: 0.5 },
  { compute: { kind: 'network_completeness', tiers: [{ key: '县', units: units(['county']), facilityTypes: ['county_support_home'], need: 'any' }, { key: '村', units: units(['village']), facilityTypes: ['mutual_aid'], need: 'any' }] }, value: 0.5 },
  { compute: { kind: 'inventory', register: 'rectification', builtFrom: 2014, deadline: '2024-12-31', standard: null }, value: 0.5 },
  { compute: { kind: 'inventory', register: 'misuse', builtFrom: null, deadline: null, standard: null }, value: 0.5 },
  { compute: { kind: 'inventory', register: 'idle_premises', builtFrom: null, deadline: null, standard: null }, value: 0.5 },
  { compute: { kind: 'inventory', register: 'old_area_gaps', builtFrom: null, deadline: null, standard: { ...standard, buildClasses: ['old', 'existing'] } }, value: 0.5 },
  { compute: { kind: 'workflow', of: 'residential_areas', stages: ['plan', 'build', 'accept', 'handover'], buildClasses: ['new'], newSince: standard.newSince }, value: 0.5 },
  { compute: { kind: 'workflow', of: 'pooling_groups', stages: [], buildClasses: ['new'], newSince: null }, value: 0.5 },
  { compute: { kind: 'workflow', of: 'checklist', stages: [], buildClasses: [], newSince: null } },
]

const rules = everyKind.map(({ compute, op, value }, i) => rule(compute.kind, { id: `R${i}`, op: op ?? '>=', targets: value === undefined ? [] : [{ when: 2025, value }] }))
export const computes = new Map(everyKind.map(({ compute }, i) => [`R${i}`, compute]))
export const pack: PolicyPack = {
  format: 1, id: 'p', region: { code: '360735', name: 'x', level: 'county' },
  document: { title: 't', number: null, issued: null, status: 'in_force', statusText: '', period: [2021, 2025], ageBase: null },
  baseline: {}, remarks: [], choices: [], rules, reported: [],
}

export function evaluate(counties: EvaluationFacts[], missing = 0) {
  const missingCounties = Array.from({ length: missing }, (_, i) => ({ code: `m${i}`, name: `m${i}` }))
  return evaluatePack(pack, computes, counties, { missingCounties, year: 2025, adoptedThresholds: {}, adoptedChoices: {} })
}

const townships = ['T1', 'T2']
const villages = ['V1', 'V2', 'V3']
const some = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null, freq: 4 })
const square = fc.integer({ min: 0, max: 40_000 }).map((hundredths) => (hundredths / 100).toFixed(2))
/** Met or not filled in: nothing here is known to fail. */
const nine = fc.array(some(fc.constant(true)), { minLength: 9, maxLength: 9 })

const facilityOf = (i: number): fc.Arbitrary<LedgerFacility> =>
  fc
    .record({
      types: fc.subarray(['regional_center', 'township_home', 'mutual_aid', 'day_care', 'residential_ancillary', 'county_support_home', 'medical', 'meal_point'], { minLength: 1, maxLength: 3 }),
      at: fc.constantFrom(...villages, ...townships, 'S'),
      status: fc.constantFrom('operating', 'operating', 'operating', 'idle', 'planned', 'closed'),
      currentUse: fc.constantFrom('eldercare', 'eldercare', 'shop', ''),
      floorAreaM2: some(square),
      landAreaM2: some(square),
      ownLand: some(fc.boolean()),
      beds: some(fc.integer({ min: 0, max: 200 })),
      nursingShare: some(fc.integer({ min: 0, max: 100 })),
      residentsInCare: some(fc.integer({ min: 0, max: 200 })),
      rating: some(fc.integer({ min: 0, max: 5 })),
      ownership: some(fc.constantFrom('public' as const, 'private' as const)),
      project: some(fc.constantFrom('new' as const, 'none' as const)),
      fourHelpsFiveHaves: some(nine),
      medicalPartner: some(fc.constantFrom('', '县医院')),
      touches: fc.boolean(),
      settlement: fc.boolean(),
    })
    .map(({ at, nursingShare, touches, settlement, ...row }) =>
      facility(`f${i}`, row.types, at.startsWith('V') ? [at, 'T1'] : [at], {
        ...row,
        nursingBeds: nursingShare === null ? null : Math.floor(((row.beds ?? 100) * nursingShare) / 100),
        insideSettlementIds: settlement ? ['P1'] : [],
        overlaps: touches ? [{ layer: 'permanent_basic_farmland', areaM2: 0.25 * i, touches: true }] : [],
      }),
    )

const areaOf = (i: number) =>
  fc
    .record({
      households: some(fc.integer({ min: 0, max: 900 })),
      permitDate: some(fc.constantFrom('2001-01-01', '2023-01-01')),
      buildClass: fc.constantFrom('old' as const, 'existing' as const),
      states: fc.array(fc.constantFrom('done' as const, 'done' as const, 'breach' as const, 'pending' as const, null), { minLength: 4, maxLength: 4 }),
    })
    .map(({ households, states, ...more }) =>
      area(`a${i}`, households, {
        ...more,
        stages: (['plan', 'build', 'accept', 'handover'] as const).flatMap((stage, k) => (states[k] ? [{ stage, state: states[k], doneOn: null, note: null }] : [])),
      }),
    )

const listed = <Value>(count: number, of: (i: number) => fc.Arbitrary<Value>) =>
  fc.integer({ min: 0, max: count }).chain((length) => fc.tuple(...Array.from({ length }, (_, i) => of(i + 1))) as fc.Arbitrary<Value[]>)

/** A small county with gaps of every sort in its ledgers, and the facts that its rules ask for. */
export const randomCounty: fc.Arbitrary<EvaluationFacts> = fc
  .record({
    facilities: listed(6, facilityOf),
    areas: listed(4, areaOf),
    places: listed(4, (i) =>
      fc.record({ elders: some(fc.integer({ min: 0, max: 300 })), placeClass: fc.constantFrom('city' as const, 'country' as const), tagged: fc.boolean() }).map(({ elders, placeClass, tagged }) =>
        place(`p${i}`, elders, { placeClass, townshipId: townships[i % 2], tags: tagged ? ['central_urban_area'] : [] }),
      ),
    ),
    unlocated: fc.integer({ min: 0, max: 50 }),
    classes: fc.array(some(fc.constantFrom('city' as const, 'country' as const)), { minLength: 3, maxLength: 3 }),
    tagged: fc.boolean(),
    settlements: some(listed(3, (i) => some(fc.integer({ min: 700, max: 900 })).map((residents) => ({ id: `P${i}`, name: `P${i}`, kind: 'resettlement_site' as const, townshipId: null, residents })))),
    parcels: some(listed(3, (i) => fc.record({ misused: some(fc.boolean()), areaM2: some(square), phase: fc.constantFrom('current' as const, 'planned' as const) }).map((row) => ({ id: `l${i}`, code: `l${i}`, landUse: '080701', facilityId: i === 1 ? 'f1' : null, ...row })))),
    register: some(listed(3, (i) => fc.record({ builtYear: some(fc.constantFrom(2010, 2020)), state: fc.constantFrom('open' as const, 'done' as const) }).map((row) => ({ id: `e${i}`, name: `e${i}`, residentialAreaId: null, problem: 'x', measure: null, deadline: null, responsible: null, doneOn: null, ...row })))),
    rooms: some(listed(3, (i) => fc.record({ free: some(fc.constant('20')), floor: some(fc.constant('50.5')) }).map(({ free, floor }) => ({ unitId: `c${i}`, name: `c${i}`, floorAreaM2: floor, eldercareFreeM2: free })))),
    workers: some(fc.integer({ min: 0, max: 5 })),
    layer: fc.boolean(),
    travel: fc.array(fc.constantFrom(300, 750, 990, null), { minLength: 8, maxLength: 8 }),
  })
  .map(({ facilities, areas, places, unlocated, classes, tagged, rooms, workers, layer, travel, ...lists }) => {
    const own = ledger({
      ...lists,
      units: [
        ...townships.map((id) => unit(id, 'township', { tags: tagged && id === 'T1' ? ['central_town'] : [] })),
        unit('S', 'street', { placeClass: 'city' }),
        ...villages.map((id, i) => unit(id, 'village', { townshipId: 'T1', placeClass: classes[i] })),
      ],
      facilities,
      areas,
      allotments: facilities.flatMap(({ facilityId }, i) => (areas.length > 0 ? [{ facilityId, residentialAreaId: areas[i % areas.length].id, areaM2: null }] : [])),
      places,
      unlocated: { residents: unlocated * 10, residents_60_plus: unlocated, residents_80_plus: 0, households: unlocated },
      communityRooms: rooms,
      statistics: workers === null ? null : [{ key: 'social_workers', value: String(workers), asOf: null, source: 'x' }],
      controlLayers: layer ? ['permanent_basic_farmland'] : [],
    })
    return prepare(own, travel)
  })

/** Walks and distances by the place's and site's own number, so that they stay with them in any order of rows. */
export function prepare(own: EvaluationFacts['ledger'], travel: (number | null)[]): EvaluationFacts {
  const { circles, nearest } = factsNeeded(computes.values())
  const ids = [...own.places.map(({ id }) => id), ...villages]
  const verdicts = new Map(
    ids.filter((_, i) => i !== 3).map((id) => {
      const metres = travel[Number(id.slice(1)) % travel.length]
      return [id, { verdict: metres === null ? ('not_covered' as const) : ('covered' as const), travelMetres: metres }]
    }),
  )
  const lines = own.facilities.filter(({ located }) => located).map(({ facilityId }, i) => ({ fromId: facilityId, toId: 'm', straightMetres: 100 * (Number(facilityId.slice(1)) || i), networkMetres: null }))
  return {
    ledger: own,
    circles: new Map(circles.map((request) => [circleKey(request), { verdicts, methodLine: { zh: '步行路网', en: 'walking network' } }])),
    nearest: new Map(nearest.map(({ from, to }) => [nearestKey(from, to), lines])),
  }
}
