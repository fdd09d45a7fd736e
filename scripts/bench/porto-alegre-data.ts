import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { buildGraph } from '../../server/core/network/build-graph.ts'
import type { Graph } from '../../server/core/network/graph.ts'
import { createRoadBuilder, type RoadInput } from '../../server/core/network/road-builder.ts'

const directory = new URL('../../test/oracles/fixtures/porto-alegre/', import.meta.url)

export const sourceCounts = [10, 100, 1000] as const
export const limitMetres = 1000

export interface EdgeRow {
  u: number
  v: number
  lengthMetres: number
}

/** The walking network of the test fixture; node labels are 0, 1, 2 … in the order of `nodes`. */
export interface PortoAlegre {
  nodes: { lon: number; lat: number }[]
  edges: EdgeRow[]
  /** Node labels of the sources by their number. */
  sources: Record<(typeof sourceCounts)[number], number[]>
}

export function readPortoAlegre(): PortoAlegre {
  return {
    nodes: rows('nodes.csv.gz').map(([, lon, lat]) => ({ lon, lat })),
    edges: rows('edges.csv.gz').map(([, u, v, lengthMetres]) => ({ u, v, lengthMetres })),
    sources: { 10: sources(10), 100: sources(100), 1000: sources(1000) },
  }
}

/** The roads as an adapter would hand them over; the given lengths are kept. */
export function toRoads({ nodes, edges }: PortoAlegre): RoadInput {
  const builder = createRoadBuilder({ keepNodeIds: true })
  nodes.forEach(({ lon, lat }, label) => builder.node(lon, lat, String(label)))
  for (const { u, v, lengthMetres } of edges) builder.edge(u, v, { lengthMetres })
  return builder.finish()
}

/** The packed network, and the graph's node of a label. */
export function openPortoAlegre(): { data: PortoAlegre; graph: Graph; nodeOf(label: number): number } {
  const data = readPortoAlegre()
  const { graph, nodeIds } = buildGraph(toRoads(data))
  const indexOf = new Map(nodeIds!.map((id, index) => [Number(id), index]))
  return { data, graph, nodeOf: (label) => indexOf.get(label)! }
}

export function portoAlegreFile(name: string): string {
  return fileURLToPath(new URL(name, directory))
}

function sources(count: number): number[] {
  return rows(`sources_${count}.csv`).map(([, node]) => node)
}

function rows(name: string): number[][] {
  const bytes = readFileSync(portoAlegreFile(name))
  const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  return text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number))
}
