import type { Graph } from './graph.ts'
import { chooseBuckets, clearReach, emptyBuckets, growEntries, type ReachWorkspace, type Seed } from './reach.ts'

/**
 * What further sources would improve: a dragged pin. Afterwards `work.metres[i]` is the walk to node i from the nearest
 * seed where that is shorter than `baselineMetres[i]`, and Infinity everywhere else; `work.touched` are the improved
 * nodes. min(baseline, work.metres) is to the last bit what `reach` finds from the old and the new seeds together.
 *
 * Only improved nodes are visited, so a pin costs what it changes: where the old sources are as near, everything beyond
 * is at least as near to them. That needs a baseline whose own limit was not shorter than `limitMetres` (Infinity where
 * not reached, as `reach` leaves it). Equally near nodes stay with the baseline.
 */
export function reachImproving(
  graph: Graph,
  seeds: Iterable<Seed>,
  limitMetres: number,
  baselineMetres: Float64Array,
  work: ReachWorkspace,
): void {
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
    if (!(seed.metres <= limitMetres && seed.metres < baselineMetres[node])) continue
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

  // The loop of `reach`, with one more reason to end a walk; see there.
  for (let bucket = 0; bucket < bucketCount; bucket++) {
    for (let entry = bucketHead[bucket]; entry !== -1; entry = bucketHead[bucket]) {
      bucketHead[bucket] = entryNext[entry]
      const node = entryNode[entry]
      const here = metres[node]
      if (((here * bucketsPerMetre) | 0) !== bucket) continue
      const from = source[node]
      for (let arc = firstArc[node], end = firstArc[node + 1]; arc < end; arc++) {
        let previous = node
        let next = arcNode[arc]
        let there = here + arcMetres[arc]
        while (there <= limitMetres && there < baselineMetres[next]) {
          const known = metres[next]
          if (there > known || (there === known && source[next] <= from)) break
          if (known === Infinity) touched[touchedCount++] = next
          metres[next] = there
          source[next] = from
          const first = firstArc[next]
          const degree = firstArc[next + 1] - first
          if (degree === 2) {
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
