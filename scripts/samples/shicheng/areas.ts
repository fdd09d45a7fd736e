import {
  centroid,
  convexRingsTouch,
  destination,
  geodesicMetres,
  isInside,
  rectangle,
  round7,
  type LonLat,
  type Ring,
} from '../geometry.ts'
import { drawDates, drawHouseholds, elders, isoDate } from '../ledger.ts'
import { inverseCdf, type Quantiles } from '../quantiles.ts'
import type { Random } from '../random.ts'
import type { BuildClass, ResidentialArea } from '../types.ts'
import { qinjiang, type ShichengWorld } from './world.ts'

/** 户均 3.07: the family size of 赣州 in the 2020 census, the nearest published figure. */
export const personsPerHousehold = 3.07

export interface HouseholdSources {
  shicheng: { households: Quantiles }
  贝壳_赣州_households: Quantiles
}

/** Thirty areas in and around the county town. */
export function makeAreas(world: ShichengWorld, sources: HouseholdSources, count: number): ResidentialArea[] {
  const { random } = world
  const areas: ResidentialArea[] = []
  const seat = world.townships.find((unit) => unit.unitCode === qinjiang)!
  for (let tries = 0; areas.length < count && tries < 20000; tries++) {
    const centre = destination(seat.centre, random.between(0, 360), 2300 * Math.sqrt(random.between(0.01, 1)))
    const ring = ringFor(random, centre)
    if (!isInside(centre, seat.geometry) || areas.some((area) => convexRingsTouch(ring, area.ring!, 25))) continue
    areas.push(makeArea(world, areas.length, ring, drawCount(random, sources)))
  }
  if (areas.length < count) throw new Error(`expected room for ${count} areas, got ${areas.length}`)
  return areas
}

/** An area out in the country around the town, for the gaps. */
export function makeOutlying(world: ShichengWorld, id: string, name: string, centre: LonLat): ResidentialArea {
  const area = makeArea(world, 0, ringFor(world.random, centre), world.random.integer(90, 240))
  setClass(world, area, 'existing')
  return { ...area, id, name, communityCode: null, placeClass: 'country', entrances: [] }
}

export function setHouseholds(world: ShichengWorld, area: ResidentialArea, count: number, occupied: number): void {
  area.householdsPlanned = area.householdsCompleted = count
  area.householdsOccupied = occupied
  Object.assign(area, peopleFor(world.random, occupied, area.buildClass ?? 'existing'))
}

export function setClass(world: ShichengWorld, area: ResidentialArea, buildClass: BuildClass): void {
  area.buildClass = buildClass
  Object.assign(
    area,
    buildClass === 'new'
      ? newDates(world.random)
      : drawDates(world.random, buildClass === 'old' ? [1988, 1999] : [2004, 2019]),
  )
}

export function peopleFor(random: Random, households: number, buildClass: BuildClass) {
  const share60 = { new: 0.1, existing: 0.13, old: 0.2 }[buildClass] * random.between(0.85, 1.15)
  return elders(Math.round(households * personsPerHousehold), share60, share60 * random.between(0.11, 0.15))
}

function makeArea(world: ShichengWorld, index: number, ring: Ring, households: number): ResidentialArea {
  const number = String(index + 1).padStart(2, '0')
  const area: ResidentialArea = {
    id: `sc-${number}`,
    name: `示例小区${number}`,
    unitCode: qinjiang,
    communityCode: nearestCommunity(world, centroid(ring)),
    buildClass: null,
    permitDate: null,
    planningConditionDate: null,
    completionDate: null,
    phase: null,
    ...drawHouseholds(world.random, households, 'existing'),
    residents: 0,
    residents60Plus: 0,
    residents80Plus: 0,
    entrances: entrancesOf(world.random, ring, index),
    placeClass: 'city',
    ring,
  }
  setClass(world, area, (['old', 'existing', 'existing', 'old', 'existing'] as const)[index % 5])
  Object.assign(area, peopleFor(world.random, area.householdsOccupied!, area.buildClass!))
  return area
}

/** Permits after the plan's own date (2022-06-20), so that these are new by the rule. */
function newDates(random: Random) {
  const month = random.integer(7, 12)
  return {
    permitDate: isoDate(2022, month, random.integer(1, 28)),
    planningConditionDate: random.chance(0.7) ? isoDate(2021, month, random.integer(1, 28)) : null,
    completionDate: isoDate(2024, random.integer(3, 11), random.integer(1, 28)),
  }
}

/** The county's own seven known areas and the upper half of 赣州's: the lower half there are single buildings. */
function drawCount(random: Random, sources: HouseholdSources): number {
  const own = random.chance(0.6)
  const quantiles = own ? sources.shicheng.households : sources['贝壳_赣州_households']
  return Math.round(inverseCdf(quantiles, own ? random.next() : random.between(0.5, 1)))
}

function ringFor(random: Random, centre: LonLat): Ring {
  return rectangle(centre, random.between(70, 150), random.between(60, 120), random.between(0, Math.PI))
}

function entrancesOf(random: Random, ring: Ring, index: number): LonLat[] {
  if (index % 8 === 5) return []
  const side = random.integer(0, 3)
  const middle = (i: number) => round7([(ring[i][0] + ring[i + 1][0]) / 2, (ring[i][1] + ring[i + 1][1]) / 2])
  return random.chance(0.4) ? [middle(side), middle((side + 2) % 4)] : [middle(side)]
}

function nearestCommunity(world: ShichengWorld, p: LonLat): string {
  const communities = world.places.filter((unit) => unit.level === 'community' && unit.parentCode === qinjiang)
  return communities.reduce((a, b) => (geodesicMetres(p, b.centre) < geodesicMetres(p, a.centre) ? b : a)).unitCode
}
