import { useState } from 'react'
import { Button } from 'antd'
import { formatCount, formatElders, formatMetres } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { useMapHandle } from '../../../state/map-handle.tsx'
import type { Result, Site } from '../../../state/planning/answers.ts'
import { useSiteName } from './use-site-name.ts'

const shownFirst = 12

function Rest({ all, shown, onMore }: { all: number; shown: number; onMore: () => void }) {
  const { t } = useText()
  return all > shown ? <Button type="link" size="small" onClick={onMore}>{t('planner.optimise.showAll', { n: formatCount(all) })}</Button> : null
}

/** Whom no candidate can ever reach, and why. */
export function Unreachable({ result: { unreachable } }: { result: Result }) {
  const { t } = useText()
  const { showPlace } = useMapHandle()
  const [all, setAll] = useState(false)
  if (unreachable.length === 0) return null
  const shown = all ? unreachable : unreachable.slice(0, shownFirst)
  return (
    <section className="block">
      <h2 className="label">{t('planner.unreachable.title', { n: formatCount(unreachable.length) })}</h2>
      <ul className="reason-list">
        {shown.map((place) => (
          <li key={place.placeId}>
            <button type="button" className="row-link" disabled={!place.location} onClick={() => place.location && showPlace(place.location)}>{place.name}</button>
            <span className="muted">{t('planner.unreachable.elders', { n: formatElders(place.residents60Plus) })}</span>
            <span>
              {t(`planner.unreachable.${place.reason}`)}
              {place.nearestName !== null && place.nearestMetres !== null && ` ${t('planner.unreachable.nearest', { name: place.nearestName, metres: formatMetres(place.nearestMetres) })}`}
            </span>
          </li>
        ))}
      </ul>
      <Rest all={unreachable.length} shown={shown.length} onMore={() => setAll(true)} />
    </section>
  )
}

/** Candidates that a veto took out. The layer is named, never drawn. */
export function Excluded({ result: { excluded } }: { result: Result }) {
  const { t, say, word } = useText()
  const { showPlace } = useMapHandle()
  const nameOf = useSiteName()
  const [all, setAll] = useState(false)
  if (excluded.length === 0) return null
  // Points of a grid that touch a controlled layer would draw its shape, listed one by one: they are only counted.
  const listed = excluded.filter(({ check, candidateId }) => check !== 'control_area' || /^(premises|parcel|point)-/.test(candidateId))
  const shown = all ? listed : listed.slice(0, shownFirst)
  const counts = new Map<string, number>()
  for (const { check } of excluded) counts.set(check, (counts.get(check) ?? 0) + 1)
  return (
    <section className="block">
      <h2 className="label">{t('planner.excluded.title', { n: formatCount(excluded.length) })}</h2>
      <p>{[...counts].map(([check, count]) => `${word('siteCheck', check)} ${formatCount(count)}`).join(' · ')}</p>
      <ul className="reason-list">
        {shown.map((one) => (
          <li key={one.candidateId + one.check}>
            <button type="button" className="row-link" onClick={() => showPlace(one.location)}>{nameOf({ ...one, source: sourceOf(one.candidateId) })}</button>
            <span>{say(one.finding)}</span>
          </li>
        ))}
      </ul>
      <Rest all={listed.length} shown={shown.length} onMore={() => setAll(true)} />
    </section>
  )
}

/** An id begins with the source that it came from. */
function sourceOf(candidateId: string): Site['source'] {
  return candidateId.slice(0, candidateId.indexOf('-')) as Site['source']
}
