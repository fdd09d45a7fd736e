import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pairsOnNetwork, pairsStraight, type CatchmentPairs } from '../../../server/core/access/pairs.ts'
import { travelOnNetwork, travelStraight } from '../../../server/core/coverage/travel.ts'
import { withSlopes } from '../../../server/core/network/slopes.ts'
import { chessboardTown, facilityArrays, pointArrays } from '../../town.ts'

const town = chessboardTown(11, 11, 100)
const places = (groups: [number, number][][], maxAccess = 200) => ({
  ...pointArrays(groups.flat().map(([x, y]) => town.lonLat(x, y)), maxAccess),
  place: Int32Array.from(groups.flatMap((group, place) => group.map(() => place))),
  placeCount: groups.length,
})
const sites = (spots: [number, number][]) => pointArrays(spots.map(([x, y]) => town.lonLat(x, y)))
const rowsOf = ({ count, place, facility, metres }: CatchmentPairs) => Array.from({ length: count }, (_, k) => [place[k], facility[k], Math.round(metres[k])])

describe('who can walk where', () => {
  test('lists every pair within the limit, the limit included, and none beyond', () => {
    const found = pairsOnNetwork(town.graph, sites([[0, 0], [1000, 0]]), places([[[300, 400]], [[500, 0]], [[1000, 1000]]]), 700)
    expect(rowsOf(found.pairs)).toEqual([[0, 0, 700], [1, 0, 500], [1, 1, 500]])
    expect([found.strandedFacilities, found.strandedPlaces]).toEqual([[], []])
  })

  test('a place is as near as its best entrance, and two on one street go straight along it', () => {
    const found = pairsOnNetwork(town.graph, sites([[180, 0]]), places([[[900, 900], [120, 0]]]), 1000)
    expect(rowsOf(found.pairs)).toEqual([[0, 0, 60]])
  })

  test('names what no street leads to', () => {
    const found = pairsOnNetwork(town.graph, sites([[500, -500], [500, 0]]), places([[[500, 0]], [[500, -900]]]), 1000)
    expect([found.strandedFacilities, found.strandedPlaces, rowsOf(found.pairs)]).toEqual([[0], [1], [[0, 1, 0]]])
  })

  const spot = fc.tuple(fc.integer({ min: -150, max: 1150 }), fc.integer({ min: -150, max: 1150 }))
  /** A hill of 60 m in the middle: every walk takes longer up than down. */
  const hilly = withSlopes(town.graph, (lon, lat) => 60 - 4000 * Math.hypot(lon - town.lonLat(500, 500)[0], lat - town.lonLat(500, 500)[1])).graph

  test('the nearest pair of a place is the walk that coverage finds, to the last bit: on the network, on slopes, straight', () => {
    fc.assert(
      fc.property(fc.array(spot, { minLength: 1, maxLength: 6 }), fc.array(spot, { minLength: 1, maxLength: 5 }), fc.integer({ min: 50, max: 900 }), (homes, to, limit) => {
        const points = places(homes.map((home) => [home]))
        const facilities = facilityArrays(to.map(([x, y]) => town.lonLat(x, y)), limit)
        const nearest = ({ count, place, metres }: CatchmentPairs) => {
          const best = new Float64Array(homes.length).fill(Infinity)
          for (let k = 0; k < count; k++) best[place[k]] = Math.min(best[place[k]], metres[k])
          return best
        }
        expect(nearest(pairsOnNetwork(town.graph, facilities, points, limit).pairs)).toEqual(travelOnNetwork(town.graph, facilities, points).travelMetres)
        expect(nearest(pairsOnNetwork(hilly, facilities, points, limit).pairs)).toEqual(travelOnNetwork(hilly, facilities, points).travelMetres)
        expect(nearest(pairsStraight(facilities, points, 1.3, limit).pairs)).toEqual(travelStraight(facilities, points, 1.3).travelMetres)
      }),
      { numRuns: 200 },
    )
  })
})
