import { seedsOf, snapPoints, travelOnNetwork, type PointArrays } from '../core/coverage/travel.ts'
import { inclusiveLimit, roundToMicrometre } from '../core/network/limits.ts'
import { buildGraph, type BuiltGraph } from '../core/network/build-graph.ts'
import type { Graph } from '../core/network/graph.ts'
import { createReachWorkspace, noSource, reach, type Seed } from '../core/network/reach.ts'
import { towardsSources } from '../core/network/slopes.ts'
import { networkFor } from '../core/network/walkers.ts'
import { InputRefused, refuse } from '../core/problems.ts'
import { readHeights } from '../network/files/geotiff-heights.ts'
import { readNodes, readPoints, type PointRow } from '../network/files/points.ts'
import { readRoads } from '../network/files/read-roads.ts'
import { walkerNotes } from '../network/walker-notes.ts'
import type { CommandAnswer } from './answer.ts'

export interface ReachOptions {
  roads: string
  sources: string
  /** The limit in metres on the flat. */
  limitMetres: number
  /** Where the limit was given in time: answers are seconds then. */
  metresPerSecond: number | undefined
  stepsFree?: boolean
  /** A GeoTIFF of heights, or `own` for those the roads came with. */
  dem?: string
  to?: string
  maxAccess: number
  format: 'csv' | 'json'
}

/** The speed of the profile `elder-15min`, a planning assumption: for limits in time that name none. */
export const elderMetresPerSecond = 0.8

/**
 * `yiquan reach`: the walk to the nearest source, for nodes of an edge list, for nodes on a map, or for given points.
 * Under slopes the direction counts: people walk to the sources, as they walk to facilities.
 */
export async function runReach(options: ReachOptions): Promise<CommandAnswer> {
  const { roads } = await readRoads(options.roads)
  const built = buildGraph(roads)
  const located = built.graph.segmentIndex.length > 0
  if (!located && options.to) throw notLocated('--to')
  if (!located && options.dem) throw notLocated('--dem')
  const graph = await walkedGraph(built.graph, options)
  const walk = options.metresPerSecond === undefined ? 'distance_m' : 'travel_s'
  if (!located) return print(options.format, ['node', walk], await reachNodes({ ...built, graph }, options))
  const sources = await readPoints(options.sources)
  if (options.to) return print(options.format, ['id', walk], await distancesTo(graph, sources, options.to, options))
  const snaps = snapPoints(graph, pointArrays(sources, options.maxAccess))
  sayUnsnapped(sources.filter((_, i) => !snaps[i]), options.maxAccess)
  const work = createReachWorkspace(graph.nodeCount)
  reach(towardsSources(graph), snaps.flatMap((snap, i) => (snap ? seedsOf(graph, snap, i) : [])), inclusiveLimit(options.limitMetres), work)
  const rows = reachedNodes(graph, work).map((node) => [
    roundDegrees(graph.nodeLon[node]),
    roundDegrees(graph.nodeLat[node]),
    answerOf(work.metres[node], options),
  ])
  return print(options.format, ['lon', 'lat', walk], rows)
}

/** The network as these walkers find it; what must be known about it goes to standard error. */
async function walkedGraph(graph: Graph, { dem, stepsFree }: ReachOptions): Promise<Graph> {
  if (dem === 'own' && graph.heights.length === 0) throw withoutHeights()
  const elevation = dem === undefined || dem === 'own' ? (dem ?? null) : await readHeights(dem)
  const walked = networkFor(graph, { stepsFree: stepsFree === true, elevation })
  const { slopes } = walked
  if (slopes && slopes.unknownMetres > 0 && slopes.unknownMetres >= slopes.lengthMetres * (1 - 1e-9)) throw demOutside(dem!)
  for (const { zh, en } of walkerNotes(walked)) process.stderr.write(`※ ${zh} / ${en}\n`)
  return walked.graph
}

/** Metres, or the seconds of a walk of so many metres on the flat; both to the millionth. */
function answerOf(metres: number, { metresPerSecond }: ReachOptions): number {
  return metresPerSecond === undefined ? roundToMicrometre(metres) : roundToMicrometre(roundToMicrometre(metres) / metresPerSecond)
}

/** The same walk that a coverage run takes, the sources being the facilities; null where the limit is not kept. */
async function distancesTo(graph: Graph, sources: PointRow[], file: string, options: ReachOptions): Promise<Cell[][]> {
  const targets = await readPoints(file)
  const facilities = { ...pointArrays(sources, options.maxAccess), limitMetres: new Float64Array(sources.length).fill(options.limitMetres) }
  const travel = travelOnNetwork(graph, facilities, pointArrays(targets, options.maxAccess))
  sayUnsnapped(travel.strandedFacilities.map((i) => sources[i]), options.maxAccess)
  sayUnsnapped(targets.filter((_, i) => Number.isNaN(travel.accessMetres[i])), options.maxAccess)
  return targets.map(({ id }, i) => [id, travel.travelMetres[i] < Infinity ? answerOf(travel.travelMetres[i], options) : null])
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
  reach(graph, seeds, inclusiveLimit(options.limitMetres), work)
  return reachedNodes(graph, work).map((node) => [nodeIds![node], answerOf(work.metres[node], options)])
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

function notLocated(option: '--to' | '--dem'): InputRefused {
  return refuse('NETWORK_WITHOUT_COORDINATES', `边表路网没有坐标，不能使用 ${option}`, `An edge list has no coordinates: ${option} cannot be used`, {
    fix: { zh: `去掉 ${option}，或改用带坐标的路网`, en: `Leave out ${option}, or use a network with coordinates` },
  })
}

function withoutHeights(): InputRefused {
  return refuse('NETWORK_WITHOUT_HEIGHTS', '路网没有自带高程，不能使用 --dem own', 'The roads carry no heights: --dem own cannot be used', {
    fix: { zh: '请用 --dem 给出高程 GeoTIFF', en: 'Give a GeoTIFF of heights with --dem' },
  })
}

function demOutside(file: string): InputRefused {
  return refuse('DEM_OUTSIDE', '路网范围内没有任何高程', 'The elevation model holds no height where the roads are', {
    value: file,
    fix: { zh: '请换用覆盖路网范围的高程数据', en: 'Use a model that covers the roads' },
  })
}
