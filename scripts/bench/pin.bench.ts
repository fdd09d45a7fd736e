import { inclusiveLimit } from '../../server/core/network/limits.ts'
import { reachImproving } from '../../server/core/network/reach-improving.ts'
import { createReachWorkspace, reach, type Seed } from '../../server/core/network/reach.ts'
import { createRandom } from '../samples/random.ts'
import { figureOf, type Figure } from './figures.ts'
import { limitMetres, openPortoAlegre } from './porto-alegre-data.ts'

const pinCount = 3000
const warmUpCount = 500
const recomputed = 100

/** One more facility dragged over Porto Alegre with a hundred others: pruned by the baseline, and computed anew. */
export async function benchPin(): Promise<Figure[]> {
  const { data, graph, nodeOf } = openPortoAlegre()
  const limit = inclusiveLimit(limitMetres)
  const others = data.sources[100].map((label, source): Seed => ({ node: nodeOf(label), metres: 0, source }))
  const whole = createReachWorkspace(graph.nodeCount)
  reach(graph, others, limit, whole)
  const baseline = whole.metres.slice()
  const random = createRandom(1)
  const work = createReachWorkspace(graph.nodeCount)
  const pruned: number[] = []
  const anew: number[] = []
  let improved = 0
  for (let i = -warmUpCount; i < pinCount; i++) {
    const edge = random.integer(0, graph.edgeCount - 1)
    const part = random.between(0, graph.edgeMetres[edge])
    // A pin stands beside an edge and enters at both of its ends, as snapped facilities do.
    const pin = [
      { node: graph.edgeFrom[edge], metres: 20 + part, source: 100 },
      { node: graph.edgeTo[edge], metres: 20 + graph.edgeMetres[edge] - part, source: 100 },
    ]
    const start = performance.now()
    reachImproving(graph, pin, limit, baseline, work)
    const milliseconds = performance.now() - start
    if (i < 0) continue
    pruned.push(milliseconds)
    improved += work.touchedCount
    if (i % (pinCount / recomputed) !== 0) continue
    const startAnew = performance.now()
    reach(graph, [...others, ...pin], limit, whole)
    anew.push(performance.now() - startAnew)
    requireSame(baseline, work.metres, whole.metres)
  }
  const mean = Math.round(improved / pinCount)
  return [
    figureOf('pin.drag', pruned, `Porto Alegre, 100 facilities and one dragged; ${mean} nodes improved on average`),
    figureOf('pin.anew', anew, 'the same by a full search; every one agreed to the last bit'),
  ]
}

function requireSame(baseline: Float64Array, improved: Float64Array, whole: Float64Array): void {
  const apart = whole.findIndex((metres, node) => metres !== Math.min(baseline[node], improved[node]))
  if (apart !== -1) throw new Error(`expected ${whole[apart]} m at node ${apart}, got ${Math.min(baseline[apart], improved[apart])}`)
}
