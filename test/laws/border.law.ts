import { findProfile, maxAccessMetres } from '../../server/core/coverage/profiles.ts'
import { createRandom } from '../../scripts/samples/random.ts'
import { analyse, differences, linesOf } from './analysis.ts'
import { outsider, planeSlackMetres } from './edge-effect.law.ts'
import type { Law } from './law.ts'
import { metresFromPieceToPolygon, metresToPolygon, piecesOf } from './plane.ts'
import type { Product } from './product.ts'
import type { Facility, Town } from './town.ts'

export const border: Law = {
  name: 'border',
  promise: 'a county cut out of a larger data set gives the same result inside',
  check(town, product) {
    const larger = addNeighbours(town)
    return differences(linesOf(analyse(larger, product)), linesOf(analyse(cutOut(larger, product), product)))
  },
  mutations: {
    'cuts roads and facilities at the border': { keptOutsideMetres: () => ({ roads: 0, facilities: 0 }) },
    'keeps the facilities of the neighbours but not their roads': { keptOutsideMetres: (limit) => ({ roads: 0, facilities: limit }) },
    'keeps the roads of the neighbours but not their facilities': {
      keptOutsideMetres: (limit, access) => ({ roads: limit + access, facilities: 0 }),
    },
    'keeps half the limit': { keptOutsideMetres: (limit) => ({ roads: limit / 2, facilities: limit / 2 }) },
  },
}

/** Facilities at street corners of the neighbouring county: what a careless cut loses. */
function addNeighbours(town: Town): Town {
  const random = createRandom(town.seed ^ 0xb0d)
  const outside = town.corners.filter((corner) => metresToPolygon(corner, town.boundary) > 0)
  const neighbours = Array.from({ length: outside.length > 0 ? 8 : 0 }, (_, i): Facility => {
    const [x, y] = random.pick(outside)
    return { ...outsider, id: `neighbour-${i}`, at: [x + random.between(-60, 60), y + random.between(-60, 60)] }
  })
  return { ...town, facilities: [...town.facilities, ...neighbours] }
}

/** Streets that come within the distance are kept whole. */
function cutOut(town: Town, product: Product): Town {
  const kept = product.keptOutsideMetres(findProfile(town.profile)!.limitMetres, maxAccessMetres.country)
  const isNear = (metres: number, least: number) => metres <= least + planeSlackMetres
  return {
    ...town,
    streets: town.streets.filter((street) =>
      piecesOf(town.corners, street).some(([a, b]) => isNear(metresFromPieceToPolygon(a, b, town.boundary), kept.roads)),
    ),
    facilities: town.facilities.filter(({ at }) => isNear(metresToPolygon(at, town.boundary), kept.facilities)),
  }
}
