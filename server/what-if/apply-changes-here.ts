import { add, compare, parseDecimal, zero } from '../core/exact.ts'
import type { SiteChange } from '../contract/scenarios.ts'
import type { Facility, FacilityAllotment } from '../facilities/facilities.repository.ts'
import type { Premises } from '../ledgers/land.repository.ts'

/** Where a changed site stands. */
export interface Spot {
  inCounty: boolean
  /** The smallest unit with a boundary around it; null where none is known. */
  unitId: string | null
}

export interface Baseline {
  facilities: readonly Facility[]
  premises: readonly Premises[]
  /** By change. */
  spots: ReadonlyMap<string, Spot>
  /** The unit above each unit. */
  parentOf: ReadonlyMap<string, string | null>
  newSite(site: NewSite): Facility
}

export type NewSite = Pick<Facility, 'id' | 'name' | 'types' | 'unitId' | 'floorAreaM2' | 'landAreaM2' | 'beds' | 'nursingBeds' | 'status' | 'currentUse' | 'acquisition' | 'lon' | 'lat'>

export interface Applied {
  facilities: Facility[]
  misfits: { changeId: string; reason: 'facility_unknown' | 'premises_unknown' | 'premises_taken' | 'facility_closed_already' | 'outside_county' | 'no_location' }[]
}

type Misfit = Applied['misfits'][number]['reason']

/** The facilities of a scenario: baseline and changes in, a new list out; what does not fit has no effect. */
export function applyChanges(baseline: Baseline, changes: readonly SiteChange[]): Applied {
  const sites = new Map(baseline.facilities.map((facility) => [facility.id, facility]))
  const known = new Set(sites.keys())
  const converted = new Set<string>()
  const misfits: Applied['misfits'] = []
  const isNew = ({ kind }: SiteChange) => kind === 'add' || kind === 'convert'
  for (const change of [...changes.filter(isNew), ...changes.filter((one) => !isNew(one))]) {
    const outcome = isNew(change) ? makeSite(baseline, converted, change) : editSite(baseline, sites, change)
    if (typeof outcome === 'string') misfits.push({ changeId: change.id, reason: outcome })
    else sites.set(outcome.id, outcome)
  }
  const added = [...sites.values()].filter(({ id }) => !known.has(id)).sort((a, b) => (a.id < b.id ? -1 : 1))
  return { facilities: [...baseline.facilities.map(({ id }) => sites.get(id)!), ...added], misfits }
}

/** A site made smaller than what is allotted of it shares pro rata to households instead. */
export function allotmentsAfter(allotments: readonly FacilityAllotment[], before: readonly Facility[], after: readonly Facility[]): FacilityAllotment[] {
  const areaBefore = new Map(before.map(({ id, floorAreaM2 }) => [id, floorAreaM2]))
  const overdrawn = new Set(
    after.flatMap(({ id, floorAreaM2 }) => {
      if (floorAreaM2 === null || !areaBefore.has(id) || areaBefore.get(id) === floorAreaM2) return []
      const wanted = allotments.flatMap(({ facilityId, areaM2 }) => (facilityId === id && areaM2 !== null ? [parseDecimal(areaM2)] : [])).reduce(add, zero)
      return compare(wanted, parseDecimal(floorAreaM2)) > 0 ? [id] : []
    }),
  )
  return allotments.map((one) => (overdrawn.has(one.facilityId) ? { ...one, areaM2: null } : one))
}

function makeSite({ premises, spots, newSite }: Baseline, converted: Set<string>, change: SiteChange): Facility | Misfit {
  const spot = spots.get(change.id) ?? { inCounty: false, unitId: null }
  if (change.kind === 'add') {
    if (!spot.inCounty) return 'outside_county'
    const [lon, lat] = change.location
    return newSite({ ...factsOf(change, nothing), name: change.name, unitId: spot.unitId, acquisition: 'built', lon, lat })
  }
  if (change.kind !== 'convert') throw new Error(`expected a change that makes a site, got ${change.kind}`)
  const from = premises.find(({ id }) => id === change.premisesId)
  if (!from) return 'premises_unknown'
  if ((from.status !== 'idle' && from.status !== 'reserved') || converted.has(from.id)) return 'premises_taken'
  if (from.lon === null || from.lat === null) return 'no_location'
  converted.add(from.id)
  const { lon, lat } = from
  return newSite({ ...factsOf(change, from), name: change.name ?? from.name, unitId: from.unitId ?? spot.unitId, acquisition: 'converted', lon, lat })
}

function editSite({ spots, parentOf }: Baseline, sites: ReadonlyMap<string, Facility>, change: SiteChange): Facility | Misfit {
  if (change.kind === 'add' || change.kind === 'convert') throw new Error(`expected a change of a site, got ${change.kind}`)
  const site = sites.get(change.facilityId)
  if (!site) return 'facility_unknown'
  if (site.status === 'closed') return 'facility_closed_already'
  switch (change.kind) {
    case 'close':
      return { ...site, status: 'closed' }
    case 'move': {
      const spot = spots.get(change.id)
      if (!spot?.inCounty) return 'outside_county'
      const [lon, lat] = change.location
      return { ...site, lon, lat, unitId: unitAfterMove(site.unitId, spot.unitId, parentOf) }
    }
    case 'resize':
      return { ...site, ...areasOf(change, site) }
    case 'retype':
      return { ...site, types: [...change.facilityTypes] }
    case 'capacity':
      return { ...site, beds: change.beds ?? site.beds, nursingBeds: change.nursingBeds ?? site.nursingBeds }
  }
}

/** A unit without a boundary keeps what carries its code, unless the site leaves the unit around it. */
function unitAfterMove(own: string | null, around: string | null, parentOf: Baseline['parentOf']): string | null {
  if (around === null) return own
  for (let unit = own; unit !== null; unit = parentOf.get(unit) ?? null) if (unit === around) return own
  return around
}

const nothing = { floorAreaM2: null, landAreaM2: null }

function factsOf(change: Extract<SiteChange, { kind: 'add' | 'convert' }>, otherwise: Pick<Facility, 'floorAreaM2' | 'landAreaM2'>) {
  const { id, facilityTypes, beds = null, nursingBeds = null } = change
  return { id, types: [...facilityTypes], ...areasOf(change, otherwise), beds, nursingBeds, status: 'operating' as const, currentUse: 'eldercare' }
}

function areasOf(change: { floorAreaM2?: number; landAreaM2?: number }, { floorAreaM2, landAreaM2 }: Pick<Facility, 'floorAreaM2' | 'landAreaM2'>) {
  return {
    floorAreaM2: change.floorAreaM2 === undefined ? floorAreaM2 : toDecimal(change.floorAreaM2),
    landAreaM2: change.landAreaM2 === undefined ? landAreaM2 : toDecimal(change.landAreaM2),
  }
}

/** A plain decimal of the number as it was typed: '1e-7' is none. */
function toDecimal(value: number): string {
  const text = String(value)
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text
}
