import { add, compare, parseDecimal, zero } from '../exact.ts'
import type { SiteChange } from './changes.ts'

/** What changes read and write of a facility; whatever else a record holds goes with it untouched. */
export interface Site {
  id: string
  name: string
  types: string[]
  unitId: string | null
  /** Decimal m². */
  floorAreaM2: string | null
  landAreaM2: string | null
  beds: number | null
  nursingBeds: number | null
  status: string
  currentUse: string
  acquisition: string | null
  lon: number | null
  lat: number | null
}

/** Premises that may be converted; only idle or reserved ones are free. */
export interface FreePremises {
  id: string
  name: string
  unitId: string | null
  floorAreaM2: string | null
  landAreaM2: string | null
  status: string
  lon: number | null
  lat: number | null
}

/** Where a changed site stands, asked of PostGIS before: core holds no boundary. */
export interface Spot {
  inCounty: boolean
  /** The smallest unit with a boundary around it; null where none is known. */
  unitId: string | null
}

export interface Baseline<S extends Site, P extends FreePremises> {
  facilities: readonly S[]
  premises: readonly P[]
  /** By change. */
  spots: ReadonlyMap<string, Spot>
  /** The unit above each unit. */
  parentOf: ReadonlyMap<string, string | null>
  /** A whole record of a new site; its id is that of the change. */
  newSite(site: Site): S
}

export type MisfitReason = 'facility_unknown' | 'premises_unknown' | 'premises_taken' | 'facility_closed_already' | 'outside_county' | 'no_location'

export interface Applied<S extends Site, P extends FreePremises> {
  /** In the baseline's order, what is new behind, by id; records that no change touches are the baseline's own. */
  facilities: S[]
  premises: P[]
  /** Changes that found no place, in their order; they have no effect. */
  misfits: { changeId: string; reason: MisfitReason }[]
}

/**
 * The facilities of a scenario: baseline and changes in, a new list out; neither is touched. Changes of one subject
 * follow one another (what is new before what edits it), those of different subjects may come in any order; applied to its own result nothing changes.
 * A new site counts as if it operated, in eldercare use.
 */
export function applyChanges<S extends Site, P extends FreePremises>(baseline: Baseline<S, P>, changes: readonly SiteChange[]): Applied<S, P> {
  const sites = new Map(baseline.facilities.map((facility) => [facility.id, facility]))
  const known = new Set(sites.keys())
  const premises = new Map(baseline.premises.map((one) => [one.id, one]))
  const converted = new Set<string>()
  const reasons = new Map<SiteChange, MisfitReason>()
  // What is new comes first: a later edit of it may stand anywhere in the list.
  for (const change of [...changes.filter(isNew), ...changes.filter((one) => !isNew(one))]) {
    const outcome = apply(change)
    if (typeof outcome === 'string') reasons.set(change, outcome)
    else sites.set(outcome.id, outcome)
  }
  const added = [...sites.values()].filter(({ id }) => !known.has(id)).sort((a, b) => (a.id < b.id ? -1 : 1))
  return {
    facilities: [...baseline.facilities.map(({ id }) => sites.get(id)!), ...added],
    premises: baseline.premises.map((one) => (converted.has(one.id) ? { ...one, status: 'converted' } : one)),
    misfits: changes.flatMap((change) => (reasons.has(change) ? [{ changeId: change.id, reason: reasons.get(change)! }] : [])),
  }

  function apply(change: SiteChange): S | MisfitReason {
    if (change.kind === 'add') {
      const spot = spotOf(change.id)
      if (!spot.inCounty) return 'outside_county'
      const [lon, lat] = change.location
      return baseline.newSite({ ...newSite(change), name: change.name, unitId: spot.unitId, acquisition: 'built', lon, lat })
    }
    if (change.kind === 'convert') return convert(change)
    const site = sites.get(change.facilityId)
    if (!site) return 'facility_unknown'
    if (site.status === 'closed') return 'facility_closed_already'
    switch (change.kind) {
      case 'close':
        return { ...site, status: 'closed' }
      case 'move': {
        const spot = spotOf(change.id)
        if (!spot.inCounty) return 'outside_county'
        const [lon, lat] = change.location
        return { ...site, lon, lat, unitId: unitAfterMove(site.unitId, spot.unitId) }
      }
      case 'resize':
        return { ...site, ...areasOf(change, site) }
      case 'retype':
        return { ...site, types: [...change.facilityTypes] }
      case 'capacity':
        return { ...site, beds: change.beds ?? site.beds, nursingBeds: change.nursingBeds ?? site.nursingBeds }
    }
  }

  function convert(change: Extract<SiteChange, { kind: 'convert' }>): S | MisfitReason {
    const from = premises.get(change.premisesId)
    if (!from) return 'premises_unknown'
    // A site of this very change may stand already: applied to its own result, it converts them once more.
    const isFree = from.status === 'idle' || from.status === 'reserved' || known.has(change.id)
    if (!isFree || converted.has(from.id)) return 'premises_taken'
    if (from.lon === null || from.lat === null) return 'no_location'
    converted.add(from.id)
    return baseline.newSite({
      ...newSite(change),
      ...areasOf(change, from),
      name: change.name ?? from.name,
      unitId: from.unitId ?? spotOf(change.id).unitId,
      acquisition: 'converted',
      lon: from.lon,
      lat: from.lat,
    })
  }

  function spotOf(changeId: string): Spot {
    const spot = baseline.spots.get(changeId)
    if (!spot) throw new Error(`expected the spot of change ${changeId}, got none`)
    return spot
  }

  /** A unit without a boundary keeps what carries its code, unless the site leaves the unit around it. */
  function unitAfterMove(own: string | null, around: string | null): string | null {
    if (around === null) return own
    for (let unit = own; unit !== null; unit = baseline.parentOf.get(unit) ?? null) if (unit === around) return own
    return around
  }
}

function isNew({ kind }: SiteChange): boolean {
  return kind === 'add' || kind === 'convert'
}

/** Records that a scenario holds instead of, or besides, the baseline's. */
export function changedSites<S extends Site>(baseline: readonly S[], facilities: readonly S[]): S[] {
  const before = new Map(baseline.map((facility) => [facility.id, facility]))
  return facilities.filter((facility) => before.get(facility.id) !== facility)
}

interface Allotment {
  facilityId: string
  /** Decimal m²; null: a share pro rata to households. */
  areaM2: string | null
}

/**
 * Allotments of the scenario. A site that a change made smaller than the areas allotted of it cannot give them any
 * more: its allotments become shares pro rata to households (domain.md, Floor area per 100 households).
 */
export function allotmentsAfter<A extends Allotment, S extends Site>(allotments: readonly A[], baseline: readonly S[], facilities: readonly S[]): A[] {
  const overdrawn = new Set(
    changedSites(baseline, facilities).flatMap(({ id, floorAreaM2 }) => {
      const before = baseline.find((facility) => facility.id === id)
      if (!before || floorAreaM2 === null || before.floorAreaM2 === floorAreaM2) return []
      const named = allotments.flatMap(({ facilityId, areaM2 }) => (facilityId === id && areaM2 !== null ? [parseDecimal(areaM2)] : []))
      const wanted = named.reduce(add, zero)
      return compare(wanted, parseDecimal(floorAreaM2)) > 0 ? [id] : []
    }),
  )
  return overdrawn.size === 0 ? [...allotments] : allotments.map((one) => (overdrawn.has(one.facilityId) ? { ...one, areaM2: null } : one))
}

function newSite(change: Extract<SiteChange, { kind: 'add' | 'convert' }>): Omit<Site, 'name' | 'unitId' | 'acquisition' | 'lon' | 'lat'> {
  return {
    id: change.id,
    types: [...change.facilityTypes],
    ...areasOf(change, { floorAreaM2: null, landAreaM2: null }),
    beds: change.beds ?? null,
    nursingBeds: change.nursingBeds ?? null,
    status: 'operating',
    currentUse: 'eldercare',
  }
}

interface Areas {
  floorAreaM2: string | null
  landAreaM2: string | null
}

function areasOf(change: { floorAreaM2?: number; landAreaM2?: number }, otherwise: Areas): Areas {
  return {
    floorAreaM2: change.floorAreaM2 === undefined ? otherwise.floorAreaM2 : toDecimal(change.floorAreaM2),
    landAreaM2: change.landAreaM2 === undefined ? otherwise.landAreaM2 : toDecimal(change.landAreaM2),
  }
}

/** A plain decimal of the number as it was typed: '1e-7' is none. */
function toDecimal(value: number): string {
  const text = String(value)
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text
}
