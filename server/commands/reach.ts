import { seedsOf, snapPoints, travelOnNetwork, type PointArrays } from '../core/coverage/travel.ts'
import { inclusiveLimit, roundToMicrometre } from '../core/network/limits.ts'
import { buildGraph, type BuiltGraph } from '../core/network/build-graph.ts'
import type { Graph } from '../core/network/graph.ts'
import { createReachWorkspace, noSource, reach, type Seed } from '../core/network/reach.ts'
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
  const sources = await readPoints(options.sources)
  if (options.to) return print(options.format, ['id', 'distance_m'], await distancesTo(graph, sources, options.to, options))
  const snaps = snapPoints(graph, pointArrays(sources, options.maxAccess))
  sayUnsnapped(sources.filter((_, i) => !snaps[i]), options.maxAccess)
  const work = createReachWorkspace(graph.nodeCount)
  reach(graph, snaps.flatMap((snap, i) => (snap ? seedsOf(graph, snap, i) : [])), inclusiveLimit(options.limit), work)
  const rows = reachedNodes(graph, work).map((node) => [
    roundDegrees(graph.nodeLon[node]),
    roundDegrees(graph.nodeLat[node]),
    roundToMicrometre(work.metres[node]),
  ])
  return print(options.format, ['lon', 'lat', 'distance_m'], rows)
}

/** The same walk that a coverage run takes, the sources being the facilities; null where the limit is not kept. */
async function distancesTo(graph: Graph, sources: PointRow[], file: string, options: ReachOptions): Promise<Cell[][]> {
  const targets = await readPoints(file)
  const facilities = { ...pointArrays(sources, options.maxAccess), limitMetres: new Float64Array(sources.length).fill(options.limit) }
  const travel = travelOnNetwork(graph, facilities, pointArrays(targets, options.maxAccess))
  sayUnsnapped(travel.strandedFacilities.map((i) => sources[i]), options.maxAccess)
  sayUnsnapped(targets.filter((_, i) => Number.isNaN(travel.accessMetres[i])), options.maxAccess)
  return targets.map(({ id }, i) => [id, travel.travelMetres[i] < Infinity ? travel.travelMetres[i] : null])
}

function pointArrays(points: PointRow[], maxAccessMetres: number): PointArrays {
  return {
    lon: Float64Array.from(points, ({ lon }) => lon),
    lat: Float64Array.from(points, ({ lat }) => lat),
    maxAccessMetres: new Float64Array(points.length).fill(maxAccessMetres),
  }
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
function sayUnsnapped(missing: PointRow[], maxAccessMetres: number): void {
  if (missing.length === 0) return
  const names = missing.map(({ id }) => id).join(', ')
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
