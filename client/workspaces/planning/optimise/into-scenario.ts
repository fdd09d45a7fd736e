import type { FacilityTypeCode } from '../../../../server/contract/facility-types.ts'
import type { SiteChange } from '../../../../server/contract/scenarios.ts'
import { withChange } from '../../../state/planning/changes.ts'
import { newId } from '../../../state/planning/new-id.ts'
import type { Site } from '../../../state/planning/answers.ts'

/**
 * The proposed sites as changes put into a list: premises are converted, everything else is added. A candidate that was
 * itself a new site of the list stays as its author has it.
 */
export function withProposals(changes: readonly SiteChange[], sites: readonly Site[], facilityTypes: readonly FacilityTypeCode[]): SiteChange[] {
  const known = new Set(changes.map(({ id }) => `point-${id}`))
  const proposed = sites.filter(({ isNew, candidateId }) => isNew && !known.has(candidateId)).map((site): SiteChange => {
    const facts = {
      ...{ id: newId(), facilityTypes: [...facilityTypes], name: site.name },
      ...(site.floorAreaM2 === null ? {} : { floorAreaM2: site.floorAreaM2 }),
      ...(site.landAreaM2 === null ? {} : { landAreaM2: site.landAreaM2 }),
      ...(site.costYuan === null ? {} : { costYuan: site.costYuan }),
    }
    return site.source === 'premises' && site.refId !== null ? { ...facts, kind: 'convert', premisesId: site.refId } : { ...facts, kind: 'add', location: site.location }
  })
  return proposed.reduce<SiteChange[]>((list, change) => withChange(list, change), [...changes])
}
