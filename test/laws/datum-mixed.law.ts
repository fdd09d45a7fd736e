import { smallestOffsetMetres } from '../../server/core/checks/datum-offset.ts'
import { geodesicMetres } from '../../server/core/geodesic.ts'
import type { LonLat } from '../../server/core/lonlat.ts'
import { snapToNetwork } from '../../server/core/network/snap.ts'
import { createRandom } from '../../scripts/samples/random.ts'
import { wgs84ToGcj02 } from '../../scripts/samples/gcj02.ts'
import type { Law } from './law.ts'
import type { Town } from './town.ts'
import { buildWorld, toLonLat } from './world.ts'

/** Entrances, villages and facilities on their true places. */
export function surveyedPoints(town: Town): LonLat[] {
  return [...town.places.flatMap(({ points }) => points), ...town.facilities.map(({ at }) => at)].map((spot) => toLonLat(town, spot))
}

/** The layer in GCJ-02 while the roads are not, the roads in GCJ-02 while the layer is not, and any other shift. */
export function shiftedCopies(town: Town): Record<string, LonLat[]> {
  const points = surveyedPoints(town)
  const random = createRandom(town.seed)
  const [metres, direction] = [random.between(170, 700), random.between(0, 2 * Math.PI)]
  const [dx, dy] = toLonLat({ lon: 0, lat: town.lat }, [metres * Math.sin(direction), metres * Math.cos(direction)])
  return {
    'GCJ-02': points.map(([lon, lat]) => wgs84ToGcj02(lon, lat)),
    'roads in GCJ-02': points.map(([lon, lat]) => {
      const [x, y] = wgs84ToGcj02(lon, lat)
      return [2 * lon - x, 2 * lat - y]
    }),
    [`${metres.toFixed()} m`]: points.map(([lon, lat]) => [lon + dx, lat + dy - town.lat]),
  }
}

export const datumMixed: Law = {
  name: 'datum-mixed',
  promise: 'a consistent offset to roads > 150 m asks the user, and true data do not',
  check(town, product) {
    const { graph } = buildWorld(town)
    const points = surveyedPoints(town)
    if (!graph) return []
    const breaches = product.findDatumOffset(points, graph).verdict === 'offset' ? ['true data were called shifted'] : []
    for (const [name, copy] of Object.entries(shiftedCopies(town))) {
      const shift = points[0] ? geodesicMetres(points[0][0], points[0][1], copy[0][0], copy[0][1]) : 0
      // The search is to 5 m and a shift is told apart from none at 150 m: between, either answer is right.
      if (shift < smallestOffsetMetres + 15) continue
      const found = product.findDatumOffset(copy, graph)
      if (found.verdict === 'none') breaches.push(`${name}: a shift of ${shift.toFixed()} m went unnoticed`)
    }
    return breaches
  },
  mutations: {
    'looks at the nearest roads only': {
      findDatumOffset(points, graph) {
        const legs = points.map(([lon, lat]) => snapToNetwork(graph, lon, lat, 1000)?.accessMetres ?? 1000).sort((a, b) => a - b)
        const metres = legs[legs.length >> 1]
        return {
          verdict: metres > smallestOffsetMetres ? 'offset' : 'none',
          eastMetres: 0,
          northMetres: 0,
          givenMetres: metres,
          shiftedMetres: 0,
        }
      },
    },
    'always asks': {
      findDatumOffset: () => ({ verdict: 'offset', eastMetres: 0, northMetres: 0, givenMetres: 0, shiftedMetres: 0 }),
    },
  },
}
