import { centroid, geodesicMetres, type LonLat } from '../geometry.ts'
import { drawDates, drawHouseholds, elders } from '../ledger.ts'
import type { Random } from '../random.ts'
import type { BuildClass, ResidentialArea } from '../types.ts'
import type { Footprint } from './footprints.ts'
import { lianhua, streetOf, type FutianWorld } from './world.ts'

export interface AgeShares {
  share60: number
  share80: number
}
const personsPerHousehold = 2.54

export const splitDate = '2018-12-01'
const permitYears: Record<BuildClass, [number, number]> = {
  new: [2019, 2020],
  existing: [2002, 2017],
  old: [1986, 1999],
}

/** Turns footprints into ledger rows: class, dates, households, people. */
export function makeAreas(world: FutianWorld, footprints: Footprint[], shares: AgeShares): ResidentialArea[] {
  return footprints.map((footprint, i) => {
    const buildClass = classAt(i)
    const middle = centroid(footprint.ring)
    const households = drawHouseholds(world.random, footprint.households, buildClass)
    return {
      id: `ft-${String(i + 1).padStart(3, '0')}`,
      name: `示例小区${String(i + 1).padStart(3, '0')}`,
      unitCode: streetOf(world, middle),
      communityCode: null,
      buildClass,
      ...drawDates(world.random, permitYears[buildClass]),
      phase: null,
      ...households,
      ...peopleFor(world.random, households.householdsOccupied ?? 0, buildClass, shares),
      entrances: footprint.entrances,
      placeClass: 'city',
      ring: footprint.ring,
    }
  })
}

/** A ledger row whose place nobody wrote down; its people count as unlocated. */
export function makePlaceless(world: FutianWorld, shares: AgeShares): ResidentialArea {
  return {
    id: 'ft-noplace',
    name: '示例小区（位置不详）',
    unitCode: lianhua,
    communityCode: null,
    buildClass: 'existing',
    permitDate: '2009-05-18',
    planningConditionDate: '2008-03-02',
    completionDate: '2011-09-30',
    phase: null,
    householdsPlanned: 262,
    householdsCompleted: 262,
    householdsOccupied: 240,
    ...peopleFor(world.random, 240, 'existing', shares),
    entrances: [],
    placeClass: 'city',
    ring: null,
  }
}

export function setHouseholds(world: FutianWorld, area: ResidentialArea, count: number, shares: AgeShares): void {
  const occupied = Math.round(count * 0.9)
  area.householdsPlanned = area.householdsCompleted = count
  area.householdsOccupied = occupied
  Object.assign(area, peopleFor(world.random, occupied, area.buildClass ?? 'existing', shares))
}

export function setClass(world: FutianWorld, area: ResidentialArea, buildClass: BuildClass): void {
  area.buildClass = buildClass
  Object.assign(area, drawDates(world.random, permitYears[buildClass]))
}

export function distanceOf(a: ResidentialArea, p: LonLat): number {
  return geodesicMetres(centroid(a.ring!), p)
}

/** Households × 2.54 (family size of the 2020 census); elders by the district's shares, more of them where houses are old. */
export function peopleFor(random: Random, households: number, buildClass: BuildClass, shares: AgeShares) {
  const tilt = { new: 0.75, existing: 1, old: 1.4 }[buildClass] * random.between(0.85, 1.15)
  const residents = Math.round(households * personsPerHousehold)
  return elders(residents, shares.share60 * tilt, shares.share80 * tilt * random.between(0.85, 1.15))
}

/** Fixed rhythm instead of chance: three in ten new, three old, four existing, whatever the seed. */
function classAt(index: number): BuildClass {
  return (['existing', 'new', 'old', 'existing', 'new', 'old', 'existing', 'existing', 'new', 'old'] as const)[
    index % 10
  ]
}
