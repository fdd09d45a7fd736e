import { centroid, destination, isInside, metresToOutline, rectangle, round7 } from '../geometry.ts'
import { drawDates, drawHouseholds, elders, isoDate, squareMetres } from '../ledger.ts'
import type { FacilityList } from '../facility-draft.ts'
import type { BuildClass, ResidentialArea } from '../types.ts'
import type { SmallWorld } from './world.ts'

const personsPerHousehold = 2.7

/** Twelve residential areas in the seat, their ancillary premises beside them, and the cases that every rule of areas needs. */
export function makeAreas(world: SmallWorld, prefix: string, facilities: FacilityList): ResidentialArea[] {
  const { random, seat } = world
  const communities = world.places.filter((unit) => unit.parentCode === seat.unitCode && unit.level === 'community')
  const areas = Array.from({ length: 12 }, (_, i): ResidentialArea => {
    const buildClass = (['new', 'old', 'existing', 'new'] as const)[i % 4]
    const households = random.integer(150, 900)
    const number = String(i + 1).padStart(2, '0')
    return {
      ...{ id: `${prefix}-${number}`, name: `示例小区${number}`, unitCode: seat.unitCode },
      ...{ communityCode: communities[i % Math.max(1, communities.length)]?.unitCode ?? null, buildClass, phase: null },
      ...(buildClass === 'new' ? newDates(world) : drawDates(random, buildClass === 'old' ? [1990, 2000] : [2006, 2018])),
      ...drawHouseholds(random, households, buildClass),
      ...peopleOf(households, world.plan.share60),
      ...{ entrances: [], placeClass: 'city' as const, ring: ringOf(world, i) },
    }
  })
  seedCases(world, areas, facilities)
  return areas
}

function newDates({ random }: SmallWorld) {
  const year = random.integer(2021, 2024)
  const permitDate = isoDate(year, random.integer(1, 12), random.integer(1, 28))
  return { permitDate, planningConditionDate: null, completionDate: year < 2024 ? isoDate(year + 1, random.integer(1, 12), 15) : null }
}

export function peopleOf(households: number, share60: number) {
  return elders(Math.round(households * personsPerHousehold), share60, share60 * 0.14)
}

/** On a grid, so that no two touch: 12 places 260 m apart round the seat, turned until all lie inside. */
function ringOf({ random, seat }: SmallWorld, index: number) {
  for (let tries = 0; tries < 50; tries++) {
    const centre = destination(seat.centre, (index * 30 + tries * 7) % 360, 420 + 230 * (index % 3) - tries * 4)
    const ring = rectangle(centre, random.between(80, 150), random.between(70, 120), 0)
    if (isInside(centre, seat.geometry) && metresToOutline(centre, seat.geometry) > 100) return ring
  }
  return rectangle(destination(seat.centre, index * 30, 60), 90, 80, 0)
}

/** What each area has: by class met, short, none; and three that lack a date, households or a place. */
function seedCases({ county, seat }: SmallWorld, areas: ResidentialArea[], facilities: FacilityList): void {
  const shares = [1.1, 1.05, 0.6, 0, 1, 1.2, 0, 1.3, 1.02, 0.97, 1.4, 1.1]
  areas.forEach((area, i) => {
    const standard: Record<BuildClass, number> = { new: 20, old: 15, existing: 15 }
    const households = area.buildClass === 'new' ? area.householdsPlanned! : area.householdsCompleted!
    const share = shares[i] + (county.progress > 0.8 && shares[i] < 1 && i !== 6 ? 0.5 : 0)
    if (share === 0) return
    facilities.add({
      ...{ types: ['residential_ancillary'], unitCode: area.communityCode ?? seat.unitCode, point: round7(centroid(area.ring!)) },
      ...{ place: area.name.replace('示例', ''), acquisition: area.buildClass === 'new' ? ('ancillary' as const) : ('leased' as const) },
      floorAreaM2: squareMetres(Math.ceil((households * standard[area.buildClass!] * share) / 100)),
      status: i === 7 ? ('building' as const) : ('operating' as const),
      allotments: [{ residentialAreaId: area.id, areaM2: null }],
    })
  })
  Object.assign(areas[9], { permitDate: null, planningConditionDate: null, buildClass: null })
  Object.assign(areas[10], { householdsPlanned: null, householdsCompleted: null, householdsOccupied: null })
  Object.assign(areas[11], { ring: null, name: '示例小区（位置不详）' })
}
