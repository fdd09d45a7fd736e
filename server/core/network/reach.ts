import type { Graph } from './graph.ts'

/** Where the search starts: node, metres already walked (an access leg or part of an edge), and whose start it is. */
export interface Seed {
  node: number
  metres: number
  source: number
}

/**
 * Memory of the search, kept between calls so that a call costs what it reaches, not what exists.
 * After a search `metres[i]` is the walk to node i from its nearest source, Infinity where the limit was not reached,
 * and `source[i]` that source (the lowest of equally near ones), `noSource` where none.
 */
export interface ReachWorkspace {
  readonly metres: Float64Array
  readonly source: Int32Array
  /** The nodes reached by the last search: touched[0 .. touchedCount). */
  readonly touched: Uint32Array
  touchedCount: number
  bucketHead: Int32Array
  entryNode: Int32Array
  entryNext: Int32Array
}

export const noSource = -1

export function createReachWorkspace(nodeCount: number): ReachWorkspace {
  return {
    metres: new Float64Array(nodeCount).fill(Infinity),
    source: new Int32Array(nodeCount).fill(noSource),
    touched: new Uint32Array(nodeCount),
    touchedCount: 0,
    bucketHead: new Int32Array(0),
    entryNode: new Int32Array(1024),
    entryNext: new Int32Array(1024),
  }
}

/**
 * Shortest walk from the nearest of many sources to every node within `limitMetres` (inclusive).
 *
 * A bucket queue with correction inside a bucket (Dial 1969; Meyer & Sanders' Δ-stepping, J. Algorithms 49, 2003):
 * lengths stay exact doubles, buckets only order the work, and because a length is never negative the result is the
 * one fixed point of metres[v] = min(metres[u] + arc), whatever the order.
 *
 * More than half of the nodes only bend a street. A walk that arrives at one goes on to its other neighbour at once
 * instead of waiting in a bucket, and at a dead end it ends:
 *
 *   junction ──▶ bend ──▶ bend ──▶ junction          only the two junctions ever wait
 *
 * This is contraction of degree-2 chains without its store: the same additions in the same order, so the same doubles,
 * and no loss where little is reached. The loop stays in one piece: this is the hottest code of the product.
 */
export function reach(graph: Graph, seeds: Iterable<Seed>, limitMetres: number, work: ReachWorkspace): void {
  clearReach(work)
  const { metres, source, touched } = work
  const { firstArc, arcNode, arcMetres } = graph
  const bucketsPerMetre = chooseBuckets(graph, limitMetres)
  const bucketCount = Math.floor(limitMetres * bucketsPerMetre) + 1
  const bucketHead = emptyBuckets(work, bucketCount)
  let { entryNode, entryNext } = work
  let entryCount = 0
  let touchedCount = 0

  for (const seed of seeds) {
    const node = seed.node
    if (!(seed.metres <= limitMetres)) continue
    if (seed.metres > metres[node] || (seed.metres === metres[node] && source[node] <= seed.source)) continue
    if (metres[node] === Infinity) touched[touchedCount++] = node
    metres[node] = seed.metres
    source[node] = seed.source
    const bucket = (seed.metres * bucketsPerMetre) | 0
    if (entryCount === entryNode.length) [entryNode, entryNext] = growEntries(work)
    entryNode[entryCount] = node
    entryNext[entryCount] = bucketHead[bucket]
    bucketHead[bucket] = entryCount++
  }

  for (let bucket = 0; bucket < bucketCount; bucket++) {
    for (let entry = bucketHead[bucket]; entry !== -1; entry = bucketHead[bucket]) {
      bucketHead[bucket] = entryNext[entry]
      const node = entryNode[entry]
      const here = metres[node]
      if (((here * bucketsPerMetre) | 0) !== bucket) continue // a nearer walk moved it to an earlier bucket, already done
      const from = source[node]
      for (let arc = firstArc[node], end = firstArc[node + 1]; arc < end; arc++) {
        let previous = node
        let next = arcNode[arc]
        let there = here + arcMetres[arc]
        while (there <= limitMetres) {
          const known = metres[next]
          if (there > known || (there === known && source[next] <= from)) break
          if (known === Infinity) touched[touchedCount++] = next
          metres[next] = there
          source[next] = from
          const first = firstArc[next]
          const degree = firstArc[next + 1] - first
          if (degree === 2) {
            // Back to the node it came from (two edges side by side, a loop) a walk is never shorter: it ends there.
            const onward = arcNode[first] === previous ? first + 1 : first
            previous = next
            next = arcNode[onward]
            there += arcMetres[onward]
            continue
          }
          if (degree === 1) break
          const target = (there * bucketsPerMetre) | 0
          if (entryCount === entryNode.length) [entryNode, entryNext] = growEntries(work)
          entryNode[entryCount] = next
          entryNext[entryCount] = bucketHead[target]
          bucketHead[target] = entryCount++
          break
        }
      }
    }
  }
  work.touchedCount = touchedCount
}

/** Forgets the last search: touching every node it touched, or simply all where these are many. */
export function clearReach(work: ReachWorkspace): void {
  const { metres, source, touched, touchedCount } = work
  if (touchedCount * 4 > metres.length) {
    metres.fill(Infinity)
    source.fill(noSource)
  } else {
    for (let i = 0; i < touchedCount; i++) {
      metres[touched[i]] = Infinity
      source[touched[i]] = noSource
    }
  }
  work.touchedCount = 0
}

const bucketWidths = new WeakMap<Graph, number>()
const mostBuckets = 65_536

/**
 * How many buckets a metre has: a power of two, so that multiplying is dividing and truncating finds the bucket. Their
 * width follows the edges (a quarter to an eighth of their mean; the bench sees no difference from 4 to 32 m), for in
 * wide ones corrections multiply: a network whose lengths are kilometres by mistake must not take seconds.
 */
export function chooseBuckets(graph: Graph, limitMetres: number): number {
  let width = bucketWidths.get(graph)
  if (width === undefined) {
    width = graph.edgeMetres.reduce((sum, metres) => sum + metres, 0) / Math.max(1, graph.edgeCount) / 4
    bucketWidths.set(graph, width)
  }
  return 2 ** -Math.floor(Math.log2(Math.max(width, limitMetres / mostBuckets) || 1))
}

/** The heads of so many empty buckets. */
export function emptyBuckets(work: ReachWorkspace, bucketCount: number): Int32Array {
  if (work.bucketHead.length < bucketCount) work.bucketHead = new Int32Array(bucketCount)
  return work.bucketHead.fill(-1, 0, bucketCount)
}

/** Makes room for twice as many entries. */
export function growEntries(work: ReachWorkspace): [entryNode: Int32Array, entryNext: Int32Array] {
  const node = new Int32Array(work.entryNode.length * 2)
  const next = new Int32Array(work.entryNext.length * 2)
  node.set(work.entryNode)
  next.set(work.entryNext)
  work.entryNode = node
  work.entryNext = next
  return [node, next]
}
