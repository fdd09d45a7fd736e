/** What every change carries; its id is made by whoever makes the change and stays with it. */
interface ChangeHead {
  id: string
  note?: string
  /** Yuan; left out where nobody has said. */
  costYuan?: number
}

/** Areas in m², capacity in beds; what is left out is not known. */
interface SiteFacts {
  floorAreaM2?: number
  landAreaM2?: number
  beds?: number
  nursingBeds?: number
}

type LonLat = [lon: number, lat: number]

/** One edit of a county's facilities; what it leaves out stays as it is. */
export type SiteChange =
  | (ChangeHead & SiteFacts & { kind: 'add'; name: string; location: LonLat; facilityTypes: string[] })
  | (ChangeHead & SiteFacts & { kind: 'convert'; premisesId: string; name?: string; facilityTypes: string[] })
  | (ChangeHead & { kind: 'move'; facilityId: string; location: LonLat })
  | (ChangeHead & { kind: 'close'; facilityId: string })
  | (ChangeHead & { kind: 'resize'; facilityId: string; floorAreaM2?: number; landAreaM2?: number })
  | (ChangeHead & { kind: 'retype'; facilityId: string; facilityTypes: string[] })
  | (ChangeHead & { kind: 'capacity'; facilityId: string; beds?: number; nursingBeds?: number })

export type ChangeKind = SiteChange['kind']
export const changeKinds = ['add', 'convert', 'move', 'close', 'resize', 'retype', 'capacity'] as const satisfies readonly ChangeKind[]

/** A scenario as a run or an evaluation keeps it: what was computed can be told years later. */
export interface AppliedScenario {
  id: string
  revision: number
  name: string
  changes: SiteChange[]
}

/** What a change is about: changes of different subjects may come in any order. */
export function subjectOf(change: SiteChange): string {
  if (change.kind === 'add') return change.id
  return change.kind === 'convert' ? change.premisesId : change.facilityId
}

/** The place that a change gives a site; undefined where it gives none, or the premises know it. */
export function locationOf(change: SiteChange): LonLat | undefined {
  return change.kind === 'add' || change.kind === 'move' ? change.location : undefined
}

/** Yuan of the changes that name a cost; null where none does, and for no change at all. */
export function costOf(changes: readonly SiteChange[]): number | null {
  const named = changes.flatMap(({ costYuan }) => costYuan ?? [])
  return named.length > 0 ? named.reduce((sum, yuan) => sum + yuan, 0) : null
}

/** Ids that stand on more than one change: an id is a site's own, so that nothing could be told apart. */
export function repeatedIds(changes: readonly SiteChange[]): string[] {
  const seen = new Set<string>()
  return [...new Set(changes.flatMap(({ id }) => (seen.size === seen.add(id).size ? id : [])))]
}
