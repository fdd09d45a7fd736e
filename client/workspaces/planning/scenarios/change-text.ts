import type { ExistingSites } from '../../../../server/contract/existing-sites.ts'
import type { SiteChange } from '../../../../server/contract/scenarios.ts'
import { formatCount, formatMeasure, formatPosition } from '../../../format.ts'
import type { useText } from '../../../i18n/index.ts'

type Text = Pick<ReturnType<typeof useText>, 't' | 'word' | 'words'>
type Sites = Pick<ExistingSites, 'facilities' | 'premises'>

/** The name of what a change is about; its id where the data no longer has it. */
export function nameOfChange(change: SiteChange, sites: Sites | undefined): string {
  if (change.kind === 'add') return change.name
  if (change.kind === 'convert') return change.name ?? sites?.premises.find(({ id }) => id === change.premisesId)?.name ?? change.premisesId.slice(0, 8)
  return sites?.facilities.find(({ id }) => id === change.facilityId)?.name ?? change.facilityId.slice(0, 8)
}

/** Where it stands once the change is done; null where nobody knows. */
export function placeOfChange(change: SiteChange, sites: Sites | undefined): [number, number] | null {
  if (change.kind === 'add' || change.kind === 'move') return change.location
  const list = change.kind === 'convert' ? sites?.premises : sites?.facilities
  const id = change.kind === 'convert' ? change.premisesId : change.facilityId
  return list?.find((one) => one.id === id)?.location ?? null
}

/** What it changes, in figures. */
export function factsOfChange(change: SiteChange, { t, words }: Text): string {
  const facts: string[] = []
  if ('facilityTypes' in change) facts.push(words('facilityType', change.facilityTypes))
  if ('floorAreaM2' in change && change.floorAreaM2 !== undefined) facts.push(t('planner.fact.floorAreaM2', { n: formatMeasure(change.floorAreaM2, 'down') }))
  if ('landAreaM2' in change && change.landAreaM2 !== undefined) facts.push(t('planner.fact.landAreaM2', { n: formatMeasure(change.landAreaM2, 'down') }))
  if ('beds' in change && change.beds !== undefined) facts.push(t('planner.fact.beds', { n: formatCount(change.beds) }))
  if ('nursingBeds' in change && change.nursingBeds !== undefined) facts.push(t('planner.fact.nursingBeds', { n: formatCount(change.nursingBeds) }))
  if (change.kind === 'move') facts.push(t('planner.fact.movedTo', { place: formatPosition(change.location) }))
  return facts.join(' · ')
}
