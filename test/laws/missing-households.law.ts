import { measures } from '../../server/core/coverage/summarise.ts'
import { analyse, wholeOf } from './analysis.ts'
import { areaRule, areaSubjects, judgeTownAreas } from './area-rule.ts'
import type { Law } from './law.ts'
import { product as asItIs, type Product } from './product.ts'
import type { Town } from './town.ts'

export const missingHouseholds: Law = {
  name: 'missing-households',
  promise: 'missing ≠ 0; every figure carries its completeness',
  check: (town, product) => [...checkFigures(town, product), ...checkAreas(town, product)],
  mutations: {
    'takes missing for none': {
      tally(places, unlocated, measure, limitMetres) {
        return { ...asItIs.tally(places, unlocated, measure, limitMetres), missingPlaces: 0 }
      },
    },
    'counts the places without a position as complete': {
      tally: (places, unlocated, measure, limitMetres) => {
        const { missingPlaces } = asItIs.tally(places, [], measure, limitMetres)
        return { ...asItIs.tally(places, unlocated, measure, limitMetres), missingPlaces }
      },
    },
    'lays out nobody and says so of nobody': {
      layOutPopulation(places, resolution) {
        const known = places.map((place) => ({ ...place, counts: { ...place.counts, households: place.counts.households ?? 0 } }))
        return asItIs.layOutPopulation(known, resolution)
      },
    },
    'judges an area without households as one of none': {
      judgeAreas: (rule, subjects, sites, allotments) => asItIs.judgeAreas(rule, subjects.map(asIfNone), sites, allotments),
    },
  },
}

/** For every measure: what is missing is counted as missing, and taking one more count away moves nothing but that. */
function checkFigures(town: Town, product: Product): string[] {
  const analysis = analyse(town, product)
  const { limitMetres } = analysis.profile
  const { places, unlocated } = wholeOf(analysis)
  const surface = product.layOutPopulation(
    analysis.results.map(({ place: { id, counts } }) => ({ id, counts, lon: town.lon, lat: town.lat, footprint: null })),
    9,
  )
  return measures.flatMap((measure) => {
    const breaches: string[] = []
    const all = [...places.map(({ counts }) => counts), ...unlocated]
    const sum = product.tally(places, unlocated, measure, limitMetres)
    const missing = all.filter((counts) => counts[measure] === null).length
    if (sum.missingPlaces !== missing) breaches.push(`${measure}: ${sum.missingPlaces} places are said to be missing, not ${missing}`)
    if (sum.known + sum.unlocated !== all.reduce((total, counts) => total + (counts[measure] ?? 0), 0))
      breaches.push(`${measure}: people were lost`)
    const missingOnSurface = places.filter(({ counts }) => counts[measure] === null).length
    if (surface.measures[measure].missingPlaces !== missingOnSurface) breaches.push(`${measure}: the surface hides what is missing`)
    places.forEach(({ counts, travelMetres }, i) => {
      const count = counts[measure]
      if (count === null) return
      const without = product.tally(
        places.with(i, { counts: { ...counts, [measure]: null }, travelMetres }),
        unlocated,
        measure,
        limitMetres,
      )
      const covered = travelMetres !== undefined && travelMetres <= limitMetres ? count : 0
      const isRight =
        without.known === sum.known - count && without.covered === sum.covered - covered && without.missingPlaces === missing + 1
      if (!isRight) breaches.push(`${measure}: without the count of place ${i} the sums are ${JSON.stringify(without)}`)
    })
    return breaches
  })
}

/** An area whose households are not given is insufficient data by name: never met, never a gap of so many m². */
function checkAreas(town: Town, product: Product): string[] {
  const subjects = areaSubjects(town)
  return judgeTownAreas(town, product, subjects).flatMap(({ status, reasons, missingM2, rateM2Per100Households }, i) => {
    const buildClass = asItIs.classify(areaRule, subjects[i])
    if (!buildClass || subjects[i].households[areaRule.households[buildClass]] !== null) return []
    const isRight =
      status === 'insufficient_data' && reasons.includes('no_households') && missingM2 === null && rateM2Per100Households === null
    return isRight ? [] : [`${subjects[i].id} has no households, but is ${status}`]
  })
}

function asIfNone<T extends { households: { planned: number | null; completed: number | null; occupied: number | null } }>(subject: T): T {
  const { planned, completed, occupied } = subject.households
  return { ...subject, households: { planned: planned ?? 0, completed: completed ?? 0, occupied: occupied ?? 0 } }
}
