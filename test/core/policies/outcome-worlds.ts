import { circleKey, factsNeeded } from '../../../server/core/indicators/facts.ts'
import type { AreaStandard, Compute, Condition, Tally, UnitLevelName, UnitSelector } from '../../../server/core/policy/compute.ts'
import type { CountyLedger, EvaluationFacts, LedgerFacility, LedgerSettlement, LedgerUnit } from '../../../server/core/policy/ledger.ts'
import { allot, area, facility, facts, place, unit } from '../../ledger-town.ts'

type World = Partial<CountyLedger>

/** The least county in which a rule of this kind is surely met (`good`), or surely not. Null for kinds that no plan gives a number. */
export function worldFor(compute: Compute, target: number | Record<string, number>, good: boolean): EvaluationFacts | null {
  const world = makers[compute.kind]?.(compute as never, target, good)
  if (!world) return null
  // What a circle reaches stands beside these rules and decides none of them.
  const nowhere = { verdicts: new Map(), methodLine: { zh: '', en: '' } }
  return facts(world, { circles: new Map(factsNeeded([compute]).circles.map((request) => [circleKey(request), nowhere])) })
}

type Maker<Kind extends Compute['kind']> = (compute: Extract<Compute, { kind: Kind }>, target: number | Record<string, number>, good: boolean) => World

const makers: { [Kind in Compute['kind']]?: Maker<Kind> } = {
  admin_coverage: ({ units: selector, facilityTypes }, _target, good) => {
    const own = unitsFor(selector)
    const sites = good ? facilityTypes.map((type, i) => facility(`f${i}`, [type], own.units.map(({ id }) => id), { insideSettlementIds: own.settlements.map(({ id }) => id), fourHelpsFiveHaves: Array<boolean>(9).fill(true) })) : []
    return { ...own, facilities: sites }
  },
  area_per_100hh: (compute, _target, good) => areasFor(compute, good),
  compliance_rate: (compute, _target, good) => areasFor(compute, good),
  // 1,000 residents: 1,000 m² are 1 m² each, 1 m² is a thousandth.
  per_capita_land: ({ facilityTypes: [type] }, _target, good) => ({
    places: [place('p', 100)],
    statistics: [{ key: 'planned_population', value: '1000', asOf: null, source: 's' }],
    parcels: [],
    facilities: [facility('f', [type], [], { landAreaM2: good ? '1000' : '1', ownLand: true })],
  }),
  ratio: ({ numerator, denominator, further = [] }, _target, good) => [{ numerator, denominator }, ...further].map((share) => shareFor(share.numerator, share.denominator, good)).reduce(join),
  count: ({ parts, namedSites }, target, good) =>
    good
      ? parts.flatMap(({ key, tally }) => {
          const most = typeof target === 'number' ? target : target[key!]
          if (tally.of !== 'facilities') return []
          if (tally.sum !== 'one') return [siteFor(tally, `${key}`, { [tally.sum]: most })]
          return Array.from({ length: most }, (_, i) => siteFor(tally, `${key}${i}${namedSites[i] ?? ''}`, {}))
        }).map((site): World => ({ facilities: [site] })).reduce(join)
      : {},
  // 1,000 workers, or none, for 100 elders and 100 beds.
  per_thousand: ({ parts }, _target, good) => ({
    statistics: [{ key: 'social_workers', value: good ? '1000' : '0', asOf: null, source: 's' }],
    ...parts.map(({ denominator }, i) => wholeFor(denominator, `w${i}`)).reduce(join),
  }),
  capacity_limit: (compute, target, good) => {
    const beds = compute.measure === 'beds' ? Number(target) + (good ? 0 : 1) : 100
    return { facilities: [siteFor({ of: 'facilities', facilityTypes: compute.facilityTypes, where: compute.where, sum: 'beds' }, 'f', { beds, nursingBeds: good ? beds : 0 })] }
  },
  land_constraint: ({ layer }, _target, good) => ({
    controlLayers: [layer!],
    facilities: [facility('f', ['day_care'], [], { overlaps: good ? [] : [{ layer: layer!, areaM2: 1, touches: true }] })],
  }),
}

function unitsFor({ levels, placeClass, tag, minResidents }: UnitSelector): { units: LedgerUnit[]; settlements: LedgerSettlement[] } {
  const isSettlement = (level: UnitLevelName) => level === 'settlement' || level === 'resettlement_site'
  return {
    units: levels.flatMap((level) => (level === 'county' || isSettlement(level) ? [] : [unit(`u-${level}`, level as LedgerUnit['level'], { placeClass: placeClass ?? 'country', tags: tag ? [tag] : [] })])),
    settlements: levels
      .filter(isSettlement)
      .map((level) => ({ id: `s-${level}`, name: level, kind: level === 'settlement' ? 'natural_village' : 'resettlement_site', townshipId: null, residents: minResidents ?? 1 })),
  }
}

/** One area of 100 households with 1,000 m², which no plan asks for, or with none. */
function areasFor({ buildClasses: [buildClass], newSince, facilityTypes: [type], acquisitions: [acquisition] }: AreaStandard, good: boolean): World {
  const permitDate = buildClass === 'new' ? newSince.date : '2000-01-01'
  const own = good ? [facility('f', [type], [], { acquisition, floorAreaM2: '1000' })] : []
  return { areas: [area('a', 100, { buildClass, permitDate })], facilities: own, allotments: own.map(() => allot('f', 'a')) }
}

/** Numerator as large as the denominator, or nought. */
function shareFor(above: Tally, below: Tally, good: boolean): World {
  if (above.of === 'community_rooms') return { communityRooms: [{ unitId: 'u', name: 'u', floorAreaM2: '100', eldercareFreeM2: good ? '100' : '0' }] }
  if (above.of !== 'facilities') throw new Error(`expected a ratio of facilities or rooms, got ${above.of}`)
  if (above.sum === 'one' && below.of === 'facilities') return { facilities: [good ? siteFor(above, 'f', {}) : { ...siteFor(below, 'f', {}), ...refusals(above.where, below.where) }] }
  const site = siteFor(above, `f-${above.sum}`, { beds: 100, [above.sum]: good ? 100 : 0 })
  return below.of === 'facilities' ? { facilities: [site] } : { ...wholeFor(below, 'w'), facilities: [site] }
}

function wholeFor(tally: Tally, id: string): World {
  if (tally.of === 'population') return { places: [place(id, 100, { placeClass: tally.scope === 'country' ? 'country' : 'city' })] }
  if (tally.of === 'facilities') return { facilities: [siteFor(tally, id, { beds: 100 })] }
  throw new Error(`expected a sum of people or facilities, got ${tally.of}`)
}

/** A site that meets every condition of a sum. */
function siteFor({ facilityTypes, where }: Extract<Tally, { of: 'facilities' }>, id: string, more: Partial<LedgerFacility>): LedgerFacility {
  const own = facility(id, [facilityTypes?.[0] ?? 'other'])
  for (const condition of where) Object.assign(own, { [condition.field]: condition.field === 'name' ? `${id}${String(condition.value)}` : fitting(condition) })
  return { ...own, ...more }
}

function fitting({ is, value }: Condition): unknown {
  if (is === '!=') return 'operating'
  return Array.isArray(value) ? value[0] : value
}

/** What only the numerator asks, answered with no. */
function refusals(above: readonly Condition[], below: readonly Condition[]): Partial<LedgerFacility> {
  const extra = above.filter((condition) => !below.some((own) => JSON.stringify(own) === JSON.stringify(condition)))
  return Object.fromEntries(extra.map(({ field, value }) => [field, typeof value === 'boolean' ? !value : 0]))
}

function join(a: World, b: World): World {
  return { ...a, ...b, facilities: [...(a.facilities ?? []), ...(b.facilities ?? [])], places: [...(a.places ?? []), ...(b.places ?? [])] }
}
