import { Marker, type Map as MapLibreMap } from 'maplibre-gl'
import { useEffect, useRef } from 'react'
import { formatCount } from '../format.ts'
import { useText } from '../i18n/index.ts'
import { useDraft } from '../state/import-draft-store.ts'
import { withPlace } from '../state/import-draft.ts'
import { boundsOfGeometry } from '../tables/geometry.ts'
import { draftLayer, draftLook } from './layers/import-draft.ts'
import { ProposalMark } from './ProposalMark.tsx'
import type { DraftOnMap } from './use-draft-on-map.ts'

const tolerancePixels = 6
const stepPixels = 1
const longStepPixels = 10

/** The records of a draft on the map: a click selects the row, the selected one can be put right by hand or by keyboard. */
export function DraftRecords({ map, draft }: { map: MapLibreMap; draft: DraftOnMap }) {
  const { t, say } = useText()
  const { draftId, places, selectedRow } = draft
  const { change, select } = useDraft(draftId)
  const selected = places.features.find(({ row }) => row === selectedRow)
  const lon = selected?.location[0]
  const lat = selected?.location[1]
  const seen = useRef<string | null>(null)

  // A new file, or another coordinate system, is brought into view once.
  useEffect(() => {
    const view = `${draftId} ${places.crs} ${places.total}`
    if (seen.current === view) return
    seen.current = view
    // One point far off must not make the others a dot.
    const usable = places.features.filter(({ state }) => state !== 'refused')
    const first = places.proposals[0]?.sample ?? []
    const bounds = boundsOfGeometry({ type: 'MultiPoint', coordinates: places.features.length === 0 ? first : (usable.length > 0 ? usable : places.features).map(({ location }) => location) })
    if (bounds) map.fitBounds(bounds, { padding: 60, maxZoom: 15, animate: false })
  }, [map, draftId, places])

  useEffect(() => {
    const click = map.on('click', (event) => {
      const { x, y } = event.point
      const [hit] = map.getLayer(draftLayer)
        ? map.queryRenderedFeatures([[x - tolerancePixels, y - tolerancePixels], [x + tolerancePixels, y + tolerancePixels]], { layers: [draftLayer] })
        : []
      const row: unknown = hit?.properties.row
      select(typeof row === 'number' ? row : null)
    })
    return () => click.unsubscribe()
  }, [map, draftId]) // the store's functions speak of the draft's id alone

  useEffect(() => {
    if (lon === undefined || lat === undefined || selectedRow === null) return
    const element = document.createElement('button')
    element.type = 'button'
    element.className = 'draft-marker'
    element.setAttribute('aria-label', t('imports.onMap.drag', { row: selectedRow }))
    element.title = t('imports.onMap.drag', { row: selectedRow })
    const marker = new Marker({ element, draggable: true }).setLngLat([lon, lat]).addTo(map)
    const keep = () => {
      const at = marker.getLngLat()
      change((before) => withPlace(before, selectedRow, [Number(at.lng.toFixed(7)), Number(at.lat.toFixed(7))]))
    }
    marker.on('dragend', keep)
    element.addEventListener('keydown', (event) => {
      const pixels = event.shiftKey ? longStepPixels : stepPixels
      const step: Record<string, [number, number]> = { ArrowUp: [0, -pixels], ArrowDown: [0, pixels], ArrowLeft: [-pixels, 0], ArrowRight: [pixels, 0] }
      const move = step[event.key]
      if (move) {
        const at = map.project(marker.getLngLat())
        marker.setLngLat(map.unproject([at.x + move[0], at.y + move[1]]))
      } else if (event.key === 'Enter') keep()
      else if (event.key === 'Escape') marker.setLngLat([lon, lat])
      else return
      event.preventDefault()
      event.stopPropagation()
    })
    if (!map.getBounds().contains([lon, lat])) map.easeTo({ center: [lon, lat] })
    return () => {
      marker.remove()
    }
  }, [map, t, draftId, selectedRow, lon, lat]) // as above

  const counts = { accepted: 0, asked: 0, refused: 0 }
  for (const { state } of places.features) counts[state]++
  return (
    <aside className="draft-legend" aria-label={t('imports.onMap.title')}>
      <h2 className="label">{t('imports.onMap.title')}</h2>
      {places.proposals.length > 0 && (
        <ul>
          {places.proposals.map(({ crs, label, inside, of }, index) => (
            <li key={crs}><ProposalMark index={index} /> {say(label)} <span className="muted">{t('imports.inside', { inside: formatCount(inside), of: formatCount(of) })}</span></li>
          ))}
        </ul>
      )}
      {places.total === 0 && places.proposals.length === 0 && <p>{t('imports.onMap.noPlaces')}</p>}
      <ul>
        {(['accepted', 'asked', 'refused'] as const).filter((state) => counts[state] > 0).map((state) => {
          const { fill, line, width } = draftLook[state]
          return (
            <li key={state}>
              <svg width="16" height="16" aria-hidden="true"><circle cx="8" cy="8" r="5" fill={fill} stroke={line} strokeWidth={width} /></svg>
              {t(`imports.onMap.${state}`)} {formatCount(counts[state])}
            </li>
          )
        })}
      </ul>
      {places.shown < places.total && <p className="muted">{t('imports.onMap.some', { shown: formatCount(places.shown), total: formatCount(places.total) })}</p>}
    </aside>
  )
}
