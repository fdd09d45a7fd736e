import gcoord from 'gcoord'
import proj4 from 'proj4'
import type { KnownCrs } from './crs.ts'

/** Turns one position of a CRS into longitude, latitude (degrees on CGCS2000); NaN where it has none. */
export type ToLonLat = (x: number, y: number) => [lon: number, lat: number]

/** 1e-9° is a tenth of a millimetre: what is stored, and no more. */
export const storedDegrees = 1e9

/**
 * The conversion from a CRS. Gauss–Krüger and Web Mercator agree with PROJ to a millimetre; GCJ-02 and BD-09 are undone by
 * iteration on the formulas in public circulation and are approximate (近似值，不作测绘成果): the way there and back closes
 * within 0.5 m (BD-09: 1 m); what the true offset is nobody outside knows. 4326 and 4490 are the same numbers: the datums differ by
 * less than what these data are good for.
 */
export function createToLonLat(crs: KnownCrs): ToLonLat {
  if (crs.approximate) {
    const from = crs.approximate === 'gcj02' ? gcoord.GCJ02 : gcoord.BD09
    return (x, y) => rounded(gcoord.transform([x, y], from, gcoord.WGS84) as [number, number])
  }
  if (crs.definition) {
    const { forward } = proj4(crs.definition, '+proj=longlat +ellps=GRS80 +no_defs')
    return (x, y) => (isFinitePair(x, y) ? rounded(forward([x, y]) as [number, number]) : [NaN, NaN])
  }
  return (x, y) => rounded([x, y])
}

/** A position as GCJ-02 would show it: for telling whether points were shifted so. */
export function toGcj02(lon: number, lat: number): [number, number] {
  return gcoord.transform([lon, lat], gcoord.WGS84, gcoord.GCJ02) as [number, number]
}

/** Whether GCJ-02 shifts points here at all: it leaves the rest of the world alone. A box, not a border. */
export function isWhereGcjApplies(lon: number, lat: number): boolean {
  return lon > 72.004 && lon < 137.8347 && lat > 0.8293 && lat < 55.8271
}

function isFinitePair(x: number, y: number): boolean {
  return Number.isFinite(x) && Number.isFinite(y)
}

function rounded([lon, lat]: [number, number]): [number, number] {
  return [Math.round(lon * storedDegrees) / storedDegrees, Math.round(lat * storedDegrees) / storedDegrees]
}
