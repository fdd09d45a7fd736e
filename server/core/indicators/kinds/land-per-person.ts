import { add, parseDecimal, zero, type Rational } from '../../exact.ts'
import type { PerCapitaLand } from '../../policy/compute.ts'
import type { CountyLedger, EvaluationFacts, LedgerFacility, LedgerParcel } from '../../policy/ledger.ts'
import type { Computed, FailingUnit, Part } from '../../policy/result.ts'
import type { Bilingual } from '../../problems.ts'
import { countedTypes } from '../cover-units.ts'
import { familyAssumptions, hasType } from '../facility-families.ts'
import { gapTo, type Aim } from '../judge.ts'
import { computedOf, toVariant } from '../parts.ts'
import { tallyOf, type TallySum } from '../tally.ts'
import { names, say } from '../words.ts'

/** 080701 老年人社会福利用地 (国土空间调查、规划、用途管制用地用海分类指南, 2023): eldercare land whatever stands on it. */
const elderLandUse = '080701'

interface LandItem {
  /** Null where the ledger gives no area. */
  areaM2: Rational | null
  /** Whether it is land of its own: unknown land counts in the upper bound alone. */
  certain: boolean
  facility: LedgerFacility | null
  parcel: LedgerParcel | null
  reason: Bilingual
}

/**
 * Eldercare land per person, m² (domain.md, Land): current land ÷ residents, and planned land ÷ planned population,
 * separately. Current land is that of sites built (operating or idle): their current parcels, else the land area of the
 * site. Planned land is every planned parcel, and what stands today and has no planned parcel of its own. Premises without land of their
 * own (底商 …) are left out and listed.
 */
export function landPerPerson(compute: PerCapitaLand, { ledger }: EvaluationFacts, aim: Aim | null): Computed {
  const current = currentLand(compute, ledger)
  const planned = plannedLand(compute, ledger, current)
  const residents = tallyOf({ of: 'population', measure: 'residents', scope: 'all' }, ledger)
  const plannedPeople = tallyOf({ of: 'statistic', key: 'planned_population' }, ledger)
  const parts = { current: landPart(current, residents), planned: landPart(planned, plannedPeople) }
  const part = parts[compute.basis]
  const own = compute.basis === 'current' ? { items: current, people: residents } : { items: planned, people: plannedPeople }
  return computedOf(part, {
    status: own.people.missing ? 'insufficient_data' : null,
    failing: unknownLand(own.items, ledger.county.code),
    variants: [
      compute.basis === 'current'
        ? toVariant(say('规划用地 ÷ 规划人口', 'Planned land ÷ planned population'), parts.planned)
        : toVariant(say('现状用地 ÷ 常住人口', 'Current land ÷ residents'), parts.current),
      toVariant(say('仅规划地块 ÷ 规划人口', 'Planned parcels alone ÷ planned population'), landPart(planned.filter(({ parcel }) => parcel?.phase === 'planned'), plannedPeople)),
    ],
    assumptions: [
      countedTypes(compute.facilityTypes),
      ...familyAssumptions(compute.facilityTypes),
      say('现状用地：已建成（运营或闲置）设施的独立用地，另加 080701 老年人社会福利用地的现状地块', 'Current land: own land of sites built (operating or idle), and current parcels of use 080701'),
      say('规划用地：规划地块，加上没有规划地块的现状用地（不重复计）', 'Planned land: planned parcels, and current land that has no planned parcel (never twice)'),
      ...own.people.assumptions,
    ],
    lacking: [...own.people.lacking, ...unknownWords(own.items)],
    notes: leftOut(compute, ledger),
    gap: gapTo([part], aim, 'm2'),
  })
}

function landPart(items: readonly LandItem[], people: TallySum): Part {
  const known = items.filter(({ areaM2, certain }) => areaM2 && certain).reduce((total, { areaM2 }) => add(total, areaM2!), zero)
  const upper = items.reduce<Rational | null>((total, { areaM2 }) => (total && areaM2 ? add(total, areaM2) : null), zero)
  const open = people.upper === null
  return {
    key: null,
    label: null,
    numerator: people.missing ? null : known,
    numeratorUpper: people.missing ? null : upper,
    denominator: people.missing ? null : (people.upper ?? people.known),
    ...(people.missing ? { rowsMissing: true } : open ? { denominatorOpen: true } : {}),
    per: 1,
    unit: 'm²/人',
    each: null,
  }
}

function currentLand(compute: PerCapitaLand, ledger: CountyLedger): LandItem[] {
  const sites = ledger.facilities.filter(({ types, status }) => hasType(types, compute.facilityTypes) && (status === 'operating' || status === 'idle'))
  const siteIds = new Set(sites.map(({ facilityId }) => facilityId))
  const parcels = (ledger.parcels ?? []).filter(({ phase, misused }) => phase === 'current' && misused !== true)
  const ofSite = parcels.filter(({ facilityId }) => facilityId !== null && siteIds.has(facilityId))
  const withParcel = new Set(ofSite.map(({ facilityId }) => facilityId))
  return [
    ...ofSite.map((parcel) => parcelItem(parcel, sites.find(({ facilityId }) => facilityId === parcel.facilityId) ?? null)),
    ...parcels.filter((parcel) => parcel.facilityId === null && parcel.landUse?.startsWith(elderLandUse)).map((parcel) => parcelItem(parcel, null)),
    ...sites.filter(({ facilityId, ownLand }) => !withParcel.has(facilityId) && ownLand !== false).map(siteItem),
  ]
}

function plannedLand(compute: PerCapitaLand, ledger: CountyLedger, current: readonly LandItem[]): LandItem[] {
  const byId = new Map(ledger.facilities.map((facility) => [facility.facilityId, facility]))
  const parcels = (ledger.parcels ?? []).filter((parcel) => {
    if (parcel.phase !== 'planned' || parcel.misused === true) return false
    const facility = parcel.facilityId === null ? undefined : byId.get(parcel.facilityId)
    return facility ? hasType(facility.types, compute.facilityTypes) : parcel.landUse?.startsWith(elderLandUse) === true
  })
  const replanned = new Set(parcels.flatMap(({ facilityId }) => facilityId ?? []))
  return [
    ...parcels.map((parcel) => parcelItem(parcel, parcel.facilityId === null ? null : (byId.get(parcel.facilityId) ?? null))),
    ...current.filter(({ facility }) => facility === null || !replanned.has(facility.facilityId)),
  ]
}

function parcelItem(parcel: LedgerParcel, facility: LedgerFacility | null): LandItem {
  const { areaM2, misused } = parcel
  return {
    areaM2: areaM2 === null ? null : parseDecimal(areaM2),
    // Land put to another use does not count, so land of which that is not known is not certain.
    certain: misused === false,
    facility,
    parcel,
    reason: areaM2 === null ? say('地块未填面积', 'The parcel gives no area') : say(`地块 ${areaM2} m²，未填是否改变用途`, `A parcel of ${areaM2} m², but whether its use was changed is not given`),
  }
}

function siteItem(facility: LedgerFacility): LandItem {
  const { landAreaM2, ownLand } = facility
  return {
    areaM2: landAreaM2 === null ? null : parseDecimal(landAreaM2),
    certain: ownLand === true,
    facility,
    parcel: null,
    reason:
      landAreaM2 === null
        ? say('未填用地面积', 'No land area given')
        : say(`用地 ${landAreaM2} m²，未填是否独立用地`, `${landAreaM2} m² of land, but whether it is its own is not given`),
  }
}

function isUnknown({ areaM2, certain }: LandItem): boolean {
  return areaM2 === null || !certain
}

function unknownLand(items: readonly LandItem[], countyCode: string): FailingUnit[] {
  return items.filter(isUnknown).map(({ facility, parcel, reason }): FailingUnit => {
    const base = { countyCode, state: 'unknown' as const, reason }
    if (parcel) return { entity: 'parcel', id: parcel.id, code: parcel.code, name: facility?.name ?? parcel.code, ...base }
    return { entity: 'facility', id: facility!.facilityId, code: facility!.code, name: facility!.name, ...base }
  })
}

function unknownWords(items: readonly LandItem[]): Bilingual[] {
  const unknown = items.filter(isUnknown)
  if (unknown.length === 0) return []
  const listed = names(unknown.map(({ facility, parcel }) => facility?.name ?? parcel!.code))
  return [say(`${unknown.length} 处用地未填齐（${listed.zh}）`, `${unknown.length} sites do not fill in their land (${listed.en})`)]
}

function leftOut({ facilityTypes }: PerCapitaLand, { facilities }: CountyLedger): Bilingual[] {
  const without = facilities.filter(({ types, ownLand, status }) => hasType(types, facilityTypes) && ownLand === false && status !== 'closed')
  if (without.length === 0) return []
  const listed = names(without.map(({ name }) => name))
  return [say(`${without.length} 处设施没有独立用地（底商等），不计：${listed.zh}`, `${without.length} premises without land of their own are left out: ${listed.en}`)]
}

