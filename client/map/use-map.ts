import type { Map as MapLibreMap } from 'maplibre-gl'
import { useEffect, useRef, useState, type RefObject } from 'react'
import type { UpdateUrl } from '../state/use-url-state.ts'
import type { Camera } from '../state/url-state.ts'
import { createMap, type Bounds } from './create-map.ts'
import { addMapImages } from './images.ts'
import { planningImages } from './planning-images.ts'

export interface MapState {
  map: MapLibreMap | null
  /** WebGL is missing or was refused. */
  failed: boolean
}

function cameraOf(map: MapLibreMap): Camera {
  const centre = map.getCenter()
  return { lng: centre.lng, lat: centre.lat, zoom: map.getZoom() }
}

/** Makes the map once, and keeps the camera in the address. */
export function useMap(container: RefObject<HTMLDivElement | null>, bounds: Bounds, camera: Camera | null, update: UpdateUrl): MapState {
  const [state, setState] = useState<MapState>({ map: null, failed: false })
  const first = useRef({ bounds, camera })

  useEffect(() => {
    if (!container.current) return
    let map: MapLibreMap
    try {
      map = createMap(container.current, first.current.bounds, first.current.camera)
    } catch {
      setState({ map: null, failed: true })
      return
    }
    map.on('load', () => {
      addMapImages(map, planningImages())
      setState({ map, failed: false })
    })
    map.on('moveend', () => update((url) => ({ ...url, camera: cameraOf(map) }), { replace: true }))
    return () => {
      setState({ map: null, failed: false })
      map.remove()
    }
  }, [container, update])

  return state
}
