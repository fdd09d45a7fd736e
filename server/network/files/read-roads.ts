import { InputRefused, refuse, type Problem } from '../../core/problems.ts'
import { findColumns, readEdgeList } from './edge-list.ts'
import { readGeojsonLines } from './geojson-lines.ts'
import { readGraphml } from './graphml.ts'
import { readOsmPbf } from './osm-pbf.ts'
import { readOsmXml } from './osm-xml.ts'
import type { ReadOptions, RoadFormat, RoadsRead } from './road-report.ts'
import { openBytesSource, openFileSource, type RoadSource } from './road-source.ts'

/** One line a format: its reader takes a source of unzipped bytes. */
const readers: Record<RoadFormat, (source: RoadSource, options: ReadOptions) => Promise<RoadsRead>> = {
  'osm-pbf': readOsmPbf,
  'osm-xml': readOsmXml,
  graphml: readGraphml,
  geojson: readGeojsonLines,
  'edge-list': readEdgeList,
}

const extensions: [pattern: RegExp, format: RoadFormat][] = [
  [/\.pbf$/, 'osm-pbf'],
  [/\.(osm|osm\.xml)$/, 'osm-xml'],
  [/\.graphml$/, 'graphml'],
  [/\.(geojson|json|geojsonl|geojsons|ndjson)$/, 'geojson'],
  [/\.csv$/, 'edge-list'],
]

/** Reads the walkable roads of a file, whatever its format. */
export async function readRoads(path: string, options: ReadOptions = {}): Promise<RoadsRead> {
  return readSource(await openFileSource(path, options), options)
}

/** The same for bytes already in memory: uploads and samples. `name` is the file's, for its extension. */
export async function readRoadsFromBytes(
  name: string,
  bytes: Uint8Array,
  options: ReadOptions = {},
): Promise<RoadsRead> {
  return readSource(openBytesSource(name, bytes, options), options)
}

async function readSource(source: RoadSource, options: ReadOptions): Promise<RoadsRead> {
  options.signal?.throwIfAborted()
  const start = await readStart(source)
  if (start.length === 0) throw noRoads('文件是空的', 'The file is empty')
  const format = sniff(start) ?? formatOfName(source.name)
  if (!format) throw unknownFormat(source.name)
  const result = await readers[format](source, options)
  if (result.roads.edgeFrom.length === 0) {
    const { ways, warnings } = result.report
    const zh = `文件中没有可步行的道路（共读到 ${ways} 条道路）`
    throw noRoads(zh, `The file holds no walkable road (${ways} roads were read)`, warnings, ways)
  }
  return result
}

/** What the content says beats the name: a GeoJSON called roads.csv is still a GeoJSON. */
function sniff(start: Buffer): RoadFormat | undefined {
  if (start.subarray(4, 32).includes('OSMHeader')) return 'osm-pbf'
  const text = start
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
  if (/^[{\u001e]/.test(text)) return 'geojson'
  if (text.startsWith('<')) {
    const root = /<(?:\w+:)?(osm|graphml)[\s>]/.exec(text)?.[1]
    if (root) return root === 'osm' ? 'osm-xml' : 'graphml'
    return undefined
  }
  const firstLine = text.split(/\r|\n/, 1)[0]
  return findColumns(firstLine) ? 'edge-list' : undefined
}

function formatOfName(name: string): RoadFormat | undefined {
  const plain = name.toLowerCase().replace(/\.gz$/, '')
  return extensions.find(([pattern]) => pattern.test(plain))?.[1]
}

async function readStart(source: RoadSource): Promise<Buffer> {
  for await (const chunk of source.chunks()) return Buffer.from(chunk.subarray(0, 4096))
  return Buffer.alloc(0)
}

function unknownFormat(name: string): InputRefused {
  return refuse('ROADS_FORMAT_UNKNOWN', '无法识别路网文件的格式', 'The format of the road file is not recognised', {
    value: name,
    fix: {
      zh: '可用格式：.osm.pbf、.osm（XML）、.graphml（OSMnx）、.geojson/.geojsonl、.csv（u,v,length_m）；文本格式可用 .gz 压缩',
      en: 'Accepted: .osm.pbf, .osm (XML), .graphml (OSMnx), .geojson/.geojsonl, .csv (u,v,length_m); text forms may be .gz',
    },
  })
}

/** The warnings come along, for they may be the reason: every way cut at a missing node, say. */
function noRoads(zh: string, en: string, warnings: Problem[] = [], ways = 0): InputRefused {
  const { problems } = refuse('ROADS_EMPTY', zh, en, {
    value: String(ways),
    fix: {
      zh: '请确认文件含 highway 道路，并覆盖本县范围；原有路网保持不变',
      en: 'Make sure the file holds highways and covers the county; the network in use is unchanged',
    },
  })
  return new InputRefused([...problems, ...warnings])
}
