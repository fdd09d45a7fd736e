import type { Map as MapLibreMap } from 'maplibre-gl'
import { useEffect, useRef, useState, type PointerEvent } from 'react'
import { useText } from '../../i18n/index.ts'
import { createMap, type Bounds } from '../create-map.ts'
import { addMapImages } from '../images.ts'
import type { StyleContext } from '../layers/layer.ts'
import { planningImages } from '../planning-images.ts'
import { buildStyle } from '../style.ts'

interface SwipeMapProps {
  /** The map below, which takes every gesture. */
  below: MapLibreMap
  bounds: Bounds
  context: StyleContext
  labels: readonly [left: string, right: string]
}

const stepPercent = 2
const widePercent = 10

/** The same map of another run, to the right of a divider that is dragged or moved by arrow keys. */
export function SwipeMap({ below, bounds, context, labels }: SwipeMapProps) {
  const { t } = useText()
  const container = useRef<HTMLDivElement>(null)
  const [map, setMap] = useState<MapLibreMap | null>(null)
  const [percent, setPercent] = useState(50)
  const dragging = useRef(false)
  const first = useRef(bounds)

  useEffect(() => {
    if (!container.current) return
    const cameraOf = () => ({ center: below.getCenter(), zoom: below.getZoom() })
    const made = createMap(container.current, first.current, null)
    made.jumpTo(cameraOf())
    made.on('load', () => {
      addMapImages(made, planningImages())
      // The one below is the one that is steered and spoken of.
      made.getCanvas().tabIndex = -1
      made.getCanvas().setAttribute('aria-hidden', 'true')
      setMap(made)
    })
    const moved = below.on('move', () => made.jumpTo(cameraOf()))
    return () => {
      moved.unsubscribe()
      setMap(null)
      made.remove()
    }
  }, [below])
  useEffect(() => {
    map?.setStyle(buildStyle(context, null), { diff: true })
  }, [map, context])

  const clamp = (value: number) => Math.max(0, Math.min(100, value))
  const follow = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.parentElement?.getBoundingClientRect()
    if (dragging.current && box) setPercent(clamp(((event.clientX - box.left) / box.width) * 100))
  }
  const pressed = (key: string): number | null => {
    if (key === 'ArrowLeft' || key === 'ArrowDown') return percent - stepPercent
    if (key === 'ArrowRight' || key === 'ArrowUp') return percent + stepPercent
    if (key === 'PageDown') return percent - widePercent
    if (key === 'PageUp') return percent + widePercent
    if (key === 'Home') return 0
    return key === 'End' ? 100 : null
  }
  return (
    <div className="swipe">
      <div ref={container} className="map-canvas swipe-map" style={{ clipPath: `inset(0 0 0 ${percent}%)` }} />
      <p className="swipe-label swipe-label-left" title={labels[0]}>{labels[0]}</p>
      <p className="swipe-label swipe-label-right" title={labels[1]}>{labels[1]}</p>
      <div
        className="swipe-divider"
        style={{ left: `${percent}%` }}
        role="slider"
        tabIndex={0}
        aria-label={t('planner.compare.divider', { left: labels[0], right: labels[1] })}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(percent)}
        aria-valuetext={t('planner.compare.dividerAt', { left: Math.round(percent), right: 100 - Math.round(percent) })}
        onPointerDown={(event) => {
          dragging.current = true
          event.currentTarget.setPointerCapture(event.pointerId)
        }}
        onPointerMove={follow}
        onPointerUp={() => (dragging.current = false)}
        onPointerCancel={() => (dragging.current = false)}
        onKeyDown={(event) => {
          const next = pressed(event.key)
          if (next === null) return
          event.preventDefault()
          setPercent(clamp(next))
        }}
      >
        <span aria-hidden="true">⇔</span>
      </div>
    </div>
  )
}
