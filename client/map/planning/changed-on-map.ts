import type { ExistingSites } from '../../../server/contract/existing-sites.ts'
import type { Misfit, SiteChange } from '../../../server/contract/scenarios.ts'
import type { PlanningOnMap } from '../layers/planning-on-map.ts'

type Changed = PlanningOnMap['changed'][number]

/** Where the changes of a scenario show on the map; what has no place is only in the list. */
export function changedOnMap(changes: readonly SiteChange[], sites: Pick<ExistingSites, 'facilities' | 'premises'>, misfits: readonly Misfit[] = []): Changed[] {
  const unfit = new Set(misfits.map(({ changeId }) => changeId))
  return changes.flatMap((change): Changed[] => {
    const common = { id: change.id, misfit: unfit.has(change.id) }
    if (change.kind === 'add') return [{ ...common, name: change.name, location: change.location, change: 'added' }]
    if (change.kind === 'convert') {
      const premises = sites.premises.find(({ id }) => id === change.premisesId)
      return premises?.location ? [{ ...common, name: change.name ?? premises.name, location: premises.location, change: 'added' }] : []
    }
    const facility = sites.facilities.find(({ id }) => id === change.facilityId)
    if (!facility) return []
    if (change.kind === 'move') return [{ ...common, name: facility.name, location: change.location, change: 'moved', ...(facility.location ? { from: facility.location } : {}) }]
    return facility.location ? [{ ...common, name: facility.name, location: facility.location, change: change.kind === 'close' ? 'closed' : 'changed' }] : []
  })
}
