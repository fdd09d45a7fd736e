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
  /** Bucket in which a node waits, -1 when it does not wait. */
  readonly waitingIn: Int32Array
  bucketHead: Int32Array
  entryNode: Int32Array
  entryNext: Int32Array
}

export const noSource = -1

/** Narrower buckets mean fewer corrections, wider ones fewer empty visits; 8 m suits street segments (see the bench). */
const bucketMetres = 8

export function createReachWorkspace(nodeCount: number): ReachWorkspace {
  return {
    metres: new Float64Array(nodeCount).fill(Infinity),
    source: new Int32Array(nodeCount).fill(noSource),
    touched: new Uint32Array(nodeCount),
    touchedCount: 0,
    waitingIn: new Int32Array(nodeCount).fill(-1),
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
 * one fixed point of metres[v] = min(metres[u] + arc), whatever the order. The loop stays in one piece: this is the
 * hottest code of the product.
 */
export function reach(graph: Graph, seeds: Iterable<Seed>, limitMetres: number, work: ReachWorkspace): void {
  clear(work)
  const { metres, source, touched, waitingIn } = work
  const { firstArc, arcNode, arcMetres } = graph
  const bucketCount = Math.floor(limitMetres / bucketMetres) + 1
  if (work.bucketHead.length < bucketCount) work.bucketHead = new Int32Array(bucketCount)
  const bucketHead = work.bucketHead.fill(-1, 0, bucketCount)
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
    const bucket = Math.floor(seed.metres / bucketMetres)
    if (waitingIn[node] !== bucket) {
      if (entryCount === entryNode.length) [entryNode, entryNext] = grow(work)
      entryNode[entryCount] = node
      entryNext[entryCount] = bucketHead[bucket]
      bucketHead[bucket] = entryCount++
      waitingIn[node] = bucket
    }
  }

  for (let bucket = 0; bucket < bucketCount; bucket++) {
    for (let entry = bucketHead[bucket]; entry !== -1; entry = bucketHead[bucket]) {
      bucketHead[bucket] = entryNext[entry]
      const node = entryNode[entry]
      if (waitingIn[node] !== bucket) continue // a nearer walk moved it to an earlier bucket, already done
      waitingIn[node] = -1
      const here = metres[node]
      const from = source[node]
      for (let arc = firstArc[node], end = firstArc[node + 1]; arc < end; arc++) {
        const next = arcNode[arc]
        const there = here + arcMetres[arc]
        if (there > limitMetres || there > metres[next]) continue
        if (there === metres[next] && source[next] <= from) continue
        if (metres[next] === Infinity) touched[touchedCount++] = next
        metres[next] = there
        source[next] = from
        const target = Math.floor(there / bucketMetres)
        if (waitingIn[next] === target) continue
        if (entryCount === entryNode.length) [entryNode, entryNext] = grow(work)
        entryNode[entryCount] = next
        entryNext[entryCount] = bucketHead[target]
        bucketHead[target] = entryCount++
        waitingIn[next] = target
      }
    }
  }
  work.touchedCount = touchedCount
}

function clear(work: ReachWorkspace): void {
  for (let i = 0; i < work.touchedCount; i++) {
    work.metres[work.touched[i]] = Infinity
    work.source[work.touched[i]] = noSource
  }
  work.touchedCount = 0
}

function grow(work: ReachWorkspace): [Int32Array, Int32Array] {
  const node = new Int32Array(work.entryNode.length * 2)
  const next = new Int32Array(work.entryNext.length * 2)
  node.set(work.entryNode)
  next.set(work.entryNext)
  work.entryNode = node
  work.entryNext = next
  return [node, next]
}
