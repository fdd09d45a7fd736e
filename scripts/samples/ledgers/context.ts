import { createFacilityList, type FacilityList, type FacilityWish } from '../facility-draft.ts'
import { destination, type LonLat } from '../geometry.ts'
import { createRandom, type Random } from '../random.ts'
import type { County, Facility, Ledgers, Text, Unit } from '../types.ts'

/** What an office of this county has written down beside its facilities and residential areas. */
export interface LedgerWish {
  prefix: string
  /** The township or street in which the county's own institutions stand. */
  seatCode: string
  tags: [tag: string, unitCodes: string[]][]
  statistics: Ledgers['statistics']
  checklist: Ledgers['checklist']
}

export interface LedgerContext {
  county: County
  wish: LedgerWish
  random: Random
  ledgers: Ledgers
  facilities: FacilityList
  townships: (Unit & { centre: LonLat })[]
}

/** Its own random numbers: what the county held before is drawn as it was before. */
export function openLedgers(county: County, wish: LedgerWish): LedgerContext {
  const empty = { settlements: [], premises: [], controlAreas: [], parcels: [], syncStages: [], register: [] }
  return {
    ...{ county, wish, random: createRandom(Number(county.code) + 40_000_000) },
    ledgers: { ...empty, communityRooms: [], poolingGroups: [], statistics: wish.statistics, unitTags: [], checklist: wish.checklist },
    facilities: createFacilityList(wish.prefix, county.facilities),
    townships: county.units.filter((unit): unit is Unit & { centre: LonLat } => isTownship(unit) && unit.centre !== null),
  }
}

export function isTownship(unit: Unit): boolean {
  return unit.level === 'township' || unit.level === 'street'
}

export function seatOf({ county, wish, townships }: LedgerContext): Unit & { centre: LonLat } {
  const seat = townships.find((unit) => unit.unitCode === wish.seatCode)
  if (!seat) throw new Error(`expected a seat ${wish.seatCode} in ${county.code}, got none`)
  return seat
}

export function nameOf({ county }: LedgerContext, unitCode: string): string {
  return county.units.find((unit) => unit.unitCode === unitCode)!.name.replace('示例·', '')
}

export function add(context: LedgerContext, wish: Omit<FacilityWish, 'place'>): Facility {
  return context.facilities.add({ place: nameOf(context, wish.unitCode), ...wish })
}

/** A point some metres from another, in a direction drawn. */
export function beside({ random }: LedgerContext, point: LonLat, metres: number): LonLat {
  return destination(point, random.between(0, 360), metres)
}

export function operating({ county }: LedgerContext, type: string): (Facility & { point: LonLat })[] {
  return county.facilities.filter(
    (site): site is Facility & { point: LonLat } => site.types.includes(type) && site.status === 'operating' && site.point !== null,
  )
}

export function trouble({ county, wish }: LedgerContext, kind: string, where: string[], expect: Text): void {
  if (where.length === 0) return
  const number = String(county.troubles.length + 1).padStart(2, '0')
  county.troubles.push({ id: `${wish.prefix}-t${number}`, kind, where, expect })
}
