import { findProfile, maxAccessMetres } from '../../server/core/coverage/profiles.ts'
import { createRandom } from '../../scripts/samples/random.ts'
import { analyse, differences, linesOf } from './analysis.ts'
import type { Law } from './law.ts'
import { metresToPolygon } from './plane.ts'
import { product as asItIs } from './product.ts'
import type { Facility, Spot, Street, Town } from './town.ts'

/** The town's plane and the ellipsoid differ by 0.1 % at most over the distances meant here. */
export const planeSlackMetres = 5

export const edgeEffect: Law = {
  name: 'edge-effect',
  promise: 'data beyond the limit changes nothing inside',
  check(town, product) {
    const joined = addHighways(town)
    return differences(linesOf(analyse(joined, product)), linesOf(analyse(growOutside(joined), product)))
  },
  mutations: {
    'lets people walk three times the limit': {
      facilityLimitMetres: (types, profile) => {
        const limit = asItIs.facilityLimitMetres(types, profile)
        return limit === undefined ? undefined : limit * 3
      },
    },
    'names the last facility, near or not': {
      travelOnNetwork(graph, facilities, points) {
        const travel = asItIs.travelOnNetwork(graph, facilities, points)
        return { ...travel, facility: travel.facility.map((facility) => (facility < 0 ? -1 : facilities.lon.length - 1)) }
      },
    },
    'takes the middle of all roads for the origin of its plane': {
      travelOnNetwork(graph, facilities, points) {
        const middle = graph.nodeLat.reduce((a, b) => a + b, 0) / graph.nodeCount
        const blur = (lat: Float64Array) => lat.map((value) => value + (middle - value) * 1e-4)
        return asItIs.travelOnNetwork(graph, { ...facilities, lat: blur(facilities.lat) }, { ...points, lat: blur(points.lat) })
      },
    },
  },
}

/** A road out to the west and one to the east, so that the only thing that keeps the outside out is its distance. */
function addHighways(town: Town): Town {
  const corners = [...town.corners]
  const streets = [...town.streets]
  for (const sign of [-1, 1]) {
    let last = corners.reduce((best, [x], i) => (sign * x > sign * corners[best][0] ? i : best), 0)
    if (corners.length === 0) continue
    const [x, y] = corners[last]
    for (let metres = 100; metres <= 4000; metres += 100) {
      const next = corners.push([x + sign * metres, y]) - 1
      streets.push({ from: last, to: next, bends: [] })
      last = next
    }
  }
  return { ...town, corners, streets }
}

/** A new district beyond the limit and the access leg, joined to the town where the town goes that far; facilities beyond the limit. */
function growOutside(town: Town): Town {
  const random = createRandom(town.seed ^ 0x5eed)
  const limit = findProfile(town.profile)!.limitMetres + planeSlackMetres
  const beyond = limit + maxAccessMetres.country
  const [west, east] = [Math.min(...town.boundary.map(([x]) => x)), Math.max(...town.boundary.map(([x]) => x))]
  const corners = [...town.corners]
  const streets = [...town.streets]
  const far = corners.flatMap((corner, index) => (metresToPolygon(corner, town.boundary) > beyond ? [index] : []))
  for (const x of [west - beyond - 260, west - beyond - 20, east + beyond + 20, east + beyond + 260]) {
    const column = Array.from({ length: 8 }, (_, i): Spot => [x, i * 300])
    const first = corners.length
    corners.push(...column)
    column.slice(1).forEach((_, i) =>
      streets.push({
        from: first + i,
        to: first + i + 1,
        bends: [
          [x, i * 300 + 100],
          [x, i * 300 + 200],
        ],
      }),
    )
  }
  for (const corner of far) streets.push(straight(corner, random.pick(far)))
  const outside = corners.filter((corner) => metresToPolygon(corner, town.boundary) > limit + 30)
  const spot = ([x, y]: Spot): Spot => [x + random.between(-20, 20), y + random.between(-20, 20)]
  const facilities = Array.from({ length: 12 }, (_, i): Facility => ({ ...outsider, id: `outside-${i}`, at: spot(random.pick(outside)) }))
  return {
    ...town,
    corners,
    streets: streets.filter((street, i) => i < town.streets.length || isBeyond(corners, street, town, beyond)),
    facilities: [...town.facilities, ...facilities],
  }
}

function straight(from: number, to: number): Street {
  return { from, to, bends: [] }
}

function isBeyond(corners: readonly Spot[], { from, to }: Street, town: Town, beyond: number): boolean {
  const [a, b] = [corners[from], corners[to]]
  return Array.from({ length: 21 }, (_, i): Spot => [a[0] + ((b[0] - a[0]) * i) / 20, a[1] + ((b[1] - a[1]) * i) / 20]).every(
    (spot) => metresToPolygon(spot, town.boundary) > beyond,
  )
}

export const outsider: Omit<Facility, 'id' | 'at'> = {
  types: ['community_center'],
  status: 'operating',
  currentUse: 'eldercare',
  placeClass: 'country',
  floorAreaM2: '100.00',
  acquisition: 'leased',
  serves: [],
}
