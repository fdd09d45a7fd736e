import type { FacilityTypeCode } from '../contract/facility-types.ts'
import { lessPeople } from '../contract/people-sum.ts'
import type { WhatIf, WhatIfReply } from '../contract/what-if.ts'
import type { Site, SiteEffect } from './material.ts'

type Pin = NonNullable<WhatIf['pin']>

/** The pin that stands for a new, converted or moved site; null for the other changes, and where no place is known. */
export function pinOf({ change, location, after }: Pick<Site, 'change' | 'location' | 'after'>): Pin | null {
  const { kind } = change
  if (location === null || after.types.length === 0 || !(kind === 'add' || kind === 'convert' || kind === 'move')) return null
  return {
    location,
    facilityTypes: after.types as FacilityTypeCode[],
    ...(kind === 'move' ? { replacesFacilityId: change.facilityId } : {}),
    ...given('floorAreaM2', after.floorAreaM2),
    ...given('beds', after.beds),
  }
}

/** What one site brings: everything together less the same without it. */
export function effectOf(together: WhatIfReply, without: WhatIfReply): SiteEffect {
  const { reason, limitMetres, snapped, inCircle, overlap, overlaps } = together
  return {
    ...{ reason, limitMetres, inCircle, overlap },
    accessMetres: snapped?.accessMetres ?? null,
    gained: lessPeople(together.gained, without.gained),
    lost: lessPeople(together.lost, without.lost),
    neighbours: overlaps,
  }
}

export function given<Key extends string>(key: Key, value: number | null): Partial<Record<Key, number>> {
  return value === null ? {} : ({ [key]: value } as Record<Key, number>)
}
