import type { Graph } from './graph.ts'

/**
 * One buffer for a graph: file, shared memory and database value at once.
 *
 *   "YQGR" · version u32 · section count u32 · 0 · then a section table (byteOffset f64, length f64 each) · sections,
 *   each aligned to 8 bytes. Little-endian, as every platform we run on.
 *
 * Version 1 has no heights; version 2 adds heights and the costs of slopes at its end. A graph without them is still
 * written as version 1, byte for byte, so both are read. Any other version is refused, not guessed at: the graph is
 * rebuilt from its roads.
 */
export const graphFileVersions = { plain: 1, withSlopes: 2 } as const
const magic = 0x52475159 // "YQGR"
const headerBytes = 16
const entryBytes = 16

const sections = [
  ['nodeLon', Float64Array],
  ['nodeLat', Float64Array],
  ['nodeComponent', Uint32Array],
  ['firstArc', Uint32Array],
  ['arcNode', Uint32Array],
  ['arcEdge', Uint32Array],
  ['arcMetres', Float64Array],
  ['edgeFrom', Uint32Array],
  ['edgeTo', Uint32Array],
  ['edgeMetres', Float64Array],
  ['edgeFlags', Uint8Array],
  ['edgeClass', Uint8Array],
  ['shapeOffset', Uint32Array],
  ['shapeLon', Float64Array],
  ['shapeLat', Float64Array],
  ['segmentEdge', Uint32Array],
  ['segmentIndex', Uint8Array],
] as const

const slopeSections = [
  ['heightOffset', Uint32Array],
  ['heights', Float32Array],
  ['edgeForwardFlatMetres', Float64Array],
  ['edgeBackwardFlatMetres', Float64Array],
] as const

const allSections = [...sections, ...slopeSections] as const

/** The arrays of a graph before they stand in one buffer. */
export type GraphArrays = Omit<Graph, 'buffer' | 'nodeCount' | 'edgeCount'>

/** Packs the arrays into one buffer (shared between threads if asked) and returns the graph over it. */
export function packGraph(arrays: GraphArrays, options: { shared?: boolean } = {}): Graph {
  const plain = slopeSections.every(([name]) => arrays[name].length === 0)
  const written = plain ? sections : allSections
  let size = align(headerBytes + written.length * entryBytes)
  for (const [name] of written) size = align(size + arrays[name].byteLength)
  const buffer = options.shared ? new SharedArrayBuffer(size) : new ArrayBuffer(size)
  const head = new DataView(buffer)
  head.setUint32(0, magic, true)
  head.setUint32(4, plain ? graphFileVersions.plain : graphFileVersions.withSlopes, true)
  head.setUint32(8, written.length, true)
  let at = align(headerBytes + written.length * entryBytes)
  written.forEach(([name, make], i) => {
    const source = arrays[name]
    head.setFloat64(headerBytes + i * entryBytes, at, true)
    head.setFloat64(headerBytes + i * entryBytes + 8, source.length, true)
    new make(buffer as ArrayBuffer, at, source.length).set(source)
    at = align(at + source.byteLength)
  })
  return openGraph(buffer)
}

/** Opens a graph over its buffer without copying. Throws on another magic number, version or a short buffer. */
export function openGraph(buffer: ArrayBufferLike): Graph {
  if (buffer.byteLength < headerBytes) throw new Error(`expected a graph file, got ${buffer.byteLength} bytes`)
  const head = new DataView(buffer)
  if (head.getUint32(0, true) !== magic) throw new Error('expected a graph file, got another magic number')
  const version = head.getUint32(4, true)
  const known: number[] = Object.values(graphFileVersions)
  if (!known.includes(version)) throw new Error(`expected graph file version ${known.join(' or ')}, got ${version}: build it again from its roads`)
  const views: Record<string, unknown> = Object.fromEntries(slopeSections.map(([name, make]) => [name, new make(0)]))
  const held = version === graphFileVersions.plain ? sections : allSections
  held.forEach(([name, make], i) => {
    const at = head.getFloat64(headerBytes + i * entryBytes, true)
    const length = head.getFloat64(headerBytes + i * entryBytes + 8, true)
    if (at + length * make.BYTES_PER_ELEMENT > buffer.byteLength) {
      throw new Error(`expected ${length} entries of ${name}, got a buffer of ${buffer.byteLength} bytes`)
    }
    views[name] = new make(buffer as ArrayBuffer, at, length)
  })
  const arrays = views as unknown as GraphArrays
  return { buffer, nodeCount: arrays.nodeLon.length, edgeCount: arrays.edgeFrom.length, ...arrays }
}

/** Opens a graph from bytes that came from a file or the database, copied once into memory threads can share. */
export function openSharedGraph(bytes: Uint8Array): Graph {
  const shared = new SharedArrayBuffer(bytes.byteLength)
  new Uint8Array(shared).set(bytes)
  return openGraph(shared)
}

function align(bytes: number): number {
  return (bytes + 7) & ~7
}
