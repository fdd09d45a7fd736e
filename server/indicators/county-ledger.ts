import { parseDecimal, toExactText } from '../core/exact.ts'
import { groupBy } from '../core/group-by.ts'
import { unitsInForce } from '../core/indicators/admin-units.ts'
import type { CountyLedger, LedgerFacility, LedgerUnit } from '../core/policy/ledger.ts'
import { allotmentsAfter } from '../core/scenarios/apply-changes.ts'
import type { SiteChange } from '../core/scenarios/changes.ts'
import { formatCountyCode } from '../county-code.ts'
import { loadDemand } from '../coverage/inputs.ts'
import type { DataKind, Tx } from '../db/schema.ts'
import { listAllotments, listFacilityLedger, type Facility, type FacilityLedger } from '../facilities/facilities.repository.ts'
import { listControlLayers, listFacilityOverlaps } from '../ledgers/control-areas.repository.ts'
import { listParcels, listPremises } from '../ledgers/land.repository.ts'
import { listPoolingGroups, listRegister, listSyncStages } from '../ledgers/residential-ledgers.repository.ts'
import { listSettlements } from '../ledgers/settlements.repository.ts'
import { listInsideSettlements, listInsideUnits, listPoolingGaps, type Inside } from '../ledgers/spatial-facts.repository.ts'
import { listChecklist, listCommunityRooms, listStatistics, listUnitTags } from '../ledgers/unit-ledgers.repository.ts'
import { findCounty, listUnits } from '../regions/regions.repository.ts'
import { townshipOf } from '../regions/township-of.ts'
import { loadScenarioFacilities, type ScenarioFacilities } from '../scenarios/scenario-facilities.ts'
import { listVersions } from '../versions/versions.repository.ts'
import { listAdminUnits, listUnitMergers } from './admin-units.repository.ts'

/** What is declared where no plan says it; the values are printed with every result that uses them. */
export interface LedgerChoices {
  /** A facility belongs to a settlement known by a point only within these metres of it. */
  settlementPointMetres: number
  /** Residential areas of a pooling group are adjacent where the gap between their boundaries is at most this. */
  poolingGapMetres: number
}

export const defaultLedgerChoices: LedgerChoices = { settlementPointMetres: 200, poolingGapMetres: 50 }

export type PinnedVersions = Readonly<Partial<Record<DataKind, number>>>

/** The newest version of every kind of a county's data, to be pinned by an evaluation. */
export async function findNewestVersions(tx: Tx, countyCode: number): Promise<PinnedVersions> {
  const newest: Partial<Record<DataKind, number>> = {}
  for (const { kind, version } of await listVersions(tx, countyCode)) newest[kind] = Math.max(newest[kind] ?? 0, version)
  return newest
}

/**
 * All that rules may ask of one county, from the versions pinned. A kind that is not pinned is null: “no data”, never
 * “none”. Every list comes in an order of its own (codes, names, ids), so that the same versions give the same ledger.
 * With the changes of a scenario its facilities and premises are those that it supposes.
 */
export async function loadCountyLedger(
  tx: Tx,
  countyCode: number,
  pinned: PinnedVersions,
  choices: LedgerChoices = defaultLedgerChoices,
  changes?: readonly SiteChange[],
): Promise<CountyLedger> {
  const county = await findCounty(tx, countyCode)
  if (!county || pinned.units === undefined) throw new Error(`expected county ${countyCode} with its units, got none`)
  const { dataDate, demo } = await datesOf(tx, countyCode, pinned)
  const { units, unitById, carried } = await loadUnits(tx, countyCode, pinned, dataDate)
  const demand = await loadDemand(tx, countyCode, pinned as Record<string, number>)
  const tagsOf = new Map(units.map((unit) => [unit.id, unit.tags]))
  const of = async <T>(kind: DataKind, list: (tx: Tx, countyCode: number, version: number) => Promise<T[]>): Promise<T[] | null> =>
    pinned[kind] === undefined ? null : list(tx, countyCode, pinned[kind])
  const applied = await loadScenarioFacilities(tx, countyCode, pinned, changes)
  const premises = applied.premises ?? (await of('premises', listPremises))
  const stages = groupBy((await of('sync_stages', listSyncStages)) ?? [], ({ residentialAreaId }) => residentialAreaId)
  return {
    county: { code: formatCountyCode(countyCode), name: county.name },
    dataDate,
    demo,
    units: withPeople(units, demand.people),
    facilities: await toLedgerFacilities(tx, countyCode, pinned, carried, choices, applied),
    areas: demand.areas.toSorted((a, b) => byText(a.areaCode, b.areaCode)).map((area) => ({
      id: area.id,
      code: area.areaCode,
      name: area.name,
      buildClass: area.buildClass,
      permitDate: area.permitDate,
      planningConditionDate: area.planningConditionDate,
      households: { planned: area.householdsPlanned, completed: area.householdsCompleted, occupied: area.householdsOccupied },
      townshipId: townshipOf(unitById, area.unitId),
      placeClass: area.placeClass,
      stages: (stages.get(area.id) ?? []).map(({ stage, state, doneOn, note }) => ({ stage, state, doneOn, note })),
    })),
    allotments: allotmentsAfter((await of('facilities', listAllotments)) ?? [], applied.baseline, applied.facilities).map(({ facilityId, residentialAreaId, areaM2 }) => ({ facilityId, residentialAreaId, areaM2 })),
    places: demand.places.map(({ id, name, kind, unitId, communityId, placeClass, counts }) => ({
      id,
      name,
      kind,
      townshipId: townshipOf(unitById, unitId),
      placeClass,
      tags: [...new Set([...(tagsOf.get(unitId ?? '') ?? []), ...(tagsOf.get(communityId ?? '') ?? [])])].sort(),
      counts,
    })),
    unlocated: sumOf(demand.unlocated.map(({ counts }) => counts)),
    settlements: (await of('settlements', listSettlements))?.map(({ id, name, kind, unitId, residents }) => ({ id, name, kind, townshipId: townshipOf(unitById, unitId), residents })) ?? null,
    premises: premises?.map(({ id, name, kind, floorAreaM2, status, transitionUntil }) => ({ id, name, kind, floorAreaM2, status, transitionUntil })) ?? null,
    parcels: (await of('parcels', listParcels))?.map(({ id, parcelCode, landUse, areaM2, facilityId, phase, misused }) => ({ id, code: parcelCode, landUse, areaM2, facilityId, phase, misused })) ?? null,
    register: await of('register', listRegister),
    communityRooms: (await of('community_rooms', listCommunityRooms))?.map(({ unitId, name, floorAreaM2, eldercareFreeM2 }) => ({ unitId, name, floorAreaM2, eldercareFreeM2 })) ?? null,
    poolingGroups: await loadPooling(tx, countyCode, pinned, choices),
    statistics: (await of('statistics', listStatistics))?.map(({ key, value, asOf, source }) => ({ key, value: toExactText(parseDecimal(value)), asOf, source })) ?? null,
    controlLayers: pinned.control_areas === undefined ? [] : await listControlLayers(tx, countyCode, pinned.control_areas),
    checklist: ((await of('checklist', listChecklist)) ?? []).map(({ ruleId, state, note, document, asOf }) => ({ ruleId, state, note, document, asOf })),
  }
}

/** The oldest date among the pinned versions, and whether anything in them is synthetic. */
async function datesOf(tx: Tx, countyCode: number, pinned: PinnedVersions) {
  const used = (await listVersions(tx, countyCode)).filter(({ kind, version }) => pinned[kind] === version)
  const dates = used.flatMap(({ data_date: date }) => (date ? [date] : [])).sort()
  return { dataDate: dates[0] ?? null, demo: used.some(({ source }) => source.some(({ synthetic }) => synthetic)) }
}

type BareUnit = Omit<LedgerUnit, 'residents' | 'residents60Plus'> & { parentId: string | null }

/** The units in force on the data date; a merged unit's code counts for the one it went into. */
async function loadUnits(tx: Tx, countyCode: number, pinned: PinnedVersions, dataDate: string | null) {
  const version = pinned.units!
  const known = await listAdminUnits(tx, countyCode, version)
  const tree = unitsInForce(known, await listUnitMergers(tx, countyCode, version), dataDate ?? '9999-12-31')
  const units = await listUnits(tx, countyCode, version)
  const tags = groupBy(pinned.unit_tags === undefined ? [] : await listUnitTags(tx, countyCode, pinned.unit_tags), ({ unitId }) => unitId)
  const inForce = units.filter(({ id }) => tree.resolve(id)?.unitId === id)
  const bare: BareUnit[] = inForce.map((unit) => ({
    id: unit.id,
    code: unit.unitCode,
    name: unit.name,
    level: unit.level,
    townshipId: null,
    parentId: unit.parentId,
    placeClass: unit.placeClass,
    tags: (tags.get(unit.id) ?? []).map(({ tag }) => tag),
    hasBoundary: unit.hasBoundary,
  }))
  const unitById = new Map(bare.map((unit) => [unit.id, unit]))
  return { units: bare.map((unit) => ({ ...unit, townshipId: townshipOf(unitById, unit.id) })), unitById, carried: tree.carried }
}

interface People {
  role: string
  unitId: string | null
  residents: number | null
  residents60Plus: number | null
}

/** A unit's people are those counted for itself: a published total, else the count of its own row. */
function withPeople(units: readonly BareUnit[], people: readonly People[]): LedgerUnit[] {
  const own = new Map<string, People>()
  for (const count of people) {
    if (count.unitId === null || count.role === 'unlocated') continue
    if (count.role === 'control_total' || !own.has(count.unitId)) own.set(count.unitId, count)
  }
  return units.map(({ parentId: _, ...unit }) => ({
    ...unit,
    residents: own.get(unit.id)?.residents ?? null,
    residents60Plus: own.get(unit.id)?.residents60Plus ?? null,
  }))
}

function sumOf(counts: readonly CountyLedger['places'][number]['counts'][]): CountyLedger['unlocated'] {
  const sum = { residents: 0, residents_60_plus: 0, residents_80_plus: 0, households: 0 }
  for (const count of counts) for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += count[key] ?? 0
  return sum
}

async function toLedgerFacilities(
  tx: Tx,
  countyCode: number,
  pinned: PinnedVersions,
  carried: readonly { unitId: string; countsFor: string }[],
  choices: LedgerChoices,
  { facilities, overlay }: ScenarioFacilities,
): Promise<LedgerFacility[]> {
  if (facilities.length === 0) return []
  // Version 0 holds nothing: every site is then one of the scenario.
  const version = pinned.facilities ?? 0
  const ledger = new Map((await listFacilityLedger(tx, countyCode, version)).map((row) => [row.id, row]))
  const inUnits = insideOf(await listInsideUnits(tx, countyCode, { units: pinned.units!, facilities: version }, carried, overlay))
  const settlements = pinned.settlements
  const inSettlements = insideOf(
    settlements === undefined ? [] : await listInsideSettlements(tx, countyCode, { settlements, facilities: version }, choices.settlementPointMetres, overlay),
  )
  const controlAreas = pinned.control_areas
  const overlaps = groupBy(
    controlAreas === undefined ? [] : await listFacilityOverlaps(tx, countyCode, { controlAreas, facilities: version, parcels: pinned.parcels ?? null }, overlay),
    ({ facilityId }) => facilityId,
  )
  return facilities.toSorted((a, b) => byText(a.facilityCode, b.facilityCode)).map((facility) => ({
    ...toLedgerFacility(facility, ledger.get(facility.id) ?? { id: facility.id, ...blankLedger }),
    insideUnitIds: inUnits.get(facility.id) ?? [],
    insideSettlementIds: inSettlements.get(facility.id) ?? [],
    overlaps: (overlaps.get(facility.id) ?? []).map(({ layer, areaM2 }) => ({ layer, areaM2: toHundredthM2(areaM2), touches: true })),
  }))
}

/** As fine as any ledger's area: below it two builds of PostGIS differ, and the same data must give the same result. */
function toHundredthM2(areaM2: number): number {
  return Math.round(areaM2 * 100) / 100
}

/** Of a site that only a scenario supposes nothing is known but what its change says. */
const blankLedger: FacilityLedger = {
  ...{ medicalBeds: null, residentsInCare: null, eldersServed: null, ownership: null, rating: null, project: null, projectYear: null },
  ...{ tierLevel: null, fourHelpsFiveHaves: null, medicalKind: null, hospitalGrade: null, geriatrics: null, medicalPartner: null, ownLand: null },
}

export function toLedgerFacility(facility: Facility, { id: facilityId, ...ledger }: FacilityLedger & { id: string }) {
  return {
    ...ledger,
    facilityId,
    name: facility.name,
    types: facility.types,
    status: facility.status,
    currentUse: facility.currentUse,
    acquisition: facility.acquisition,
    floorAreaM2: facility.floorAreaM2,
    code: facility.facilityCode,
    unitId: facility.unitId,
    landAreaM2: facility.landAreaM2,
    beds: facility.beds,
    nursingBeds: facility.nursingBeds,
    located: facility.lon !== null,
  }
}

function insideOf(rows: readonly Inside[]): Map<string, string[]> {
  return new Map([...groupBy(rows, ({ facilityId }) => facilityId)].map(([id, group]) => [id, group.map(({ insideId }) => insideId)]))
}

/** A group is adjacent where its areas hang together by gaps of at most the declared metres; unknown where one has no place. */
async function loadPooling(tx: Tx, countyCode: number, pinned: PinnedVersions, choices: LedgerChoices): Promise<CountyLedger['poolingGroups']> {
  const { pooling_groups: poolingGroups, residential_areas: residentialAreas } = pinned
  if (poolingGroups === undefined) return null
  const groups = await listPoolingGroups(tx, countyCode, poolingGroups)
  const gaps = residentialAreas === undefined ? [] : await listPoolingGaps(tx, countyCode, { poolingGroups, residentialAreas })
  return groups.map(({ id, name, approval, residentialAreaIds }) => {
    const pairs = gaps.filter(({ groupId }) => groupId === id)
    return { id, name, approval, residentialAreaIds, adjacent: hangTogether(residentialAreaIds, pairs, choices.poolingGapMetres) }
  })
}

function hangTogether(ids: readonly string[], pairs: readonly { oneId: string; otherId: string; metres: number | null }[], gapMetres: number): boolean | null {
  if (ids.length < 2) return null
  const joined = new Set(ids.slice(0, 1))
  for (let before = 0; before < joined.size; ) {
    before = joined.size
    for (const { oneId, otherId, metres } of pairs) {
      if (metres === null || metres > gapMetres || joined.has(oneId) === joined.has(otherId)) continue
      joined.add(oneId).add(otherId)
    }
  }
  if (ids.every((id) => joined.has(id))) return true
  return pairs.some(({ metres }) => metres === null) ? null : false
}

/** By code point, as no database's collation can change it. */
function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
