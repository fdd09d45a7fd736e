import { Button } from 'antd'
import { useState } from 'react'
import type { Comparison } from '../../../../server/contract/scenarios.ts'
import { formatCount, formatElders } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { TableExport } from '../../../shell/TableExport.tsx'
import { VerdictTag } from '../../../shell/VerdictTag.tsx'
import { useMapHandle } from '../../../state/map-handle.tsx'

const shownFirst = 40

/** Places with another verdict, most elders first. */
export function ChangedPlaces({ code, places }: { code: string; places: Comparison['places'] }) {
  const { t } = useText()
  const { showPlace } = useMapHandle()
  const [all, setAll] = useState(false)
  const sorted = [...places].sort((x, y) => (y.residents60Plus ?? -1) - (x.residents60Plus ?? -1))
  const shown = all ? sorted : sorted.slice(0, shownFirst)
  const table = () => ({
    headings: [t('planner.compare.place'), t('planner.compare.before'), t('planner.compare.after'), t('planner.effect.elders'), t('planner.effect.residents')],
    rows: sorted.map((place) => [place.name, t(`card.verdict.${place.a}`), t(`card.verdict.${place.b}`), formatElders(place.residents60Plus), place.residents]),
  })
  return (
    <section className="block">
      <h2 className="label">{t('planner.compare.places', { n: formatCount(places.length) })}</h2>
      {places.length === 0 && <p className="hint">{t('planner.compare.noPlaces')}</p>}
      <ul className="changed-places">
        {shown.map((place) => (
          <li key={place.placeId}>
            <button type="button" className="row-link" disabled={!place.location} onClick={() => place.location && showPlace(place.location)}>{place.name}</button>
            <span className="changed-verdicts"><VerdictTag verdict={place.a} /> → <VerdictTag verdict={place.b} /></span>
            <span className="changed-elders">{t('planner.unreachable.elders', { n: formatElders(place.residents60Plus) })}</span>
          </li>
        ))}
      </ul>
      {shown.length < sorted.length && <Button type="link" size="small" onClick={() => setAll(true)}>{t('planner.optimise.showAll', { n: formatCount(sorted.length) })}</Button>}
      {sorted.length > 0 && <TableExport code={code} title={t('planner.compare.placesFile')} count={sorted.length} table={table} />}
    </section>
  )
}
