import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CountyLedger, EvaluationFacts, LedgerFacility } from '../../../server/core/policy/ledger.ts'
import { ruleKinds } from '../../../server/core/policy/pack.ts'
import { facility } from '../../ledger-town.ts'
import { everyKind, evaluate, pack, randomCounty } from './random-county.ts'

const lawRuns = 60
const runs = { numRuns: lawRuns }

describe('laws of every kind', () => {
  test('the rules of the laws are of all fourteen kinds', () => {
    expect(new Set(everyKind.map(({ compute }) => compute.kind))).toEqual(new Set(ruleKinds))
  })

  test('every rule stands in the result once, in its order, and survives JSON without NaN', () => {
    fc.assert(
      fc.property(fc.array(randomCounty, { maxLength: 2 }), fc.integer({ min: 0, max: 1 }), (counties, missing) => {
        const results = evaluate(counties, missing)
        expect(results.map(({ id }) => id)).toEqual(pack.rules.map(({ id }) => id))
        // NaN and infinities become null, and undefined goes: neither is equal to what it was.
        expect(JSON.parse(JSON.stringify(results))).toStrictEqual(results)
        for (const { status, lacking, value, valueUpper, failingUnits, id } of results) {
          if (status === 'insufficient_data') expect(lacking.length, id).toBeGreaterThan(0)
          if (value !== null && valueUpper !== null) expect(valueUpper, id).toBeGreaterThanOrEqual(value)
          for (const { name, reason } of failingUnits) expect([name, reason.zh, reason.en].every((word) => word.length > 0), id).toBe(true)
        }
      }),
      runs,
    )
  })

  test('the order of rows changes nothing', () => {
    fc.assert(
      fc.property(randomCounty, fc.integer({ min: 1, max: 5 }), (facts, by) => {
        expect(evaluate([{ ...facts, ledger: turned(facts.ledger, by) }])).toEqual(evaluate([facts]))
      }),
      runs,
    )
  })

  test('parts sum over counties', () => {
    fc.assert(
      fc.property(randomCounty, randomCounty, (a, b) => {
        const [one, two, both] = [evaluate([a]), evaluate([named(b)]), evaluate([a, named(b)])]
        both.forEach((result, i) => {
          for (const field of ['numerator', 'denominator'] as const) {
            const [x, y] = [one[i][field], two[i][field]]
            if (result[field] === null) expect([x, y], result.id).toEqual([null, null])
            else expect(result[field], result.id).toBeCloseTo((x ?? 0) + (y ?? 0), 6)
          }
          expect(result.failingUnits.length).toBe(one[i].failingUnits.length + two[i].failingUnits.length)
          // Where both meet a target together they meet it, and so with failing it.
          if (one[i].status === two[i].status && one[i].status === 'met') expect(result.status, result.id).toBe('met')
        })
      }),
      runs,
    )
  })

  test('a missing county decides nothing that its data could turn', () => {
    fc.assert(
      fc.property(randomCounty, randomCounty, (a, b) => {
        const known = evaluate([a], 1)
        const whole = evaluate([a, named(b)])
        known.forEach((result, i) => {
          if (result.status === 'met' || result.status === 'not_met') expect(whole[i].status, result.id).toBe(result.status)
        })
      }),
      { numRuns: lawRuns * 2 },
    )
  })
})

describe('laws of what is unknown', () => {
  test('it widens: filling it in never leaves the former interval, turns no verdict, and it was neither counted as met nor dropped', () => {
    fc.assert(
      fc.property(randomCounty, fc.nat(), fc.nat(), (facts, which, row) => {
        const before = evaluate([{ ...facts, ledger: blanks[which % blanks.length](facts.ledger, row) }])
        evaluate([facts]).forEach((result, i) => {
          const former = before[i]
          const emptied = result.status === 'insufficient_data' && result.value === null
          if ((former.status === 'met' || former.status === 'not_met') && !emptied) expect(result.status, result.id).toBe(former.status)
          if (former.numerator !== null && result.numerator !== null) expect(former.numerator, result.id).toBeLessThanOrEqual(result.numerator + 1e-9)
          // An open fraction says so by having no upper value.
          if (former.value === null || former.valueUpper === null || result.value === null || result.valueUpper === null) return
          expect(former.denominator ?? 0, `${result.id} below the line`).toBeGreaterThanOrEqual((result.denominator ?? 0) - 1e-9)
          expect(result.value, `${result.id} low`).toBeGreaterThanOrEqual(former.value - 1e-12)
          expect(result.valueUpper, `${result.id} high`).toBeLessThanOrEqual(former.valueUpper + 1e-12)
        })
      }),
      { numRuns: lawRuns * 4 },
    )
  })
})

describe('laws of coverage', () => {
  test('a new qualifying facility in operation never worsens one', () => {
    fc.assert(
      fc.property(randomCounty, fc.constantFrom('V1', 'V2', 'T1', 'T2', 'S'), fc.boolean(), (facts, at, located) => {
        const types = ['regional_center', 'mutual_aid', 'county_support_home', 'township_home']
        const site = facility('new', types, located ? [at] : [], { unitId: null, located, fourHelpsFiveHaves: Array<boolean>(9).fill(true), insideSettlementIds: located ? ['P1', 'P2'] : [] })
        const before = evaluate([facts])
        const after = evaluate([{ ...facts, ledger: { ...facts.ledger, facilities: [...facts.ledger.facilities, site] } }])
        after.forEach((result, i) => {
          const { kind } = everyKind[i].compute
          if (kind !== 'admin_coverage' && kind !== 'network_completeness' && kind !== 'service_circle') return
          expect(result.value ?? 0, result.id).toBeGreaterThanOrEqual(before[i].value ?? 0)
          expect(result.valueUpper ?? 1, result.id).toBeGreaterThanOrEqual(before[i].valueUpper ?? 0)
          if (before[i].status === 'met') expect(result.status, result.id).toBe('met')
          if (before[i].status === 'insufficient_data') expect(result.status, result.id).not.toBe('not_met')
        })
      }),
      runs,
    )
  })
})

function named(facts: EvaluationFacts): EvaluationFacts {
  return { ...facts, ledger: { ...facts.ledger, county: { code: '511102', name: '市中区' } } }
}

function turned(own: CountyLedger, by: number): CountyLedger {
  const turn = <Row>(rows: Row[]) => [...rows.slice(by % (rows.length || 1)), ...rows.slice(0, by % (rows.length || 1))].reverse()
  const list = <Row>(rows: Row[] | null) => rows && turn(rows)
  const { units, facilities, areas, allotments, places, settlements, parcels, register, communityRooms } = own
  return {
    ...own, units: turn(units), facilities: turn(facilities), areas: turn(areas), allotments: turn(allotments), places: turn(places),
    settlements: list(settlements), parcels: list(parcels), register: list(register), communityRooms: list(communityRooms),
  }
}

/** Each empties one field of one row. */
const blanks: ((own: CountyLedger, row: number) => CountyLedger)[] = [
  ...([
    { beds: null }, { nursingBeds: null }, { residentsInCare: null }, { rating: null }, { ownership: null }, { project: null }, { fourHelpsFiveHaves: null },
    { landAreaM2: null }, { ownLand: null }, { medicalPartner: null }, { floorAreaM2: null },
    { located: false, insideUnitIds: [], unitId: null, insideSettlementIds: [], overlaps: [] },
  ] satisfies Partial<LedgerFacility>[]).map((empty) => (own: CountyLedger, row: number) => ({ ...own, facilities: own.facilities.map((one, i) => (i === row % own.facilities.length ? { ...one, ...empty } : one)) })),
  (own, row) => ({ ...own, areas: own.areas.map((one, i) => (i === row % own.areas.length ? { ...one, permitDate: null } : one)) }),
  (own, row) => ({ ...own, areas: own.areas.map((one, i) => (i === row % own.areas.length ? { ...one, households: { planned: null, completed: null, occupied: null } } : one)) }),
  (own, row) => ({ ...own, areas: own.areas.map((one, i) => (i === row % own.areas.length ? { ...one, stages: one.stages.slice(1) } : one)) }),
  (own, row) => ({ ...own, places: own.places.map((one, i) => (i === row % own.places.length ? { ...one, counts: { residents: null, residents_60_plus: null, residents_80_plus: null, households: null } } : one)) }),
  (own, row) => ({ ...own, units: own.units.map((one, i) => (i === row % own.units.length ? { ...one, placeClass: null } : one)) }),
  (own, row) => ({ ...own, settlements: own.settlements && own.settlements.map((one, i) => (i === row % own.settlements!.length ? { ...one, residents: null } : one)) }),
  (own, row) => ({ ...own, parcels: own.parcels && own.parcels.map((one, i) => (i === row % own.parcels!.length ? { ...one, misused: null } : one)) }),
  (own, row) => ({ ...own, register: own.register && own.register.map((one, i) => (i === row % own.register!.length ? { ...one, builtYear: null } : one)) }),
  (own, row) => ({ ...own, communityRooms: own.communityRooms && own.communityRooms.map((one, i) => (i === row % own.communityRooms!.length ? { ...one, eldercareFreeM2: null } : one)) }),
  (own) => ({ ...own, statistics: null }),
  (own) => ({ ...own, settlements: null }),
  (own) => ({ ...own, controlLayers: [] }),
  (own) => ({ ...own, communityRooms: null }),
]
