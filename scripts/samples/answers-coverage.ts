import { centroid, geodesicMetres, type LonLat } from './geometry.ts'
import { parseGraphml } from './graphml.ts'
import type { County, Facility, People, ResidentialArea } from './types.ts'
import { buildWalkNetwork, metresBetween, reachFrom, snapTo } from './walk.ts'

/** Facility types that make a service circle here and their limits, metres (domain.md, profile gb50180-15min). */
export const farTypes = [
  ...[
    'community_complex',
    'community_center',
    'embedded_home',
    'regional_center',
    'residential_ancillary',
    'mutual_aid',
  ],
]
export const farLimitMetres = 1000
export const dayCareLimitMetres = 300
export const accessMetres = { city: 200, country: 300 } as const

export interface Place extends People {
  key: { residentialAreaId: string } | { unitCode: string }
  households: number
  points: LonLat[]
  placeClass: 'city' | 'country'
}
/** Metres on the declared method from a place to every facility with a place; null: the place joins no road. */
export interface PlaceReach {
  place: Place
  metres: Map<string, number> | null
  straightMetres: Map<string, number>
}

export function circleLimitMetres(facility: Facility): number | null {
  if (facility.types.some((type) => farTypes.includes(type))) return farLimitMetres
  return facility.types.includes('day_care') ? dayCareLimitMetres : null
}

export function serves(facility: Facility): boolean {
  return facility.status === 'operating' && facility.currentUse === 'eldercare'
}

export function demandHouseholds(area: ResidentialArea): number {
  return area.householdsOccupied ?? area.householdsCompleted ?? 0
}

/** Where a walker leaves an area: its entrances, else the middle of its (convex) footprint. */
export function areaPoints(area: ResidentialArea): LonLat[] {
  if (!area.ring) return []
  return area.entrances.length > 0 ? area.entrances : [centroid(area.ring)]
}

export function listPlaces(county: County): Place[] {
  const areas = county.areas
    .filter((area) => area.ring)
    .map((area) => ({
      ...peopleOf(area),
      key: { residentialAreaId: area.id },
      households: demandHouseholds(area),
      points: areaPoints(area),
      placeClass: area.placeClass,
    }))
  const units = county.population.units.map((row) => {
    const unit = county.units.find((candidate) => candidate.unitCode === row.unitCode)
    if (!unit?.centre) throw new Error(`expected a centre for ${row.unitCode}, got none`)
    const placeClass = unit.urbanRuralCode?.startsWith('1') ? ('city' as const) : ('country' as const)
    return {
      ...peopleOf(row),
      key: { unitCode: row.unitCode },
      households: row.households,
      points: [unit.centre],
      placeClass,
    }
  })
  return [...areas, ...units]
}

export function measure(county: County): PlaceReach[] {
  const facilities = county.facilities.filter((facility) => facility.point && circleLimitMetres(facility) !== null)
  const straight = (place: Place) =>
    new Map(facilities.map((f) => [f.id, Math.min(...place.points.map((p) => geodesicMetres(p, f.point!)))]))
  if (county.coverage.method === 'straight-line') {
    const factor = county.coverage.detourFactor!
    return listPlaces(county).map((place) => {
      const straightMetres = straight(place)
      const metres = new Map([...straightMetres].map(([id, metres]) => [id, metres * factor]))
      return { place, metres, straightMetres }
    })
  }
  return measureOnRoads(county.roads!, listPlaces(county), facilities, straight)
}

function measureOnRoads(
  roads: string,
  places: Place[],
  facilities: Facility[],
  straight: (place: Place) => Map<string, number>,
): PlaceReach[] {
  const network = buildWalkNetwork(parseGraphml(roads))
  const targets = facilities
    .map((facility) => ({ id: facility.id, snap: snapTo(network, facility.point!) }))
    .filter(({ snap }) => snap.legMetres <= accessMetres.city)
  return places.map((place) => {
    const starts = place.points
      .map((p) => snapTo(network, p))
      .filter((snap) => snap.legMetres <= accessMetres[place.placeClass])
    const straightMetres = straight(place)
    if (starts.length === 0) return { place, metres: null, straightMetres }
    const reaches = starts.map((start) => reachFrom(network, start))
    const metres = new Map(
      targets.map(({ id, snap }) => [id, Math.min(...reaches.map((reach) => metresBetween(network, reach, snap)))]),
    )
    return { place, metres, straightMetres }
  })
}

export function coverageAnswers(county: County, reaches = measure(county)) {
  const verdicts = reaches.map((reach) => verdictOf(county, reach))
  const covered = verdicts.filter((v) => v.reasons.length === 0)
  const notCovered = verdicts.filter((v) => v.reasons.length > 0)
  const unlocated = unlocatedTotals(county)
  const known = totalsOf(verdicts.map((v) => v.place))
  const reached = totalsOf(covered.map((v) => v.place))
  const pair = (key: keyof typeof known) => ({ known: known[key], unlocated: unlocated[key] })
  const interval = (key: keyof typeof known) => {
    const all = known[key] + unlocated[key]
    return {
      covered: reached[key],
      all,
      lowerBound: `${reached[key]}/${all}`,
      upperBound: `${reached[key] + unlocated[key]}/${all}`,
    }
  }
  return {
    note: 'Households of a place are householdsOccupied (else householdsCompleted, else 0). Under-construction phases are places with nobody in them yet. nearestMetres is to the nearest operating eldercare facility of any circle type, whatever its limit.',
    totals: {
      residents: pair('residents'),
      residents60Plus: pair('residents60Plus'),
      residents80Plus: pair('residents80Plus'),
      households: pair('households'),
    },
    counts: { placesCovered: covered.length, placesKnown: verdicts.length },
    residentsCovered: interval('residents'),
    residents60PlusCovered: interval('residents60Plus'),
    residents80PlusCovered: interval('residents80Plus'),
    householdsCovered: interval('households'),
    notCovered: notCovered.map((v) => ({
      ...v.place.key,
      reason: v.reasons[0],
      reasons: v.reasons,
      ...v.nearest,
      residents: v.place.residents,
      note: v.note,
    })),
    covered: covered.map((v) => ({ ...v.place.key, coveredBy: v.coveredBy, ...v.nearest })),
  }
}

function verdictOf(county: County, { place, metres, straightMetres }: PlaceReach) {
  const tolerance = county.coverage.method === 'network' ? 2 : 1
  const none = { nearestMetres: null, nearestFacilityId: null, toleranceMetres: null }
  if (!metres) {
    return {
      place,
      reasons: ['no_walkable_road'],
      nearest: none,
      coveredBy: [],
      note: 'farther from any walkable road than the access limit',
    }
  }
  const reachable = county.facilities.filter((f) => Number.isFinite(metres.get(f.id) ?? Infinity))
  const near = reachable.filter((f) => metres.get(f.id)! <= circleLimitMetres(f)!)
  const coveredBy = near.filter(serves).map((f) => f.id)
  const counted = reachable.filter(serves).sort((a, b) => metres.get(a.id)! - metres.get(b.id)!)
  const nearest = counted[0]
    ? {
        nearestMetres: oneDecimal(metres.get(counted[0].id)!),
        nearestFacilityId: counted[0].id,
        toleranceMetres: tolerance,
      }
    : none
  if (coveredBy.length > 0) return { place, reasons: [], nearest, coveredBy, note: '' }
  const reasons = counted.length === 0 ? ['disconnected_road'] : reasonsFor(near, counted, metres)
  const straightClose = counted.some(
    (f) => circleLimitMetres(f) === farLimitMetres && straightMetres.get(f.id)! < farLimitMetres,
  )
  const note = straightClose
    ? 'a straight line under 1000 m to a 1000 m facility would have covered it; the walk does not'
    : ''
  return { place, reasons, nearest, coveredBy, note }
}

function reasonsFor(near: Facility[], counted: Facility[], metres: Map<string, number>): string[] {
  const reasons: string[] = []
  if (near.some((f) => f.status === 'closed' || f.status === 'idle')) reasons.push('only_closed')
  if (near.some((f) => f.status === 'operating' && f.currentUse !== 'eldercare')) reasons.push('only_misused')
  if (near.some((f) => f.status === 'planned' || f.status === 'building')) reasons.push('only_planned')
  if (counted.some((f) => circleLimitMetres(f) === dayCareLimitMetres && metres.get(f.id)! <= farLimitMetres)) {
    reasons.push('day_care_beyond_300')
  }
  return [...reasons, 'beyond_limit']
}

function unlocatedTotals(county: County) {
  const homeless = county.areas
    .filter((area) => !area.ring)
    .map((area) => ({ ...peopleOf(area), households: demandHouseholds(area) }))
  return totalsOf([...county.population.unlocated, ...homeless])
}

function totalsOf(rows: (People & { households: number })[]) {
  const sum = (key: keyof People | 'households') => rows.reduce((total, row) => total + row[key], 0)
  return {
    residents: sum('residents'),
    residents60Plus: sum('residents60Plus'),
    residents80Plus: sum('residents80Plus'),
    households: sum('households'),
  }
}

function peopleOf({ residents, residents60Plus, residents80Plus }: People): People {
  return { residents, residents60Plus, residents80Plus }
}

function oneDecimal(metres: number): number {
  return Math.round(metres * 10) / 10
}
