import geographiclib from 'geographiclib-geodesic'
import type { MultiPolygonCoordinates } from '../../server/core/coverage/places.ts'
import { polygonAreaM2 } from '../../server/core/geodesic-area.ts'
import type { LonLat } from '../../server/core/lonlat.ts'
import { createRandom } from '../../scripts/samples/random.ts'
import type { Law } from './law.ts'

const { WGS84 } = geographiclib.Geodesic
const radiansPerDegree = Math.PI / 180
const sphereMetres = 6_378_137

/** The spot so many metres from another along a geodesic: Karney's direct problem, which the product never asks. */
function walk([lon, lat]: LonLat, azimuth: number, metres: number): LonLat {
  const { lon2, lat2 } = WGS84.Direct(lat, lon, azimuth, metres)
  return [lon2!, lat2!]
}

/** A square about a middle, its corners at equal distances from it. */
function square(middle: LonLat, sideMetres: number, turn: number): LonLat[] {
  return [0, 90, 180, 270].map((azimuth) => walk(middle, azimuth + turn, sideMetres * Math.SQRT1_2))
}

function closed(ring: readonly LonLat[]): number[][] {
  return [...ring, ring[0]].map(([lon, lat]) => [lon, lat])
}

export const trueMetres: Law = {
  name: 'true-metres',
  promise: 'a 1 km square at 18, 31, 46, 53° N is 1.000 km² ± 0.3 %, and 1 km is 1 km',
  check(town, product) {
    const random = createRandom(town.seed)
    return [18, 31, 46, 53, town.lat].flatMap((lat) => {
      const middle: LonLat = [town.lon, lat]
      const breaches: string[] = []
      const turn = random.between(0, 90)
      const large = closed(square(middle, 1000, turn))
      const hole = closed(square(middle, 500, turn))
      const near = (found: number, expected: number, what: string) => {
        if (!(Math.abs(found / expected - 1) <= 0.003)) breaches.push(`${what} at ${lat.toFixed(2)}° N: ${found}`)
      }
      near(product.polygonAreaM2([[large]]), 1e6, 'one square kilometre')
      near(product.polygonAreaM2([[large.toReversed()]]), 1e6, 'one square kilometre drawn the other way round')
      near(product.polygonAreaM2([[large, hole]]), 750_000, 'a square with a hole')
      near(product.polygonAreaM2([[large], [closed(square(walk(middle, 90, 5000), 500, turn))]]), 1_250_000, 'two squares')
      const azimuth = random.between(0, 360)
      for (const metres of [1, 300, 1000, 1999, 2500, 20_000]) {
        const [lon2, lat2] = walk(middle, azimuth, metres)
        near(product.geodesicMetres(middle[0], middle[1], lon2, lat2), metres, `${metres} m`)
      }
      return breaches
    })
  },
  mutations: {
    'measures areas in Web Mercator': {
      polygonAreaM2: (polygons) =>
        planarArea(polygons, ([lon, lat]) => [
          lon * radiansPerDegree * sphereMetres,
          sphereMetres * Math.asinh(Math.tan(lat * radiansPerDegree)),
        ]),
    },
    'measures areas on a sphere': {
      polygonAreaM2: (polygons) =>
        planarArea(polygons, ([lon, lat]) => [lon * radiansPerDegree * sphereMetres, Math.sin(lat * radiansPerDegree) * sphereMetres]),
    },
    'takes a degree for 111.32 km': { polygonAreaM2: (polygons) => planarArea(polygons, ([lon, lat]) => [lon * 111_320, lat * 111_320]) },
    'adds up holes': { polygonAreaM2: (polygons) => polygons.flat().reduce((sum, ring) => sum + polygonAreaM2([[ring]]), 0) },
    'measures lengths in Web Mercator': {
      geodesicMetres(lon1, lat1, lon2, lat2) {
        const y = (lat: number) => Math.asinh(Math.tan(lat * radiansPerDegree))
        return sphereMetres * Math.hypot((lon2 - lon1) * radiansPerDegree, y(lat2) - y(lat1))
      },
    },
    'measures lengths on a sphere': {
      geodesicMetres(lon1, lat1, lon2, lat2) {
        const half = (a: number, b: number) => Math.sin(((b - a) * radiansPerDegree) / 2) ** 2
        const chord = half(lat1, lat2) + Math.cos(lat1 * radiansPerDegree) * Math.cos(lat2 * radiansPerDegree) * half(lon1, lon2)
        return 2 * sphereMetres * Math.asin(Math.sqrt(chord))
      },
    },
  },
}

function planarArea(polygons: MultiPolygonCoordinates, project: (spot: number[]) => [number, number]): number {
  const ringArea = (ring: number[][]) => {
    const spots = ring.map(project)
    return Math.abs(spots.slice(1).reduce((sum, [x, y], i) => sum + spots[i][0] * y - x * spots[i][1], 0)) / 2
  }
  return polygons.reduce((sum, [outer, ...holes]) => sum + holes.reduce((left, hole) => left - ringArea(hole), ringArea(outer)), 0)
}
