import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chessboardTown } from '../town.ts'
import { compute, type ComputeTask } from '../../server/coverage/compute.ts'
import { giniOfAccess } from '../../server/core/coverage/access-gini.ts'
import { judgePlace } from '../../server/core/coverage/places.ts'
import { facilityLimitMetres } from '../../server/core/coverage/profiles.ts'
import { toNumber } from '../../server/core/exact.ts'
import { allotmentsAfter, applyChanges, changedSites, type Applied, type Baseline, type FreePremises, type Site } from '../../server/core/scenarios/apply-changes.ts'
import { changeKinds, costOf, repeatedIds, subjectOf, type SiteChange } from '../../server/core/scenarios/changes.ts'

/*
 * A town of 9 × 9 crossings, a street every 200 m, so that the farthest walk is 3,200 m. Sites stand at crossings.
 */
const blocks = 8
const blockMetres = 200
const town = chessboardTown(blocks + 1, blocks + 1, blockMetres)
const crossing = (column: number, row: number) => town.lonLat(column * blockMetres, row * blockMetres)
const west = 'unit-west'
const village = 'unit-village'
const east = 'unit-east'
const parentOf = new Map([
  [west, null],
  [east, null],
  [village, west],
])

/** Ten facilities and four premises at most, so that changes meet one another. */
const facilityIds = Array.from({ length: 10 }, (_, i) => `f${i}`)
const premisesIds = Array.from({ length: 4 }, (_, i) => `p${i}`)
const types = ['community_center', 'day_care', 'meal_point']
const place = fc.record({ column: fc.integer({ min: 0, max: blocks }), row: fc.integer({ min: 0, max: blocks }) }).map(({ column, row }) => crossing(column, row))
const square = fc.integer({ min: 0, max: 100_000 }).map((n) => n / 100)
const facts = { floorAreaM2: fc.option(square, { nil: undefined }), beds: fc.option(fc.nat(100), { nil: undefined }) }
const someTypes = fc.uniqueArray(fc.constantFrom(...types), { minLength: 1 })

const facility = (id: string): fc.Arbitrary<Site> =>
  fc.record({
    id: fc.constant(id),
    name: fc.constant(id),
    types: someTypes,
    unitId: fc.constantFrom(west, village, east, null),
    floorAreaM2: fc.constantFrom('163.50', '300', null),
    landAreaM2: fc.constantFrom('80', null),
    beds: fc.constantFrom(20, null),
    nursingBeds: fc.constantFrom(5, null),
    status: fc.constantFrom('operating', 'operating', 'idle', 'closed'),
    currentUse: fc.constantFrom('eldercare', 'eldercare', 'other: shop'),
    acquisition: fc.constantFrom('ancillary', null),
    lon: fc.constant(0),
    lat: fc.constant(0),
  }).chain((site) => place.map(([lon, lat]) => ({ ...site, lon, lat })))

const premises = (id: string): fc.Arbitrary<FreePremises> =>
  fc.record({
    id: fc.constant(id),
    name: fc.constant(id),
    unitId: fc.constantFrom(east, null),
    floorAreaM2: fc.constant('500'),
    landAreaM2: fc.constant(null),
    status: fc.constantFrom('idle', 'reserved', 'converted', 'other_use'),
    at: fc.option(place),
  }).map(({ at, ...one }) => ({ ...one, lon: at?.[0] ?? null, lat: at?.[1] ?? null }))

const change = (id: string): fc.Arbitrary<SiteChange> => {
  const of = fc.constantFrom(...facilityIds, 'unknown')
  const head = { id: fc.constant(id) }
  return fc.oneof(
    fc.record({ ...head, kind: fc.constant('add' as const), name: fc.constant(id), location: place, facilityTypes: someTypes, ...facts }),
    fc.record({ ...head, kind: fc.constant('convert' as const), premisesId: fc.constantFrom(...premisesIds, 'unknown'), facilityTypes: someTypes, ...facts }),
    fc.record({ ...head, kind: fc.constant('move' as const), facilityId: of, location: place }),
    fc.record({ ...head, kind: fc.constant('close' as const), facilityId: of }),
    fc.record({ ...head, kind: fc.constant('resize' as const), facilityId: of, floorAreaM2: facts.floorAreaM2 }),
    fc.record({ ...head, kind: fc.constant('retype' as const), facilityId: of, facilityTypes: someTypes }),
    fc.record({ ...head, kind: fc.constant('capacity' as const), facilityId: of, beds: facts.beds }),
  ) as fc.Arbitrary<SiteChange>
}

type World = Omit<Baseline<Site, FreePremises>, 'spots'>
const world: fc.Arbitrary<World> = fc
  .record({ facilities: fc.tuple(...facilityIds.map(facility)), premises: fc.tuple(...premisesIds.map(premises)), known: fc.nat(facilityIds.length) })
  .map(({ facilities, premises: some, known }) => freeze({ facilities: facilities.slice(0, known), premises: some, parentOf, newSite: (site: Site) => site }))
const changes = fc.nat(12).chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => change(`c${String(i).padStart(2, '0')}`)))) as fc.Arbitrary<SiteChange[]>

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    if (!(value instanceof Map)) Object.values(value).forEach(freeze)
  }
  return value
}

/** The western half is one unit, the eastern another; the last row of crossings lies outside the county. */
function apply(base: World, list: readonly SiteChange[]): Applied<Site, FreePremises> {
  const outsideLat = crossing(0, blocks)[1]
  const spots = new Map(
    list.flatMap((one) => {
      const spot = one.kind === 'add' || one.kind === 'move' ? one.location : one.kind === 'convert' ? ([0, 0] as const) : undefined
      return spot ? [[one.id, { inCounty: spot[1] < outsideLat, unitId: spot[0] < crossing(blocks / 2, 0)[0] ? west : east }] as const] : []
    }),
  )
  return applyChanges(freeze({ ...base, spots }), freeze([...list]))
}

const shuffled = (list: SiteChange[]) => fc.shuffledSubarray(list, { minLength: list.length })

describe('the changes of a scenario', () => {
  it('none at all leave the baseline as it is, record for record', () => {
    fc.assert(fc.property(world, (base) => {
      const { facilities, premises: some, misfits } = apply(base, [])
      expect(misfits).toEqual([])
      expect(facilities.every((one, i) => one === base.facilities[i])).toBe(true)
      expect(some).toEqual(base.premises)
      expect(changedSites(base.facilities, facilities)).toEqual([])
    }))
  })

  it('of different subjects may come in any order', () => {
    fc.assert(fc.property(world, changes.chain((list) => fc.tuple(fc.constant(list), shuffled(list))), (base, [list, order]) => {
      // One change a subject: what creates a site is part of that site's subject too.
      const seen = new Set<string>()
      const apart = (one: SiteChange) => {
        if (seen.has(subjectOf(one)) || seen.has(one.id)) return false
        seen.add(subjectOf(one)).add(one.id)
        return true
      }
      const kept = new Set(list.filter(apart))
      const one = apply(base, list.filter((item) => kept.has(item)))
      const other = apply(base, order.filter((item) => kept.has(item)))
      expect(other.facilities).toEqual(one.facilities)
      expect(other.premises).toEqual(one.premises)
      expect(new Set(other.misfits.map(({ changeId, reason }) => changeId + reason))).toEqual(new Set(one.misfits.map(({ changeId, reason }) => changeId + reason)))
    }))
  })

  it('taken back give the facilities that were there before', () => {
    fc.assert(fc.property(world, changes, fc.nat(12), (base, list, kept) => {
      const before = apply(base, list.slice(0, kept))
      apply(base, list)
      expect(apply(base, list.slice(0, kept))).toEqual(before)
    }))
  })

  it('applied twice are the same as once', () => {
    fc.assert(fc.property(world, changes, (base, list) => {
      const once = apply(base, list)
      const twice = apply({ ...base, facilities: freeze(once.facilities), premises: freeze(once.premises) }, list)
      const byId = (sites: readonly Site[]) => [...sites].sort((a, b) => (a.id < b.id ? -1 : 1))
      expect(byId(twice.facilities)).toEqual(byId(once.facilities))
      expect(twice.premises).toEqual(once.premises)
    }))
  })

  it('that find no place have no effect, and every other one has its own', () => {
    fc.assert(fc.property(world, changes, (base, list) => {
      const { facilities, premises: some, misfits } = apply(base, list)
      const failed = new Set(misfits.map(({ changeId }) => changeId))
      const rest = apply(base, list.filter(({ id }) => !failed.has(id)))
      expect(rest).toEqual({ facilities, premises: some, misfits: [] })
    }))
  })

  it('close a facility for good: it never counts again, whatever else is asked of it', () => {
    fc.assert(fc.property(world, changes, fc.constantFrom(...facilityIds), (base, list, id) => {
      const closing: SiteChange = { id: 'closing', kind: 'close', facilityId: id }
      const site = apply(base, [...list, closing]).facilities.find((one) => one.id === id)
      if (site) expect(site.status).toBe('closed')
    }))
  })

  it.each([
    ['resize', { floorAreaM2: 77.5 }, ['floorAreaM2'], { floorAreaM2: '77.5' }],
    ['retype', { facilityTypes: ['meal_point'] }, ['types'], { types: ['meal_point'] }],
    ['capacity', { beds: 3, nursingBeds: 1 }, ['beds', 'nursingBeds'], { beds: 3, nursingBeds: 1 }],
    ['close', {}, ['status'], { status: 'closed' }],
  ] as const)('%s touches nothing but what it names', (kind, what, fields, result) => {
    fc.assert(fc.property(world, fc.nat(9), (base, index) => {
      const before = base.facilities[index]
      fc.pre(before !== undefined && before.status !== 'closed')
      const after = apply(base, [{ id: 'c', kind, facilityId: before.id, ...what } as unknown as SiteChange]).facilities
      const touched: readonly string[] = fields
      const rest = (site: Site) => Object.entries(site).filter(([key]) => !touched.includes(key))
      expect(rest(after[index])).toEqual(rest(before))
      expect(after[index]).toMatchObject(result)
      expect(after.filter((_, i) => i !== index)).toEqual(base.facilities.filter((_, i) => i !== index))
    }))
  })

  it('give every reason there is, each where it is due', () => {
    const sites: Site[] = [
      { id: 'open', name: '', types: ['day_care'], unitId: village, floorAreaM2: '100', landAreaM2: null, beds: 1, nursingBeds: 0, status: 'operating', currentUse: 'eldercare', acquisition: null, lon: 116, lat: 26 },
      { id: 'shut', name: '', types: ['day_care'], unitId: null, floorAreaM2: null, landAreaM2: null, beds: null, nursingBeds: null, status: 'closed', currentUse: 'eldercare', acquisition: null, lon: 116, lat: 26 },
    ]
    const free: FreePremises = { id: 'free', name: '旧校舍', unitId: east, floorAreaM2: '500', landAreaM2: '900', status: 'idle', lon: 116, lat: 26 }
    const base: World = freeze({ facilities: sites, premises: [free, { ...free, id: 'nowhere', lon: null, lat: null }, { ...free, id: 'used', status: 'other_use' }], parentOf, newSite: (site: Site) => site })
    const outside = crossing(0, blocks)
    const type = { facilityTypes: ['day_care'] }
    const { facilities, premises: after, misfits } = apply(base, [
      { id: '1', kind: 'close', facilityId: 'nobody' },
      { id: '2', kind: 'close', facilityId: 'shut' },
      { id: '3', kind: 'add', name: 'x', location: outside, ...type },
      { id: '4', kind: 'convert', premisesId: 'nothing', ...type },
      { id: '5', kind: 'convert', premisesId: 'used', ...type },
      { id: '6', kind: 'convert', premisesId: 'nowhere', ...type },
      { id: '7', kind: 'convert', premisesId: 'free', ...type, floorAreaM2: 450.5 },
      { id: '8', kind: 'convert', premisesId: 'free', ...type },
      { id: '9', kind: 'move', facilityId: 'open', location: outside },
    ])
    expect(misfits).toEqual([
      { changeId: '1', reason: 'facility_unknown' },
      { changeId: '2', reason: 'facility_closed_already' },
      { changeId: '3', reason: 'outside_county' },
      { changeId: '4', reason: 'premises_unknown' },
      { changeId: '5', reason: 'premises_taken' },
      { changeId: '6', reason: 'no_location' },
      { changeId: '8', reason: 'premises_taken' },
      { changeId: '9', reason: 'outside_county' },
    ])
    expect(facilities.slice(0, 2)).toEqual(sites)
    expect(facilities[2]).toEqual({ id: '7', name: '旧校舍', types: ['day_care'], unitId: east, floorAreaM2: '450.5', landAreaM2: '900', beds: null, nursingBeds: null, status: 'operating', currentUse: 'eldercare', acquisition: 'converted', lon: 116, lat: 26 })
    expect(after.map(({ status }) => status)).toEqual(['converted', 'idle', 'other_use'])
  })

  it('move a site: within its township it keeps its village’s code, beyond it takes that of where it stands', () => {
    const site: Site = { id: 'open', name: '', types: ['day_care'], unitId: village, floorAreaM2: null, landAreaM2: null, beds: null, nursingBeds: null, status: 'operating', currentUse: 'eldercare', acquisition: null, lon: 116, lat: 26 }
    const base: World = freeze({ facilities: [site], premises: [], parentOf, newSite: (one: Site) => one })
    const moved = (location: [number, number]) => apply(base, [{ id: '1', kind: 'move', facilityId: 'open', location }]).facilities[0]
    expect(moved(crossing(1, 1))).toMatchObject({ unitId: village, lon: crossing(1, 1)[0], lat: crossing(1, 1)[1] })
    expect(moved(crossing(blocks, 1))).toMatchObject({ unitId: east })
  })

  it('write areas as plain decimals, however small', () => {
    const base: World = freeze({ facilities: [], premises: [], parentOf, newSite: (one: Site) => one })
    const areaOf = (floorAreaM2: number) => apply(base, [{ id: '1', kind: 'add', name: '', location: crossing(0, 0), facilityTypes: ['day_care'], floorAreaM2 }]).facilities[0].floorAreaM2
    expect([0, 150, 163.5, 1_000_000, 1e-7].map(areaOf)).toEqual(['0', '150', '163.5', '1000000', '0.0000001'])
  })
})

describe('allotments of a scenario', () => {
  const site = (floorAreaM2: string): Site => ({ id: 'f', name: '', types: [], unitId: null, floorAreaM2, landAreaM2: null, beds: null, nursingBeds: null, status: 'operating', currentUse: 'eldercare', acquisition: 'ancillary', lon: null, lat: null })
  const allotments = [{ facilityId: 'f', areaM2: '200' }, { facilityId: 'f', areaM2: '100' }, { facilityId: 'g', areaM2: '50' }]

  it('become shares where the site grew too small for them, and stay where it is large enough', () => {
    expect(allotmentsAfter(allotments, [site('300')], [site('299.99')]).map(({ areaM2 }) => areaM2)).toEqual([null, null, '50'])
    expect(allotmentsAfter(allotments, [site('400')], [site('300')])).toEqual(allotments)
  })

  it('of a site that nobody resized stay as the ledger has them, even where they do not fit', () => {
    const before = site('10')
    expect(allotmentsAfter(allotments, [before], [before])).toEqual(allotments)
    expect(allotmentsAfter(allotments, [before], [{ ...before, status: 'closed' }])).toEqual(allotments)
  })
})

describe('coverage over a scenario, through the compute of runs', () => {
  const homes = Array.from({ length: 40 }, (_, i) => town.lonLat((i * 37) % (blocks * blockMetres), ((i * 61) % blocks) * blockMetres))

  it('of additions alone is never lower, and no walk is longer', () => {
    fc.assert(fc.property(world, changes, (base, list) => {
      const after = walksOf(apply(base, list.filter(({ kind }) => kind === 'add' || kind === 'convert')).facilities)
      walksOf(base.facilities).forEach((walk, i) => walk !== undefined && expect(after[i]).toBeLessThanOrEqual(walk))
    }), { numRuns: 60 })
  })

  it('of closures alone is never higher, and no walk is shorter', () => {
    let lost = 0
    fc.assert(fc.property(world, changes, (base, list) => {
      const before = walksOf(base.facilities)
      walksOf(apply(base, list.filter(({ kind }) => kind === 'close')).facilities).forEach((walk, i) => {
        if (walk !== undefined) expect(walk).toBeGreaterThanOrEqual(before[i] ?? Infinity)
        else if (before[i] !== undefined) lost++
      })
    }), { numRuns: 60 })
    expect(lost).toBeGreaterThan(0)
  })

  /** The walk of every home that is covered. */
  function walksOf(sites: readonly Site[]): (number | undefined)[] {
    const counted = sites.flatMap((site) => {
      const limitMetres = facilityLimitMetres(site.types, { limitMetres: 600 })
      return limitMetres !== undefined && site.status === 'operating' && site.currentUse === 'eldercare' ? [{ lon: site.lon!, lat: site.lat!, limitMetres }] : []
    })
    const of = (values: number[]) => Float64Array.from(values)
    const task: ComputeTask = {
      graph: town.graph.buffer,
      stepsFree: false,
      elevation: null,
      detourFactor: 1,
      edgeMetres: 0,
      facilities: { lon: of(counted.map(({ lon }) => lon)), lat: of(counted.map(({ lat }) => lat)), limitMetres: of(counted.map(({ limitMetres }) => limitMetres)), maxAccessMetres: of(counted.map(() => 200)) },
      groups: [{ indices: counted.map((_, i) => i), limitsMetres: counted.map(({ limitMetres }) => limitMetres) }],
      points: { lon: of(homes.map(([lon]) => lon)), lat: of(homes.map(([, lat]) => lat)), maxAccessMetres: of(homes.map(() => 200)) },
      region: [],
      cellResolution: 9,
      cellMaxAccessMetres: 200,
      extent: null,
    }
    const { places } = compute(task, () => undefined)
    return homes.map((_, i) => judgePlace(places, i, i + 1).travelMetres)
  }
})

describe('what a list of changes says', () => {
  it('costs what its changes name, and nothing known where none does', () => {
    const close: SiteChange = { id: '1', kind: 'close', facilityId: 'f' }
    expect(costOf([])).toBe(null)
    expect(costOf([close])).toBe(null)
    expect(costOf([close, { ...close, costYuan: 0 }])).toBe(0)
    expect(costOf([{ ...close, costYuan: 1.5 }, { ...close, costYuan: 2 }])).toBe(3.5)
  })

  it('names ids that stand twice, once each', () => {
    const of = (...ids: string[]) => ids.map((id): SiteChange => ({ id, kind: 'close', facilityId: 'f' }))
    expect(repeatedIds(of('a', 'b', 'a', 'a'))).toEqual(['a'])
    expect(repeatedIds(of('a', 'b'))).toEqual([])
  })

  it('has seven kinds', () => {
    expect(changeKinds.length).toBe(7)
  })
})

describe('the Gini of access', () => {
  it('is nought where all walk alike, and half where of two the one walks and the other stands at the door', () => {
    expect(toNumber(giniOfAccess([{ metres: 300, people: 4 }, { metres: 300, people: 9 }])!)).toBe(0)
    expect(toNumber(giniOfAccess([{ metres: 0, people: 5 }, { metres: 800, people: 5 }])!)).toBe(0.5)
    expect(toNumber(giniOfAccess([{ metres: 0, people: 5 }])!)).toBe(0)
  })

  it('is not known where nobody walks, or where somebody’s walk is not known', () => {
    expect(giniOfAccess([])).toBe(null)
    expect(giniOfAccess([{ metres: 100, people: 0 }])).toBe(null)
    expect(giniOfAccess([{ metres: 100, people: 1 }, { metres: null, people: 1 }])).toBe(null)
    expect(giniOfAccess([{ metres: 100, people: 1 }, { metres: null, people: 0 }])).not.toBe(null)
  })

  it('is that of the double sum over all pairs', () => {
    const walk = fc.record({ metres: fc.double({ min: 0, max: 5000, noNaN: true }).map((m) => Math.round(m * 1e6) / 1e6), people: fc.nat(500) })
    fc.assert(fc.property(fc.array(walk, { minLength: 1, maxLength: 30 }), (walks) => {
      const all = walks.reduce((sum, { people }) => sum + people, 0)
      const walked = walks.reduce((sum, { metres, people }) => sum + metres * people, 0)
      fc.pre(all > 0 && walked > 1e-3)
      let pairs = 0
      for (const one of walks) for (const other of walks) pairs += one.people * other.people * Math.abs(one.metres - other.metres)
      expect(toNumber(giniOfAccess(walks)!)).toBeCloseTo(pairs / (2 * all * walked), 9)
    }))
  })
})
