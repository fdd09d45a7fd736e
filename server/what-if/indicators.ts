import type { WhatIfReply } from '../contract/what-if.ts'
import type { Bilingual } from '../contract/common.ts'
import { rates, type Measure } from '../core/coverage/summarise.ts'
import { add, toNumber, zero } from '../core/exact.ts'
import { isInEldercareUse } from '../coverage/inputs.ts'
import type { Facility } from '../facilities/facilities.repository.ts'
import { judgeAreaQuestion } from '../indicators/judge-run.ts'
import { readExact, type AreaRecord } from '../indicators/records.ts'
import { allotmentsAfter } from '../core/scenarios/apply-changes.ts'
import type { World } from './world.ts'

/** What stands after the changes: the county's own facilities, and the walk of every place. */
export interface After {
  own: readonly Facility[]
  placeMetres(place: number): number
}

type Moved = WhatIfReply['indicators'][number]
type Share = Moved['before']

/** The run's headline figures before and after; the area rule only where a changed facility has an allotment. */
export function movedIndicators(world: World, after: After): Moved[] {
  const changed = changedIds(world.data.own, after.own)
  return [...coverageRates(world, after), ...townshipCoverage(world, after, changed), ...areasMet(world, after, changed)]
}

const coverageLabels: [Measure, string, Bilingual][] = [
  ['residents', 'coverage_residents', { zh: '居民覆盖率', en: 'Coverage of residents' }],
  ['residents_60_plus', 'coverage_residents_60_plus', { zh: '60岁及以上覆盖率', en: 'Coverage of residents 60+' }],
  ['households', 'coverage_households', { zh: '住户覆盖率', en: 'Coverage of households' }],
]

function coverageRates({ data, places, before }: World, after: After): Moved[] {
  const { limitMetres } = data.parameters
  const shareOf = (measure: Measure, metresOf: (place: number) => number): Share => {
    const { known, unlocated } = data.people[measure] ?? { known: 0, unlocated: 0 }
    let covered = 0
    for (let place = 0; place < places.counts.length; place++) if (metresOf(place) <= limitMetres) covered += places.counts[place][measure] ?? 0
    return { numerator: covered, denominator: known + unlocated, ...rates({ covered, known, unlocated }) }
  }
  return coverageLabels.map(([measure, id, label]) => ({
    ...{ id, label, unit: 'share' as const },
    before: shareOf(measure, (place) => before.state.placeMetres[place]),
    after: shareOf(measure, after.placeMetres),
  }))
}

/** Units with an operating qualifying facility inside: by their boundary, else by the code that the facility carries. */
function townshipCoverage({ data, spots }: World, { own }: After, changed: ReadonlySet<string>): Moved[] {
  if (!data.townships) return []
  const { records, facilityTypes, carried } = data.townships
  const countsFor = new Set(carried.map((one) => `${one.unitId}/${one.countsFor}`))
  const arrived = own.filter((one) => changed.has(one.id) && isInEldercareUse(one) && one.types.some((type) => facilityTypes.includes(type)))
  const has = ({ unitId, judgedBy, facilityIds }: (typeof records)[number]) => {
    if (facilityIds.some((id) => !changed.has(id))) return true
    return arrived.some(({ lon, lat, unitId: code }) =>
      judgedBy === 'boundary' ? lon !== null && lat !== null && spots.isInUnit(unitId, lon, lat) : code === unitId || countsFor.has(`${code}/${unitId}`),
    )
  }
  const shareOf = (covered: number): Share => {
    const rate = records.length > 0 ? covered / records.length : null
    return { numerator: covered, denominator: records.length, lower: rate, upper: rate }
  }
  return [
    {
      ...{ id: 'township_coverage', label: { zh: '乡镇（街道）设施覆盖率', en: 'Townships with a facility' }, unit: 'share' },
      before: shareOf(records.filter(({ facilityIds }) => facilityIds.length > 0).length),
      after: shareOf(records.filter(has).length),
    },
  ]
}

function areasMet(world: World, { own }: After, changed: ReadonlySet<string>): Moved[] {
  const { areas, own: before } = world.data
  if (!areas?.allotments.some(({ facilityId }) => changed.has(facilityId)) || !changesAreas(before, own, changed)) return []
  const judgedBefore = world.areasBefore()
  const judgedAfter = judgeAreaQuestion({ ...areas, sites: [...own], allotments: allotmentsAfter(areas.allotments, before, own) })
  return [
    {
      ...{ id: 'areas_met', label: { zh: '每百户用房面积达标小区', en: 'Areas that meet the floor area per 100 households' }, unit: 'count' },
      before: metOf(judgedBefore),
      after: metOf(judgedAfter),
    },
    {
      ...{ id: 'areas_missing_m2', label: { zh: '每百户用房面积缺口', en: 'Floor area missing' }, unit: 'm2' },
      before: missingOf(judgedBefore),
      after: missingOf(judgedAfter),
    },
  ]
}

/** A facility that only stands elsewhere gives the same floor area. */
function changesAreas(before: readonly Facility[], after: readonly Facility[], changed: ReadonlySet<string>): boolean {
  const facts = (one: Facility | undefined) => JSON.stringify([one?.floorAreaM2, one?.types, one?.status, one?.currentUse])
  return [...changed].some((id) => facts(before.find((one) => one.id === id)) !== facts(after.find((one) => one.id === id)))
}

/** Met of those that the rule asks; with those without data, at most. */
function metOf(records: readonly AreaRecord[]): Share {
  const count = (status: string) => records.filter((record) => record.status === status).length
  const met = count('met')
  return { numerator: met, denominator: met + count('not_met') + count('insufficient_data'), lower: met, upper: met + count('insufficient_data') }
}

/** m² missing of m² required, over the areas whose figures are known. */
function missingOf(records: readonly AreaRecord[]): Share {
  const total = (key: 'missingM2' | 'requiredM2') => toNumber(records.reduce((sum, { detail }) => (detail[key] ? add(sum, readExact(detail[key])) : sum), zero))
  return { numerator: total('missingM2'), denominator: total('requiredM2'), lower: null, upper: null }
}

/** Facilities that are new, gone or another record than before. */
function changedIds(before: readonly Facility[], after: readonly Facility[]): Set<string> {
  const records = new Map(before.map((facility) => [facility.id, facility]))
  const changed = new Set(after.flatMap((facility) => (records.get(facility.id) === facility ? [] : [facility.id])))
  for (const { id } of after) records.delete(id)
  for (const id of records.keys()) changed.add(id)
  return changed
}
