import type { SiteChange } from '../../../server/contract/scenarios.ts'

export type ChangeKind = SiteChange['kind']
type Kind<K extends ChangeKind> = Extract<SiteChange, { kind: K }>
export type FacilityChange = Exclude<SiteChange, Kind<'add'> | Kind<'convert'>>

/** What a change is about: two changes of one kind about the same thing are one. */
export function subjectOf(change: SiteChange): string {
  if (change.kind === 'add') return `new:${change.id}`
  return change.kind === 'convert' ? `premises:${change.premisesId}` : `facility:${change.facilityId}`
}

/**
 * The list with a change put in: in the place of the one with its id, else of the one of its kind about the same thing,
 * else at the end. A closed facility keeps no other change: whatever was planned for it is gone with it.
 */
export function withChange(changes: readonly SiteChange[], change: SiteChange): SiteChange[] {
  const subject = subjectOf(change)
  const replaced = changes.find(({ id }) => id === change.id) ?? changes.find((other) => other.kind === change.kind && subjectOf(other) === subject)
  const kept = changes.filter((other) => other === replaced || subjectOf(other) !== subject || (change.kind !== 'close' && other.kind !== 'close'))
  return replaced ? kept.map((other) => (other === replaced ? { ...change, id: replaced.id } : other)) : [...kept, change]
}

export function withoutChange(changes: readonly SiteChange[], id: string): SiteChange[] {
  return changes.filter((change) => change.id !== id)
}

/** Facilities by what the list does to them, for the map. */
export function facilitiesOf(changes: readonly SiteChange[], kind: FacilityChange['kind']): string[] {
  return changes.flatMap((change) => (change.kind === kind && 'facilityId' in change ? [change.facilityId] : []))
}

/** Sum of the costs that are given; null where none is. */
export function costOf(changes: readonly SiteChange[]): number | null {
  const given = changes.flatMap(({ costYuan }) => (costYuan === undefined ? [] : [costYuan]))
  return given.length === 0 ? null : given.reduce((sum, yuan) => sum + yuan, 0)
}
