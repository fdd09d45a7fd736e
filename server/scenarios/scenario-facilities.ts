import { applyChanges, changedSites, type Baseline, type MisfitReason, type Site, type Spot } from '../core/scenarios/apply-changes.ts'
import { locationOf, type SiteChange } from '../core/scenarios/changes.ts'
import type { OverlaySite } from '../db/facility-sites.ts'
import type { Acquisition, Db, FacilityStatus, Tx } from '../db/schema.ts'
import { listFacilities, type Facility } from '../facilities/facilities.repository.ts'
import { listPremises, type Premises } from '../ledgers/land.repository.ts'
import { listUnits } from '../regions/regions.repository.ts'
import { listSpots } from './spots.repository.ts'

export interface ScenarioFacilities {
  /** Before the changes; the same list as `facilities` where there are none. */
  baseline: Facility[]
  facilities: Facility[]
  /** Null where the version pins none, or nothing asks for them: they are read for conversions alone. */
  premises: Premises[] | null
  /** The records that PostGIS must be asked about as parameters, because no table holds them. */
  overlay: OverlaySite[]
  misfits: { changeId: string; reason: MisfitReason }[]
}

/** Versions by kind of data; a kind that the county has none of is left out. */
export type Versions = Readonly<Partial<Record<string, number>>>

/** The facilities of the pinned versions, with the changes of a scenario applied where there is one. */
export async function loadScenarioFacilities(db: Db | Tx, countyCode: number, versions: Versions, changes: readonly SiteChange[] | undefined): Promise<ScenarioFacilities> {
  const facilities = versions.facilities === undefined ? [] : await listFacilities(db, countyCode, versions.facilities)
  if (!changes) return { baseline: facilities, facilities, premises: null, overlay: [], misfits: [] }
  return (await createChanger(db, countyCode, versions, facilities, [changes]))(changes)
}

/** What a scenario adds to the ledger's own tables, and what of it has no effect; without a scenario nothing is read. */
export async function loadScenarioEffects(db: Db | Tx, countyCode: number, versions: Versions, changes: readonly SiteChange[] | undefined): Promise<Pick<ScenarioFacilities, 'overlay' | 'misfits'>> {
  return changes ? loadScenarioFacilities(db, countyCode, versions, changes) : { overlay: [], misfits: [] }
}

/**
 * Applies lists of changes to one baseline, which is read once for all of them; with no list at all it reads nothing of
 * PostGIS. What it is given later must be among the lists it was made for.
 */
export async function createChanger(db: Db | Tx, countyCode: number, versions: Versions, facilities: Facility[], lists: readonly (readonly SiteChange[])[]) {
  const all = lists.flat()
  const premises = versions.premises !== undefined && all.some(({ kind }) => kind === 'convert') ? await listPremises(db, countyCode, versions.premises) : null
  const baseline: Omit<Baseline<Facility, Premises>, 'spots'> = {
    facilities,
    premises: premises ?? [],
    parentOf: all.some(({ kind }) => kind === 'move') ? await parentsOf(db, countyCode, versions) : new Map(),
    newSite: (site) => toFacility(countyCode, site),
  }
  const spots = await spotsOf(db, countyCode, versions, premises ?? [], all)
  return (changes: readonly SiteChange[]): ScenarioFacilities => {
    const own = new Map(changes.flatMap((change) => (spots.has(change) ? [[change.id, spots.get(change)!] as const] : [])))
    const applied = applyChanges({ ...baseline, spots: own }, changes)
    const changed = changedSites(facilities, applied.facilities)
    return { baseline: facilities, facilities: applied.facilities, premises: premises && applied.premises, overlay: changed.map((site) => toOverlay(facilities, site)), misfits: applied.misfits }
  }
}

async function parentsOf(db: Db | Tx, countyCode: number, versions: Versions): Promise<Map<string, string | null>> {
  const units = versions.units === undefined ? [] : await listUnits(db, countyCode, versions.units)
  return new Map(units.map(({ id, parentId }) => [id, parentId]))
}

/** One question for all points: a list of scenarios holds many. */
async function spotsOf(db: Db | Tx, countyCode: number, versions: Versions, premises: readonly Premises[], changes: readonly SiteChange[]): Promise<Map<SiteChange, Spot>> {
  const premisesById = new Map(premises.map((one) => [one.id, one]))
  const asked = changes.flatMap((change) => {
    const from = change.kind === 'convert' ? premisesById.get(change.premisesId) : undefined
    const point = locationOf(change) ?? (from && from.lon !== null && from.lat !== null ? ([from.lon, from.lat] as const) : undefined)
    return point ? [{ change, point }] : []
  })
  if (asked.length === 0) return new Map()
  const spots = await listSpots(db, countyCode, versions.units ?? 0, asked.map(({ point }) => point))
  return new Map(asked.map(({ change }, i) => [change, spots[i]]))
}

/** Codes of the ledger are the office's own to give: a new site carries its id instead. */
export function toFacility(countyCode: number, site: Site): Facility {
  return {
    ...site,
    countyCode,
    facilityCode: `S-${site.id}`,
    status: site.status as FacilityStatus,
    acquisition: site.acquisition as Acquisition | null,
    address: null,
    tenure: null,
    operatorKind: null,
    demo: false,
  }
}

function toOverlay(baseline: readonly Facility[], { id, facilityCode, types, unitId, status, currentUse, lon, lat }: Facility): OverlaySite {
  const before = baseline.find((facility) => facility.id === id)
  return { id, facilityCode, types, unitId, status, currentUse, lon, lat, placed: before?.lon !== lon || before?.lat !== lat }
}
