import { Map as MapLibreMap, ScaleControl, setWorkerUrl } from 'maplibre-gl'
import type { Camera } from '../state/url-state.ts'
import { paddingWithin, type Padding } from './padding.ts'
import { emptyStyle } from './style.ts'
import workerUrl from './worker.ts?worker&url'

setWorkerUrl(workerUrl)

export type Bounds = [number, number, number, number]
/** Room for the toolbar, the stamps and the legend that float on the map, as far as it is large enough. */
const boundsPadding: Padding = { top: 48, right: 272, bottom: 76, left: 56 }
export const boundsPaddingOf = ({ clientWidth, clientHeight }: HTMLElement) => paddingWithin(clientWidth, clientHeight, boundsPadding)
const closestZoom = 19
const farthestZoom = 6

/** The one map: north is always up, nothing is fetched but our own tiles. */
export function createMap(container: HTMLElement, bounds: Bounds, camera: Camera | null): MapLibreMap {
  const map = new MapLibreMap({
    container,
    style: emptyStyle,
    ...(camera
      ? { center: [camera.lng, camera.lat] as [number, number], zoom: camera.zoom }
      : { bounds, fitBoundsOptions: { padding: boundsPaddingOf(container) } }),
    minZoom: farthestZoom,
    maxZoom: closestZoom,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    fadeDuration: 0,
    // A print shows the canvas as it was last drawn.
    canvasContextAttributes: { preserveDrawingBuffer: true },
  })
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()
  map.addControl(new ScaleControl({ maxWidth: 120, unit: 'metric' }), 'bottom-left')
  return map
}
