import type { MapCamera } from '../state/map-handle.tsx'

type LonLat = readonly [number, number]

/** Side of the world in pixels at zoom 0, as MapLibre counts. */
const worldPixels = 512
const earthMetres = 40_075_016.686
const highestZoom = 17

/** Where a position falls on a picture of the map, in its pixels from the upper left; for drawing only. */
export function projectOn({ camera, widthPixels, heightPixels }: { camera: MapCamera; widthPixels: number; heightPixels: number }, position: LonLat): [number, number] {
  const world = worldPixels * 2 ** camera.zoom
  const [x, y] = unit(position)
  const [centreX, centreY] = unit(camera.centre)
  return [(x - centreX) * world + widthPixels / 2, (y - centreY) * world + heightPixels / 2]
}

/** Metres on the ground along one pixel of a picture at its centre; north and south of it differ with the cosine of the latitude. */
export function metresPerPixelOf({ centre, zoom }: MapCamera): number {
  return (earthMetres / (worldPixels * 2 ** zoom)) * Math.cos((centre[1] * Math.PI) / 180)
}

interface Frame {
  widthPixels: number
  heightPixels: number
}

/** The camera that shows in another frame all that a camera shows in its own, around the same centre. */
export function cameraInFrame({ centre, zoom }: MapCamera, from: Frame, to: Frame): MapCamera {
  return { centre, zoom: zoom + Math.log2(Math.min(to.widthPixels / from.widthPixels, to.heightPixels / from.heightPixels)) }
}

/** The camera over a point that shows some metres to every side within so many pixels. */
export function cameraAround(centre: LonLat, metres: number, pixels: number): MapCamera {
  const metresAtZoom0 = (earthMetres / worldPixels) * Math.cos((centre[1] * Math.PI) / 180)
  return { centre: [centre[0], centre[1]], zoom: Math.min(highestZoom, Math.log2((metresAtZoom0 * pixels) / (2 * metres))) }
}

/** The camera that shows all the positions with some metres around them; null where there is none. */
export function cameraOver(positions: readonly LonLat[], metres: number, pixels: number): MapCamera | null {
  if (positions.length === 0) return null
  const lons = positions.map(([lon]) => lon)
  const lats = positions.map(([, lat]) => lat)
  const centre: LonLat = [(Math.min(...lons) + Math.max(...lons)) / 2, (Math.min(...lats) + Math.max(...lats)) / 2]
  const degreeMetres = earthMetres / 360
  const across = Math.max((Math.max(...lons) - Math.min(...lons)) * degreeMetres * Math.cos((centre[1] * Math.PI) / 180), (Math.max(...lats) - Math.min(...lats)) * degreeMetres)
  return cameraAround(centre, across / 2 + metres, pixels)
}

function unit([lon, lat]: LonLat): [number, number] {
  return [lon / 360 + 0.5, 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)]
}
