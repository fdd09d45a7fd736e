import { degreeScaleAt } from '../geodesic.ts'
import type { LonLat } from '../lonlat.ts'
import type { Graph } from '../network/graph.ts'
import { measureRoadDistances, type RoadDistances } from './road-distances.ts'

export interface DatumOffset {
  /** `offset` asks the user; `cannot_tell` says that these points prove nothing about the datum. */
  verdict: 'none' | 'offset' | 'cannot_tell'
  /** The one shift that brings the points to the roads best; 0 unless `offset`. */
  eastMetres: number
  northMetres: number
  /**
   * How far the points are from the nearest road (mean, each at most 25 m): as given or with the best shift shorter than
   * 150 m, which is no datum's, and after the best longer one.
   */
  givenMetres: number
  shiftedMetres: number
}

/** Shorter ones are within what surveying, generalisation and entrances set back from the road explain. */
export const smallestOffsetMetres = 150
/** GCJ-02 shifts by 100 to 700 m within China, BD-09 by up to 1,300 m. */
const largestOffsetMetres = 1400
export const fewestPoints = 20
const mostPoints = 400
const capMetres = 25
const coarseMetres = 20
const fineMetres = 5
/**
 * A long shift is believed when it leaves less than this share of the distance that the best short one leaves, and
 * disbelieved above the other; between them the points stand too loosely about the roads to tell.
 */
const offsetShare = 0.85
const trueShare = 1.1
/** Points that no shift brings nearer than this to the roads (mean) do not stand along these roads at all. */
const besideRoadsMetres = 17

/**
 * Whether a layer is shifted as a whole against the roads, as GCJ-02 is against WGS 84 (domain.md, Coordinates). Nearest
 * roads alone do not tell: in a grid of streets a point shifted by 500 m has some other road beside it. So every shift
 * up to 1.4 km is tried on all points at once, and one is believed when it brings the points much nearer to the
 * roads than they are as given, and no shorter shift (below 150 m) does as well. Deterministic.
 */
export function findDatumOffset(points: readonly LonLat[], graph: Graph): DatumOffset {
  const none = { eastMetres: 0, northMetres: 0 }
  if (points.length < fewestPoints || graph.edgeCount === 0) {
    return { verdict: 'cannot_tell', ...none, givenMetres: capMetres, shiftedMetres: capMetres }
  }
  const sample = points.filter((_, i) => i % Math.ceil(points.length / mostPoints) === 0)
  const scale = degreeScaleAt(median(sample.map(([, lat]) => lat)))
  const spots = sample.map(([lon, lat]): Spot => [lon * scale.lonMetres, lat * scale.latMetres])
  const { near, far } = searchShifts(measureRoadDistances(graph, scale, capMetres), spots)
  const found = { givenMetres: near.metres, shiftedMetres: far.metres }
  const share = far.metres / near.metres
  if (share < offsetShare && far.metres <= besideRoadsMetres) {
    return { verdict: 'offset', eastMetres: far.east, northMetres: far.north, ...found }
  }
  return { verdict: share > trueShare && near.metres <= besideRoadsMetres ? 'none' : 'cannot_tell', ...none, ...found }
}

type Spot = readonly [x: number, y: number]

interface Shift {
  east: number
  north: number
  /** Mean distance to the nearest road after the shift. */
  metres: number
}

/** The best of the shorter shifts and the best of the longer ones: every 20 m first, then every 5 m about each. */
function searchShifts(distances: RoadDistances, spots: readonly Spot[]): { near: Shift; far: Shift } {
  const steps = Math.floor(largestOffsetMetres / coarseMetres)
  const side = 2 * steps + 1
  const sums = new Float64Array(side * side)
  for (const [x, y] of spots) {
    for (let i = 0; i < sums.length; i++) {
      sums[i] += distances(x + (Math.floor(i / side) - steps) * coarseMetres, y + ((i % side) - steps) * coarseMetres)
    }
  }
  const best = (shortest: number, longest: number) => {
    let found: Shift = { east: 0, north: 0, metres: Infinity }
    sums.forEach((sum, i) => {
      const east = (Math.floor(i / side) - steps) * coarseMetres
      const north = ((i % side) - steps) * coarseMetres
      const length = Math.hypot(east, north)
      if (length >= shortest && length < longest && sum / spots.length < found.metres) found = { east, north, metres: sum / spots.length }
    })
    return refine(distances, spots, found, shortest, longest)
  }
  return { near: best(0, smallestOffsetMetres), far: best(smallestOffsetMetres, largestOffsetMetres) }
}

function refine(distances: RoadDistances, spots: readonly Spot[], coarse: Shift, shortest: number, longest: number): Shift {
  let found = coarse
  for (let dx = -coarseMetres; dx <= coarseMetres; dx += fineMetres) {
    for (let dy = -coarseMetres; dy <= coarseMetres; dy += fineMetres) {
      const [east, north] = [coarse.east + dx, coarse.north + dy]
      const length = Math.hypot(east, north)
      if (length < shortest || length >= longest) continue
      const metres = spots.reduce((sum, [x, y]) => sum + distances(x + east, y + north), 0) / spots.length
      if (metres < found.metres) found = { east, north, metres }
    }
  }
  return found
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]
}
