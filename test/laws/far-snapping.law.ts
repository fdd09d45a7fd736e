import { maxAccessMetres } from '../../server/core/coverage/profiles.ts'
import { createRandom } from '../../scripts/samples/random.ts'
import { analyse, coveredPeople } from './analysis.ts'
import type { Law } from './law.ts'
import { metresToPiece, piecesOf } from './plane.ts'
import { product as asItIs } from './product.ts'
import type { Spot, Town } from './town.ts'

export const farSnapping: Law = {
  name: 'far-snapping',
  promise: '> 100 m urban or 300 m rural is listed; a facility moved into a lake never raises coverage',
  check(town, product) {
    const { results } = analyse(town, product)
    const listed = product.longAccessLegs(results).map(({ place }) => place.id)
    const expected = results.filter((one) => one.accessMetres !== undefined && one.accessMetres > (one.placeClass === 'city' ? 100 : 300))
    const breaches = listed.join() === expected.map(({ place }) => place.id).join() ? [] : [`listed were ${listed.join()}`]
    const water = findWater(town)
    if (!water) return breaches
    const before = coveredPeople(town, product)
    const random = createRandom(town.seed)
    for (const moved of town.facilities.filter(() => random.chance(0.4))) {
      const after = { ...town, facilities: town.facilities.map((one) => (one === moved ? { ...one, at: water } : one)) }
      const people = coveredPeople(after, product)
      if (people > before) breaches.push(`${moved.id} in the lake covers ${people - before} more`)
      const { facilities, strandedIds } = analyse(after, product)
      const counts = facilities.some(({ id }) => id === moved.id)
      if (strandedIds.includes(moved.id) !== counts) breaches.push(`${moved.id} in the lake is not listed`)
    }
    return breaches
  },
  mutations: {
    'lets everybody walk to the next road, however far': {
      travelOnNetwork(graph, facilities, points) {
        const far = (legs: Float64Array) => legs.map(() => 5000)
        const travel = asItIs.travelOnNetwork(graph, { ...facilities, maxAccessMetres: far(facilities.maxAccessMetres) }, points)
        return travel
      },
    },
    'adds a straight line for facilities without a road': {
      travelOnNetwork(graph, facilities, points) {
        const travel = asItIs.travelOnNetwork(graph, facilities, points)
        const stranded = facilities.limitMetres.map((limit, i) => (travel.strandedFacilities.includes(i) ? limit : -1))
        const straight = asItIs.travelStraight({ ...facilities, limitMetres: stranded }, points, 1)
        return {
          ...travel,
          travelMetres: travel.travelMetres.map((metres, i) => Math.min(metres, straight.travelMetres[i])),
          facility: travel.facility.map((f, i) => (f < 0 ? straight.facility[i] : f)),
        }
      },
    },
    'lists urban legs over 200 m only': {
      longAccessLegs: (places) => asItIs.longAccessLegs(places).filter(({ accessMetres }) => accessMetres! > 200),
    },
    'forgets to list stranded facilities': {
      travelOnNetwork: (graph, facilities, points) => ({ ...asItIs.travelOnNetwork(graph, facilities, points), strandedFacilities: [] }),
    },
  },
}

/** The lake of the town, or another spot from which no road is near enough; undefined where every spot has one. */
function findWater(town: Town): Spot | undefined {
  const pieces = town.streets.flatMap((street) => piecesOf(town.corners, street))
  if (pieces.length === 0) return undefined
  const isWater = (spot: Spot) => pieces.every(([a, b]) => metresToPiece(spot, a, b) > maxAccessMetres.country + 5)
  return [town.lake, [-1500, -1500] as Spot].find(isWater)
}
