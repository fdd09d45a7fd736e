import { latLngToCell } from 'h3-js'
import { maxAccessMetres } from '../../server/core/coverage/profiles.ts'
import { buildGraph } from '../../server/core/network/build-graph.ts'
import { edgePoints, type Graph } from '../../server/core/network/graph.ts'
import { createRoadBuilder } from '../../server/core/network/road-builder.ts'
import { snapToNetwork } from '../../server/core/network/snap.ts'
import { analyse, differences, linesOf, type Analysis } from './analysis.ts'
import { outsider } from './edge-effect.law.ts'
import type { Law } from './law.ts'
import { product as asItIs, type Product } from './product.ts'
import type { Spot, Town } from './town.ts'
import { buildWorld } from './world.ts'

export const networkIslands: Law = {
  name: 'network-islands',
  promise: 'an added island changes nothing elsewhere; unreachable is not far',
  check(town, product) {
    const analysis = analyse(town, product)
    const after = linesOf(analyse(addIsland(town), product))
    return [
      ...differences(linesOf(analysis), after),
      ...checkVerdicts(analysis),
      ...checkWhy(town, analysis, product),
      ...checkCells(town, analysis, product),
    ]
  },
  mutations: {
    'walks on the longest piece only': {
      travelOnNetwork: (graph, facilities, points) => asItIs.travelOnNetwork(mainPieceOf(graph), facilities, points),
    },
    'puts a straight line where no road leads': {
      travelOnNetwork(graph, facilities, points) {
        const travel = asItIs.travelOnNetwork(graph, facilities, points)
        const straight = asItIs.travelStraight(facilities, points, 1.3)
        const isWalk = (i: number) => travel.facility[i] >= 0
        return {
          ...travel,
          travelMetres: travel.travelMetres.map((metres, i) => (isWalk(i) ? metres : straight.travelMetres[i])),
          facility: travel.facility.map((facility, i) => (isWalk(i) ? facility : straight.facility[i])),
        }
      },
    },
    'calls a place without a road too far': {
      judgePlace(travel, from, to) {
        const judged = asItIs.judgePlace(travel, from, to)
        return judged.verdict === 'unreached' ? { ...judged, verdict: 'not_covered', reason: 'beyond_limit' } : judged
      },
    },
    'draws cells without a road like cells too far': {
      packBlocks: (values, resolution) =>
        asItIs.packBlocks(
          { ...values, travelMetres: Array.from(values.travelMetres, (metres) => (Number.isNaN(metres) ? Infinity : metres)) },
          resolution,
        ),
    },
  },
}

/** A comb of streets longer than the town, far from everything, with a facility. */
function addIsland(town: Town): Town {
  const corners = [...town.corners]
  const streets = [...town.streets]
  for (let i = 0; i < 100; i++) {
    const y = 6000 + i * 200
    const first = corners.push([-9000, y], [-4000, y]) - 2
    const bends = Array.from({ length: 49 }, (_, k): Spot => [-9000 + (k + 1) * 100, y])
    streets.push({ from: first, to: first + 1, bends })
    if (i > 0) streets.push({ from: first - 2, to: first, bends: [[-9000, y - 100]] })
  }
  const facility = { ...outsider, id: 'islander', at: [-6000, 6010] as Spot }
  return { ...town, corners, streets, facilities: [...town.facilities, facility] }
}

/** Unreached has no number and its own reason; not covered has its leg; neither is ever the other. */
function checkVerdicts({ results }: Analysis): string[] {
  return results.flatMap(({ place, verdict, reason, travelMetres, accessMetres, facilityId }) => {
    const isRight = {
      covered: reason === undefined && travelMetres !== undefined && accessMetres !== undefined && facilityId !== undefined,
      not_covered: reason === 'beyond_limit' && travelMetres === undefined && accessMetres !== undefined && facilityId === undefined,
      unreached: reason === 'no_walkable_road' && travelMetres === undefined && accessMetres === undefined && facilityId === undefined,
    }[verdict]
    return isRight ? [] : [`${place.id}: ${JSON.stringify({ verdict, reason, travelMetres, accessMetres, facilityId })}`]
  })
}

/** The first point of every place: without a road near it is unreached, whatever explains it, and nothing says by how much it misses. */
function checkWhy(
  town: Town,
  { facilities, facilityArrays: { lon, lat, limitMetres, maxAccessMetres: legs }, results, travel, points }: Analysis,
  product: Product,
): string[] {
  const { graph } = buildWorld(town)
  if (!graph) return []
  const ends = facilities.map((_, f) => ({
    lon: lon[f],
    lat: lat[f],
    limitMetres: limitMetres[f],
    snap: snapToNetwork(graph, lon[f], lat[f], legs[f]),
  }))
  let point = 0
  return results.flatMap(({ place }) => {
    const at = point
    point += place.points.length
    const why = product.explainOnNetwork(graph, points.lon[at], points.lat[at], maxAccessMetres[place.placeClass], ends)
    const roadIsNear = !Number.isNaN(travel.accessMetres[at])
    const verdict = travel.travelMetres[at] < Infinity ? 'covered' : roadIsNear ? 'not_covered' : 'unreached'
    const isFar = why.missesByMetres !== undefined
    const isRight = why.verdict === verdict && isFar === (why.reason === 'beyond_limit') && (roadIsNear || !isFar)
    return isRight ? [] : [`${place.id} is ${verdict}, but why says ${JSON.stringify({ ...why, line: undefined })}`]
  })
}

/** The same difference survives in the cells that are drawn. */
function checkCells(town: Town, { points, travel }: Analysis, product: Product): string[] {
  const { graph } = buildWorld(town)
  if (!graph) return []
  const byCell = new Map(Array.from(points.lon, (lon, i) => [latLngToCell(points.lat[i], lon, 12), i]))
  const cells = [...byCell.keys()]
  const metres = [...byCell.values()].map((i) => (Number.isNaN(travel.accessMetres[i]) ? NaN : travel.travelMetres[i]))
  const drawn = product
    .packBlocks({ cells, travelMetres: metres, edge: metres.map(() => 0) }, 12)
    .flatMap((block) => product.unpackBlock(block))
  return drawn.flatMap(({ cell, travelMetres, hasRoad }) => {
    const expected = metres[cells.indexOf(cell)]
    const isRight = Number.isNaN(expected)
      ? !hasRoad && travelMetres === undefined
      : hasRoad && (travelMetres === undefined) === (expected === Infinity)
    return isRight ? [] : [`a cell with ${expected} m is drawn as ${travelMetres} m, road: ${hasRoad}`]
  })
}

function mainPieceOf(graph: Graph): Graph {
  const roads = createRoadBuilder()
  for (let i = 0; i < graph.nodeCount; i++) roads.node(graph.nodeLon[i], graph.nodeLat[i])
  for (let e = 0; e < graph.edgeCount; e++) {
    if (graph.nodeComponent[graph.edgeFrom[e]] > 0) continue
    roads.edge(graph.edgeFrom[e], graph.edgeTo[e], { lengthMetres: graph.edgeMetres[e], shape: edgePoints(graph, e).slice(1, -1).flat() })
  }
  return buildGraph(roads.finish()).graph
}
