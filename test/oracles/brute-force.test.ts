import geographiclib from 'geographiclib-geodesic'
import { describe, expect, it } from 'vitest'
import { geodesicMetres } from '../../server/core/geodesic.ts'
import { travelOnNetwork, travelStraight, type PointArrays } from '../../server/core/coverage/travel.ts'
import { buildGraph } from '../../server/core/network/build-graph.ts'
import { lineTo, metresTo, walkTree } from '../../server/core/network/path.ts'
import { createRoadBuilder } from '../../server/core/network/road-builder.ts'
import { snapToNetwork } from '../../server/core/network/snap.ts'
import { allWalks, nearestSpots } from './naive.ts'
import { createWorld, type Position, type World } from './random-world.ts'

/*
 * The engine against the slowest thing that can work, in two hundred random towns. Every test collects what it finds
 * wrong together with the town's seed, and counts what it looked at, lest it look at nothing.
 */
const worlds = Array.from({ length: 200 }, (_, i) => createWorld(i + 1))
const detourFactor = 1.3

/** Sums of the same doubles in another order. */
const micrometre = 1e-6
/** Distances on the ellipsoid by another formula, and spots found by search. */
const millimetre = 1e-3
/**
 * The foot of the perpendicular is taken on the plane tangent at the point; the scale of a degree of longitude at the
 * other end of a leg of 300 m differs by 6e-5 at 53° N. So of two edges nearly as near the engine may take either.
 */
const nearlyAsNearMetres = 0.01

const snapsOf = ({ graph }: World, { lon, lat, maxAccessMetres }: PointArrays) =>
  Array.from(lon, (_, i) => snapToNetwork(graph, lon[i], lat[i], maxAccessMetres[i]))

const positionsOf = ({ lon, lat }: PointArrays): Position[] => Array.from(lon, (x, i) => [x, lat[i]])

/** Walks from every point to every facility with both legs, by the naive algorithm: [point][facility]. */
function naiveWalks(world: World): Float64Array[] {
  const points = snapsOf(world, world.points)
  const all = allWalks(world.graph, [...points, ...snapsOf(world, world.facilities)])
  return points.map((_, point) => all[point].subarray(points.length))
}

describe('snapping', () => {
  it('finds the nearest spot of the nearest edge, or nothing within the longest leg', () => {
    const wrong: unknown[] = []
    let found = 0
    let missed = 0
    for (const world of worlds) {
      for (const points of [world.points, world.facilities]) {
        const snaps = snapsOf(world, points)
        positionsOf(points).forEach((position, i) => {
          const spots = nearestSpots(world.graph, position)
          const byDistance = spots.map((spot, edge) => ({ ...spot, edge })).sort((a, b) => a.metres - b.metres)
          const [nearest, second] = byDistance
          const snap = snaps[i]
          const about = { seed: world.seed, i, nearest, snap }
          if (!snap) {
            missed++
            if (nearest.metres <= points.maxAccessMetres[i] - nearlyAsNearMetres) wrong.push({ ...about, why: 'a road is near enough' })
            return
          }
          found++
          if (Math.abs(snap.accessMetres - nearest.metres) > nearlyAsNearMetres) wrong.push({ ...about, why: 'another leg' })
          if (snap.accessMetres > points.maxAccessMetres[i] + nearlyAsNearMetres) wrong.push({ ...about, why: 'leg too long' })
          if (Math.abs(geodesicMetres(...position, snap.lon, snap.lat) - snap.accessMetres) > micrometre)
            wrong.push({ ...about, why: 'leg not to its foot' })
          if (Math.abs(snap.fromMetres + snap.toMetres - world.graph.edgeMetres[snap.edge]) > micrometre)
            wrong.push({ ...about, why: 'parts' })
          if (second.metres - nearest.metres < nearlyAsNearMetres) return
          if (snap.edge !== nearest.edge) wrong.push({ ...about, why: 'another edge' })
          if (Math.abs(snap.accessMetres - nearest.metres) > millimetre) wrong.push({ ...about, why: 'a longer leg' })
          // The foot on the tangent plane lies a little beside the true one: up to the leg times 6e-5.
          if (Math.abs(snap.fromMetres - nearest.fromMetres) > 2 * nearlyAsNearMetres) wrong.push({ ...about, why: 'another spot' })
        })
      }
    }
    expect(wrong).toEqual([])
    expect({ found: found > 2000, missed: missed > 300 }).toEqual({ found: true, missed: true })
  })
})

describe('travel on the network', () => {
  it('is the shortest walk through both legs to a facility within its own limit', () => {
    const wrong: unknown[] = []
    let reached = 0
    for (const world of worlds) {
      const walks = naiveWalks(world)
      const { limitMetres } = world.facilities
      const travel = travelOnNetwork(world.graph, world.facilities, world.points)
      travel.travelMetres.forEach((metres, point) => {
        const allowed = Array.from(walks[point], (walk, facility) => (walk <= limitMetres[facility] + micrometre / 2 ? walk : Infinity))
        const shortest = Math.min(...allowed)
        const facility = travel.facility[point]
        const about = { seed: world.seed, point, metres, facility, allowed }
        if (shortest === Infinity) {
          if (metres !== Infinity || facility !== -1) wrong.push(about)
          return
        }
        reached++
        if (!(Math.abs(metres - shortest) <= micrometre && Math.abs(allowed[facility] - shortest) <= micrometre)) wrong.push(about)
      })
    }
    expect(wrong).toEqual([])
    expect(reached).toBeGreaterThan(800)
  })

  it('names the facilities that no road leads to, and gives each point its leg', () => {
    for (const world of worlds) {
      const travel = travelOnNetwork(world.graph, world.facilities, world.points)
      const stranded = snapsOf(world, world.facilities).flatMap((snap, i) => (snap ? [] : [i]))
      expect(travel.strandedFacilities).toEqual(stranded)
      expect(Array.from(travel.accessMetres)).toEqual(snapsOf(world, world.points).map((snap) => snap?.accessMetres ?? NaN))
    }
  })
})

describe('one walk', () => {
  it('is as long as the naive one and as the line that is drawn of it, from foot to foot', () => {
    const wrong: unknown[] = []
    let drawn = 0
    let longestError = 0
    for (const world of worlds) {
      const { graph } = world
      const walks = naiveWalks(world)
      const ends = snapsOf(world, world.facilities)
      snapsOf(world, world.points).forEach((start, point) => {
        if (!start) return
        const tree = walkTree(graph, start, 1e6)
        ends.forEach((end, facility) => {
          if (!end) return
          const metres = metresTo(graph, tree, end)
          const line = lineTo(graph, tree, end)?.line
          const about = { seed: world.seed, point, facility, metres }
          const whole = start.accessMetres + metres + end.accessMetres
          if (whole !== walks[point][facility] && !(Math.abs(whole - walks[point][facility]) <= micrometre))
            wrong.push({ ...about, naive: walks[point][facility] })
          if (!line) {
            if (metres !== Infinity) wrong.push({ ...about, why: 'no line' })
            return
          }
          drawn++
          const lineMetres = line.slice(1).reduce((sum, to, i) => sum + geodesicMetres(...line[i], ...to), 0)
          longestError = Math.max(longestError, Math.abs(lineMetres - metres))
          if (!(Math.abs(lineMetres - metres) <= millimetre)) wrong.push({ ...about, lineMetres })
          const [first, last] = [line[0], line[line.length - 1]]
          if (first[0] !== start.lon || first[1] !== start.lat || last[0] !== end.lon || last[1] !== end.lat)
            wrong.push({ ...about, first, last })
        })
      })
    }
    expect(wrong.slice(0, 10)).toEqual([])
    expect(drawn).toBeGreaterThan(3000)
    expect(longestError).toBeLessThan(millimetre)
  })

  it('to the corner where a loop begins and ends is not drawn around the loop', () => {
    // The loop at n is nearest to the target in n itself, which is its last spot as much as its first.
    //
    //      ● target
    //        n ═══ loop, edge 0
    //        │
    //        ● start, half-way down to m
    const lon = 0.000101
    const builder = createRoadBuilder()
    const n = builder.node(lon, 0)
    const m = builder.node(lon, -0.001)
    builder.edge(n, n, { shape: [lon + 0.001, 0.0005, lon + 0.001, 0.0002] })
    builder.edge(m, n)
    const { graph } = buildGraph(builder.finish())
    const start = snapToNetwork(graph, lon, -0.0005, 200)!
    const end = snapToNetwork(graph, lon - 0.0002, 0.0001, 200)!
    const { line } = lineTo(graph, walkTree(graph, start, 1000), end)!
    // Straight up to n: 0.0005° of latitude, with nothing but n on the way.
    expect(line.filter(([x]) => Math.abs(x - lon) > 1e-9)).toEqual([])
    expect(line[line.length - 1]).toEqual([end.lon, end.lat])
  })

  it('ends where its limit ends', () => {
    for (const world of worlds.slice(0, 50)) {
      const limitMetres = 400
      const start = snapsOf(world, world.points).find((snap) => snap !== undefined)
      if (!start) continue
      const whole = walkTree(world.graph, start, 1e6)
      const bounded = walkTree(world.graph, start, limitMetres)
      expect(Array.from(bounded.metres)).toEqual(Array.from(whole.metres, (metres) => (metres <= limitMetres ? metres : Infinity)))
    }
  })
})

describe('travel by the straight line', () => {
  it('is the detour factor times the geodesic to the nearest facility within its own limit', () => {
    const { WGS84, DISTANCE } = geographiclib.Geodesic
    const wrong: unknown[] = []
    let reached = 0
    for (const { seed, facilities, points } of worlds) {
      const travel = travelStraight(facilities, points, detourFactor)
      const sites = positionsOf(facilities)
      positionsOf(points).forEach(([lon, lat], point) => {
        const allowed = sites.map(([x, y], facility) => {
          const metres = detourFactor * (WGS84.Inverse(lat, lon, y, x, DISTANCE).s12 as number)
          return metres <= facilities.limitMetres[facility] ? metres : Infinity
        })
        const shortest = Math.min(...allowed)
        const metres = travel.travelMetres[point]
        const facility = travel.facility[point]
        if (shortest === Infinity) {
          if (metres !== Infinity || facility !== -1) wrong.push({ seed, point, metres, facility })
          return
        }
        reached++
        if (!(Math.abs(metres - shortest) <= millimetre && Math.abs(allowed[facility] - shortest) <= millimetre))
          wrong.push({ seed, point, metres, facility, allowed })
      })
      expect(Array.from(travel.accessMetres)).toEqual(Array.from(points.lon, () => 0))
    }
    expect(wrong).toEqual([])
    expect(reached).toBeGreaterThan(800)
  })
})
