import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { buildGraph } from '../../server/core/network/build-graph.ts'
import { inclusiveLimit } from '../../server/core/network/limits.ts'
import { reachImproving } from '../../server/core/network/reach-improving.ts'
import { createReachWorkspace, reach, type ReachWorkspace } from '../../server/core/network/reach.ts'
import { readRoads } from '../../server/network/files/read-roads.ts'

export function portoAlegreFile(name: string): string {
  return fileURLToPath(new URL(`fixtures/porto-alegre/${name}`, import.meta.url))
}

/** The rows of one of the fixture's tables, without the header; cells as texts. */
export function portoAlegreRows(name: string): string[][] {
  const bytes = readFileSync(portoAlegreFile(name))
  const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  return text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
}

/** Labels of the nodes that are sources. */
export function portoAlegreSources(count: 10 | 100 | 1000): string[] {
  return portoAlegreRows(`sources_${count}.csv`).map(([, node]) => node)
}

export interface Walked {
  /** Metres by node label, of the nodes within the limit. */
  metres: Map<string, number>
  /** Label of the nearest source by node label. */
  nearest: Map<string, string>
}

/** The network of the fixture's edge list, and a question to our engine in the fixture's labels. */
export async function openPortoAlegre() {
  const { graph, nodeIds } = buildGraph((await readRoads(portoAlegreFile('edges.csv.gz'))).roads)
  const labels = nodeIds!
  const indexOf = new Map(labels.map((label, index) => [label, index]))
  const work: ReachWorkspace = createReachWorkspace(graph.nodeCount)

  function walk(sources: readonly string[], limitMetres: number): Walked {
    const seeds = sources.map((label, source) => ({ node: indexOf.get(label)!, metres: 0, source }))
    reach(graph, seeds, inclusiveLimit(limitMetres), work)
    const touched = Array.from(work.touched.subarray(0, work.touchedCount))
    return {
      metres: new Map(touched.map((node) => [labels[node], work.metres[node]])),
      nearest: new Map(touched.map((node) => [labels[node], sources[work.source[node]]])),
    }
  }

  /** Doubles of every node in the graph's order: those of the sources, and where one more source has a shorter walk. */
  function improve(sources: readonly string[], candidate: string, limitMetres: number) {
    reach(graph, sources.map((label, source) => ({ node: indexOf.get(label)!, metres: 0, source })), inclusiveLimit(limitMetres), work)
    const baseline = work.metres.slice()
    reachImproving(graph, [{ node: indexOf.get(candidate)!, metres: 0, source: 0 }], inclusiveLimit(limitMetres), baseline, work)
    return { baseline, improved: work.metres.slice() }
  }
  return { graph, labels, walk, improve }
}
