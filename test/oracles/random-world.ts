import { buildGraph } from '../../server/core/network/build-graph.ts'
import { degreeScaleAt } from '../../server/core/geodesic.ts'
import { edgePoints, type Graph } from '../../server/core/network/graph.ts'
import { createRoadBuilder } from '../../server/core/network/road-builder.ts'
import type { FacilityArrays, PointArrays } from '../../server/core/coverage/travel.ts'
import { createRandom, type Random } from '../../scripts/samples/random.ts'

export type Position = [lon: number, lat: number]

export interface World {
  seed: number
  graph: Graph
  facilities: FacilityArrays
  points: PointArrays
}

/** From Sanya to Mohe. */
export const latitudes = [18, 25, 31, 46, 53] as const

const sizeMetres = 900
const facilityCount = 6
const pointCount = 10

/**
 * A town of about a kilometre: bent streets between random corners, some of them parallel, some coming back to where
 * they began, some in a piece of their own; facilities and points on, near and far from them.
 *
 * No straight piece is longer than some 150 m. A spot on a piece is named by its share of the piece in degrees, and on
 * longer ones that differs from the share in metres, as a degree of longitude shrinks along the way (6 mm at 1 km).
 */
export function createWorld(seed: number): World {
  const random = createRandom(seed)
  const lat0 = latitudes[seed % latitudes.length]
  const lon0 = random.between(75, 130)
  const scale = degreeScaleAt(lat0)
  const at = (x: number, y: number): Position => [lon0 + x / scale.lonMetres, lat0 + y / scale.latMetres]
  const within = (margin: number): [number, number] => [
    random.between(-margin, sizeMetres + margin),
    random.between(-margin, sizeMetres + margin),
  ]

  const builder = createRoadBuilder()
  const corners = Array.from({ length: 8 + random.integer(0, 8 - 1) }, () => within(0))
  for (const [x, y] of corners) builder.node(...at(x, y))
  const join = (from: number, to: number) =>
    builder.edge(from, to, { shape: bend(random, corners[from], corners[to]).flatMap(([x, y]) => at(x, y)) })
  for (let i = 0; i < corners.length * 1.3; i++) {
    const from = random.integer(0, corners.length - 1)
    const to = random.integer(0, corners.length - 1)
    join(from, to)
    if (random.chance(0.1)) join(from, to)
  }
  const [islander, neighbour] = [within(0), within(0)]
  corners.push(islander, neighbour)
  for (const [x, y] of [islander, neighbour]) builder.node(...at(x, y))
  join(corners.length - 2, corners.length - 1)

  const { graph } = buildGraph(builder.finish())
  const besideRoad = (): Position => {
    const [[lon, lat]] = random.pick(piecesOf(graph, random.integer(0, graph.edgeCount - 1)))
    return [lon + random.between(-60, 60) / scale.lonMetres, lat + random.between(-60, 60) / scale.latMetres]
  }
  const places = (count: number) => Array.from({ length: count }, () => (random.chance(0.7) ? besideRoad() : at(...within(150))))
  const limits = [300, 500, 1000]
  return {
    seed,
    graph,
    facilities: {
      ...columns(places(facilityCount)),
      limitMetres: Float64Array.from({ length: facilityCount }, () => random.pick(limits)),
      maxAccessMetres: Float64Array.from({ length: facilityCount }, () => random.pick([40, 200])),
    },
    points: {
      ...columns(places(pointCount)),
      maxAccessMetres: Float64Array.from({ length: pointCount }, () => random.pick([40, 200, 300])),
    },
  }
}

/** The straight pieces of an edge, from → to. */
export function piecesOf(graph: Graph, edge: number): [Position, Position][] {
  const points = edgePoints(graph, edge)
  return points.slice(1).map((end, i) => [points[i], end])
}

/** Inner points of a street about every 90 m, each up to 20 m beside the line; a loop goes out and around. */
function bend(random: Random, [x1, y1]: [number, number], [x2, y2]: [number, number]): [number, number][] {
  const wander = () => random.between(-20, 20)
  if (x1 === x2 && y1 === y2) {
    return [
      [x1 + 60 + wander(), y1 + wander()],
      [x1 + 60 + wander(), y1 + 60 + wander()],
      [x1 + wander(), y1 + 60 + wander()],
    ]
  }
  const count = Math.floor(Math.hypot(x2 - x1, y2 - y1) / 90)
  return Array.from({ length: count }, (_, i) => {
    const share = (i + 1) / (count + 1)
    return [x1 + share * (x2 - x1) + wander(), y1 + share * (y2 - y1) + wander()]
  })
}

function columns(places: Position[]) {
  return { lon: Float64Array.from(places, ([lon]) => lon), lat: Float64Array.from(places, ([, lat]) => lat) }
}
