import { cellToLatLng, polygonToCells } from 'h3-js'
import { cellCentres } from '../../server/core/coverage/cells.ts'
import { maxAccessMetres } from '../../server/core/coverage/profiles.ts'
import { geodesicMetres } from '../../server/core/geodesic.ts'
import type { SurfacePlace } from '../../server/core/population/place-source.ts'
import { layOutPopulation } from '../../server/core/population/surface.ts'
import { measures } from '../../server/core/coverage/summarise.ts'
import { analyse, type Analysis, type PlaceResult } from './analysis.ts'
import type { Law } from './law.ts'
import type { IsReached, Product } from './product.ts'
import type { Place, Town } from './town.ts'
import { buildWorld, toLonLat, toPolygon } from './world.ts'

const resolutions = [8, 9, 10, 11]
/** A cell of resolution 8 is 0.6 km from its centre to its corner, each finer one √7 times less. */
const cellRadiusMetres = (resolution: number) => 620 / Math.sqrt(7) ** (resolution - 8)

export const h3CentreLoss: Law = {
  name: 'h3-centre-loss',
  promise: 'per place, cell population sums exactly to the input; every place owns ≥ 1 cell; one finer resolution moves coverage < 1 point',
  check(town, product) {
    const analysis = analyse(town, product)
    const { results } = analysis
    return [
      ...results.flatMap(({ place }) => checkPlace(town, place, product)),
      ...checkControl(town, results, product),
      ...checkResolutions(town, analysis, product),
    ]
  },
  mutations: {
    'gives people to the cells whose centre a footprint holds': {
      layOutPopulation: (places, resolution, controls) => layOutByCentres(places, resolution, controls),
    },
    'rounds every cell by itself': {
      layOutPopulation(places, resolution, controls) {
        return mapPeople(layOutPopulation(places, resolution, controls), (people) => people.map((count) => Math.round(count / 3) * 3))
      },
    },
    'drops people without a footprint': {
      layOutPopulation: (places, resolution, controls) =>
        layOutPopulation(
          places.filter(({ footprint }) => footprint),
          resolution,
          controls,
        ),
    },
    'judges by the walk from the centre of a cell': {
      coverageOnSurface(places, _isCovered, resolution, isReached) {
        const { cells, measures: byMeasure } = layOutPopulation(places, resolution)
        const { lon, lat } = cellCentres(cells)
        const isIn = isReached(lon, lat)
        const { people } = byMeasure.residents
        return (100 * people.reduce((sum, count, i) => sum + (isIn[i] ? count : 0), 0)) / people.reduce((a, b) => a + b, 0)
      },
    },
    'ignores the published total': { layOutPopulation: (places, resolution) => layOutPopulation(places, resolution) },
  },
}

function checkPlace(town: Town, place: Place, product: Product): string[] {
  const one = surfacePlace(town, place)
  return [9, 10].flatMap((resolution) => {
    const surface = product.layOutPopulation([one], resolution)
    const breaches = surface.cells.length >= 1 ? [] : [`${place.id} owns no cell at resolution ${resolution}`]
    for (const measure of measures) {
      const { people } = surface.measures[measure]
      const sum = people.reduce((a, b) => a + b, 0)
      if (sum !== (place.counts[measure] ?? 0))
        breaches.push(`${place.id}: ${place.counts[measure]} ${measure} became ${sum} at resolution ${resolution}`)
    }
    for (const cell of surface.cells) {
      const [lat, lon] = cellToLatLng(cell)
      // A footprint is at most 90 m to its side: nobody is farther than its diagonal and a cell from the middle.
      if (geodesicMetres(lon, lat, one.lon, one.lat) > 130 + cellRadiusMetres(resolution))
        breaches.push(`${place.id} has people in a cell far away`)
    }
    return breaches
  })
}

/** A published total: the surface holds its located share, to the person. */
function checkControl(town: Town, results: PlaceResult[], product: Product): string[] {
  const control = { total: 20_011 + town.seed, unlocated: town.seed % 97 }
  const { residents } = product.layOutPopulation(
    results.map(({ place }) => surfacePlace(town, place)),
    10,
    { residents: control },
  ).measures
  const sum = residents.people.reduce((a, b) => a + b, 0)
  const expected = residents.counted === 0 ? 0 : control.total - control.unlocated
  return sum === expected && residents.located === expected ? [] : [`the surface holds ${sum} of the published ${expected}`]
}

/**
 * The coverage of the people laid out, from one resolution to the next. Verdicts belong to places: judged by the walk from
 * a cell's centre, coverage moves by a point or more from resolution 10 to 11 in every second of these towns.
 */
function checkResolutions(town: Town, { results, facilityArrays }: Analysis, product: Product): string[] {
  const { graph } = buildWorld(town)
  if (!graph) return []
  const places = results.map(({ place }) => surfacePlace(town, place))
  const isCovered = results.map(({ verdict }) => verdict === 'covered')
  const isReached: IsReached = (lon, lat) => {
    const points = { lon, lat, maxAccessMetres: lon.map(() => maxAccessMetres.country) }
    return Array.from(product.travelOnNetwork(graph, facilityArrays, points).travelMetres, (metres) => metres < Infinity)
  }
  const points = resolutions.map((resolution) => product.coverageOnSurface(places, isCovered, resolution, isReached))
  return points.flatMap((point, i) =>
    i > 0 && Math.abs(point - points[i - 1]) >= 1
      ? [`coverage went from ${points[i - 1]} % to ${point} % at resolution ${resolutions[i]}`]
      : [],
  )
}

function surfacePlace(town: Town, { id, points, footprint, counts }: Place): SurfacePlace {
  const [lon, lat] = toLonLat(town, points[0])
  return { id, lon, lat, footprint: footprint && toPolygon(town, footprint), counts }
}

type Surface = ReturnType<typeof layOutPopulation>

function layOutByCentres(places: readonly SurfacePlace[], resolution: number, controls: Parameters<typeof layOutPopulation>[2]): Surface {
  const owning = places.filter(
    ({ footprint }) => !footprint || footprint.some((polygon) => polygonToCells(polygon, resolution, true).length > 0),
  )
  return layOutPopulation(owning, resolution, controls)
}

function mapPeople(surface: Surface, change: (people: Uint32Array) => Uint32Array): Surface {
  const changed = measures.map(
    (measure) => [measure, { ...surface.measures[measure], people: change(surface.measures[measure].people) }] as const,
  )
  return { ...surface, measures: Object.fromEntries(changed) as Surface['measures'] }
}
