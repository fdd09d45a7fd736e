import { createRoadBuilder, type RoadClass, type RoadInput } from '../../core/network/road-builder.ts'
import { refuse } from '../../core/problems.ts'
import { createStreetPairs, readLineString, type Street } from './graphml-street.ts'
import { judge, listedValues } from './listed-tags.ts'
import {
  countSkipped,
  createProblemList,
  createReport,
  isGeographicCrs,
  isOnGlobe,
  outOfRange,
  type ProblemList,
  type ReadOptions,
  type RoadReport,
  type RoadsRead,
} from './road-report.ts'
import type { RoadSource } from './road-source.ts'
import { parseXml } from './xml-stream.ts'

export interface GraphmlOptions extends ReadOptions {
  /** Keep streets nobody may walk on: for checking the file against its maker's counts. */
  keepAll?: boolean
}

interface KeptStreet extends Street {
  roadClass: RoadClass
  steps: boolean
}

/** Reads an OSMnx GraphML: its nodes, and each street once though the file lists it in both directions. */
export async function readGraphml(source: RoadSource, options: GraphmlOptions = {}): Promise<RoadsRead> {
  const report = createReport('graphml')
  const problems = createProblemList()
  const nodes = new Map<string, [lon: number, lat: number]>()
  const streets: KeptStreet[] = []
  const pairs = createStreetPairs()
  let row = 0
  let listed = 0

  await parseGraph(source, options, {
    graph: (data) => refuseProjected(data.get('crs')),
    node: (id, data) => nodes.set(id, [degreesOf(data, 'x', 'lon'), degreesOf(data, 'y', 'lat')]),
    edge(from, to, data, directed) {
      row++
      const shape = readLineString(data.get('geometry'), row, problems)
      const street = { from, to, osmids: data.get('osmid') ?? '', shape }
      if (directed && pairs.isReverseOfEarlier(street)) return
      report.ways++
      const tags = tagsOf(data)
      if (tags.highway.length > 1) listed++
      const verdict = judge(tags)
      if (verdict.walkable) report.walkableWays++
      else countSkipped(report, 'notWalkable')
      if (verdict.walkable || options.keepAll) streets.push({ ...street, ...verdict })
    },
  })
  if (listed > 0) report.assumptions.push(listedAssumption(listed))
  const roads = build(nodes, streets, report, problems)
  problems.throwIfAny()
  return { roads, report }
}

type GraphData = Map<string, string>

interface GraphHandlers {
  graph(data: GraphData): void
  node(id: string, data: GraphData): void
  edge(from: string, to: string, data: GraphData, directed: boolean): void
}

/** Attributes are found by `attr.name`: OSMnx numbers the key ids anew in every file. */
const attributesAsked = new Set([
  'x',
  'y',
  'lon',
  'lat',
  'crs',
  'osmid',
  'geometry',
  'highway',
  'foot',
  'access',
  'route',
])

async function parseGraph(source: RoadSource, options: ReadOptions, handlers: GraphHandlers): Promise<void> {
  const nameOfKey = new Map<string, string>()
  const graphData: GraphData = new Map()
  let directed = true
  let element: { name: string; attributes: Record<string, string>; data: GraphData } | undefined
  let dataName: string | undefined
  let text = ''
  let rootSeen = false

  function open(name: string, attributes: Record<string, string>): void {
    if (!rootSeen && name !== 'graphml') throw notGraphml(name)
    rootSeen = true
    if (name === 'key') nameOfKey.set(attributes.id ?? '', attributes['attr.name'] ?? attributes.id ?? '')
    else if (name === 'graph') directed = attributes.edgedefault !== 'undirected'
    else if (name === 'node' || name === 'edge') element = { name, attributes, data: new Map() }
    else if (name === 'data') {
      const asked = nameOfKey.get(attributes.key ?? '')
      dataName = asked !== undefined && attributesAsked.has(asked) ? asked : undefined
      text = ''
    }
  }

  function close(name: string): void {
    if (name === 'data' && dataName !== undefined) {
      const data = element ? element.data : graphData
      data.set(dataName, text.trim())
      dataName = undefined
    } else if (element && name === element.name) {
      const { attributes, data } = element
      if (name === 'node') handlers.node(attributes.id ?? '', data)
      else
        handlers.edge(
          attributes.source ?? '',
          attributes.target ?? '',
          data,
          attributes.directed ? attributes.directed === 'true' : directed,
        )
      element = undefined
    } else if (name === 'graph') handlers.graph(graphData)
  }

  const keepText = (piece: string) => {
    if (dataName !== undefined) text += piece
  }
  await parseXml(source, { open, close, text: keepText }, options)
}

function build(
  nodes: Map<string, [number, number]>,
  streets: KeptStreet[],
  report: RoadReport,
  problems: ProblemList,
): RoadInput {
  const builder = createRoadBuilder({ keepNodeIds: true })
  const indexOfNode = new Map<string, number>()
  for (const street of streets) {
    const from = nodeIndex(street.from)
    const to = nodeIndex(street.to)
    if (from === undefined || to === undefined) {
      countSkipped(report, 'missingNodes')
      continue
    }
    const shape = interiorFrom(street.shape, nodes.get(street.from), nodes.get(street.to))
    builder.edge(from, to, { roadClass: street.roadClass, steps: street.steps, shape })
  }
  countSkipped(report, 'unusedNodes', nodes.size - indexOfNode.size)
  return builder.finish()

  function nodeIndex(id: string): number | undefined {
    const known = indexOfNode.get(id)
    if (known !== undefined) return known
    const place = nodes.get(id)
    if (!place || Number.isNaN(place[0]) || Number.isNaN(place[1])) return undefined
    if (!isOnGlobe(place[0], place[1])) {
      problems.add(outOfRange({ zh: `节点 ${id} `, en: `Node ${id}` }, place[0], place[1]))
    }
    const index = builder.node(place[0], place[1], id)
    indexOfNode.set(id, index)
    return index
  }
}

/** Interior points in the edge's own direction: undirected files may draw a street from its far end. */
function interiorFrom(shape: number[], from?: [number, number], to?: [number, number]): number[] {
  if (shape.length < 6 || !from || !to) return []
  const straight = Math.hypot(shape[0] - from[0], shape[1] - from[1])
  const flipped = Math.hypot(shape[0] - to[0], shape[1] - to[1])
  const interior = shape.slice(2, -2)
  if (straight <= flipped) return interior
  const reversed: number[] = []
  for (let i = interior.length - 2; i >= 0; i -= 2) reversed.push(interior[i], interior[i + 1])
  return reversed
}

function tagsOf(data: GraphData) {
  return {
    highway: listedValues(data.get('highway')),
    foot: listedValues(data.get('foot')),
    access: listedValues(data.get('access')),
    route: listedValues(data.get('route')),
  }
}

function degreesOf(data: GraphData, name: string, otherName: string): number {
  const text = data.get(name) ?? data.get(otherName)
  return text ? Number(text) : NaN
}

function refuseProjected(crs: string | undefined): void {
  if (!crs || isGeographicCrs(crs)) return
  throw refuse('CRS_UNSUPPORTED', '路网不是经纬度坐标', 'The network is not in longitude and latitude', {
    value: crs.slice(0, 200),
    fix: { zh: '请以 EPSG:4326 或 EPSG:4490 重新保存', en: 'Save it again in EPSG:4326 or EPSG:4490' },
  })
}

function listedAssumption(count: number) {
  return {
    zh: `${count} 条合并路段含多种道路类型：其中有一种可步行即视为可步行，含台阶即视为台阶`,
    en: `${count} merged streets list several road types: walkable if any is, stairs if any is`,
  }
}

function notGraphml(root: string) {
  return refuse('ROADS_FORMAT_UNKNOWN', `这不是 GraphML 文件（根元素为 ${root}）`, `Not GraphML (its root is ${root})`)
}
