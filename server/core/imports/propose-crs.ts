import { isInside } from '../checks/placement.ts'
import { findCrs, knownCrs, type KnownCrs } from './crs.ts'
import { createToLonLat, isWhereGcjApplies } from './datum.ts'
import type { ImportRegion } from './region.ts'

export interface CrsProposal {
  crs: KnownCrs
  /** Of the sample's positions: inside the region, or, without one, where the CRS is meant to be used. */
  share: number
}

/** So many positions show what a system makes of a file. */
export const sampleSize = 200

/** Whether numbers can be degrees at all. */
export function looksLikeDegrees(positions: readonly (readonly number[])[]): boolean {
  return positions.every(([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 180)
}

/**
 * The systems that put the positions where they belong, best first. GCJ-02, BD-09 and the two geographic systems differ
 * by too little for a border to tell, so all four are offered for degrees. For metres a zone is offered where its result
 * lies in the region; without a region, where it lies in the zone's own strip.
 */
export function proposeCrs(positions: readonly (readonly number[])[], region: ImportRegion | null): CrsProposal[] {
  const sample = takeEvenly(positions)
  if (sample.length === 0) return []
  const isDegrees = looksLikeDegrees(sample)
  return knownCrs
    .filter(({ geographic }) => geographic === isDegrees)
    .map((crs) => ({ crs, share: shareThatFits(sample, crs, region) }))
    .filter(({ share }) => share >= 0.5 || isDegrees)
    .sort((a, b) => b.share - a.share)
}

/** So many of them as show what a system makes of a file, spread over it. */
export function takeEvenly(positions: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return positions.filter((_, i) => i % Math.ceil(positions.length / sampleSize) === 0)
}

export interface TriedCrs {
  crs: KnownCrs
  inside: number
  of: number
  /** Longitude, latitude of the positions that the system can turn into some. */
  sample: [number, number][]
}

/** What each proposed system would make of a sample of positions: for showing them on a map, side by side. */
export function tryCrs(positions: readonly (readonly number[])[], region: ImportRegion | null, most = 8): TriedCrs[] {
  return proposeCrs(positions, region)
    .slice(0, most)
    .map(({ crs, share }) => {
      const toLonLat = createToLonLat(crs)
      const sample = positions.map(([x, y]) => toLonLat(x, y)).filter(([lon, lat]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90)
      return { crs, inside: Math.round(share * positions.length), of: positions.length, sample }
    })
}

/** Of the sample, the share that lies inside the region, or, without one, where the system is meant to be used. */
export function shareThatFits(sample: readonly (readonly number[])[], crs: KnownCrs, region: ImportRegion | null): number {
  const toLonLat = createToLonLat(crs)
  const fits = sample.filter(([x, y]) => {
    const [lon, lat] = toLonLat(x, y)
    if (region?.boundary) return isInside(lon, lat, region.boundary)
    return isWhereGcjApplies(lon, lat) && isInOwnStrip(crs, lon)
  })
  return fits.length / sample.length
}

/** Without a region any zone turns any easting into some place: only its own strip of 3° or 6° is meant. */
function isInOwnStrip(crs: KnownCrs, lon: number): boolean {
  const meridian = Number(/\+lon_0=(-?[\d.]+)/.exec(crs.definition ?? '')?.[1])
  if (!crs.definition?.includes('tmerc')) return true
  return Math.abs(lon - meridian) <= (crs.label.zh.includes('6度') ? 3.5 : 2)
}

/**
 * What is offered where the file says nothing: the proposals, else for degrees the plain systems. Metres that no known
 * grid puts into the region may belong to another county, so the grids are tried without it; metres of a town's own grid
 * fit none, and `hint` says what to do.
 */
export function offerCrs(proposals: readonly CrsProposal[], positions: readonly (readonly number[])[], most = 8) {
  const isDegrees = looksLikeDegrees(takeEvenly(positions))
  const found = proposals.length > 0 || isDegrees ? proposals : proposeCrs(positions, null)
  const offered = found.length > 0 || !isDegrees ? found.slice(0, most).map(({ crs }) => crs) : plainSystems.map((id) => findCrs(id)!)
  const hint = offered.length > 0 ? undefined : localGrid
  return { options: offered.map(({ id, label }) => ({ value: id, label })), hint }
}

const plainSystems = ['EPSG:4490', 'EPSG:4326', 'GCJ-02', 'BD-09']
const localGrid = {
  zh: '坐标值是米，但不属于任何国家坐标系，可能是地方独立坐标系：请转换为 CGCS2000 后再导入',
  en: 'the numbers are metres of no national grid, perhaps a local one: convert to CGCS2000 and import again',
}
