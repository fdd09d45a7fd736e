import { AppError } from '../errors.ts'

/** Width of a tile in its own units, as the vector tile specification's default has it. */
export const tileExtent = 4096

export interface TileAddress {
  z: number
  x: number
  y: number
}

/** Refuses addresses outside the pyramid, before anything is computed for them. */
export function requireTile(z: number, x: number, y: number): TileAddress {
  const side = 2 ** z
  const whole = [z, x, y].every((n) => Number.isInteger(n) && n >= 0)
  if (!whole || z > 22 || x >= side || y >= side) {
    throw new AppError('TILE_OUT_OF_RANGE', `没有瓦片 ${z}/${x}/${y}`, `No tile ${z}/${x}/${y}`)
  }
  return { z, x, y }
}

/** Web Mercator in the unit square, y downwards (OGC 17-083r4, annex D.1: WebMercatorQuad). */
export function toUnitSquare(lon: number, lat: number): [x: number, y: number] {
  const sin = Math.sin((lat * Math.PI) / 180)
  return [lon / 360 + 0.5, 0.5 - (0.25 * Math.log((1 + sin) / (1 - sin))) / Math.PI]
}
