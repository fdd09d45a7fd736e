import { createRoadBuilder, roadClasses, type RoadBuilder, type RoadInput } from '../../core/network/road-builder.ts'
import { isWalkable, roadClassOf, type RoadTags } from '../../core/network/walkable.ts'
import { InputRefused, refuse, type Problem } from '../../core/problems.ts'
import { createNumberList } from './number-list.ts'
import { countSkipped, isOnGlobe, outOfRange, type RoadReport } from './road-report.ts'

/**
 * Turns OSM ways and nodes, in whatever order they come, into roads: every node of a walkable way is a graph node,
 * each consecutive pair an edge. Ids are numbers: OSM's are far below 2^53.
 */
export interface OsmRoads {
  way(refs: ArrayLike<number>, tags: RoadTags): void
  /** Where a node lies, in degrees. Nodes that no walkable way uses may be given, at the cost of memory. */
  node(id: number, lon: number, lat: number): void
  /** After all ways: whether any walkable way uses the node. */
  createNodeFilter(): (id: number) => boolean
  finish(): RoadInput
}

/** Beyond this many way nodes (several provinces) the arrays would no longer fit an office machine. */
const maxWayNodes = 100_000_000

export function createOsmRoads(report: RoadReport): OsmRoads {
  const refs = createNumberList(Float64Array)
  const wayOffset = createNumberList(Uint32Array)
  const wayClass = createNumberList(Uint8Array)
  const nodeId = createNumberList(Float64Array)
  const nodeLon = createNumberList(Float64Array)
  const nodeLat = createNumberList(Float64Array)

  return {
    way(wayRefs, tags) {
      if (!tags.highway) return countSkipped(report, 'withoutHighwayTag')
      report.ways++
      if (!isWalkable(tags)) return countSkipped(report, 'notWalkable')
      report.walkableWays++
      wayOffset.push(refs.length)
      wayClass.push(roadClasses.indexOf(roadClassOf(tags)))
      for (let i = 0; i < wayRefs.length; i++) refs.push(wayRefs[i])
      if (refs.length > maxWayNodes) throw tooManyNodes()
    },
    node(id, lon, lat) {
      nodeId.push(id)
      nodeLon.push(lon)
      nodeLat.push(lat)
    },
    createNodeFilter() {
      const wanted = sortedUnique(refs.view())
      return (id) => rankOf(wanted, id) >= 0
    },
    finish() {
      wayOffset.push(refs.length)
      const ids = sortedUnique(refs.view())
      const places = placeNodes(ids, nodeId.view(), nodeLon.view(), nodeLat.view())
      return connect(ids, places, { refs: refs.view(), wayOffset: wayOffset.view(), wayClass: wayClass.view() }, report)
    },
  }
}

interface Ways {
  refs: Float64Array
  wayOffset: Uint32Array
  wayClass: Uint8Array
}

interface Places {
  lon: Float64Array
  lat: Float64Array
}

/**
 * A node that the file lacks breaks its way: joining the neighbours would invent a road across the gap.
 *
 *     a ── b    (c missing)    d ── e      edges a–b and d–e, none b–d
 */
function connect(ids: Float64Array, places: Places, ways: Ways, report: RoadReport): RoadInput {
  const builder = createRoadBuilder({ keepNodeIds: true })
  const indexOfRank = new Int32Array(ids.length).fill(-1)
  const missing = new Set<number>()
  let cutWays = 0
  for (let way = 0; way < ways.wayClass.length; way++) {
    const details = edgeDetails(ways.wayClass[way])
    let previous = -1
    let isCut = false
    let edges = 0
    for (let i = ways.wayOffset[way]; i < ways.wayOffset[way + 1]; i++) {
      const rank = rankOf(ids, ways.refs[i])
      if (Number.isNaN(places.lon[rank])) {
        missing.add(ids[rank])
        isCut = true
        previous = -1
        continue
      }
      if (previous >= 0 && rank !== previous) {
        builder.edge(nodeOf(previous), nodeOf(rank), details)
        edges++
      }
      previous = rank
    }
    if (isCut) cutWays++
    if (edges === 0) countSkipped(report, 'tooFewNodes')
  }
  if (missing.size > 0) report.warnings.push(missingNodes(missing, cutWays))
  return builder.finish()

  /** Nodes are numbered as edges first need them: neighbours in space become neighbours in memory. */
  function nodeOf(rank: number): number {
    if (indexOfRank[rank] < 0) indexOfRank[rank] = addNode(builder, ids[rank], places.lon[rank], places.lat[rank])
    return indexOfRank[rank]
  }
}

function addNode(builder: RoadBuilder, id: number, lon: number, lat: number): number {
  if (!isOnGlobe(lon, lat)) {
    throw new InputRefused([outOfRange({ zh: `节点 ${id} `, en: `Node ${id}` }, lon, lat)])
  }
  return builder.node(lon, lat, String(id))
}

function edgeDetails(classIndex: number) {
  const roadClass = roadClasses[classIndex]
  return { roadClass, steps: roadClass === 'steps' }
}

/** Coordinates by rank in `ids`; NaN where the file never gave the node. */
function placeNodes(ids: Float64Array, nodeId: Float64Array, nodeLon: Float64Array, nodeLat: Float64Array): Places {
  const lon = new Float64Array(ids.length).fill(NaN)
  const lat = new Float64Array(ids.length).fill(NaN)
  for (let i = 0; i < nodeId.length; i++) {
    const rank = rankOf(ids, nodeId[i])
    if (rank < 0) continue
    lon[rank] = nodeLon[i]
    lat[rank] = nodeLat[i]
  }
  return { lon, lat }
}

function sortedUnique(values: Float64Array): Float64Array {
  const sorted = values.slice().sort()
  let size = 0
  for (let i = 0; i < sorted.length; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[size++] = sorted[i]
  }
  return sorted.subarray(0, size)
}

/** Place of `id` in the sorted array, or −1. */
function rankOf(sorted: Float64Array, id: number): number {
  let low = 0
  let high = sorted.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const value = sorted[middle]
    if (value === id) return middle
    if (value < id) low = middle + 1
    else high = middle - 1
  }
  return -1
}

function missingNodes(missing: Set<number>, cutWays: number): Problem {
  const examples = [...missing].slice(0, 5).join(', ')
  return {
    code: 'OSM_MISSING_NODE',
    severity: 'warning',
    message: {
      zh: `${cutWays} 条道路引用了文件中没有的 ${missing.size} 个节点，已在缺失处断开，未跨越连接`,
      en: `${cutWays} ways use ${missing.size} nodes that the file lacks; they were cut there, never joined across`,
    },
    fix: {
      zh: '通常是按范围裁剪所致；如断在县界内，请导出更大的范围',
      en: 'Usually the edge of an extract; if it falls inside the county, export a larger area',
    },
    value: examples,
  }
}

function tooManyNodes(): InputRefused {
  return refuse('ROADS_TOO_LARGE', '道路节点超过一亿个，请裁剪范围', 'More than 100 million road nodes: cut the area', {
    fix: { zh: '请裁剪到本县及周边范围后再导入', en: 'Cut the file to the county and its surroundings' },
  })
}
