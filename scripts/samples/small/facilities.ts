import type { FacilityList } from '../facility-draft.ts'
import { destination, isInside, type LonLat } from '../geometry.ts'
import { squareMetres } from '../ledger.ts'
import type { Facility, Unit } from '../types.ts'
import type { SmallWorld } from './world.ts'

/** Sites by rate: the county's progress says how many of its units have one. Where a unit's place is unknown, so is the site's. */
export function makeFacilities(world: SmallWorld, list: FacilityList): void {
  const { county, random } = world
  const rate = (full: number) => Math.min(1, full * (0.55 + 0.55 * county.progress))
  const put = (types: string[], unit: Unit, rest: Partial<Facility> = {}) =>
    list.add({ types, unitCode: unit.unitCode, point: spot(world, unit), place: unit.name.replace('示例·', ''), ...rest })

  seedInstitutions(world, put)
  world.townships.forEach((unit, i) => {
    const isStreet = unit.level === 'street'
    const hasHome = !isStreet && random.chance(rate(0.75))
    const hasCentre = random.chance(rate(0.68))
    const beds = random.integer(40, 110)
    if (hasHome || hasCentre) {
      const types = hasHome ? (hasCentre ? ['township_home', 'regional_center'] : ['township_home']) : ['regional_center']
      put(types, unit, { beds, nursingBeds: Math.round(beds * random.between(0.35, 0.75)), floorAreaM2: squareMetres(beds * 26), landAreaM2: squareMetres(beds * 50) })
    }
    if (isStreet ? random.chance(rate(0.95)) : i < 3 && random.chance(rate(0.8))) put(['community_complex', 'meal_point'], unit, { floorAreaM2: '1450.00', landAreaM2: '900.00' })
    if (isStreet && random.chance(rate(0.9))) put(['meal_point'], unit, { floorAreaM2: '160.00' })
  })
  for (const unit of world.places) {
    if (unit.level === 'community') seedCommunity(world, put, unit, rate)
    else if (random.chance(rate(0.9))) {
      const beds = random.integer(2, 6)
      const status = random.chance(0.04) ? ('idle' as const) : ('operating' as const)
      put(random.chance(0.2) ? ['mutual_aid', 'meal_point'] : ['mutual_aid'], unit, { beds, floorAreaM2: squareMetres(random.integer(90, 240)), operatorKind: 'village', status })
    }
  }
}

type Put = (types: string[], unit: Unit, rest?: Partial<Facility>) => Facility

function seedCommunity(world: SmallWorld, put: Put, unit: Unit, rate: (full: number) => number): void {
  const { random } = world
  if (random.chance(rate(0.92))) put(random.chance(0.5) ? ['day_care', 'community_center'] : ['day_care'], unit, { floorAreaM2: squareMetres(random.integer(220, 560)) })
  else if (random.chance(0.5)) put(['community_center'], unit, { floorAreaM2: squareMetres(random.integer(220, 480)), landAreaM2: squareMetres(random.integer(200, 500)) })
  if (random.chance(rate(0.6))) put(['meal_point'], unit, { floorAreaM2: squareMetres(random.integer(80, 180)) })
  if (random.chance(rate(0.16))) put(['embedded_home', 'care_institution'], unit, { beds: 24, nursingBeds: 18, floorAreaM2: '860.00', operatorKind: 'private', tenure: 'leased' })
}

function seedInstitutions({ county, seat, random, townships }: SmallWorld, put: Put): void {
  const beds: Record<string, [number, number]> = { county_support_home: [180, 150], safety_net_home: [120, 84], smart_care_home: [90, 60], medical_integrated: [80, 64] }
  for (const type of county.has) {
    const [all, nursing] = beds[type] ?? [0, 0]
    const types = all > 0 ? [type, 'care_institution'] : [type]
    const site = put(types, seat, { beds: all, nursingBeds: nursing, floorAreaM2: squareMetres(all > 0 ? all * 34 : 320), landAreaM2: all > 0 ? squareMetres(all * 42) : null })
    if (type === 'medical_integrated') site.medicalBeds = 30
  }
  const homes = 2 + Math.round(4 * county.progress)
  for (let i = 0; i < homes; i++) {
    const unit = i < 2 ? seat : townships[(i * 3) % townships.length]
    const size = random.integer(60, 180)
    const operatorKind = i % 2 === 0 ? 'private' : 'public'
    put(['care_institution'], unit, { beds: size, nursingBeds: Math.round(size * random.between(0.4, 0.8)), floorAreaM2: squareMetres(size * 30), landAreaM2: squareMetres(size * 38), operatorKind })
  }
  if (county.code !== '640502') return
  // Sites that 沙坡头's plan names, one of them not yet done; and the rural meal tables that it counts.
  const named = (name: string, status: Facility['status']) =>
    put(['township_home', 'regional_center'], townships.find((unit) => unit.name === '兴仁镇') ?? seat, { name: `示例·${name}敬老院（区域养老服务中心）`, beds: 90, nursingBeds: 48, floorAreaM2: '2600.00', landAreaM2: '4100.00', status })
  for (const site of [named('河南', 'operating'), named('兴仁', 'operating'), named('河北', 'building')]) {
    Object.assign(site.ledger, { project: 'expansion', projectYear: 2023, ownership: 'public' })
  }
  for (let i = 0; i < 18; i++) put(['rural_meal_table'], townships[i % townships.length], { floorAreaM2: '110.00' })
}

/** Near the unit's centre, inside its township where that is known; null where the centre is not. */
function spot({ random, townships }: SmallWorld, unit: Unit): LonLat | null {
  if (!unit.centre) return null
  const cell = townships.find(({ unitCode }) => unitCode === (unit.parentCode ?? unit.unitCode))?.geometry
  for (let tries = 0; tries < 30; tries++) {
    const p = destination(unit.centre, random.between(0, 360), random.between(40, unit.level === 'village' ? 420 : 260))
    if (!cell || isInside(p, cell)) return p
  }
  return unit.centre
}

