import { inclusiveLimit } from '../../server/core/network/limits.ts'
import { createReachWorkspace, reach } from '../../server/core/network/reach.ts'
import { measureInRounds, ratioOf, type Figure, type Task } from './figures.ts'
import { openPgRouting } from './pgrouting.ts'
import { limitMetres, openPortoAlegre, sourceCounts } from './porto-alegre-data.ts'
import { openScipy } from './scipy.ts'

/** Whoever answers the same question: how many nodes have a source within the limit, and the sum of their walks. */
export interface Peer {
  name: string
  note: string
  /** How often a round asks: as we are asked ten times, so that nobody is measured with cold caches alone. */
  repeat: number
  reach(sources: readonly number[]): Promise<{ reached: number; sumMetres: number; milliseconds?: number }>
  close(): Promise<void>
}

/**
 * The nearest of 10, 100 and 1,000 facilities for every node of Porto Alegre (38,096 nodes, 45,281 edges) within
 * 1000 m, and the same by pgRouting and scipy in the same rounds, where they are installed.
 */
export async function benchReach(): Promise<Figure[]> {
  const { data, graph, nodeOf } = openPortoAlegre()
  const peers = (await Promise.all([openPgRouting(data), openScipy()])).filter((peer) => peer !== undefined)
  try {
    const work = createReachWorkspace(graph.nodeCount)
    const ours = sourceCounts.map((count): Task => {
      const seeds = data.sources[count].map((label, source) => ({ node: nodeOf(label), metres: 0, source }))
      return {
        name: `reach.${count}`,
        repeat: 10,
        run() {
          const start = performance.now()
          reach(graph, seeds, inclusiveLimit(limitMetres), work)
          const milliseconds = performance.now() - start
          return { milliseconds, proof: { reached: work.touchedCount, sumMetres: millimetres(sumOf(work)) } }
        },
      }
    })
    const theirs = peers.flatMap((peer) =>
      sourceCounts.map((count): Task => ({
        name: `reach.${count}.${peer.name}`,
        note: peer.note,
        repeat: peer.repeat,
        async run() {
          const { reached, sumMetres, milliseconds } = await peer.reach(data.sources[count])
          return { milliseconds, proof: { reached, sumMetres: millimetres(sumMetres) } }
        },
      })),
    )
    const figures = await measureInRounds([...ours, ...theirs], { rounds: 9, warmUp: 2, longestSeconds: 45 })
    return [...figures, ...ratios(figures, peers)]
  } finally {
    await Promise.all(peers.map((peer) => peer.close()))
  }
}

/** Only between searches that found the same: a fast wrong answer is no figure. */
function ratios(figures: readonly Figure[], peers: readonly Peer[]): Figure[] {
  const byName = new Map(figures.map((figure) => [figure.name, figure]))
  return peers.flatMap(({ name }) =>
    sourceCounts.map((count) => {
      const [ours, theirs] = [byName.get(`reach.${count}`)!, byName.get(`reach.${count}.${name}`)!]
      if (!theirs.note.endsWith(ours.note)) throw new Error(`expected ${theirs.name} to find ${ours.note} as we do, got ${theirs.note}`)
      return ratioOf(`reach.${count}.${name}/ours`, theirs, ours)
    }),
  )
}

function sumOf({ metres, touched, touchedCount }: { metres: Float64Array; touched: Uint32Array; touchedCount: number }): number {
  let sum = 0
  for (let i = 0; i < touchedCount; i++) sum += metres[touched[i]]
  return sum
}

/** All lengths are whole millimetres; the sums of doubles are rounded in another order by each. */
function millimetres(metres: number): number {
  return Math.round(metres * 1000) / 1000
}
