import { deflateSync } from 'node:zlib'

/** A tiny writer of OSM PBF, so that tests can say what is in the file. */
export interface TinyPbf {
  nodes: [id: number, lon: number, lat: number][]
  ways: { refs: number[]; tags: Record<string, string> }[]
  dense: boolean
  compressed: boolean
  granularity: number
  lonOffset: number
  latOffset: number
  requiredFeatures: string[]
}

export function tinyPbf(content: Partial<TinyPbf>): Buffer {
  const file: TinyPbf = {
    nodes: [],
    ways: [],
    dense: true,
    compressed: true,
    granularity: 100,
    lonOffset: 0,
    latOffset: 0,
    requiredFeatures: ['OsmSchema-V0.6', 'DenseNodes'],
    ...content,
  }
  const header = Buffer.concat(file.requiredFeatures.map((feature) => field(4, Buffer.from(feature))))
  return Buffer.concat([blob('OSMHeader', header, file.compressed), blob('OSMData', dataBlock(file), file.compressed)])
}

/** A data block of zeros that unpacks to far more than it takes. */
export function bombPbf(blocks: number, bytesEach: number): Buffer {
  const header = blob('OSMHeader', field(4, Buffer.from('OsmSchema-V0.6')), true)
  const bomb = blob('OSMData', field(31, Buffer.alloc(bytesEach)), true)
  return Buffer.concat([header, ...Array.from({ length: blocks }, () => bomb)])
}

function dataBlock(file: TinyPbf): Buffer {
  const strings = ['', ...new Set(file.ways.flatMap((way) => Object.entries(way.tags).flat()))]
  const table = Buffer.concat(strings.map((text) => field(1, Buffer.from(text))))
  const units = file.nodes.map(([id, lon, lat]) => ({
    id,
    lon: Math.round((lon * 1e9 - file.lonOffset) / file.granularity),
    lat: Math.round((lat * 1e9 - file.latOffset) / file.granularity),
  }))
  const nodes = file.dense
    ? field(
        2,
        Buffer.concat([
          field(1, deltas(units.map((n) => n.id))),
          field(8, deltas(units.map((n) => n.lat))),
          field(9, deltas(units.map((n) => n.lon))),
        ]),
      )
    : Buffer.concat(
        units.map((n) =>
          field(1, Buffer.concat([number(1, zigzag(n.id)), number(8, zigzag(n.lat)), number(9, zigzag(n.lon))])),
        ),
      )
  const ways = file.ways.map((way) => {
    const keys = packed(Object.keys(way.tags).map((text) => BigInt(strings.indexOf(text))))
    const values = packed(Object.values(way.tags).map((text) => BigInt(strings.indexOf(text))))
    return field(3, Buffer.concat([number(1, 1n), field(2, keys), field(3, values), field(8, deltas(way.refs))]))
  })
  // Scale and offsets come last on purpose: the format allows it, and writers do it.
  return Buffer.concat([
    field(1, table),
    field(2, nodes),
    field(2, Buffer.concat(ways)),
    number(17, BigInt(file.granularity)),
    number(19, BigInt.asUintN(64, BigInt(file.latOffset))),
    number(20, BigInt.asUintN(64, BigInt(file.lonOffset))),
  ])
}

function blob(type: string, content: Buffer, compressed: boolean): Buffer {
  const body = compressed
    ? Buffer.concat([number(2, BigInt(content.length)), field(3, deflateSync(content))])
    : field(1, content)
  const header = Buffer.concat([field(1, Buffer.from(type)), number(3, BigInt(body.length))])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(header.length)
  return Buffer.concat([length, header, body])
}

function field(id: number, content: Buffer): Buffer {
  return Buffer.concat([varint(BigInt(id * 8 + 2)), varint(BigInt(content.length)), content])
}

function number(id: number, value: bigint): Buffer {
  return Buffer.concat([varint(BigInt(id * 8)), varint(value)])
}

function deltas(values: number[]): Buffer {
  return packed(values.map((value, i) => zigzag(value - (i > 0 ? values[i - 1] : 0))))
}

function packed(values: bigint[]): Buffer {
  return Buffer.concat(values.map(varint))
}

function zigzag(value: number): bigint {
  return value >= 0 ? BigInt(value) * 2n : BigInt(-value) * 2n - 1n
}

function varint(value: bigint): Buffer {
  const bytes: number[] = []
  let rest = value
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128)
    rest >>= 7n
  }
  bytes.push(Number(rest))
  return Buffer.from(bytes)
}
