import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leastMissedOnNetwork, leastMissedStraight, straightCircles } from '../../server/core/coverage/nearest.ts'
import { farthestOf, travelOnNetwork } from '../../server/core/coverage/travel.ts'
import { explainOnNetwork, explainStraight } from '../../server/core/coverage/why-not.ts'
import { geodesicMetres } from '../../server/core/geodesic.ts'
import { snapToNetwork } from '../../server/core/network/snap.ts'
import { chessboardTown, facilityArrays, pointArrays } from '../town.ts'

const town = chessboardTown(11, 11, 100)
const spot = fc.tuple(fc.integer({ min: -250, max: 1250 }), fc.integer({ min: -250, max: 1250 }))
const sites = fc.array(fc.tuple(spot, fc.constantFrom(100, 300, 1000)), { minLength: 1, maxLength: 8 })
const place = ([x, y]: [number, number]) => town.lonLat(x, y)

describe('the facility missed by least', () => {
  test('is not always the nearest: limits belong to types', () => {
    // A day-care centre 400 m away misses its 300 m by 100; a community centre 1,050 m away misses its 1,000 m by 50.
    const facilities = facilityArrays([town.lonLat(400, 0), town.lonLat(1000, 50)], [300, 1000])
    const { facility, walkMetres } = leastMissedOnNetwork(town.graph, facilities, pointArrays([town.lonLat(0, 0)]))
    expect(facility[0]).toBe(1)
    expect(walkMetres[0]).toBeCloseTo(1050, 3)
  })

  test('is the one that why names, for every spot', () => {
    fc.assert(
      fc.property(spot, sites, (from, drawn) => {
        const [lon, lat] = place(from)
        const facilities = facilityArrays(drawn.map(([at]) => place(at)), drawn.map(([, limit]) => limit))
        const { facility, walkMetres } = leastMissedOnNetwork(town.graph, facilities, pointArrays([[lon, lat]]))
        const why = explainOnNetwork(
          town.graph,
          lon,
          lat,
          200,
          drawn.map(([at, limitMetres]) => {
            const [siteLon, siteLat] = place(at)
            return { lon: siteLon, lat: siteLat, limitMetres, snap: snapToNetwork(town.graph, siteLon, siteLat, 200) }
          }),
        )
        if (why.verdict === 'covered') return
        // Without a walk to any facility, why names the one nearest as the crow flies, which misses nothing it could say.
        expect(facility[0] < 0).toBe(why.travelMetres === undefined)
        if (why.travelMetres !== undefined) expect(walkMetres[0]).toBeCloseTo(why.travelMetres, 4)
      }),
      { numRuns: 200 },
    )
  })

  test('is the same by straight line', () => {
    fc.assert(
      fc.property(spot, sites, (from, drawn) => {
        const [lon, lat] = place(from)
        const facilities = facilityArrays(drawn.map(([at]) => place(at)), drawn.map(([, limit]) => limit))
        const { walkMetres } = leastMissedStraight(facilities, pointArrays([[lon, lat]]), 1.3)
        const why = explainStraight(
          lon,
          lat,
          1.3,
          drawn.map(([at, limitMetres]) => ({ lon: place(at)[0], lat: place(at)[1], limitMetres, snap: undefined })),
        )
        if (why.verdict === 'not_covered') expect(walkMetres[0]).toBe(why.travelMetres)
      }),
      { numRuns: 200 },
    )
  })
})

describe('circles drawn with a compass', () => {
  test('hold exactly what lies within a limit as the crow flies', () => {
    fc.assert(
      fc.property(fc.array(spot, { minLength: 1, maxLength: 10 }), sites, (spots, drawn) => {
        const facilities = facilityArrays(drawn.map(([at]) => place(at)), drawn.map(([, limit]) => limit))
        const { metres, covered } = straightCircles(facilities, pointArrays(spots.map(place)))
        spots.forEach((from, p) => {
          const [lon, lat] = place(from)
          const direct = drawn.map(([at]) => geodesicMetres(lon, lat, ...place(at)))
          expect(metres[p]).toBeCloseTo(Math.min(...direct), 5)
          expect(covered[p] === 1).toBe(direct.some((straight, f) => straight <= drawn[f][1] + 5e-7))
        })
      }),
      { numRuns: 100 },
    )
  })

  test('never cover less than the walk does', () => {
    fc.assert(
      fc.property(fc.array(spot, { minLength: 1, maxLength: 10 }), sites, (spots, drawn) => {
        const facilities = facilityArrays(drawn.map(([at]) => place(at)), drawn.map(([, limit]) => limit))
        const points = pointArrays(spots.map(place))
        const walk = travelOnNetwork(town.graph, facilities, points)
        const { covered } = straightCircles(facilities, points)
        // The chessboard's whole-metre lengths fall short of the ellipsoid's by up to 0.2 mm a block.
        spots.forEach((_, p) => walk.travelMetres[p] < 99.9 && expect(covered[p]).toBe(1))
      }),
      { numRuns: 100 },
    )
  })

  test('say nothing where there is no facility', () => {
    const { metres, covered } = straightCircles(facilityArrays([], 1000), pointArrays([town.lonLat(0, 0)]))
    expect([metres[0], covered[0]]).toEqual([Infinity, 0])
  })
})

describe('a circle that needs all of its types', () => {
  const points = pointArrays([town.lonLat(0, 0), town.lonLat(500, 0)])
  const meals = travelOnNetwork(town.graph, facilityArrays([town.lonLat(100, 0)], 1000), points)
  const care = travelOnNetwork(town.graph, facilityArrays([town.lonLat(900, 0)], 600), points)

  test('is as far as its farthest type, and open where one is missing', () => {
    // From (0, 0): meals 100 m, care 900 m beyond its 600 m. From (500, 0): 400 m each.
    const all = farthestOf([meals, care])
    expect(all.travelMetres[0]).toBe(Infinity)
    expect(all.travelMetres[1]).toBeCloseTo(400, 3)
  })

  test('covers no more than any one of them', () => {
    const all = farthestOf([meals, care])
    for (const one of [meals, care]) all.travelMetres.forEach((metres, p) => expect(metres).toBeGreaterThanOrEqual(one.travelMetres[p]))
  })
})
