import { findProfile, maxAccessMetres, straightLineDetourFactor, type CircleProfile } from '../../server/core/coverage/profiles.ts'
import type { PlaceTravel } from '../../server/core/coverage/places.ts'
import type { FacilityArrays, PointArrays, TravelArrays } from '../../server/core/coverage/travel.ts'
import { isInPolygon } from './plane.ts'
import type { Part, Product } from './product.ts'
import type { Facility, Place, PlaceClass, Town } from './town.ts'
import { buildWorld, toArrays, toLonLat } from './world.ts'

export interface PlaceResult extends PlaceTravel {
  place: Place
  placeClass: PlaceClass
  /** By its id: indices move when facilities come and go. */
  facilityId: string | undefined
}

export interface Analysis {
  profile: CircleProfile
  /** The facilities that count, in the order of the arrays. */
  facilities: Facility[]
  facilityArrays: FacilityArrays
  points: PointArrays
  travel: TravelArrays
  results: PlaceResult[]
  /** Places whose position is not known. */
  unlocated: Place[]
  strandedIds: string[]
}

/** A run over a town as the product does it, but for the database: qualify, travel, judge. The study area is the scope. */
export function analyse(town: Town, product: Product): Analysis {
  const profile = findProfile(town.profile)!
  const { graph } = buildWorld(town)
  const facilities = town.facilities.filter(
    (one) => product.isInEldercareUse(one) && product.facilityLimitMetres(one.types, profile) !== undefined,
  )
  const facilityArrays = {
    ...toArrays(
      facilities.map(({ at }) => toLonLat(town, at)),
      facilities.map(({ placeClass }) => maxAccessMetres[placeClass]),
    ),
    limitMetres: Float64Array.from(facilities, ({ types }) => product.facilityLimitMetres(types, profile)!),
  }
  const located = town.places.filter((place) => place.points.length > 0 && isInScope(town, place))
  const spots = located.flatMap((place) => place.points.map((spot) => ({ spot, place })))
  const points = toArrays(
    spots.map(({ spot }) => toLonLat(town, spot)),
    spots.map(({ place }) => maxAccessMetres[place.placeClass]),
  )
  const travel = graph
    ? product.travelOnNetwork(graph, facilityArrays, points)
    : { ...product.travelStraight(facilityArrays, points, straightLineDetourFactor), strandedFacilities: [] }
  let from = 0
  const results = located.map((place): PlaceResult => {
    const judged = product.judgePlace(travel, from, (from += place.points.length))
    const facilityId = judged.facility === undefined ? undefined : facilities[judged.facility].id
    return { place, placeClass: place.placeClass, ...judged, facilityId }
  })
  const strandedIds = travel.strandedFacilities.map((index) => facilities[index].id)
  return {
    profile,
    facilities,
    facilityArrays,
    points,
    travel,
    results,
    unlocated: town.places.filter(({ points: none }) => none.length === 0),
    strandedIds,
  }
}

/** Places without a known position are everybody's: they stay in every denominator. */
function isInScope(town: Town, { points }: Place): boolean {
  return !town.studyArea || isInPolygon(points[0], town.studyArea)
}

export function wholeOf({ results, unlocated }: Analysis): Part {
  return {
    places: results.map(({ place, travelMetres }) => ({ counts: place.counts, travelMetres })),
    unlocated: unlocated.map(({ counts }) => counts),
  }
}

/** By township from west to east; those of unknown place belong to one by their number, as a ledger names it. */
export function townshipsOf(town: Town, { results, unlocated }: Analysis): Part[] {
  const count = town.townshipBorders.length + 1
  const townshipOf = ({ points: [spot] }: Place) => town.townshipBorders.filter((x) => spot[0] >= x).length
  return Array.from({ length: count }, (_, i): Part => {
    const here = results.filter(({ place }) => townshipOf(place) === i)
    return wholeOf({ results: here, unlocated: unlocated.filter((__, k) => k % count === i) } as Analysis)
  })
}

export function coveredPeople(town: Town, product: Product): number {
  const analysis = analyse(town, product)
  const { places, unlocated } = wholeOf(analysis)
  return product.tally(places, unlocated, 'residents', analysis.profile.limitMetres).covered
}

/** What must not change where nothing that matters has changed; one line a place, so that a difference can be read. */
export function linesOf({ results }: Pick<Analysis, 'results'>): string[] {
  return results.map(({ place, verdict, reason, travelMetres, accessMetres, facilityId }) =>
    JSON.stringify([place.id, verdict, reason, travelMetres, accessMetres, facilityId]),
  )
}

/** Lines that are in one but not in the other. */
export function differences(before: readonly string[], after: readonly string[]): string[] {
  return before.flatMap((line, i) => (line === after[i] ? [] : [`${line} became ${after[i]}`]))
}
