import type { MultiPolygon } from 'geojson'
import type { SiteChange } from '../contract/scenarios.ts'
import { insideTester } from '../core/population/locate.ts'
import type { Facility } from '../facilities/facilities.repository.ts'
import type { Premises } from '../ledgers/land.repository.ts'

export interface ChangedCounty {
  facilities: Facility[]
  premises: Premises[]
  misfits: { changeId: string; reason: string }[]
}

export interface CountyForChanges {
  countyCode: number
  facilities: Facility[]
  premises: Premises[]
  /** The county's own boundary. */
  boundary: MultiPolygon
  unitAt(lon: number, lat: number): string | null
}

/** A scenario's changes over the county's facilities: what is new first, then what edits it. */
export function applyChangesHere(county: CountyForChanges, changes: readonly SiteChange[]): ChangedCounty {
  const isInCounty = insideTester(county.boundary.coordinates)
  const sites = new Map(county.facilities.map((facility) => [facility.id, facility]))
  const taken = new Set<string>()
  const misfits: ChangedCounty['misfits'] = []
  const isNew = ({ kind }: SiteChange) => kind === 'add' || kind === 'convert'
  for (const change of [...changes.filter(isNew), ...changes.filter((one) => !isNew(one))]) {
    const outcome = apply(change)
    if (typeof outcome === 'string') misfits.push({ changeId: change.id, reason: outcome })
    else sites.set(outcome.id, outcome)
  }
  return { facilities: [...sites.values()], premises: county.premises.map((one) => (taken.has(one.id) ? { ...one, status: 'converted' as const } : one)), misfits }

  function apply(change: SiteChange): Facility | string {
    if (change.kind === 'add') {
      const [lon, lat] = change.location
      return isInCounty(lon, lat) ? newSite(change, change.name, lon, lat, county.unitAt(lon, lat)) : 'outside_county'
    }
    if (change.kind === 'convert') {
      const from = county.premises.find(({ id }) => id === change.premisesId)
      if (!from) return 'premises_unknown'
      if (taken.has(from.id) || (from.status !== 'idle' && from.status !== 'reserved')) return 'premises_taken'
      if (from.lon === null || from.lat === null) return 'no_location'
      taken.add(from.id)
      const areas = { floorAreaM2: change.floorAreaM2 ?? toNumber(from.floorAreaM2), landAreaM2: change.landAreaM2 ?? toNumber(from.landAreaM2) }
      return newSite({ ...change, ...areas }, change.name ?? from.name, from.lon, from.lat, from.unitId ?? county.unitAt(from.lon, from.lat))
    }
    const site = sites.get(change.facilityId)
    if (!site) return 'facility_unknown'
    if (site.status === 'closed') return 'facility_closed_already'
    switch (change.kind) {
      case 'close':
        return { ...site, status: 'closed' }
      case 'move': {
        const [lon, lat] = change.location
        return isInCounty(lon, lat) ? { ...site, lon, lat, unitId: county.unitAt(lon, lat) ?? site.unitId } : 'outside_county'
      }
      case 'resize':
        return { ...site, floorAreaM2: toText(change.floorAreaM2) ?? site.floorAreaM2, landAreaM2: toText(change.landAreaM2) ?? site.landAreaM2 }
      case 'retype':
        return { ...site, types: [...change.facilityTypes] }
      case 'capacity':
        return { ...site, beds: change.beds ?? site.beds, nursingBeds: change.nursingBeds ?? site.nursingBeds }
    }
  }

  function newSite(facts: { id: string; facilityTypes: string[]; floorAreaM2?: number; landAreaM2?: number; beds?: number; nursingBeds?: number }, name: string, lon: number, lat: number, unitId: string | null): Facility {
    const unknown = { facilityCode: '', address: null, tenure: null, operatorKind: null, acquisition: null, demo: false }
    const { id, facilityTypes, beds = null, nursingBeds = null } = facts
    const areas = { floorAreaM2: toText(facts.floorAreaM2), landAreaM2: toText(facts.landAreaM2) }
    return { ...unknown, ...areas, id, countyCode: county.countyCode, name, types: [...facilityTypes], unitId, beds, nursingBeds, status: 'operating', currentUse: 'eldercare', lon, lat }
  }
}

function toText(value: number | undefined): string | null {
  return value === undefined ? null : String(value)
}

function toNumber(text: string | null): number | undefined {
  return text === null ? undefined : Number(text)
}
