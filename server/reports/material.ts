import type { Bilingual } from '../contract/common.ts'
import type { ScenarioRecord, SiteChange } from '../contract/scenarios.ts'
import type { CircleShape, PeopleSum, SiteCheckReply, WhatIfReply } from '../contract/what-if.ts'
import type { PlaceResult, Run, SummaryRow } from '../coverage/coverage.repository.ts'
import type { Unit } from '../regions/regions.repository.ts'

/** Everything that the files of one scenario are made of; the makers of files ask nobody else. */
export interface Material {
  county: { code: string; name: string; nameEn: string; demo: boolean; bbox: [number, number, number, number]; attribution: string[] }
  scenario: ScenarioRecord
  /** The published run that people are measured against; null where the county has none. */
  run: Run | null
  sites: Site[]
  /** All changes together over the run. */
  total: Omit<WhatIfReply, 'computeMs'> | null
  places: ReadonlyMap<string, PlaceResult>
  units: Unit[]
  /** Sums of the run by township and measure, at its own limit. */
  unitSums: SummaryRow[]
}

export interface SiteFacts {
  types: readonly string[]
  floorAreaM2: number | null
  landAreaM2: number | null
  beds: number | null
  nursingBeds: number | null
}

/** One change of the scenario as a site: what it is about, where, and what it does. */
export interface Site {
  /** As in the list on screen. */
  number: number
  change: SiteChange
  name: string
  /** Where it stands once the change is done; null where nobody knows. */
  location: [number, number] | null
  /** Where a facility that moves stands now. */
  from: [number, number] | null
  township: string | null
  before: SiteFacts | null
  after: SiteFacts
  /** Why the data have no place for it: it has no effect. */
  misfit: Bilingual | null
  /** Of a new, converted or moved site, once a run is there; null for the other changes. */
  effect: SiteEffect | null
  circle: CircleShape | null
  checks: SiteCheckReply | null
}

export interface SiteEffect {
  /** Why it has no circle. */
  reason: WhatIfReply['reason']
  limitMetres: number | null
  accessMetres: number | null
  inCircle: PeopleSum
  /** Of those in the circle, who is covered without it. */
  overlap: PeopleSum
  /** What the scenario gains with it less what it gains without it; the same of what is lost. */
  gained: PeopleSum
  lost: PeopleSum
  neighbours: WhatIfReply['overlaps']
}

export function isPlacing({ change }: Pick<Site, 'change'>): boolean {
  return change.kind === 'add' || change.kind === 'convert' || change.kind === 'move'
}

/** What there is to say of a circle: nothing where the site has none. */
export function circleOf({ effect }: Site): SiteEffect | null {
  return effect !== null && effect.limitMetres !== null ? effect : null
}
