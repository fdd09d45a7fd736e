import Flatbush from 'flatbush'
import { degreeScaleAt, geodesicMetres } from '../geodesic.ts'
import type { Graph } from '../network/graph.ts'
import { inclusiveLimit, roundToMicrometre } from '../network/limits.ts'
import { createReachWorkspace, noSource, reach } from '../network/reach.ts'
import { alongEdge, endCosts, towardsSources } from '../network/slopes.ts'
import { seedsOf, snapPoints, type FacilityArrays, type PointArrays } from './travel.ts'
import { whySearchMetres } from './why-not.ts'

/** One entry a point: the facility whose own limit is exceeded by least, and the walk to it. */
export interface NearestArrays {
  /** −1 where none is found: on the network within `whySearchMetres` beyond its limit. */
  facility: Int32Array
  /** Infinity where none is found. */
  walkMetres: Float64Array
}

/**
 * For every point the facility that is missed by least (or kept with most to spare), as *why* names it, for all points
 * at once: facilities with shorter limits start that much later, so one search orders them by excess.
 */
export function leastMissedOnNetwork(graph: Graph, facilities: FacilityArrays, points: PointArrays): NearestArrays {
  const result = emptyNearest(points.lon.length)
  const longest = facilities.limitMetres.reduce((a, b) => Math.max(a, b), 0)
  const delay = (f: number) => longest - facilities.limitMetres[f]
  const snaps = snapPoints(graph, facilities)
  const work = createReachWorkspace(graph.nodeCount)
  const seeds = snaps.flatMap((snap, f) => (snap ? seedsOf(graph, snap, f).map((seed) => ({ ...seed, metres: seed.metres + delay(f) })) : []))
  const limit = inclusiveLimit(longest + whySearchMetres)
  reach(towardsSources(graph), seeds, limit, work)
  const onEdge = new Map<number, number[]>()
  snaps.forEach((snap, f) => snap && onEdge.set(snap.edge, [...(onEdge.get(snap.edge) ?? []), f]))
  snapPoints(graph, points).forEach((snap, p) => {
    if (!snap) return
    let best = Infinity
    const offer = (delayed: number, f: number) => {
      if (!(delayed <= limit) || delayed > best || (delayed === best && result.facility[p] <= f)) return
      best = delayed
      result.facility[p] = f
      result.walkMetres[p] = roundToMicrometre(delayed - delay(f))
    }
    const { outToFrom, outToTo } = endCosts(graph, snap)
    for (const [node, part] of [
      [graph.edgeFrom[snap.edge], outToFrom],
      [graph.edgeTo[snap.edge], outToTo],
    ]) {
      if (work.source[node] !== noSource) offer(snap.accessMetres + part + work.metres[node], work.source[node])
    }
    for (const f of onEdge.get(snap.edge) ?? []) {
      offer(snap.accessMetres + alongEdge(graph, snap, snaps[f]!) + snaps[f]!.accessMetres + delay(f), f)
    }
  })
  return result
}

/** The same by straight line × detour factor, which needs no bound: however far, it has a length. */
export function leastMissedStraight(facilities: FacilityArrays, points: PointArrays, detourFactor: number): NearestArrays {
  const result = emptyNearest(points.lon.length)
  for (let p = 0; p < points.lon.length; p++) {
    let best = Infinity
    for (let f = 0; f < facilities.lon.length; f++) {
      const walk = roundToMicrometre(detourFactor * geodesicMetres(points.lon[p], points.lat[p], facilities.lon[f], facilities.lat[f]))
      const excess = walk - facilities.limitMetres[f]
      if (excess >= best) continue
      best = excess
      result.facility[p] = f
      result.walkMetres[p] = walk
    }
  }
  return result
}

/** One entry a point: what a circle drawn on the map would say, without streets and without a detour factor. */
export interface StraightArrays {
  /** Geodesic metres to the nearest facility; Infinity where there is none. */
  metres: Float64Array
  /** 1 where some facility is within its own limit as the crow flies. */
  covered: Uint8Array
}

/** Circles as they are often drawn, shown beside the walk because they overstate it (performance.md: 1.1 to 2.1 times). */
export function straightCircles(facilities: FacilityArrays, points: PointArrays): StraightArrays {
  const count = facilities.lon.length
  const metres = new Float64Array(points.lon.length).fill(Infinity)
  const covered = new Uint8Array(points.lon.length)
  if (count === 0) return { metres, covered }
  const index = new Flatbush(count)
  for (let f = 0; f < count; f++) index.add(facilities.lon[f], facilities.lat[f])
  index.finish()
  const widest = facilities.limitMetres.reduce((a, b) => Math.max(a, b), 1)
  for (let p = 0; p < points.lon.length; p++) {
    const { lonMetres, latMetres } = degreeScaleAt(points.lat[p])
    // A box of this half width holds the whole circle of that radius: what is found within the radius is the nearest.
    for (let radius = widest; radius < 8e7; radius *= 4) {
      const dLon = Math.min(360, (radius * 1.01) / lonMetres)
      const dLat = (radius * 1.01) / latMetres
      index.search(points.lon[p] - dLon, points.lat[p] - dLat, points.lon[p] + dLon, points.lat[p] + dLat, (f) => {
        const straight = roundToMicrometre(geodesicMetres(points.lon[p], points.lat[p], facilities.lon[f], facilities.lat[f]))
        metres[p] = Math.min(metres[p], straight)
        if (straight <= facilities.limitMetres[f]) covered[p] = 1
        return false
      })
      if (metres[p] <= radius) break
    }
  }
  return { metres, covered }
}

function emptyNearest(count: number): NearestArrays {
  return { facility: new Int32Array(count).fill(-1), walkMetres: new Float64Array(count).fill(Infinity) }
}
