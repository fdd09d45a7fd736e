import type { ExistingSites } from '../contract/existing-sites.ts'
import type { ScenarioRecord, SiteChange } from '../contract/scenarios.ts'
import type { Site, SiteFacts } from './material.ts'

type Existing = Pick<ExistingSites, 'facilities' | 'premises'>
type Record = Existing['facilities'][number] | Existing['premises'][number]

const nothing: SiteFacts = { types: [], floorAreaM2: null, landAreaM2: null, beds: null, nursingBeds: null }

/** Every change as a site, in the order of the list: its place, and what it is before and after. */
export function sitesOf({ changes, misfits }: Pick<ScenarioRecord, 'changes' | 'misfits'>, existing: Existing): Site[] {
  const facilityById = new Map(existing.facilities.map((one) => [one.id, one]))
  const premisesById = new Map(existing.premises.map((one) => [one.id, one]))
  return changes.map((change, index): Site => {
    const record: Record | undefined = change.kind === 'add' ? undefined : change.kind === 'convert' ? premisesById.get(change.premisesId) : facilityById.get(change.facilityId)
    const before = record ? factsOf(record) : null
    return {
      number: index + 1,
      change,
      name: nameOf(change, record),
      location: change.kind === 'add' || change.kind === 'move' ? change.location : (record?.location ?? null),
      from: change.kind === 'move' ? (record?.location ?? null) : null,
      township: null,
      before,
      after: factsAfter(change, before ?? nothing),
      misfit: misfits.find(({ changeId }) => changeId === change.id)?.message ?? null,
      effect: null,
      circle: null,
      checks: null,
    }
  })
}

function nameOf(change: SiteChange, record: Record | undefined): string {
  if (change.kind === 'add') return change.name
  if (change.kind === 'convert') return change.name ?? record?.name ?? change.premisesId.slice(0, 8)
  return record?.name ?? change.facilityId.slice(0, 8)
}

function factsOf(record: Record): SiteFacts {
  const { floorAreaM2, landAreaM2 } = record
  return 'types' in record ? { types: record.types, floorAreaM2, landAreaM2, beds: record.beds, nursingBeds: record.nursingBeds } : { ...nothing, floorAreaM2, landAreaM2 }
}

/** What a change leaves out stays as it is; a site that closes has nothing left. */
function factsAfter(change: SiteChange, before: SiteFacts): SiteFacts {
  if (change.kind === 'close') return nothing
  const after = { ...before }
  if ('facilityTypes' in change) after.types = change.facilityTypes
  for (const key of ['floorAreaM2', 'landAreaM2', 'beds', 'nursingBeds'] as const) {
    const value = (change as Partial<{ [K in typeof key]: number }>)[key]
    if (value !== undefined) after[key] = value
  }
  return after
}
