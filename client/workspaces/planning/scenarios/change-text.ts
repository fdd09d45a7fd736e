import type { SiteChange } from '../../../../server/contract/scenarios.ts'
import { formatCount, formatMeasure, formatPosition } from '../../../format.ts'
import type { useText } from '../../../i18n/index.ts'

type Text = Pick<ReturnType<typeof useText>, 't' | 'word' | 'words'>
export { nameOfChange, placeOfChange } from '../../../../server/contract/proposals-geojson.ts'

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
