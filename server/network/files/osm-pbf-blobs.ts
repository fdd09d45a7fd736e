import { inflateSync } from 'node:zlib'
import { refuse, type InputRefused } from '../../core/problems.ts'
import { pbfCorrupt, ProtobufReader } from './protobuf-reader.ts'
import { refuseBomb, type RoadSource } from './road-source.ts'

/** One data block; `open` decompresses, so that a pass may leave blocks it does not need closed. */
export interface DataBlob {
  index: number
  open(): Uint8Array
}

/** Limits from the format's definition, wiki.openstreetmap.org/wiki/PBF_Format, "File format". */
const maxHeaderBytes = 64 * 1024
const maxBlobBytes = 32 * 1024 * 1024

/** The data blocks of an OSM PBF, in file order, after its header block has been checked. */
export async function* dataBlobs(source: RoadSource, maxBytes: number): AsyncGenerator<DataBlob, void, undefined> {
  const reader = createChunkReader(source)
  let index = 0
  let headerSeen = false
  let openedBytes = 0
  let storedBytes = 0
  try {
    for (;;) {
      const lengthBytes = await reader.take(4, true)
      if (!lengthBytes) break
      const headerLength = lengthBytes.readUInt32BE(0)
      if (headerLength > maxHeaderBytes) throw pbfCorrupt('块头长度不合理', 'a block header has an impossible length')
      const header = readBlobHeader(await takeAll(reader, headerLength))
      const blob = await takeAll(reader, header.dataBytes)
      storedBytes += blob.length
      const open = () => {
        const bytes = unpack(blob)
        openedBytes += bytes.length
        if (openedBytes > maxBytes) throw tooLarge()
        refuseBomb(openedBytes, storedBytes)
        return bytes
      }
      if (header.type === 'OSMHeader') {
        checkFeatures(open())
        headerSeen = true
      } else if (header.type === 'OSMData') {
        if (!headerSeen) throw pbfCorrupt('缺少文件头', 'it has no file header')
        yield { index: index++, open }
      }
    }
  } finally {
    await reader.close()
  }
  if (!headerSeen) throw pbfCorrupt('缺少文件头', 'it has no file header')
}

function readBlobHeader(bytes: Uint8Array): { type: string; dataBytes: number } {
  const message = new ProtobufReader(bytes)
  let type = ''
  let dataBytes = 0
  for (let field = message.field(); field; field = message.field()) {
    if (field === 1) type = Buffer.from(message.data()).toString('latin1')
    else if (field === 3) dataBytes = message.varint()
    else message.skip()
  }
  if (dataBytes > maxBlobBytes) throw pbfCorrupt('数据块长度不合理', 'a data block has an impossible length')
  return { type, dataBytes }
}

function unpack(blob: Uint8Array): Uint8Array {
  const message = new ProtobufReader(blob)
  let rawBytes: number | undefined
  let raw: Uint8Array | undefined
  let deflated: Uint8Array | undefined
  for (let field = message.field(); field; field = message.field()) {
    if (field === 1) raw = message.data()
    else if (field === 2) rawBytes = message.varint()
    else if (field === 3) deflated = message.data()
    else if (field >= 4 && field <= 7) throw unknownCompression()
    else message.skip()
  }
  if (raw) return raw
  if (!deflated) throw pbfCorrupt('数据块是空的', 'a data block is empty')
  const bytes = inflate(deflated)
  if (rawBytes !== undefined && rawBytes !== bytes.length) {
    throw pbfCorrupt('数据块解压后长度不符', 'a data block does not unpack to its declared length')
  }
  return bytes
}

function inflate(deflated: Uint8Array): Uint8Array {
  try {
    return inflateSync(deflated, { maxOutputLength: maxBlobBytes })
  } catch {
    throw pbfCorrupt('数据块无法解压', 'a data block cannot be unpacked')
  }
}

/** A file may demand features of its reader; reading it without them would give wrong roads. */
function checkFeatures(bytes: Uint8Array): void {
  const message = new ProtobufReader(bytes)
  for (let field = message.field(); field; field = message.field()) {
    if (field !== 4) {
      message.skip()
      continue
    }
    const feature = Buffer.from(message.data()).toString('utf8')
    if (feature !== 'OsmSchema-V0.6' && feature !== 'DenseNodes') throw unknownFeature(feature)
  }
}

function unknownFeature(feature: string): InputRefused {
  const name = feature.slice(0, 100)
  const history = feature === 'HistoricalInformation'
  return refuse(
    'PBF_FEATURE',
    history ? '这是带历史版本的 OSM 文件，含已删除的道路，不能用作路网' : `文件要求本系统不支持的特性「${name}」`,
    history
      ? 'This is an OSM history file with deleted roads; it cannot serve as a network'
      : `The file requires a feature this system lacks: “${name}”`,
    {
      fix: { zh: '请下载普通的 .osm.pbf（当前版本）文件', en: 'Download an ordinary .osm.pbf of the present state' },
      value: name,
    },
  )
}

function unknownCompression(): InputRefused {
  return refuse(
    'PBF_COMPRESSION',
    '文件采用了本系统不支持的压缩方式（只支持 zlib 或不压缩）',
    'The file uses a compression this system cannot read (only zlib or none)',
    {
      fix: {
        zh: '请用 osmium 等工具转存为 zlib 压缩',
        en: 'Rewrite it with zlib compression, for example with osmium',
      },
    },
  )
}

function tooLarge(): InputRefused {
  return refuse('FILE_TOO_LARGE', '文件解压后超过上限', 'The file exceeds the limit once unpacked', {
    fix: { zh: '请裁剪到本县及周边范围后再导入', en: 'Cut it to the county and its surroundings first' },
  })
}

interface ChunkReader {
  /** Exactly `length` bytes; undefined if the source ended before. With `atBoundary`, a clean end is undefined too. */
  take(length: number, atBoundary?: boolean): Promise<Buffer | undefined>
  close(): Promise<void>
}

async function takeAll(reader: ChunkReader, length: number): Promise<Buffer> {
  const bytes = await reader.take(length)
  if (!bytes) throw truncated()
  return bytes
}

function createChunkReader(source: RoadSource): ChunkReader {
  const chunks = source.chunks()
  let held: Buffer = Buffer.alloc(0)
  return {
    async take(length, atBoundary = false) {
      const parts = [held]
      let size = held.length
      while (size < length) {
        const next = await chunks.next()
        if (next.done) {
          if (atBoundary && size > 0) throw truncated()
          return undefined
        }
        const chunk = next.value
        parts.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
        size += chunk.byteLength
      }
      const all = parts.length === 1 ? held : Buffer.concat(parts)
      held = all.subarray(length)
      return all.subarray(0, length)
    },
    async close() {
      await chunks.return()
    },
  }
}

function truncated(): InputRefused {
  return refuse(
    'PBF_TRUNC',
    'OSM PBF 文件不完整（可能下载中断）',
    'The OSM PBF file is cut short (an aborted download?)',
    {
      fix: { zh: '请重新下载该文件', en: 'Download the file again' },
    },
  )
}
