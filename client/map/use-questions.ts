import type { Map as MapLibreMap } from 'maplibre-gl'
import { useEffect, useRef, useState } from 'react'
import { withSubject } from '../state/url-state.ts'
import type { UpdateUrl } from '../state/use-url-state.ts'
import { hitAt } from './hits.ts'

/** True where the spot was taken, so that nothing is asked about it. */
export type TakeSpot = (point: { x: number; y: number }, spot: [number, number]) => boolean

/**
 * A click asks about what lies under it; with the keyboard, Enter asks about the centre. A tool in hand may `take` the
 * spot for itself. Returns whether the map is being steered by keyboard, so that the centre can be marked.
 */
export function useQuestions(map: MapLibreMap | null, update: UpdateUrl, take: TakeSpot): boolean {
  const newestTake = useRef(take)
  useEffect(() => {
    newestTake.current = take
  }, [take])
  const [byKeyboard, setByKeyboard] = useState(false)
  useEffect(() => {
    if (!map) return
    const canvas = map.getCanvas()
    const ask = (point: { x: number; y: number }, spot: [number, number]) => {
      if (!newestTake.current(point, spot)) update((state) => withSubject(state, hitAt(map, point, spot)))
    }
    const click = map.on('click', (event) => {
      // A click on a pin is none on the map below it.
      if (event.originalEvent.target === canvas) ask(event.point, [event.lngLat.lng, event.lngLat.lat])
    })
    const pressed = (event: KeyboardEvent) => {
      setByKeyboard(true)
      if (event.key !== 'Enter') return
      const centre = map.getCenter()
      ask(map.project(centre), [centre.lng, centre.lat])
    }
    const focused = () => setByKeyboard(canvas.matches(':focus-visible'))
    const left = () => setByKeyboard(false)
    canvas.addEventListener('keydown', pressed)
    canvas.addEventListener('focus', focused)
    canvas.addEventListener('blur', left)
    canvas.addEventListener('pointerdown', left)
    return () => {
      click.unsubscribe()
      canvas.removeEventListener('keydown', pressed)
      canvas.removeEventListener('focus', focused)
      canvas.removeEventListener('blur', left)
      canvas.removeEventListener('pointerdown', left)
    }
  }, [map, update])
  return byKeyboard
}
