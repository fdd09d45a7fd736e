import { Marker, type Map as MapLibreMap } from 'maplibre-gl'
import { useEffect, useRef } from 'react'
import type { PinDraft, Position } from '../../state/planning/pin.ts'
import { palette } from '../palette.ts'

const svgNamespace = 'http://www.w3.org/2000/svg'
const pinPath = 'M17 2 C9 2 3 8 3 15.5 C3 25 17 40 17 40 C17 40 31 25 31 15.5 C31 8 25 2 17 2 Z'
const stepPixels = 12
const finePixels = 2
/** So long after the last arrow key the pin counts as put down. */
const restMillis = 350
/** What the card takes of the map, and how near to the border a pin may stand. */
const cardPixels = 480
const edgePixels = 56
const flightMillis = 400
const arrows: Record<string, readonly [number, number]> = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }

function drawPin(): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'planning-pin'
  const svg = document.createElementNS(svgNamespace, 'svg')
  svg.setAttribute('viewBox', '0 0 34 42')
  for (const [tag, attributes] of [
    ['path', { d: pinPath, fill: palette.plan, stroke: '#ffffff', 'stroke-width': '2.5' }],
    ['circle', { cx: '17', cy: '15.5', r: '5.5', fill: '#ffffff' }],
  ] as const) {
    const shape = document.createElementNS(svgNamespace, tag)
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value)
    svg.append(shape)
  }
  button.append(svg)
  return button
}

/** The pin under the pointer: MapLibre moves it, so that it never waits for an answer. Arrow keys move it as well. */
export function usePin(map: MapLibreMap | null, pin: PinDraft | null, label: string, onMove: (location: Position, settled: boolean) => void): void {
  const marker = useRef<Marker | null>(null)
  const newest = useRef({ location: pin?.location, onMove })
  useEffect(() => {
    newest.current = { location: pin?.location, onMove }
  }, [pin?.location, onMove])

  const id = pin?.changeId
  const movable = pin !== null && pin.purpose !== 'convert'
  useEffect(() => {
    const location = newest.current.location
    if (!map || id === undefined || !location) return
    const element = drawPin()
    const made = new Marker({ element, draggable: movable, anchor: 'bottom' }).setLngLat(location).addTo(map)
    let rest: ReturnType<typeof setTimeout> | undefined
    const tell = (settled: boolean) => {
      const { lng, lat } = made.getLngLat()
      newest.current.onMove([lng, lat], settled)
    }
    const dragged = made.on('drag', () => tell(false))
    const dropped = made.on('dragend', () => tell(true))
    element.addEventListener('keydown', (event) => {
      const arrow = arrows[event.key]
      if (!arrow || !movable) return
      event.preventDefault()
      event.stopPropagation()
      const by = event.shiftKey ? finePixels : stepPixels
      const { x, y } = map.project(made.getLngLat())
      made.setLngLat(map.unproject([x + arrow[0] * by, y + arrow[1] * by]))
      tell(false)
      clearTimeout(rest)
      rest = setTimeout(() => tell(true), restMillis)
    })
    marker.current = made
    return () => {
      clearTimeout(rest)
      dragged.unsubscribe()
      dropped.unsubscribe()
      made.remove()
      marker.current = null
    }
  }, [map, id, movable])

  const [lon, lat] = pin?.location ?? []
  useEffect(() => {
    if (!map || lon === undefined || lat === undefined) return
    marker.current?.setLngLat([lon, lat])
    const { x, y } = map.project([lon, lat])
    const { clientWidth, clientHeight } = map.getContainer()
    const hidden = x < cardPixels || x > clientWidth - edgePixels || y < edgePixels || y > clientHeight - edgePixels
    if (hidden) map.easeTo({ center: [lon, lat], offset: [cardPixels / 2 - edgePixels, 0], duration: flightMillis })
  }, [map, id, lon, lat])
  useEffect(() => {
    marker.current?.getElement().setAttribute('aria-label', label)
  }, [label, id, map])
}
