import Flatbush from 'flatbush'
import { degreeScaleAt } from '../geodesic.ts'
import { judgeRepair, type Repair } from '../checks/repaired-area.ts'

type Ring = readonly (readonly number[])[]

interface Segment {
  x1: number
  y1: number
  x2: number
  y2: number
  /** Of several polygons; 0 where there is one. */
  part: number
}

export interface CrossedPolygon extends Repair {
  /** As drawn: the outer ring's own area less its holes', a figure of eight counting the difference of its lobes. */
  beforeM2: number
  /** What a repair keeps (as ST_MakeValid does by lines): every point inside an odd number of rings of any one part. */
  afterM2: number
  crossings: number
}

/** A polygon of more sides that crosses itself is refused without working out what a repair would leave. */
const mostCrossedSides = 200_000

/** Beyond this a polygon without crossings is not searched for lobes that meet in a corner: the database does that. */
const mostSides = 20_000

/** More crossings than this and a polygon is scribble: nothing is worked out, it is refused. */
const mostCrossings = 2_000

/**
 * Whether the sides of a polygon cross each other (its own ring, or one ring another), and what a repair would make of
 * its area; undefined where none do. Degrees, longitude first; areas on the tangent plane at its middle, whose ratio is
 * what the verdict needs. The database's ST_MakeValid has the last word when the rows are stored.
 *
 *   before = |+A − B|        after = A + B
 *      ┌────╲  ╱────┐
 *      │  A  ╳   B  │        a bow-tie: crossing refused
 *      └────╱  ╲────┘
 */
export function judgeCrossings(rings: readonly Ring[]): CrossedPolygon | undefined {
  const segments = rings.flatMap((ring) => segmentsOf(ring, 0))
  if (segments.length < 4) return undefined
  const points = findCrossings(segments)
  if (points.length === 0 && !mayOverlap(rings)) return undefined
  const scale = degreeScaleAt((rings[0][0][1] + rings[0][rings[0].length >> 1][1]) / 2)
  const m2 = scale.lonMetres * scale.latMetres
  const [outer, ...holes] = rings.map((ring) => Math.abs(signedArea(ring)))
  // A hole as large as its shell leaves nothing, and a larger one less: no repair knows which of the two was meant.
  if (points.length === 0 && holes.some((hole) => hole >= outer)) return { beforeM2: 0, afterM2: NaN, crossings: 0, ...judgeRepair(0, NaN) }
  const beforeM2 = Math.abs(outer - holes.reduce((sum, hole) => sum + hole, 0)) * m2
  const afterM2 = points.length > mostCrossings || segments.length > mostCrossedSides ? NaN : filledArea(segments, points) * m2
  // Rings that only touch, and holes inside their shell, are sound: their areas agree.
  if (points.length === 0 && Math.abs(afterM2 - beforeM2) <= beforeM2 * 1e-6) return undefined
  return { beforeM2, afterM2, crossings: points.length, ...judgeRepair(beforeM2, afterM2) }
}

/**
 * Whether parts of a multipolygon lie over each other, where people and areas would count twice: each part sound by
 * itself, their sum against what they fill together. A part in the hole of another is sound.
 */
export function judgeOverlaps(parts: readonly (readonly Ring[])[]): CrossedPolygon | undefined {
  const boxes = parts.map(([shell]) => boxOf(shell))
  const touching = parts.filter((_, i) => boxes.some((other, j) => j !== i && boxesMeet(boxes[i], other)))
  const segments = touching.flatMap((rings, part) => rings.flatMap((ring) => segmentsOf(ring, part)))
  if (touching.length < 2 || segments.length > mostSides) return undefined
  const points = findCrossings(segments)
  const [[, lat]] = touching[0][0]
  const scale = degreeScaleAt(lat)
  const m2 = scale.lonMetres * scale.latMetres
  const areas = touching.map((rings) => rings.map((ring) => Math.abs(signedArea(ring))))
  const beforeM2 = areas.reduce((sum, [outer, ...holes]) => sum + outer - holes.reduce((all, hole) => all + hole, 0), 0) * m2
  const afterM2 = points.length > mostCrossings ? NaN : filledArea(segments, points) * m2
  if (Math.abs(afterM2 - beforeM2) <= beforeM2 * 1e-6) return undefined
  return { beforeM2, afterM2, crossings: points.length, ...judgeRepair(beforeM2, afterM2) }
}

function boxOf(ring: Ring): [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of ring) [west, south, east, north] = [Math.min(west, x), Math.min(south, y), Math.max(east, x), Math.max(north, y)]
  return [west, south, east, north]
}

function boxesMeet(a: readonly number[], b: readonly number[]): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

/** Holes may lie outside their shell, and lobes meet in a corner, without any side crossing another. */
function mayOverlap(rings: readonly Ring[]): boolean {
  const corners = rings.flatMap((ring) => ring.slice(1).map(([x, y]) => `${x} ${y}`))
  return corners.length <= mostSides && (rings.length > 1 || new Set(corners).size < corners.length)
}

/** Shoelace, in the square of the units given; positive counter-clockwise. */
export function signedArea(ring: Ring): number {
  const [x0, y0] = ring[0] ?? [0, 0]
  let sum = 0
  for (let i = 1; i < ring.length; i++) sum += (ring[i - 1][0] - x0) * (ring[i][1] - y0) - (ring[i][0] - x0) * (ring[i - 1][1] - y0)
  return sum / 2
}

function segmentsOf(ring: Ring, part: number): Segment[] {
  return ring.slice(1).flatMap(([x2, y2], i) => {
    const [x1, y1] = ring[i]
    return x1 === x2 && y1 === y2 ? [] : [{ x1, y1, x2, y2, part }]
  })
}

/** Points where two sides cross in their insides, or one runs through another's end without sharing it as an end. */
function findCrossings(segments: readonly Segment[]): [number, number][] {
  const index = new Flatbush(segments.length)
  for (const { x1, y1, x2, y2 } of segments) index.add(Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2))
  index.finish()
  const points: [number, number][] = []
  for (let i = 0; i < segments.length && points.length <= mostCrossings; i++) {
    const a = segments[i]
    const near = index.search(Math.min(a.x1, a.x2), Math.min(a.y1, a.y2), Math.max(a.x1, a.x2), Math.max(a.y1, a.y2), (j) => j > i)
    for (const j of near) {
      const point = crossing(a, segments[j])
      if (point) points.push(point)
    }
  }
  return points
}

function crossing(a: Segment, b: Segment): [number, number] | undefined {
  const side = (s: Segment, x: number, y: number) => Math.sign((s.x2 - s.x1) * (y - s.y1) - (s.y2 - s.y1) * (x - s.x1))
  const [b1, b2, a1, a2] = [side(a, b.x1, b.y1), side(a, b.x2, b.y2), side(b, a.x1, a.y1), side(b, a.x2, a.y2)]
  if (b1 * b2 >= 0 || a1 * a2 >= 0) return undefined
  const t =
    ((b.x1 - a.x1) * (b.y2 - b.y1) - (b.y1 - a.y1) * (b.x2 - b.x1)) / ((a.x2 - a.x1) * (b.y2 - b.y1) - (a.y2 - a.y1) * (b.x2 - b.x1))
  return [a.x1 + t * (a.x2 - a.x1), a.y1 + t * (a.y2 - a.y1)]
}

/** Between two neighbouring xs no side begins, ends or crosses: the sides there, from below, lead in and out of their parts. */
function filledArea(segments: readonly Segment[], crossings: readonly [number, number][]): number {
  const xs = [...new Set([...segments.flatMap(({ x1, x2 }) => [x1, x2]), ...crossings.map(([x]) => x)])].sort((a, b) => a - b)
  const byStart = [...segments].sort((a, b) => Math.min(a.x1, a.x2) - Math.min(b.x1, b.x2))
  const yAt = (s: Segment, x: number) => s.y1 + ((s.y2 - s.y1) * (x - s.x1)) / (s.x2 - s.x1)
  let area = 0
  let next = 0
  let open: Segment[] = []
  for (let i = 1; i < xs.length; i++) {
    const [left, right] = [xs[i - 1], xs[i]]
    while (next < byStart.length && Math.min(byStart[next].x1, byStart[next].x2) <= left) open.push(byStart[next++])
    open = open.filter((s) => Math.max(s.x1, s.x2) >= right && s.x1 !== s.x2)
    const middle = (left + right) / 2
    const sides = open.map((s) => ({ y: yAt(s, middle), part: s.part })).sort((a, b) => a.y - b.y)
    const within = new Set<number>()
    for (let k = 0; k + 1 < sides.length; k++) {
      if (!within.delete(sides[k].part)) within.add(sides[k].part)
      if (within.size > 0) area += (sides[k + 1].y - sides[k].y) * (right - left)
    }
  }
  return area
}
