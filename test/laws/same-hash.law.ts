import { measures } from '../../server/core/coverage/summarise.ts'
import { createRandom } from '../../scripts/samples/random.ts'
import { analyse, wholeOf } from './analysis.ts'
import { judgeTownAreas } from './area-rule.ts'
import type { Law } from './law.ts'
import { product as asItIs, type Product } from './product.ts'
import type { Town } from './town.ts'
import { toLonLat, toPolygon } from './world.ts'

export const sameHash: Law = {
  name: 'same-hash',
  promise: 'same inputs, same hash; the order of the roads in their file is no input',
  check(town, product) {
    const hash = hashOf(town, product)
    const breaches = hashOf(structuredClone(town), product) === hash ? [] : ['the same town has another hash']
    if (hashOf(shuffleRoads(town), product) !== hash) breaches.push('the same roads in another order have another hash')
    if (town.streets.length > 0 && hashOf({ ...town, places: town.places.slice(1) }, product) === hash && town.places.length > 0)
      breaches.push('a town without its first place has the same hash')
    return breaches
  },
  mutations: {
    'joins the first road in the file that is near enough': {
      travelOnNetwork(graph, facilities, points) {
        const edges = Array.from(graph.edgeFrom)
        const firstNear = (lon: number, lat: number) =>
          edges.find((node) => asItIs.geodesicMetres(lon, lat, graph.nodeLon[node], graph.nodeLat[node]) < 200)
        const nodes = Array.from(points.lon, (lon, i) => firstNear(lon, points.lat[i]))
        const moved = {
          lon: points.lon.map((lon, i) => (nodes[i] === undefined ? lon : graph.nodeLon[nodes[i]])),
          lat: points.lat.map((lat, i) => (nodes[i] === undefined ? lat : graph.nodeLat[nodes[i]])),
        }
        return asItIs.travelOnNetwork(graph, facilities, { ...points, ...moved })
      },
    },
    'remembers how often it was asked': {
      tally: createForgetfulTally(),
    },
    'hashes the town, not what was found': { canonicalJson: () => 'the same' },
  },
}

/** Every result of a run. Metres to the millimetre: two roads meeting at a corner are equally near to it, but for rounding. */
function hashOf(town: Town, product: Product): string {
  const analysis = analyse(town, product)
  const { places, unlocated } = wholeOf(analysis)
  const toMillimetre = (metres: number | undefined) => (metres === undefined ? null : Math.round(metres * 1000))
  const result = {
    places: analysis.results.map(({ place, verdict, reason, travelMetres, accessMetres, facilityId }) => ({
      id: place.id,
      verdict,
      reason: reason ?? null,
      travel: toMillimetre(travelMetres),
      access: toMillimetre(accessMetres),
      facility: facilityId ?? null,
    })),
    stranded: analysis.strandedIds,
    sums: measures.map((measure) => product.tally(places, unlocated, measure, analysis.profile.limitMetres)),
    areas: judgeTownAreas(town, product).map(({ subject, status, reasons }) => [subject.id, status, reasons]),
    surface: surfaceOf(town, analysis, product),
  }
  return product.sha256Hex(product.canonicalJson(result))
}

function surfaceOf(town: Town, { results }: ReturnType<typeof analyse>, product: Product) {
  const places = results.map(
    ({
      place: {
        id,
        points: [spot],
        footprint,
        counts,
      },
    }) => {
      const [lon, lat] = toLonLat(town, spot)
      return { id, lon, lat, footprint: footprint && toPolygon(town, footprint), counts }
    },
  )
  const { cells, measures: byMeasure } = product.layOutPopulation(places, 9)
  return { cells, residents: [...byMeasure.residents.people] }
}

/** Streets in another order, some drawn from the other end, corners numbered otherwise. */
function shuffleRoads(town: Town): Town {
  const random = createRandom(town.seed ^ 0x0a57)
  const shuffled = <T>(items: readonly T[]): T[] =>
    items
      .map((item) => ({ item, key: random.next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item)
  const order = shuffled(town.corners.map((_, i) => i))
  const newIndex = new Map(order.map((old, index) => [old, index]))
  const streets = shuffled(town.streets).map(({ from, to, bends }) => {
    const [a, b] = [newIndex.get(from)!, newIndex.get(to)!]
    return random.chance(0.5) ? { from: a, to: b, bends } : { from: b, to: a, bends: bends.toReversed() }
  })
  return { ...town, corners: order.map((old) => town.corners[old]), streets }
}

function createForgetfulTally(): typeof asItIs.tally {
  let calls = 0
  return (places, unlocated, measure, limitMetres) => ({ ...asItIs.tally(places, unlocated, measure, limitMetres), missingPlaces: calls++ })
}
