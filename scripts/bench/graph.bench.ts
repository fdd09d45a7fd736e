import { degreeScaleAt } from '../../server/core/geodesic.ts'
import { buildGraph } from '../../server/core/network/build-graph.ts'
import { openSharedGraph } from '../../server/core/network/graph-file.ts'
import { snapToNetwork } from '../../server/core/network/snap.ts'
import { createRandom } from '../samples/random.ts'
import { measureInRounds, type Figure, type Task } from './figures.ts'
import { readPortoAlegre, toRoads } from './porto-alegre-data.ts'

const snappedPoints = 10_000

/** The network of Porto Alegre: built from its roads, opened from its bytes, and joined by homes. */
export async function benchGraph(): Promise<Figure[]> {
  const data = readPortoAlegre()
  const roads = toRoads(data)
  const { graph } = buildGraph(roads)
  const bytes = new Uint8Array(graph.buffer)
  const points = randomPoints(data.nodes)
  const tasks: Task[] = [
    {
      name: 'graph.build',
      run() {
        const built = buildGraph(roads).graph
        return { proof: { nodes: built.nodeCount, edges: built.edgeCount, bytes: built.buffer.byteLength } }
      },
    },
    {
      name: 'graph.open',
      note: 'copied into shared memory',
      repeat: 5,
      run() {
        const opened = openSharedGraph(bytes)
        return { proof: { nodes: opened.nodeCount, edges: opened.edgeCount } }
      },
    },
    {
      name: `graph.snap.${snappedPoints}`,
      run() {
        const snaps = points.map(([lon, lat]) => snapToNetwork(graph, lon, lat, 200)).filter((snap) => snap !== undefined)
        return { proof: { snapped: snaps.length, legMetres: Math.round(snaps.reduce((sum, snap) => sum + snap.accessMetres, 0)) } }
      },
    },
  ]
  return measureInRounds(tasks, { rounds: 20, warmUp: 4, longestSeconds: 15 })
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
