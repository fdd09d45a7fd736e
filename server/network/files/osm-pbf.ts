import { dataBlobs } from './osm-pbf-blobs.ts'
import { createOsmRoads, type OsmRoads } from './osm-roads.ts'
import { pbfCorrupt, ProtobufReader } from './protobuf-reader.ts'
import { createReport, type ReadOptions, type RoadsRead } from './road-report.ts'
import { defaultMaxBytes, type RoadSource } from './road-source.ts'

/**
 * Reads OSM PBF in two passes: first the ways, then only the nodes that walkable ways use. A province's buildings
 * and rivers, nine nodes in ten, are thus never held in memory.
 */
export async function readOsmPbf(source: RoadSource, options: ReadOptions = {}): Promise<RoadsRead> {
  const report = createReport('osm-pbf')
  const roads = createOsmRoads(report)
  const maxBytes = options.maxBytes ?? defaultMaxBytes
  const blobsWithNodes = new Set<number>()
  for await (const blob of dataBlobs(source, maxBytes)) {
    if (readWays(openBlock(blob.open()), roads)) blobsWithNodes.add(blob.index)
  }
  const isWanted = roads.createNodeFilter()
  for await (const blob of dataBlobs(source, maxBytes)) {
    if (blobsWithNodes.has(blob.index)) readNodes(openBlock(blob.open()), roads, isWanted)
  }
  return { roads: roads.finish(), report }
}

/** A primitive block, its parts found but not yet read: scale and offsets may stand after the data they govern. */
interface Block {
  groups: Uint8Array[]
  string(index: number): string
  /** Nanodegrees a unit. */
  granularity: number
  latOffset: number
  lonOffset: number
}

/** Forgiving, because only a few plain words are compared: a broken character in a name harms nothing. */
const textDecoder = new TextDecoder('utf-8')

function openBlock(bytes: Uint8Array): Block {
  const message = new ProtobufReader(bytes)
  let strings: Uint8Array[] = []
  const decoded: string[] = []
  const block: Block = {
    groups: [],
    string(index) {
      if (index >= strings.length)
        throw pbfCorrupt('标签引用了不存在的文字', 'a tag refers to a text that is not there')
      return (decoded[index] ??= textDecoder.decode(strings[index]))
    },
    granularity: 100,
    latOffset: 0,
    lonOffset: 0,
  }
  for (let field = message.field(); field; field = message.field()) {
    if (field === 1) strings = readStrings(message.message())
    else if (field === 2) block.groups.push(message.data())
    else if (field === 17) block.granularity = message.varint()
    else if (field === 19) block.latOffset = message.int64()
    else if (field === 20) block.lonOffset = message.int64()
    else message.skip()
  }
  return block
}

function readStrings(table: ProtobufReader): Uint8Array[] {
  const strings: Uint8Array[] = []
  for (let field = table.field(); field; field = table.field()) {
    if (field === 1) strings.push(table.data())
    else table.skip()
  }
  return strings
}

/** @returns whether the block also holds nodes, which the second pass then reads. */
function readWays(block: Block, roads: OsmRoads): boolean {
  let hasNodes = false
  for (const bytes of block.groups) {
    const group = new ProtobufReader(bytes)
    for (let field = group.field(); field; field = group.field()) {
      if (field === 3) {
        readWay(group.message(), block, roads)
        continue
      }
      if (field === 1 || field === 2) hasNodes = true
      group.skip()
    }
  }
  return hasNodes
}

function readWay(message: ProtobufReader, block: Block, roads: OsmRoads): void {
  const keys: number[] = []
  const values: number[] = []
  const refs: number[] = []
  let ref = 0
  for (let field = message.field(); field; field = message.field()) {
    if (field === 2) readIndices(message.message(), keys)
    else if (field === 3) readIndices(message.message(), values)
    else if (field === 8) {
      const list = message.message()
      while (!list.done) {
        ref += list.signedVarint()
        if (!Number.isSafeInteger(ref)) throw badId()
        refs.push(ref)
      }
    } else message.skip()
  }
  if (keys.length !== values.length)
    throw pbfCorrupt('标签的键和值数目不等', 'a way has more tag keys than values, or fewer')
  roads.way(refs, readTags(keys, values, block))
}

function readIndices(list: ProtobufReader, into: number[]): void {
  while (!list.done) into.push(list.varint())
}

function readTags(keys: number[], values: number[], block: Block): Record<string, string> {
  const tags: Record<string, string> = {}
  for (let i = 0; i < keys.length; i++) {
    const key = block.string(keys[i])
    const value = block.string(values[i])
    if (tagsAsked.has(key)) tags[key] = value
  }
  return tags
}

/** What `isWalkable` and `roadClassOf` look at. */
const tagsAsked = new Set(['highway', 'foot', 'access', 'route'])

function readNodes(block: Block, roads: OsmRoads, isWanted: (id: number) => boolean): void {
  for (const bytes of block.groups) {
    const group = new ProtobufReader(bytes)
    for (let field = group.field(); field; field = group.field()) {
      if (field === 1) readNode(group.message(), block, roads, isWanted)
      else if (field === 2) readDenseNodes(group.message(), block, roads, isWanted)
      else group.skip()
    }
  }
}

function readNode(message: ProtobufReader, block: Block, roads: OsmRoads, isWanted: (id: number) => boolean): void {
  let id = NaN
  let lat = NaN
  let lon = NaN
  for (let field = message.field(); field; field = message.field()) {
    if (field === 1) id = message.signedVarint()
    else if (field === 8) lat = message.signedVarint()
    else if (field === 9) lon = message.signedVarint()
    else message.skip()
  }
  if (!Number.isSafeInteger(id)) throw badId()
  if (isWanted(id)) placeNode(id, lat, lon, block, roads)
}

/** Dense nodes are three lists of differences side by side; they are walked in step, without copies. */
function readDenseNodes(
  message: ProtobufReader,
  block: Block,
  roads: OsmRoads,
  isWanted: (id: number) => boolean,
): void {
  let ids: ProtobufReader | undefined
  let lats: ProtobufReader | undefined
  let lons: ProtobufReader | undefined
  for (let field = message.field(); field; field = message.field()) {
    if (field === 1) ids = message.message()
    else if (field === 8) lats = message.message()
    else if (field === 9) lons = message.message()
    else message.skip()
  }
  if (!ids && !lats && !lons) return
  if (!ids || !lats || !lons) throw unevenLists()
  let id = 0
  let lat = 0
  let lon = 0
  while (!ids.done) {
    if (lats.done || lons.done) throw unevenLists()
    id += ids.signedVarint()
    lat += lats.signedVarint()
    lon += lons.signedVarint()
    if (!Number.isSafeInteger(id)) throw badId()
    if (isWanted(id)) placeNode(id, lat, lon, block, roads)
  }
  if (!lats.done || !lons.done) throw unevenLists()
}

/** The sum is an integer of nanodegrees, so one division gives the nearest double to the decimal in the data base. */
function placeNode(id: number, lat: number, lon: number, block: Block, roads: OsmRoads): void {
  const latDegrees = (block.latOffset + block.granularity * lat) / 1e9
  const lonDegrees = (block.lonOffset + block.granularity * lon) / 1e9
  if (!Number.isFinite(latDegrees) || !Number.isFinite(lonDegrees)) {
    throw pbfCorrupt(`节点 ${id} 没有坐标`, `node ${id} has no coordinates`)
  }
  roads.node(id, lonDegrees, latDegrees)
}

function badId() {
  return pbfCorrupt('节点编号不合理', 'a node id is impossible')
}

function unevenLists() {
  return pbfCorrupt('节点的编号与坐标数目不等', 'node ids and coordinates differ in number')
}
