import { Map as MapLibreMap } from 'maplibre-gl'
import type { MapPicture } from '../state/map-handle.tsx'
import { cameraInFrame } from '../tables/web-mercator.ts'
import type { Bounds } from './create-map.ts'
import { addMapImages } from './images.ts'
import { planningImages } from './planning-images.ts'
import { emptyStyle } from './style.ts'

/** About 240 dots an inch: type and lines are sharp on paper, and A3 stays within what graphics cards draw at once. */
const printPixelRatio = 2.5
const jpegQuality = 0.92
/** Room for the stamps and north above, and for the scale bar below. */
const wholePadding = { top: 56, right: 40, bottom: 56, left: 40 }
/** A picture that lacks tiles is none to hand in: after this there is none. */
const longestWaitMillis = 60_000

/**
 * The map as it stands, drawn anew for a frame on paper: all that the screen shows, or the whole of a box, with letters
 * at the size they have on screen. A map of its own draws it out of sight, so that the one on screen keeps its camera and its size.
 */
export async function pictureForFrame(shown: MapLibreMap, frame: { widthPixels: number; heightPixels: number }, whole: Bounds | null): Promise<MapPicture | null> {
  const container = document.createElement('div')
  Object.assign(container.style, { position: 'fixed', left: '-20000px', top: '0', width: `${frame.widthPixels}px`, height: `${frame.heightPixels}px` })
  container.setAttribute('aria-hidden', 'true')
  document.body.append(container)
  const { clientWidth, clientHeight } = shown.getContainer()
  const { lng, lat } = shown.getCenter()
  const wished = cameraInFrame({ centre: [lng, lat], zoom: shown.getZoom() }, { widthPixels: clientWidth, heightPixels: clientHeight }, frame)
  let map: MapLibreMap | null = null
  try {
    const drawn = new MapLibreMap({
      container,
      style: emptyStyle,
      ...(whole ? { bounds: whole, fitBoundsOptions: { padding: wholePadding } } : { center: [lng, lat] as [number, number], zoom: wished.zoom }),
      pixelRatio: printPixelRatio,
      interactive: false,
      attributionControl: false,
      renderWorldCopies: false,
      fadeDuration: 0,
      canvasContextAttributes: { preserveDrawingBuffer: true },
    })
    map = drawn
    await once(drawn, 'load')
    addMapImages(drawn, planningImages())
    drawn.setStyle(shown.getStyle(), { diff: true })
    await once(drawn, 'idle')
    const centre = drawn.getCenter()
    // As it was drawn, not as it was wished: the scale is computed from it.
    return { camera: { centre: [centre.lng, centre.lat], zoom: drawn.getZoom() }, image: drawn.getCanvas().toDataURL('image/jpeg', jpegQuality), ...frame }
  } catch {
    // Without a second WebGL context the sheet says that it has no picture.
    return null
  } finally {
    map?.remove()
    container.remove()
  }
}

function once(map: MapLibreMap, event: 'load' | 'idle'): Promise<void> {
  return new Promise((resolve, reject) => {
    const came = map.on(event, () => {
      clearTimeout(timer)
      came.unsubscribe()
      resolve()
    })
    const timer = setTimeout(() => {
      came.unsubscribe()
      reject(new Error(`expected the map to be drawn within ${longestWaitMillis} ms, got no ${event}`))
    }, longestWaitMillis)
    map.triggerRepaint()
  })
}
