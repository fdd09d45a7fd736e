/** Degrees, longitude first (CGCS2000, encoded as EPSG:4326). */
export type LonLat = readonly [lon: number, lat: number]

export function lonLat(lon: number, lat: number): LonLat {
  if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) throw new Error(`expected degrees lon, lat, got ${lon}, ${lat}`)
  return [lon, lat]
}

/** West, south, east, north in degrees. */
export type Bbox = readonly [west: number, south: number, east: number, north: number]

export const emptyBbox: Bbox = [Infinity, Infinity, -Infinity, -Infinity]
