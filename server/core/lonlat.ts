/** Degrees, longitude first (CGCS2000, encoded as EPSG:4326). */
export type LonLat = readonly [lon: number, lat: number]
