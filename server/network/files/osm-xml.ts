import type { InputRefused} from '../../core/problems.ts';
import { refuse } from '../../core/problems.ts'
import { createOsmRoads } from './osm-roads.ts'
import { createReport, type ReadOptions, type RoadsRead } from './road-report.ts'
import type { RoadSource } from './road-source.ts'
import { parseXml } from './xml-stream.ts'

interface OpenWay {
  refs: number[]
  tags: Record<string, string>
}

/** Reads OSM XML in one pass; elements may come in any order. What is marked as deleted is left out. */
export async function readOsmXml(source: RoadSource, options: ReadOptions = {}): Promise<RoadsRead> {
  const report = createReport('osm-xml')
  const roads = createOsmRoads(report)
  let way: OpenWay | undefined
  let rootSeen = false

  function open(name: string, attributes: Record<string, string>): void {
    if (!rootSeen) {
      if (name !== 'osm') throw notOsm(name)
      rootSeen = true
    } else if (name === 'node') {
      if (!isDeleted(attributes)) readNode(attributes)
    } else if (name === 'way') {
      way = isDeleted(attributes) ? undefined : { refs: [], tags: {} }
    } else if (way && name === 'nd') {
      way.refs.push(idOf(attributes.ref))
    } else if (way && name === 'tag' && tagsAsked.has(attributes.k)) {
      way.tags[attributes.k] = attributes.v ?? ''
    }
  }

  function readNode(attributes: Record<string, string>): void {
    const lon = degreesOf(attributes.lon)
    const lat = degreesOf(attributes.lat)
    if (Number.isNaN(lon) || Number.isNaN(lat)) throw badNode(attributes)
    roads.node(idOf(attributes.id), lon, lat)
  }

  function close(name: string): void {
    if (name !== 'way' || !way) return
    roads.way(way.refs, way.tags)
    way = undefined
  }

  await parseXml(source, { open, close }, options)
  return { roads: roads.finish(), report }
}

/** What `isWalkable` and `roadClassOf` look at. */
const tagsAsked = new Set(['highway', 'foot', 'access', 'route'])

/** `visible` is the server's word, `action` the one of the editor JOSM. */
function isDeleted(attributes: Record<string, string>): boolean {
  return attributes.visible === 'false' || attributes.action === 'delete'
}

function degreesOf(text: string | undefined): number {
  return text === undefined || text.trim() === '' ? NaN : Number(text)
}

function idOf(text: string | undefined): number {
  const id = text ? Number(text) : NaN
  if (Number.isSafeInteger(id)) return id
  throw refuse('OSM_ID', 'OSM 文件中有编号不是整数', 'An id in the OSM file is not a whole number', { value: text })
}

function badNode(attributes: Record<string, string>): InputRefused {
  const id = attributes.id ?? ''
  return refuse('COORD_MISSING', `节点 ${id} 没有可用的坐标`, `Node ${id} has no usable coordinates`, {
    value: `${attributes.lon ?? ''}, ${attributes.lat ?? ''}`,
  })
}

function notOsm(root: string): InputRefused {
  return refuse(
    'ROADS_FORMAT_UNKNOWN',
    `这不是 OSM 文件（根元素为 ${root}）`,
    `Not an OSM file (its root is ${root})`,
    {
      fix: { zh: '请导出 .osm 或 .osm.pbf 文件', en: 'Export an .osm or .osm.pbf file' },
    },
  )
}
