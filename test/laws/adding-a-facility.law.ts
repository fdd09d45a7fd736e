import { measures } from '../../server/core/coverage/summarise.ts'
import { createRandom } from '../../scripts/samples/random.ts'
import { analyse, wholeOf } from './analysis.ts'
import { outsider } from './edge-effect.law.ts'
import type { Law } from './law.ts'
import { product as asItIs } from './product.ts'
import type { Facility, Town } from './town.ts'

export const addingAFacility: Law = {
  name: 'adding-a-facility',
  promise: 'adding a facility never lowers coverage',
  check(town, product) {
    const before = analyse(town, product)
    const after = analyse({ ...town, facilities: [...town.facilities, ...newcomers(town)] }, product)
    const { limitMetres } = before.profile
    const [old, now] = [wholeOf(before), wholeOf(after)]
    const breaches = measures.flatMap((measure) => {
      const [was, is] = [old, now].map(({ places, unlocated }) => product.tally(places, unlocated, measure, limitMetres).covered)
      return is >= was ? [] : [`${measure}: ${was} covered before, ${is} after`]
    })
    before.results.forEach(({ place, travelMetres }, i) => {
      const then = after.results[i].travelMetres
      if (travelMetres !== undefined && !(then !== undefined && then <= travelMetres))
        breaches.push(`${place.id}: a walk of ${travelMetres} m became ${then}`)
    })
    return breaches
  },
  mutations: {
    'gives every place to its nearest facility, whose limit may be short': {
      // Without its own limit in the search, a day-care centre at hand hides the community centre a little farther on.
      travelOnNetwork(graph, facilities, points) {
        const longest = facilities.limitMetres.map(() => 1000)
        const travel = asItIs.travelOnNetwork(graph, { ...facilities, limitMetres: longest }, points)
        const keeps = (p: number) => travel.facility[p] >= 0 && travel.travelMetres[p] <= facilities.limitMetres[travel.facility[p]]
        return {
          ...travel,
          travelMetres: travel.travelMetres.map((metres, p) => (keeps(p) ? metres : Infinity)),
          facility: travel.facility.map((f, p) => (keeps(p) ? f : -1)),
        }
      },
    },
    'keeps the last limit’s answer': {
      travelOnNetwork(graph, facilities, points) {
        const last = facilities.limitMetres.at(-1)
        const only = facilities.maxAccessMetres.map((leg, i) => (facilities.limitMetres[i] === last ? leg : 0))
        return asItIs.travelOnNetwork(graph, { ...facilities, maxAccessMetres: only }, points)
      },
    },
  },
}

/** A day-care centre with its short limit and another site, wherever chance puts them. */
function newcomers(town: Town): Facility[] {
  const random = createRandom(town.seed ^ 0xadd)
  return ['community_center', 'day_care'].map((type, i) => {
    const [x, y] = random.pick(town.corners)
    return { ...outsider, id: `new-${i}`, types: [type], at: [x + random.between(-80, 80), y + random.between(-80, 80)] }
  })
}
