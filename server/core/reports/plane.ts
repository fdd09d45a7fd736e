import proj4 from 'proj4'
import { findEpsg } from '../imports/crs.ts'

export type Position = [number, number]

/** Tenths of a millimetre: finer than any survey, and the same digits on every machine. */
const metreSteps = 1e4
const degrees = '+proj=longlat +ellps=GRS80 +no_defs'

/**
 * From longitude and latitude on CGCS2000 to the coordinates of a system of ours, in the order of files: longitude and
 * latitude in degrees as they are, or easting (横坐标, with the zone's number where the system has it) and northing in
 * metres, rounded to 0.1 mm.
 *
 *   x = easting 东  ──►      What Chinese surveyors call X is the northing; files and CAD call it y.
 *   y = northing 北 ▲
 *
 * Throws for a code that is no system of ours.
 */
export function projectionTo(epsg: number): (position: readonly [lon: number, lat: number]) => Position {
  const crs = findEpsg(epsg)
  if (!crs) throw new Error(`expected a known coordinate system, got EPSG:${epsg}`)
  if (crs.definition === undefined) return ([lon, lat]) => [lon, lat]
  const { forward } = proj4(degrees, crs.definition)
  return ([lon, lat]) => forward([lon, lat]).map((metres: number) => Math.round(metres * metreSteps) / metreSteps) as Position
}
