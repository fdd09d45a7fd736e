import type { NamedArea } from '../../server/core/checks/duplicate-areas.ts'
import { analyse, coveredPeople, differences, linesOf } from './analysis.ts'
import type { Law } from './law.ts'
import { product as asItIs, type Product } from './product.ts'
import type { Town } from './town.ts'
import { toLonLat } from './world.ts'

export const doubleCounting: Law = {
  name: 'double-counting',
  promise: 'covered(A ∪ B) ≤ A + B; a duplicated row leaves coverage unchanged; a duplicated 小区 is flagged',
  check(town, product) {
    const breaches: string[] = []
    const half = (parity: number): Town => ({ ...town, facilities: town.facilities.filter((_, i) => i % 2 === parity) })
    const [both, a, b] = [town, half(0), half(1)].map((one) => coveredPeople(one, product))
    if (both > a + b || both < Math.max(a, b)) breaches.push(`together they cover ${both}, apart ${a} and ${b}`)
    const doubled = { ...town, facilities: town.facilities.flatMap((one) => [one, { ...one, id: `${one.id}-again` }]) }
    breaches.push(...differences(linesOf(analyse(town, product)), linesOf(analyse(doubled, product))))
    if (coveredPeople(doubled, product) !== both) breaches.push('doubled facilities cover more')
    return [...breaches, ...checkDuplicateAreas(town, product)]
  },
  mutations: {
    'adds up what each facility covers': sumOverFacilities(),
    'names the last of equally near facilities': {
      travelOnNetwork(graph, facilities, points) {
        const last = facilities.lon.length - 1
        const turned = {
          ...facilities,
          lon: facilities.lon.toReversed(),
          lat: facilities.lat.toReversed(),
          limitMetres: facilities.limitMetres.toReversed(),
          maxAccessMetres: facilities.maxAccessMetres.toReversed(),
        }
        const travel = asItIs.travelOnNetwork(graph, turned, points)
        return {
          ...travel,
          facility: travel.facility.map((f) => (f < 0 ? f : last - f)),
          strandedFacilities: travel.strandedFacilities.map((f) => last - f),
        }
      },
    },
    'compares codes only': { findDuplicateAreas: (areas) => asItIs.findDuplicateAreas(areas).filter(({ why }) => why === 'same_code') },
    'compares names wherever they are': {
      findDuplicateAreas: (areas) => asItIs.findDuplicateAreas(areas.map((area) => ({ ...area, at: [0, 0] }))),
    },
    'finds no duplicates': { findDuplicateAreas: () => [] },
  },
}

/** Every area entered twice, by its code or 150 m beside itself; and its namesake at the other end of the county. */
function checkDuplicateAreas(town: Town, product: Product): string[] {
  const areas = town.places
    .filter(({ kind }) => kind === 'area')
    .map(({ code, name, points }): NamedArea => ({ code, name, at: points.length > 0 ? toLonLat(town, points[0]) : undefined }))
  const breaches = product.findDuplicateAreas(areas).length === 0 ? [] : ['areas entered once were flagged']
  areas.forEach((area, i) => {
    const beside = area.at && ([area.at[0], area.at[1] + 150 / 111_000] as const)
    const isFlagged = (copy: NamedArea) =>
      product.findDuplicateAreas([...areas, copy]).some(({ first, second }) => first === i && second === areas.length)
    if (area.code && !isFlagged({ ...area, name: 'another', at: undefined })) breaches.push(`${area.code} came twice unnoticed`)
    if (beside && !isFlagged({ code: null, name: ` ${area.name}`, at: [...beside] })) breaches.push(`${area.name} came twice unnoticed`)
    if (area.at && isFlagged({ code: null, name: area.name, at: [area.at[0], area.at[1] + 0.01] }))
      breaches.push(`a namesake of ${area.name} a kilometre away was flagged`)
  })
  return breaches
}

/** As a join of places with facilities does: one row a facility in reach. Walks tell the places apart. */
function sumOverFacilities(): Partial<Product> {
  const rowsByWalk = new Map<number, number>()
  return {
    travelOnNetwork(graph, facilities, points) {
      const travel = asItIs.travelOnNetwork(graph, facilities, points)
      const only = (array: Float64Array, f: number) => array.slice(f, f + 1)
      const alone = Array.from(facilities.lon, (_, f) => {
        const one = {
          lon: only(facilities.lon, f),
          lat: only(facilities.lat, f),
          limitMetres: only(facilities.limitMetres, f),
          maxAccessMetres: only(facilities.maxAccessMetres, f),
        }
        return asItIs.travelOnNetwork(graph, one, points).travelMetres
      })
      travel.travelMetres.forEach((metres, p) => rowsByWalk.set(metres, alone.filter((walks) => walks[p] < Infinity).length))
      return travel
    },
    tally(places, unlocated, measure, limitMetres) {
      const rows = [...places].flatMap((place) => Array.from({ length: rowsByWalk.get(place.travelMetres ?? Infinity) || 1 }, () => place))
      return { ...asItIs.tally(places, unlocated, measure, limitMetres), covered: asItIs.tally(rows, [], measure, limitMetres).covered }
    },
  }
}
