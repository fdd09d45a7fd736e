import { measures } from '../../server/core/coverage/summarise.ts'
import { snapToNetwork } from '../../server/core/network/snap.ts'
import { analyse, townshipsOf, wholeOf } from './analysis.ts'
import { judgeTownAreas } from './area-rule.ts'
import type { Law } from './law.ts'
import { product as asItIs, type Product } from './product.ts'
import type { Place, Town } from './town.ts'
import { buildWorld, toLonLat } from './world.ts'

export const noNan: Law = {
  name: 'no-nan',
  promise: 'none in any result; a zero denominator is “no data”',
  check: (town, product) =>
    Object.entries(poorer(town)).flatMap(([name, poor]) => checkTown(poor, product).map((breach) => `${name}: ${breach}`)),
  mutations: {
    'divides by nobody': {
      rates({ covered, known, unlocated }) {
        const all = known + unlocated
        return { lower: covered / all, upper: (covered + unlocated) / all }
      },
    },
    'takes nobody for nothing': {
      rates(sum) {
        const { lower, upper } = asItIs.rates(sum)
        return { lower: lower ?? 0, upper: upper ?? 0 }
      },
    },
    'lets a distance without a road through': {
      judgePlace(travel, from, to) {
        const judged = asItIs.judgePlace(travel, from, to)
        return { ...judged, accessMetres: travel.accessMetres[judged.point] }
      },
    },
    'lets an endless walk through': {
      judgePlace(travel, from, to) {
        const judged = asItIs.judgePlace(travel, from, to)
        return { ...judged, travelMetres: travel.travelMetres[judged.point] }
      },
    },
    'scales a surface of nobody': {
      layOutPopulation(places, resolution, controls) {
        const surface = asItIs.layOutPopulation(places, resolution, controls)
        const { residents } = surface.measures
        return { ...surface, measures: { ...surface.measures, residents: { ...residents, factor: residents.located / residents.counted } } }
      },
    },
    'rates units where there are none': {
      unitCoverage: (units) => ({ ...asItIs.unitCoverage(units), rate: asItIs.unitCoverage(units).covered / units.length }),
    },
  },
}

/** The town, and what is left of it when one thing after another is missing. */
function poorer(town: Town): Record<string, Town> {
  const withCounts = (counts: Place['counts']) => town.places.map((place) => ({ ...place, counts }))
  const none = { planned: 0, completed: 0, occupied: 0 }
  return {
    'as it is': town,
    'no facility': { ...town, facilities: [] },
    'no road': { ...town, streets: [] },
    nobody: {
      ...town,
      places: withCounts({ residents: 0, residents_60_plus: 0, residents_80_plus: 0, households: 0 }).map((place) => ({
        ...place,
        areaHouseholds: none,
      })),
    },
    'no counts': { ...town, places: withCounts({ residents: null, residents_60_plus: null, residents_80_plus: null, households: null }) },
    'no known place': { ...town, places: town.places.map((place) => ({ ...place, points: [], footprint: null })) },
    'no place': { ...town, places: [] },
  }
}

function checkTown(town: Town, product: Product): string[] {
  const analysis = analyse(town, product)
  const parts = [wholeOf(analysis), ...townshipsOf(town, analysis)]
  const sums = parts.flatMap(({ places, unlocated }) =>
    measures.map((measure) => product.tally(places, unlocated, measure, analysis.profile.limitMetres)),
  )
  const surfacePlaces = analysis.results.map(
    ({
      place: {
        id,
        counts,
        points: [spot],
      },
    }) => {
      const [lon, lat] = toLonLat(town, spot)
      return { id, counts, lon, lat, footprint: null }
    },
  )
  const results = {
    places: analysis.results.map(({ place: _place, ...result }) => result),
    sums,
    rates: sums.map((sum) => product.rates(sum)),
    surface: [
      product.layOutPopulation(surfacePlaces, 9),
      product.layOutPopulation(surfacePlaces, 9, { residents: { total: 5000, unlocated: 10 } }),
    ],
    areas: judgeTownAreas(town, product),
    units: product.unitCoverage(
      town.places.map(({ id }) => ({ unitId: id, name: id, level: 'village', judgedBy: 'code', facilityIds: [] })),
    ),
    why: explainAll(town, analysis, product),
  }
  const breaches = findNotNumbers(results, 'results')
  sums.forEach((sum, i) => {
    const { lower, upper } = results.rates[i]
    const isEmpty = sum.known + sum.unlocated === 0
    if ((lower === null) !== isEmpty || (upper === null) !== isEmpty)
      breaches.push(`${JSON.stringify(sum)} has the rates ${lower} to ${upper}`)
  })
  if ((results.units.rate === null) !== (results.units.total === 0)) breaches.push(`no unit has the rate ${results.units.rate}`)
  return breaches
}

function explainAll(
  town: Town,
  { facilities, facilityArrays: { lon, lat, limitMetres, maxAccessMetres }, points }: ReturnType<typeof analyse>,
  product: Product,
) {
  const { graph } = buildWorld(town)
  if (!graph) return []
  const ends = facilities.map((_, f) => ({
    lon: lon[f],
    lat: lat[f],
    limitMetres: limitMetres[f],
    snap: snapToNetwork(graph, lon[f], lat[f], maxAccessMetres[f]),
  }))
  return Array.from(points.lon.subarray(0, 5), (_, p) =>
    product.explainOnNetwork(graph, points.lon[p], points.lat[p], points.maxAccessMetres[p], ends),
  )
}

/** Every number that is none, by its path. */
function findNotNumbers(value: unknown, path: string): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path} is ${value}`]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => findNotNumbers(inner, `${path}.${key}`))
}
