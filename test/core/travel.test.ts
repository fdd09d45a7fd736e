import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgePlace, markEdges } from '../../server/core/coverage/places.ts'
import { travelOnNetwork, travelStraight } from '../../server/core/coverage/travel.ts'
import { explainOnNetwork, explainStraight } from '../../server/core/coverage/why-not.ts'
import { geodesicMetres } from '../../server/core/geodesic.ts'
import { snapToNetwork } from '../../server/core/network/snap.ts'
import { chessboardTown, facilityArrays, pointArrays } from '../town.ts'

/** 11 × 11 crossings, 100 m apart: one kilometre square. */
const town = chessboardTown(11, 11, 100)

function walk(from: [number, number], to: [number, number][], limitMetres: number | number[] = 1000, maxAccess = 200) {
  const points = pointArrays([town.lonLat(...from)], maxAccess)
  const travel = travelOnNetwork(town.graph, facilityArrays(to.map(([x, y]) => town.lonLat(x, y)), limitMetres, maxAccess), points)
  return { metres: travel.travelMetres[0], facility: travel.facility[0], access: travel.accessMetres[0], stranded: travel.strandedFacilities }
}

describe('a walk in the chessboard town', () => {
  test('goes along the streets, not through the blocks', () => {
    // (0, 0) → (300, 400): 300 + 400, where the crow flies 500.
    expect(walk([0, 0], [[300, 400]]).metres).toBeCloseTo(700, 3)
  })

  test('joins in the middle of a street and counts both legs', () => {
    // 30 m south of the street at x = 150, to a site 20 m north of it at x = 260: 30 + 110 + 20.
    const { metres, access } = walk([150, -30], [[260, 20]])
    expect(access).toBeCloseTo(30, 3)
    expect(metres).toBeCloseTo(160, 2)
  })

  test('stays on one edge where both stand on it', () => {
    expect(walk([120, 0], [[180, 0]]).metres).toBeCloseTo(60, 3)
  })

  test('takes the end of the edge that is nearer to the goal', () => {
    // From x = 170 on the bottom street to (100, 100): back 70 and up 100, not on 30, up 100, back 100.
    expect(walk([170, 0], [[100, 100]]).metres).toBeCloseTo(170, 3)
  })

  test('does not start farther from the streets than allowed', () => {
    const far = walk([500, -210], [[500, 0]])
    expect([far.metres, far.facility]).toEqual([Infinity, -1])
    expect(far.access).toBeNaN()
    expect(walk([500, -199.9], [[500, 0]]).metres).toBeCloseTo(199.9, 2)
  })

  test('cannot reach a facility that no street leads to, and says which one', () => {
    const { metres, stranded } = walk([500, 0], [[500, -500]])
    expect(metres).toBe(Infinity)
    expect(stranded).toEqual([0])
  })

  test('keeps each facility’s own limit', () => {
    // The day-care centre 400 m away has a limit of 300 m; the community centre 900 m away one of 1000 m.
    const { metres, facility } = walk([0, 0], [[400, 0], [900, 0]], [300, 1000])
    expect(metres).toBeCloseTo(900, 3)
    expect(facility).toBe(1)
    expect(walk([0, 0], [[290, 0], [900, 0]], [300, 1000])).toMatchObject({ facility: 0 })
  })

  test('includes the limit itself', () => {
    expect(walk([0, 0], [[1000, 0]]).metres).toBe(1000)
    expect(walk([0, 0], [[1000, 0]], 999.9).metres).toBe(Infinity)
  })
})

describe('laws of a walk', () => {
  const spot = fc.tuple(fc.integer({ min: -150, max: 1150 }), fc.integer({ min: -150, max: 1150 }))
  const spots = fc.array(spot, { minLength: 1, maxLength: 8 })

  test('one more facility never lengthens a walk', () => {
    fc.assert(
      fc.property(spot, spots, spot, (from, to, extra) => {
        expect(walk(from, [...to, extra]).metres).toBeLessThanOrEqual(walk(from, to).metres)
      }),
      { numRuns: 100 },
    )
  })

  test('a walk is as long forth as back', () => {
    fc.assert(
      fc.property(spot, spot, (a, b) => {
        const forth = walk(a, [b], 5000).metres
        const back = walk(b, [a], 5000).metres
        if (forth === Infinity) expect(back).toBe(Infinity)
        else expect(back).toBeCloseTo(forth, 4)
      }),
      { numRuns: 100 },
    )
  })

  test('a walk is never shorter than the straight line', () => {
    fc.assert(
      fc.property(spot, spot, (a, b) => {
        const [lon1, lat1] = town.lonLat(...a)
        const [lon2, lat2] = town.lonLat(...b)
        // The chessboard's lengths are rounded to whole metres: at most 0.2 mm a block below the ellipsoid's.
        expect(walk(a, [b], 5000).metres).toBeGreaterThan(geodesicMetres(lon1, lat1, lon2, lat2) - 0.05)
      }),
      { numRuns: 100 },
    )
  })

  test('a repeated facility changes nothing', () => {
    fc.assert(
      fc.property(spot, spots, (from, to) => {
        const once = walk(from, to)
        expect(walk(from, [...to, ...to])).toMatchObject({ metres: once.metres, facility: once.facility })
      }),
      { numRuns: 50 },
    )
  })

  test('why agrees with the coverage run about every spot', () => {
    fc.assert(
      fc.property(spot, spots, fc.array(fc.constantFrom(300, 1000), { minLength: 8, maxLength: 8 }), (from, to, limits) => {
        const [lon, lat] = town.lonLat(...from)
        const facilities = to.map(([x, y], i) => {
          const [siteLon, siteLat] = town.lonLat(x, y)
          return { lon: siteLon, lat: siteLat, limitMetres: limits[i], snap: snapToNetwork(town.graph, siteLon, siteLat, 200) }
        })
        const why = explainOnNetwork(town.graph, lon, lat, 200, facilities)
        const { metres, access } = walk(from, to, limits.slice(0, to.length))
        expect(why.verdict).toBe(metres < Infinity ? 'covered' : Number.isNaN(access) ? 'unreached' : 'not_covered')
        if (metres < Infinity) expect(why.travelMetres).toBeCloseTo(metres, 5)
        if (why.missesByMetres !== undefined) expect(why.missesByMetres).toBeGreaterThan(0)
      }),
      { numRuns: 200 },
    )
  })
})

describe('why', () => {
  test('draws the way with its corners and names what is missed by least', () => {
    const [lon, lat] = town.lonLat(0, 0)
    const sites = [
      [800, 300],
      [1000, 1000],
    ].map(([x, y]) => {
      const [siteLon, siteLat] = town.lonLat(x, y)
      return { lon: siteLon, lat: siteLat, limitMetres: 1000, snap: snapToNetwork(town.graph, siteLon, siteLat, 200) }
    })
    const why = explainOnNetwork(town.graph, lon, lat, 200, sites)
    expect(why).toMatchObject({ verdict: 'not_covered', reason: 'beyond_limit', facility: 0 })
    expect(why.travelMetres).toBeCloseTo(1100, 2)
    expect(why.missesByMetres).toBeCloseTo(100, 2)
    const line = why.line!
    expect(line[0][0]).toBeCloseTo(lon, 9)
    expect(line.at(-1)![0]).toBeCloseTo(sites[0].lon, 7)
    const drawn = line.slice(1).reduce((sum, [x, y], i) => sum + geodesicMetres(line[i][0], line[i][1], x, y), 0)
    expect(drawn).toBeCloseTo(1100, 0)
  })

  test('is the straight line × 1.3 where there are no roads', () => {
    const [lon, lat] = town.lonLat(0, 0)
    const [siteLon, siteLat] = town.lonLat(800, 0)
    const why = explainStraight(lon, lat, 1.3, [{ lon: siteLon, lat: siteLat, limitMetres: 1000, snap: undefined }])
    // 800 × 1.3 = 1040: 40 m too far.
    expect(why.verdict).toBe('not_covered')
    expect(why.travelMetres).toBeCloseTo(1040, 1)
    expect(why.missesByMetres).toBeCloseTo(40, 1)
    expect(explainStraight(lon, lat, 1.3, []).reason).toBe('no_facility')
  })
})

describe('the straight line', () => {
  test('finds the nearest within its limit, factor included', () => {
    const sites = facilityArrays([town.lonLat(769, 0), town.lonLat(0, 200)], [1000, 250])
    const travel = travelStraight(sites, pointArrays([town.lonLat(0, 0), town.lonLat(769, 500)]), 1.3)
    // 769 × 1.3 = 999.7 keeps 1000 m; 200 × 1.3 = 260 does not keep 250 m.
    expect(travel.facility[0]).toBe(0)
    expect(travel.travelMetres[0]).toBeCloseTo(999.7, 1)
    expect(travel.travelMetres[1]).toBeCloseTo(650, 1)
  })
})

describe('a place', () => {
  test('is as near as its best entrance', () => {
    const travel = travelOnNetwork(town.graph, facilityArrays([town.lonLat(500, 0)], 1000), pointArrays([town.lonLat(0, 0), town.lonLat(400, 0), town.lonLat(0, -900)]))
    expect(judgePlace(travel, 0, 3)).toMatchObject({ verdict: 'covered', point: 1, facility: 0 })
    expect(judgePlace(travel, 2, 3)).toMatchObject({ verdict: 'unreached', reason: 'no_walkable_road', travelMetres: undefined })
  })

  test('is at the edge where the road data stops within the limit', () => {
    const ring = [town.lonLat(0, 0), town.lonLat(1000, 0), town.lonLat(1000, 1000), town.lonLat(0, 1000), town.lonLat(0, 0)]
    const spots = pointArrays([town.lonLat(500, 500), town.lonLat(500, 100), town.lonLat(500, -100)])
    expect(Array.from(markEdges(spots.lon, spots.lat, [[ring]], 300))).toEqual([0, 1, 1])
    expect(Array.from(markEdges(spots.lon, spots.lat, [[ring]], 500.1))).toEqual([1, 1, 1])
  })
})
