import { createContext, useContext, useMemo, useRef, type ReactNode } from 'react'

type Position = readonly [number, number]

export interface MapCamera {
  centre: Position
  zoom: number
}

export interface MapPicture {
  camera: MapCamera
  /** A data: address. */
  image: string
  widthPixels: number
  heightPixels: number
}

/** What panels may ask of the map without knowing MapLibre. */
export interface MapHandle {
  /** To a unit, at its scale. */
  flyTo: (position: Position, zoom: number) => void
  /** To a place chosen from a list; its path is brought into view as well. */
  showPlace: (position: Position) => void
  /** To everything within a box [west, south, east, north]. */
  fitBounds: (bounds: readonly [number, number, number, number]) => void
  fitCounty: () => void
  /** Pictures of the map as it stands, from each camera in turn; null where none could be taken. */
  capture: (cameras: readonly MapCamera[]) => Promise<(MapPicture | null)[]>
}

const longestWaitMillis = 15_000
const pauseMillis = 200

interface MapHandleSlot extends MapHandle {
  attach: (handle: MapHandle | null) => void
}

const MapHandleContext = createContext<MapHandleSlot | null>(null)

/** The map loads later than the panels; a wish uttered before that waits for it. */
export function MapHandleProvider({ children }: { children: ReactNode }) {
  const attached = useRef<MapHandle | null>(null)
  const waiting = useRef<((handle: MapHandle) => void) | null>(null)
  const slot = useMemo<MapHandleSlot>(() => {
    const ask = (wish: (handle: MapHandle) => void) => {
      if (attached.current) wish(attached.current)
      else waiting.current = wish
    }
    return {
      flyTo: (position, zoom) => ask((handle) => handle.flyTo(position, zoom)),
      showPlace: (position) => ask((handle) => handle.showPlace(position)),
      fitBounds: (bounds) => ask((handle) => handle.fitBounds(bounds)),
      fitCounty: () => ask((handle) => handle.fitCounty()),
      capture: async (cameras) => {
        for (let waited = 0; !attached.current && waited < longestWaitMillis; waited += pauseMillis) await new Promise((resolve) => setTimeout(resolve, pauseMillis))
        // A browser without WebGL has no map, and its pages no picture.
        return attached.current ? attached.current.capture(cameras) : cameras.map(() => null)
      },
      attach: (handle) => {
        attached.current = handle
        if (handle && waiting.current) {
          waiting.current(handle)
          waiting.current = null
        }
      },
    }
  }, [])
  return <MapHandleContext value={slot}>{children}</MapHandleContext>
}

export function useMapHandle(): MapHandleSlot {
  const slot = useContext(MapHandleContext)
  if (!slot) throw new Error('expected a MapHandleProvider above, got none')
  return slot
}
