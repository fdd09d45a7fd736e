import { seedsOf } from '../core/coverage/travel.ts'
import { inclusiveLimit, roundToMicrometre } from '../core/network/limits.ts'
import { buildGraph, type BuiltGraph } from '../core/network/build-graph.ts'
import type { Graph } from '../core/network/graph.ts'
import { createReachWorkspace, noSource, reach, type Seed } from '../core/network/reach.ts'
import { snapToNetwork, type Snap } from '../core/network/snap.ts'
import { InputRefused } from '../core/problems.ts'
import { readNodes, readPoints, type PointRow } from '../network/files/points.ts'
import { readRoads } from '../network/files/read-roads.ts'
import type { CommandAnswer } from './answer.ts'

export interface ReachOptions {
  roads: string
  sources: string
  limit: number
  to?: string
  maxAccess: number
  format: 'csv' | 'json'
}

/** `yiquan reach`: distance to the nearest source, for nodes of an edge list, for nodes on a map, or for given points. */
export async function runReach(options: ReachOptions): Promise<CommandAnswer> {
  const { roads } = await readRoads(options.roads)
  const built = buildGraph(roads)
  const located = built.graph.segmentIndex.length > 0
  if (!located) {
    if (options.to) throw notLocated()
    return print(options.format, ['node', 'distance_m'], await reachNodes(built, options))
  }
  const { graph } = built
  const sources = snapPoints(graph, await readPoints(options.sources), options.maxAccess)
  const limit = inclusiveLimit(options.limit)
  const work = createReachWorkspace(graph.nodeCount)
  reach(graph, sources.flatMap(({ snap }, i) => (snap ? seedsOf(graph, snap, i) : [])), limit, work)
  await sayUnsnapped(sources, options.maxAccess)
  if (options.to) {
    const targets = snapPoints(graph, await readPoints(options.to), options.maxAccess)
    await sayUnsnapped(targets, options.maxAccess)
    const rows = targets.map(({ point, snap }) => [point.id, snap ? distanceTo(graph, work.metres, snap, sources, limit) : null])
    return print(options.format, ['id', 'distance_m'], rows)
  }
  const rows = reachedNodes(graph, work).map((node) => [
    roundDegrees(graph.nodeLon[node]),
    roundDegrees(graph.nodeLat[node]),
    roundToMicrometre(work.metres[node]),
  ])
  return print(options.format, ['lon', 'lat', 'distance_m'], rows)
}

async function reachNodes({ graph, nodeIds }: BuiltGraph, options: ReachOptions): Promise<Cell[][]> {
  const indexOf = new Map(nodeIds!.map((id, index) => [id, index]))
  const rows = await readNodes(options.sources)
  const unknown = rows.filter(({ node }) => !indexOf.has(node))
  if (unknown.length > 0) {
    throw new InputRefused(
      unknown.slice(0, 1000).map(({ node, row }) => ({
        code: 'NODE_UNKNOWN',
        severity: 'error',
        row,
        column: 'node',
        value: node,
        message: { zh: '路网中没有这个节点', en: 'The network has no such node' },
      })),
    )
  }
  const work = createReachWorkspace(graph.nodeCount)
  const seeds: Seed[] = rows.map(({ node }, source) => ({ node: indexOf.get(node)!, metres: 0, source }))
  reach(graph, seeds, inclusiveLimit(options.limit), work)
  return reachedNodes(graph, work).map((node) => [nodeIds![node], roundToMicrometre(work.metres[node])])
}

interface SnappedPoint {
  point: PointRow
  snap: Snap | undefined
}

function snapPoints(graph: Graph, points: PointRow[], maxAccessMetres: number): SnappedPoint[] {
  return points.map((point) => ({ point, snap: snapToNetwork(graph, point.lon, point.lat, maxAccessMetres) }))
}

/** Through either end of the edge, or along it where a source stands on the same one; null beyond the limit. */
function distanceTo(graph: Graph, metres: Float64Array, snap: Snap, sources: SnappedPoint[], limit: number): number | null {
  let best = Math.min(metres[graph.edgeFrom[snap.edge]] + snap.fromMetres, metres[graph.edgeTo[snap.edge]] + snap.toMetres)
  for (const { snap: source } of sources) {
    if (source?.edge === snap.edge) best = Math.min(best, source.accessMetres + Math.abs(source.fromMetres - snap.fromMetres))
  }
  const whole = best + snap.accessMetres
  return whole <= limit ? roundToMicrometre(whole) : null
}

function reachedNodes(graph: Graph, work: { metres: Float64Array; source: Int32Array }): number[] {
  return Array.from({ length: graph.nodeCount }, (_, node) => node).filter((node) => work.source[node] !== noSource)
}

/** Nine decimals (0.1 mm) leave out the noise of binary fractions: 113.9970190, not 113.99701900000001. */
function roundDegrees(degrees: number): number {
  return Math.round(degrees * 1e9) / 1e9
}

type Cell = string | number | null

function print(format: ReachOptions['format'], header: string[], rows: Cell[][]): CommandAnswer {
  if (format === 'json') {
    const objects = rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i]])))
    return { output: `${JSON.stringify(objects)}\n`, exitCode: 0 }
  }
  const lines = [header.join(','), ...rows.map((row) => row.map(csvField).join(','))]
  return { output: `${lines.join('\n')}\n`, exitCode: 0 }
}

function csvField(value: Cell): string {
  if (value === null) return ''
  const text = String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Never silently dropped: who could not join the network is named on standard error. */
async function sayUnsnapped(points: SnappedPoint[], maxAccessMetres: number): Promise<void> {
  const missing = points.filter(({ snap }) => !snap)
  if (missing.length === 0) return
  const names = missing.map(({ point }) => point.id).join(', ')
  process.stderr.write(
    `${maxAccessMetres} m 以内没有可步行的道路，不可达 / no walkable road within ${maxAccessMetres} m, unreached: ${names}\n`,
  )
}

function notLocated(): InputRefused {
  return new InputRefused([
    {
      code: 'NETWORK_WITHOUT_COORDINATES',
      severity: 'error',
      message: { zh: '边表路网没有坐标，不能使用 --to', en: 'An edge list has no coordinates: --to cannot be used' },
      fix: { zh: '去掉 --to，或改用带坐标的路网', en: 'Leave out --to, or use a network with coordinates' },
    },
  ])
}
