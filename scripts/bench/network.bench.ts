import { buildGraph } from '../../server/core/network/build-graph.ts'
import { degreeScaleAt } from '../../server/core/geodesic.ts'
import { openSharedGraph } from '../../server/core/network/graph-file.ts'
import { inclusiveLimit } from '../../server/core/network/limits.ts'
import { createReachWorkspace, reach, type Seed } from '../../server/core/network/reach.ts'
import { snapToNetwork } from '../../server/core/network/snap.ts'
import { createRandom } from '../samples/random.ts'
import { measureInRounds, type Figure, type Task } from './figures.ts'
import { limitMetres, readPortoAlegre, sourceCounts, toRoads } from './porto-alegre-data.ts'

const snappedPoints = 10_000

/** The network core on Porto Alegre (38,096 nodes, 45,281 edges): build, open, search, snap. */
export async function benchNetwork(): Promise<Figure[]> {
  const data = readPortoAlegre()
  const roads = toRoads(data)
  const { graph, nodeIds } = buildGraph(roads)
  const bytes = new Uint8Array(graph.buffer)
  const indexOf = new Map(nodeIds!.map((id, index) => [Number(id), index]))
  const work = createReachWorkspace(graph.nodeCount)

  const build: Task = {
    name: 'network.build',
    run: () => {
      const built = buildGraph(roads).graph
      return { nodes: built.nodeCount, edges: built.edgeCount, bytes: built.buffer.byteLength }
    },
  }
  const open: Task = {
    name: 'network.open',
    run: () => {
      const opened = openSharedGraph(bytes)
      return { nodes: opened.nodeCount, edges: opened.edgeCount }
    },
  }
  const searches = sourceCounts.map((count): Task => {
    const seeds: Seed[] = data.sources[count].map((label, source) => ({ node: indexOf.get(label)!, metres: 0, source }))
    return {
      name: `network.reach.${count}`,
      run: () => {
        reach(graph, seeds, inclusiveLimit(limitMetres), work)
        return { sources: seeds.length, reached: work.touchedCount }
      },
    }
  })
  const points = randomPoints(data.nodes)
  const snap: Task = {
    name: `network.snap.${snappedPoints}`,
    run: () => {
      let snapped = 0
      let legMetres = 0
      for (const [lon, lat] of points) {
        const found = snapToNetwork(graph, lon, lat, 200)
        if (!found) continue
        snapped++
        legMetres += found.accessMetres
      }
      return { points: points.length, snapped, legMetres: Math.round(legMetres) }
    },
  }
  return measureInRounds([build, open, ...searches, snap], { rounds: 25, warmUp: 5 })
}

/** Up to 150 m east or west and north or south of random corners, as homes are. */
function randomPoints(nodes: { lon: number; lat: number }[]): [lon: number, lat: number][] {
  const random = createRandom(1)
  const { lonMetres, latMetres } = degreeScaleAt(nodes[0].lat)
  return Array.from({ length: snappedPoints }, () => {
    const { lon, lat } = random.pick(nodes)
    return [lon + random.between(-150, 150) / lonMetres, lat + random.between(-150, 150) / latMetres]
  })
}
