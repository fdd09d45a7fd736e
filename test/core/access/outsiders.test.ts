import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decayFunction, defaultBands } from '../../../server/core/access/decay.ts'
import { floatingCatchment } from '../../../server/core/access/floating-catchment.ts'
import { allocateWithOutsiders, withinBoxes } from '../../../server/core/access/outsiders.ts'
import { pairsStraight } from '../../../server/core/access/pairs.ts'
import { degreeScaleAt } from '../../../server/core/geodesic.ts'

/* A land of two counties side by side, on a plane of metres around 116° E 26° N; the border is x = 0, our county lies west. */
interface Spot {
  id: string
  x: number
  y: number
}
interface Place extends Spot {
  people: number
}
interface Home extends Spot {
  beds: number
}
interface Land {
  places: Place[]
  homes: Home[]
}

const { lonMetres, latMetres } = degreeScaleAt(26)
const lonLat = ({ x, y }: Spot): [number, number] => [116 + x / lonMetres, 26 + y / latMetres]
const isOwn = ({ x }: Spot) => x < 0
const limitMetres = 1000
const decays = [{ method: '2sfca' }, { method: 'e2sfca', bands: defaultBands(limitMetres) }, { method: 'gaussian' }] as const

function arraysOf(spots: readonly Spot[]) {
  const at = spots.map(lonLat)
  return { lon: Float64Array.from(at, ([lon]) => lon), lat: Float64Array.from(at, ([, lat]) => lat), maxAccessMetres: new Float64Array(spots.length).fill(200) }
}

/** Both questions about the land, ratios by home and access and people served by place. */
function assess({ places, homes }: Land, decay: (typeof decays)[number], ownCount = places.length) {
  const { pairs } = pairsStraight(arraysOf(homes), { ...arraysOf(places), place: Int32Array.from(places, (_, p) => p), placeCount: places.length }, 1.3, limitMetres)
  const catchment = floatingCatchment({ pairs, people: Float64Array.from(places, ({ people }) => people), capacity: Float64Array.from(homes, ({ beds }) => beds), weightOf: decayFunction(decay, limitMetres) })
  const allocation = allocateWithOutsiders(
    { pairs, need: Uint32Array.from(places, ({ people }) => people), capacity: Uint32Array.from(homes, ({ beds }) => beds), placeIds: places.map(({ id }) => id), facilityIds: homes.map(({ id }) => id) },
    ownCount,
  )
  return {
    ratios: new Map(homes.map(({ id }, f) => [id, catchment.ratio[f]])),
    access: new Map(places.map(({ id }, p) => [id, catchment.access[p]])),
    served: new Map(places.map(({ id }, p) => [id, allocation.served[p]])),
    servedAlone: new Map(places.slice(0, ownCount).map(({ id }, p) => [id, allocation.servedAlone[p]])),
  }
}

/** Our county with what it is told of its neighbour: homes within the limit of the border, and people near any home that counts. */
function cutOut({ places, homes }: Land): { land: Land; ownCount: number } {
  const counted = homes.filter((home) => home.x <= limitMetres)
  const own = places.filter(isOwn)
  const outside = withinBoxes(places.filter((place) => !isOwn(place)).map((place) => ({ ...place, points: [lonLat(place)] })), arraysOf(counted), limitMetres)
  return { land: { places: [...own, ...outside], homes: counted }, ownCount: own.length }
}

const metres = fc.integer({ min: -20, max: 20 }).map((hundreds) => hundreds * 100 + 50)
const spots = <More extends object>(letter: string, more: fc.Arbitrary<More>, maxLength: number) =>
  fc.array(fc.record({ x: metres, y: fc.integer({ min: 0, max: 8 }).map((hundreds) => hundreds * 100) }).chain((at) => more.map((rest) => ({ ...at, ...rest }))), { maxLength }).map((rows) => rows.map((row, i) => ({ id: `${letter}${i}`, ...row })))
const lands: fc.Arbitrary<Land> = fc.record({
  places: spots('p', fc.record({ people: fc.integer({ min: 0, max: 60 }) }), 14),
  homes: spots('h', fc.record({ beds: fc.integer({ min: 0, max: 50 }) }), 8),
})

/** The same sum in another order. */
function expectSame(a: number, b: number) {
  expect(Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(b)) || (Number.isNaN(a) && Number.isNaN(b)), `${a} is not ${b}`).toBe(true)
}

describe('a county cut out of a larger data set', () => {
  test('gives the same ratios and the same access inside, when its neighbour’s people are there', () => {
    fc.assert(
      fc.property(lands, fc.constantFrom(...decays), (land, decay) => {
        const whole = assess(land, decay)
        const cut = cutOut(land)
        const part = assess(cut.land, decay, cut.ownCount)
        for (const { id } of land.homes.filter(isOwn)) expectSame(part.ratios.get(id)!, whole.ratios.get(id)!)
        for (const { id } of land.places.filter(isOwn)) expectSame(part.access.get(id)!, whole.access.get(id)!)
      }),
      { numRuns: 500 },
    )
  })

  test('gives ratios that are never lower without them, and is the reason why they are asked for', () => {
    let differed = 0
    fc.assert(
      fc.property(lands, (land) => {
        const { land: cut } = cutOut(land)
        const whole = assess(cut, decays[0])
        const alone = assess({ ...cut, places: cut.places.filter(isOwn) }, decays[0])
        for (const { id } of cut.homes) {
          const [theirs, ours] = [whole.ratios.get(id)!, alone.ratios.get(id)!]
          if (Number.isNaN(ours)) continue
          expect(ours).toBeGreaterThanOrEqual(theirs * (1 - 1e-12))
          if (ours > theirs * (1 + 1e-9)) differed++
        }
      }),
      { numRuns: 300 },
    )
    expect(differed).toBeGreaterThan(20)
  })

  test('brackets who is really served: with the outsiders as rivals at least so many, without them at most', () => {
    fc.assert(
      fc.property(lands, (land) => {
        const really = assess(land, decays[0]).served
        const cut = cutOut(land)
        const { served, servedAlone } = assess(cut.land, decays[0], cut.ownCount)
        for (const { id } of land.places.filter(isOwn)) {
          expect(served.get(id)).toBeLessThanOrEqual(really.get(id)!)
          expect(servedAlone.get(id)).toBeGreaterThanOrEqual(really.get(id)!)
        }
      }),
      { numRuns: 500 },
    )
  })
})

/**
 *   a(30) ──300── X(20 beds) ──200─┼─ b(20)         Alone, a takes all 20 beds, 2/3 a head. With b, who lives nearer, X serves
 *                                  │                50 people, 0.4 a head, and b takes every bed: a is left over whole.
 */
test('the town at the border worked out by hand', () => {
  const a = { id: 'a', x: -310, y: 0, people: 30 }
  const b = { id: 'b', x: 190, y: 0, people: 20 }
  const homes = [{ id: 'X', x: -10, y: 0, beds: 20 }]
  const { ratios, access, served, servedAlone } = assess({ places: [a, b], homes }, decays[0], 1)
  expect([ratios.get('X'), access.get('a'), served.get('a'), servedAlone.get('a')]).toEqual([20 / 50, 20 / 50, 0, 20])
  expect(assess({ places: [a], homes }, decays[0]).ratios.get('X')).toBe(20 / 30)
})

test('boxes keep whoever may be in reach, and spare the search those far off', () => {
  const at = (x: number) => ({ points: [lonLat({ id: '', x, y: 0 })] })
  const home = arraysOf([{ id: 'h', x: 0, y: 0 }])
  expect(withinBoxes([at(999), at(-1000), at(1100)], home, 1000)).toEqual([at(999), at(-1000)])
  expect(withinBoxes([at(0)], arraysOf([]), 1000)).toEqual([])
})
