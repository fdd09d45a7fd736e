import {
  centroid,
  convexRingsTouch,
  geodesicMetres,
  isInRing,
  isInside,
  metresPerDegree,
  nearestOnRing,
  nearestOnSegment,
  offset,
  rectangle,
  round7,
  type LonLat,
  type Ring,
} from '../geometry.ts'
import { inverseCdf, type Quantiles } from '../quantiles.ts'
import { snapTo, type WalkEdge, type WalkNetwork } from '../walk.ts'
import type { FutianWorld } from './world.ts'

export interface Footprint {
  ring: Ring
  entrances: LonLat[]
  /** Drawn from the real quantiles; the footprint is sized for it. */
  households: number
}

const besideTypes = ['residential', 'living_street', 'service', 'tertiary', 'unclassified', 'secondary', 'pedestrian']

/**
 * Every quantile gets its area, and the big ones choose first: drawing until something fits would leave only small ones.
 */
export function placeFootprints(world: FutianWorld, count: number, quantiles: Quantiles): Footprint[] {
  const placed: Footprint[] = []
  for (let i = count - 1; i >= 0; i--) {
    const households = Math.round(inverseCdf(quantiles, (i + world.random.next()) / count))
    placed.push(placeOne(world, households, placed))
  }
  // Read from north to south, so that neighbouring numbers are neighbours on the map.
  return placed.sort((a, b) => b.ring[0][1] - a.ring[0][1])
}

function placeOne(world: FutianWorld, households: number, placed: Footprint[]): Footprint {
  for (let tries = 0; tries < 20000; tries++) {
    const ring = besideRoad(world, households)
    if (!ring || placed.some((other) => convexRingsTouch(ring, other.ring, 8))) continue
    const entrances = entrancesOf(world, ring, placed.length)
    if (entrances) return { ring, entrances, households }
  }
  throw new Error(`expected room for ${households} households, got none`)
}

/** A footprint all of whose edge is farther than the access limit from every walkable road: nobody there is reached. */
export function placeRoadless(world: FutianWorld, others: Footprint[]): { ring: Ring; beside: LonLat } {
  let best: { ring: Ring; beside: LonLat; metres: number } | null = null
  for (let lon = 113.999; lon < 114.038; lon += 0.0005) {
    // North of the shore only: the bay and the mangroves are roadless too, but nobody lives there.
    for (let lat = 22.5295; lat < 22.549; lat += 0.0005) {
      const metres = snapTo(world.network, [lon, lat]).legMetres
      if (metres < 270 || (best && metres <= best.metres)) continue
      const ring = rectangle([lon, lat], 70, 60, 0.3)
      if (others.some((other) => convexRingsTouch(ring, other.ring, 8))) continue
      best = { ring, beside: round7(offset([lon, lat], 48, 0)), metres }
    }
  }
  if (!best) throw new Error('expected a roadless place in the study area, got none')
  return best
}

function besideRoad(world: FutianWorld, households: number): Ring | null {
  const { random, network } = world
  const edge = random.pick(network.edges)
  if (!edge.highway.some((value) => besideTypes.includes(value)) || edge.lengthMetres < 30) return null
  const { point, angle } = alongEdge(edge, random.between(0.2, 0.8))
  // Land from households × floor area per household ÷ floor area ratio, with the medians of the real areas.
  const land = Math.min(32000, Math.max(3800, (households * random.between(85, 120)) / random.between(2.6, 4.6)))
  const aspect = random.between(0.75, 1.35)
  const width = Math.min(180, Math.max(60, Math.sqrt(land * aspect)))
  const depth = Math.min(180, Math.max(60, land / width))
  const side = random.chance(0.5) ? 1 : -1
  const away = side * (depth / 2 + random.between(8, 22))
  const centre = offset(point, -Math.sin(angle) * away, Math.cos(angle) * away)
  const ring = rectangle(centre, width, depth, angle)
  if (!ring.every((corner) => isInside(corner, world.studyArea))) return null
  return isCrossedByRoad(network, ring) ? null : ring
}

export function alongEdge(edge: WalkEdge, share: number): { point: LonLat; angle: number } {
  const wanted = edge.lengthMetres * share
  let i = 1
  while (i < edge.points.length - 1 && edge.reached[i] < wanted) i++
  const [a, b] = [edge.points[i - 1], edge.points[i]]
  const part = (wanted - edge.reached[i - 1]) / (edge.reached[i] - edge.reached[i - 1])
  const m = metresPerDegree(a[1])
  return {
    point: [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])],
    angle: Math.atan2((b[1] - a[1]) * m.lat, (b[0] - a[0]) * m.lon),
  }
}

/** Sampled every few metres: good enough to keep roads out of compounds, which is all that is asked. */
function isCrossedByRoad(network: WalkNetwork, ring: Ring): boolean {
  const xs = ring.map((p) => p[0])
  const ys = ring.map((p) => p[1])
  const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
  for (const { points } of network.edges) {
    for (let i = 1; i < points.length; i++) {
      const [a, b] = [points[i - 1], points[i]]
      if (Math.max(a[0], b[0]) < box[0] || Math.min(a[0], b[0]) > box[2]) continue
      if (Math.max(a[1], b[1]) < box[1] || Math.min(a[1], b[1]) > box[3]) continue
      const steps = Math.ceil(geodesicMetres(a, b) / 4) || 1
      for (let s = 0; s <= steps; s++) {
        if (isInRing([a[0] + ((b[0] - a[0]) * s) / steps, a[1] + ((b[1] - a[1]) * s) / steps], ring)) return true
      }
    }
  }
  return false
}

/** 0, 1 or 2 points on the outline nearest a road; null where the nearest road would be a coin toss. */
function entrancesOf(world: FutianWorld, ring: Ring, index: number): LonLat[] | null {
  const middle = centroid(ring)
  if (!isClearSnap(world.network, middle)) return null
  if (index % 10 === 7) return []
  const sides = ring
    .slice(0, 4)
    .map((corner, i): LonLat => [(corner[0] + ring[i + 1][0]) / 2, (corner[1] + ring[i + 1][1]) / 2])
  const ranked = [middle, ...sides]
    .map((p) => nearestOnRing(nearestRoadPoint(world.network, p), ring))
    .map((p) => ({ p: round7(p), leg: snapTo(world.network, round7(p)).legMetres }))
    .sort((a, b) => a.leg - b.leg)
  const first = ranked[0].p
  const second = ranked.find(({ p, leg }) => leg < 90 && geodesicMetres(p, first) > 50)?.p
  const entrances = second && world.random.chance(0.5) ? [first, second] : [first]
  return entrances.every((p) => isClearSnap(world.network, p)) ? entrances : null
}

function nearestRoadPoint(network: WalkNetwork, p: LonLat): LonLat {
  const { edge, alongMetres } = snapTo(network, p)
  const found = network.edges[edge]
  return alongEdge(found, Math.min(1, alongMetres / found.lengthMetres)).point
}

/**
 * Whether the nearest edge is nearest by at least half a metre over every edge that does not share that nearest point.
 * Two programs must agree on it, whatever their rounding.
 */
export function isClearSnap(network: WalkNetwork, p: LonLat): boolean {
  const m = metresPerDegree(p[1])
  const hits = network.edges.flatMap((edge) =>
    edge.points.slice(1).map((b, i) => nearestOnSegment(p, edge.points[i], b, m)),
  )
  const best = hits.reduce((a, b) => (b.metres < a.metres ? b : a))
  return hits.every((hit) => hit.metres > best.metres + 0.5 || geodesicMetres(hit.point, best.point) < 1)
}
