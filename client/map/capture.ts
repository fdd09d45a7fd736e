import type { Map as MapLibreMap } from 'maplibre-gl'
import type { MapCamera, MapPicture } from '../state/map-handle.tsx'

/** A tile that never comes must not keep a report from being made. */
const longestWaitMillis = 8000
const jpegQuality = 0.92

/** One picture after the other, then back to where the map was. */
export async function captureMap(map: MapLibreMap, cameras: readonly MapCamera[]): Promise<(MapPicture | null)[]> {
  const before = { center: map.getCenter(), zoom: map.getZoom() }
  const pictures: (MapPicture | null)[] = []
  try {
    for (const camera of cameras) {
      map.jumpTo({ center: [camera.centre[0], camera.centre[1]], zoom: camera.zoom })
      await untilIdle(map)
      const canvas = map.getCanvas()
      const { clientWidth, clientHeight } = canvas
      pictures.push(clientWidth > 0 && clientHeight > 0 ? { camera, image: canvas.toDataURL('image/jpeg', jpegQuality), widthPixels: clientWidth, heightPixels: clientHeight } : null)
    }
  } finally {
    map.jumpTo(before)
  }
  return pictures
}

function untilIdle(map: MapLibreMap): Promise<void> {
  return new Promise((resolve) => {
    const idle = map.on('idle', done)
    const timer = setTimeout(done, longestWaitMillis)
    map.triggerRepaint()
    function done(): void {
      clearTimeout(timer)
      idle.unsubscribe()
      resolve()
    }
  })
}
