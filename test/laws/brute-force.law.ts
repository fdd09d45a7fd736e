import type { PointArrays } from '../../server/core/coverage/travel.ts'
import type { Graph } from '../../server/core/network/graph.ts'
import { snapToNetwork } from '../../server/core/network/snap.ts'
import { allWalks } from '../oracles/naive.ts'
import { analyse } from './analysis.ts'
import type { Law } from './law.ts'
import { product as asItIs } from './product.ts'
import { buildWorld } from './world.ts'

const micrometre = 1e-6

export const bruteForce: Law = {
  name: 'brute-force',
  promise: 'brute force = engine on 200 random cases',
  // Floyd and Warshall's algorithm takes the cube of some two hundred nodes: 200 of 1,000 towns are the 200 cases.
  everyNthTown: 5,
  check(town, product) {
    const { graph } = buildWorld(town)
    if (!graph) return []
    const { facilities, facilityArrays, points, travel } = analyse(town, product)
    const snaps = [points, facilityArrays].flatMap((arrays) => snapsOf(graph, arrays))
    const walks = allWalks(graph, snaps).slice(0, points.lon.length)
    return walks.flatMap((row, point) => {
      const allowed = facilities.map((_, f) =>
        row[points.lon.length + f] <= facilityArrays.limitMetres[f] + micrometre / 2 ? row[points.lon.length + f] : Infinity,
      )
      const shortest = Math.min(Infinity, ...allowed)
      const metres = travel.travelMetres[point]
      const isRight =
        shortest === Infinity
          ? metres === Infinity
          : Math.abs(metres - shortest) <= micrometre && Math.abs(allowed[travel.facility[point]] - shortest) <= micrometre
      return isRight ? [] : [`point ${point}: ${metres} m, by brute force ${shortest} m`]
    })
  },
  mutations: {
    'joins points at the nearest node': {
      travelOnNetwork: (graph, facilities, points) =>
        asItIs.travelOnNetwork(graph, { ...facilities, ...atNodes(graph, facilities) }, { ...points, ...atNodes(graph, points) }),
    },
    'forgets the access leg': {
      travelOnNetwork(graph, facilities, points) {
        const travel = asItIs.travelOnNetwork(graph, facilities, points)
        return { ...travel, travelMetres: travel.travelMetres.map((metres, i) => metres - travel.accessMetres[i]) }
      },
    },
    'walks in straight lines': {
      travelOnNetwork: (graph, facilities, points) => ({
        ...asItIs.travelOnNetwork(graph, facilities, points),
        ...asItIs.travelStraight(facilities, points, 1.3),
      }),
    },
  },
}

function snapsOf(graph: Graph, { lon, lat, maxAccessMetres }: PointArrays) {
  return Array.from(lon, (_, i) => snapToNetwork(graph, lon[i], lat[i], maxAccessMetres[i]))
}

function atNodes(graph: Graph, { lon, lat }: PointArrays): Pick<PointArrays, 'lon' | 'lat'> {
  const nodes = Array.from(lon, (_, i) => {
    const metres = Array.from(graph.nodeLon, (x, node) => asItIs.geodesicMetres(lon[i], lat[i], x, graph.nodeLat[node]))
    return metres.indexOf(Math.min(...metres))
  })
  return { lon: Float64Array.from(nodes, (node) => graph.nodeLon[node]), lat: Float64Array.from(nodes, (node) => graph.nodeLat[node]) }
}
